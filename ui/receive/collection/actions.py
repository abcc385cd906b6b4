"""What leaves the page: the printed volume and the offline page of what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.job import Job
from app.model.after.experience import Experience
from app.model.source import LeftOut
from app.receive.collection.collection import Collection
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.opening import open_path

_MOST_LISTED = 8


class CollectionActions:
    def __init__(self, session: LedgerSession, ask: Ask) -> None:
        self._session, self._ask = session, ask

    def print_volume(self, them: Collection, chosen: Sequence[Experience], scope: str) -> None:
        from app.receive.collection.volume import Volume, print_volume, volume_name

        session = self._session
        out = self._ask.save_file("这一册存到哪里", volume_name(them, chosen), "PDF 文件 (*.pdf)")
        if out is None:
            return

        def work(job: Job) -> Volume:
            return print_volume(them, chosen, out, session.sandbox, job, scope=scope)

        def then(made: Volume) -> None:
            words = f"{made.experiences} 篇，{made.pages} 页：{made.path}"
            self._tell("已印成一册", words, made.path, made.left_out, "册里也列出了")

        session.run("印成一册", work, then)

    def write_page(self, them: Collection, chosen: Sequence[Experience]) -> None:
        from app.receive.collection.web import WebPage, write_page

        session = self._session
        folder = self._ask.choose_folder("网页放到哪个文件夹")
        if folder is None:
            return

        def work(job: Job) -> WebPage:
            return write_page(them, chosen, folder, session.sandbox, job)

        def then(made: WebPage) -> None:
            words = (
                f"{made.experiences} 篇，在文件夹“{made.start.parent.name}”里，双击 {made.start.name} "
                f"就能看、能搜，不用联网；要发给别人，用旁边的 {made.packed.name}。"
            )
            self._tell("已做成网页", words, made.start, made.left_out, "网页里也写明了")

        session.run("做成网页", work, then)

    def _tell(self, title: str, words: str, made: Path, left_out: Sequence[LeftOut], also: str) -> None:
        if left_out:
            listed = "\n".join(f"{each.path}（{each.reason}）" for each in left_out[:_MOST_LISTED])
            more = f"\n等 {len(left_out)} 处" if len(left_out) > _MOST_LISTED else ""
            words += f"\n\n没有收全的，{also}：\n{listed}{more}"
        if self._ask.confirm(title, words, "打开", "知道了"):
            open_path(made, self._ask)
