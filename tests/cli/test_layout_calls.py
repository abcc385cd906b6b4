"""look --layout, receive --layout: what a disc is taken to be is written out, corrected, and taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.ledger import Ledger
from tests.hand_made import THREE, TWO, drafts_beside
from tests.road import baopan, done


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """The layout of a disc, as look wrote it; the disc and the ledger beside it."""
    drafts_beside(tmp_path / "盘")
    done("ledger-new", tmp_path / "台账")
    code, out, _ = baopan("look", tmp_path / "台账", tmp_path / "盘", "--layout", tmp_path / "认法.json", "--no-ocr")
    assert code in (0, 1) and "认法已写入" in out
    return tmp_path / "认法.json"


def received(given: Path, disc: str = "盘") -> tuple[int, str, str]:
    return baopan("receive", given.with_name("台账"), given.with_name(disc), "--layout", given, "--no-ocr")


def changed(given: Path, **tracks: Any) -> Path:
    told = json.loads(given.read_text("utf-8"))
    told["tracks"] |= tracks
    given.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return given


def own_of(given: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(given.read_text("utf-8"))["tracks"]["provincial"]
    return found


def registered(given: Path) -> dict[str, int]:
    """Full name → how many packages."""
    with Ledger.open(given.with_name("台账")) as ledger:
        return {
            each.name: len(each.sources)
            for one in ledger.submissions() for each in ledger.stored_batch(one.id).enterprises.values()
        }  # fmt: skip


def test_what_a_person_corrected_is_what_is_registered(given: Path) -> None:
    own = own_of(given)
    assert sorted(own["packages"].values()) == sorted([TWO, THREE])
    all_of_one = dict.fromkeys(own["packages"], TWO)
    changed(given, provincial=own | {"packages": all_of_one, "joined": [*all_of_one]})
    code, out, err = received(given)
    assert code in (0, 1) and "登记号" in out, err
    assert registered(given) == {TWO: 2, THREE: 0}  # it is on the table all the same


def test_as_it_was_written_it_changes_nothing(given: Path) -> None:
    assert received(given)[0] in (0, 1)
    assert registered(given) == {TWO: 1, THREE: 1}


@pytest.mark.parametrize(("tracks", "said"), [
    ({"provincial": {"table": "../别处.xlsx"}}, "这张盘上没有：“../别处.xlsx”"),
    ({"moon": {"letter": ""}}, "申报类别“moon”通知里没有"),
])  # fmt: skip
def test_a_layout_that_does_not_fit_the_disc_is_refused_and_nothing_is_registered(
    given: Path, tracks: dict[str, Any], said: str
) -> None:
    code, _, err = received(changed(given, **tracks))
    assert code == 2 and said in err and err.count("\n") == 1
    assert registered(given) == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tracks": 7}', "[" * 100_000], ids=range(5))
def test_a_file_that_is_no_layout_is_told_in_one_line(given: Path, text: str) -> None:
    given.write_text(text, "utf-8")
    code, _, err = received(given)
    assert code == 2 and "不是 look --layout 写出的文件" in err and err.count("\n") == 1
    given.unlink()
    assert received(given)[0] == 2


def test_one_layout_is_not_said_of_several_discs(given: Path) -> None:
    words = (given.with_name("台账"), given.with_name("盘"), given.with_name("盘"))
    assert baopan("receive", *words, "--layout", given)[0] == 2
