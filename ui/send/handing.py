"""交给同事: asked to whom and where; the bar over every page of a batch that somebody else has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from app.job import Job
from app.model.handing.handed import ENDING, Handed
from app.store.clerk import at_work
from ui import theme
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button
from ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from app.batch.handing.hand import HandedOver

_PATTERNS = f"批次包 (*{ENDING})"
_ASKED = (
    "整个批次写成一个文件，放到 U 盘或共享文件夹；同事用本程序打开它接着做，做完用同样的办法交回。\n"
    "交出以后这里可以看，不能改；随时可以收回。\n交给谁（姓名）："
)
_NOT_BACK = (
    "收回以后又在这里做。那个文件如果已被打开，两边就会各做各的；以后交回来，打开时会先告诉有什么不同，"
    "由您选择，不会悄悄盖掉哪一边。"
)


class AwayBar(QFrame):
    """Who has it, and the two ways to go on here."""

    take_back = Signal()
    open_returned = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.style(self, "AwayBar { background: ${ACCENT_SOFT}; }")
        self._words = PlainLabel("", "navy", elide=Qt.TextElideMode.ElideRight)
        self.take_back_button = plain_button("收回…", self.take_back.emit, small=True)
        self.open_button = plain_button("打开交回的文件…", self.open_returned.emit, small=True)
        margins = (theme.MARGIN, 6, theme.MARGIN, 6)
        across((self._words, 1), self.open_button, self.take_back_button, on=self, margins=margins, gap=8)
        self.show_handed(None)

    def show_handed(self, handed: Handed | None) -> None:
        if handed is not None:
            by = f"（{handed.by} 交出）" if handed.by else ""
            self._words.setText(f"{handed.words}{by}：这里可以看，不能改")
        self.setVisible(handed is not None)


def hand_over(session: Session, ask: Ask, title: str) -> None:
    """`title`: what the file is called unless the person says otherwise."""
    if session.refuses():
        return
    to = ask.text("交给同事", _ASKED)
    if to is None:
        return
    if not to.strip():
        ask.tell("还没有写交给谁", "请写接着做的同事的姓名，这里和历史里都会显示。")
        return
    chosen = ask.save_file("交给同事的文件放在哪里", f"{title}{ENDING}", _PATTERNS)
    out = None if chosen is None else _with_ending(chosen, ask)
    if out is None:
        return

    def work(job: Job) -> HandedOver:
        from app.batch.handing.hand import hand_over

        return hand_over(session.store, to, at_work(), out, job, session.sandbox)

    session.run("交给同事", work, lambda made: ask.tell(f"已交给 {to.strip()}", made.words))


def take_back(session: Session, ask: Ask) -> None:
    handed = session.batch.handed
    if handed is None or not ask.confirm(f"从 {handed.to} 收回？", _NOT_BACK, "收回"):
        return
    session.take_back()


def _with_ending(chosen: Path, ask: Ask) -> Path | None:
    """Nobody was asked yet whether a file of this name may go, where the ending had to be added."""
    if chosen.name.endswith(ENDING):
        return chosen
    out = chosen.with_name(chosen.name + ENDING)
    words = f"{out.name} 已在 {out.parent} 里，要换成现在的吗？"
    if out.exists() and not ask.confirm("已有同名文件", words, "替换", loses=True):
        return None
    return out
