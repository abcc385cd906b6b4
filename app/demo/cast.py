"""Who applies in the sample campaign: invented enterprises and persons, true only in form."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.batch import Track

BUREAU = "济南市工业和信息化局"
SENDER_CODE = "370100"


@dataclass(frozen=True, slots=True)
class Applicant:
    """One enterprise; `code` passes both check digits, `phone` is from a block nobody has."""

    track: Track
    name: str
    code: str
    county: str
    address: str
    legal: str
    experience: str
    area: str
    method: str  # what the experience is about, as a noun
    product: str
    industry: str
    division: str
    ownership: str
    scale: str
    revenue: str
    contact: str
    post: str
    phone: str
    email: str


def _applicant(track: Track, line: str) -> Applicant:
    fields = [field.strip() for field in line.split("|")]
    return Applicant(track, *fields)


NATIONAL = tuple(_applicant(Track.NATIONAL, line) for line in (
    "山东鲁泰精密机械股份有限公司|9137000074DM1K018X|高新区|济南市高新区样例路1号|陈守正|实施基于数字主线的全流程质量管控的经验"
    "|4 数字化融合|数字主线|精密主轴|通用设备制造业|34|民营|大型|186520|林志远|质量总监|13800000001|zhiliang@lutai.example",
    "济南泉城重型装备制造有限公司|9137011269DM2K022L|历城区|济南市历城区样例路2号|魏国栋|实施大型铸锻件零缺陷制造的经验"
    "|2 质量工程技术|零缺陷工序管理|重型压力机|专用设备制造业|35|国有控股|大型|243100|周明|质量管理部部长|13800000002|zm@quancheng.example",
))
PROVINCIAL = tuple(_applicant(Track.PROVINCIAL, line) for line in (
    "山东黄河智能仪表有限公司|91370112MADM3K0366|历城区|济南市历城区样例路3号|张弘毅|运用数字孪生提升仪表校准质量的经验"
    "|4 数字化融合|数字孪生|智能流量仪表|仪器仪表制造业|40|民营|中型|38260|张帆|技术部|13800000003|zf@huanghe.example",
    "济南历下新材料科技股份有限公司|9137010273DM4K045Y|历下区|济南市历下区样例路4号|李慎之|运用六西格玛提升树脂批次一致性的经验"
    "|2 质量工程技术|六西格玛改进|特种环氧树脂|化学原料和化学制品制造业|26|民营|中型|52170|李文静|品保部|13800000004|lwj@lixia.example",
    "山东岱岳轴承集团有限公司|9137090216DM5K0566|莱芜区|济南市莱芜区样例路5号|王岱|实施全员精益改善的质量管理经验"
    "|1 全面质量管理|全员精益改善|圆锥滚子轴承|通用设备制造业|34|民营|大型|97430|王建军|质量部|13800000005|wjj@daiyue.example",
    "济南长清食品工业有限公司|9137011377DM6K067W|长清区|济南市长清区样例路6号|赵清|运用SPC在线监控提升灌装质量的经验"
    "|2 质量工程技术|SPC在线监控|果蔬罐头|食品制造业|14|民营|中型|21880|赵晓燕|品控部|13800000006|zxy@changqing.example",
    "山东齐峰电子信息有限公司|9137010255DM7K0793|历下区|济南市历下区样例路7号|郑启峰|运用机器视觉检测提升贴装质量的经验"
    "|4 数字化融合|机器视觉检测|工业控制器|计算机、通信和其他电子设备制造业|39|民营|中型|45600|郑芳|体系办|13800000007|zf@qifeng.example",
    "章丘铸锻（集团）有限责任公司|9137011416DM8K087N|章丘区|济南市章丘区样例路8号|孙铸|实施供应商分级质量管控的经验"
    "|3 供应链质量管控|供应商分级管控|风电法兰锻件|金属制品业|33|民营|大型|168900|孙立新|供应链部|13800000008|slx@zhangqiu.example",
    "山东海岱物流股份有限公司|91370105MADM9K098W|天桥区|济南市天桥区样例路9号|周海川|运用全程追溯平台提升冷链服务质量的经验"
    "|4 数字化融合|全程追溯平台|冷链仓储服务|装卸搬运和仓储业|59|国有控股|中型|33250|周颖|运营部|13800000009|zy@haidai.example",
    "济南云图软件有限公司|91370102MADMAK1A80|高新区|济南市高新区样例路10号|吴云图|实施软件研发过程质量度量的经验"
    "|1 全面质量管理|过程质量度量|工业软件|软件和信息技术服务业|65|民营|小型|8640|吴桐|研发管理部|13800000010|wt@yuntu.example",
    "山东平阴阿胶药业有限公司|9137012461DMBK1B25|平阴县|济南市平阴县样例路11号|郑本草|运用工艺大数据稳定阿胶品质的经验"
    "|4 数字化融合|工艺大数据|阿胶系列产品|医药制造业|27|民营|大型|126300|郑玉|质量保证部|13800000011|zy@pingyin.example",
    "济南商河纺织有限公司|9137012678DMCK1C9A|商河县|济南市商河县样例路12号|冯经纬|实施对标循环的全员质量管理经验"
    "|1 全面质量管理|对标循环|高支纯棉纱线|纺织业|17|民营|中型|29750|冯涛|生产技术部|13800000012|ft@shanghe.example",
))
APPLICANTS = NATIONAL + PROVINCIAL


def applicant(name: str) -> Applicant:
    return next(each for each in APPLICANTS if each.name == name)
