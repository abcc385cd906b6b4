"""Long lists of a disc: packages, rows, names. None costs more than the one before."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from app.batch.fill import fill
from app.checks import check_batch
from app.disc.copying import stored_names
from app.disc.submission_json import decode
from app.model.batch import Batch, Enterprise
from app.model.disc_names import proposed_disc_name, proposed_names
from app.model.source import Container, Member, Source
from app.reading.tables.sheet import Sheet
from app.reading.unpack import _Places
from app.receive.compose import Pieces, compose
from app.receive.disc.opening import layout_told
from app.receive.hand.clues import Clues, TableHead
from app.receive.hand.recognise import recognise_paths
from tests.cost.growth import Work, assert_grows_evenly
from tests.disc_batches import JINAN, NOTICE
from tests.fuzz.seeds import SUBMISSION

Named = Callable[[int], str]
NAMES: Mapping[str, Named] = {
    "all their own": lambda n: f"山东甲{n}机械有限公司",
    "all the same": lambda n: "山东甲机械有限公司",
    "the same in 64 characters": lambda n: f"{'山东甲机械' * 20}{n}有限公司",
    "the same but for case": lambda n: f"{n:020b}有限公司".replace("0", "a").replace("1", "A"),
}


def a_source(n: int) -> Source:
    member = Member("申报书.pdf", 5, f"{n % 7:064x}", "pdf")
    return Source(f"s{n:04d}", f"{n}.zip", f"materials/s{n:04d}/{n}.zip", Container.ZIP, 5, f"{n:064x}", (member,))


def rows(size: int, named: Named) -> Sheet:
    told = tuple({"order": str(n), "name": named(n), "code": f"C{n % 9}"} for n in range(size))
    return Sheet(told, numbers=tuple(range(2, size + 2)))


def pieces(size: int, named: Named, listed: Named) -> dict[str, Pieces]:
    packages = tuple((f"data/{n}.zip", named(n), a_source(n)) for n in range(size))
    return {"provincial": Pieces(packages, rows(size, listed), "t.xlsx")}


@pytest.mark.parametrize("named", NAMES.values(), ids=NAMES)
def test_a_batch_is_composed_of_many_packages(named: Named) -> None:
    def prepared(size: int) -> Work:
        own = pieces(size, named, named)
        return lambda: compose(JINAN, NOTICE, "2023-08-20", own)

    assert_grows_evenly(prepared, 600)


def test_many_rows_that_are_nobodys_are_told_as_such() -> None:
    def prepared(size: int) -> Work:
        own = pieces(size, NAMES["all their own"], lambda n: f"湖北乙{n}机械有限公司")
        return lambda: compose(JINAN, NOTICE, "2023-08-20", own)

    assert_grows_evenly(prepared, 1_000)  # fewer are compared each with each


def test_loose_files_of_one_enterprise_join_it() -> None:
    def prepared(size: int) -> Work:
        loose = Source("s0001", "a.pdf", "a.pdf", Container.FILE, 5, "")
        own = {"provincial": Pieces(tuple((f"甲公司/{n}.pdf", "甲公司", loose) for n in range(size)))}
        return lambda: compose(JINAN, NOTICE, "2023-08-20", own)

    assert_grows_evenly(prepared, 1_000)


@pytest.mark.parametrize("named", NAMES.values(), ids=NAMES)
def test_a_batch_of_many_enterprises_is_checked(named: Named) -> None:
    def prepared(size: int) -> Work:
        made = compose(JINAN, NOTICE, "2023-08-20", pieces(size, named, named)).batch
        return lambda: check_batch(made, NOTICE, date(2023, 8, 25))

    assert_grows_evenly(prepared, 40)


@pytest.mark.parametrize("shape", ["side by side", "of one name", "nested", "left waiting"])
def test_an_enterprise_of_many_files_is_checked(shape: str) -> None:
    path: Callable[[int], tuple[str, str]] = {
        "side by side": lambda n: (f"附件/{n}.pdf", ""), "of one name": lambda n: (f"附件{n}/a.pdf", ""),
        "nested": lambda n: (f"{n}.pdf", f"包{n % 100}.zip"), "left waiting": lambda n: (f"{n}.jpg", ""),
    }[shape]  # fmt: skip

    def prepared(size: int) -> Work:
        told = (path(n) for n in range(size))
        members = tuple(Member(name, 5, f"{n:064x}", "pdf", within=w) for n, (name, w) in enumerate(told))
        source = Source("s0001", "a.zip", "a.zip", Container.ZIP, 5, "ab" * 32, members)
        batch = Batch(JINAN, "2023", "").with_enterprise(Enterprise("e0001", "provincial", "甲公司", ("s0001",)), [source])
        return lambda: check_batch(batch, NOTICE, date(2023, 8, 25))

    assert_grows_evenly(prepared, 800)


def test_a_long_table_finds_its_enterprises() -> None:
    def prepared(size: int) -> Work:
        batch = compose(JINAN, NOTICE, "2023-08-20", pieces(size, NAMES["all their own"], lambda n: "")).batch
        sheet = rows(size, lambda n: f"山东甲{n} 机械 有限公司")
        return lambda: fill(batch, "provincial", sheet, NOTICE)

    assert_grows_evenly(prepared, 600)


@pytest.mark.parametrize("named", NAMES.values(), ids=NAMES)
def test_names_for_a_disc_are_found(named: Named) -> None:
    def prepared(size: int) -> Work:
        batch = compose(JINAN, NOTICE, "", {"provincial": Pieces(tuple((f"{n}.zip", named(n), None) for n in range(size)))}).batch
        return lambda: proposed_names(batch, "provincial")

    assert_grows_evenly(prepared, 250)


@pytest.mark.parametrize("named", NAMES.values(), ids=NAMES)
def test_names_in_the_store_and_of_unpacked_files_are_found(named: Named) -> None:
    def prepared(size: int) -> Work:
        paths = [f"申报材料/{named(n)}：{n % 3}.zip" for n in range(size)]

        def work() -> None:
            stored_names([f"{path}{n}" for n, path in enumerate(paths)])
            stored_names(paths)
            places = _Places()
            for path in paths:
                places.of(path)
                places.of(f"{path}/a.pdf")

        return work

    assert_grows_evenly(prepared, 250)


@pytest.mark.parametrize("named", NAMES.values(), ids=NAMES)
def test_a_disc_made_by_hand_is_recognised(named: Named) -> None:
    def prepared(size: int) -> Work:
        files = {f"申报材料/{n}{named(n)[:4]}/申报书.pdf": 5 for n in range(size)}
        files |= {f"{named(n)}{n}.zip": 5 for n in range(size)}
        files |= {f"{named(n)}/{n}.pdf": 5 for n in range(size)}
        head = TableHead(frozenset({"provincial", "national"}), tuple(map(named, range(size))))
        return lambda: recognise_paths({**files, "汇总表.xlsx": 5}, Clues({"汇总表.xlsx": head}), NOTICE)

    assert_grows_evenly(prepared, 250)


def test_what_our_disc_tells_is_read() -> None:
    def prepared(size: int) -> Work:
        track = SUBMISSION["tracks"][0]
        packages = [{**track["packages"][0], "path": f"data/{n}.zip"} for n in range(size)]
        told = {**SUBMISSION, "set": SUBMISSION["set"] * (size // 2), "tracks": [{**track, "packages": packages}]}
        content = json.dumps(told).encode()

        def work() -> None:
            said = decode(content)
            assert said is not None
            layout_told(said, {}, NOTICE)

        return work

    assert_grows_evenly(prepared, 1_000)


@pytest.mark.parametrize("text", ["长", "a", ".", " ", "A（", "\U00020bb7", "\ud800", "有限公司"])
def test_a_name_without_end_is_made_a_legal_one(text: str) -> None:
    assert_grows_evenly(lambda size: lambda: proposed_disc_name(text * size + ".pdf"), 20_000)
