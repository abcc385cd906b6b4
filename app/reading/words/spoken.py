"""Names, codes, years and gaps in a text, by their form alone: whatever the notice asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from app.model.documents.words import MOST_NAMES

MOST_CODES = MOST_GAPS = MOST_YEARS = 20
_MOST_LINE = 2_000  # characters of one line
_MOST_CANDIDATES = 5_000  # names of one document that are weighed against each other
_LONGEST, _SHORTEST = 32, 5  # characters of a name
_HAN = "\u4e00-\u9fff"
_RUN = re.compile(rf"[{_HAN}A-Za-z0-9（）()·&]+")
_FIRM = r"(?:公司|集团)"
_OTHER = r"(?:研究院|设计院|研究所|研究中心|技术中心|检测中心|检验中心|认证中心|厂)"
_END = re.compile(
    rf"(?:{_FIRM}|{_OTHER})(?!(?:（集团）|\(集团\))?[）)]?(?:集团|股份|控股|有限责任|有限|总)*{_FIRM}|[）)])"
)
_LEAD = re.compile(  # words that stand before a name and are none of it
    r"^(?:[0-9]{1,4}年?|[0-9]{1,2}[月日]|[）)·&]|[的了与和及由为向在是对将把被给从到按经据同则即兹而又]|以及|因为|[本该]?项目|我们|我司"
    r"|委托|授权|同意|推荐|证明|证实|关于|其中|包括|依托|联合|作为|成为|加入|隶属于?|来自|属于|位于|单位|企业|公司|机构"
    r"|名?称|全称|企业全称|单位全称|申报单位|申报企业|申请单位|申请人|完成单位|推荐单位|承担单位|盖章|公章|供方|需方|甲方"
    r"|乙方|买方|卖方|客户|供应商|称为|简称|以下|子公司|母公司|控股|权利人|专利权人|持证人|获证组织|年度|申报书|承诺书)"
)
_LEAD_FORM = re.compile(r"^[（(][^）)]{0,8}[）)]")  # “（盖章）”, “(一)”
_BEHIND = re.compile(rf"[（(](?:集团|控股|有限合伙)[）)]|(?![的和与及、])[{_HAN}]{{2,6}}(?<!的)分公司")
_NO_STEM = re.compile(
    r"^(?:有限责任|股份有限|有限|股份|集团|控股|投资|责任|本|该|我|贵|分|子|母|各|总|其|两|三|多家|几家|一家|某|某某|全|此|上市"
    r"|外资|国有|民营|合资|独资|家|个|下属|所属|大型|中小|跨国|我国|国内|国外|同类|其他|其它|相关|有关|专业|第三方|[×xX*]+)*$"
)
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[ \u3000]?[0-9A-Za-z]){17}(?![0-9A-Za-z])")
_MISREAD = str.maketrans("OIQSZ", "01052")  # letters that no such code holds
_YEAR = re.compile(
    r"(?<!\d)(?<!\d[.,])((?:19[5-9]|20[0-4])\d)(?![\d,]|\.\d{3})(?!\s*[万亿余多件台套吨人家个项次米平名元张份册只辆条片度℃%％]"
    r"|\s*(?:mm|kg|km|rpm|kW|MPa))"
)
_DIGITS = "\u3007○零一二三四五六七八九"
_HAN_YEAR = re.compile(rf"(?<![{_DIGITS}])([一二][{_DIGITS}]{{3}})\s*年")
_HAN_DIGITS = str.maketrans(_DIGITS, "000123456789")
_GAP = re.compile(
    r"请在(?:此处?|这里|下方|本栏)[^，。；\n]{0,16}|(?:此处|在此|这里)[请]?(?:填写|输入|插入|粘贴|补充|描述)[^，。；\n]{0,12}"
    r"|请(?:填写|输入|补充|描述|简述|介绍|说明)[^，。；\n]{0,16}|(?:单击|点击|点按)[^，。；\n]{0,6}(?:此处|输入)[^，。；\n]{0,8}"
    r"|待(?:填写|补充|完善|填)|[（(【\[](?:填写|请)[^）)】\]\n]{1,20}[）)】\]]"
    r"|[×✕]{2,}|(?<![A-Za-z0-9])[xX]{2,}(?![A-Za-z0-9])|[*＊]{3,}|某某(?:公司|企业|单位|集团)|[_\uff3f]{3,}|□{3,}"
)
_WIDE_SET = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:[ \u3000]{{1,4}}[{_HAN}])+(?![{_HAN}])")
_BLANKS = re.compile(r"[ \u3000]+")


def letters_in(text: str) -> int:
    """Characters but blanks and signs."""
    return sum(map(str.isalnum, text))


def closed_up(line: str) -> str:
    """“申  报  书” → “申报书”: letters set wide are one word."""
    return _WIDE_SET.sub(lambda match: _BLANKS.sub("", match.group()), line)


def codes_in(text: str) -> tuple[str, ...]:
    """统一社会信用代码 whose check digit is right, each once, in order."""
    from stdnum.cn import uscc

    found: dict[str, None] = {}
    for match in _CODE.finditer(text):
        code = _BLANKS.sub("", match.group()).upper()
        told = next((each for each in (code, code.translate(_MISREAD)) if uscc.is_valid(each)), "")
        if told:
            found[told] = None
            if len(found) >= MOST_CODES:
                break
    return tuple(found)


def years_in(text: str) -> Counter[str]:
    told = Counter(match[1] for match in _YEAR.finditer(text))
    told.update(match[1].translate(_HAN_DIGITS) for match in _HAN_YEAR.finditer(text))
    return told


def gaps_in(text: str) -> tuple[str, ...]:
    """As they stand there, each once."""
    return tuple(dict.fromkeys(match.group().strip()[:30] for match in _GAP.finditer(text)))[:MOST_GAPS]


def names_in(lines: Iterable[str]) -> Counter[str]:
    """Of enterprises and organisations. A name broken off at a line's end is to be put together before."""
    alone, within = Counter[str](), Counter[str]()
    for line in lines:
        for run in _RUN.finditer(closed_up(line[:_MOST_LINE])):
            for name, is_alone in _names_of(run.group()):
                if len(alone) + len(within) < _MOST_CANDIDATES:
                    (alone if is_alone else within)[name] += 1
    return _settled(alone, within)


def _names_of(run: str) -> Iterator[tuple[str, bool]]:
    """(name, whether nothing stands before it)."""
    start = 0
    for end in _END.finditer(run):
        begun = start
        start = end.end()
        if behind := _BEHIND.match(run, start):
            start = behind.end()
        name = _trimmed(run[begun:start])
        is_firm = re.search(rf"{_FIRM}(?:[（(].*)?$", name) is not None
        is_alone = name == run
        if _SHORTEST <= len(name) <= _LONGEST and (is_firm or is_alone) and not _is_general(name):
            yield name, is_alone


def _trimmed(name: str) -> str:
    name = name.rpartition("的")[2]
    while True:
        less = _LEAD.sub("", _LEAD_FORM.sub("", name), count=1)
        if less == name or len(less) < _SHORTEST:
            return name
        name = less


def _is_general(name: str) -> bool:
    stem = re.sub(rf"(?:{_FIRM}|{_OTHER})$", "", name)
    return _NO_STEM.match(stem) is not None


def _settled(alone: Counter[str], within: Counter[str]) -> Counter[str]:
    """“本项目依托济南某某有限公司” counts for 济南某某有限公司, where that stands alone or more often."""
    told = alone + within
    by_ending: dict[str, list[str]] = {}
    for name in told:
        by_ending.setdefault(name[-_SHORTEST:], []).append(name)
    settled = Counter[str]()
    for name, count in told.items():
        others = [
            other
            for other in by_ending[name[-_SHORTEST:]][:200]
            if other != name
            and (name.endswith(other) or (other.endswith(name) and name not in alone and other in alone))
            and (told[other] > count or (name not in alone and other in alone))
        ]
        settled[max(others, key=lambda other: (told[other], len(other))) if others else name] += count
    return settled


def most(told: Counter[str], count: int = MOST_NAMES) -> dict[str, int]:
    """The most frequent first."""
    return dict(told.most_common(count))
