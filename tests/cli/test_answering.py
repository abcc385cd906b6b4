"""Who answers a submission by the command line, and by when it is to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.ledger import Ledger
from app.ledger.event import EventKind
from app.model.finding import Grade
from tests.receive.facts import a_submission, an_entry
from tests.receive.ledgers import a_finding, a_ledger, registered
from tests.road import baopan, done


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """济南's, with one fault and one look."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1692950400")  # 2023-08-25
    with a_ledger(tmp_path / "台账") as opened:
        one = a_submission("济南")
        found = (a_finding("e1"), a_finding("e1", Grade.LOOK, "压缩包套压缩包", check="PACK-05"))
        registered(opened, one, [an_entry(one, "山东甲机械有限公司", id="e1")], found)
    return tmp_path / "台账"


def by(ledger: Path, kind: EventKind) -> str:
    with Ledger.open(ledger) as opened:
        return next(event.by for event in reversed(opened.events()) if event.kind is kind)


def test_the_kept_name_is_used_and_one_command_may_name_another(ledger: Path, tmp_path: Path) -> None:
    assert "没有登记过" in done("clerk")
    assert "经办人：周敏" in done("clerk", "周敏") and "周敏（2023-08-25 起）" in done("clerk")
    done("judge", ledger, "2023-370100-1", "PACK-05", "accept", "--reason", "不影响评审")
    assert by(ledger, EventKind.JUDGED) == "周敏"
    done("judge", ledger, "2023-370100-1", "PACK-05", "return", "--reason", "请企业解开", "--clerk", "钱进")
    assert by(ledger, EventKind.JUDGED) == "钱进"
    done("accept", ledger, "2023-370100-1", "--reason", "已当面核对", "--out", tmp_path)
    assert by(ledger, EventKind.ACCEPTED) == by(ledger, EventKind.RECEIPT_WRITTEN) == "周敏"
    assert baopan("clerk", " \n ")[0] == 2
    lines = done("ledger-history", ledger, "2023-370100-1").splitlines()
    assert "钱进  核对“压缩包套压缩包”：退回补正（请企业解开）" in lines[-3] and "周敏  已受理：已当面核对" in lines[-2]
    assert done("ledger-history", ledger).count("2023-370100-1") >= len(lines)
    assert baopan("ledger-history", ledger, "2023-999999-1")[0] == 2


def test_a_day_that_is_past_returns_nothing(ledger: Path, tmp_path: Path) -> None:
    code, _, err = baopan("return", ledger, "2023-370100-1", "--due", "2023-08-24", "--out", tmp_path / "答复")
    assert code == 2 and "已经过了" in err and not (tmp_path / "答复").exists()
    with Ledger.open(ledger) as opened:
        assert opened.submission("2023-370100-1").standing.is_open
    done("return", ledger, "2023-370100-1", "--due", "2023-09-08", "--out", tmp_path / "答复")
    with Ledger.open(ledger) as opened:
        assert opened.events()[-1].what.endswith("；补正期限 2023-09-08")
