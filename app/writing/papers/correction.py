"""补正单: for each enterprise that has something to mend, one paper it can be sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app import wording
from app.errors import os_errors
from app.model.batch import Batch, Decision, Enterprise, Verdict
from app.model.disc_names import fold, proposed_disc_name
from app.model.finding import Finding, Grade, Report, Who
from app.notices.notice import Notice, tracks_of
from app.writing.atomic import write_bytes
from app.writing.papers.correction_docx import correction_docx
from app.writing.papers.typesetting import typeset

_FRAMED = re.compile(r"，第 \d+ 页框出的地方最像")
_NAME_CHARACTERS = 48  # keeps the whole file name under 64 units and 255 bytes


OnPaper = Callable[[Finding], Finding]  # with `fix` and `why` as whoever mends it is told


def _as_it_is(finding: Finding) -> Finding:
    return finding


def write_corrections(
    batch: Batch, notice: Notice, report: Report, out: Path, day: date, on_paper: OnPaper = _as_it_is
) -> tuple[Path, ...]:
    """One PDF per enterprise with open findings, in recommended order, into `out` (made if missing).

    Beside each lies a .docx of the same name and words, for a bureau that wants to add its own. Older
    ones of the same names are replaced. Raises AppError when `out` cannot be written.
    """
    with os_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    written: dict[str, Path] = {}
    for track in tracks_of(batch, notice):
        for enterprise in batch.in_track(track):
            findings = to_mend(report.of(enterprise.id), batch.decisions)
            if findings:
                path = out / _file_name(enterprise, notice, written)
                words = correction_words(batch, notice, enterprise, map(on_paper, findings), day)
                write_bytes(path, typeset("corrections.typ", words, day))
                write_bytes(path.with_suffix(".docx"), correction_docx(words, day))
                written[fold(path.name)] = path
    return tuple(written.values())


def to_mend(findings: Iterable[Finding], decisions: Mapping[str, Decision]) -> tuple[Finding, ...]:
    """What the enterprise is asked to mend, the weightiest first.

    Its own must and should unless a person accepted them, and every look that was returned to it.
    """
    asked = [f for f in findings if _is_asked(f, decisions.get(f.key))]
    order = [Grade.MUST, Grade.LOOK, Grade.SHOULD]  # a returned look weighs as much as a must
    return tuple(sorted(asked, key=lambda finding: order.index(finding.actual_grade)))


def correction_words(
    batch: Batch, notice: Notice, enterprise: Enterprise, findings: Iterable[Finding], day: date
) -> dict[str, Any]:
    """What the paper for one enterprise says, for corrections.typ and the .docx."""
    sender, rules = batch.sender, notice.track(enterprise.track)
    rows = [_row_to_enterprise(finding, batch.decisions.get(finding.key)) for finding in findings]
    known = (("联系人", sender.contact), ("联系电话", sender.phone))
    contact = "，".join(f"{label}：{value}" for label, value in known if value)
    return {
        "heading": "申报材料补正单",
        "subject": f"{notice.year}年{rules.title}申报",
        "name": enterprise.name,
        "sender": sender.name,
        "day": wording.day(day),
        "opening": [
            f"你单位申报{notice.year}年{rules.title}的材料已收到。经核对，"
            f"有下列{len(rows)}处需要补正："
        ],
        "rows": rows,
        "closing": [
            f"{_until(notice, day)}把补正后的全部申报材料打成一个压缩包重新报来"
            f"（文件名用{rules.package_named}）；只改动涉及的文件，其余文件保持不变。",
            *([f"{contact}。"] if contact else []),
        ],
    }


def _is_asked(finding: Finding, decision: Decision | None) -> bool:
    if decision is not None and decision.verdict is Verdict.RETURN:
        return True
    if finding.who is not Who.ENTERPRISE or finding.actual_grade is Grade.LOOK or finding.ask is None:
        return False
    accepted = decision is not None and (finding.acceptable or finding.actual_grade is Grade.SHOULD)
    return not accepted


def _row_to_enterprise(finding: Finding, decision: Decision | None) -> dict[str, Any]:
    """The line in the enterprise's own terms: it is spoken to, and sees no frame on a page."""
    row = finding_row(replace(finding, what=_FRAMED.sub("", finding.what)), decision)
    if decision is not None and decision.reason and finding.actual_grade is Grade.LOOK:
        row |= {"what": row["what"].removesuffix(_opinion(decision)), "fix": decision.reason}
    return row | {"fix": row["fix"].replace("请企业", "请")}


def finding_row(finding: Finding, decision: Decision | None) -> dict[str, Any]:
    """A line of the paper's table, in words."""
    returned = decision is not None and decision.verdict is Verdict.RETURN
    grade = "退回补正" if returned and finding.actual_grade is Grade.LOOK else finding.actual_grade.title
    what = finding.what
    if finding.compare:
        what += f"（“{finding.compare[0]}”与“{finding.compare[1]}”）"
    if decision and returned and decision.reason:
        what += _opinion(decision)
    must = returned or finding.actual_grade is Grade.MUST
    return {
        "grade": grade, "must": must, "what": what, "place": place_in_words(finding),
        "fix": finding.fix, "why": finding.why,
    }


def _opinion(decision: Decision) -> str:
    return f"。核对意见：{decision.reason}"


def place_in_words(finding: Finding) -> str:
    """Where, in words: `a.zip!/b/c.pdf#page=3` → a.zip 内的 b/c.pdf 第3页."""
    path, _, page = finding.where.partition("#page=")
    path = path.replace("!/", " 内的 ")
    number = page or (str(finding.page) if finding.page else "")
    if number:
        return f"{path} 第{number}页".strip()
    return path or "整份材料"


def _until(notice: Notice, day: date) -> str:
    if day <= notice.deadline:
        return f"请在{wording.day(notice.deadline)}报送截止前尽早"
    return f"报送截止日{wording.day(notice.deadline)}已过，请立即"


def _file_name(enterprise: Enterprise, notice: Notice, taken: Mapping[str, Path]) -> str:
    """补正单_<企业全称>.pdf; an enterprise in both tracks gets a second one that names its track."""
    stem = f"补正单_{enterprise.name[:_NAME_CHARACTERS]}"
    wanted = [stem, f"{stem}（{notice.track(enterprise.track).title}）"]
    wanted += [f"{stem}（{number}）" for number in range(2, len(taken) + 3)]
    names = (proposed_disc_name(f"{name}.pdf") for name in wanted)
    return next(name for name in names if fold(name) not in taken)
