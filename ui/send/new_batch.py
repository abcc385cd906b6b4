"""The page that starts a batch: who sends, under which notice, kept where."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import clock
from app.checks.notices import load_notice
from app.errors import AppError
from app.model.batch import Batch, Sender
from app.notices.notice import Notice
from app.notices.read import notice_ids
from app.paths import documents_dir, free_folder
from app.store.store import BatchStore
from ui import theme
from ui.editions.handing import PATTERNS, open_file
from ui.editions.session import NoticesSession
from ui.shell.ask import Ask
from ui.shell.foot import FootStrip
from ui.widgets.boxes import across, down, fill
from ui.widgets.buttons import link_button, plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card

_KIND = int(Qt.ItemDataRole.UserRole) + 1  # of a direct sender, where its quota depends on it
FORBIDDEN = '\\/:*?"<>|'


def folder_name(year: int, sender: str) -> str:
    """A folder for the batch, legal on every system."""
    return "".join("_" if c in FORBIDDEN or ord(c) < 32 else c for c in f"{year}年 {sender}").strip(" .")[:80]


class NewBatchPage(QWidget):
    """`made(BatchStore)` once the folder is there; `back` to the home page. Who shows it closes `session`."""

    made = Signal(object)
    back = Signal()
    topic = "start"  # the page of the manual that tells of it

    def __init__(self, ask: Ask, base: Path | None = None, executor: Executor | None = None,
                 parent: QWidget | None = None) -> None:
        """`base`: where new batches are kept, the documents folder unless told. `executor` as in sessions."""
        super().__init__(parent)
        self._ask = ask
        self.session = NoticesSession(ask, executor=executor, parent=self)
        self._base = base or documents_dir() / "标杆报盘"
        self._chosen: Path | None = None  # a place the person picked
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.style(self, "NewBatchPage { background: ${RAIL}; }")
        self._fields()
        card = Card(margins=(32, 28, 32, 28), spacing=0)
        card.setFixedWidth(620)
        title = PlainLabel("新建批次", pixels=theme.TITLE, bold=True)
        words = PlainLabel("一个批次对应一份通知、一个报送单位。", "muted")
        fill(card.body, title, 4, words, 20, self._form(), 24, self._buttons())
        foot = FootStrip()
        foot.hide()
        self.session.busy_changed.connect(foot.setVisible)
        self.session.busy_changed.connect(foot.show_busy)
        self.session.progress.connect(foot.show_progress)
        foot.cancel.connect(self.session.cancel)
        middle = fill(QVBoxLayout(), (None, 2), (card, Qt.AlignmentFlag.AlignHCenter), (None, 3))
        down((middle, 1), foot, on=self, gap=0)
        self.refresh()

    def refresh(self, key: str = "") -> None:
        """Notices may have come meanwhile; the one of id `key` is chosen, else the last."""
        self.notice.blockSignals(True)
        self.notice.clear()
        self._notices: dict[str, Notice] = {}
        for each in notice_ids():
            try:
                notice, _ = load_notice(each)
            except AppError:
                continue  # told when it is loaded; a broken file must not keep the others away
            self.notice.addItem(notice.title, each)
            self._notices[each] = notice
        wanted = self.notice.findData(key) if key else -1
        self.notice.setCurrentIndex(wanted if wanted >= 0 else self.notice.count() - 1)
        self.notice.blockSignals(False)
        self._chosen = None
        self._show_senders()

    def _show_senders(self) -> None:
        """Each notice has its own province; who was chosen stays so where it is there too."""
        before, kind = self.bureau.currentData(), self.bureau.currentData(_KIND)
        is_direct = self.bureau.count() > 0 and before is None
        notice = self._notices.get(str(self.notice.currentData()))
        self.bureau.blockSignals(True)
        self.bureau.clear()
        for city in notice.region.cities if notice else ():
            self.bureau.addItem(city.bureau, city)
        direct = notice.region.direct if notice else ""
        kinds = notice.asked_kinds if notice else ()
        for each in kinds or (direct,):
            self.bureau.addItem(f"直报企业（{each}）" if each else "直报企业", None)
            self.bureau.setItemData(self.bureau.count() - 1, each if kinds else "", _KIND)
        codes = [city.code for city in notice.region.cities] if notice else []
        if before is not None and before.code in codes:
            self.bureau.setCurrentIndex(codes.index(before.code))
        elif is_direct:
            self.bureau.setCurrentIndex(max(self.bureau.findData(kind, _KIND), len(codes)))
        self.bureau.blockSignals(False)
        self._show()

    def chosen_sender(self) -> Sender:
        contact, phone = self.contact.text().strip(), self.phone.text().strip()
        city = self.bureau.currentData()
        if city is None:
            kind = str(self.bureau.currentData(_KIND) or "")
            return Sender(self.enterprise.text().strip(), contact=contact, phone=phone, kind=kind)
        return Sender(city.bureau, city.code, city.name, contact, phone)

    def _fields(self) -> None:
        self.bureau, self.notice = QComboBox(), QComboBox()
        self.enterprise, self.contact, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.enterprise.setPlaceholderText("企业全称，与营业执照一致")
        self.contact.setPlaceholderText("经办人姓名")
        self.phone.setPlaceholderText("如 0531-12345678")
        self._named = {
            "报送单位": self.bureau, "企业全称": self.enterprise, "联系人": self.contact,
            "联系电话": self.phone, "通知": self.notice,
        }
        for name, field in self._named.items():
            field.setAccessibleName(name)
        self.place = PlainLabel("", "muted", elide=Qt.TextElideMode.ElideMiddle)
        self.bureau.currentIndexChanged.connect(lambda _: self._show())
        self.enterprise.textChanged.connect(lambda _: self._show())
        self.notice.currentIndexChanged.connect(lambda _: self._show_senders())

    def _form(self) -> QFormLayout:
        form = self._rows = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        notice = across((self.notice, 1), link_button("从 U 盘载入…", self._load_notice), gap=12)
        place = across((self.place, 1), link_button("更改…", self._choose_place))
        for name, field in self._named.items():
            form.addRow(PlainLabel(name, "muted"), notice if field is self.notice else field)
        form.addRow(PlainLabel("保存位置", "muted"), place)
        return form

    def _buttons(self) -> QHBoxLayout:
        self.make_button = primary_button("建立批次", self._make)
        return across(None, plain_button("返回", self.back.emit), self.make_button, gap=8)

    def _show(self) -> None:
        direct = self.bureau.currentData() is None
        self._rows.setRowVisible(self.enterprise, direct)
        self.place.setText(str(self._folder()))
        self.make_button.setEnabled(bool(self.chosen_sender().name) and self.notice.currentIndex() >= 0)

    def _folder(self) -> Path:
        year = "".join(c for c in self.notice.currentText()[:4] if c.isdigit()) or str(clock.today().year)
        name = folder_name(int(year), self.chosen_sender().name or "直报企业")
        return free_folder((self._chosen or self._base) / name)

    def _choose_place(self) -> None:
        chosen = self._ask.choose_folder("新批次放在哪个文件夹里")
        if chosen is not None:
            self._chosen = chosen
            self._show()

    def _load_notice(self) -> None:
        """One that was handed out, or a file of rules alone; what it differs in is shown first."""
        for path in self._ask.choose_files("打开通知包或通知规则", PATTERNS)[:1]:
            open_file(path, self.session, self._ask, self._loaded)

    def _loaded(self, key: str) -> None:
        place = self._chosen
        self.refresh(key)
        self._chosen = place
        self._show()

    def _make(self) -> None:
        try:
            notice, content = load_notice(str(self.notice.currentData()))
            batch = Batch(self.chosen_sender(), notice.id, clock.now().isoformat())
            store = BatchStore.create(self._folder(), batch, content)
        except AppError as error:
            self._ask.show_error(error)
            return
        self.made.emit(store)
