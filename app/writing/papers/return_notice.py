"""补正通知: a PDF for people, and the small file that the city's program opens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from app import PRODUCT, wording
from app.model.answer import Asked, ReturnNotice
from app.model.batch import Decision
from app.model.correction import (
    CONTROLS,
    MOST_CORRECTIONS,
    MOST_DISCS,
    MOST_POINTS,
    MOST_WORDS,
    AnsweredDisc,
    Correction,
    Point,
)
from app.model.finding import Finding, count
from app.notices.notice import Notice
from app.writing.atomic import write_bytes
from app.writing.papers.correction import finding_row
from app.writing.papers.typesetting import typeset

SUFFIX = ".baopan.json"
KIND = "baopan-correction"
SCHEMA = 1
Decisions = Mapping[str, Decision]


def write_return_pdf(
    facts: ReturnNotice, notice: Notice, decisions: Decisions, file: str, out: Path, day: date
) -> None:
    """The paper; `file` is the name of the small file that goes with it. AppError."""
    write_bytes(out, typeset("return.typ", told(facts, notice, decisions, file, day), day))


def write_return_file(
    facts: ReturnNotice, notice: Notice, decisions: Decisions, out: Path, day: date
) -> None:
    """The small file: UTF-8 JSON, schema 1, the same facts as the paper. AppError."""
    said = correction_of(facts, notice, decisions, day)
    body = {"kind": KIND, "schema": SCHEMA, **asdict(said)}
    write_bytes(out, (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode())


def correction_of(facts: ReturnNotice, notice: Notice, decisions: Decisions, day: date) -> Correction:
    """What the small file says."""
    one, sender = facts.submission, facts.submission.sender
    discs = (AnsweredDisc(_line(disc.disc_id), disc.check_code, disc.digest) for disc in facts.discs)
    return Correction(
        min(facts.number, MOST_CORRECTIONS), one.id, notice.id, _line(sender.name), sender.code,
        day.isoformat(), facts.due.isoformat() if facts.due else "", _words(facts.reason),
        tuple(islice(_points(facts, decisions), MOST_POINTS)), one.digest, tuple(islice(discs, MOST_DISCS)),
    )  # fmt: skip


def _points(facts: ReturnNotice, decisions: Decisions) -> Iterator[Point]:
    for asked in facts.asked:
        for finding in asked.findings:
            row = finding_row(finding, decisions.get(finding.key))
            yield Point(
                finding.check, finding.actual_grade.value, _words(row["what"]), _words(finding.fix),
                _line(finding.where), _words(finding.why), finding.who.value, asked.track or "",
                _line(asked.name), _line(asked.code),
            )  # fmt: skip


def _line(text: str) -> str:
    """Names of a disc may hold what no line may."""
    return re.sub(f"[{CONTROLS}]", "\ufffd", text)[:MOST_WORDS]


def _words(text: str) -> str:
    """As `_line`; line breaks stay."""
    return "\n".join(_line(each.replace("\t", " ")) for each in text.split("\n"))[:MOST_WORDS]


def told(
    facts: ReturnNotice, notice: Notice, decisions: Decisions, file: str, day: date
) -> dict[str, Any]:
    """What the template is given."""
    one = facts.submission
    titles = "、".join(rules.title for rules in notice.tracks)
    numbers = iter(range(1, 1_000_000))
    return {
        "heading": "申报材料补正通知",
        "subject": f"{notice.year}年{titles}申报",
        "number": f"{one.id}　补正第 {facts.number} 次",
        "sender": one.sender.name,
        "issuer": f"{notice.recipient}{notice.department}",
        "opening": _opening(facts, decisions),
        "groups": [
            {
                "title": _title(asked, notice),
                "rows": [
                    _row(asked, finding, decisions.get(finding.key), next(numbers))
                    for finding in asked.findings
                ],
            }
            for asked in facts.asked
        ],
        "closing": _closing(facts, file),
        "day": wording.day(day),
    }


def _row(asked: Asked, finding: Finding, decision: Decision | None, number: int) -> dict[str, Any]:
    """The package is named in the line above; what is said is the place in it."""
    row = finding_row(finding, decision)
    inside = row["place"].removeprefix(f"{asked.name}.zip 内的 ")
    return {**row, "place": inside, "number": number}


def _opening(facts: ReturnNotice, decisions: Decisions) -> list[str]:
    one = facts.submission
    at = wording.day(datetime.fromisoformat(one.at))
    came = f"你单位报送的申报材料光盘（报送编号 {one.id}，{at}登记）已收到。"
    findings = [finding for asked in facts.asked for finding in asked.findings]
    reason = [f"退回理由：{facts.reason}"] if facts.reason else []
    if not findings:
        return [f"{came}经核验，现退回补正。", *reason]
    must = count(f for f in findings if finding_row(f, decisions.get(f.key))["must"])
    enterprises = len({(asked.track, asked.id) for asked in facts.asked if asked.name})
    whose = f"涉及 {enterprises} 家企业" if enterprises else "涉及报送文件"
    advised = f"，建议修改 {count(findings) - must} 处" if count(findings) > must else ""
    return [f"{came}经核验，下列问题{whose}，必须补正 {must} 处{advised}，现退回补正。", *reason]


def _title(asked: Asked, notice: Notice) -> str:
    track = notice.track(asked.track).title if asked.track else ""
    if not asked.name:
        return f"{track}　推荐文件、汇总表" if track else "光盘与报送文件"
    code = f"（{asked.code}）" if asked.code else ""
    return f"{track} 第 {asked.order} 项　{asked.name}{code}"


def _closing(facts: ReturnNotice, file: str) -> list[str]:
    by = f"于{wording.day(facts.due)}前" if facts.due else "尽快"
    sender = facts.submission.sender
    mends = "请督促有关企业" if sender.is_bureau else "请"
    return [
        f"{mends}逐项补正，{by}重新制作光盘报送。补正光盘须包含全部企业的材料，"
        f"并注明“补正第 {facts.number} 次”；没有列出的材料不需要改动。",
        f"随本通知附电子文件“{file}”，用“{PRODUCT}”打开它，可直接定位到上列各处。",
        "补正前，本次报送的材料不予受理；补正光盘收到后另行出具接收回执。",
    ]
