"""What is done with a ledger as a whole: backed up, restored, moved into a database or back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.job import Job
from app.ledger import Ledger
from app.ledger.connection import BACKUP_HOLDS
from app.ledger.materials import back_up_whole
from app.ledger.place import SCHEME
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask

_WHOLE = "备份登记和材料…"
_ROWS = "只备份登记…"
_RESTORE = "用备份恢复…"
_INTO, _BACK = "搬进局域网数据库…", "从数据库搬回文件夹"
ADDRESS = "数据库地址，由管理数据库的同事给：一个空的 PostgreSQL 数据库。"


Work = Callable[[Job], tuple[Ledger, str]]  # the ledger, open, and what a person has to know


class Keeping:
    """`reopen(words, work, done)`: the ledger is closed, `work` is done, what it gives is shown as `done`."""

    def __init__(self, session: LedgerSession, ask: Ask, reopen: Callable[[str, Work, str], object]) -> None:
        self._session, self._ask, self._reopen = session, ask, reopen

    def choose(self) -> None:
        ledger = self._session.ledger
        if self._session.busy:
            self._ask.tell("请稍候", f"“{self._session.doing}”还在进行，完成或取消后再做这一步。")
            return
        options = [_WHOLE, _ROWS]
        if not ledger.is_read_only:
            options += [_RESTORE, _BACK if ledger.is_shared else _INTO]
        where = "登记在局域网的数据库里，几台电脑可以同时用" if ledger.is_shared else "登记也在这个文件夹里"
        chosen = self._ask.choose("台账备份与搬家", f"这本台账在 {ledger.folder}\n{where}。", options)
        if chosen is None:
            return
        doing = {_WHOLE: self._back_up, _ROWS: self._back_up_rows, _RESTORE: self._restore}
        doing |= {_INTO: self._into, _BACK: self._back}
        doing[options[chosen]]()

    def _back_up(self) -> None:
        folder, ledger = self._ask.choose_folder("台账和材料备份到哪里"), self._session.ledger
        if folder is None:
            return
        who = self._session.who()

        def work(job: Job) -> str:
            backup, copied = back_up_whole(ledger, folder, who, job)
            return f"{backup.name}\n在 {folder} 里，已读回核对。{copied.words}。"

        self._session.run("备份台账", work, lambda words: self._ask.tell("台账已备份", words))

    def _back_up_rows(self) -> None:
        folder, ledger = self._ask.choose_folder("台账备份到哪里"), self._session.ledger
        if folder is None:
            return
        who = self._session.who()

        def work(job: Job) -> str:
            job.at(0, "正在备份台账")
            return ledger.backup(folder, who).name

        self._session.run("备份台账", work, lambda name: self._ask.tell(
            "台账已备份", f"{name}\n在 {folder} 里。{BACKUP_HOLDS}"))

    def _restore(self) -> None:
        chosen = self._ask.choose_files("选择台账的备份", "台账备份 (*.sqlite)")
        if not chosen:
            return
        backup, folder = chosen[0], self._session.ledger.folder
        text = f"用 {backup.name} 恢复：备份以后登记和核对的都不算数。现在的台账另存，不会删除。"
        if not self._ask.confirm("用备份恢复台账", text, "恢复", loses=True):
            return

        def work(job: Job) -> tuple[Path, str]:
            from app.ledger.restore import restore_whole

            return folder, restore_whole(folder, backup, job).words

        self._reopen("正在恢复台账…", reopened(work), "台账已恢复")

    def _into(self) -> None:
        address = (self._ask.text("搬进局域网数据库", ADDRESS, f"{SCHEME}用户@电脑/数据库") or "").strip()
        if not address:
            return
        options = ["留在现在的文件夹", "复制到共享文件夹…"]
        text = "几台电脑要看到同一个文件夹。现在的文件夹已经在共享里的，就留在原处。"
        where = self._ask.choose("收到的材料放在哪里", text, options)
        store = self._ask.choose_folder("选择共享文件夹（空的）") if where == 1 else None
        if where is None or (where == 1 and store is None):
            return
        self._move(address, store)

    def _back(self) -> None:
        text = "登记搬回这个文件夹，材料不动；以后同时只能由一台电脑修改。别的窗口请先关闭。"
        if self._ask.confirm("从数据库搬回文件夹", text, "搬回"):
            self._move(str(self._session.ledger.folder), None)

    def _move(self, to: str, store: Path | None) -> None:
        folder, who = self._session.ledger.folder, self._session.who()

        def work(job: Job) -> tuple[Path, str]:
            from app.ledger.move import move

            moved = move(folder, to, store, job, who)
            return moved.folder, moved.words

        self._reopen("正在搬台账…", reopened(work), "台账已搬好")


def reopened(work: Callable[[Job], tuple[Path, str]]) -> Work:
    """The ledger of the folder that `work` gives, open, and what a person has to know."""

    def both(job: Job) -> tuple[Ledger, str]:
        folder, words = work(job)
        return Ledger.open(folder), words

    return both
