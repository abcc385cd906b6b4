"""The sample campaign as data, its tables and letters, and that it can be made again byte for byte."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from stdnum.cn import uscc

from app.demo import campaign_at, make_demo
from app.demo.campaign import MENDED, RECEIVED, TABLE_FAULTS, Campaign, Packing
from app.demo.cast import APPLICANTS, TRACKS, applicant
from app.demo.documents.contents import Contents
from app.demo.documents.tables import table, template
from app.demo.packing import pack
from app.errors import Cancelled, NotOurs
from app.job import Job, Progress
from app.notices.read import read_notice
from app.paths import RESOURCES

NOTICE, _ = read_notice(RESOURCES / "notices" / "2023.toml")


def organisation_digit(code: str) -> str:
    """GB 11714: the ninth character of places 9 to 17."""
    values = [int(c) if c.isdigit() else ord(c) - 55 for c in code[8:16]]
    rest = 11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def test_credit_codes_pass_both_check_digits() -> None:
    assert [who.name for who in APPLICANTS if not uscc.is_valid(who.code)] == []
    assert [who.name for who in APPLICANTS if organisation_digit(who.code) != who.code[16]] == []
    assert len({who.code for who in APPLICANTS}) == len(APPLICANTS)


def test_most_codes_are_of_the_city_and_some_are_not() -> None:
    local = [who for who in APPLICANTS if who.code[2:6] == "3701"]
    assert len(local) == 10


def test_every_applicant_fits_the_notice() -> None:
    for who in APPLICANTS:
        assert NOTICE.area(who.area) is not None, who.name
        assert who.division in NOTICE.scope.inside, who.name


def test_the_bad_code_in_the_table_is_bad() -> None:
    assert not uscc.is_valid(TABLE_FAULTS["山东海岱物流股份有限公司", "code"])


def test_the_story_tells_of_every_package_in_short_chinese(tmp_path: Path) -> None:
    story = campaign_at(tmp_path).story
    assert [each.package for each in story] == [package.file for package in RECEIVED]
    assert all(4 <= len(each.title) <= 12 and 20 <= len(each.text) <= 110 for each in story)


def test_assignments_name_files_and_roles_that_are_there(tmp_path: Path) -> None:
    for each in campaign_at(tmp_path).assignments:
        packages = [p for p in (*RECEIVED, *MENDED) if p.applicant == each.enterprise]
        assert any(each.member in package.files for package in packages)
        assert NOTICE.material(each.role)


def test_fixes_put_right_exactly_what_the_tables_have_wrong(tmp_path: Path) -> None:
    fixes = [fix for fix in campaign_at(tmp_path).fixes if fix.field != "name"]
    assert {(fix.enterprise, fix.field) for fix in fixes} == set(TABLE_FAULTS)
    for fix in fixes:
        column = NOTICE.track(applicant(fix.enterprise).track).column(fix.field)
        assert fix.value == getattr(applicant(fix.enterprise), column.id)


@pytest.mark.parametrize("track", list(TRACKS))
def test_tables_list_the_enterprises_in_order(campaign: Campaign, track: str) -> None:
    rows = CalamineWorkbook.from_path(str(campaign.tables[track])).get_sheet_by_index(0).to_python()
    heading = rows[2]
    place = next(n for n, text in enumerate(heading) if "企业名称" in str(text) or "申报单位" in str(text))
    assert tuple(row[place] for row in rows[3:]) == campaign.order[track]
    synonyms = {t for c in NOTICE.track(track).columns for t in (c.title, *c.synonyms)}
    assert set(map(str, heading)) <= synonyms


def test_the_template_is_empty_merged_validated_and_has_a_line_to_sign(campaign: Campaign) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(campaign.template).active
    assert sheet is not None
    assert "填表人" in str(sheet["A8"].value) and "填报日期" in str(sheet["A2"].value)
    assert {"A1:M1", "A2:M2", "A8:M8"} <= {str(merged) for merged in sheet.merged_cells.ranges}
    assert [v.sqref for v in sheet.data_validations.dataValidation] != []
    assert all(cell.value is None for row in sheet["A4:M6"] for cell in row)


def test_the_readme_opens_in_notepad(campaign: Campaign) -> None:
    content = campaign.readme.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    text = content.decode("utf-8-sig")
    assert "baopan new" in text and all(package.file in text for package in RECEIVED)


def test_the_same_seed_gives_the_same_papers_and_another_seed_others() -> None:
    who = APPLICANTS[0]
    kinds = ("form", "licence.jpg", "form.searchable", "form.half", "form.former", "experience.docx", "experience.text")
    first, second, other = ([Contents(seed).of(kind, who) for kind in kinds] for seed in (7, 7, 8))
    assert first == second
    assert first[0] != other[0] and first[1] != other[1]


@pytest.mark.parametrize("packing", [p for p in Packing if p is not Packing.FOLDER])
def test_the_same_files_pack_to_the_same_bytes(packing: Packing, tmp_path: Path) -> None:
    files = {"证明材料/一.pdf": b"%PDF-" * 400, "二.txt": "说明".encode()}
    for name in ("a", "b"):
        pack(tmp_path / name, files, packing)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("make", [table, template])
def test_spreadsheets_and_word_files_tell_no_time_of_making(make: object, tmp_path: Path) -> None:
    content = make("national")  # type: ignore[operator]
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with zipfile.ZipFile(path) as book:
        assert {info.date_time[:3] for info in book.infolist()} == {(2023, 8, 18)}
        assert book.read("docProps/core.xml").count(b"2023-08-18T") == 2


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "我的文件.txt").write_text("别动")
    with pytest.raises(NotOurs):
        make_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["我的文件.txt"]


def test_a_cancelled_campaign_leaves_nothing(tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.fraction > 0:
            job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        make_demo(tmp_path / "样例", job=job)
    assert list(tmp_path.iterdir()) == []


def test_two_enterprises_are_recommended_for_the_nation() -> None:
    assert sum(who.track == "national" for who in APPLICANTS) == 2
