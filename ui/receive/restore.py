"""What is asked when a ledger is damaged: which backup, or what is whole without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.errors import LedgerDamaged
from app.job import Job
from app.ledger import Ledger
from app.ledger.backups import backups_of
from app.ledger.restore import restore
from ui.shell.ask import Ask


def restoring(
    ask: Ask, folder: Path, error: LedgerDamaged
) -> Callable[[Job], tuple[Ledger, str]] | None:
    """The work of it: the ledger, open, and what a person has to know. None: leave it as it is.

    The newest backup is offered first.
    """
    found = backups_of(folder)
    last = [f"用最近的备份恢复（{found[0].name}）"] if found else []
    options = [*last, "另选一个备份…", "不用备份，留下完好的部分"]
    text = f"{error.detail}\n存放的材料没有动；损坏的文件会另存，不会删除。"
    taken = ask.choose(error.title, text, options)
    if taken is None:
        return None
    backup = found[0] if last and taken == 0 else None
    if taken == len(options) - 2:
        chosen = ask.choose_files("选择台账的备份", "台账备份 (*.sqlite)")
        if not chosen:
            return None
        backup = chosen[0]

    def work(job: Job) -> tuple[Ledger, str]:
        job.at(0, "正在恢复台账")
        words = restore(folder, backup).words
        return Ledger.open(folder), words

    return work
