"""A batch or a ledger is told of a newer edition of its rules; it goes on by them once a person says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.batch.rules.adopting import adopt, hindrances
from app.checks.notices import load_notice
from app.editions import own
from app.editions.newer import Newer, newer_than
from app.editions.toml import toml_of
from app.errors import NoticeInvalid, WrongUse
from app.ledger import Ledger
from app.model.batch import Batch, Enterprise, Sender
from app.model.documents.part import whole
from app.receive.standing.rules import adopt as adopt_in_ledger
from app.store.store import BatchStore

OLD, TOML = load_notice("2023")


def a_newer(**changes: object) -> Newer:
    own.install(replace(OLD, edition=2, **changes))  # type: ignore[arg-type]
    found = newer_than(OLD)
    assert found is not None
    return found


def a_store(tmp_path: Path) -> BatchStore:
    return BatchStore.create(tmp_path / "批次", Batch(Sender("局", "370100"), "2023", ""), TOML)


def test_rules_are_newer_by_their_edition_or_where_they_say_otherwise() -> None:
    assert newer_than(OLD) is None and newer_than(replace(OLD, id="none")) is None
    found = a_newer(barred_years=5)
    assert [each.place for each in found.differences] == ["edition", "barred_years"]
    assert found.words == "采用第 2 版规则（2 处不同）"
    assert newer_than(found.notice) is None
    assert newer_than(replace(OLD, edition=3)) is None, "it is this computer that has the older ones"
    assert newer_than(replace(OLD, edition=2)) is not None, "of one edition, and not the same"


def test_nothing_changes_until_it_is_adopted_and_then_for_good(tmp_path: Path) -> None:
    newer = a_newer(barred_years=5)
    with a_store(tmp_path) as store:
        before = store.batch
        assert store.notice == OLD
        adopt(store, newer)
        assert store.notice.barred_years == 5 and replace(store.batch, rules=None) == before
        assert store.undo() is None and store.history[-1].what == newer.words
    with BatchStore.open(tmp_path / "批次") as store:
        assert store.notice == newer.notice and newer_than(store.notice) is None and store.batch.rules
    (kept,) = (tmp_path / "批次").glob("notice-*.toml")
    assert kept.read_bytes() == TOML, "the rules of before stay beside"


def test_what_the_newer_rules_have_no_place_for_holds_it_up(tmp_path: Path) -> None:
    newer = a_newer(tracks=OLD.tracks[:1], materials=OLD.materials[:-1], examples=())
    one = Enterprise("e1", "provincial", "甲有限公司", (), parts={"s1/a.pdf": whole("standard")})
    with a_store(tmp_path) as store:
        store.apply("收", lambda batch: batch.with_enterprise(one))
        told = list(hindrances(store.batch, store.notice, newer))
        assert "“全省”这一类" in told[0] and "“标准制修订材料”这种材料" in told[1] and len(told) == 2
        with pytest.raises(WrongUse, match="移出这一类的 1 家"):
            adopt(store, newer)
        assert store.notice == OLD and store.batch.rules is None


def test_rules_that_lie_are_not_taken(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        with pytest.raises(NoticeInvalid):
            store.take_rules(TOML.replace(b"2023-08-31", b"2023-01-31"), "x")
        assert store.notice == OLD and (store.folder / "notice.toml").read_bytes() == TOML


def test_a_ledger_adopts_them_with_a_line_of_its_history(tmp_path: Path) -> None:
    newer = a_newer(barred_years=5)
    with Ledger.create(tmp_path / "台账", TOML) as ledger:
        adopt_in_ledger(ledger, newer, "王")
        assert ledger.notice == newer.notice
        assert [(event.by, event.what) for event in ledger.events()][-1] == ("王", newer.words)
    with Ledger.open(tmp_path / "台账") as ledger:
        assert ledger.notice == newer.notice and len([*ledger.events()]) == 1


def test_a_ledger_with_enterprises_of_a_track_that_is_no_more_keeps_its_rules(
    received_province: tuple[Path, object], tmp_path: Path
) -> None:
    import shutil

    folder = tmp_path / "台账"
    shutil.copytree(received_province[0], folder)
    newer = a_newer(tracks=OLD.tracks[:1])
    with Ledger.open(folder) as ledger:
        with pytest.raises(WrongUse, match="“全省”这一类"):
            adopt_in_ledger(ledger, newer, "王")
        assert ledger.notice == OLD


def test_the_same_rules_in_other_words_are_no_other_rules() -> None:
    own.install(OLD)
    assert toml_of(OLD) != TOML and newer_than(OLD) is None
