"""A notice is tried on invented packages: those in order go the whole road, what is wrong is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.checks import check_batch
from app.checks.notices import load_notice, read_notice
from app.demo.trial import trial as trying
from app.demo.trial.applicants import sender_of, trier
from app.demo.trial.papers import Papers
from app.demo.trial.result import Shown, Trial
from app.demo.trial.trial import WHY_NOT, trial
from app.editions.toml import toml_of
from app.job import Job
from app.model.finding import Report
from app.notices.notice import Notice

CAMPAIGNS = sorted((Path(__file__).parents[1] / "notices" / "campaigns").glob("*.toml"))
GREEN = read_notice(CAMPAIGNS[1])[0]


def tried(notice: Notice) -> Trial:
    return trial(notice, toml_of(notice), Job())


def by_check(told: Trial) -> dict[str, Shown]:
    return {rule.check: rule.shown for rule in told.rules}


def test_the_built_in_notice_is_tried_whole() -> None:
    told = tried(load_notice("2023")[0])
    assert told.is_passed and [step.why for step in told.steps] == [""] * 5
    shown = by_check(told)
    assert not [key for key, state in shown.items() if state is Shown.NO]
    assert sum(state is Shown.YES for state in shown.values()) >= 58
    assert {rule.check for rule in told.rules if rule.shown is Shown.NOT_TRIED} == set(WHY_NOT), "each with its reason"
    assert all(rule.why for rule in told.rules if rule.shown is Shown.NOT_TRIED)
    assert shown["MAT-06"] is Shown.NOT_ASKED, "no fourth material is required"


@pytest.mark.parametrize("path", CAMPAIGNS, ids=lambda path: path.stem)
def test_other_campaigns_are_tried_whole(path: Path) -> None:
    told = tried(read_notice(path)[0])
    assert told.is_passed, [step.why for step in told.steps] + [rule for rule in told.rules if rule.missed]


def test_a_rule_that_finds_nothing_or_is_switched_off_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = check_batch

    def blind(*args: object) -> Report:
        told = real(*args)  # type: ignore[arg-type]
        return Report(tuple(each for each in told.outcomes if each.check not in ("CODE-01", "PACK-01")))

    monkeypatch.setattr(trying, "check_batch", blind)
    told = tried(replace(GREEN, switched_off=("CODE-01",), reasons={"CODE-01": "由省厅统一核对"}))
    shown = by_check(told)
    assert shown["PACK-01"] is Shown.NO and not told.is_passed
    assert shown["CODE-01"] is Shown.OFF and next(rule.words for rule in told.rules if rule.check == "CODE-01") == "由省厅统一核对"
    assert next(rule.missed for rule in told.rules if rule.check == "PACK-01") == ("压缩包没有传完",)


def test_a_material_that_no_name_tells_ends_the_road_where_it_is_asked_for() -> None:
    report = replace(GREEN.materials[0], patterns=(r"^\d{9}材料$",), title="报告")
    told = tried(replace(GREEN, materials=(report, *GREEN.materials[1:]), examples=()))
    assert told.unknown == ("报告",) and not told.is_passed
    assert "没有找到报告" in told.steps[2].why and len(told.steps) == 3


def test_invented_applicants_are_right_in_form_and_of_the_notices_region() -> None:
    assert sender_of(GREEN).code == "320100"
    one, other = (trier(GREEN, GREEN.tracks[0], n) for n in (1, 2))
    assert one.code[2:6] == "3201" and one.code != other.code and one.name != other.name
    assert set(Papers(GREEN).files(one)) == {"自评价报告.docx", "证明材料.docx"}
