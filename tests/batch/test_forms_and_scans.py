"""What forms offer is never taken silently; scans merged or made smaller keep their originals."""

import contextlib
import io
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from app.batch import edit
from app.batch.form_facts import papers_of, read_forms, unread
from app.batch.offers import contacts, offers
from app.batch.scans import merge, put_instead, shrink
from app.batch.weights import weights_of
from app.demo.cast import sender_named
from app.errors import Unreadable, WrongUse
from app.job import Job
from app.model.batch import Batch
from app.model.documents.form import FieldFound, FormFacts
from app.model.documents.part import LEAVE_OUT
from app.notices.filing import roles_of
from app.notices.read import read_notice
from app.paths import RESOURCES
from app.send.collect import collect
from app.store.store import BatchStore

NOTICE, TOML = read_notice(RESOURCES / "notices" / "2023.toml")
NAME = "山东齐峰电子信息有限公司"


def a_form() -> bytes:
    import docx

    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in (("企业名称", NAME), ("联系人", "孙工"), ("移动电话", "13800000005"), ("重点领域", "☑数字化融合")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_picture(kind: str, size=(620, 877), dpi: int = 75, seed: int = 0, **more) -> bytes:
    out = io.BytesIO()
    picture = Image.radial_gradient("L").resize(size).rotate(seed * 90)
    grain = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1]))
    picture = Image.blend(picture, grain, 0.3)
    picture = Image.merge("RGB", (picture, picture, picture.point(lambda v: 255 - v)))
    picture.save(out, kind, dpi=(dpi, dpi), **more)
    return out.getvalue()


@pytest.fixture
def store(tmp_path: Path, sandbox):
    package = tmp_path / f"{NAME}.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("申报书.docx", a_form())
        archive.writestr("证明材料/第1页.jpg", a_picture("JPEG", dpi=150, quality=40))
        archive.writestr("证明材料/第2页.png", a_picture("PNG", seed=1))
        archive.writestr("证明材料/第3页.tif", a_picture("TIFF", seed=2, compression="tiff_lzw"))
        archive.writestr("典型经验材料.txt", b"text")
    batch = Batch(sender_named("370100"), "2023", "2023-08-20T09:00:00+08:00")
    made = BatchStore.create(tmp_path / "批次", batch, TOML)
    collect(made, "provincial", [package], sandbox=sandbox, job=Job())
    yield made
    with contextlib.suppress(ValueError):  # a test may have closed it
        made.close()


def the_one(store: BatchStore):
    return store.batch.in_track("provincial")[0]


def keys_of(store: BatchStore, *names: str) -> list[str]:
    return [edit.find_member(store.batch, the_one(store), name) for name in names]


def test_a_form_is_read_once_and_offered_with_its_source(store, sandbox):
    assert read_forms(store, sandbox, Job()) == 1
    assert not unread(store.batch, store.notice)
    assert read_forms(store, sandbox, Job()) == 0
    found = offers(store.batch, the_one(store), store.notice)
    assert {column: (o.text, o.read_from, o.present) for column, o in found.items()} == {
        "contact": ("孙工", "读自申报书", ""), "phone": ("13800000005", "读自申报书", ""),
        "area": ("4 数字化融合", "读自申报书", ""),
    }
    assert not the_one(store).fields, "nothing is taken without a person's word"


def test_reading_is_no_step_of_the_clerk_and_survives_closing(store, sandbox):
    before = store.next_undo
    read_forms(store, sandbox, Job())
    assert store.next_undo == before
    store.close()
    with BatchStore.open(store.folder) as again:
        assert again.batch.forms == store.batch.forms and again.batch.forms


def test_only_cells_that_are_empty_or_say_otherwise_are_offered(store, sandbox):
    read_forms(store, sandbox, Job())
    cells = {"phone": "138 0000 0005", "area": "4", "contact": "李工"}
    batch = edit.set_fields(store.batch, the_one(store).id, cells)
    found = offers(batch, batch.in_track("provincial")[0], NOTICE)
    assert {column: o.present for column, o in found.items()} == {"contact": "李工"}


def test_a_recognised_word_says_so_and_a_page_is_named(store):
    digest = next(m.sha256 for _, m in store.batch.members_of(the_one(store)) if m.path == "申报书.docx")
    facts = FormFacts({"contact": FieldFound("孙工", 2, True)})
    batch = store.batch.with_forms({digest: facts})
    assert offers(batch, the_one(store), NOTICE)["contact"].read_from == "识别自申报书第 2 页"


def test_merged_scans_keep_the_jpegs_bytes_and_the_order(store, sandbox, tmp_path):
    keys = keys_of(store, "第1页.jpg", "第2页.png", "第3页.tif")
    one = the_one(store)
    made = merge(store, one.id, keys, "质量证书", tmp_path, sandbox, Job())
    content = made.content.read_bytes()
    assert a_picture("JPEG", dpi=150, quality=40) in content
    document = pypdfium2.PdfDocument(content)
    sizes = [tuple(round(side) for side in page.get_size()) for page in document]
    assert sizes == [(298, 421), (595, 842), (595, 842)], "its own size at 150 dpi, else A4"
    back = document[1].render(scale=877 / 841.89).to_pil().convert("RGB").resize((8, 8))
    origin = Image.open(io.BytesIO(a_picture("PNG", seed=1))).resize((8, 8))
    assert max(abs(a - b) for a, b in zip(back.tobytes(), origin.tobytes(), strict=True)) < 12


def test_merging_is_one_undoable_change_and_loses_nothing(store, sandbox, tmp_path):
    keys = keys_of(store, "第1页.jpg", "第2页.png")
    before = store.batch
    made = merge(store, the_one(store).id, keys, "质量证书.pdf", tmp_path, sandbox, Job())
    source = put_instead(store, the_one(store).id, made, "合并扫描件", sandbox, Job())
    roles = roles_of(store.batch, the_one(store), NOTICE)
    assert [roles[key] for key in keys] == [LEAVE_OUT, LEAVE_OUT]
    assert [(m.path, m.kind, roles[f"{source.id}/{m.path}"]) for m in source.members] == [
        ("证明材料/质量证书.pdf", "pdf", "proof")
    ]
    assert {k for k, _ in before.members_of(before.in_track("provincial")[0])} < {k for k, _ in store.batch.members_of(the_one(store))}
    assert store.undo() == "合并扫描件"
    assert store.batch.enterprises == before.enterprises


def test_scans_with_transparency_are_laid_on_white(tmp_path):
    from app.writing.merge_scans import merge_scans

    path = tmp_path / "a.png"
    Image.new("RGBA", (200, 300), (255, 0, 0, 0)).save(path)
    merge_scans([("a.png", path)], tmp_path / "out.pdf", lambda: None)
    page = pypdfium2.PdfDocument(tmp_path / "out.pdf")[0].render().to_pil().convert("RGB")
    assert page.getpixel((50, 50)) == (255, 255, 255)


def test_a_tiff_of_several_pages_gives_all_of_them(tmp_path):
    from app.writing.merge_scans import merge_scans

    pages = [Image.new("L", (400, 500), grey) for grey in (0, 128, 255)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:], dpi=(150, 150))
    merge_scans([("a.tif", tmp_path / "a.tif")], tmp_path / "out.pdf", lambda: None)
    assert len(pypdfium2.PdfDocument(tmp_path / "out.pdf")) == 3


def test_a_photograph_taken_on_its_side_stands_upright(tmp_path):
    from app.writing.merge_scans import merge_scans

    picture, exif = Image.new("RGB", (600, 400), "white"), Image.Exif()
    exif[0x0112] = 6  # rotate by 90° to show
    picture.save(tmp_path / "a.jpg", exif=exif, dpi=(150, 150))
    merge_scans([("a.jpg", tmp_path / "a.jpg")], tmp_path / "out.pdf", lambda: None)
    width, height = pypdfium2.PdfDocument(tmp_path / "out.pdf")[0].get_size()
    assert width < height


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 cut", a_picture("PNG")[:300]])
def test_a_broken_scan_is_named(tmp_path, content):
    from app.writing.merge_scans import merge_scans

    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(Unreadable, match=r"a\.jpg"):
        merge_scans([("a.jpg", tmp_path / "a.jpg")], tmp_path / "out.pdf", lambda: None)
    assert not (tmp_path / "out.pdf").exists()


def test_what_is_no_scan_cannot_be_merged(store, sandbox, tmp_path):
    with pytest.raises(WrongUse, match=r"申报书\.docx"):
        merge(store, the_one(store).id, keys_of(store, "第1页.jpg", "申报书.docx"), "甲", tmp_path, sandbox, Job())
    with pytest.raises(WrongUse, match="两个"):
        merge(store, the_one(store).id, keys_of(store, "第1页.jpg"), "甲", tmp_path, sandbox, Job())
    assert not list(tmp_path.glob("*.pdf"))


@pytest.fixture
def heavy(tmp_path: Path, sandbox, store):
    noise = Image.effect_noise((1654, 2339), 40)
    noise.save(tmp_path / "scan.pdf", "PDF", resolution=200.0, quality=98)
    noise.crop((0, 0, 1654, 1200)).save(tmp_path / "photo.png", dpi=(200, 200))
    with zipfile.ZipFile(tmp_path / "more.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.write(tmp_path / "scan.pdf", "证明材料/审计报告.pdf")
        archive.write(tmp_path / "photo.png", "证明材料/获奖.png")
    collect(store, "provincial", [tmp_path / "more.zip"], into=the_one(store).id, sandbox=sandbox, job=Job())
    return store


def test_a_smaller_copy_has_the_same_pages_at_the_stated_resolution(heavy, sandbox, tmp_path):
    (key,) = keys_of(heavy, "审计报告.pdf")
    made = shrink(heavy, the_one(heavy).id, key, 100, tmp_path, sandbox, Job())
    assert made.after < made.before / 2 and made.path == "证明材料/审计报告（100dpi）.pdf"
    page = pypdfium2.PdfDocument(made.content)[0]
    assert [round(side) for side in page.get_size()] == [595, 842]
    (picture,) = (o for o in page.get_objects() if o.type == 3)
    assert abs(picture.get_px_size()[0] - 827) <= 2
    put_instead(heavy, the_one(heavy).id, made, "较小的副本", sandbox, Job())
    roles = roles_of(heavy.batch, the_one(heavy), NOTICE)
    assert roles[key] == LEAVE_OUT and "audit" in {r for k, r in roles.items() if k.endswith("（100dpi）.pdf")}


def test_a_smaller_picture_stays_a_picture(heavy, sandbox, tmp_path):
    made = shrink(heavy, the_one(heavy).id, keys_of(heavy, "获奖.png")[0], 100, tmp_path, sandbox, Job())
    with Image.open(made.content) as picture:
        assert (picture.format, picture.width, picture.mode) == ("JPEG", 827, "L")
    assert made.path.endswith(".jpg") and made.after < made.before


def test_a_scan_that_would_not_shrink_stays_as_it_is(store, sandbox, tmp_path):
    with pytest.raises(WrongUse, match="不会明显变小"):
        shrink(store, the_one(store).id, keys_of(store, "第1页.jpg")[0], 300, tmp_path, sandbox, Job())
    with pytest.raises(WrongUse, match="分辨率"):
        shrink(store, the_one(store).id, keys_of(store, "第1页.jpg")[0], 9, tmp_path, sandbox, Job())


def test_the_heaviest_comes_first_and_what_is_not_packed_does_not_count(heavy):
    found = weights_of(heavy.batch, the_one(heavy), NOTICE)
    assert [w.path for w in found[:2]] in (["证明材料/审计报告.pdf", "证明材料/获奖.png"], ["证明材料/获奖.png", "证明材料/审计报告.pdf"])
    assert sum(w.share for w in found) == pytest.approx(1)
    assert [w.path for w in found if not w.can_shrink] == ["申报书.docx", "典型经验材料.txt"]
    batch = edit.assign(heavy.batch, the_one(heavy).id, found[0].key, LEAVE_OUT)
    assert found[0].path not in [w.path for w in weights_of(batch, batch.in_track("provincial")[0], NOTICE)]


def test_who_the_sender_names_is_offered_and_taken_only_when_asked(heavy, capsys):
    from app.cli import main

    heavy.apply("", lambda b: replace(b, sender=replace(b.sender, contact="王科", phone="0531-66600000")))
    one = the_one(heavy)
    heavy.apply("", lambda b: b.with_forms({p.facts: FormFacts({}) for p in papers_of(b, one, heavy.notice)}))
    assert contacts(heavy.batch, one, heavy.notice)["phone"].read_from == "报送单位"
    folder = str(heavy.folder)
    heavy.close()
    assert main(["offers", folder]) == 0
    assert "王科" not in capsys.readouterr().out
    assert main(["offers", folder, "--contact", "--take", "--column", "contact"]) == 0
    told = capsys.readouterr().out
    assert f"{NAME}　联系人：王科（报送单位）" in told and "0531-66600000" not in told
    assert main(["offers", folder, "--contact"]) == 0
    told = capsys.readouterr().out
    assert "王科" not in told and f"{NAME}　联系电话：0531-66600000（报送单位）" in told


def test_the_command_line_offers_takes_merges_and_shrinks(heavy, capsys):
    from app.cli import main

    folder, name = str(heavy.folder), "齐峰"
    heavy.close()
    assert main(["offers", folder, name]) == 0
    assert f"{NAME}　联系电话：13800000005（读自申报书）" in capsys.readouterr().out
    assert main(["offers", folder, "--take"]) == 0 and main(["offers", folder]) == 0
    assert "已填入" in (told := capsys.readouterr().out) and told.count("13800000005") == 1
    assert main(["merge-scans", folder, name, "第1页.jpg", "第2页.png", "--as", "证书"]) == 0
    assert main(["shrink", folder, name, "审计报告.pdf", "--dpi", "100"]) == 0
    assert "→" in capsys.readouterr().out
    assert main(["weights", folder, name]) == 0
    assert "证书.pdf" in capsys.readouterr().out
    assert main(["shrink", folder, name, "申报书.docx"]) == 2
