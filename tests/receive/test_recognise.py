"""Hand-made discs in the wild: what each path is taken for, and what is left for a person to say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.submission import Layout
from app.notices.read import load_notice
from app.receive.hand.clues import Clues, TableHead
from app.receive.hand.recognise import recognise_paths

NOTICE = load_notice("2023")[0]
P, N = "provincial", "national"
BOTH = frozenset({P, N})


def seen(*files: str, words: tuple[str, ...] = (), **heads: TableHead) -> Layout:
    """`heads` by the file's name without its ending."""
    by_path = {path: head for path in files for name, head in heads.items() if f"/{name}." in f"/{path}"}
    return recognise_paths({path: 1 for path in files}, Clues(by_path, words), NOTICE)


def test_folders_by_track_with_archives_and_folders() -> None:
    got = seen(
        "全国/济南甲一有限公司/申报书.pdf", "全国/济南甲一有限公司/证明材料.zip", "全国/汇总表.xlsx",
        "全省/03 济南乙二有限公司（补正）.rar", "全省/总表.xls", "全国/推荐文件.pdf", "全省/推荐文件.pdf",
        汇总表=TableHead(BOTH, ("济南甲一有限公司",)), 总表=TableHead(BOTH, ("济南乙二有限公司",)),
    )
    assert got.tracks[N].packages == {"全国/济南甲一有限公司": "济南甲一有限公司"}
    assert got.tracks[P].packages == {"全省/03 济南乙二有限公司（补正）.rar": "济南乙二有限公司"}
    assert (got.tracks[N].table, got.tracks[P].table) == ("全国/汇总表.xlsx", "全省/总表.xls")
    assert (got.tracks[N].letter, got.tracks[P].letter) == ("全国/推荐文件.pdf", "全省/推荐文件.pdf")
    assert got.unknown == () and got.sender.code == "370100"


def test_the_table_says_which_track_a_package_without_a_folder_is_of() -> None:
    got = seen(
        "甲一有限公司.zip", "乙二有限公司.zip", "全国汇总表.xlsx", "全省汇总表.xlsx",
        全国汇总表=TableHead(frozenset({N}), ("甲一有限公司",)),
        全省汇总表=TableHead(frozenset({P}), ("乙二有限公司",)),
    )
    assert list(got.tracks[N].packages) == ["甲一有限公司.zip"]
    assert list(got.tracks[P].packages) == ["乙二有限公司.zip"]


def test_what_no_track_is_told_of_is_left_for_a_person() -> None:
    got = seen("甲一有限公司.zip", "推荐函.pdf")
    assert got.tracks == {} and got.unknown == ("推荐函.pdf", "甲一有限公司.zip")


def test_several_enterprises_of_one_citys_districts_tell_the_city_a_single_one_is_itself() -> None:
    two = TableHead(BOTH, ("甲一有限公司", "乙二有限公司"), ("历城区", "市中区"))
    assert seen("甲一有限公司.zip", "乙二有限公司.zip", "表.xlsx", words=("全省质量标杆",), 表=two).sender.code == "370100"
    apart = TableHead(BOTH, ("甲一有限公司", "乙二有限公司"), ("历城区", "即墨区"))
    assert seen("甲一有限公司.zip", "乙二有限公司.zip", "表.xlsx", words=("全省质量标杆",), 表=apart).sender.name == ""
    one = TableHead(BOTH, ("甲一有限公司",), ("历城区",))
    assert seen("甲一有限公司.zip", "表.xlsx", words=("全省质量标杆",), 表=one).sender.name == "甲一有限公司"


def test_a_short_name_stands_for_the_one_full_name_it_is_part_of() -> None:
    head = TableHead(BOTH, ("济南云图软件有限公司", "海尔智家股份有限公司"), ("填报单位：济南市工业和信息化局",))
    got = seen("1云图软件/a.pdf", "2 海尔/b.pdf", "表.xlsx", words=("全省质量标杆",), 表=head)
    assert set(got.tracks[P].packages.values()) == set(head.names)


def test_a_folder_called_like_an_enterprise_that_holds_the_table_is_the_senders() -> None:
    got = seen(
        "山东能源集团有限公司/汇总表.xlsx", "山东能源集团有限公司/推荐函.pdf",
        "山东能源集团有限公司/山东能源集团有限公司申报材料.zip",
        汇总表=TableHead(frozenset({N}), ("山东能源集团有限公司",)),
    )
    assert list(got.tracks[N].packages) == ["山东能源集团有限公司/山东能源集团有限公司申报材料.zip"]
    assert got.tracks[N].letter.endswith("推荐函.pdf") and got.sender.name == "山东能源集团有限公司"


def test_an_audit_report_or_a_form_is_no_letter() -> None:
    got = seen("全省/审计报告.pdf", "全省/申报书.pdf", "全省/甲一有限公司.zip")
    assert got.tracks[P].letter == "" and got.unknown == ("全省/审计报告.pdf", "全省/申报书.pdf")


@pytest.mark.parametrize(
    ("files", "words", "code"),
    [
        (("全省/甲一有限公司.zip",), ("烟台市工业和信息化局",), "370600"),
        (("青岛市/全省/甲一有限公司.zip", "青岛市/全省/乙二有限公司.zip"), (), "370200"),
        (("全省/甲一有限公司.zip", "全省/乙二有限公司.zip"), (), ""),
    ],
)
def test_the_sender_is_told_by_words_and_paths(
    files: tuple[str, ...], words: tuple[str, ...], code: str
) -> None:
    assert seen(*files, words=words).sender.code == code


@given(st.lists(st.text(st.sampled_from("全国省甲乙公司有限.zipdfxls/推荐函 （）1"), min_size=1, max_size=24), max_size=12))
def test_every_file_is_something_or_unknown(names: list[str]) -> None:
    files = {name.strip("/") or "x" for name in names}
    got = recognise_paths({path: 1 for path in sorted(files)}, Clues({}), NOTICE)
    taken = {p for own in got.tracks.values() for p in (own.letter, own.table, *own.packages)}
    taken |= {*got.unknown, *got.beside}
    for path in files:
        parts = path.split("/")
        assert any("/".join(parts[:count]) in taken for count in range(1, len(parts) + 1))
