"""The cards of 读盘: what the first look says, what the paper that came along says, what was received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QFormLayout, QLineEdit, QWidget

from app import clock, wording
from app.checks.words import some
from app.errors import NothingFound
from app.model.batch import Sender
from app.model.disc import Compared, paper_codes
from app.model.finding import Finding, Grade
from app.model.submission import Maker, Standing
from app.notices.notice import Notice
from app.receive.intake import Preview, Received
from app.store.clerk import at_work
from ui import theme
from ui.receive.facts import TONES
from ui.widgets.boxes import across, down, fill, laid, refill
from ui.widgets.buttons import link_button, plain_button, primary_button
from ui.widgets.labels import PlainLabel, menu_text
from ui.widgets.panels import Card, line, scrolled
from ui.widgets.pill import Pill

CODE = 12  # characters of a 校验码
_GRADES = {Grade.MUST: ("必须补正", "red"), Grade.LOOK: ("请核对", "accent"), Grade.SHOULD: ("建议", "amber")}
_NOTHING = (
    "没有认出任何一类的材料，还不能接收。请先核对是不是这张盘；是的，把左边“没有认出”里的汇总表、推荐文件、"
    "企业材料拖到上面对的位置，或点右键指明（按住 Ctrl 或 Shift 可以选几个一起）"
)
_MAKERS = {
    Maker.BAOPAN: ("标杆报盘", "accent"),
    Maker.BAG: ("BagIt 光盘", "accent"),
    Maker.HAND: ("手工刻制", "muted"),
}


class LookCard(Card):
    """Who, how much, and what can be said before the bytes are read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(16, 14, 6, 8), spacing=8, parent=parent)
        self.name = PlainLabel("", bold=True, pixels=15, wrap=True)
        self.maker = Pill("", "muted")
        self.facts = PlainLabel("", "muted", wrap=True)
        head = across((self.name, 1), (self.maker, Qt.AlignmentFlag.AlignTop), 10, gap=10)
        self._rows = down(gap=7, margins=(0, 0, 10, 0))
        fill(self.body, head, self.facts, line(), (scrolled(laid(self._rows)), 1))
        self.said: tuple[str, ...] = ()

    def show_look(self, look: Preview, notice: Notice, places: Sequence[Path]) -> None:
        layout = look.layout
        self.name.setText(layout.sender.name or "看不出是哪个单位报送的")
        self.maker.show_text(*_MAKERS[layout.made_by])
        self.facts.setText(_facts(look, len(places)))
        lines = first_lines(look, notice)
        self.said = tuple(words for words, _ in lines)
        refill(self._rows, *(_said(words, tone) for words, tone in lines), None)


def _said(words: str, tone: str) -> QWidget:
    mark = PlainLabel("✓" if tone == "green" else "!" if tone != "muted" else "·", tone, bold=True)
    mark.setFixedWidth(12)
    label = PlainLabel(words, "ink" if tone in ("green", "muted") else tone, wrap=True)
    return laid(across((mark, Qt.AlignmentFlag.AlignTop), (label, 1), gap=8))


def _facts(look: Preview, discs: int) -> str:
    layout = look.layout
    parts = [
        layout.disc_id,
        f"第 {layout.number} 张，共 {layout.of} 张" if layout.of > 1 else "",
        f"补正第 {layout.correction} 次" if layout.correction else "",
        f"{look.files:,} 个文件，{wording.size(look.bytes)}",
        f"一起接收 {discs} 张" if discs > 1 else "",
    ]
    return " · ".join(part for part in parts if part)


def first_lines(look: Preview, notice: Notice) -> tuple[tuple[str, str], ...]:
    """(words, tone): structure, table, quota, order and what is missing, the gravest first."""
    lines: list[tuple[str, str]] = []
    layout = look.layout
    if not layout.tracks:
        lines.append((_NOTHING, "red"))
    if look.is_known:
        lines.append(("这张光盘以前收过；再收一次不会改动台账，只补上次读不出的文件", "amber"))
    for finding in sorted(look.report.findings, key=lambda f: list(_GRADES).index(f.actual_grade)):
        lines.append((_words(finding, notice), _GRADES[finding.actual_grade][1]))
    if layout.tracks and layout.unknown and layout.made_by is not Maker.BAOPAN:
        lines.append((f"有 {len(layout.unknown)} 个文件没有认出，列在左边最下面", "amber"))
    if look.unread and layout.made_by is not Maker.BAOPAN:
        lines.append(("点左边的“指明表头…”，告诉程序哪一列是哪一栏；下一张盘照此读", "amber"))
    lines += [(words, "green") for words in _there(look, notice)]
    if sheets := notice.letter.sheets(sum(bool(own.letter) for own in layout.tracks.values())):
        lines.append((f"随盘应有{sheets}，请点一点", "muted"))
    return tuple(lines)


def _words(finding: Finding, notice: Notice) -> str:
    name = finding.subject_name
    is_named = name in finding.what or finding.subject in ("batch", *(track.id for track in notice.tracks))
    return finding.what if is_named or not name else f"{name}：{finding.what}"


def _there(look: Preview, notice: Notice) -> list[str]:
    made, layout = [], look.layout
    for track in notice.tracks:
        own = layout.tracks.get(track.id)
        if own is None:
            continue
        has_table = bool(own.table) and own.table not in look.unread
        pieces = ["推荐文件" if own.letter else "", "汇总表" if has_table else ""]
        found = "、".join([*filter(None, pieces), f"{len(set(own.packages.values()))} 家申报材料"])
        made.append(f"{track.short}：{found}")
    return made


class PaperCard(Card):
    """What the clerk types: who sent it, the 校验码 on the paper, who takes it in, and when it came."""

    changed = Signal()

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=8, parent=parent)
        self._region, self._kinds = notice.region, notice.asked_kinds
        self.senders = QComboBox()
        self.senders.setEditable(True)
        self.senders.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.senders.addItems([city.bureau for city in self._region.cities])
        self.senders.setAccessibleName("报送单位")
        self.code = QLineEdit()
        self.code.setPlaceholderText("照交接登记表填，或扫二维码；没有可以不填")
        self.code.setAccessibleName("校验码")
        self.code_note = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        self.clerk = QLineEdit(at_work())
        self.clerk.setAccessibleName("经办人")
        self.came = QDateEdit()
        self.came.setCalendarPopup(True)
        self.came.setDisplayFormat("yyyy-MM-dd")
        self.came.setAccessibleName("收到日期")
        self.copy: Path | None = None  # a second copy of the same disc, for what the first does not give
        self.copy_link = link_button("")
        form = self._form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        both = across((self.clerk, 1), PlainLabel("收到", "muted"), self.came, gap=10)
        for words, field in (("报送单位", self.senders), ("校验码", self.code), ("", self.code_note)):
            form.addRow(PlainLabel(words, "muted"), field)
        form.addRow(PlainLabel("经办人", "muted"), both)
        form.addRow(PlainLabel("副本", "muted"), self.copy_link)
        self.body.addLayout(form)
        self.code.textChanged.connect(lambda _: self._check())
        self.senders.editTextChanged.connect(lambda _: self._check())

    def show_look(self, look: Preview, discs: int) -> None:
        sender, today = look.layout.sender, clock.today()
        self._on_disc = sender
        self.senders.setEditText(sender.name)
        self.senders.setEnabled(look.layout.made_by is not Maker.BAOPAN or not sender.name)
        self.code.clear()
        self.show_copy(None)
        self.came.setDate(QDate(today.year, today.month, today.day))
        self._many = discs > 1
        self._form.setRowVisible(self.copy_link, discs == 1)
        self._check()

    def show_copy(self, place: Path | None) -> None:
        self.copy = place
        name = menu_text(place.name or str(place)) if place else ""
        self.copy_link.setText(f"{name}（换一个）" if name else "没有；盘有划伤时可选…")

    def chosen_sender(self) -> Sender:
        """As typed; what the disc itself tells of its sender is kept when the name is the same."""
        name = self.senders.currentText().strip()
        if name == self._on_disc.name:
            return self._on_disc
        try:
            return self._region.sender_named(name)
        except NothingFound:
            return Sender("")

    def day(self) -> date:
        told = self.came.date()
        return date(told.year(), told.month(), told.day())

    @property
    def is_ready(self) -> bool:
        """A code is whole or left away, and the sender is known."""
        return self._code_is_whole() and bool(self.chosen_sender().name)

    def _code_is_whole(self) -> bool:
        return all(code.is_complete for code in paper_codes(self.code.text()))

    def _check(self) -> None:
        sender = self.chosen_sender()
        if not sender.name:
            words, tone = "请选报送单位，或填直报企业的全称", "red"
        elif self._kinds and not sender.is_bureau and not sender.kind:
            told = "或".join(f"（{kind}）" for kind in self._kinds)
            words, tone = f"直报企业的项数看是哪一种：请在全称后面写上{told}", "amber"
        elif not self._code_is_whole():
            short = next(code for code in paper_codes(self.code.text()) if not code.is_complete)
            words, tone = f"校验码是 {CODE} 位，现在 {len(short.plain)} 位；也可以扫登记表上的二维码", "amber"
        elif self.code.text().strip():
            words, tone = "读完后与光盘核对", "muted"
        else:
            words, tone = ("几张盘的校验码用逗号隔开" if self._many else ""), "muted"
        self.code_note.set_tone(tone)
        self.code_note.setText(words)
        self._form.setRowVisible(self.code_note, bool(words))
        self.changed.emit()

    _on_disc = Sender("")
    _many = False


class ResultCard(Card):
    """What was received, and where to go on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(32, 28, 32, 24), spacing=10, parent=parent)
        self.title = PlainLabel("", bold=True, pixels=18, wrap=True)
        self.standing = Pill("", "muted")
        self.words = PlainLabel("", wrap=True)
        self.next = PlainLabel("", "amber", wrap=True)
        self.verify = primary_button("查看核验结果")
        self.again = plain_button("接收下一张")
        self.register = link_button("去登记、打印回执")
        buttons = across(self.verify, self.again, self.register, None, gap=10)
        fill(
            self.body, (None, 2), self.title, across(self.standing, None), self.words, self.next, 8, buttons,
            (None, 3),
        )

    def show_received(self, received: Received) -> None:
        one = received.submission
        self.title.setText(f"{one.sender.name}：已收到并存进台账" if received.is_new
                           else f"{one.sender.name}：这张光盘以前收过，台账" + (
                               "只记下了校验码的核对" if received.is_compared else "没有变动"))
        self.standing.show_text(one.standing.words, TONES[one.standing])
        self.words.setText(describe(received))
        missing = "、".join(f"第 {number} 张" for number in received.missing)
        lacks = f"这一套还缺{missing}，请放入后接着接收，会归到同一份报送里。" if missing else ""
        looks = "印章和申报书已经看过。"  # a line either way: buttons do not jump under the mouse
        if received.report.pending:
            looks = "材料包、印章、扫描页和申报书正在后台查看，可以接着收下一张。"
        back = len(received.restored)
        mended = f"存放里 {back} 处和收到时不一样，已从光盘补回。" if back else ""
        if received.unlike:
            mended += f"这一张与登记的那张不同，没有收下：{some(received.unlike)}，请核对。"
        if one.standing is Standing.WAITING:
            lacks += f"已受理的 {one.supersedes} 仍然算数，请在“登记”里确认是否代替。"
        compared = received.compared
        code = compared.title + ("，可在“登记”里补核对。" if compared is Compared.NOT else "。")
        self.next.setText(code + mended + lacks + looks)
        is_open = missing or one.standing is Standing.WAITING or compared in (Compared.NOT, Compared.DIFFERS)
        self.next.set_tone("amber" if is_open else "muted")


def describe(received: Received) -> str:
    """128 个文件，2.29 GB，逐字节核验过。3 处必须补正、2 处等您核对。"""
    one, open_ones = received.submission, received.tally
    none = "目前没有发现问题" if received.report.pending else "自动检查没有发现问题"
    advised = f"{open_ones.advised} 处建议" if open_ones.advised else ""
    found = "、".join(filter(None, (open_ones.words, advised))) or none
    last = "。还没有受理" if one.standing is not Standing.ACCEPTED else ""
    return f"{one.files:,} 个文件，{wording.size(one.bytes)}，已逐字节读完并存好。{found}{last}。"
