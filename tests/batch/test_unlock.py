"""What is locked is opened with a password; the unlocked copy goes in, the original stays, the password is nowhere."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.batch.locked.unlock import unlock
from app.checks import check_batch
from app.errors import WrongUse
from app.job import Job
from app.reading.containers.sevenzip_program import binary
from app.reading.sandbox import Sandbox
from app.send.collect import collect
from app.store.store import BatchStore
from tests.builders import a_folder, a_pdf
from tests.disc_batches import NOTICE, a_store

PASSWORD = "Dong yue \"1\" Pa$$"
NAME = "山东甲机械有限公司"
FILES = {"申报书.pdf": a_pdf(pages=2), "证明材料/专利.pdf": a_pdf()}
WAYS = {
    "zip, ZipCrypto": ("zip", "-tzip"), "zip, AES": ("zip", "-tzip", "-mem=AES256"),
    "7z": ("7z", "-t7z"), "7z, names too": ("7z", "-t7z", "-mhe=on"),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BatchStore]:
    with a_store(tmp_path / "批次") as store:
        yield store


def a_locked(folder: Path, ending: str, *how: str) -> Path:
    files = a_folder(folder / "in", FILES)
    made = folder / f"{NAME}.{ending}"
    command = [str(binary()), "a", *how, f"-p{PASSWORD}", str(made), "."]
    subprocess.run(command, cwd=files, check=True, stdout=subprocess.DEVNULL)
    return made


def taken(store: BatchStore, path: Path, sandbox: Sandbox) -> str:
    collect(store, "provincial", [path], sandbox=sandbox, job=Job())
    (enterprise,) = store.batch.enterprises
    return enterprise


def checks(store: BatchStore) -> set[str]:
    return {finding.check for finding in check_batch(store.batch, NOTICE, date(2023, 8, 25)).findings}


@pytest.mark.parametrize("way", WAYS)
def test_a_locked_archive_is_looked_into_like_any_other(
    store: BatchStore, tmp_path: Path, sandbox: Sandbox, way: str
) -> None:
    locked = a_locked(tmp_path, *WAYS[way])
    enterprise = taken(store, locked, sandbox)
    assert "PACK-02" in checks(store)
    (old,) = store.batch.sources_of(store.batch.enterprises[enterprise])
    made = unlock(store, enterprise, locked.name, PASSWORD, sandbox, Job())
    assert {member.path for member in made.members} == FILES.keys() and not made.troubles
    assert "PACK-02" not in checks(store)
    assert (store.folder / old.stored).read_bytes() == locked.read_bytes()
    store.undo()
    assert "PACK-02" in checks(store)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("wrong", ["x", PASSWORD.lower(), ""])
def test_a_wrong_password_is_told_plainly_and_changes_nothing(
    store: BatchStore, tmp_path: Path, sandbox: Sandbox, way: str, wrong: str
) -> None:
    locked = a_locked(tmp_path, *WAYS[way])
    enterprise = taken(store, locked, sandbox)
    before = store.batch
    with pytest.raises(WrongUse, match="密码"):
        unlock(store, enterprise, locked.name, wrong, sandbox, Job())
    assert store.batch == before


def test_a_locked_pdf_is_put_in_without_its_password(store: BatchStore, tmp_path: Path, sandbox: Sandbox) -> None:
    folder = a_folder(tmp_path / NAME, {"申报书.pdf": a_pdf(pages=2, password=PASSWORD), "典型经验.pdf": a_pdf()})
    enterprise = taken(store, folder, sandbox)
    assert "PDF-02" in checks(store)
    with pytest.raises(WrongUse, match="密码不对"):
        unlock(store, enterprise, "申报书.pdf", "x", sandbox, Job())
    made = unlock(store, enterprise, "申报书.pdf", PASSWORD, sandbox, Job())
    assert [(m.path, m.pdf.pdfium, m.pdf.pages) for m in made.members if m.pdf] == [("申报书.pdf", "ok", 2)]
    assert "PDF-02" not in checks(store)


def test_the_password_is_nowhere_in_the_batch(store: BatchStore, tmp_path: Path, sandbox: Sandbox) -> None:
    locked = a_locked(tmp_path, *WAYS["7z"])
    enterprise = taken(store, locked, sandbox)
    unlock(store, enterprise, locked.name, PASSWORD, sandbox, Job())
    kept = [path.read_bytes() for path in store.folder.rglob("*") if path.is_file()]
    assert len(kept) > 3 and not any(PASSWORD.encode() in each or b"Pa$$" in each for each in kept)


def test_what_is_not_locked_is_no_matter_for_a_password(store: BatchStore, tmp_path: Path, sandbox: Sandbox) -> None:
    enterprise = taken(store, a_folder(tmp_path / NAME, FILES), sandbox)
    with pytest.raises(WrongUse, match="没有加了密码"):
        unlock(store, enterprise, "申报书.pdf", PASSWORD, sandbox, Job())
