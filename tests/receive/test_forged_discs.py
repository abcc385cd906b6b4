"""Discs whose every digest is right and whose every word lies: nothing outside the ledger is read or written."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.disc import bag, submission_json
from app.errors import AppError
from app.job import Job
from app.ledger import Ledger, Registration
from app.model.disc import DVD
from app.model.finding import Report
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox
from app.receive.answer import accept, give_back, write_receipt, write_return
from app.receive.disc.record import RECORD
from app.receive.experts import export_packages, write_results
from app.receive.intake import preview_disc, receive
from app.receive.merge import write_merged
from app.send.stage import stage
from tests.disc_batches import READY, a_ready_store, tree
from tests.receive.facts import a_submission, an_entry
from tests.receive.ledgers import a_ledger, registered
from tests.receive.watch import strayed, watched

pytestmark = pytest.mark.own_children  # those are watched too

DAY = date(2023, 8, 29)
SECRET = b"nobody outside may ever see this \xe7\xa7\x98" * 40
Said = dict[str, Any]
Lie = Callable[[Said, Path], object]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Path:
    tmp = tmp_path_factory.mktemp("forged")
    with a_ready_store(tmp / "batch", sandbox, tmp / "in") as store:
        (staging,) = stage(store, READY, tmp / "out", DVD, sandbox, Job())
    return Path(staging.folder)


@dataclass(frozen=True)
class Desk:
    """A province with neighbours: what lies beside its ledger is nobody's business."""

    home: Path
    disc: Path
    log: Path
    sandbox: Sandbox

    @property
    def secret(self) -> Path:
        return self.home / "秘密"

    @property
    def allowed(self) -> tuple[Path, ...]:
        return (self.home / "台账", self.disc, self.home / "出")


@pytest.fixture(scope="module")
def watching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Sandbox]]:
    with pytest.MonkeyPatch.context() as patch, watched(tmp_path_factory.mktemp("watch") / "w", patch) as log, Sandbox(2) as box:
        yield log, box


@pytest.fixture
def desk(watching: tuple[Path, Sandbox], tmp_path: Path, good: Path) -> Desk:
    home = tmp_path / "省厅"
    for name in ("申报材料.zip", "推荐文件.pdf", "汇总表.xlsx"):
        (home / "秘密").mkdir(parents=True, exist_ok=True)
        (home / "秘密" / name).write_bytes(SECRET)
    shutil.copytree(good, home / "盘" / good.name)
    log, box = watching
    log.write_bytes(b"")
    return Desk(home, home / "盘" / good.name, log, box)


def forge(disc: Path, *lies: Lie) -> None:
    """The lies told, the tag manifest made right again."""
    place = disc / submission_json.FILE
    said = json.loads(place.read_bytes())
    for lie in lies:
        lie(said, disc)
    place.write_text(json.dumps(said, default=str))
    for name, is_payload in ((bag.MANIFEST, True), (bag.TAG_MANIFEST, False)):
        files = [p for p in disc.rglob("*") if p.is_file() and not p.is_symlink() and p.name != bag.TAG_MANIFEST]
        paths = {p.relative_to(disc).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
        (disc / name).write_bytes(bag.canonical({p: d for p, d in paths.items() if p.startswith("data/") is is_payload}))


def road(desk: Desk, *, looks: bool = False) -> Report | None:
    """Looked at, received, accepted, unpacked for the experts, merged, returned; None when it is not taken in."""
    out, box = desk.home / "出", desk.sandbox
    desk.log.write_bytes(b"")  # what the test itself did
    with Ledger.open(desk.home / "台账") if (desk.home / "台账").exists() else a_ledger(desk.home / "台账") as ledger:
        try:
            preview_disc(ledger, desk.disc, sandbox=box, job=Job())
            got = receive(ledger, desk.disc, code="0000-0000-0000", handed_in=DAY, looks=looks, sandbox=box, job=Job())
        except AppError:
            assert ledger.submissions() == () and not [*ledger.store.iterdir()]
            return None
        key = got.submission.id
        assert {path.name for path in ledger.store.iterdir()} == {one.id for one in ledger.submissions()}
        accept(ledger, key, "核对过", "刘处", Job())
        write_receipt(ledger, key, out / "回执", DAY)
        export_packages(ledger, out / "评审", box, Job())
        write_results(ledger, out / "结果")
        write_merged(ledger, out / "总表.xlsx")
        give_back(ledger, key, "有不实之处", "刘处")
        write_return(ledger, key, out / "通知", DAY)
        return ledger.report_of(key)


def nothing_got_out(desk: Desk) -> None:
    assert strayed(desk.log, *desk.allowed) == []
    assert tree(desk.secret) == dict.fromkeys(("推荐文件.pdf", "汇总表.xlsx", "申报材料.zip"), SECRET)
    assert sorted(path.name for path in desk.home.iterdir()) == sorted({"秘密", "盘", "台账", *(["出"] if (desk.home / "出").exists() else [])})
    for root in desk.allowed[::2]:
        assert not [path for path, content in (tree(root) if root.exists() else {}).items() if b"nobody outside" in content]


def _peeped(path: Path, report: Callable[[int, str], None]) -> int:
    return len(path.read_bytes())


def test_the_watch_sees_what_is_opened_here_and_in_a_child(desk: Desk) -> None:
    here, there = desk.secret / "推荐文件.pdf", desk.secret / "汇总表.xlsx"
    here.read_bytes()
    assert desk.sandbox.call(_peeped, there, job=Job(), limits=Limits()) == len(SECRET)
    assert strayed(desk.log, *desk.allowed) == sorted(map(str, (here, there)))


# -- one lie at a time -------------------------------------------------------------------------------
NO_PATHS = (  # no place on a disc is called so
    "../秘密/申报材料.zip", "../../秘密/申报材料.zip", "data/../../../秘密/申报材料.zip", "{secret}/申报材料.zip", "C:\\秘密\\a.zip",
    "..\\..\\秘密\\申报材料.zip", "data/", "..", "/", "~/a.zip", "data/a\u0000b", "file:///etc/passwd",
)  # fmt: skip
WRONG_PATHS = ("data/没有这一个.zip", "submission.json", "bagit.txt", "data", "data/" + "长" * 900 + ".zip")
PATHS = (*NO_PATHS, *WRONG_PATHS)


def at(*keys: str | int, value: object) -> Lie:
    def lie(said: Said, disc: Path) -> None:
        place: Any = said
        for key in keys[:-1]:
            place = place[key]
        secret = disc.parents[1] / "秘密"
        place[keys[-1]] = value.replace("{secret}", str(secret)) if isinstance(value, str) else value

    return lie


def same(*keys: str | int, of: tuple[str | int, ...]) -> Lie:
    """The path of one piece is told for another."""

    def lie(said: Said, disc: Path) -> None:
        source: Any = said
        for key in of:
            source = source[key]
        at(*keys, value=source)(said, disc)

    return lie


PIECES = (("tracks", 1, "packages", 0, "path"), ("tracks", 1, "letter", "path"), ("tracks", 1, "table", "path"))
WORDS = ("x/../../../逃出", "../../逃出", "/tmp/逃出", "..", "C:\\逃出", "370100\u0000", "con", "a" * 900, "", "\u202e盘", "\ud800")
KEYS = (("sender", "code"), ("disc", "id"), ("disc", "medium"), ("tracks", 0, "id"), ("set", 0, "disc"), ("set", 0, "track"))
WORDED: tuple[tuple[tuple[str | int, ...], ...], ...] = (  # those of a line have nothing to do with each other
    (("sender", "name"),), (("notice", "id"),), (("tracks", 1, "packages", 0, "id"),), (("tracks", 1, "rows", 0, "name"),),
    (("tracks", 1, "packages", 0, "enterprise"), ("set", 0, "enterprise"), ("sender", "city")),
    (("sender", "contact"), ("notice", "title"), ("tracks", 1, "title"), ("set", 0, "file"), ("product", "name")),
)  # fmt: skip
NAMES = (*KEYS, *(keys for line in WORDED for keys in line))
FACTS: tuple[tuple[str | int, ...], ...] = (
    ("disc", "number"), ("disc", "of"), ("correction",), ("tracks", 1, "packages", 0, "size"), ("tracks", 1, "packages", 0, "members"),
    ("tracks", 1, "table", "size"), ("schema",), ("day",), ("plan",), ("tracks", 1, "packages", 0, "sha256"), ("tracks", 1, "letter", "sha256"),
    ("decisions",), ("set",), ("tracks",), ("tracks", 1, "packages"), ("tracks", 1, "rows"), ("tracks", 1, "letter"),
)  # fmt: skip
ODD: tuple[object, ...] = (
    0, -1, 1, 99, 999, 10**9, 1 << 60, 1.5, None, True, [], {}, "f" * 64, "2023-13-01", "9999-12-31",
    [{"finding": "../x", "verdict": "accept", "reason": "../x", "who": "../x", "day": "2023-08-01"}],
)


def believed(disc: Path, *lies: Lie) -> bool:
    """Whether what the disc says of itself is read at all, with these lies."""
    said = json.loads((disc / submission_json.FILE).read_bytes())
    for lie in lies:
        lie(said, disc)
    return submission_json.decode(json.dumps(said).encode()) is not None


@pytest.mark.parametrize("path", NO_PATHS)
def test_a_disc_that_tells_of_no_place_is_not_believed_and_leads_nowhere(desk: Desk, path: str) -> None:
    """Whichever piece tells it, nothing of what the disc says of itself is read: it is as if made by hand."""
    lies = [at(*piece, value=path) for piece in PIECES]
    assert believed(desk.disc) and not any(believed(desk.disc, lie) for lie in lies)
    forge(desk.disc, *lies)
    road(desk)
    nothing_got_out(desk)


@pytest.mark.parametrize("path", WRONG_PATHS)
@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: str(piece[2]))
def test_a_path_that_lies_leads_nowhere(desk: Desk, piece: tuple[str | int, ...], path: str) -> None:
    forge(desk.disc, at(*piece, value=path))
    assert believed(desk.disc)
    road(desk)
    nothing_got_out(desk)


@pytest.mark.parametrize(("piece", "path", "said"), [
    (PIECES[0], "data/没有这一个.zip", "都没有"), (PIECES[1], "data/没有这一个.pdf", "都没有"), (PIECES[2], "submission.json", "不在 data"),
])  # fmt: skip
def test_a_file_that_nobody_lists_is_told_and_not_followed(desk: Desk, piece: tuple[str | int, ...], path: str, said: str) -> None:
    forge(desk.disc, at(*piece, value=path))
    report = road(desk)
    assert report is not None and [f.what for f in report.findings if f.check == "DISC-01" and f.where == path and said in f.what]


@pytest.mark.parametrize(("keys", "of"), [
    (PIECES[1], PIECES[0]), (PIECES[2], PIECES[0]), (PIECES[2], PIECES[1]), (("tracks", 1, "packages", 1, "path"), PIECES[0]),
    (PIECES[0], ("tracks", 0, "letter", "path")),
])  # fmt: skip
def test_one_file_is_told_once(desk: Desk, keys: tuple[str | int, ...], of: tuple[str | int, ...]) -> None:
    forge(desk.disc, same(*keys, of=of))
    report = road(desk)
    assert report is not None and any("写了两次" in f.what for f in report.findings if f.check == "DISC-01")
    nothing_got_out(desk)


def test_one_track_is_told_once(desk: Desk) -> None:
    forge(desk.disc, lambda said, disc: said["tracks"].append({**said["tracks"][1], "packages": []}))
    report = road(desk)
    assert report is not None and any("类别" in f.what and "写了两次" in f.what for f in report.findings if f.check == "DISC-01")
    assert not [f for f in report.findings if f.check == "TABLE-02"]


@pytest.mark.parametrize(("keys", "value", "says"), [
    (("tracks", 1, "packages", 0, "sha256"), "f" * 64, "摘要与清单不同"), (("tracks", 1, "letter", "sha256"), "0" * 64, "摘要与清单不同"),
    (("tracks", 1, "packages", 0, "size"), 7, "写的是 7 字节"), (("tracks", 1, "table", "size"), 7, "写的是 7 字节"),
    (("disc", "id"), "QLBG23_3702_01", "QLBG23_3701_01"), (("disc", "of"), 2, "1 of 1"),
])  # fmt: skip
def test_what_is_told_otherwise_than_it_is_is_told(desk: Desk, keys: tuple[str | int, ...], value: object, says: str) -> None:
    forge(desk.disc, at(*keys, value=value))
    report = road(desk)
    assert report is not None and any(says in f.what for f in report.findings if f.check == "DISC-01")


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_many_lies_at_once_lead_nowhere(desk: Desk, good: Path, data: st.DataObject) -> None:
    lies = data.draw(st.lists(st.one_of(
        st.tuples(st.sampled_from(PIECES), st.sampled_from(PATHS)), st.tuples(st.sampled_from(NAMES), st.sampled_from(WORDS)),
        st.tuples(st.sampled_from(FACTS), st.sampled_from(ODD)),
    ), min_size=1, max_size=3), label="lies")  # fmt: skip
    for folder in (desk.disc, desk.home / "台账", desk.home / "出"):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(good, desk.disc)
    said = json.loads((good / submission_json.FILE).read_bytes())
    for keys, value in lies:
        try:
            at(*keys, value=copy.deepcopy(value))(said, desk.disc)
        except (KeyError, IndexError, TypeError):  # a lie before took the place away
            continue
    (desk.disc / submission_json.FILE).write_text(json.dumps(said))
    forge(desk.disc)
    road(desk)
    nothing_got_out(desk)


def test_a_word_that_looks_like_a_path_is_no_key(desk: Desk) -> None:
    lies = [at(*keys, value=WORDS[0]) for keys in KEYS]
    assert believed(desk.disc) and not any(believed(desk.disc, lie) for lie in lies)
    forge(desk.disc, *lies)
    road(desk)
    nothing_got_out(desk)


@pytest.mark.parametrize("line", WORDED, ids=lambda line: ".".join(map(str, line[0])))
def test_a_word_that_looks_like_a_path_is_none(desk: Desk, line: tuple[tuple[str | int, ...], ...]) -> None:
    forge(desk.disc, *(at(*keys, value=WORDS[0]) for keys in line))
    assert believed(desk.disc)
    report = road(desk)
    assert report is not None or line == (("notice", "id"),)  # of another notice: not taken in
    nothing_got_out(desk)


def test_all_the_road_with_seals_and_forms_stays_inside(desk: Desk) -> None:
    forge(desk.disc, at(*PIECES[0], value="../秘密/申报材料.zip"), at("sender", "city", value="../../x"))
    road(desk, looks=True)
    nothing_got_out(desk)


# -- links, records and ledgers ----------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_on_the_disc_is_not_followed(desk: Desk, kind: str) -> None:
    package = next(desk.disc.rglob("*.zip"))
    if kind == "file":
        package.unlink()
        package.symlink_to(desk.secret / "申报材料.zip")
    else:
        shutil.rmtree(package.parent)
        package.parent.symlink_to(desk.secret, target_is_directory=True)
    report = road(desk)
    assert report is not None and any("链接" in f.what for f in report.findings)
    nothing_got_out(desk)


def test_a_record_that_was_changed_beside_its_files_leads_nowhere(desk: Desk) -> None:
    """Whoever may write to the shared folder tells the next receiving where the files are."""
    package = next(desk.disc.rglob("*.zip"))
    whole = package.read_bytes()
    package.write_bytes(whole[:-9])
    with a_ledger(desk.home / "台账") as ledger:
        got = receive(ledger, desk.disc, looks=False, sandbox=desk.sandbox, job=Job())
        (place,) = ledger.folder_of(got.submission.id).glob(f"*/{RECORD}")
        record = json.loads(place.read_bytes())
        record["files"] = {path: f"../../../../秘密/{path.rpartition('/')[2]}" for path in record["files"]}
        place.write_text(json.dumps(record), "utf-8")
        package.write_bytes(whole)
        with contextlib.suppress(AppError):
            receive(ledger, desk.disc, looks=False, sandbox=desk.sandbox, job=Job())
        with contextlib.suppress(AppError):
            accept(ledger, got.submission.id, "核对过", "刘处", Job())
    nothing_got_out(desk)


def test_what_an_older_ledger_was_made_to_hold_is_told_and_not_read(desk: Desk) -> None:
    one = a_submission()
    with a_ledger(desk.home / "台账") as ledger:
        registered(ledger, one, [an_entry(one, "济南甲公司", 1, "national", id="e1")], (), [desk.disc / "说明文件.TXT"])
        batch = ledger.stored_batch(one.id)
        sources = {key: replace(source, stored="../../../秘密/申报材料.zip") for key, source in batch.sources.items()}
        ledger.register(Registration(one, replace(batch, sources=sources), READY, ledger.entries(), ledger.discs_of(one.id)))
        done = export_packages(ledger, desk.home / "出" / "评审", desk.sandbox, Job())
        assert ["没有去读" in left.reason for left in done.left_out] == [True]
    nothing_got_out(desk)
