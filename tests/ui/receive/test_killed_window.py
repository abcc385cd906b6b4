"""The real window with the sixteen cities' discs, killed at three random moments and started again."""

from __future__ import annotations

from pathlib import Path

from app.demo.province import make_province_demo
from app.ledger import Ledger
from tests.province.kills import faults, killed


def test_nothing_is_doubled_or_lost(tmp_path: Path):
    campaign = make_province_demo(tmp_path / "样例")
    path, kills = killed(tmp_path, campaign.folder, 3, seed=7)
    assert kills == 3
    with Ledger.open(path) as ledger:
        assert faults(ledger, campaign) == []
        registered = [disc for disc in campaign.discs if disc.standing is not None]
        assert len(ledger.submissions()) == len(registered)
        stands = {one.sender.name: one.standing for one in ledger.submissions()}  # the later one of a sender
        assert stands == {disc.sender.name: disc.standing for disc in registered}
    assert not [path for path in (path / "接收中").glob("*") if any(path.rglob("*"))]
