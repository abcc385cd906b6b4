"""Invented enterprises by the number: as many as wanted, each true in form, none of them the sample's."""

from __future__ import annotations

import random

from stdnum.cn import uscc

from app.checks.enterprise.code import organisation_digit
from app.demo.cast import Applicant

PLACES = ("济南", "山东", "齐鲁", "鲁中", "济南历城", "章丘", "莱芜", "济阳", "山东华鲁", "济南槐荫")
BRANDS = (
    "恒泰", "金阳", "瑞丰", "中科博远", "宏业", "三元", "晨光", "天和", "长兴", "远大", "明湖", "佳诺", "鼎盛", "海川", "正元",
    "百特", "盛华", "康宁", "德信", "凯尔", "浪涛", "博瑞", "万通", "星辉", "永固", "亚特", "同力", "福源", "九鼎", "泰和",
)
TRADES = (  # in a name, industry, division, product
    ("机床", "通用设备制造业", "34", "数控机床"), ("轴承", "通用设备制造业", "34", "精密轴承"),
    ("重工", "专用设备制造业", "35", "履带起重机"), ("化工", "化学原料和化学制品制造业", "26", "水性涂料"),
    ("食品", "食品制造业", "14", "速冻面点"), ("药业", "医药制造业", "27", "口服液制剂"),
    ("电子科技", "计算机、通信和其他电子设备制造业", "39", "伺服驱动器"), ("仪器仪表", "仪器仪表制造业", "40", "超声水表"),
    ("纺织", "纺织业", "17", "功能面料"), ("汽车零部件", "汽车制造业", "36", "制动盘"),
    ("电缆", "电气机械和器材制造业", "38", "阻燃电缆"), ("玻璃", "非金属矿物制品业", "30", "节能玻璃"),
    ("橡塑制品", "橡胶和塑料制品业", "29", "密封件"), ("钢结构", "金属制品业", "33", "装配式钢构件"),
)
KINDS = ("有限公司", "有限公司", "股份有限公司", "有限责任公司", "集团有限公司")
METHODS = (
    ("1 全面质量管理", "全员质量积分制"), ("1 全面质量管理", "“三全四化”质量管理模式"),
    ("2 质量工程技术", "六西格玛改进"), ("2 质量工程技术", "过程防错与能力分析"),
    ("3 供应链质量管控", "供应商分级协同"), ("3 供应链质量管控", "产业链质量追溯"),
    ("4 数字化融合", "数字化检验平台"), ("4 数字化融合", "机器视觉在线检测"),
)
TITLES = (
    "实施{method}提升{product}质量的经验", "运用{method}提高{product}一致性的经验",
    "以{method}为核心的{product}质量管理经验", "基于{method}的{product}质量提升经验",
)
COUNTIES = ("历下区", "市中区", "槐荫区", "天桥区", "历城区", "长清区", "章丘区", "济阳区", "平阴县", "商河县")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜", "建国志强文静海燕立新晓明宏伟秀英俊杰雪梅永生"
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def cast(seed: int, count: int, track: str = "provincial") -> list[Applicant]:
    """`count` enterprises with names that nobody else of them has."""
    chance, made = random.Random(f"cast/{seed}/{track}"), {}
    while len(made) < count:
        one = _applicant(chance, track, len(made))
        made.setdefault(one.name, one)
    return list(made.values())


def code_of(chance: random.Random) -> str:
    """统一社会信用代码 of an enterprise of Jinan, both check digits right."""
    body = "".join(chance.choice(_LETTERS) for _ in range(8))
    first = f"91{chance.choice(('370100', '370102', '370105', '370112', '370113', '370114'))}{body}{organisation_digit(body)}"
    return first + str(uscc.calc_check_digit(first))


def person(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))


def name_of(chance: random.Random) -> tuple[str, tuple[str, str, str, str]]:
    trade = chance.choice(TRADES)
    return f"{chance.choice(PLACES)}{chance.choice(BRANDS)}{trade[0]}{chance.choice(KINDS)}", trade


def _applicant(chance: random.Random, track: str, number: int) -> Applicant:
    name, (_, industry, division, product) = name_of(chance)
    area, method = chance.choice(METHODS)
    county = chance.choice(COUNTIES)
    return Applicant(
        track=track, name=name, code=code_of(chance), county=county,
        address=f"济南市{county}工业南路{chance.randrange(1, 900)}号", legal=person(chance),
        experience=chance.choice(TITLES).format(method=method, product=product), area=area, method=method,
        product=product, industry=industry, division=division, ownership=chance.choice(("民营", "国有控股", "外资")),
        scale=chance.choice(("大型", "中型", "小型")), revenue=str(chance.randrange(8_000, 400_000)),
        contact=person(chance), post=chance.choice(("质量部部长", "品管部", "质量总监", "体系办主任")),
        phone=f"13{chance.randrange(100_000_000, 999_999_999)}",
        email=f"zl{number:03d}@{chance.choice(('sample', 'works', 'plant'))}.example",
    )  # fmt: skip
