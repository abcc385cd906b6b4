"""The one file that is handed out: packed, told by a short code, opened strictly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.checks.notices import load_notice, read_notice
from app.editions import own
from app.editions.enclosures import Role, enclose, enclosed, put_out, template_of
from app.editions.opening import Opened, PackInvalid, install, open_pack, unlike_own
from app.editions.pack import RULES, complete, gather, name_of, pack
from app.editions.toml import toml_of
from app.errors import NoticeInvalid, TemplateInvalid, WrongUse
from app.job import Job
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.reading.scratch import ScratchFolder
from tests.builders import a_docx, a_pdf, a_zip, a_zip_with, an_encrypted_zip

NEXT = read_notice(Path(__file__).parents[1] / "notices" / "campaigns" / "benchmark-2024.toml")[0]


def a_table(path: Path, heads: list[str], *rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    book.save(path)
    return path.read_bytes()


def a_folder(home: Path, notice: Notice = NEXT) -> Path:
    """As a province lays it out by hand."""
    place, spare = home / "通知", home / "spare.xlsx"
    heads = [column.title for column in notice.tracks[0].columns]
    files = {
        "2024.toml": toml_of(notice), "通知/通知.pdf": a_pdf(text="notice"), "附件/附件1 实施办法.pdf": a_pdf(text="annex"),
        "空白表/申报书.docx": a_docx(), "汇总表模板/附件4 全国质量标杆申报汇总表.xlsx": a_table(spare, heads),
        "获评名单/2023年全国质量标杆名单.xlsx": a_table(spare, ["序号", "企业名称", "年度"], [1, "济南某某机械有限公司", 2023]),
    }  # fmt: skip
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def packed(home: Path, sandbox: Sandbox) -> Path:
    notice, files = gather(a_folder(home), sandbox, Job())
    return pack(notice, files, home / name_of(notice), Job()).path


def opened(path: Path, scratch: Path, sandbox: Sandbox) -> Opened:
    scratch.mkdir()
    return open_pack(path, scratch, sandbox, Job())


def test_what_was_packed_is_opened_and_installed_whole(tmp_path: Path, sandbox: Sandbox) -> None:
    path = packed(tmp_path, sandbox)
    assert path.name == "2024年质量标杆.通知包"
    told = opened(path, tmp_path / "s", sandbox)
    assert [award.name for award in told.notice.awarded] == ["济南某某机械有限公司"], "whom the enclosed list names"
    assert replace(told.notice, awarded=()) == NEXT and unlike_own(told.notice) is None
    install(told)
    assert load_notice("2024")[0] == told.notice and unlike_own(told.notice) == ()
    assert [each.place for each in enclosed("2024")] == [
        "通知/通知.pdf", "附件/附件1 实施办法.pdf", "空白表/申报书.docx", "汇总表模板/附件4 全国质量标杆申报汇总表.xlsx",
        "获评名单/2023年全国质量标杆名单.xlsx",
    ]  # fmt: skip
    template = template_of("2024", told.notice, "national")
    assert template is not None and template.is_file() and template_of("2024", told.notice, "provincial") is None


def test_the_same_rules_and_files_have_one_code_and_any_other_another(tmp_path: Path, sandbox: Sandbox) -> None:
    notice, files = gather(a_folder(tmp_path), sandbox, Job())
    one, two = (pack(notice, files, tmp_path / f"{n}.通知包", Job()) for n in (1, 2))
    assert one.path.read_bytes() == two.path.read_bytes() and one.code == two.code and len(one.code) == 14
    assert opened(one.path, tmp_path / "s", sandbox).code == one.code
    assert pack(replace(notice, title="别的"), files, tmp_path / "3.通知包", Job()).code != one.code
    assert pack(notice, files[1:], tmp_path / "4.通知包", Job()).code != one.code


def test_a_newer_edition_takes_the_place_of_the_older_with_its_files(tmp_path: Path, sandbox: Sandbox) -> None:
    install(opened(packed(tmp_path, sandbox), tmp_path / "s", sandbox))
    newer = replace(NEXT, title="改过的")
    path = pack(newer, enclosed("2024")[:1], tmp_path / "新.通知包", Job()).path
    told = opened(path, tmp_path / "t", sandbox)
    assert {each.place for each in unlike_own(told.notice) or ()} == {"title", "awarded"}
    install(told)
    assert load_notice("2024")[0] == newer and [each.role for each in enclosed("2024")] == [Role.TEXT]
    own.remove("2024")
    assert enclosed("2024") == ()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("附件/程序.exe", b"MZ", "附件/程序.exe"), ("别的/x.pdf", b"%PDF-1.4", "只收 通知、附件"), ("x.txt", b"x", "x.txt"),
        ("第二份.toml", b"", "现有 2 个"), ("汇总表模板/汇总表.xlsx", b"", "看不出“汇总表.xlsx”是哪一类"),
    ],
)  # fmt: skip
def test_a_folder_with_what_does_not_belong_is_not_packed(
    name: str, content: bytes, says: str, tmp_path: Path, sandbox: Sandbox
) -> None:
    place = a_folder(tmp_path)
    (place / name).parent.mkdir(exist_ok=True)
    (place / name).write_bytes(content)
    with pytest.raises(WrongUse, match=says):
        gather(place, sandbox, Job())


def test_a_template_that_cannot_be_filled_is_not_handed_out(tmp_path: Path, sandbox: Sandbox) -> None:
    place = a_folder(tmp_path)
    a_table(place / "汇总表模板" / "附件7 全省质量标杆申报汇总表.xlsx", ["甲", "乙"])
    with pytest.raises(TemplateInvalid):
        gather(place, sandbox, Job())


RULES_ONLY = {RULES: toml_of(NEXT)}
HOSTILE = {
    "path": ({**RULES_ONLY, "../../evil.pdf": b"x"}, "evil"),
    "program": ({**RULES_ONLY, "附件/a.exe": b"MZ"}, "只收"),
    "program called a paper": ({**RULES_ONLY, "附件/a.pdf": b"MZ\x90\0"}, "内容和扩展名不一致"),
    "folder in a folder": ({**RULES_ONLY, "附件/b/a.pdf": a_pdf()}, "不在通知包该有的文件夹里"),
    "archive inside": ({**RULES_ONLY, "附件/a.docx": b"PK\5\6" + b"\0" * 18}, "内容和扩展名不一致"),
    "no rules": ({"附件/a.pdf": a_pdf()}, "里面没有“通知规则.toml”"),
    "acting paper": ({**RULES_ONLY, "附件/a.pdf": a_pdf().replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>")}, "脚本"),
    "too many": ({**RULES_ONLY, **{f"附件/{n}.txt": b"x" for n in range(302)}}, "超过"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_lies_is_refused_whole(what: str, tmp_path: Path, sandbox: Sandbox) -> None:
    files, says = HOSTILE[what]
    path = a_zip(tmp_path / "x.通知包", files)
    with pytest.raises(PackInvalid, match=says):
        opened(path, tmp_path / "s", sandbox)
    assert own.listed()[0].key == "2023" and not own.folder().exists()
    assert not [each for each in tmp_path.rglob("*evil*")]


def test_what_is_no_pack_or_cut_short_or_locked_is_refused(tmp_path: Path, sandbox: Sandbox) -> None:
    whole = packed(tmp_path, sandbox).read_bytes()
    cut = tmp_path / "cut.通知包"
    cut.write_bytes(whole[: len(whole) // 2])
    text = tmp_path / "text.通知包"
    text.write_bytes(b"hello")
    locked = an_encrypted_zip(tmp_path / "locked.通知包", RULES_ONLY)
    lying = a_zip_with(tmp_path / "lying.通知包", RULES.encode(), toml_of(NEXT), crc=1, flags=0x0800)
    for n, path in enumerate((cut, text, locked, lying)):
        with pytest.raises(PackInvalid):
            opened(path, tmp_path / f"s{n}", sandbox)


def test_rules_that_lie_are_refused(tmp_path: Path, sandbox: Sandbox) -> None:
    path = a_zip(tmp_path / "x.通知包", {RULES: toml_of(NEXT).replace(b"2024-07-31", b"2023-07-31")})
    with pytest.raises(NoticeInvalid, match="deadline：早于通知日期"):
        opened(path, tmp_path / "s", sandbox)


# -- files beside a draft --------------------------------------------------------------------------
def test_files_lie_beside_a_draft_and_come_into_use_with_it(tmp_path: Path) -> None:
    draft = own.begin("2023", "2024", 2024)
    paper = tmp_path / "附件1.pdf"
    paper.write_bytes(a_pdf())
    enclose(draft.key, Role.ANNEX, paper)
    enclose(draft.key, Role.FORM, paper)
    put_out(draft.key, Role.FORM, paper.name)
    for role, name in ((Role.TEMPLATE, "a.xls"), (Role.ANNEX, "a.exe"), (Role.TEXT, "a?.pdf")):
        with pytest.raises(WrongUse):
            enclose(draft.key, role, tmp_path / name)
    own.put_in_use(draft)
    assert [each.place for each in enclosed("2024")] == ["附件/附件1.pdf"]
    again = own.change("2024")
    own.put_in_use(again)
    assert [each.place for each in enclosed("2024")] == ["附件/附件1.pdf"], "a newer edition keeps them"


def test_the_built_in_notice_has_its_text_and_is_packed(tmp_path: Path, sandbox: Sandbox) -> None:
    (text,) = enclosed("2023")
    notice = load_notice("2023")[0]
    assert text.role is Role.TEXT and "质量标杆" in text.path.read_text("utf-8-sig")
    path = pack(complete(notice, (text,), sandbox, Job()), (text,), tmp_path / "2023.通知包", Job()).path
    with ScratchFolder() as scratch:
        assert open_pack(path, scratch, sandbox, Job()).notice == notice
