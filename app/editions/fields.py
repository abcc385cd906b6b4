"""What a notice is made of, in words: a line for each thing that can be said in one.

Pages, lists of differences and the command line are made from it; a test holds it to `Notice`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from app.checks import check_ids
from app.notices.clauses import TOPICS
from app.notices.faults import GRADES, part_of
from app.notices.material import BORNE
from app.notices.notice import COLUMN_KINDS, COLUMNS_FILLED


class Kind(StrEnum):
    """How a field is filled in. What is not one of the last three is one value."""

    TEXT = "text"
    LONG = "long"  # text of several lines
    NUMBER = "number"
    BYTES = "bytes"  # shown in MB
    YES = "yes"  # yes or no
    DAY = "day"
    CHOICE = "choice"  # one of `choices`
    KEY = "key"  # what discs, batches and ledgers hold: told once, then left alone
    WORDS = "words"  # a list of texts
    PATTERNS = "patterns"  # a list of regular expressions
    GROUPS = "groups"  # a list of lists of texts
    SOME = "some"  # a list of `choices`, or of the ids below `among`
    MAP = "map"  # id → one of `choices`, or → a text
    TABLE = "table"  # one group of fields
    ROWS = "rows"  # a list of groups of fields


@dataclass(frozen=True, slots=True)
class Field:
    """`path`: its place with empty brackets for any number (materials[].title). `choices`: what is said →
    how it is shown. `among`: a list whose ids it names. `hint`: what to write, for whoever fills it in.
    `yearly`: a notice says it anew each year. `key`: of rows, the field by which one is told from another.
    """

    path: str
    title: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    among: str = ""
    yearly: bool = False
    key: str = ""

    @property
    def part(self) -> str:
        return part_of(self.path)

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2].removesuffix("[]")


_F, _K = Field, Kind
_COLUMN_KINDS = dict(zip(COLUMN_KINDS, (
    "文字", "统一社会信用代码", "重点领域", "所属行业", "行业代码", "电话", "电子邮箱", "数字", "日期",
    "县（市、区）",
), strict=True))  # fmt: skip
_FILLED = dict(zip(COLUMNS_FILLED, ("由报送单位填写", "序号", "推荐单位", "所属市", "企业全称"), strict=True))
_TOPICS = dict(zip(TOPICS, (
    "行业范围", "重点领域", "项数", "期限", "推荐文件", "汇总表", "打包", "材料", "公章", "命名", "大小",
    "刻盘", "典型经验", "已获评",
), strict=True))  # fmt: skip
_BORNE = dict(zip(BORNE, ("企业名称", "统一社会信用代码"), strict=True))
_GRADES = dict(zip(GRADES, ("必须补正", "建议修改", "请人工核对"), strict=True))

FIELDS: tuple[Field, ...] = (
    # 基本信息
    _F("id", "编号", _K.KEY, "字母、数字、下划线和横线；光盘和台账里记的是它", yearly=True),
    _F("year", "年度", _K.NUMBER, "四位的年份", yearly=True),
    _F("edition", "版次", _K.NUMBER, "同一份通知的规则改过再发的，加一"),
    _F("title", "标题", _K.TEXT, "显示在通知列表里", yearly=True),
    _F("campaign", "工作简称", _K.TEXT, "用在窗口标题和文件名里"),
    _F("name", "通知全称", _K.TEXT, "带书名号，推荐文件引用它", yearly=True),
    _F("issuer", "发文单位"),
    _F("recipient", "接收单位", _K.TEXT, "推荐文件报给谁"),
    _F("department", "接收处室"),
    _F("issued", "通知日期", _K.DAY, yearly=True),
    _F("deadline", "报送截止日期", _K.DAY, yearly=True),
    _F("online_deadline", "网上申报截止日期", _K.DAY, "没有要网上申报的类别，可以不填", yearly=True),
    _F("online_path", "网上申报网址和入口", _K.LONG),
    _F("disc_label", "光盘卷标前缀", _K.TEXT, "大写字母、数字和下划线，最多 7 个", yearly=True),
    _F("office", "联系方式", _K.TABLE, "印在补正通知和接收回执上；通知没有写的可以不填", yearly=True),
    _F("office.phone", "联系电话"), _F("office.email", "电子邮箱"), _F("office.address", "通讯地址", _K.LONG),
    # 范围与重点领域
    _F("scope", "行业范围", _K.TABLE),
    _F("scope.first", "工业大类起", _K.TEXT, "GB/T 4754 大类代码，两位数字"),
    _F("scope.last", "工业大类止", _K.TEXT, "两位数字"),
    _F("scope.services", "生产性服务业", _K.ROWS, key="title"),
    _F("scope.services[].title", "名称"), _F("scope.services[].divisions", "大类代码", _K.WORDS, "两位数字"),
    _F("scope.grey", "要人工核对的大类", _K.WORDS, "两位数字"),
    _F("areas", "重点领域", _K.ROWS, key="number"),
    _F("areas[].number", "序号", _K.NUMBER, "照通知的次序"),
    _F("areas[].title", "简称", _K.TEXT, "显示在窗口里"),
    _F("areas[].text", "通知原文", _K.LONG, yearly=True),
    _F("areas[].words", "认出它的说法", _K.WORDS, "汇总表里写了其中一个，就认作这一领域"),
    # 类别
    _F("tracks", "申报类别", _K.ROWS, key="id"),
    _F("tracks[].id", "编号", _K.KEY, "小写字母、数字和下划线；存进批次、台账和光盘，定了就不要改"),
    _F("tracks[].title", "全称"), _F("tracks[].short", "简称", _K.TEXT, "显示在窗口里"),
    _F("tracks[].words", "别的说法", _K.WORDS, "手工光盘的文件夹名、文件名里有这些说法的，也认作这一类"),
    _F("tracks[].quota", "推荐项数", _K.TABLE, "各市的", yearly=True),
    _F("tracks[].quota.least", "最少", _K.NUMBER, "0 是可以不报"),
    _F("tracks[].quota.most", "最多", _K.NUMBER, "0 是不限"),
    _F("tracks[].quotas", "另行规定的项数", _K.ROWS,
       "写市名、直报企业的全称或种类，或者“直报”；没有写的，市照上面的，直报企业不限",
       yearly=True, key="who"),
    _F("tracks[].quotas[].who", "哪个单位"), _F("tracks[].quotas[].least", "最少", _K.NUMBER),
    _F("tracks[].quotas[].most", "最多", _K.NUMBER),
    _F("tracks[].package_named", "材料包以什么命名"),
    _F("tracks[].annex", "汇总表是附件几", yearly=True),
    _F("tracks[].files_online", "选上的还要网上申报", _K.YES),
    _F("tracks[].clauses", "通知原话", _K.ROWS, "问题的“依据”引用它们", yearly=True, key="about"),
    _F("tracks[].clauses[].about", "说的是什么", _K.CHOICE, choices=_TOPICS),
    _F("tracks[].clauses[].at", "在第几条"), _F("tracks[].clauses[].says", "原话", _K.LONG),
    # 材料
    _F("materials", "申报材料", _K.ROWS, key="id"),
    _F("materials[].id", "编号", _K.KEY, "字母、数字、下划线和横线"),
    _F("materials[].title", "名称"),
    _F("materials[].required", "必备", _K.YES, "缺了就要企业补交"),
    _F("materials[].recommended", "建议有", _K.YES, "缺了提醒"),
    _F("materials[].single", "只有一份", _K.YES),
    _F("materials[].sealed", "要盖公章", _K.YES),
    _F("materials[].written", "企业为这次申报写的", _K.YES, "要写了内容，说的是本企业、今年、这一类"),
    _F("materials[].evidence", "用来证明的", _K.YES, "不能只有一句说明，不能过期"),
    _F("materials[].bears", "上面印着", _K.SOME, "要与本企业的一致", choices=_BORNE),
    _F("materials[].least", "至少多少字", _K.NUMBER, "0 是不要求"),
    _F("materials[].within", "最近几年以内", _K.NUMBER, "0 是不看年份"),
    _F("materials[].part_of", "属于哪种材料", _K.CHOICE, among="materials"),
    _F("materials[].inside", "可以含在哪些材料里", _K.SOME, among="materials"),
    _F("materials[].patterns", "文件名里的说法", _K.PATTERNS, "文件名或文件夹名里有其中一个，就认作这种材料"),
    _F("materials[].weak", "只作参考的说法", _K.PATTERNS, "别的都认不出时才用"),
    _F("materials[].headings", "页面标题", _K.PATTERNS, "各页开头的标题；不写的，以材料名称结尾的算"),
    _F("materials[].phrases", "开头同时有的说法", _K.GROUPS, "如营业执照上的固定栏目"),
    _F("materials[].kinds", "可以是哪些格式", _K.WORDS, "不写就不限"),
    _F("size", "单个企业材料的大小", _K.TABLE),
    _F("size.warn", "超过就提醒", _K.BYTES), _F("size.refuse", "超过就不收", _K.BYTES),
    _F("leftovers", "打包时去掉的残留文件", _K.PATTERNS),
    _F("examples", "认材料的例子", _K.ROWS, "规则改过以后，用它们试一试还认不认得", key="path"),
    _F("examples[].path", "文件名"), _F("examples[].role", "应认作", _K.CHOICE, among="materials"),
    # 汇总表
    _F("tracks[].table", "汇总表名称"),
    _F("tracks[].about", "名单上还要写的列", _K.SOME, among="tracks[].columns"),
    _F("tracks[].proposed_columns", "列是建议的", _K.YES, "原表没有公开、由本程序建议的列"),
    _F("tracks[].columns", "汇总表的列", _K.ROWS, key="id"),
    _F("tracks[].columns[].id", "编号", _K.KEY),
    _F("tracks[].columns[].title", "列名"),
    _F("tracks[].columns[].synonyms", "别的叫法", _K.WORDS, "表格里的列名是其中一个，也认作这一列"),
    _F("tracks[].columns[].required", "必填", _K.YES),
    _F("tracks[].columns[].kind", "填什么", _K.CHOICE, choices=_COLUMN_KINDS),
    _F("tracks[].columns[].width", "打印宽度（字）", _K.NUMBER),
    _F("tracks[].columns[].filled", "由谁填写", _K.CHOICE, "由程序填写的列，报送单位不必填", choices=_FILLED),
    # 推荐文件
    _F("letter", "推荐文件", _K.TABLE),
    _F("letter.kind", "文种"), _F("letter.title", "标题", _K.LONG), _F("letter.opening", "开头", _K.LONG),
    _F("letter.body", "正文各段", _K.WORDS), _F("letter.closing", "结束语"),
    _F("letter.attachments", "附件各项", _K.WORDS),
    _F("letter.declarations", "要先确认的声明", _K.WORDS,
       "每行一句，如“已核实申报材料真实”；经办人逐句打勾以后才能打印，打了勾的印在正文里"),
    _F("letter.paper", "纸质一式几份", _K.NUMBER, "随光盘报送的纸质推荐文件；0 是不要纸质的"),
    _F("letter.direct_title", "直报企业的标题", _K.LONG),
    _F("letter.direct_self", "直报企业的开头", _K.LONG, "只申报自己一家的"),
    _F("letter.direct_group", "直报集团的开头", _K.LONG, "推荐所属企业的"),
    _F("letter.direct_body", "直报企业的正文各段", _K.WORDS),
    # 评审
    _F("tracks[].proposed", "选上的称作", _K.TEXT, "如拟推荐、拟认定"),
    _F("tracks[].criteria", "评审指标", _K.ROWS, "分值合计 100；不写就打一个总分", yearly=True, key="title"),
    _F("tracks[].criteria[].title", "指标"), _F("tracks[].criteria[].most", "分值", _K.NUMBER),
    _F("tracks[].criteria[].says", "怎样评", _K.LONG),
    _F("barred_years", "获评后几年内不再申报", _K.NUMBER),
    _F("awarded", "历年获评名单", _K.ROWS, yearly=True, key="name"),
    _F("awarded[].year", "年度", _K.NUMBER), _F("awarded[].name", "企业全称"),
    _F("awarded[].code", "统一社会信用代码"), _F("awarded[].track", "获评的类别"),
    _F("awarded[].listed", "名单名称"),
    _F("exchange", "交流活动的方式", _K.WORDS),
    # 报送单位
    _F("region", "报送单位", _K.TABLE),
    _F("region.name", "省份"), _F("region.short", "省份简称"),
    _F("region.prefix", "行政区划代码前两位"),
    _F("region.cities", "各市", _K.ROWS,
       "县（市、区）用来认手工光盘是哪个市的、核对汇总表里填的；不写就不核对", key="code"),
    _F("region.cities[].code", "代码", _K.TEXT, "GB/T 2260，六位数字"),
    _F("region.cities[].name", "市名"), _F("region.cities[].bureau", "报送单位"),
    _F("region.cities[].districts", "所属县（市、区）", _K.WORDS),
    _F("region.bureaus", "主管部门的叫法", _K.WORDS, "文件夹名里怎样称呼各市的主管部门"),
    _F("region.direct", "哪些企业可以直报"),
    _F("region.registered", "省里登记的企业怎么说"),
    _F("region.merged", "撤并的地区", _K.MAP, "原代码前四位 → 现代码前四位"),
    # 检查
    _F("severities", "改过的级别", _K.MAP, choices=_GRADES),
    _F("switched_off", "停用的检查", _K.SOME),
    _F("reasons", "改级别或停用的理由", _K.MAP, "核对问题和检查规则里照原样显示"),
    _F("schema", "规则格式", _K.NUMBER),
)  # fmt: skip


@cache
def _by_path() -> dict[str, Field]:
    return {each.path: each for each in FIELDS}


def path_of(place: str) -> str:
    """materials[3].title → materials[].title"""
    return re.sub(r"\[\d*\]", "[]", place)


def field_at(place: str) -> Field | None:
    """What a place (materials[3].title) is; of an item of a list of texts (…patterns[2]), the list."""
    path, known = path_of(place), _by_path()
    return known.get(path) or known.get(path.removesuffix("[]")) or known.get(re.sub(r"\.[^.]*$", "", path))


def fields_of(part: str) -> tuple[Field, ...]:
    """The fields of a part (`app.notices.faults.PARTS`), in their order; what nobody fills in left out."""
    return tuple(each for each in FIELDS if each.part == part and each.path != "schema")


def below(path: str) -> tuple[Field, ...]:
    """The fields of one group or row: those directly below a TABLE ("size") or ROWS ("materials") field."""
    own = re.compile(rf"{re.escape(path)}(?:\[\])?\.\w+")
    return tuple(each for each in FIELDS if own.fullmatch(each.path))


def checks_to_switch() -> frozenset[str]:
    """The ids that `severities` and `switched_off` may name."""
    return check_ids()
