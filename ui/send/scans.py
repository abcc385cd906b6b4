"""Scans merged or made smaller, asked step by step: the originals are kept, each is one change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QWidget

from app import wording
from app.batch.scans import Made, merge, put_instead, shrink
from app.batch.weights import weights_of
from app.job import Job
from ui.send.session import Session
from ui.send.weights import WeightsDialog
from ui.shell.ask import Ask

DPI = (200, 150, 100)
_DPI_WORDS = ("200 dpi，清晰", "150 dpi，看和印都够", "100 dpi，最小")


def merge_scans(session: Session, ask: Ask, enterprise: str, keys: Sequence[str]) -> None:
    """Ask for a name, merge in the order given, put the PDF in the place of the scans."""
    text = f"{len(keys)} 个扫描件按次序各成一页，画质不变；原件保留，不装入光盘。\n新文件叫什么？"
    name = ask.text("合并扫描件", text, _common_name(keys))
    if not name or not name.strip():
        return
    folder = Path(mkdtemp(dir=session.scratch))

    def work(job: Job) -> Made:
        store, sandbox = session.store, session.sandbox
        made = merge(store, enterprise, keys, name, folder, sandbox, job.part(0, 0.6))
        title = made.path.rpartition("/")[2]
        what = f"把 {len(keys)} 个扫描件合并为“{title}”"
        put_instead(store, enterprise, made, what, sandbox, job.part(0.6, 1))
        return made

    session.run("合并扫描件", work)


def _common_name(keys: Sequence[str]) -> str:
    """The folder the scans lie in, if it is one; it often says what they are."""
    folders = {key.partition("/")[2].rpartition("/")[0].rpartition("/")[2] for key in keys}
    return folders.pop() if len(folders) == 1 else ""


def show_weights(session: Session, ask: Ask, enterprise: str, parent: QWidget) -> WeightsDialog:
    """什么占地方, with a smaller copy of what can be made smaller."""
    one = session.batch.enterprises[enterprise]
    weights = weights_of(session.batch, one, session.notice)
    dialog = WeightsDialog(one.name, weights, session.notice.size.refuse, parent)
    dialog.smaller.connect(lambda key: make_smaller(session, ask, enterprise, key))
    dialog.open()
    return dialog


def make_smaller(session: Session, ask: Ask, enterprise: str, key: str) -> None:
    """Make the copy first; the person sees both sizes before it takes the original's place."""
    name = key.rpartition("/")[2]
    member = dict(session.batch.members_of(session.batch.enterprises[enterprise]))[key]
    text = f"“{name}”现在 {wording.size(member.size)}。每页按所选的分辨率重新生成，适合扫描件。"
    if member.pdf is not None and member.pdf.text:
        text += "\n它有可以复制的文字，重做后各页都成为图片。"
    chosen = ask.choose("按多少分辨率做较小的副本？", text, _DPI_WORDS)
    if chosen is None:
        return
    folder, dpi = Path(mkdtemp(dir=session.scratch)), DPI[chosen]

    def work(job: Job) -> Made:
        return shrink(session.store, enterprise, key, dpi, folder, session.sandbox, job)

    session.run("生成较小的副本", work, lambda made: _offer(session, ask, enterprise, made, dpi))


def _offer(session: Session, ask: Ask, enterprise: str, made: Made, dpi: int) -> None:
    name = made.keys[0].rpartition("/")[2]
    text = (
        f"“{name}”原来 {wording.size(made.before)}，按 {dpi} dpi 是 {wording.size(made.after)}。\n"
        "用它装入光盘吗？原件保留，可以撤销。"
    )
    if not ask.confirm("较小的副本已做好", text, "用较小的副本", "不用"):
        return
    what = f"用 {dpi} dpi 的较小副本代替“{name}”"

    def work(job: Job) -> object:
        return put_instead(session.store, enterprise, made, what, session.sandbox, job)

    session.run("换成较小的副本", work)
