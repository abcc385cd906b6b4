"""The right 校验码 means the identical disc: whatever else was done to it, the code alone does not pass."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pycdlib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.batch.verify import verify
from app.disc import bag
from app.disc.iso.write import write_image
from app.job import Job
from app.model.disc import check_code, qr_content
from app.model.finding import Grade, Report, State
from app.reading.sandbox import Sandbox
from tests.bags import LABEL, files_of, make_bag

Tree = dict[str, bytes]
PAYLOAD = {"data/全省/甲.zip": b"one", "data/全省/Cafe\u0301.pdf": b"two", "data/表.xlsx": b"three" * 9, "data/空.txt": b""}
EVIL = b"[autorun]\nopen=evil.exe\n"
ODD_NAMES = (
    "autorun.inf", "tagmanifest-x", "tagmanifest-sha512.txt", "tagmanifest-md5.txt", "manifest-md5.txt", "manifest-x/a",
    "DATA/全省/甲.zip", "Data/甲.zip", "data/全省/乙.zip", "fetch.txt", "BAGIT.TXT", "data/全省/甲.ZIP", "补充/甲.zip",
    "Manifest-SHA256.txt", "tagmanifest-sha256.txt.bak", "data/全省/Caf\u00e9.pdf", "data/.hidden",
)  # fmt: skip
NEAR = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Good:
    folder: Path
    files: Tree
    code: str


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    folder = make_bag(tmp_path_factory.mktemp("right") / LABEL, PAYLOAD)
    return Good(folder, files_of(folder), check_code((folder / bag.TAG_MANIFEST).read_bytes()))


def composed(files: Mapping[str, bytes]) -> Tree:
    """Some systems take names apart when they copy: that is the same disc."""
    return {unicodedata.normalize("NFC", path): content for path, content in files.items()}


def written(folder: Path, files: Mapping[str, bytes], *empty: str) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for path in empty:
        (folder / path).mkdir(parents=True)
    return folder


def passes(place: Path, code: str, sandbox: Sandbox | None = None) -> bool:
    report = verify(place, Job(), code, sandbox=sandbox)
    (told,) = (outcome for outcome in report.outcomes if outcome.check == "DISC-04")
    return told.state is State.PASSED


def told(report: Report, check: str) -> dict[str, str]:
    return {finding.where: finding.what for finding in report.findings if finding.check == check}


# -- what may be done to a disc ----------------------------------------------------------------------
def sums(files: Mapping[str, bytes], algorithm: str) -> bytes:
    return bag.canonical({path: hashlib.new(algorithm, content).hexdigest() for path, content in files.items()})


def is_free(files: Tree, path: str) -> bool:
    """Neither a file nor a folder is in the way."""
    return not any(p == path or p.startswith(f"{path}/") or path.startswith(f"{p}/") for p in files)


@st.composite
def changed(draw: st.DrawFn, files: Tree) -> Tree:
    """One deed. A forger writes whatever digests are wanted: only the tag manifest's own he cannot keep."""
    made = dict(files)
    path = draw(st.sampled_from(sorted(made)))
    deed = draw(st.sampled_from(["byte", "add", "remove", "rename", "swap", "apart", "listed", "tagged", "restyled"]))
    new = draw(st.sampled_from(ODD_NAMES) | st.text("aB中.é-", min_size=1, max_size=6).map(lambda t: f"data/{t}x"))
    if deed == "byte" and made[path]:
        at = draw(st.integers(0, len(made[path]) - 1))
        made[path] = made[path][:at] + bytes([made[path][at] ^ draw(st.integers(1, 255))]) + made[path][at + 1 :]
    elif deed == "add" and is_free(made, new):
        made[new] = draw(st.sampled_from([b"", EVIL, sums(files, "sha256")]))
    elif deed == "remove":
        del made[path]
    elif deed == "rename" and is_free({**made, path: b""}, new):
        made[new] = made.pop(path)
    elif deed == "swap":
        other = draw(st.sampled_from(sorted(made)))
        made[path], made[other] = made[other], made[path]
    elif deed == "apart":
        made[unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), path)] = made.pop(path)
    elif deed in ("listed", "tagged"):
        algorithm = draw(st.sampled_from(["sha256", "sha512", "sha1", "md5"]))
        name = f"{'tag' if deed == 'tagged' else ''}manifest-{algorithm}.txt"
        if is_free(made, new):
            made[new] = EVIL
        payload = {p: c for p, c in made.items() if p.startswith("data/") is (deed == "listed")}
        made[name] = sums({p: c for p, c in payload.items() if p != name}, algorithm)
    elif deed == "restyled" and path in (bag.MANIFEST, bag.TAG_MANIFEST):
        style: Callable[[bytes], bytes] = draw(st.sampled_from([
            bytes.upper, lambda c: c.replace(b"\n", b"\r\n"), lambda c: b"".join(sorted(c.splitlines(True), reverse=True)),
            lambda c: c + c, lambda c: c.replace(b"  ", b" *"), lambda c: b"\xef\xbb\xbf" + c, lambda c: c + b"\n",
        ]))  # fmt: skip
        made[path] = style(made[path])
    return made


def test_the_disc_itself_passes(good: Good) -> None:
    assert passes(good.folder, good.code) and verify(good.folder, Job(), good.code).findings == ()


@NEAR
@given(data=st.data())
def test_the_right_code_means_the_identical_disc(good: Good, tmp_path: Path, sandbox: Sandbox, data: st.DataObject) -> None:
    files = good.files
    for _ in range(data.draw(st.integers(1, 3), label="deeds")):
        files = data.draw(changed(files), label="files") or files
    empty = data.draw(st.sampled_from([(), (), ("空",), ("data/一/二",)]), label="empty folders")
    place = written(tmp_path / "盘", files, *empty)
    is_same = composed(files) == composed(good.files) and len(files) == len(good.files) and not empty
    assert passes(place, good.code, sandbox) is is_same


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("typed", ["code", "whole"])
def test_whatever_lies_beside_is_named_where_the_code_is_answered(good: Good, tmp_path: Path, name: str, typed: str) -> None:
    place = written(tmp_path / "盘", good.files | {name: EVIL})
    if sys.platform == "win32" and name not in files_of(place):
        pytest.skip("one in other letters is the same there")
    digest = hashlib.sha256(good.files[bag.TAG_MANIFEST]).hexdigest()
    report = verify(place, Job(), good.code if typed == "code" else qr_content(LABEL, digest))
    (what,) = told(report, "DISC-04").values()
    assert "与登记表相符" in what and name in what and report.verdict({}) == "must"


def test_a_file_that_another_tag_manifest_lists_is_unlisted_all_the_same(good: Good, tmp_path: Path) -> None:
    evil = {"autorun.inf": EVIL}
    place = written(tmp_path / "盘", good.files | evil | {"tagmanifest-sha512.txt": sums(evil, "sha512")})
    report = verify(place, Job())
    assert list(told(report, "DISC-02")) == ["autorun.inf"] and "另一套" in told(report, "DISC-06")["tagmanifest-sha512.txt"]


# -- bags of others ----------------------------------------------------------------------------------
@pytest.mark.parametrize("style", [
    lambda c: re.sub(rb"^\w+", lambda m: m[0].upper(), c, flags=re.M), lambda c: c.replace(b"\n", b"\r\n"),
    lambda c: b"".join(sorted(c.splitlines(True), reverse=True)), lambda c: c.replace(b"  ", b" *"),
])  # fmt: skip
def test_a_manifest_in_another_form_is_valid_and_told_mildly(tmp_path: Path, style: Callable[[bytes], bytes]) -> None:
    payload = {"data/a.zip": b"1", "data/b.zip": b"2"}
    files = files_of(make_bag(tmp_path / "bag", payload))
    files[bag.MANIFEST] = style(files[bag.MANIFEST])
    files[bag.TAG_MANIFEST] = sums({p: c for p, c in files.items() if p in (bag.DECLARATION, bag.INFO, bag.MANIFEST)}, "sha256")
    place = written(tmp_path / "盘", files)
    report = verify(place, Job())
    (finding,) = report.findings
    assert (finding.check, finding.grade, finding.where) == ("DISC-06", Grade.SHOULD, bag.MANIFEST)
    assert report.verdict({}) == "ok" and not passes(place, check_code(files[bag.TAG_MANIFEST]))


# -- images ------------------------------------------------------------------------------------------
def shown(good: Good, folder: Path, *more: dict[str, str], **kinds: object) -> Path:
    """The disc as an image of another tool; `more`: what lies in one tree alone."""
    image = pycdlib.PyCdlib()
    image.new(interchange_level=3, **kinds)
    trees = {"joliet_path": "joliet" in kinds, "udf_path": "udf" in kinds}
    for number, folder_path in enumerate(sorted({p.rpartition("/")[0] for p in good.files} | {"data"} - {""})):
        if folder_path:
            image.add_directory(f"/D{number}", **{key: f"/{folder_path}" for key, has in trees.items() if has})
    for number, (path, content) in enumerate(good.files.items()):
        places = {key: f"/{path}" for key, has in trees.items() if has}
        image.add_fp(io.BytesIO(content), len(content), f"/F{number}.;1", **places)
    for number, extra in enumerate(more):
        image.add_fp(io.BytesIO(EVIL), len(EVIL), f"/X{number}.;1" if not extra else None, **extra)
    out = folder / f"{LABEL}.iso"
    image.write(str(out))
    image.close()
    return out


@pytest.mark.parametrize("kinds", [{"joliet": 3}, {"joliet": 3, "udf": "2.60"}])
def test_an_image_by_another_tool_with_every_file_in_every_tree_passes(good: Good, tmp_path: Path, kinds: dict[str, object]) -> None:
    assert passes(shown(good, tmp_path, **kinds), good.code)


@pytest.mark.parametrize("extra", [{}, {"udf_path": "/autorun.inf"}])
def test_a_file_in_one_tree_alone_does_not_pass(good: Good, tmp_path: Path, extra: dict[str, str]) -> None:
    image = shown(good, tmp_path, extra, joliet=3, udf="2.60")
    assert not passes(image, good.code) and told(verify(image, Job()), "DISC-01")


def test_a_name_that_windows_alone_sees_otherwise_does_not_pass(good: Good, tmp_path: Path) -> None:
    image = tmp_path / f"{LABEL}.iso"
    write_image(good.folder, LABEL, image, Job())
    assert passes(image, good.code)
    content = image.read_bytes()
    image.write_bytes(content.replace("甲.zip".encode("utf-16-be"), "乙.zip".encode("utf-16-be"), 1))
    assert not passes(image, good.code) and "名称不同" in told(verify(image, Job()), "DISC-06")["data/全省/甲.zip"]
