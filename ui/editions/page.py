"""One part of a notice as a page, made from the description of its fields: nothing here knows one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.editions.fields import Field, Kind, field_at, fields_of, path_of
from app.editions.words import row_words
from app.notices.faults import Fault, part_of
from ui import theme
from ui.editions.fields.block import Block
from ui.editions.fields.files import FilesBlock
from ui.editions.fields.form import Form
from ui.editions.fields.names import NamesBlock
from ui.editions.fields.rules import RulesBlock
from ui.editions.session import DraftSession
from ui.shell.ask import Ask
from ui.shell.page import PageWidget, Target
from ui.widgets.boxes import across, down, laid, refill
from ui.widgets.buttons import SegmentBar, link_button, plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import PageHeader, page_layout, scrolled

_WIDE = 960  # pixels: lines of text are not read longer


class PartPage(PageWidget):
    """`next_wanted`: the next place where something is to be done; `try_wanted`, `use_wanted`: the notice is
    to be tried, to be put in use.
    """

    next_wanted = Signal()
    try_wanted = Signal()
    use_wanted = Signal()

    def __init__(self, part: str, session: DraftSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part, self._session, self._ask = part, session, ask
        self._is_stale = True
        self.next_button = plain_button("下一处", self.next_wanted.emit)
        self.use_button = primary_button("启用", self.use_wanted.emit)
        self.try_button = plain_button("试一遍", self.try_wanted.emit)
        self.header = PageHeader(part, [self.next_button, self.try_button, self.use_button])
        self.strange = Strange(session)
        self.blocks = blocks_of(part, session)
        is_list = any(isinstance(each, RulesBlock) for each in self.blocks)
        column = QWidget()
        down(self.strange, *((each, int(is_list)) for each in self.blocks), *([] if is_list else [None]),
             on=column, margins=(0, 0, 10, 12), gap=14)
        if not is_list:
            column.setMaximumWidth(_WIDE)
        self.area = scrolled(laid(across((column, 100), (None, 1))))
        page_layout(self, self.header, (self.area, 1))
        session.changed.connect(self._changed)
        session.judged.connect(self._changed)

    def land(self, target: Target) -> None:
        """`detail`: a place of the notice."""
        for block in self.blocks:
            if block.holds(target.detail) and (seen := block.reveal(target.detail)) is not None:
                QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(seen, 0, 60))
                return

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._is_stale = False
        judged = self._session.judgement
        faults, kept = judged.faults_of(self._part), judged.kept_of(self._part)
        told = [f"{len(faults)} 处要改"] if faults else []
        told += [f"{len(kept)} 处还是去年的"] if kept else []
        self.header.set_subtitle(" · ".join(told) or "这一页没有要改的")
        self.header.subtitle.set_tone("red" if faults else "amber" if kept else "muted")
        self.next_button.setEnabled(bool(judged.faults or judged.kept))
        self.use_button.setEnabled(not judged.faults)
        self.try_button.setEnabled(not judged.faults)
        count = len(judged.faults)
        tried = "造几家企业的样例材料，从收集走到名单，看每项检查查不查得出；约一两分钟"
        self.try_button.setToolTip(f"还有 {count} 处要改，改完才能试" if count else tried)
        ready = "启用后，新建批次和台账时能选到"
        self.use_button.setToolTip(f"还有 {count} 处要改，改完才能启用" if count else ready)
        self.strange.refresh(faults)
        for block in self.blocks:
            block.refresh()


def blocks_of(part: str, session: DraftSession) -> tuple[Block, ...]:
    """What of a part belongs to the notice itself, then of each row of another part's list."""
    fields = fields_of(part)
    if any(each.kind is Kind.MAP and "." not in each.path for each in fields):
        return (RulesBlock(session),)
    own = [each for each in fields if "." not in each.path]
    of_rows = [each for each in fields if each.path.count(".") == 1 and "[]" in each.path
               and each.path.partition("[")[0] not in {one.path for one in own}]  # fmt: skip
    blocks: list[Block] = [PerRow(session, of_rows)] if of_rows else []
    beside = [make(session) for make in _BESIDE.get(part, ())]
    return (*blocks, *([Form(session, own, "")] if own else []), *beside)


# What stands below the fields: what goes with the notice as files, what its words make of names.
_BESIDE: Mapping[str, tuple[type[FilesBlock] | type[NamesBlock], ...]] = {
    part_of("name"): (FilesBlock,), part_of("materials"): (NamesBlock,),
}  # fmt: skip


class PerRow(Block):
    """Fields that each row of a list has of its own: which row is chosen above them."""

    def __init__(self, session: DraftSession, fields: Sequence[Field]) -> None:
        top = fields[0].path.partition("[")[0]
        super().__init__(session, top)
        self.bar = SegmentBar()
        self.bar.chosen.connect(lambda _: self._chosen())
        self.form = Form(session, fields, f"{top}[0]")
        of = field_at(top)
        self._none = PlainLabel(f"还没有{of.title if of else ''}，请先添加。", "muted")
        down(across(self.bar, None), self._none, self.form, on=self, gap=12)

    def refresh(self) -> None:
        rows = self.session.draft.value(self.place) or []
        self.bar.show_titles([row_words(f"{self.place}[{n}]", row) for n, row in enumerate(rows)])
        self.bar.setVisible(len(rows) > 1)
        self.form.setVisible(bool(rows))
        self._none.setVisible(not rows)
        if rows:
            self.form.aim(f"{self.place}[{max(min(self.bar.current, len(rows) - 1), 0)}]")
            self.form.refresh()

    def reveal(self, place: str) -> QWidget | None:
        inside = place.removeprefix(self.place)
        if inside.startswith("["):
            self.bar.choose(int(inside[1 : inside.index("]")]))
        return self.form.reveal(place) or self

    def _chosen(self) -> None:
        self.session.settle()
        self.refresh()


class Strange(QWidget):
    """What the file says that no notice says: told, and taken away by a click."""

    def __init__(self, session: DraftSession) -> None:
        super().__init__()
        self._session = session
        self._body = down(on=self, gap=4)
        self._places: tuple[str, ...] = ()
        self.hide()

    def refresh(self, faults: Sequence[Fault]) -> None:
        places = tuple(each.place for each in faults if not _is_known(each.place))
        if places == self._places:
            return
        self._places = places
        refill(self._body, *(self._row(place) for place in places))
        self.setVisible(bool(places))

    def _row(self, place: str) -> QWidget:
        words = PlainLabel(f"规则里多出一项“{place}”，本程序不认识", "red", pixels=theme.SMALL)
        words.setAlignment(Qt.AlignmentFlag.AlignLeft)
        return laid(across(words, link_button("删去", lambda: self._session.put(place, None)), None, gap=8))


def _is_known(place: str) -> bool:
    field, path = field_at(place), path_of(place)
    return field is not None and (field.kind is Kind.MAP or field.path in (path, path.removesuffix("[]")))


