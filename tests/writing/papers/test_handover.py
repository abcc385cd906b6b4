"""The paper that vouches for the discs: what is on it, that it is all there, and that it is for these discs."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy
import pypdf
import pypdfium2
import pytest
import segno

from app.checks import claims
from app.demo.cast import TRACKS
from app.errors import SourceVanished, Unreadable, WrongUse
from app.job import Job
from app.model.batch import Batch, Sender
from app.model.disc import CD, DVD, Scan, check_code
from app.model.handover import HandedDisc, HandedPackage, HandedTrack, Handover
from app.reading.sandbox import Sandbox
from app.send.paper import COVERS, FACES, REGISTER, disc_of, print_papers
from app.send.stage import stage
from app.writing.papers.handover import (
    COPIES,
    disc_face,
    handover_facts,
    write_cover,
    write_handover,
    write_labels,
)
from tests.disc_batches import NOTICE, READY, a_ready_store

DAY = date(2023, 8, 24)
MM = 72 / 25.4  # points
JINAN = Sender("济南市工业和信息化局", "370100", "济南市", "王敏", "0531-66600000")
LONG = "山东省济南市历下区齐鲁软件园中德合资超高精度数控机床与工业机器人智能制造股份有限公司"[:36] + "有限公司"
HOSTILE = '#image("/etc/passwd") $x$ *粗* [甲](乙) <script> \\ "公司'


def a_disc(number: int = 1, of: int = 1, names: tuple[str, ...] = ("山东甲一机械有限公司",), **more) -> HandedDisc:
    tags = f"tag manifest {number}".encode()
    packages = tuple(HandedPackage(place, name) for place, name in enumerate(names, 1))
    told = {"medium": DVD, "files": 41, "bytes": 2_291_406_112, "decisions": 0, **more}
    return HandedDisc(
        id=f"QLBG23_3701_{number:02}", number=number, of=of, day="2023-08-24",
        digest=hashlib.sha256(tags).hexdigest(), check_code=check_code(tags),
        tracks=(
            HandedTrack("national", "全国质量标杆", True, packages[:2]),
            HandedTrack("provincial", "全省质量标杆", True, packages[2:]),
        ),
        **told,
    )  # fmt: skip


def facts_of(*discs: HandedDisc, sender: Sender = JINAN, notice=NOTICE, scans: Sequence[Scan | None] = ()) -> Handover:
    return handover_facts(Batch(sender, "2023", "2023-08-10"), notice, discs, claims(notice), scans)


def three() -> Handover:
    names = tuple(f"济南第{n}精密机械有限公司" for n in range(1, 14))
    return facts_of(a_disc(3, 3, names[9:]), a_disc(1, 3, (*names[:4], LONG)), a_disc(2, 3, names[4:9]))


def pages_of(path: Path) -> list[str]:
    """The text of each page without white space."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pdf]


def registered(facts: Handover, folder: Path) -> list[str]:
    write_handover(facts, folder / "表.pdf", DAY)
    return pages_of(folder / "表.pdf")


# -- the register ------------------------------------------------------------------------------------
def test_one_disc_is_two_pages_a_copy_for_each_side(tmp_path):
    first, second = registered(facts_of(a_disc()), tmp_path)
    marks = [copy.replace(" ", "") for copy in COPIES]
    assert marks[0] in first and marks[1] in second
    assert first.replace(marks[0], "") == second.replace(marks[1], "")


def test_it_tells_what_the_archives_register_asks(tmp_path):
    page = registered(facts_of(a_disc(names=tuple("甲乙丙"))), tmp_path)[0]
    for words in (
        "交接工作名称", "济南市工业和信息化局报送2023年全国质量标杆、全省质量标杆申报材料",
        "内容描述", "移交数量", "光盘1张；文件41个；企业申报材料3个压缩包（全国质量标杆2家、全省质量标杆1家",
        "移交数据量", "2.291GB（2,291,406,112字节）", "载体类型规格", "DVD±R（4.7GB", "载体起止顺序号",
        "准确性", "完整性", "可用性", "安全性", "载体外观", "填表人（签名）", "审核人（签名）", "单位（印章）",
        "山东省工业和信息化厅科技处", "参照《电子档案移交与接收办法》（档发〔2012〕7号）",
    ):  # fmt: skip
        assert words in page


def test_each_copy_has_every_check_code_and_every_group_of_every_digest(tmp_path):
    facts = three()
    pages = registered(facts, tmp_path)
    assert len(pages) == 4
    for copy in ("".join(pages[:2]), "".join(pages[2:])):
        for disc in facts.discs:
            assert copy.count(disc.check_code) == 1
            assert disc.digest in copy and len(disc.digest_groups) == 16
            assert disc.spoken.replace(" ", "") in copy


def test_the_digests_stand_on_the_page_that_is_signed(tmp_path):
    signed = registered(three(), tmp_path)[1]
    assert "单位（印章）" in signed and all(disc.digest in signed for disc in three().discs)


def test_discs_come_by_number_whatever_the_order_they_were_given_in():
    assert [disc.number for disc in three().discs] == [1, 2, 3]


def test_a_set_counts_enterprises_once_and_letters_once(tmp_path):
    page = registered(three(), tmp_path)[0]
    assert "QLBG23_3701_01至QLBG23_3701_03（共3张）" in page
    assert "推荐文件（PDF）2份、申报汇总表（Excel）2份（每张光盘都有）、企业申报材料压缩包（ZIP）14个" in page


def test_many_discs_and_long_names_lose_nothing(tmp_path):
    sender = replace(JINAN, name=LONG)
    facts = facts_of(*(a_disc(n, 12, (LONG,), medium=CD) for n in range(1, 13)), sender=sender)
    pages = registered(facts, tmp_path)
    half = len(pages) // 2
    for copy in ("".join(pages[:half]), "".join(pages[half:])):
        assert all(disc.digest in copy and disc.check_code in copy for disc in facts.discs)
        assert LONG in copy and f"第{half}页，共{half}页" in copy


def test_the_code_is_said_with_a_word_for_each_digit():
    disc = replace(a_disc(), check_code="7K3M-Q9TX-2B8D")
    assert disc.spoken == "7七 · K · 3三 · M ／ Q · 9九 · T · X ／ 2二 · B · 8八 · D"


@pytest.mark.parametrize("change", [{"switched_off": ("PACK-02",)}, {"severities": {"PACK-02": "should"}}])
def test_the_sheet_claims_no_check_the_notice_does_without(tmp_path, change):
    told = registered(facts_of(a_disc()), tmp_path)[0]
    silent = registered(facts_of(a_disc(), notice=replace(NOTICE, **change)), tmp_path)[0]
    assert "压缩包能打开、没有密码" in told and "压缩包能打开、没有密码" not in silent
    assert "PDF能打开、没有密码" in silent


def test_what_the_program_claims_comes_from_its_checks():
    assert [each.checked for each in facts_of(a_disc()).inspections] == [
        "企业名称与汇总表一致；推荐文件与名单一致；同一类别没有重复的企业",
        "每家必备材料齐全；没有空文件；刻录目录的文件名和字节数与摘要清单一致",
        "压缩包能打开、没有密码；PDF 能打开、没有密码",
        "没有程序和脚本文件；没有加密的文档",
        "",
    ]


def test_what_a_hand_must_tick_is_left_blank(tmp_path):
    page = registered(facts_of(a_disc()), tmp_path)[0]
    for words in ("□刻录后已读盘校验", "□已用杀毒软件查杀", "□盘面清洁", "□合格□不合格", "□校验码与本表一致"):
        assert words in page
    assert "☑" not in page and "√" not in page


CLEAN = Scan("ClamAV", "2023-08-24T16:00:00+08:00")


def test_what_a_scanner_said_of_every_disc_stands_instead_of_the_tick(tmp_path):
    page = registered(facts_of(a_disc(), scans=[CLEAN]), tmp_path)[0]
    assert "2023年8月24日用ClamAV查毒，未发现病毒" in page
    assert page.count("□已用杀毒软件查杀") == 1, "the receiver's own"


@pytest.mark.parametrize("scans", [[None], [CLEAN, None], [CLEAN, replace(CLEAN, infected=("甲.zip",))]])
def test_while_one_disc_was_not_found_clean_nothing_is_claimed(scans, tmp_path):
    discs = [a_disc(number, len(scans)) for number, _ in enumerate(scans, 1)]
    page = registered(facts_of(*discs, scans=scans), tmp_path)[0]
    assert page.count("□已用杀毒软件查杀") == 2 and "查毒" not in page


def test_the_qr_code_on_the_page_is_the_one_of_this_disc(tmp_path):
    facts = facts_of(a_disc())
    registered(facts, tmp_path)
    (disc,) = facts.discs
    assert disc.qr_content == f"BAOPAN1|QLBG23_3701_01|{disc.check_code}|{disc.digest}"
    wanted = numpy.array([[bool(m) for m in row] for row in segno.make_qr(disc.qr_content, error="m").matrix])
    for page in (0, 1):
        assert (drawn_modules(tmp_path / "表.pdf", page, len(wanted)) == wanted).all()


def drawn_modules(path: Path, page: int, count: int) -> numpy.ndarray:
    """The modules of the QR code on a page: sampled at their middles, between its dark edges."""
    with pypdfium2.PdfDocument(path) as pdf:
        image = pdf[page].render(scale=8, grayscale=True).to_numpy().squeeze()
    scale = image.shape[1] / 210  # pixels a mm
    column = image[:, int(160 * scale) : int(189 * scale)]  # the last column of the form, without its lines
    top, bottom = _tallest_block(column < 128)
    cut = column[top:bottom] < 128
    dark = numpy.flatnonzero(cut.any(axis=0))
    cut = cut[:, dark[0] : dark[-1] + 1]
    middles = [((numpy.arange(count) + 0.5) * side / count).astype(int) for side in cut.shape]
    return cut[numpy.ix_(*middles)]


def _tallest_block(dark: numpy.ndarray) -> tuple[int, int]:
    """The tallest run of rows that hold something dark but are no line across."""
    inside = dark.any(axis=1) & ~dark.all(axis=1)
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], inside.astype(int), [0]))))
    return max(zip(edges[::2], edges[1::2], strict=True), key=lambda run: run[1] - run[0])


# -- faces and covers --------------------------------------------------------------------------------
def test_nothing_is_printed_on_the_hub_or_beyond_the_disc(tmp_path):
    sender = replace(JINAN, name=LONG, contact="欧阳文静" * 3)
    write_labels(facts_of(a_disc(names=(LONG,)), sender=sender), tmp_path / "面.pdf", DAY)
    with pypdfium2.PdfDocument(tmp_path / "面.pdf") as pdf:
        image = pdf[0].render(scale=4, grayscale=True).to_numpy().squeeze()
    scale = image.shape[1] / 210
    y, x = numpy.indices(image.shape) / scale
    ring = numpy.flatnonzero((image[:, int(105 * scale)] < 200) & (y[:, 0] > 35))[0] / scale
    from_middle = numpy.hypot(x - 105, y - (ring + 58))
    assert (image[from_middle < 19.5] > 250).all()
    assert (image[(from_middle > 56) & (from_middle < 57.5)] > 250).all()
    assert (image[(from_middle > 21) & (from_middle < 56)] < 100).any()


def test_each_disc_has_its_face_with_all_that_is_written_by_hand(tmp_path):
    facts = three()
    write_labels(facts, tmp_path / "面.pdf", DAY)
    pages = pages_of(tmp_path / "面.pdf")
    assert len(pages) == 3
    for page, disc in zip(pages, facts.discs, strict=True):
        lines = disc_face(facts, disc)
        assert lines[2:4] == (f"{disc.id}　第 {disc.number} 张，共 3 张", f"校验码 {disc.check_code}")
        assert all(re.sub(r"\s", "", line) in page for line in lines)


def test_a_cover_lists_the_enterprises_of_its_own_disc_in_order(tmp_path):
    facts = three()
    write_cover(facts, tmp_path / "封.pdf", DAY)
    pages = pages_of(tmp_path / "封.pdf")
    assert len(pages) == 3
    for page, disc in zip(pages, facts.discs, strict=True):
        names = [package.enterprise for track in disc.tracks for package in track.packages]
        places = [page.index(name) for name in names]
        assert places == sorted(places) and disc.check_code in page and f"第{disc.number}张，共3张" in page
    assert "济南第5精密机械有限公司" not in pages[0] and LONG in pages[0]


def test_a_list_too_long_for_a_card_goes_on_to_another(tmp_path):
    names = tuple(f"济南第{n:02}精密机械有限公司" for n in range(1, 71))
    write_cover(facts_of(a_disc(names=names)), tmp_path / "封.pdf", DAY)
    pages = pages_of(tmp_path / "封.pdf")
    assert len(pages) > 1 and all(name in "".join(pages) for name in names)
    assert all("QLBG23_3701_01" in page for page in pages)


# -- of all three ------------------------------------------------------------------------------------
WRITERS = (write_handover, write_labels, write_cover)


@pytest.mark.parametrize("write", WRITERS)
def test_hostile_names_are_printed_as_they_are(tmp_path, write):
    write(facts_of(a_disc(names=(HOSTILE,)), sender=replace(JINAN, name=HOSTILE)), tmp_path / "纸.pdf", DAY)
    assert re.sub(r"\s", "", HOSTILE) in "".join(pages_of(tmp_path / "纸.pdf"))


@pytest.mark.parametrize("write", WRITERS)
def test_names_without_an_end_or_a_shape_do_not_stop_it(tmp_path, write):
    for name in ("", "很长" * 400, "a" * 900, "\x00\u202e\ud800公司"):
        write(facts_of(a_disc(names=(name,)), sender=replace(JINAN, name=name)), tmp_path / "纸.pdf", DAY)
    assert pages_of(tmp_path / "纸.pdf")


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_discs_give_the_same_archival_pdf(tmp_path, write):
    for name in ("1.pdf", "2.pdf"):
        write(three(), tmp_path / name, DAY)
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()
    assert b"pdfaid:part" in pypdf.PdfReader(tmp_path / "1.pdf").xmp_metadata.stream.get_data()


# -- the job -----------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    """(store, staging) of a real batch with three enterprises."""
    folder = tmp_path_factory.mktemp("paper")
    with pytest.MonkeyPatch.context() as patch, Sandbox(1) as sandbox:
        patch.setenv("SOURCE_DATE_EPOCH", "1692835200")
        store = a_ready_store(folder / "batch", sandbox, folder / "incoming")
        (staging,) = stage(store, READY, folder / "out", DVD, sandbox, Job())
        yield store, staging
        store.close()


def test_the_papers_lie_beside_the_disc_and_leave_it_as_it_was(staged, tmp_path):
    store, staging = staged
    before = sorted(Path(staging.folder).rglob("*"))
    papers = print_papers(store, tmp_path / "纸", Job())
    assert [paper.name for paper in papers] == [REGISTER, FACES, COVERS]
    assert sorted(papers) == sorted((tmp_path / "纸").iterdir())
    assert sorted(Path(staging.folder).rglob("*")) == before
    assert staging.check_code in pages_of(papers[0])[0]


def test_the_facts_are_those_of_the_folder(staged):
    store, staging = staged
    disc = disc_of(Path(staging.folder))
    tags = (Path(staging.folder) / "tagmanifest-sha256.txt").read_bytes()
    assert disc.digest == hashlib.sha256(tags).hexdigest() and disc.check_code == staging.check_code
    assert (disc.files, disc.bytes, disc.day) == (staging.files, staging.bytes, staging.day)
    listed = [[package.enterprise for package in track.packages] for track in disc.tracks]
    assert listed == [list(store.batch.listed(track)) for track in TRACKS]


@pytest.mark.parametrize("inside", [".", "data", "data/全国质量标杆/新"])
def test_no_paper_is_put_on_the_disc(staged, inside):
    store, staging = staged
    with pytest.raises(WrongUse, match="光盘目录里面"):
        print_papers(store, Path(staging.folder) / inside, Job())


class Stub:
    """A store whose batch knows these folders as its discs."""

    def __init__(self, store, staging, **changes) -> None:
        self.notice = store.notice
        self.batch = replace(store.batch, stagings={staging.disc_id: replace(staging, **changes)})


def test_a_disc_that_changed_after_it_was_made_is_not_vouched_for(staged, tmp_path):
    store, staging = staged
    with pytest.raises(WrongUse, match="又有改动"):
        print_papers(Stub(store, staging, check_code="0000-0000-0000"), tmp_path, Job())
    assert list(tmp_path.iterdir()) == []


def test_a_disc_that_is_gone_is_named(staged, tmp_path):
    store, staging = staged
    with pytest.raises(SourceVanished):
        print_papers(Stub(store, staging, folder=str(tmp_path / "没有")), tmp_path, Job())


def test_before_any_disc_there_is_no_paper(staged, tmp_path):
    store, staging = staged
    stub = Stub(store, staging)
    stub.batch = replace(stub.batch, stagings={})
    with pytest.raises(WrongUse, match="还没有制作光盘目录"):
        print_papers(stub, tmp_path, Job())


def copy_of(folder: Path, target: Path, **disc: object) -> Path:
    """The tag files of a disc, telling another place in its set."""
    target.mkdir()
    for name in ("submission.json", "bag-info.txt", "tagmanifest-sha256.txt"):
        (target / name).write_bytes((folder / name).read_bytes())
    told = json.loads((target / "submission.json").read_bytes())
    told["disc"].update(disc)
    (target / "submission.json").write_text(json.dumps(told), encoding="utf-8")
    return target


def test_a_set_is_only_printed_whole(staged, tmp_path):
    store, staging = staged
    first = copy_of(Path(staging.folder), tmp_path / "1", of=2)
    second = copy_of(Path(staging.folder), tmp_path / "2", of=2, number=2, id="QLBG23_3701_02")
    stub = Stub(store, staging, folder=str(first))
    with pytest.raises(WrongUse, match="共 2 张，只做好了 1 张"):
        print_papers(stub, tmp_path / "纸", Job())
    other = replace(staging, folder=str(second), disc_id="QLBG23_3701_02")
    stub.batch = stub.batch.with_staging(other)
    register = print_papers(stub, tmp_path / "纸", Job())[0]
    assert "QLBG23_3701_01至QLBG23_3701_02（共2张）" in pages_of(register)[0]
    stub.batch = stub.batch.with_staging(replace(other, folder=str(first)))
    with pytest.raises(WrongUse, match="不是同一次做的一套"):
        print_papers(stub, tmp_path / "纸", Job())


def test_what_is_left_of_a_larger_set_is_not_listed(staged, tmp_path):
    store, staging = staged
    stub = Stub(store, staging)
    stub.batch = stub.batch.with_staging(replace(staging, disc_id="QLBG23_3701_02", folder=str(tmp_path / "旧")))
    assert "共1张" in pages_of(print_papers(stub, tmp_path / "纸", Job())[0])[0]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"disc": []}', b"[" * 100_000])
def test_a_folder_that_does_not_say_what_ours_say_is_unreadable(staged, tmp_path, content):
    folder = copy_of(Path(staged[1].folder), tmp_path / "1")
    (folder / "submission.json").write_bytes(content)
    with pytest.raises(Unreadable):
        disc_of(folder)


def test_what_goes_along_on_paper_is_counted_and_ticked_by_who_receives_it():
    asking = replace(NOTICE, letter=replace(NOTICE.letter, paper=3))
    facts = facts_of(a_disc(names=("甲", "乙", "丙")), notice=asking)
    assert facts.sheets == "盖章的纸质推荐文件 2 件、各 3 份"
    assert [each.quality for each in facts.inspections if "□ 盖章的纸质推荐文件 2 件、各 3 份已收到" in each.receiver] == ["完整性"]
    plain = facts_of(a_disc())
    assert plain.sheets == "" and "纸质" not in str(plain.inspections)
