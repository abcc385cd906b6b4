"""What an enterprise writes for the notice (典型经验): that it is written, and of this year and track."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Answers, Need, NotLooked, check
from app.checks.substance.said import by, joined, read, unread
from app.checks.words import few, some
from app.model.documents.words import Words
from app.model.finding import Finding, Grade, Trait
from app.notices.notice import Material

_EMPTY = 60  # characters: a title alone is no text
_TOLD_SHARE = 0.3  # of a text that is all instructions
_MOST_WEAK = 3  # kinds of marks that finished texts have too (××公司)
_LONGEST_TITLE = 60
# What only a template says; ××× and blanks to fill may stand in a finished text.
_TO_FILL = re.compile(
    r"请?在?此处?(?:填写|输入|描述|说明|简述)|请(?:填写|输入|简述|简要|说明|描述)|[点单]击.{0,6}输入|待填"
)
_INSTRUCTION = re.compile(
    r"[（(【\[][^（）()【】\[\]]{0,60}(?:请|不超过|不少于|字以内|字左右|填写|说明)[^（）()【】\[\]]{0,80}[)）】\]]"
    r"|(?:填写|编写|撰写)(?:说明|要求|提示)[:：][^。]{0,120}。?|请在此[^。]{0,80}。?"
)


@check(
    "EXP-01", "典型经验写了内容", Grade.LOOK, Trait.COMPLETE, needs=Need.FILES,
    clause="experience", asks="按编写说明写好典型经验材料后补交",
    answers=Answers("内容写好了", ("内容写好了，不用补充", "内容在图片里，程序读不出")),
)
def is_written(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """典型经验材料是空的、仍是没有填写的模板，或比通知要求的短得多的，请人工翻看。"""
    for material in case.notice.written:
        yield from _is_written(case, material)


def _is_written(case: EnterpriseCase, material: Material) -> Iterator[Finding | NotLooked]:
    files = case.having(material.id)
    told = read(case, files, material.id)
    for filed, said in told:
        if gaps := _gaps(said):
            yield filed.finding_as(
                material, f"{filed.shown_as(material)}里还有没填的地方：{some(gaps, 3)}",
                "请打开看是不是没有填写的模板；是的，请企业补交写好的；确已写好的，写明理由",
            )
            told = []  # how long a template is says nothing
    unknown = [*unread(case, files, material.id)]
    if told and not unknown and all(said.is_whole for _, said in told):
        yield from _short(material, told)
    yield from unknown or ([] if files else [NotLooked(f"没有可以读的{material.title}")])


def _gaps(said: Words) -> tuple[str, ...]:
    """What was to be filled in, where that makes it a template."""
    text = joined(said.text)
    strong = tuple(gap[:20] for gap in said.gaps if _TO_FILL.search(joined(gap)))
    orders = [one.group() for one in _INSTRUCTION.finditer(text)]
    if sum(map(len, orders)) > _TOLD_SHARE * max(len(text), 1):
        return strong or tuple(order[:20] for order in orders)
    if strong or (len(said.gaps) >= _MOST_WEAK and said.length < _EMPTY * 10):
        return strong or tuple(gap[:20] for gap in said.gaps)
    return ()


def _short(material: Material, told: list[tuple[Filed, Words]]) -> Iterator[Finding]:
    """All its files together."""
    filed, first = told[0]
    length, least = sum(said.length for _, said in told), material.least
    read_by = by(first)
    if length < _EMPTY:
        yield filed.finding_as(
            material, f"{filed.shown_as(material)}里几乎没有文字（{read_by} {length} 个字）",
            f"请打开看是不是空白的或放错了；是的，请企业补交写好的{material.title}；文字是图片的，写明理由",
        )
    elif length < least:
        yield filed.finding_as(
            material,
            f"{filed.shown_as(material)}只有 {length} 个字左右，明显太短（通知规则里设的是至少 {least} 字）",
            "请打开看内容是否完整；不完整的，请企业补充后重新提交；完整的，写明理由",
        )


@check(
    "EXP-03", "典型经验是今年这一类的", Grade.LOOK, Trait.AUTHENTIC, needs=Need.FILES,
    clause="experience", asks="换成今年这一类的典型经验材料",
    answers=Answers("是这次的材料", ("是这次的材料，标题写错了",)),
)
def of_this_call(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """典型经验材料首页的标题写着别的年份或别的申报类别的，可能是往年的或放错了的材料。"""
    for material in case.notice.written:
        files = case.having(material.id)
        for filed, said in read(case, files, material.id):
            for line in _titles(said):
                if wrong := _other_call(case, line):
                    made = filed.finding_as(
                        material,
                        f"“{filed.shown}”首页写的是“{line}”，这次申报的是{case.notice.year}年{case.rules.title}",
                        f"请打开看{few(wrong)}对不对；交错了的，请企业换成这次的；没有交错的，写明理由",
                    )
                    yield replace(made, page=said.pages[0].page if said.count and said.pages else 0)
                    break
        yield from unread(case, files, material.id)


def _titles(said: Words) -> Iterator[str]:
    """Short lines at the head of the page on which the material begins."""
    if said.pages:
        one = said.pages[0]
        head = (one.title, *one.head.splitlines())
        lines = [joined(line) for line in (head if any(head) else said.text.splitlines()[:4])]
        yield from dict.fromkeys(line for line in lines if 0 < len(line) <= _LONGEST_TITLE)


def _other_call(case: EnterpriseCase, line: str) -> list[str]:
    """What of a line tells another year's or track's call; a prize won (获得) tells neither."""
    if case.notice.campaign not in line or re.search(r"[。；，]|获|荣|授予", line):
        return []
    wrong = []
    tracks = case.notice.tracks_told(line)
    if tracks and case.rules.id not in tracks:
        wrong.append("申报类别")
    years = re.findall(r"(?<!\d)(20\d\d)(?!\d)", line)
    if years and str(case.notice.year) not in years:
        wrong.append("年份")
    return wrong
