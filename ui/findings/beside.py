"""What both sides do with a list of findings: its order, the paper laid beside one, the keys that answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QWidget

from app.model.batch import Batch, Decision, Verdict
from app.model.documents.pages import SealText
from app.model.finding import Finding, Grade, counting
from app.model.tally import Tally, tally
from app.notices.filing import filings_of
from app.notices.notice import Notice
from ui.findings.card import FindingView
from ui.findings.lines import Line, sought
from ui.findings.list import FindingList
from ui.findings.preview import PreviewPane
from ui.shell.keys import Keys
from ui.shell.search import SearchLine, found

ACCEPT = Keys(("Y",), "没有问题", "核对问题、核验")
RETURN = Keys(("N",), "要改正、退回", "核对问题、核验")
GRADES = (Grade.MUST, Grade.LOOK, Grade.SHOULD)  # by urgency


def lines_of(
    findings: Sequence[Finding], decided: Mapping[str, Decision], said: Mapping[str, Decision] | None = None
) -> tuple[Line, ...]:
    """By urgency; within a grade as the checks told them. `said`: by the sender of a disc."""
    lines = [Line(f, counting(f, decided.get(f.key)), (said or {}).get(f.key)) for f in findings]
    return tuple(sorted(lines, key=lambda each: GRADES.index(each.finding.actual_grade)))


def tally_of(lines: Sequence[Line]) -> Tally:
    return tally(
        (line.finding for line in lines), {line.finding.key: line.decision for line in lines if line.decision}
    )


def next_open(found: FindingList) -> tuple[str, bool]:
    """What to go on with once the chosen line is answered, as (key, is inner): the next that nobody decided,
    from the top again after the last; ("", False) when there is none.
    """
    chosen, here = found.chosen(), found.currentIndex().row()
    count = found.findings.rowCount()
    answered = {finding.key for finding in chosen.findings} if chosen else set()
    for row in (*range(here + 1, count), *range(here)):
        line = found.findings.line(row)
        if line is not None and line.decision is None and not answered >= {f.key for f in line.findings}:
            return line.finding.key, line.is_inner
    return "", False


def show_lines(found: FindingList, lines: Sequence[Line], wanted: tuple[str, bool] = ("", False)) -> None:
    """The one chosen stays so, unless another is `wanted`; where it is gone, the one in its place."""
    before, row = found.chosen(), found.currentIndex().row()
    found.show_lines(lines)
    key, is_inner = wanted if wanted[0] else (before.finding.key, before.is_inner) if before else wanted
    again = found.findings.row_of(key, is_inner) if key else -1
    found.choose(again if again >= 0 else max(row, 0))


def searched(lines: Sequence[Line], search: SearchLine, found_list: FindingList) -> tuple[Line, ...]:
    """Those that the words in `search` let through; counted there, marked in the list."""
    shown = tuple(each for each in lines if found(search.terms, sought(each)))
    search.show_count(len(shown), len(lines))
    found_list.mark(search.terms)
    return shown


def member_beside(finding: Finding, batch: Batch, notice: Notice) -> str:
    """The file to lay beside a finding: its own, else the 申报书 that most things are compared with."""
    enterprise = batch.enterprises.get(finding.subject)
    if finding.member or enterprise is None:
        return finding.member
    filings = filings_of(batch, enterprise, notice)
    return next((key for key, filing in filings.items() if filing.serves("form")), "")


def lay_beside(view: FindingView, preview: PreviewPane, page: int, member: str, letter: Path | None,
               title: str, strip: SealText | None = None, asked: Sequence[int] = ()) -> None:
    """The member, or the letter called `title`; the reader is only started when there is one to read.

    `strip`: what was read in a seal on that page. `asked`: the pages of it that something is asked about.
    """
    view.show_preview(bool(member or letter))
    if member:
        preview.show_member(member, page)
    elif letter:
        preview.show_file(letter, title, page=page)
    else:
        preview.clear()
    preview.set_strip(strip, page)
    preview.set_asked(asked)


def pages_asked(findings: Iterable[Finding], member: str) -> tuple[int, ...]:
    """Those of a file that findings name."""
    return tuple({one.page for one in findings if one.page and member and one.member == member})


def frame_beside(preview: PreviewPane, found: FindingList, page: int) -> None:
    """What is asked about, framed where `page` is shown; the frame belongs to its page alone."""
    chosen = found.chosen()
    frame = chosen.finding.frame if chosen is not None and (chosen.finding.page or 1) == page else None
    preview.set_frame(QRectF(*frame) if frame else None)


def answer_by_keys(page: QWidget, view: FindingView) -> None:
    """Y and N; a line being typed in keeps its letters: Qt asks it first."""
    for keys, verdict in ((ACCEPT, Verdict.ACCEPT), (RETURN, Verdict.RETURN)):
        keys.bind(page, partial(view.answer, verdict), Qt.ShortcutContext.WidgetWithChildrenShortcut)
