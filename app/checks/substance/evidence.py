"""Whether evidence is evidence: no mere note, nothing out of date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Answers, Need, NotLooked, check
from app.checks.substance.said import by, joined, read, unread
from app.checks.words import some
from app.model.documents.words import Words
from app.model.finding import Finding, Grade, Trait
from app.notices.notice import Material, Notice
from app.wording import day

_NOTE_LENGTH = 80  # characters, and a note says no more
_NOTE_BYTES = 400  # of a plain text
_NOTE = re.compile(
    r"见附件|详见|另附|另行(?:提供|提交|报送|补)|后补|待补|补交|稍后|随后|后续(?:提供|补)|暂无|暂缺|暂未|没有|同上|见原件|备查|到时"
)
_DAY = r"(20\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})"
_UNTIL = re.compile(
    r"(?:有效期限?|有效日期|营业期限|证书有效期|Valid(?:ity)?(?:\s*(?:period|until|to|through))?|Expiry\s*date)"
    r"[^年\d]{0,12}(?:(?:20|19)\d\d[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?(?:起|开始)?[至到—–~\-]+)?(?:截止|截至|至|到|until|to)?[:：]?"
    + _DAY
    + r"(?!\d|日?(?:起|开始)?[至到—–~\-])",  # a day from which it holds is none until which
    re.IGNORECASE,
)
_TERM = re.compile(r"有效期[限为]?[:：]?([一二三四五六1-6])年")
_ISSUED = re.compile(r"(?:发证|颁证|颁发|签发|批准)(?:日期|时间)?[:：]?" + _DAY)
_FISCAL = re.compile(r"(20\d\d)年度")


@check(
    "PROOF-01", "证明材料能证明、没有过期", Grade.LOOK, Trait.COMPLETE, also=Grade.SHOULD, needs=Need.FILES,
    clause="materials", asks="补交能证明的、在有效期内的材料",
    answers=Answers("可以作证明", ("能证明所说的情况", "另有有效期内的")),
)
def proving(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """证明材料只有“见附件”“后补”一类的话，审计报告不是近年的，证书在通知发布前已过有效期的，请核对。"""
    files = [filed for filed in case.files if filed.serves(*_evidence(case.notice))]
    told = read(case, files)
    words = {filed.key: said for filed, said in told}
    notes = [filed for filed in files if _is_note(filed, words.get(filed.key))]
    is_all = len(notes) == len(files)
    for filed in notes:
        only = "，此外没有别的证明材料" if is_all else ""
        yield filed.finding(
            f"“{filed.shown}”只有一两句话，不是证明材料{only}",
            "请打开核对；确实只是一句说明的，请企业补交证明材料",
            grade=Grade.LOOK if is_all else Grade.SHOULD,
        )
    for filed, said in told:
        if (until := _ended(said)) and until < case.notice.issued:
            yield filed.finding(
                f"“{filed.shown}”上{by(said)}的有效期到 {day(until)}，通知发布时已经过期",
                "请打开核对；确已过期的，请企业换成有效的；另有有效期内的，写明理由",
            )
    for material in case.notice.materials:
        yield from _too_old(case, material)
    yield from unread(case, [filed for filed in files if filed.member.kind != "text"])


def _evidence(notice: Notice) -> set[str]:
    """It and its kinds."""
    wholes = {material.id for material in notice.materials if material.evidence}
    return wholes | {material.id for material in notice.materials if material.part_of in wholes}


def _is_note(filed: Filed, said: Words | None) -> bool:
    """A few words that send the reader elsewhere; a picture of which few words were recognised is none."""
    if filed.member.kind == "text":
        return filed.member.size <= _NOTE_BYTES
    if said is None or said.is_recognised or not said.is_whole or not filed.filing.parts:
        return False
    return 0 < said.length <= _NOTE_LENGTH and _NOTE.search(joined(said.text)) is not None


def _ended(said: Words) -> date | None:
    """The last day to which it says it holds; None where it says none."""
    text = joined(said.text)
    days = [found for match in _UNTIL.finditer(text) if (found := _day(*match.groups()))]
    issued = [found for match in _ISSUED.finditer(text) if (found := _day(*match.groups()))]
    if not days and issued and (term := _TERM.search(text)):
        years = "一二三四五六".find(term.group(1)) + 1 or int(term.group(1))
        days = [date(max(issued).year + years, max(issued).month, min(max(issued).day, 28))]
    return max(days, default=None)


def _day(year: str, month: str, number: str) -> date | None:
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def _too_old(case: EnterpriseCase, material: Material) -> Iterator[Finding]:
    """The newest of all its papers decides: those of the years before belong to it."""
    if not material.within:
        return
    files = case.having(material.id)
    told = [(_year(said, case.notice.year), filed) for filed, said in read(case, files)]
    if not told or len(told) < len(files) or not all(year for year, _ in told):
        return  # one of which nothing is known may be the newest
    newest, filed = max(told, key=lambda pair: pair[0])
    if newest < case.notice.year - material.within:
        more = f"（共 {len(told)} 份：{some([one.shown for _, one in told], 3)}）" if len(told) > 1 else ""
        yield filed.finding(
            f"“{filed.shown}”是 {newest} 年的{more}，近 {material.within} 年的{material.title}没有看到",
            f"请打开核对；确实没有近年的，请企业补交 {case.notice.year - 1} 年的",
        )


def _year(said: Words, now: int) -> int:
    """The year it tells of: the last 年度 at its beginning, else the last year it speaks of; 0 if none."""
    fiscal = [int(year) for year in _FISCAL.findall(joined(said.text)) if int(year) <= now]
    spoken = [int(year) for year in said.years if year.isdigit() and 2000 <= int(year) <= now]
    return max(fiscal or spoken, default=0)
