"""交流推广: what was held to pass the experiences on, and the one that is chosen in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.job import Job
from app.ledger import Ledger
from app.model.after.exchange import Activity, ActivityVersion
from app.model.disc_names import proposed_disc_name
from app.model.names import normalise_name
from app.receive.exchange.export import write_register
from app.receive.exchange.files import attached_all, of_activity
from app.receive.exchange.register import add, amend, current, history_of, undo, void
from app.receive.exchange.told import sum_of
from ui import theme
from ui.receive.attaching import Attaching
from ui.receive.exchange.dialog import ActivityDialog
from ui.receive.exchange.one import ActivityCard, Shown
from ui.receive.facts import EXCHANGE, Facts, Overview
from ui.receive.lists import RecordView
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.shell.page import Page, PageWidget
from ui.shell.runner import Latest
from ui.shell.search import SearchLine
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, EmptyState, PageHeader, line, page_layout, pile
from ui.widgets.table import Column

_WHAT = "交流会、专家讲座、参观、线上交流、对标、诊断、媒体宣传，都登记在这里；照片和会议记录归在一起。"
_VOID = "不再计入统计，登记和经过都保留，可以撤销。写明为什么作废："
_BOOK = "Excel 工作簿 (*.xlsx)"


def shown_of(ledger: Ledger) -> tuple[Shown, ...]:
    """All activities as they are now, the latest first."""
    versions, files = ledger.activities(), attached_all(ledger)
    by_number: dict[int, list[ActivityVersion]] = {}
    for each in versions:
        by_number.setdefault(each.number, []).append(each)
    return tuple(
        Shown(each, files.get(of_activity(each.number).key, ()), history_of(by_number[each.number]))
        for each in reversed(current(versions))
    )


class ExchangePage(PageWidget):
    title = "交流推广"

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._files = Attaching(session, ask)
        self.shown: tuple[Shown, ...] = ()
        self.dialog: ActivityDialog | None = None
        self._is_stale = True
        self._reading = Latest(session.thinking, self)
        self._reading.ready.connect(self._read)
        self._reading.failed.connect(ask.show_error)
        self.export = plain_button("导出 Excel…", self._export)
        self.add = primary_button("登记活动…", self._add)
        self.header = PageHeader(self.title, [self.export, self.add])
        self.count = PlainLabel("", "muted", pixels=theme.SMALL)
        self.amend = plain_button("更正…", lambda: self._of_chosen(self._amend), small=True)
        self.attach = plain_button("归入文件…", lambda: self._of_chosen(self._attach), small=True)
        self.take_off = plain_button("移出文件…", lambda: self._of_chosen(self._take_off), small=True)
        self.void = plain_button("作废…", lambda: self._of_chosen(self._void), small=True)
        self.undo = plain_button("撤销上一步", lambda: self._of_chosen(self._undo), small=True)
        self.view = _list()
        self.search = SearchLine("题目、地点、单位", self, self.view)
        self.card = ActivityCard(
            (self.amend, self.attach, self.take_off), (self.void, self.undo), self._files.open
        )
        self._lay_out()
        self.search.textChanged.connect(lambda _: self._show())
        self.view.chosen.connect(lambda _: self._show_one())
        self.view.opened.connect(self._amend)
        self.card.dropped.connect(lambda files: self._of_chosen(lambda one: self._drop(one, files)))
        session.busy_changed.connect(lambda _: self._show_buttons())

    def changing(self) -> Sequence[QWidget]:
        return (self.add, self.amend, self.attach, self.take_off, self.void, self.undo)

    def _lay_out(self) -> None:
        listed = Card()
        top = across((self.search, 1), None, self.count, gap=12, margins=(12, 8, 14, 8))
        fill(listed.body, top, line(), (self.view, 1))
        self.first = plain_button("登记活动…", self._add)
        nothing = EmptyState("还没有登记交流活动", _WHAT, self.first)
        self._stack = pile(page_layout(self, self.header))
        self._stack.addWidget(nothing)
        self._stack.addWidget(laid(down((across((listed, 1), self.card, gap=theme.GAP), 1))))

    # -- showing ---------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._ask_again()

    def show_facts(self, facts: Facts) -> None:
        self._is_stale = True
        if self.isVisible():
            self._ask_again()

    def _ask_again(self) -> None:
        self._is_stale = False
        ledger = self._session.ledger
        self._reading.ask(lambda job: shown_of(ledger))

    def _read(self, shown: tuple[Shown, ...]) -> None:
        self.shown = shown
        self._stack.setCurrentIndex(1 if shown else 0)
        told = sum_of(each.version.activity for each in shown).words
        self.header.set_subtitle(told or ("登记的都已作废" if shown else ""))
        self._show()

    def _show(self) -> None:
        """What is found; the one that was chosen stays chosen."""
        before, words = self.view.chosen_record(), self.search.terms
        found = [each for each in self.shown if all(word in _haystack(each) for word in words)]
        self.view.mark(words)
        self.view.show_rows(found)
        self.search.show_count(len(found), len(self.shown))
        self.count.setText(f"{len(found)} 项" if words else "")
        numbers = [each.version.number for each in self.view.records.rows]
        own = before.version.number if before else 0
        self.view.choose(numbers.index(own) if own in numbers else 0)
        self._show_one()

    def _show_one(self) -> None:
        one = self.view.chosen_record()
        self.card.setVisible(one is not None)
        if one is not None:
            self.card.show_one(one)
        self._show_buttons()

    def _show_buttons(self) -> None:
        one, is_free = self.view.chosen_record(), not self._session.busy
        is_void = one is not None and bool(one.version.activity.void)
        self.add.setEnabled(is_free)
        self.first.setEnabled(is_free and not self._session.ledger.is_read_only)
        self.export.setEnabled(is_free and any(not each.version.activity.void for each in self.shown))
        self.amend.setVisible(not is_void)
        self.void.setVisible(not is_void)
        self.take_off.setVisible(one is not None and bool(one.files))
        for button in (self.amend, self.attach, self.take_off, self.void, self.undo):
            button.setEnabled(is_free and one is not None)
        self.card.setAcceptDrops(is_free and not self._session.ledger.is_read_only)

    # -- doing -----------------------------------------------------------------------------------
    def _of_chosen(self, act: Callable[[Shown], None]) -> None:
        if (one := self.view.chosen_record()) is not None:
            act(one)

    def _open(self, before: Activity | None, then: Callable[[Activity], None]) -> None:
        known = tuple(dict.fromkeys(entry.name for entry in self._session.facts.entries))
        self.dialog = ActivityDialog(self._session.notice, known, before, self)
        self.dialog.taken.connect(then)
        self.dialog.open()

    def _add(self) -> None:
        ledger = self._session.ledger

        def then(written: Activity) -> None:
            who = self._session.who()
            self._session.run("登记活动", lambda job: add(ledger, written, who))

        self._open(None, then)

    def _amend(self, one: Shown) -> None:
        version, ledger = one.version, self._session.ledger
        if version.activity.void or self._session.busy or ledger.is_read_only:
            return

        def then(written: Activity) -> None:
            who, seen = self._session.who(), version.version
            self._session.run("更正活动", lambda job: amend(ledger, version.number, written, who, seen))

        self._open(version.activity, then)

    def _void(self, one: Shown) -> None:
        reason = self._ask.text(f"作废“{one.version.activity.title}”", _VOID, lines=True)
        if reason is not None:
            ledger, who, own = self._session.ledger, self._session.who(), one.version
            self._session.run("作废活动", lambda job: void(ledger, own.number, reason, who, own.version))

    def _undo(self, one: Shown) -> None:
        """What is taken back is said first."""
        own, (_, last) = one.version, one.history[0]
        text = f"{last}。撤销后回到这一步以前；还可以再往前撤。"
        if self._ask.confirm(f"撤销“{own.activity.title}”的上一步", text, "撤销"):
            ledger, who = self._session.ledger, self._session.who()
            self._session.run("撤销", lambda job: undo(ledger, own.number, who, own.version))

    def _attach(self, one: Shown) -> None:
        self._files.choose(partial(of_activity, one.version.number))

    def _drop(self, one: Shown, files: Sequence[Path]) -> None:
        self._files.file(partial(of_activity, one.version.number), files)

    def _take_off(self, one: Shown) -> None:
        self._files.take_off(of_activity(one.version.number), one.files)

    def _export(self) -> None:
        notice, ledger = self._session.notice, self._session.ledger
        name = proposed_disc_name(f"{notice.year}年{notice.campaign}交流推广活动登记表.xlsx")
        out = self._ask.save_file("登记表存到哪里", name, _BOOK)
        if out is None:
            return

        def work(job: Job) -> Path:
            job.at(0, "正在写登记表")
            write_register(ledger, out)
            return out

        self._session.run("导出登记表", work, self._exported)

    def _exported(self, out: Path) -> None:
        if self._ask.confirm("登记表已导出", f"{out.name}\n在 {out.parent} 里。", "打开", "知道了"):
            open_path(out, self._ask)


def _haystack(shown: Shown) -> str:
    one = shown.version.activity
    units = (*(s.unit for s in one.speakers), *(g.unit for g in one.guests))
    sides = (side for p in one.pairings for side in (p.model, p.learner, p.subject))
    return "\n".join(map(normalise_name, (one.day, one.kind, one.title, one.place, *units, *sides)))


def _list() -> RecordView[Shown]:
    def tone(shown: Shown) -> str:
        return "muted" if shown.version.activity.void else "ink"

    def speakers(shown: Shown) -> str:
        return "、".join(each.unit for each in shown.version.activity.speakers)

    def came(shown: Shown) -> str:
        one = shown.version.activity
        return f"{len(one.guests)} 家 {one.people} 人" if one.guests else ""

    def pairings(shown: Shown) -> str:
        return f"{len(shown.version.activity.pairings) or ''}"

    def title(shown: Shown) -> str:
        return shown.version.activity.title

    def kind(shown: Shown) -> str:
        one = shown.version.activity
        return "已作废" if one.void else one.kind

    columns: list[Column[Shown]] = [
        Column("日期", lambda s: s.version.activity.day, tone=tone), Column("方式", kind, tone=tone),
        Column("题目", title, tip=title, tone=tone), Column("主讲", speakers, tip=speakers, tone=tone),
        Column("参加", came, tone=tone), Column("对标", pairings, tone=tone, right=True),
        Column("文件", lambda s: f"{len(s.files) or ''}", tone=tone, right=True),
    ]
    return RecordView(columns, (92, 104, 200, 150, 98, 46, 46), "交流活动", stretch=3)


PAGE: Page[LedgerSession, Overview] = Page(
    EXCHANGE, ExchangePage.title, ExchangePage,
    help="登记交流会、讲座、参观、对标和诊断：什么时候、在哪里、谁主讲、哪些单位来了多少人、谁学谁。"
    "照片和会议记录归在一起，原件不动。写错了更正，没有办成的作废，都可以撤销；可以导出 Excel。",
)  # fmt: skip
