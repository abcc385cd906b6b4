"""submission.json: every disc of before reads and writes back alike; what is not in order is not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.disc import submission_json
from app.disc.contents import edition_told, read_disc
from app.disc.description import PackageOnDisc
from app.disc.source import open_source
from app.disc.submission_json import FILE, MOST_BYTES, decode, encode, is_ours
from app.model.disc import Entry
from app.model.documents.part import Part, whole
from app.paths import RESOURCES
from tests import before
from tests.bags import make_bag
from tests.fuzz.seeds import SUBMISSION

DISCS = {**before.members("disc-tags", FILE), **before.members("disc", FILE)}


def told(**changed: Any) -> dict[str, Any]:
    return json.loads(json.dumps(SUBMISSION)) | changed


def dumped(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


@pytest.mark.parametrize("name", DISCS)
def test_discs_of_before_read_and_write_back_to_the_same_bytes(name: str) -> None:
    said = decode(DISCS[name])
    assert said is not None and said.schema == 1 and is_ours(DISCS[name])
    assert encode(said) == DISCS[name]


@pytest.mark.parametrize("name", DISCS)
def test_what_tells_discs_that_were_made_together_stays_the_same(name: str) -> None:
    """A disc of a set may come years after the others, whose ledger keeps a digest of this."""
    said, told = decode(DISCS[name]), json.loads(DISCS[name])
    assert said is not None
    assert edition_told(said) == json.dumps([told["day"], told["sender"], told["set"]], sort_keys=True)


def test_the_disc_of_before_is_read_by_its_submission(tmp_path: Path) -> None:
    (folder,) = before.unpacked("disc", tmp_path).iterdir()
    disc = read_disc(open_source(folder))
    said = disc.submission
    assert said is not None and not disc.faults and disc.id == said.disc.id
    assert {entry.path: entry.size for entry in said.entries} == {
        path: size for path, size in disc.files.items() if path.startswith("data/")
    }


def test_a_newer_file_is_read_as_far_as_it_is_known() -> None:
    newer = told(schema=7, colour="red")
    newer["tracks"][0]["packages"][0]["weight"] = {"g": [1, 2]}
    said = decode(dumped(newer))
    assert said is not None and said.schema == 7 and next(said.packages).enterprise == "甲"


def _put(told: dict[str, Any], place: str, value: object) -> None:
    *above, last = place.split(".")
    at: Any = told
    for key in above:
        at = at[int(key) if isinstance(at, list) else key]
    at[last] = value


PACKAGE = "tracks.0.packages.0"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("schema", "1"), ("schema", 0), ("day", "2023-13-01"), ("day", "20230825"), ("plan", "cd"), ("plan", "CD" * 32),
        ("disc.number", 0), ("disc.of", 100), ("disc.id", "../x"), ("disc.id", "A\n"), ("disc.id", "A" * 65),
        ("sender.name", ""), ("sender.name", "济" * 1001), ("sender.code", "../../x"), ("sender.code", "370100\n"),
        ("correction", -1), ("correction", 1.5), ("correction", 10**30), ("set", None), ("set", {}), ("tracks", 5),
        ("tracks", [{}] * 65), (f"{PACKAGE}.path", "data/../../x.zip"), (f"{PACKAGE}.path", "/etc/passwd"),
        (f"{PACKAGE}.path", "C:/x"), (f"{PACKAGE}.path", "data\\x.zip"), (f"{PACKAGE}.path", "data//x.zip"),
        (f"{PACKAGE}.path", "data/x/"), (f"{PACKAGE}.path", "x\n/../y"), (f"{PACKAGE}.path", "~/x"),
        (f"{PACKAGE}.path", ""), (f"{PACKAGE}.path", "x\0"), (f"{PACKAGE}.path", "x" * 1001), (f"{PACKAGE}.size", -1),
        (f"{PACKAGE}.size", 1 << 60), (f"{PACKAGE}.size", True), (f"{PACKAGE}.sha256", "zz" * 32),
        (f"{PACKAGE}.roles", {"x": "form"}), ("decisions.0.verdict", "maybe"), ("tracks.0.rows", [{"name": 1}]),
        ("tracks.0.id", "a/b"), ("tracks.0.id", ""), ("tracks.0.table", None),
    ],
)  # fmt: skip
def test_what_is_out_of_bounds_is_none(place: str, value: object) -> None:
    changed = told()
    _put(changed, place, value)
    assert decode(dumped(told())) is not None and decode(dumped(changed)) is None
    assert is_ours(dumped(changed))


@pytest.mark.parametrize("path", ["x", "data/全国 质量:标杆/…/a..b.zip", "data/...x/.y"])
def test_paths_that_lie_below_the_disc_are_in_order(path: str) -> None:
    changed = told()
    changed["tracks"][0]["table"]["path"] = path
    assert decode(dumped(changed)) is not None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"product": {"name": "\xff"}}', b"[" * 1_000_000,
        b'{"x":' * 200_000, b'{"schema": 1, "x": ' + b"[" * 1_000_000, b'{"schema": "\\ud800"}',
        dumped(SUBMISSION) + b" " * MOST_BYTES,
    ],
    ids=lambda content: str(content[:12]),
)  # fmt: skip
def test_hostile_bytes_are_none_and_the_disc_is_a_plain_bag(content: bytes, tmp_path: Path) -> None:
    assert decode(content) is None and not is_ours(content)
    disc = make_bag(tmp_path / "盘")
    (disc / FILE).write_bytes(content)
    found = read_disc(open_source(disc))
    assert found.submission is None and found.id and found.packages


def _lose(key: str) -> Callable[[], bytes]:
    return lambda: dumped({name: value for name, value in told().items() if name != key})


@pytest.mark.parametrize("content", [_lose(key) for key in SUBMISSION], ids=list(SUBMISSION))
def test_nothing_of_it_may_be_missing(content: Callable[[], bytes]) -> None:
    assert decode(content()) is None


def test_the_schema_for_other_programs_is_current() -> None:
    kept = (RESOURCES / "submission.schema.json").read_bytes()
    assert kept == submission_json.json_schema(), "make schema"


def test_a_file_of_several_materials_keeps_its_pages_on_the_disc() -> None:
    a, b = "ab" * 32, "cd" * 32
    said = {
        a: whole("form"),
        b: (Part("form", ((1, 12), (58, 58))), Part("experience", ((13, 30),)), Part("proof")),
    }
    package = told()["tracks"][0]["packages"][0]
    line = submission_json._package(
        PackageOnDisc("甲", Entry(package["path"], 1, a), 3, said, {"form": (b, a)}, "e0001")
    )
    content = told()
    content["tracks"][0]["packages"] = [json.loads(json.dumps(msgspec.to_builtins(line)))]
    (read,) = decode(dumped(content)).packages
    assert read.said == said and read.orders == {"form": (b, a)}
    assert read.roles == {a: "form"}  # as programs read it that know no parts


@pytest.mark.parametrize(
    "place, value",
    [
        ("parts", {"ab" * 32: [{"material": "form", "pages": [[0, 3]]}]}),
        ("parts", {"ab" * 32: [{"material": "../form"}]}),
        ("parts", {"x": []}),
        ("parts", {"ab" * 32: [{"material": "form", "pages": [[1, 2]] * 1_001}]}),
        ("orders", {"form": ["x"]}),
    ],
)
def test_parts_that_are_not_in_order_make_the_file_none(place: str, value: object) -> None:
    content = told()
    content["tracks"][0]["packages"][0][place] = value
    assert decode(dumped(content)) is None
