"""Discs as bureaus make them by hand, small and real; each function one of them, with the truth beside it."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from tests.builders import a_docx, a_pdf

N, P = "national", "provincial"
ONE, TWO, THREE = "烟台甲一机械有限公司", "烟台乙二食品有限公司", "山东丙三化工股份有限公司"
CODES = {ONE: "91370600MA3C1Y5X2P", TWO: "91370600MA3C1Y5X3M", THREE: "91370600MA3C1Y5X4K"}
BUREAU = "烟台市工业和信息化局"
HEADINGS = ("序号", "企业名称", "统一社会信用代码", "典型经验名称", "重点领域", "联系人", "联系电话")


@dataclass(frozen=True)
class Truth:
    """What a clerk would say the disc is. `packages`: track → full name → names of its files, in the order of
    the table. `letters`, `tables`: track → path, as the disc has it; `sender`: its code, or the name of who
    hands in by itself.
    """

    packages: Mapping[str, Mapping[str, frozenset[str]]]
    letters: Mapping[str, str]
    tables: Mapping[str, str]
    sender: str = "370600"
    columns: Mapping[str, str] = field(default_factory=dict)  # heading → title, that only a person can say


FILES = frozenset({"申报书.pdf", "典型经验材料.docx", "营业执照.pdf"})


def papers(seed: str = "") -> dict[str, bytes]:
    mark = zlib.crc32(seed.encode())
    return {
        "申报书.pdf": a_pdf(1, f"form {mark}"), "典型经验材料.docx": a_docx() + seed.encode(),
        "证明材料/营业执照.pdf": a_pdf(1, f"licence {mark}"),
    }


def packed(names: Sequence[str], called: Callable[[str], str] = lambda name: f"{name}.zip") -> dict[str, bytes]:
    """A package of each, by what its file is called."""
    return {called(name): zipped(papers(name)) for name in names}


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def row(name: str, number: int = 1) -> list[object]:
    return [number, name, CODES.get(name, ""), "以数字化手段提升全过程质量的经验", "数字化融合", "王工", "13800000000"]


def xlsx(rows: Sequence[Sequence[object]], **more: Sequence[Sequence[object]]) -> bytes:
    """A worksheet, and others by their names."""
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in rows:
        sheet.append(list(cells))
    for title, own in more.items():
        other = book.create_sheet(title)
        for cells in own:
            other.append(list(cells))
    if not rows:
        book.remove(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(names: Sequence[str], title: str = "", headings: Sequence[object] = HEADINGS) -> list[list[object]]:
    """Title, who fills it in, headings, a row each."""
    above = [[title], [f"填报单位：{BUREAU}"]] if title else []
    return [*above, list(headings), *(row(name, at) for at, name in enumerate(names, 1))]


def with_kind(names: Mapping[str, str]) -> list[list[object]]:
    """One table for all, with a column that says of which kind each is."""
    rows = [[*row(name, at), kind] for at, (name, kind) in enumerate(names.items(), 1)]
    return [[f"2023年质量标杆推荐汇总表（{BUREAU}）"], [*HEADINGS, "申报类别"], *rows]


def letter_pdf(title: str = "关于推荐2023年全国及全省质量标杆的函", number: str = "烟工信函〔2023〕18号") -> bytes:
    from tests.reading.words.papers import typeset

    lines = (
        f"{BUREAU}文件", number, title, "山东省工业和信息化厅：",
        f"经组织申报、审核，现推荐{ONE}等企业申报质量标杆，请予审核。", "特此函达。", BUREAU, "2023年8月20日",
    )
    return typeset("\n\n".join(lines))


PLAIN = a_pdf(1, "letter")


# -- the discs -------------------------------------------------------------------------------------
def one_table(disc: Path) -> Truth:
    """One table with a 类别 column for both tracks, the packages beside each other."""
    lay(disc, {
        "质量标杆推荐汇总表.xlsx": xlsx(with_kind({ONE: "全国质量标杆", TWO: "全省质量标杆", THREE: "全省质量标杆"})),
        "全国质量标杆推荐函.pdf": PLAIN, "全省质量标杆推荐函.pdf": PLAIN + b"2", **packed((ONE, TWO, THREE)),
    })  # fmt: skip
    return Truth(
        {N: {ONE: FILES}, P: {TWO: FILES, THREE: FILES}}, {N: "全国质量标杆推荐函.pdf", P: "全省质量标杆推荐函.pdf"},
        dict.fromkeys((N, P), "质量标杆推荐汇总表.xlsx"),
    )  # fmt: skip


def one_letter(disc: Path) -> Truth:
    """One letter for both, tables and packages in a folder for each."""
    lay(disc, {
        "烟工信函18号 关于推荐全国及全省质量标杆的函.pdf": PLAIN, "全国/附件4.xlsx": xlsx(table((ONE,), "推荐汇总表")),
        "全省/附件7.xlsx": xlsx(table((TWO, THREE), "推荐汇总表")),
        **packed((ONE,), lambda name: f"全国/申报材料/1.{name}.zip"),
        **packed((TWO, THREE), lambda name: f"全省/申报材料/{name}.zip"),
    })  # fmt: skip
    return Truth(
        {N: {ONE: FILES}, P: {TWO: FILES, THREE: FILES}}, dict.fromkeys((N, P), "烟工信函18号 关于推荐全国及全省质量标杆的函.pdf"),
        {N: "全国/附件4.xlsx", P: "全省/附件7.xlsx"},
    )  # fmt: skip


def track_in_names(disc: Path) -> Truth:
    """The track stands in the packages' names, on one table without a column for it."""
    lay(disc, {
        "推荐汇总表.xlsx": xlsx(table((ONE, TWO, THREE), "质量标杆推荐汇总表")), "推荐文件.pdf": PLAIN,
        **packed((ONE,), lambda name: f"全国质量标杆-{name}.zip"), **packed((TWO,), lambda name: f"{name}（全省）.zip"),
        **packed((THREE,), lambda name: f"【全省】{name}申报材料.zip"),
    })  # fmt: skip
    return Truth(
        {N: {ONE: FILES}, P: {TWO: FILES, THREE: FILES}}, dict.fromkeys((N, P), "推荐文件.pdf"),
        dict.fromkeys((N, P), "推荐汇总表.xlsx"),
    )  # fmt: skip


def by_itself(disc: Path) -> Truth:
    """An enterprise that hands in by itself: its files lie directly in 申报材料."""
    name = "山东能源试样集团有限公司"
    own = {f"申报材料/{path}": content for path, content in papers().items()}
    lay(disc, {
        **own, "申报材料/证明材料/附件.zip": zipped({"专利证书.pdf": a_pdf(1, "patent")}),
        "全省质量标杆申报汇总表.xlsx": xlsx(table((name,))), "关于申报全省质量标杆的报告.pdf": PLAIN,
    })  # fmt: skip
    return Truth(
        {P: {name: FILES | {"附件.zip", "专利证书.pdf"}}}, {P: "关于申报全省质量标杆的报告.pdf"},
        {P: "全省质量标杆申报汇总表.xlsx"}, sender=name,
    )  # fmt: skip


def loose_files(disc: Path) -> Truth:
    """Loose files beside each other, by the enterprises' short names."""
    lay(disc, {
        "全省质量标杆汇总表.xlsx": xlsx(table((ONE, TWO), "汇总表")), "推荐函.pdf": PLAIN,
        "甲一机械申报书（盖章）.pdf": a_pdf(1, "a"), "烟台甲一典型经验.docx": a_docx(), "甲一证明材料.zip": zipped({"营业执照.pdf": a_pdf()}),
        "乙二食品-申报书.pdf": a_pdf(1, "b"), "2 乙二 典型经验材料.docx": a_docx() + b"2", "乙二审计报告.pdf": a_pdf(1, "c"),
    })  # fmt: skip
    return Truth(
        {P: {
            ONE: frozenset({"甲一机械申报书（盖章）.pdf", "烟台甲一典型经验.docx", "营业执照.pdf"}),
            TWO: frozenset({"乙二食品-申报书.pdf", "2 乙二 典型经验材料.docx", "乙二审计报告.pdf"}),
        }}, {P: "推荐函.pdf"}, {P: "全省质量标杆汇总表.xlsx"},
    )  # fmt: skip


def by_kind(disc: Path) -> Truth:
    """A folder for each kind of material, in it a file of each enterprise."""
    lay(disc, {
        "全省/汇总表.xlsx": xlsx(table((ONE, TWO), "汇总表")), "全省/推荐函.pdf": PLAIN,
        "全省/申报书/甲一.pdf": a_pdf(1, "a"), "全省/申报书/乙二.pdf": a_pdf(1, "b"), "全省/典型经验/甲一机械.docx": a_docx(),
        "全省/典型经验/乙二食品.docx": a_docx() + b"2", "全省/证明材料/甲一.zip": zipped({"营业执照.pdf": a_pdf()}),
        "全省/证明材料/乙二/营业执照.pdf": a_pdf(),
    })  # fmt: skip
    return Truth(
        {P: {ONE: frozenset({"甲一.pdf", "甲一机械.docx", "营业执照.pdf"}), TWO: frozenset({"乙二.pdf", "乙二食品.docx", "营业执照.pdf"})}},
        {P: "全省/推荐函.pdf"}, {P: "全省/汇总表.xlsx"},
    )  # fmt: skip


def one_archive(disc: Path) -> Truth:
    """Everything in one archive, as it was sent to whoever burnt the disc."""
    inner = disc.with_name(f"{disc.name}-包")
    one_letter(inner)
    content = {path.relative_to(inner).as_posix(): path.read_bytes() for path in inner.rglob("*") if path.is_file()}
    lay(disc, {"烟台市质量标杆申报材料.zip": zipped({f"烟台市质量标杆/{path}": each for path, each in content.items()})})
    top = "烟台市质量标杆申报材料/烟台市质量标杆"
    return Truth(
        {N: {ONE: FILES}, P: {TWO: FILES, THREE: FILES}},
        dict.fromkeys((N, P), f"{top}/烟工信函18号 关于推荐全国及全省质量标杆的函.pdf"),
        {N: f"{top}/全国/附件4.xlsx", P: f"{top}/全省/附件7.xlsx"},
    )  # fmt: skip


def archive_a_track(disc: Path) -> Truth:
    """An archive for each track, the letter and tables beside them."""
    lay(disc, {
        "全国.zip": zipped(packed((ONE,))), "全省.zip": zipped(packed((TWO, THREE), lambda name: f"{name}/材料.zip")),
        "全国名单.xlsx": xlsx(table((ONE,))), "全省名单.xlsx": xlsx(table((TWO, THREE))), "烟台市推荐函.pdf": PLAIN,
    })  # fmt: skip
    inner = FILES | {"材料.zip"}
    return Truth(
        {N: {ONE: FILES}, P: {TWO: inner, THREE: inner}}, dict.fromkeys((N, P), "烟台市推荐函.pdf"),
        {N: "全国名单.xlsx", P: "全省名单.xlsx"},
    )  # fmt: skip


def plain_text(disc: Path) -> Truth:
    """Tables as .csv in GB18030, called 名单 and 一览."""
    lay(disc, {
        "全国推荐名单.csv": as_csv(table((ONE,), "推荐名单")), "全省企业一览.csv": as_csv(table((TWO, THREE), "企业一览")),
        "全国推荐函.pdf": PLAIN, "全省推荐函.pdf": PLAIN + b"2", **packed((ONE, TWO, THREE)),
    })  # fmt: skip
    return Truth(
        {N: {ONE: FILES}, P: {TWO: FILES, THREE: FILES}}, {N: "全国推荐函.pdf", P: "全省推荐函.pdf"},
        {N: "全国推荐名单.csv", P: "全省企业一览.csv"},
    )  # fmt: skip


def as_csv(rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("gb18030")


def letter_by_words(disc: Path) -> Truth:
    """A letter called as the scanner called it; only its words tell."""
    lay(disc, {
        "扫描件0001.pdf": letter_pdf("关于推荐2023年全省质量标杆的函"), "扫描件0002.pdf": a_pdf(1, "other"),
        "汇总表.xlsx": xlsx(table((TWO, THREE), "2023年全省质量标杆汇总表")), **packed((TWO, THREE)),
    })  # fmt: skip
    return Truth({P: {TWO: FILES, THREE: FILES}}, {P: "扫描件0001.pdf"}, {P: "汇总表.xlsx"})


def drafts_beside(disc: Path) -> Truth:
    """The Word file beside the letter's scan, a scan of the sealed table beside the table."""
    lay(disc, {
        "全省/推荐函（盖章）.pdf": PLAIN, "全省/推荐函.docx": a_docx(), "全省/汇总表.xlsx": xlsx(table((TWO, THREE), "汇总表")),
        "全省/汇总表（盖章扫描件）.pdf": PLAIN + b"2", **packed((TWO, THREE), lambda name: f"全省/{name}.zip"),
    })  # fmt: skip
    return Truth({P: {TWO: FILES, THREE: FILES}}, {P: "全省/推荐函（盖章）.pdf"}, {P: "全省/汇总表.xlsx"})


STRANGE = {"主体": "企业名称", "信用码": "统一社会信用代码", "题目": "典型经验名称", "方向": "重点领域", "负责同志": "联系人", "手机（必填）": "联系电话"}


def strange_headings(disc: Path, *, seed: str = "") -> Truth:
    """A table whose headings nobody knows."""
    rows = table((TWO, THREE), "全省质量标杆情况表", ("次第", *STRANGE))
    lay(disc, {"情况表.xlsx": xlsx(rows), "推荐函.pdf": PLAIN + seed.encode(), **packed((TWO, THREE))})
    return Truth({P: {TWO: FILES, THREE: FILES}}, {P: "推荐函.pdf"}, {P: "情况表.xlsx"}, columns=STRANGE)


def last_year(disc: Path) -> Truth:
    """Last year's table, handed in again."""
    lay(disc, {
        "全省/汇总表.xlsx": xlsx(table((TWO, THREE), "2022年全省质量标杆申报汇总表")), "全省/推荐函.pdf": PLAIN,
        **packed((TWO, THREE), lambda name: f"全省/{name}.zip"),
    })  # fmt: skip
    return Truth({P: {TWO: FILES, THREE: FILES}}, {P: "全省/推荐函.pdf"}, {P: "全省/汇总表.xlsx"})


def lines_between(disc: Path) -> Truth:
    """One worksheet, a line above the rows of each track; packages are folders."""
    rows = [
        [f"质量标杆推荐汇总表（{BUREAU}）"], list(HEADINGS), ["一、全国质量标杆（1家）"], row(ONE), ["二、全省质量标杆（2家）"],
        row(TWO), row(THREE, 2), ["合计", "3家"],
    ]  # fmt: skip
    folders = {f"企业材料/{name}/{path}": each for name in (ONE, TWO, THREE) for path, each in papers(name).items()}
    lay(disc, {"推荐汇总表.xlsx": xlsx(rows), "推荐文件/红头.jpg": b"\xff\xd8\xff\xe0", **folders})
    return Truth(
        {N: {ONE: FILES}, P: {TWO: FILES, THREE: FILES}}, dict.fromkeys((N, P), "推荐文件/红头.jpg"),
        dict.fromkeys((N, P), "推荐汇总表.xlsx"),
    )  # fmt: skip


def worksheets(disc: Path) -> Truth:
    """One file, a worksheet for each track; short names of the packages."""
    book = xlsx((), 全国=table((ONE,), "全国质量标杆"), 全省=table((TWO, THREE), "全省质量标杆"))
    lay(disc, {
        "附件.xlsx": book, "关于推荐质量标杆的请示.pdf": PLAIN,
        **packed((ONE, TWO, THREE), lambda name: f"0{(ONE, TWO, THREE).index(name) + 1}{name[2:4]}.zip"),
    })  # fmt: skip
    return Truth(
        {N: {ONE: FILES}, P: {TWO: FILES, THREE: FILES}}, dict.fromkeys((N, P), "关于推荐质量标杆的请示.pdf"),
        dict.fromkeys((N, P), "附件.xlsx"),
    )  # fmt: skip


ODD: tuple[Callable[[Path], Truth], ...] = (
    one_table, one_letter, track_in_names, by_itself, loose_files, by_kind, one_archive, archive_a_track, plain_text,
    letter_by_words, drafts_beside, strange_headings, last_year, lines_between, worksheets,
)  # fmt: skip


def lay(disc: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (disc / path).parent.mkdir(parents=True, exist_ok=True)
        (disc / path).write_bytes(content)
