"""The province by the command line: from files alone, round to the city and back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.ledger import Ledger
from app.model.submission import Standing
from tests.ledger.test_damage import change
from tests.road import baopan, done


@pytest.fixture(scope="module")
def batch(clean_batch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("province") / "批次"
    shutil.copytree(clean_batch, folder)
    return folder


@pytest.fixture(scope="module")
def disc(batch: Path) -> tuple[Path, str]:
    """(disc, 校验码)"""
    told = done("stage", batch, "--out", batch.parent / "光盘")
    code = next(line.partition("：")[2] for line in told.splitlines() if line.startswith("校验码"))
    return batch.parent / "光盘" / "QLBG23_3701_01", code


def received(*words: object) -> tuple[int, dict[str, Any]]:
    if not (ledger := Path(str(words[0]))).exists():
        done("ledger-new", ledger)
    code, out, err = baopan("receive", *words, "--json")
    assert out, err
    return code, json.loads(out)


def test_a_clean_disc_is_received_without_anything_to_settle(disc: tuple[Path, str], tmp_path: Path) -> None:
    folder, paper = disc
    code, told = received(tmp_path / "台账", folder, "--code", paper, "--clerk", "王", "--handed-in", "2023-08-30")
    assert (told["handed_in"], told["late"]) == ("2023-08-30", False)
    assert told["submission"] == "2023-370100-1" and told["new"] and told["standing"] == "passed"
    assert {f["grade"] for f in told["findings"]} <= {"should", "look", ""}
    assert code == (0 if told["verdict"] == "ok" else 1)
    again_code, again = received(tmp_path / "台账", folder)
    assert not again["new"] and again["submission"] == told["submission"] and again_code == code


def test_a_wrong_code_is_one_must(disc: tuple[Path, str], tmp_path: Path) -> None:
    code, told = received(tmp_path / "台账", disc[0], "--code", "0000-0000-0000", "--day", "2023-08-30")
    assert code == 1 and told["verdict"] == "must"
    assert [f["check"] for f in told["findings"] if f["grade"] == "must"] == ["DISC-04"]


def test_the_round_from_the_city_to_the_province_and_back_works_from_files_alone(
    batch: Path, disc: tuple[Path, str], tmp_path: Path
) -> None:
    ledger, out = tmp_path / "台账", tmp_path / "答复"
    _, told = received(ledger, disc[0], "--day", "2023-08-30")
    done("return", ledger, told["submission"], "--reason", "推荐次序请再确认", "--out", out)
    (notice,) = out.glob("*.baopan.json")
    assert next(out.glob("*.pdf")).read_bytes().startswith(b"%PDF")
    assert "补正第 1 次" in done("correct", batch, notice)
    done("stage", batch, "--out", tmp_path / "补正盘")
    _, mended = received(ledger, tmp_path / "补正盘" / "QLBG23_3701_01", "--day", "2023-08-31")
    assert mended["submission"] == "2023-370100-2"
    done("accept", ledger, mended["submission"], "--reason", "已核对", "--out", out)
    with Ledger.open(ledger) as opened:
        assert [one.standing for one in opened.submissions()] == [Standing.SUPERSEDED, Standing.ACCEPTED]
        names = {entry.name for entry in opened.entries()}
    done("merge", ledger, "--out", tmp_path / "总表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "总表.xlsx")
    cells = {str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row}
    assert names and names <= cells
    assert "2023-370100-2" in done("ledger", ledger)
    assert "已备份到" in done("ledger-backup", ledger, "--out", tmp_path / "备份", "--rows")
    assert [path.suffix for path in (tmp_path / "备份").iterdir()] == [".sqlite"]
    told = done("ledger-backup", ledger, "--out", tmp_path / "U盘")
    assert "已读回核对" in told and "␊" not in told
    shutil.rmtree(ledger / "存放" / "2023-370100-2")
    (backup,) = (tmp_path / "U盘").glob("*.sqlite")
    assert "缺失的材料从备份补回" in done("ledger-restore", ledger, backup)
    done("merge", ledger, "--out", tmp_path / "恢复后.xlsx")


def test_a_damaged_ledger_names_the_row_and_is_restored(
    disc: tuple[Path, str], tmp_path: Path
) -> None:
    ledger = tmp_path / "台账"
    _, told = received(ledger, disc[0], "--code", disc[1], "--day", "2023-08-30")
    change(ledger, "UPDATE submissions SET batch = x'00'")
    code, out, err = baopan("merge", ledger, "--out", tmp_path / "总表.xlsx")
    assert code == 2 and not out and f"报送 {told['submission']}" in err and "ledger-restore" in err
    said = done("ledger-restore", ledger)
    assert f"台账里没有：{told['submission']}" in said
    assert done("ledger", ledger) == ""
    _, again = received(ledger, disc[0], "--code", disc[1], "--day", "2023-08-30")
    assert (again["submission"], again["new"]) == (told["submission"], True)


def test_a_finding_is_settled_with_a_reason(disc: tuple[Path, str], tmp_path: Path) -> None:
    _, told = received(tmp_path / "台账", disc[0], "--code", "0000-0000-0000", "--day", "2023-08-30")
    looks = [f["id"] for f in told["findings"] if f["grade"] == "look" and "decision" not in f]
    for finding in looks:
        done("judge", tmp_path / "台账", told["submission"], finding, "accept", "--reason", "已看")
    _, again = received(tmp_path / "台账", disc[0])
    assert not [f for f in again["findings"] if f["grade"] == "look" and "decision" not in f]


def test_a_look_tells_what_a_disc_is_and_copies_nothing(disc: tuple[Path, str], tmp_path: Path) -> None:
    done("ledger-new", tmp_path / "台账")
    _, out, _ = baopan("look", tmp_path / "台账", disc[0])
    assert "本程序制作" in out and "济南市工业和信息化局" in out
    assert not list((tmp_path / "台账" / "存放").iterdir())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("receive", "{tmp}/台账", "{tmp}/没有"), "找不到"),
        (("receive", "{tmp}/台账", "{tmp}/空"), "没有申报材料"),
        (("receive", "{tmp}/台账", "{tmp}/文.txt"), "读不出来"),
        (("receive", "{tmp}/打错了", "{tmp}/空"), "没有台账"),
        (("accept", "{tmp}/空", "x", "--out", "{tmp}/o"), "没有台账"),
        (("merge", "{tmp}/没有", "--out", "{tmp}/o.xlsx"), "没有台账"),
    ],
)
def test_wrong_use_is_one_chinese_line(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "文.txt").write_text("不是光盘")
    done("ledger-new", tmp_path / "台账")
    code, out, err = baopan(*(word.format(tmp=tmp_path) for word in words))
    assert code == 2 and says in err and len(err.strip().splitlines()) == 1, (out, err)
