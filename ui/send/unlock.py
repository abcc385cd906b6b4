"""The password of a locked archive or PDF, asked for; what it opens goes in without it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.batch.locked.unlock import unlock
from app.job import Job
from app.model.source import Source
from ui.send.session import Session
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.dialogs.dialog import Dialog, heading
from ui.widgets.labels import PlainLabel

_MOST = 256  # characters of a password


class PasswordDialog(Dialog):
    """Tells what was typed by `typed`; nothing of it is kept."""

    typed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("输入密码", 460, parent=parent)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(_MOST)
        self.field.setAccessibleName("密码")
        self.show_it = QCheckBox("显示密码")
        self.show_it.toggled.connect(self._show_it)
        self.open_it = primary_button("打开，去掉密码装入光盘", self._say)
        self.open_it.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.open_it.setEnabled(bool(text)))
        told = "打开后照常检查，装入光盘的是去掉密码的副本；原件保留，可以撤销。密码只用这一次，不保存。"
        self.lay(
            heading(f"“{name}”的密码"), PlainLabel(told, "muted", wrap=True), self.field, self.show_it,
            across(None, plain_button("取消", self.reject), self.open_it, gap=8),
        )  # fmt: skip
        self.field.setFocus()

    def _show_it(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.field.setEchoMode(mode)

    def _say(self) -> None:
        self.typed.emit(self.field.text())
        self.accept()


def ask_password(session: Session, enterprise: str, file: str, parent: QWidget) -> PasswordDialog:
    """`file`: the key of a member, or the name of an archive. A wrong one is told; it may be tried again."""

    def open_it(password: str) -> None:
        def work(job: Job) -> Source:
            return unlock(session.store, enterprise, file, password, session.sandbox, job)

        session.run("用密码打开", work)

    dialog = PasswordDialog(file.rpartition("/")[2], parent)
    dialog.typed.connect(open_it)
    dialog.open()
    return dialog
