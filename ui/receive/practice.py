"""The five minutes with a sample: every city's disc, and a ledger that nothing is in yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.job import Job

if TYPE_CHECKING:
    from app.ledger import Ledger


def make_ledger_practice(job: Job) -> tuple[Ledger, Path]:
    """An empty ledger, and the folder with the sample province's discs. Raises AppError, Cancelled."""
    from app.checks.notices import load_notice
    from app.demo.province import make_province_demo
    from app.ledger import Ledger
    from app.paths import documents_dir, free_folder

    home = free_folder(documents_dir() / "标杆报盘" / "省厅练习")
    campaign = make_province_demo(home / "样例光盘", job=job)
    _, content = load_notice(campaign.notice)
    return Ledger.create(home / "练习台账", content), campaign.folder
