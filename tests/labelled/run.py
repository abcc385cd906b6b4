"""Packages through the program as its command line does it: collected, table filled, passes, checked."""

from __future__ import annotations

import hashlib
import json
import pickle
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from app.demo.cast import BUREAU, Applicant, sample
from app.demo.packing import pack
from app.model.batch import Batch
from app.paths import RESOURCES
from app.store.store import BatchStore
from tests.labelled import books, faults_inside  # noqa: F401 - they register what they make
from tests.labelled.cast import cast
from tests.labelled.faults import FAULTS
from tests.labelled.package import Package, plain
from tests.labelled.papers import Papers
from tests.labelled.styles import STYLES, Desk
from tests.road import baopan, done

TRACKS = {"provincial": "全省", "national": "全国"}
NATIONAL = ("plain-names", "form-with-electronic-seal")  # a city may recommend two
_ENDINGS = {"zip": ".zip", "zip-gbk": ".zip", "zip-mac": ".zip", "7z": ".7z", "rar4": ".rar", "rar5": ".rar", "zip-cut": ".zip", "rar5-password": ".rar"}
ROOT = RESOURCES.parent
_FACTS = {  # of a batch, by SHA-256 → what reads them
    "words": ("reading/words", "reading/ocr", "batch/words", "model/documents/words"),
    "forms": ("reading/forms", "reading/ocr", "batch/form_facts", "model/documents/form"),
    "seals": ("reading/seals", "model/documents/pages"), "pages": ("reading/pages", "model/documents/pages"),
}  # fmt: skip


def desks(seed: int, kinds: Sequence[str], salt: str = "") -> Iterable[tuple[str, Desk]]:
    """(kind, the desk of an enterprise of its own): a kind's is the same whichever others are asked for."""
    papers = Papers(seed)
    for kind in kinds:
        track = "national" if kind in NATIONAL and not salt else "provincial"
        chance = random.Random(f"{seed}/{salt}/{kind}")
        yield kind, Desk(cast(chance.randrange(10**9), 1, track)[0], papers, chance)


def sound(seed: int, kinds: Sequence[str] = ()) -> list[Package]:
    return [STYLES[kind](desk) for kind, desk in desks(seed, kinds or tuple(STYLES))]


def faulty(seed: int, kinds: Sequence[str] = ()) -> list[Package]:
    return [FAULTS[kind](desk) for kind, desk in desks(seed, kinds or tuple(FAULTS), "faulty")]


def judged(
    packages: Sequence[Package], folder: Path, keep: Path | None = None, *, recognises: bool = True
) -> dict[str, Any]:
    """What `check --json` tells of a new batch of them in `folder`; `keep`: where facts of documents are kept."""
    batch = folder / "批次"
    done("new", batch, "--sender", "370100", "--contact", "王科", "--phone", "0531-66600000")
    for track, short in TRACKS.items():
        own = [package for package in packages if package.who.track == track]
        if not own:
            continue
        received = folder / "收到的材料" / track
        received.mkdir(parents=True)
        for package in own:
            pack(received / f"{package.name}{_ENDINGS.get(package.packing.value, '')}", plain(package.files), package.packing)
        done("collect", batch, "--track", short, "--each", received)
        for package in own:
            if package.name != package.who.name:
                done("set", batch, package.name, f"name={package.who.name}")
        table = folder / f"{track}.xlsx"
        write_table([(package.who, package.row) for package in own], track, table)
        done("fill", batch, "--track", short, table)
    return with_facts(batch, keep, recognises=recognises)


def with_facts(batch: Path, keep: Path | None, *, recognises: bool = True) -> dict[str, Any]:
    """`check --json`; what documents say, by their digest, is read from `keep` and kept there."""
    if keep is None:
        return _told(batch, recognises)
    kept = {name: keep / f"{name}-{_readers(*rooms)}.facts" for name, rooms in _FACTS.items()}
    known = {name: pickle.loads(path.read_bytes()) if path.is_file() else {} for name, path in kept.items()}
    with BatchStore.open(batch) as store:
        here = {m.sha256 for source in store.batch.sources.values() for m in source.members}
        found = {name: {key: fact for key, fact in facts.items() if key in here} for name, facts in known.items()}
        store.apply("带来已知的", lambda old: _having(old, found), can_undo=False)
    told = _told(batch, recognises)
    keep.mkdir(parents=True, exist_ok=True)
    with BatchStore.open(batch) as store:
        for name, path in kept.items():
            path.write_bytes(pickle.dumps({**known[name], **getattr(store.batch, name)}))
    return told


def _told(batch: Path, recognises: bool) -> dict[str, Any]:
    _, out, _ = baopan("check", batch, "--json", *(() if recognises else ("--no-ocr",)))
    told: dict[str, Any] = json.loads(out)
    return told


def _having(batch: Batch, found: Mapping[str, Mapping[str, Any]]) -> Batch:
    import dataclasses

    return dataclasses.replace(batch, **{name: {**getattr(batch, name), **found[name]} for name in found})


def _readers(*rooms: str) -> str:
    """A digest of what reads documents: facts of other readers are none."""
    told = hashlib.sha256()
    for path in sorted(path for room in rooms for pattern in (f"{room}.py", f"{room}/**/*.py") for path in (ROOT / "app").glob(pattern)):
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


def write_table(rows: Sequence[tuple[Applicant, Mapping[str, str]]], track: str, path: Path) -> None:
    """The clerk's own, in this order; the mapping says where it differs from what is so."""
    columns = sample("tables")[track]
    book = Workbook()
    book.active.append([heading for heading, _, _ in columns])
    for place, (who, row) in enumerate(rows, 1):
        book.active.append([_cell(who, row, source, place) for _, source, _ in columns])
    book.save(path)


def _cell(who: Applicant, row: Mapping[str, str], source: str, place: int) -> object:
    fixed = {"=order": place, "=bureau": BUREAU, "=city": "济南市", "": ""}
    return fixed[source] if source in fixed else row.get(source, getattr(who, source))
