"""What was read of a batch, and for which enterprise: only what a change touches is worked out anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any, Generic, TypeVar

from app.model.batch import Batch, Enterprise

T = TypeVar("T")
_Path = tuple[Any, ...]  # a field of the batch, or the name of what else is told; then keys in it
_Note = Callable[[Any], None]
_EVERY = object()  # the key of who went through a whole mapping, or counted it
_NOTHING = object()


@cache
def _is_mapping(kind: Hashable) -> bool:
    return isinstance(kind, type) and issubclass(kind, Mapping)


class _Watched(Mapping[Any, Any]):
    """A mapping that tells what is asked of it, also what it does not have."""

    def __init__(self, path: _Path, all_of_it: Mapping[Any, Any], noted: Callable[[_Path], _Note]) -> None:
        self._path, self._all, self._noted, self._note = path, all_of_it, noted, noted(path)

    def __getitem__(self, key: Any) -> Any:
        self._note(key)
        return self._shown(key, self._all[key])

    def get(self, key: Any, default: Any = None) -> Any:
        self._note(key)
        value = self._all.get(key, _NOTHING)
        return default if value is _NOTHING else self._shown(key, value)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self._all

    def __iter__(self) -> Iterator[Any]:
        self._note(_EVERY)
        return iter(self._all)

    def __len__(self) -> int:
        self._note(_EVERY)
        return len(self._all)

    def _shown(self, key: Any, value: Any) -> Any:
        return _Watched((*self._path, key), value, self._noted) if _is_mapping(value.__class__) else value


class Remembered(Generic[T]):
    """`work(batch, enterprise)` for every enterprise, of one batch after the other.

    `work` must be pure and read nothing but what it is handed, the batch and `told`, by keys as far as it
    can: it is done again for an enterprise only when something it read is another now. One thread at a time.
    """

    def __init__(self, work: Callable[[Batch, Enterprise], T]) -> None:
        self._work = work
        self._batch: Batch | None = None
        self._told: Mapping[str, Mapping[Any, Any]] = {}
        self._kept: dict[str, T] = {}
        self._readers: dict[_Path, dict[Any, str | set[str]]] = {}
        self._reader = ""
        self.done = 0  # how often the work was done, in all

    def of(
        self, batch: Batch, told: Mapping[str, Mapping[Any, Any]] | None = None,
        shown: Callable[[Batch, Mapping[str, Mapping[Any, Any]]], object] = lambda batch, told: None,
    ) -> dict[str, T]:  # fmt: skip
        """Enterprise id → result. `told`: what else the work reads, name → mapping; `shown` is handed the
        batch and that as the work is to see them, before any is done.
        """
        told = told or {}
        for key in self._stale(batch, told):
            self._kept.pop(key, None)
        self._kept = {key: self._kept[key] for key in batch.enterprises if key in self._kept}
        self._batch, self._told = batch, told
        mappings: dict[str, Any] = {name: self._watched(name, getattr(batch, name)) for name in _MAPPINGS}
        watched = replace(batch, **mappings)
        shown(watched, {name: self._watched(name, each) for name, each in told.items()})
        note = self._noted(("enterprises",))
        for key, enterprise in batch.enterprises.items():
            if key not in self._kept:
                self._reader = key
                note(key)
                self._kept[key] = self._work(watched, enterprise)
                self.done += 1
        self._reader = ""
        return self._kept

    def _watched(self, name: str, mapping: Mapping[Any, Any]) -> _Watched:
        return _Watched((name,), mapping, self._noted)

    def _noted(self, path: _Path) -> _Note:
        """What is called with each key that is asked for there."""
        readers = self._readers.setdefault(path, {})

        def note(key: Any) -> None:
            reader = self._reader
            known = readers.setdefault(key, reader) if reader else reader
            if known is not reader and known != reader:  # most are asked for by one alone, again and again
                if isinstance(known, set):
                    known.add(reader)
                else:
                    readers[key] = {known, reader}

        return note

    def _stale(self, batch: Batch, told: Mapping[str, Mapping[Any, Any]]) -> set[str]:
        """Enterprises that read what is now another; all, where it is told once for the whole batch."""
        before = self._batch
        if before is None or any(getattr(before, name) != getattr(batch, name) for name in _SINGLES):
            for readers in self._readers.values():
                readers.clear()
            return set(self._kept)
        stale: set[str] = set()
        pairs = [((name,), getattr(before, name), getattr(batch, name)) for name in _MAPPINGS]
        pairs += [((name,), self._told.get(name, {}), each) for name, each in told.items()]
        for path, old, new in pairs:
            for own, key in _changed(path, old, new):
                went_through = ((own[:depth], _EVERY) for depth in range(1, len(own) + 1))
                for place, asked in ((own, key), *went_through):
                    known = self._readers.get(place, {}).get(asked, "")
                    stale |= known if isinstance(known, set) else {known}
        return stale


def _changed(path: _Path, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[tuple[_Path, Any]]:
    """Where they differ: the mapping's path, and the key."""
    if old is new:
        return
    for key, now in new.items():
        was = old.get(key, _NOTHING)
        if was is now:
            continue
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            yield from _changed((*path, key), was, now)
        elif was != now:
            yield path, key
    yield from ((path, key) for key in old if key not in new)


_MAPPINGS = tuple(each.name for each in fields(Batch) if str(each.type).startswith("Mapping"))
_SINGLES = tuple(each.name for each in fields(Batch) if each.name not in _MAPPINGS)
