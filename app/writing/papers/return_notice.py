"""补正通知: a PDF for people, and the small file that the city's program opens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path

from app.model.answer import ReturnNotice
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
from app.notices.notice import Notice
from app.writing.atomic import write_bytes
from app.writing.papers.correction import finding_row
from app.writing.papers.return_words import told
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
    """Each says how it is mended in the sender's own program, where that has a page for it."""
    for asked in facts.asked:
        for demand in asked.demands:
            finding = demand.finding
            row = finding_row(finding, decisions.get(finding.key))
            yield Point(
                finding.check, finding.actual_grade.value, _words(row["what"]), _words(demand.in_program),
                _line(demand.where), _words(demand.basis), finding.who.value, asked.track or "",
                _line(asked.name), _line(asked.code),
            )  # fmt: skip


def _line(text: str) -> str:
    """Names of a disc may hold what no line may."""
    return re.sub(f"[{CONTROLS}]", "\ufffd", text)[:MOST_WORDS]


def _words(text: str) -> str:
    """As `_line`; line breaks stay."""
    return "\n".join(_line(each.replace("\t", " ")) for each in text.split("\n"))[:MOST_WORDS]
