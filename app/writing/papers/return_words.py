"""What a 补正通知 says: to whoever can mend it, in the words of his world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app import PRODUCT, wording
from app.model.answer import Asked, Demand, ReturnNotice
from app.model.batch import Decision, Verdict
from app.model.finding import Grade, Who, count
from app.notices.notice import Notice
from app.writing.papers.correction import finding_row, place_in_words
from app.writing.papers.reissue import AGAIN, corrects

Decisions = Mapping[str, Decision]
_ORDINALS = "一二三"


def told(
    facts: ReturnNotice, notice: Notice, decisions: Decisions, file: str, day: date
) -> dict[str, Any]:
    """What the template is given."""
    one = facts.submission
    titles = "、".join(rules.title for rules in notice.tracks)
    return {
        "heading": "申报材料补正通知" + (AGAIN if facts.reissue else ""),
        "subject": f"{notice.year}年{titles}申报",
        "number": f"{one.id}　补正第 {facts.number} 次",
        "sender": one.sender.name,
        "issuer": f"{notice.recipient}{notice.department}",
        "opening": [
            *_opening(facts, notice, decisions), *filter(None, [corrects("补正通知", facts.reissue)]),
        ],
        "sections": _sections(facts, notice, decisions),
        "closing": _closing(facts, file),
        "contact": _contact(facts, notice),
        "day": wording.day(day),
    }


def _you(facts: ReturnNotice) -> str:
    return "你局" if facts.submission.sender.is_bureau else "你单位"


def _opening(facts: ReturnNotice, notice: Notice, decisions: Decisions) -> list[str]:
    one = facts.submission
    came = wording.day(one.came_on or datetime.fromisoformat(one.at))
    first = f"{_you(facts)}根据{notice.name}报送的申报材料光盘（报送编号 {one.id}，{came}收到）收悉。"
    demands = [demand for asked in facts.asked for demand in asked.demands]
    reason = [f"退回说明：{facts.reason.rstrip('。')}。"] if facts.reason else []
    if not demands:
        return [f"{first}经核验，现退回补正。", *reason]
    total = count(demand.finding for demand in demands)
    must = count(demand.finding for demand in demands if _row(demand, decisions)["must"])
    enterprises = len({(asked.track, asked.id) for asked in facts.asked if asked.name})
    whose = f"涉及 {enterprises} 家企业" if enterprises else "涉及报送文件"
    advised = f"，建议修改 {total - must} 处" if total > must else ""
    return [f"{first}经核验，下列问题{whose}，必须补正 {must} 处{advised}，现退回补正。", *reason]


# -- what is asked of whom -------------------------------------------------------------------------
def _sections(facts: ReturnNotice, notice: Notice, decisions: Decisions) -> list[dict[str, Any]]:
    """Of a bureau: what is its own to mend, then what it has its enterprises mend, one by one."""
    numbers = iter(range(1, 1_000_000))
    if not facts.submission.sender.is_bureau:
        groups = [_group(_title(asked, notice), asked, asked.demands) for asked in facts.asked]
        return _numbered([("请你单位补正", groups)], decisions, numbers)
    own = [group for track in (None, *(t.id for t in notice.tracks)) for group in _own(facts, notice, track)]
    theirs = [
        _group(_title(asked, notice), asked, [each for each in asked.demands if not _is_own(asked, each)])
        for asked in facts.asked
        if asked.name
    ]
    return _numbered([("请你局办理", own), ("请你局转请有关企业补正", theirs)], decisions, numbers)


_Group = tuple[str, str, tuple[tuple[str, Demand], ...]]  # title, what is meant by no place; place and demand


def _group(title: str, asked: Asked, demands: Iterable[Demand]) -> _Group:
    """The package is named in the title: what is said is the place in it."""
    inside = (replace(each, where=_inside(each.where, asked.name)) for each in demands)
    return title, "整份材料" if asked.name else "—", tuple(("", each) for each in inside)


def _inside(where: str, name: str) -> str:
    """Without the package, be it an archive or a folder; "" of the package itself."""
    path = where.removeprefix(f"{name}.zip!/").removeprefix(f"{name}/")
    return "" if path in (name, f"{name}.zip") else path


def _is_own(asked: Asked, demand: Demand) -> bool:
    return not asked.name or demand.finding.who is not Who.ENTERPRISE


def _own(facts: ReturnNotice, notice: Notice, track: str | None) -> Iterator[_Group]:
    """The bureau's, of one track: the letter, the table, and the rows of the table."""
    title = f"{notice.track(track).title}　推荐文件、汇总表" if track else "光盘与报送文件"
    demands = [
        (f"第 {asked.order} 项 {asked.name}", replace(demand, where=_inside(demand.where, asked.name)))
        if asked.name
        else ("", demand)
        for asked in facts.asked
        if asked.track == track
        for demand in asked.demands
        if _is_own(asked, demand)
    ]
    demands.sort(key=lambda each: each[1].finding.actual_grade is Grade.SHOULD)
    yield title, "—", tuple(demands)


def _numbered(
    sections: Iterable[tuple[str, Iterable[_Group]]], decisions: Decisions, numbers: Iterator[int]
) -> list[dict[str, Any]]:
    """Without what is empty; lines are numbered through."""
    full = [(title, [group for group in groups if group[2]]) for title, groups in sections]
    full = [(title, groups) for title, groups in full if groups]
    return [
        {
            "title": f"{_ORDINALS[place]}、{title}" if len(full) > 1 else title,
            "groups": [
                {
                    "title": name,
                    "rows": [
                        _row(demand, decisions, before, whole) | {"number": next(numbers)}
                        for before, demand in rows
                    ],
                }
                for name, whole, rows in groups
            ],
        }
        for place, (title, groups) in enumerate(full)
    ]


def _row(demand: Demand, decisions: Decisions, before: str = "", whole: str = "整份材料") -> dict[str, Any]:
    """A reason that a person gave and that asks for something says how it is mended. `before` stands before
    the place, `whole` where there is none.
    """
    finding, decision = demand.finding, decisions.get(demand.finding.key)
    is_request = (
        decision is not None and decision.verdict is Verdict.RETURN and decision.reason.startswith("请")
    )
    row = finding_row(finding, replace(decision, reason="") if is_request and decision else decision)
    asked = decision.reason if is_request and decision else f"请{demand.request}"
    place = place_in_words(replace(finding, where=demand.where)) if demand.where or finding.page else ""
    return {
        "grade": row["grade"], "must": row["must"], "what": row["what"],
        "place": [line for line in (before, place) if line] or [whole],
        "fix": f"{_to_mender(asked).rstrip('。')}。", "why": demand.basis or "—",
    }  # fmt: skip


def _to_mender(words: str) -> str:
    """Whoever reads it is the one who is asked."""
    return words.replace("请企业", "请").replace("请报送单位", "请")


def _title(asked: Asked, notice: Notice) -> str:
    track = notice.track(asked.track).title if asked.track else ""
    if not asked.name:
        return f"{track}　推荐文件、汇总表" if track else "光盘与报送文件"
    code = f"（{asked.code}）" if asked.code else ""
    return f"{track} 第 {asked.order} 项　{asked.name}{code}"


# -- the end ---------------------------------------------------------------------------------------
def _closing(facts: ReturnNotice, file: str) -> list[str]:
    by = f"于{wording.day(facts.due)}前" if facts.due else "在收到本通知后尽快"
    sender = facts.submission.sender
    mends = "请逐项办理，督促有关企业补正" if sender.is_bureau else "请逐项补正"
    return [
        f"{mends}，{by}重新制作光盘报送。补正光盘须包含全部企业的材料，"
        f"并注明“补正第 {facts.number} 次”；没有列出的材料不需要改动。",
        f"随本通知附电子文件“{file}”，用“{PRODUCT}”打开它，可直接定位到上列各处。",
        "补正前，本次报送的材料不予受理；补正光盘收到后另行出具接收回执。",
    ]


def _contact(facts: ReturnNotice, notice: Notice) -> list[str]:
    person = [f"联系人：{facts.clerk}"] if facts.clerk else []
    return [*person, *notice.office.words]
