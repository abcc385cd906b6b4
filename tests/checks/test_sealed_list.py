"""The list in a sealed letter's scan against the list as it is: what the scan says wins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.checks.sealed_list import Comparison, Told, compared
from app.model.batch import Batch
from app.model.documents.letter import LetterFacts
from app.model.finding import State
from tests.checks.cases import LETTER, a_batch, a_letter, applied, found, outcomes, with_letter

NAMES = ("济南试制机床有限公司", "济南精益装备制造有限公司", "山东济南精益装备制造有限公司")


def a_list(*names: str) -> Batch:
    return a_batch(*(applied(name, number=number) for number, name in enumerate(names or NAMES, 1)))


def seen(*columns: str, is_recognised: bool = True, batch: Batch | None = None) -> Comparison:
    facts = LetterFacts(columns, is_recognised)
    return compared(replace(batch or a_list(), letter_facts={LETTER: facts}), "national")


@pytest.mark.parametrize("columns", [
    ("关于推荐的函", "\n".join(NAMES)),
    ("择优推荐济南试制机\n床有限公司等3家企业", "企业名称\n" + "\n".join(NAMES), "典型经验\n甲\n乙"),
    ("序号\n1\n2\n3", "企业名称\n济南试制机床有限公司\n济南精益装备\n制造有限公司\n山东济南精益装备制造\n有限公司"),
    ("一、济南试制机床有限公司；二、济南精益装备制造有限公司；三、山东济南精益装备制造有限公司。",),
    ("1.济南试制机床有限公司（全面质量管理）\n2.济南精益装备制造有限公司\n3.山东济南精益装备制造有限公司",),
])  # fmt: skip
def test_a_list_in_its_order_is_the_same_however_it_is_set(columns: tuple[str, ...]) -> None:
    assert seen(*columns).told is Told.SAME


def test_two_that_changed_places_are_named() -> None:
    told = seen("\n".join((NAMES[0], NAMES[2], NAMES[1])))
    assert told.told is Told.DIFFERS and "第 2 位上面是“山东济南精益装备制造有限公司”" in told.words


def test_a_slip_of_the_engine_is_no_other_name_but_another_name_is() -> None:
    slipped = ("济南试制机床有限公司", "济南精益装各制造有限公司", "山东济南精益装备制造有限公司")
    assert seen("\n".join(slipped)).told is Told.SAME
    assert seen("\n".join(slipped), is_recognised=False).told is Told.PARTLY
    other = ("济南试制机床有限公司", "青岛启明电子股份公司", "山东济南精益装备制造有限公司")
    assert seen("\n".join(other)) == Comparison(Told.PARTLY, "“济南精益装备制造有限公司”", True)


def test_a_company_that_is_only_in_the_letter_is_named_but_not_its_sender() -> None:
    batch = a_list(NAMES[0])
    direct = replace(batch, sender=replace(batch.sender, name="山东省属重工集团有限公司", code=""))
    signed = f"{NAMES[0]}\n山东省属重工集团有限公司\n2023年8月25日"
    assert seen(signed, batch=direct).told is Told.SAME
    assert "山东省属重工集团有限公司" in seen(signed, batch=batch).words


def test_what_stands_in_the_scan_wins_over_what_was_noted_when_it_came() -> None:
    batch = a_list()
    swapped = a_letter((NAMES[1], NAMES[0], NAMES[2]), text="")  # the draft of a later order was noted
    facts = {LETTER: LetterFacts(("\n".join(NAMES),), True)}
    restored = replace(with_letter(batch, swapped), letter_facts=facts)
    assert not found(restored, "LETTER-02")
    assert [o.state for o in outcomes(restored, "LETTER-02")] == [State.PASSED]


def test_until_the_scan_was_read_nothing_is_the_same() -> None:
    batch = with_letter(a_list(), a_letter(NAMES, text=""))
    (outcome,) = outcomes(batch, "LETTER-02")
    assert outcome.state is State.SKIPPED and outcome.is_pending


def test_the_time_it_takes_does_not_grow_with_the_letter() -> None:
    names = tuple(f"济南第{number}机床制造有限公司" for number in range(60))
    assert seen("中" * 12_000, batch=a_list(*names)).told is Told.PARTLY


def test_a_letter_that_is_a_picture_waits_for_no_reading() -> None:
    letter = a_letter(NAMES, text="")
    assert letter.member is not None
    batch = with_letter(a_list(), replace(letter, member=replace(letter.member, kind="jpeg", pdf=None)))
    assert compared(batch, "national").told is Told.NOTHING
    told = [*outcomes(batch, "LETTER-02"), *outcomes(batch, "LETTER-04")]
    assert told and not any(each.is_pending for each in told)


def test_one_letter_may_list_those_of_two_tracks() -> None:
    batch = a_batch(applied(NAMES[0]), applied(NAMES[1], track="provincial", number=2))
    for track in ("national", "provincial"):
        batch = with_letter(batch, a_letter(NAMES[:1]), track)
    facts = LetterFacts(("企业名称\n" + "\n".join(NAMES[:2]),), True)
    batch = replace(batch, letter_facts={LETTER: facts})
    assert compared(batch, "national").told is Told.SAME
