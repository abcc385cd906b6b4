"""What is dropped in is told apart by its folders; a collecting that was cut short is gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Cancelled, DiskFull
from app.job import Job
from app.reading.sandbox import Sandbox
from app.send import collect as collecting
from app.send.dropped.lots import Lot, collect_lots, lot_of, lots_in
from app.send.dropped.unfinished import FILE, unfinished
from app.store.acts import done
from tests.builders import a_folder, a_zip
from tests.disc_batches import NOTICE, a_store

FILES = {"申报书.pdf": b"%PDF-1.4"}


def campaign(folder: Path) -> Path:
    for track, names in (("全国质量标杆", ["甲"]), ("2 全省", ["乙", "丙"])):
        for name in names:
            a_folder(folder / track / f"济南{name}机械有限公司", FILES)
    return folder


def test_folders_named_after_tracks_are_a_lot_each(tmp_path: Path) -> None:
    folder = campaign(tmp_path / "材料")
    (folder / "说明.txt").write_text("x")
    first, second = lots_in(folder, NOTICE)
    assert (first.track, [path.name for path in first.packages]) == ("national", ["济南甲机械有限公司"])
    assert (second.track, len(second.packages)) == ("provincial", 2)
    assert [each.path for each in first.left_out] == ["说明.txt"]


@pytest.mark.parametrize("names", [
    ["全国", "全省", "济南丁机械有限公司"],  # one is an enterprise
    ["全国", "全国标杆"],  # both are of one track
    ["全国电气集团有限公司", "全省机械有限公司"],  # enterprises that are called so
    ["全国和全省"], [],
])
def test_anything_else_is_not_told_apart_by_guess(names: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    for name in names:
        a_folder(folder / name / "济南某机械有限公司", FILES)
    assert lots_in(folder, NOTICE) == ()


def test_a_folder_of_a_track_with_files_alone_holds_no_enterprises(tmp_path: Path) -> None:
    a_folder(tmp_path / "材料" / "全国", FILES)
    assert lots_in(tmp_path / "材料", NOTICE) == ()


def test_all_lots_are_one_act(tmp_path: Path, sandbox: Sandbox) -> None:
    with a_store(tmp_path / "批次") as store:
        got = collect_lots(store, lots_in(campaign(tmp_path / "材料"), NOTICE), sandbox=sandbox, job=Job())
        assert len(got.added) == 3 and {one.track for one in store.batch.enterprises.values()} == {"national", "provincial"}
        assert len(done(store.history)) == 1 and not (store.folder / FILE).exists()
        store.undo()
        assert not store.batch.enterprises


class Killed(BaseException):
    """The program is gone between two packages."""


def cut_short(tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, end: BaseException) -> None:
    packages = tuple(a_zip(tmp_path / f"济南{name}机械有限公司.zip", FILES | {name: b"x"}) for name in "甲乙丙")
    keep, count = collecting._keep, iter(range(9))

    def kept(*args: object) -> object:
        if next(count) == 1:
            raise end
        return keep(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(collecting, "_keep", kept)
    with a_store(tmp_path / "批次") as store, pytest.raises(type(end)):
        collect_lots(store, [Lot("provincial", packages)], replaces=True, sandbox=sandbox, job=Job())
    monkeypatch.undo()


def test_what_is_still_to_come_is_told_after_the_program_was_killed(tmp_path: Path, sandbox: Sandbox, monkeypatch) -> None:
    monkeypatch.setattr("app.send.dropped.unfinished.Rest.forget", lambda rest: None)  # as one that is killed
    cut_short(tmp_path, sandbox, monkeypatch, Killed())
    rest = unfinished(tmp_path / "批次")
    assert rest is not None and rest.tracks == ("provincial",) and rest.replaces
    assert [path.name for path in rest.of("provincial")] == ["济南乙机械有限公司.zip", "济南丙机械有限公司.zip"]


def test_on_a_full_disk_it_can_be_gone_on_with(tmp_path: Path, sandbox: Sandbox, monkeypatch) -> None:
    cut_short(tmp_path, sandbox, monkeypatch, DiskFull("x"))
    assert unfinished(tmp_path / "批次") is not None


def test_what_a_person_stopped_is_not_asked_about(tmp_path: Path, sandbox: Sandbox, monkeypatch) -> None:
    cut_short(tmp_path, sandbox, monkeypatch, Cancelled())
    assert unfinished(tmp_path / "批次") is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"packages": 3}', b'{"packages": [[1]], "replaces": true}', b"\xff"])
def test_a_damaged_note_is_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert unfinished(tmp_path) is None


def test_every_child_of_a_folder_is_one(tmp_path: Path) -> None:
    assert len(lot_of("provincial", campaign(tmp_path / "材料") / "2 全省").packages) == 2
