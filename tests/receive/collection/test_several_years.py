"""Ledgers of earlier years beside this one's: searched and printed as one collection, never changed."""

from __future__ import annotations

import pytest

from app.cli import main
from app.errors import WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.after.asked import Asked, kinds_of
from app.receive.collection.collection import Collection, earlier_of, keep_earlier, title_of
from app.receive.collection.volume import print_volume
from tests.receive.collection.made import NAMES, of_the_year_before, with_experiences


@pytest.fixture
def before(tmp_path):
    with of_the_year_before(tmp_path / "去年的台账") as ledger:
        with_experiences(ledger, tmp_path / "去年来件", chosen=(0, 2))
    with Ledger.open(tmp_path / "去年的台账", reads_only=True) as ledger:
        yield ledger


@pytest.fixture
def them(experienced, before, sandbox):
    made = Collection([experienced, before])
    made.collect(sandbox, Job())
    return made


def test_all_years_are_searched_and_a_year_is_a_filter(them):
    assert kinds_of(them.experiences()).years == (2023, 2022)
    found = [(hit.one.year, hit.one.name) for hit in them.search(Asked("零缺陷"))]
    assert found == [(2023, NAMES[2]), (2022, NAMES[2]), (2023, NAMES[0]), (2022, NAMES[0])]
    assert [hit.one.name for hit in them.search(Asked(years=frozenset([2022])))] == [NAMES[0], NAMES[2]]


def test_each_experience_is_read_from_its_own_ledger(them, experienced, before):
    homes = {one.year: them.ledger_of(one) for one in them.experiences()}
    assert homes == {2023: experienced, 2022: before}


def test_a_volume_of_two_years_says_so(them, sandbox, tmp_path):
    chosen = [one for one in them.experiences() if one.name == NAMES[0]]
    made = print_volume(them, chosen, tmp_path / "册.pdf", sandbox, Job())
    assert made.experiences == 2 and made.left_out == ()
    assert title_of(them.notice, chosen).startswith("2022—2023年") and title_of(them.notice, []).startswith("2023年")


def test_two_ledgers_of_one_year_are_one_too_many(experienced, before):
    with pytest.raises(WrongUse, match="2022"):
        Collection([experienced, before, before])


def test_which_they_are_is_kept_beside_the_ledger(experienced, before, tmp_path):
    assert earlier_of(experienced) == ()
    keep_earlier(experienced, [before.folder, before.folder])
    assert earlier_of(experienced) == (before.folder.resolve(),)
    keep_earlier(experienced, [])
    assert earlier_of(experienced) == ()


def test_the_command_line_takes_them_along(tmp_path, before, capsys):
    from tests.receive.ledgers import a_ledger

    with a_ledger(tmp_path / "台账") as ledger:
        with_experiences(ledger, tmp_path / "来件")
    asked = ["collection", str(tmp_path / "台账"), "--also", str(before.folder), "--list", "--search", "零缺陷"]
    assert main([*asked, "--year", "2022"]) == 0
    assert "共 2 篇" in capsys.readouterr().out
    assert main(asked) == 0
    assert "共 4 篇" in capsys.readouterr().out
