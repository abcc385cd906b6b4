"""What a scanner says is told as it said it; one that comes to no end says nothing."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import ScanFailed, SourceVanished, WrongUse
from app.job import Job
from app.model.batch import Staging
from app.model.disc import Scan
from app.paths import user_dir
from app.scanning import scanner as scanners
from app.scanning.discs import scan_discs
from app.scanning.scanner import FOLDER, Scanner, known, own, scan, set_own
from tests.disc_batches import a_store


def says(code: int, *lines: str) -> Scanner:
    """One that prints these lines and ends so, as ClamAV does."""
    program = f"import sys; [print(line.replace('@', sys.argv[1])) for line in {list(lines)!r}]; sys.exit({code})"
    return Scanner("试验查毒", (sys.executable, "-c", program, FOLDER))


def test_nothing_found_is_nothing(tmp_path: Path) -> None:
    assert scan(says(0), tmp_path, Job()) == ()


def test_what_was_found_is_named_below_the_folder(tmp_path: Path) -> None:
    found = scan(says(1, "@/data/甲 公司.zip: Win.Test.EICAR_HDB-1 FOUND", "其他的话"), tmp_path, Job())
    assert found == ("data/甲 公司.zip",)
    assert scan(says(1, "发现威胁"), tmp_path, Job()) == (tmp_path.name,), "it does not say where"


def test_one_that_fails_has_found_nothing_out(tmp_path: Path) -> None:
    with pytest.raises(ScanFailed):
        scan(says(2), tmp_path, Job())
    with pytest.raises(SourceVanished):
        scan(Scanner("没有", ("/没有这个程序", FOLDER)), tmp_path, Job())


def test_the_offices_own_command_goes_before_what_is_known() -> None:
    assert own() is None
    made = set_own('"/opt/查毒 软件/scan" -q {folder} -r')
    assert made == own() == Scanner("scan", ("/opt/查毒 软件/scan", "-q", "{folder}", "-r"), (1, 2))
    assert scanners.scanner() == made
    assert set_own("scan --all") == Scanner("scan", ("scan", "--all", FOLDER), (1, 2)), "the folder comes last"
    set_own("")
    assert own() is None
    with pytest.raises(WrongUse):
        set_own('scan "')


@pytest.mark.parametrize("content", ["", "[]", '{"command": 3}', '{"command": "a \\" b"}'])
def test_a_damaged_setting_is_none(content: str) -> None:
    place = user_dir() / "scanner.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(content)
    assert own() is None


def test_clamav_and_defender_are_known_where_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert [each.command[0] for each in known()] == ["/usr/bin/clamdscan", "/usr/bin/clamscan"]
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert known() == () and scanners.scanner() is None
    program = tmp_path / "Windows Defender" / "MpCmdRun.exe"
    program.parent.mkdir()
    program.write_bytes(b"")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    (defender,) = known()
    assert defender.command[0] == str(program) and defender.infected == (2,) and "-DisableRemediation" in defender.command


def test_each_disc_keeps_what_was_found_on_it(tmp_path: Path) -> None:
    folder = tmp_path / "盘"
    folder.mkdir()
    with a_store(tmp_path / "批次") as store:
        with pytest.raises(WrongUse):
            scan_discs(store, says(0), Job())
        one = Staging(str(folder), "QLBG23_3701_01", "7K3M-Q9TX-2B8D", "x", "2023-08-25", 3, 9)
        store.apply("做", lambda batch: batch.with_staging(one), can_undo=False)
        (made,) = scan_discs(store, says(1, "@/a.zip: X FOUND"), Job())
        assert made.scan is not None and made.scan.infected == ("a.zip",)
        (made,) = scan_discs(store, says(0), Job())
        assert made == replace(one, scan=Scan("试验查毒", made.scan.at if made.scan else "", ()))
        assert store.next_undo is None, "a fact is nothing to take back"
        with pytest.raises(ScanFailed):
            scan_discs(store, says(9), Job())
        assert store.batch.stagings[one.disc_id].scan == made.scan
    with type(store).open(tmp_path / "批次") as again:
        assert again.batch.stagings[one.disc_id] == made
