"""What the buttons of 推荐文件 do: draft, export, print, take sealed scans back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.errors import AppError
from app.job import Job
from app.notices.notice import tracks_of
from app.send.dropped.letters import LettersTold, attach_letters, letters_told
from app.writing import atomic
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.opening import open_path, print_or_open

_KINDS = {".pdf": "PDF 文件 (*.pdf)", ".docx": "Word 文件 (*.docx)"}


class LetterActions:
    def __init__(self, session: Session, ask: Ask) -> None:
        self._session, self._ask = session, ask

    # -- out ---------------------------------------------------------------------------------------
    def export(self, track: str, ending: str) -> None:
        title = self._session.notice.track(track).title
        target = self._ask.save_file("导出推荐文件", f"关于推荐{title}的函（草稿）{ending}", _KINDS[ending])
        if target is None:
            return
        if target.suffix.lower() != ending:
            target = target.with_name(target.name + ending)
        self._draft([track], ending, lambda made: self._exported(made[0], target))

    def _exported(self, made: Path, target: Path) -> None:
        try:
            atomic.write_bytes(target, made.read_bytes())
        except AppError as error:
            self._ask.show_error(error)
            return
        if self._ask.confirm("已导出", f"{target.name}", "打开", "知道了"):
            open_path(target, self._ask)

    def export_all(self) -> None:
        """Of every track that has enterprises, PDF and Word, into one folder."""
        tracks = tracks_of(self._session.batch, self._session.notice)
        folder = self._ask.choose_folder("各类的推荐文件导出到哪里")
        if folder is None:
            return
        store, noted = self._session.store, self._session.noted

        def work(job: Job) -> int:
            from app.send.letter import draft_letter

            made = [draft_letter(store, track, folder, share) for track, share in job.through(tracks)]
            return sum(map(len, made))

        def announce(count: int) -> None:
            noted.emit(f"已导出 {count} 个文件（Word 和 PDF）到 {folder}")

        self._session.run("起草推荐文件", work, announce)

    def print(self, tracks: Sequence[str]) -> None:
        self._draft(tracks, ".pdf", lambda made: print_or_open("打印推荐文件", made, self._ask))

    def _draft(self, tracks: Sequence[str], ending: str, then: Callable[[list[Path]], object]) -> None:
        """Draft both kinds and hand on the one wanted; the list is recorded with it."""
        store, scratch = self._session.store, self._session.scratch

        def work(job: Job) -> list[Path]:
            from app.send.letter import draft_letter

            made = [path for track, share in job.through(tracks)
                    for path in draft_letter(store, track, scratch / "letters", share)]
            return [path for path in made if path.suffix == ending]

        self._session.run("起草推荐文件", work, then)

    # -- back --------------------------------------------------------------------------------------
    def choose(self, track: str, then: Callable[[str], object]) -> None:
        if chosen := self._ask.choose_files("选择盖章扫描件", _KINDS[".pdf"]):
            self.attach(chosen, track, then)

    def attach(self, paths: Sequence[Path], track: str, then: Callable[[str], object]) -> None:
        """To `track`, unless a file says itself of which it is; `then` gets one that has its scan now."""
        if not paths or any(path.suffix.lower() != ".pdf" for path in paths):
            self._ask.tell("请拖入 PDF", "盖章扫描件要扫描成 PDF 文件，每一类一份。")
            return
        batch, notice, sandbox = self._session.batch, self._session.notice, self._session.sandbox

        def work(job: Job) -> LettersTold:
            return letters_told(paths, batch, notice, sandbox, job)

        self._session.run("放回盖章扫描件", work, lambda told: self._attach(told, track, then))

    def _attach(self, told: LettersTold, track: str, then: Callable[[str], object]) -> None:
        of = self._settled(told, track)
        if not of:
            return
        store, notice, sandbox = self._session.store, self._session.notice, self._session.sandbox

        def work(job: Job) -> None:
            attach_letters(store, of, sandbox, job)

        def announce(_: None) -> None:
            then(track if track in of else next(iter(of)))
            self._session.noted.emit(f"已放回盖章扫描件：{'、'.join(notice.short(each) for each in of)}")

        self._session.run("放回盖章扫描件", work, announce)

    def _settled(self, told: LettersTold, track: str) -> Mapping[str, Path]:
        """With a person's word for those that do not tell; empty where the person went back."""
        if not told.of and len(told.untold) == 1:
            return {track: told.untold[0]}
        of, tracks = dict(told.of), self._session.notice.tracks
        for path in told.untold:
            asked = f"“{path.name}”是哪一类的推荐文件？", "从文件名和上面的名单看不出来。"
            chosen = self._ask.choose(*asked, [each.title for each in tracks])
            if chosen is None:
                return {}
            of[tracks[chosen].id] = path
        return of
