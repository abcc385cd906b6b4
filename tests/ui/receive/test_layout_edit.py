"""A person's correction of what the pieces of a disc are taken for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.demo.cast import TRACKS
from app.model.batch import Sender
from app.model.submission import Layout, Maker, TrackLayout
from ui.receive.layout.edit import Role, placed, renamed, role_of

LAYOUT = Layout(
    Maker.HAND, Sender("烟台市工业和信息化局", "370600", "烟台市"),
    {"provincial": TrackLayout("报告.pdf", "汇总表.xlsx", {"附件/甲一有限公司.zip": "甲一有限公司"})},
    unknown=("别的.dat", "函.pdf"),
)


def pieces(layout: Layout) -> list[str]:
    found = list(layout.unknown)
    for own in layout.tracks.values():
        found += [piece for piece in (own.letter, own.table) if piece]
        found += list(own.packages)
    return sorted(found)


def test_an_unknown_file_becomes_the_letter_and_the_old_one_is_unknown_then():
    told = placed(LAYOUT, "函.pdf", Role.LETTER, "provincial")
    assert told.tracks["provincial"].letter == "函.pdf"
    assert told.unknown == ("别的.dat", "报告.pdf")


def test_a_package_moves_to_the_other_track_with_its_name():
    named = renamed(LAYOUT, "附件/甲一有限公司.zip", "烟台甲一有限公司")
    told = placed(named, "附件/甲一有限公司.zip", Role.PACKAGE, "national")
    assert told.tracks["national"].packages == {"附件/甲一有限公司.zip": "烟台甲一有限公司"}
    assert told.tracks["provincial"].packages == {}


def test_a_new_package_is_named_by_its_file():
    told = placed(LAYOUT, "别的.dat", Role.PACKAGE, "provincial")
    assert told.tracks["provincial"].packages["别的.dat"] == "别的.dat"


def test_a_track_nothing_is_left_of_is_gone():
    told = LAYOUT
    for path in ("报告.pdf", "汇总表.xlsx", "附件/甲一有限公司.zip"):
        told = placed(told, path, Role.UNKNOWN)
    assert told.tracks == {} and len(told.unknown) == 5


_MOVES = st.lists(st.tuples(st.sampled_from(pieces(LAYOUT)), st.sampled_from(list(Role)),
                            st.sampled_from([*TRACKS, None])), max_size=8)


@given(_MOVES)
def test_no_piece_is_ever_lost_or_doubled(moves):
    told = LAYOUT
    for path, role, track in moves:
        told = placed(told, path, role, track)
        expected = (Role.UNKNOWN, None) if role is Role.UNKNOWN or track is None else (role, track)
        assert role_of(told, path) == expected
    assert pieces(told) == pieces(LAYOUT)
