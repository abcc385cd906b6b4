"""amend, void, reinstate, reissue by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.hand_made import THREE, TWO, drafts_beside
from tests.road import baopan, done

KEY = "2023-370200-1"


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """烟台's disc, registered as 青岛's, and its receipt."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1693526400")  # 2023-09-01
    drafts_beside(tmp_path / "盘")
    done("ledger-new", tmp_path / "台账")
    code, _, _ = baopan("receive", tmp_path / "台账", tmp_path / "盘", "--sender", "370200", "--clerk", "王", "--no-ocr")
    assert code in (0, 1)
    done("accept", tmp_path / "台账", KEY, "--reason", "已当面核对", "--clerk", "王", "--out", tmp_path / "答复")
    return tmp_path / "台账"


def amended(*words: object) -> str:
    """stdout; what is still to be mended is no wrong use."""
    code, out, err = baopan("amend", *words)
    assert code in (0, 1), err
    return out


def test_a_sender_and_a_day_are_put_right_and_the_papers_issued_anew(ledger: Path, tmp_path: Path) -> None:
    planned = done("amend", ledger, KEY, "--sender", "370600", "--day", "2023-08-30", "--plan")
    assert "收到日期由 2023-09-01 改为 2023-08-30" in planned and "要出具更正件" in planned and "不算逾期" in planned
    assert "更正" not in done("ledger-history", ledger)
    said = amended(ledger, KEY, "--sender", "370600", "--day", "2023-08-30", "--by", "李", "--reason", "当时选错了市")
    assert "已更正：2023-370200-1 烟台市工业和信息化局" in said and "更正件用 reissue 出具" in said
    lines = done("ledger-history", ledger, KEY).splitlines()
    assert "（已更正）" in next(line for line in lines if "出具接收回执" in line)
    (line,) = [line for line in lines if "更正登记" in line]
    assert "李  更正登记：报送单位由 青岛市工业和信息化局 改为 烟台市工业和信息化局" in line and "当时选错了市" in line
    assert "更正件：" in done("reissue", ledger, KEY, "--out", tmp_path / "答复")
    assert len(list((tmp_path / "答复").glob("接收回执*更正1.pdf"))) == 1
    assert baopan("reissue", ledger, KEY, "--out", tmp_path / "答复")[0] == 2
    assert "烟台市" in done("ledger", ledger)


def test_a_layout_is_written_out_corrected_and_taken(ledger: Path, tmp_path: Path) -> None:
    file = tmp_path / "认法.json"
    done("amend", ledger, KEY, "--write-layout", file)
    told = json.loads(file.read_text("utf-8"))
    packages = told["tracks"]["provincial"]["packages"]
    (path,) = [path for path, name in packages.items() if name == TWO]
    packages[path] = THREE
    file.write_text(json.dumps(told), "utf-8")
    said = amended(ledger, KEY, "--layout", file)
    assert f"归全省“{THREE}”" in said and "内容变了，要重新答复" in said
    assert baopan("amend", ledger, KEY, "--layout", file)[0] == 2  # nothing more to change
    assert baopan("amend", ledger, KEY, "--day", "昨天")[0] == 2
    assert baopan("amend", ledger, KEY, "--add", file)[0] == 2  # whose?
    assert f"归“{TWO}”" in amended(ledger, KEY, "--add", tmp_path / "盘" / "全省" / "推荐函.docx", "--to", TWO)
    assert baopan("amend", ledger, "2023-999999-1", "--clerk", "李")[0] == 2


def test_one_is_made_void_and_brought_back(ledger: Path, tmp_path: Path) -> None:
    assert baopan("void", ledger, KEY)[0] == 2
    said = done("void", ledger, KEY, "--reason", "误收了练习盘", "--clerk", "李", "--out", tmp_path / "答复")
    assert "已作废：2023-370200-1" in said and "更正件：" in said
    assert "已作废" in done("ledger", ledger) and "0 家" in done("merge", ledger, "--out", tmp_path / "总表.xlsx")
    assert "那一份已作废（误收了练习盘）" in baopan("receive", ledger, tmp_path / "盘", "--no-ocr")[1]
    assert "误收了练习盘" in baopan("amend", ledger, KEY, "--clerk", "李")[2]
    assert "已恢复计入" in done("reinstate", ledger, KEY, "--reason", "还是要用")
    assert "恢复计入：还是要用" in done("ledger-history", ledger, KEY)
