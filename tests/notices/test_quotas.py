"""How many a sender may recommend: of itself, of its kind, of all like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.demo.cast import notice, sender_named
from app.model.batch import Sender
from app.notices.asked.quotas import OwnQuota, quota_of
from app.notices.notice import Notice, Quota

CITIES = Quota(1, 2)
OWN = (OwnQuota("青岛市", 1, 3), OwnQuota("省属", 0, 1), OwnQuota("山东高速集团有限公司", 0, 4), OwnQuota("直报", 0, 5))
GROUP = "山东能源集团有限公司"


def asking(*own: OwnQuota) -> Notice:
    plain = notice()
    first, *others = plain.tracks
    return replace(plain, tracks=(replace(first, quotas=own), *others))


@pytest.mark.parametrize(
    ("sender", "most"),
    [
        (sender_named("济南"), 2), (sender_named("青岛"), 3), (Sender(GROUP), 5), (Sender(GROUP, kind="省属"), 1),
        (Sender(GROUP, kind="中央驻鲁"), 5), (Sender("山东高速集团有限公司", kind="省属"), 4),
    ],
    ids=lambda each: getattr(each, "with_kind", str(each)),
)
def test_the_closest_that_is_said_of_a_sender_holds(sender: Sender, most: int) -> None:
    assert quota_of(CITIES, OWN, sender).most == most


@pytest.mark.parametrize("who", ["青岛", "青岛市", "370200", "青岛市工业和信息化局"])
def test_a_city_is_meant_by_its_name_its_code_or_its_bureau(who: str) -> None:
    assert quota_of(CITIES, [OwnQuota(who, 1, 3)], sender_named("青岛")).most == 3
    assert quota_of(CITIES, [OwnQuota(who, 1, 3)], sender_named("烟台")) == CITIES


def test_direct_senders_have_none_where_nothing_is_said_of_them() -> None:
    assert quota_of(CITIES, (), Sender(GROUP, kind="省属")) == Quota()


def test_the_kind_of_a_direct_sender_follows_its_name_in_brackets() -> None:
    region = notice().region
    assert region.kinds == ("省属", "中央驻鲁")
    for written in (f"{GROUP}（省属）", f"{GROUP} (省属企业)"):
        told = region.sender_named(written)
        assert (told.name, told.kind, told.with_kind) == (GROUP, "省属", f"{GROUP}（省属）")
    assert region.sender_named(f"{GROUP}（集团）") == Sender(f"{GROUP}（集团）")


def test_kinds_are_asked_for_only_where_they_make_a_difference() -> None:
    assert asking(OwnQuota("省属", 0, 1)).asked_kinds == ("省属", "中央驻鲁")
    assert asking(OwnQuota("青岛市", 1, 3), OwnQuota("直报", 0, 1)).asked_kinds == () == notice().asked_kinds
