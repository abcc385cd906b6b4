"""What invented enterprises tell of their experience: some four pages, other words than the sample's."""

from __future__ import annotations

import random

from app.demo.cast import Applicant

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("一、单位简介", (
        "{name}坐落于济南市{county}，是一家专业从事{product}研发、制造与服务的企业，现有职工{staff}人，其中工程技术人员占两成。{short}先后获得市长质量奖提名、省级企业技术中心等称号，2022年实现营业收入{revenue}万元。",
        "多年来，{short}坚持把质量作为立企之本，先后通过质量管理体系、环境管理体系和职业健康安全管理体系认证，{product}在同行业中有较好的口碑，客户遍布全国二十多个省市，并出口到东南亚和欧洲。",
    )),
    ("二、产生背景", (
        "随着市场竞争日趋激烈，用户对{product}的可靠性、一致性提出了更高要求。过去依靠事后检验把关的办法，漏检多、返工多、追溯难，{stat}的一次交检合格率长期徘徊在百分之九十四上下，质量损失居高不下。",
        "为彻底扭转被动局面，{short}对近三年的一千二百余条质量问题逐条复盘，发现七成以上的问题来自过程波动和接口不清。经过反复论证，管理层决定推行{method}，把质量责任前移到设计、采购和每一道工序。",
    )),
    ("三、内涵与做法", (
        "（一）健全组织，压实责任。成立由董事长挂帅的推进委员会，下设办公室，制定三年推进计划，把目标分解到部门、车间和班组。每月召开一次推进例会，对照清单销号管理，连续两次未完成的由分管领导约谈。",
        "（二）梳理流程，识别风险。组织骨干对{product}从合同评审到售后服务的四十六个过程逐一梳理，运用失效模式分析识别高风险环节十九项，逐项制定控制措施和应急预案，形成过程控制手册，并每半年复审一次。",
        "（三）突出重点，攻坚克难。围绕{method}组建跨部门攻关小组八个，采用试验设计、回归分析、控制图等工具，先后解决了尺寸漂移、表面缺陷、装配异响等多年没有解决的难题，关键过程能力指数由一点零五提高到一点六七。",
        "（四）协同上下游，共保质量。与二十三家主要供方签订质量保证协议，派出工程师驻厂辅导，统一检验方法和量具，来料合格率提高三点二个百分点；与重点用户建立联合分析机制，问题关闭周期由二十天缩短到六天。",
        "（五）用好数据，持续改进。建设质量数据平台，采集设备、工艺、检验数据每天十二万条，实现异常自动报警和一键追溯。每季度发布质量分析报告，改进课题由数据说话，已累计完成改进项目九十四项。",
    )),
    ("四、实施效果", (
        "一是产品质量稳步提升。{product}一次交检合格率由百分之九十四点一提高到百分之九十九点二，百万件投诉由五十一件下降到九件，连续三年没有发生批量质量问题。",
        "二是经济效益明显改善。质量损失率由百分之一点九下降到百分之零点八，年节约成本六百余万元，人均劳动生产率提高百分之二十三，交货及时率达到百分之九十八点五。",
        "三是员工素质持续增强。两百余名员工取得质量工程师、六西格玛绿带等资格，职工提出合理化建议两千多条，采纳率超过四成，三个质量管理小组获得省级优秀成果。",
    )),
    ("五、经验启示", (
        "第一，领导重视是前提。只有把质量摆上战略位置，持续投入，才能形成合力。第二，方法得当是关键。{method}不求高深，贵在适用，要结合自身工艺特点一点一点落实到岗位。第三，人人参与是根本，要让一线员工成为改进的主角。",
        "目前，这套做法已在集团内三家单位推广，并被多家同行借鉴。下一步，{short}将继续深化{method}，在研发和服务环节拓展应用，为行业质量提升提供可复制、可推广的样板。",
    )),
)  # fmt: skip


def sections_of(who: Applicant, short: bool = False) -> list[dict[str, object]]:
    """Headings with their paragraphs; `short`: hardly anything is told. The same for one enterprise."""
    chance = random.Random(f"prose/{who.code}")
    told = {
        "name": who.name, "county": who.county, "product": who.product, "method": who.method,
        "revenue": who.revenue, "staff": chance.randrange(120, 3_000), "stat": who.product,
        "short": chance.choice(("公司", "企业", "我公司")),
    }  # fmt: skip
    chosen = _SECTIONS[:1] if short else _SECTIONS
    return [
        {"title": title, "paragraphs": [text.format(**told) for text in (texts[:1] if short else texts)]}
        for title, texts in chosen
    ]
