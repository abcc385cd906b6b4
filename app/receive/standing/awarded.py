"""载入历年获评名单 on the province's side: kept in the ledger, compared with every submission in it."""

from __future__ import annotations

from pathlib import Path

from app.batch.awarded.lists import Brought, barred_in, together
from app.job import Job
from app.ledger import Ledger
from app.reading.sandbox import Sandbox


def bring_in(ledger: Ledger, path: Path, who: str, sandbox: Sandbox, job: Job) -> Brought:
    """Read in a child process; only the years that bar are kept. A list brought in before is replaced; what
    is registered already is judged by it too. Raises as `app.batch.awarded.lists.bring_in`.
    """
    kept, brought = barred_in(path, ledger.notice, sandbox, job.part(0.0, 0.6))
    job.check()
    job.at(0.7, "正在与已登记的比对", path.name)
    what = f"载入历年获评名单 {path.name}：{brought.taken} 家"
    ledger.set_awarded(together(ledger.awarded(), kept), what, who)
    return brought


def take_away(ledger: Ledger, who: str) -> None:
    ledger.set_awarded({}, "去掉载入的历年获评名单", who)
