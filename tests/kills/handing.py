"""A batch handed over, opened and gone on with, killed: it is never worked on at two places, nor half there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.batch.handing import look
from app.batch.handing.arrive import as_new, gone_on, weigh
from app.batch.handing.hand import hand_over, take_back
from app.job import Job
from app.reading.sandbox import Sandbox
from app.send.collect import collect
from app.store.course import Relation
from app.store.store import BatchStore
from app.writing.atomic import is_temporary
from tests.builders import a_zip
from tests.disc_batches import a_store, materials
from tests.kills.acts import Act, sums, unfinished

_SENT, _BACK = Path("U盘") / "济南.批次包", Path("U盘") / "交回.批次包"


def _taken_in(folder: Path, name: str, seed: int, place: Path) -> None:
    package = a_zip(place / f"{name}.zip", materials(seed, size=1_500_000))
    with BatchStore.open(folder) as store, Sandbox(1) as sandbox:
        collect(store, "provincial", [package], sandbox=sandbox, job=Job())
    package.unlink()


def ready_to_hand(place: Path) -> None:
    a_store(place / "甲处").close()
    _taken_in(place / "甲处", "山东甲一机械有限公司", 1, place)


def run_hand(place: Path) -> None:
    """As a clerk would: where it says that it is away and no file is there, it is taken back first."""
    with BatchStore.open(place / "甲处") as store:
        if store.batch.handed is not None:
            if (place / _SENT).exists():
                return
            take_back(store)
        hand_over(store, "王芳", "李明", place / _SENT, Job())


def hand_amiss(place: Path, before: Path, calm: object) -> Iterator[str]:
    with BatchStore.open(place / "甲处") as store:
        is_away = store.batch.handed is not None
    if (place / _SENT).exists():
        look._bundle(place / _SENT, lambda _, __: None)  # raises where it is no whole one
        if not is_away:
            yield "it is handed over and worked on here"


def handed(place: Path) -> object:
    bundle = look._bundle(place / _SENT, lambda _, __: None)
    kept = {path: packed.file.sha256 for path, packed in bundle.packed.items() if path.startswith("materials/")}
    with BatchStore.open(place / "甲处") as store:
        return kept, store.batch.handed is not None, unfinished(place)


def ready_to_open(place: Path) -> None:
    """Both bundles: the one that went, and the one that comes back with one enterprise more."""
    ready_to_hand(place)
    run_hand(place)
    there = as_new(weigh(place / _SENT, [], Job()), place, "王芳", Job()).folder
    _taken_in(there, "济南乙二食品有限公司", 2, place)
    with BatchStore.open(there) as store:
        hand_over(store, "李明", "王芳", place / _BACK, Job())
    there.rename(place / "以前")


def run_open(place: Path) -> None:
    arrival = weigh(place / _SENT, [place / "乙处"], Job())
    if arrival.relation is Relation.OTHER:
        as_new(arrival, place / "乙处", "王芳", Job())
    back = weigh(place / _BACK, [place / "甲处"], Job())
    if back.relation is Relation.AHEAD:
        gone_on(back, "李明", Job())


def open_amiss(place: Path, before: Path, calm: object) -> Iterator[str]:
    for folder in (*place.glob("乙处/*"), place / "甲处"):
        if is_temporary(folder.name):
            continue
        with BatchStore.open(folder) as store:
            here = sums(folder / "materials")
            if any(not (folder / source.stored).exists() for source in store.batch.sources.values()):
                yield f"{folder.name} tells of what is not there"
            if store.batch.handed is None and here not in (sums(before / "以前" / "materials"), sums(before / "甲处" / "materials")):
                yield f"{folder.name} looks finished and is not whole"


def gone_back(place: Path) -> object:
    told = []
    for folder in (*place.glob("乙处/*"), place / "甲处"):
        with BatchStore.open(folder) as store:
            names = [each.name for each in store.batch.enterprises.values()]
            told.append((folder.name, names, store.batch.handed is None, sums(folder / "materials")))
    return told, unfinished(place)


HANDING = {
    "hand": Act(ready_to_hand, run_hand, hand_amiss, handed),
    "open": Act(ready_to_open, run_open, open_amiss, gone_back),
}
