"""What a clerk does about the findings that are chosen; each deed is one change, taken back as one."""

from __future__ import annotations

from functools import reduce

from PySide6.QtWidgets import QWidget

from app import clock
from app.batch.edit import decide_each, set_fields, withdraw
from app.model.batch import Batch, Verdict
from app.model.finding import Finding
from app.store.lock import user_name
from ui.findings.lines import Line, decided, is_asked, open_to
from ui.findings.reasons import AGREE_REASONS, is_of_cell, is_proposal
from ui.send.parts.divide import divide
from ui.send.scans import show_weights
from ui.send.session import Session
from ui.send.unlock import ask_password
from ui.shell.ask import Ask


def proposals_in(lines: tuple[Line, ...]) -> tuple[Finding, ...]:
    """What the program would mend by itself, were it agreed to."""
    return tuple(line.finding for line in lines if is_asked(line) and is_proposal(line.finding))


class Deciding:
    """`page`: what dialogs stand over."""

    def __init__(self, session: Session, ask: Ask, page: QWidget) -> None:
        self._session, self._ask, self._page = session, ask, page

    def answer(self, chosen: Line, verdict: Verdict, reason: str) -> None:
        """One reason for all that may be answered so."""
        findings, day = open_to(chosen, verdict), clock.today()
        self._session.apply(
            f"{verdict.title}：{_called(chosen, len(findings))}",
            lambda b: decide_each(b, findings, verdict, reason, user_name(), day),
        )

    def agree(self, findings: tuple[Finding, ...]) -> None:
        """To all the program proposes, once asked."""
        shown = "\n".join(f"{one.subject_name}：{one.what}" for one in findings[:8])
        more = f"\n……另有 {len(findings) - 8} 处" if len(findings) > 8 else ""
        if self._ask.confirm(f"采用程序的 {len(findings)} 处建议？", f"{shown}{more}", "全部采用"):
            day, accept = clock.today(), Verdict.ACCEPT
            self._session.apply(
                f"采用程序的 {len(findings)} 处建议",
                lambda b: decide_each(b, findings, accept, AGREE_REASONS[0], user_name(), day),
            )

    def name(self, chosen: Line, name: str) -> None:
        key = chosen.finding.subject
        self._session.apply(f"企业全称统一为{name}", lambda b: set_fields(b, key, {"name": name}))

    def adopt(self, chosen: Line) -> None:
        """What the papers say, into the cells."""
        cells = [each.finding for each in chosen.each if is_asked(each) and is_of_cell(each.finding)]
        if not cells:
            return
        first = cells[0]
        track = self._session.batch.enterprises[first.subject].track
        title = self._session.notice.track(track).column(first.column).title
        text = first.compare[0] if first.compare else ""
        which = f"{title}：{text}" if len(cells) == 1 else f" {len(cells)} 格"
        self._session.apply(f"采用企业材料里的{which}", lambda b: reduce(_taken, cells, b))

    def withdraw(self, chosen: Line) -> None:
        keys = [finding.key for finding in decided(chosen)]
        what = f"撤回结论：{_called(chosen, len(keys))}"
        self._session.apply(what, lambda b: reduce(withdraw, keys, b))

    def weigh(self, chosen: Line) -> None:
        if chosen.finding.subject in self._session.batch.enterprises:
            show_weights(self._session, self._ask, chosen.finding.subject, self._page)

    def divide(self, chosen: Line) -> None:
        divide(self._session, chosen.finding.subject, chosen.finding.member, self._page)

    def unlock(self, chosen: Line) -> None:
        if chosen.finding.subject in self._session.batch.enterprises:
            file = chosen.finding.member or chosen.finding.where.partition("!/")[0]
            ask_password(self._session, chosen.finding.subject, file, self._page)


def _called(chosen: Line, count: int) -> str:
    return f"{chosen.heading} {count} 处" if chosen.heading else chosen.what


def _taken(batch: Batch, cell: Finding) -> Batch:
    return set_fields(batch, cell.subject, {cell.column: cell.compare[0]}) if cell.compare else batch
