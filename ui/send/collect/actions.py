"""What a person may do on 收集材料: take material in, and say what it is; each decision is one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path

from app.batch import edit
from app.model.batch import Batch
from app.model.documents.part import LEAVE_OUT, Part
from app.notices.filing import Filing
from app.paths import inside
from app.send.collect import Collected
from app.store.removed import Removed, put_back, removed
from ui.send.collect.census import Row
from ui.send.collect.intake import (
    add_to,
    describe_left_out,
    describe_taken,
    forget_the_rest,
    not_taken,
    planned,
    still_to_come,
    take_in,
)
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.opening import open_path

ARCHIVES = "压缩包 (*.zip *.7z *.rar *.tar *.tgz *.gz);;所有文件 (*)"
_NAMED = 6  # enterprises told by name


class CollectActions:
    def __init__(self, session: Session, ask: Ask) -> None:
        self._session, self._ask = session, ask

    # -- taking in ---------------------------------------------------------------------------------
    def take(self, paths: Sequence[Path], track: str | None = None) -> None:
        """Ask what has to be asked, then copy, hash and look into each."""
        if not paths or self._session.busy:
            return
        intake = planned(paths, track, self._session, self._ask)
        if intake is None:
            return

        def then(collected: Collected) -> None:
            self._session.noted.emit(describe_taken(collected, self._session))
            self._taken(collected)

        self._session.run("收集材料", take_in(intake, self._session), then)

    def go_on(self) -> None:
        """Offer what the program was taking in when it ended the last time."""
        intake = still_to_come(self._session)
        if intake is None or self._session.busy:
            return
        names = [path.name for lot in intake.lots for path in lot.packages]
        if not names:
            forget_the_rest(self._session)
            self._ask.tell("上次没有收完", "还没有收下的材料已经不在原来的地方，请重新拖入。")
            return
        told = "、".join(names[:3]) + (" 等" if len(names) > 3 else "")
        answer = self._ask.choose("上次没有收完", f"还有 {len(names)} 家没有收下：{told}。已收下的都在。",
                                  ["继续收", "不收了"])
        if answer == 0:
            self._session.run("收集材料", take_in(intake, self._session), self._taken)
        elif answer == 1:
            forget_the_rest(self._session)

    def take_onto(self, paths: Sequence[Path], row: Row | None) -> None:
        """Files dropped on a row are its own, or those of another."""
        if row is None:
            self.take(paths)
            return
        answer = self._ask.choose("放到哪里？", "、".join(path.name for path in paths[:3]),
                                  [f"加到{row.name}", f"作为新的{self._session.notice.short(row.track)}企业"])
        if answer == 0:
            self._session.run("添加材料", add_to(row.id, paths, self._session), self._taken)
        elif answer == 1:
            self.take(paths, row.track)

    def add_files(self, row: Row) -> None:
        files = self._ask.choose_files(f"给{row.name}添加材料", "所有文件 (*)")
        if files:
            self._session.run("添加材料", add_to(row.id, files, self._session), self._taken)

    def replace(self, row: Row) -> None:
        files = self._ask.choose_files(f"选择{row.name}的新材料", ARCHIVES)
        if not files:
            return
        self._session.run("替换材料", add_to(row.id, files, self._session, replaces=True), self._taken)

    def _taken(self, collected: Collected) -> None:
        message = describe_left_out(collected, self._session.batch)
        if message is not None:
            self._ask.tell(*message)

    # -- decisions ---------------------------------------------------------------------------------
    def confirm(self, keys: Sequence[str]) -> None:
        names = [self._session.batch.enterprises[key].name for key in keys]
        what = f"确认全称：{names[0]}" if len(names) == 1 else f"确认 {len(names)} 家的全称"
        self._session.apply(what, lambda batch: edit.confirm(batch, keys))

    def rename(self, key: str, name: str) -> None:
        self._session.apply(f"改全称为{name}", lambda batch: edit.rename(batch, key, name))

    def assign(self, enterprise: str, keys: Sequence[str], role: str) -> None:
        """Say which material the files are, or that they are none."""
        title = "不装入" if role == LEAVE_OUT else self._session.notice.material(role).title
        which = f"“{keys[0].rpartition('/')[2]}”" if len(keys) == 1 else f" {len(keys)} 个文件"
        self._session.apply(
            f"把{which}归为{title}", lambda batch: edit.assign_all(batch, enterprise, keys, role)
        )

    def also(self, enterprise: str, key: str, filing: Filing, material: str) -> None:
        """The file serves as `material` beside what it serves as already."""
        kept = (part for part in filing.parts if part.material not in (LEAVE_OUT, material))
        parts = (*kept, Part(material))
        what = f"“{_name(key)}”也作为{self._session.notice.material(material).title}"
        self._session.apply(what, lambda batch: _serve(batch, enterprise, key, parts))

    def propose(self, proposals: Sequence[tuple[str, str, tuple[Part, ...]]]) -> None:
        """Take what is proposed, (enterprise, member key, parts) each, in one change."""

        def change(batch: Batch) -> Batch:
            for enterprise, key, parts in proposals:
                batch = _serve(batch, enterprise, key, parts)
            return batch

        which = f"“{_name(proposals[0][1])}”" if len(proposals) == 1 else f" {len(proposals)} 个文件"
        self._session.apply(f"把{which}按建议归类", change)

    def judge_again(self, enterprise: str, key: str) -> None:
        """Forget what a person said of the file."""
        what = f"由程序重新判断“{_name(key)}”"
        self._session.apply(what, lambda batch: _serve(batch, enterprise, key, ()))

    def order(self, enterprise: str, material: str, keys: Sequence[str]) -> None:
        """The files that the material is made of, in this order."""
        what = f"{self._session.notice.material(material).title}的 {len(keys)} 个文件重排次序"
        self._session.apply(what, lambda batch: _ordered(batch, enterprise, material, keys))

    def move(self, row: Row, track: str) -> None:
        what = f"把{row.name}换到{self._session.notice.short(track)}"
        self._session.apply(what, lambda batch: edit.move_track(batch, row.id, track))

    def remove(self, rows: Sequence[Row]) -> None:
        """Asked first: they are gone from all pages at once. One change, to be undone as one."""
        which = rows[0].name if len(rows) == 1 else f" {len(rows)} 家企业"
        words = "材料仍保留在批次里，随时可以从“已移出”放回来，填写的内容都在。"
        if len(rows) > 1:
            words = f"{_named(rows)}。{words}"
        if self._ask.confirm(f"把{which}移出本批次？", words, "移出", loses=True):
            keys = [row.id for row in rows]
            self._session.apply(f"把{which}移出本批次", lambda batch: reduce(edit.remove, keys, batch))

    def removed(self) -> tuple[Removed, ...]:
        """Those that can be put back, the newest first."""
        return removed(tuple(self._session.store.history), self._session.batch)

    def put_back(self, chosen: Sequence[Removed]) -> None:
        which = chosen[0].enterprise.name if len(chosen) == 1 else f" {len(chosen)} 家企业"
        self._session.apply(f"把{which}放回本批次", lambda batch: reduce(put_back, chosen, batch))

    # -- looking -----------------------------------------------------------------------------------
    def open_folder(self, row: Row) -> None:
        sources = self._session.batch.sources_of(self._session.batch.enterprises[row.id])
        if sources:
            open_path(inside(self._session.folder, sources[0].stored).parent, self._ask)

    def show_left_out(self, row: Row) -> None:
        lines = not_taken(self._session.batch, row.id)
        self._ask.tell(f"{row.name}未收下的文件", "\n".join(lines[:30]) or "全部收下了，没有遗漏。")


def _named(rows: Sequence[Row]) -> str:
    shown = "、".join(row.name for row in rows[:_NAMED])
    return f"{shown} 等 {len(rows)} 家" if len(rows) > _NAMED else shown


def _name(key: str) -> str:
    return key.rpartition("/")[2]


def _serve(batch: Batch, enterprise: str, key: str, parts: tuple[Part, ...]) -> Batch:
    """As `edit.serve`; what has left the batch meanwhile is left alone."""
    return edit.serve(batch, enterprise, key, parts) if enterprise in batch.enterprises else batch


def _ordered(batch: Batch, enterprise: str, material: str, keys: Sequence[str]) -> Batch:
    """What they serve as, on which pages, stays as it is."""
    if enterprise not in batch.enterprises:
        return batch
    one = batch.enterprises[enterprise]
    return batch.with_enterprise(replace(one, made_of={**one.made_of, material: tuple(keys)}))
