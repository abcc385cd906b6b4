"""Files filed with an activity or a visit: chosen, copied behind the window, opened, taken off again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.job import Job
from app.model.after.attachment import Attachment, Owner
from app.receive.exchange.files import attach, damage_of, detach, place_of
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.opening import open_path

# Opened by a click; of others it is only said where they lie: they may be programs.
_ENDINGS = (
    "jpg", "jpeg", "png", "bmp", "tif", "tiff", "gif", "pdf", "ofd", "doc", "docx", "xls", "xlsx", "wps",
    "et", "dps", "ppt", "pptx", "txt", "mp4", "mp3",
)  # fmt: skip
_KINDS = f"照片、记录 ({' '.join(f'*.{each}' for each in _ENDINGS)});;所有文件 (*)"


class Attaching:
    def __init__(self, session: LedgerSession, ask: Ask) -> None:
        self._session, self._ask = session, ask

    def choose(self, owner: Callable[[], Owner]) -> None:
        """`owner` is asked behind the window, and may raise AppError."""
        if files := self._ask.choose_files("选照片、会议记录", _KINDS):
            self.file(owner, files)

    def file(self, owner: Callable[[], Owner], files: Sequence[Path]) -> None:
        ledger, who = self._session.ledger, self._session.who()

        def work(job: Job) -> int:
            return len(attach(ledger, owner(), files, who, job))

        def told(made: int) -> None:
            if made < len(files):
                same = len(files) - made
                self._ask.tell("文件已归入", f"归入 {made} 个；另 {same} 个早已归入，一字不差，没有再存。")

        self._session.run("归入文件", work, told)

    def open(self, one: Attachment) -> None:
        """Once it was compared with what was filed."""
        ledger = self._session.ledger

        def told(wrong: str) -> None:
            path = place_of(ledger, one)
            if wrong:
                self._ask.tell(f"“{one.name}”", f"{wrong}。可以用备份恢复，或把原来的文件再归入一次。")
            elif path.suffix.lower().removeprefix(".") not in _ENDINGS:
                self._ask.tell("没有打开", f"“{one.name}”不是照片或文档，可能是程序；要看请到这里：\n{path}")
            else:
                open_path(path, self._ask)

        self._session.run("打开文件", lambda job: damage_of(ledger, one, job), told)

    def take_off(self, owner: Owner, files: Sequence[Attachment]) -> None:
        """Which, is asked; the file stays in the store."""
        names = [each.name for each in files]
        which = self._ask.choose(
            "移出哪个文件", "移出后不再列在这里；存放里的那一份还在，再归入一次就回来。", names
        )
        if which is not None:
            ledger, who, name = self._session.ledger, self._session.who(), names[which]
            stored = files[which].stored.rpartition("/")[2]
            self._session.run(f"移出“{name}”", lambda job: detach(ledger, owner, (stored,), who))
