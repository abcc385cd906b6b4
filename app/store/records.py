"""Batch ↔ flat records, so that the history holds only what a change touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import GenericAlias
from typing import Any

import msgspec

from app.garbage import uncollected
from app.model.awarded import Award
from app.model.batch import Batch, Decision, Enterprise, Letter, Readback, Sender, Staging
from app.model.correction import Correction
from app.model.documents.form import FormFacts
from app.model.documents.letter import LetterFacts
from app.model.documents.pages import Pages, Seals
from app.model.documents.words import Words
from app.model.handing.handed import Handed
from app.model.source import Source
from app.reading.names import clean_text

# Batch field → type of one record; the mapping's key follows the field's name: "sources/s0001"
_MAPPINGS: dict[str, Any] = {
    "enterprises": Enterprise,
    "sources": Source,
    "decisions": Decision,
    "letters": Letter,
    "templates": str,
    "stagings": Staging,
    "order": tuple[str, ...],
    "seals": Seals,
    "pages": Pages,
    "forms": FormFacts,
    "letter_facts": LetterFacts,
    "words": Words,
    "readbacks": Readback,
    "awarded": tuple[Award, ...],
}
_SINGLES: dict[str, Any] = {"sender": Sender, "notice": str, "created": str}
_OPTIONAL: dict[str, Any] = {"correction": Correction, "handed": Handed, "rules": str}  # no record for None
_READ = {name: msgspec.json.Decoder(GenericAlias(list, (kind,))) for name, kind in _MAPPINGS.items()}
_AT_ONCE = 500  # records made of JSON in one call, some 2 ms: no other thread has Python meanwhile
_RENAMED = {"readbacks": {"hurt": "damaged"}}  # fields by the names they had in older batches


@uncollected()
def to_records(batch: Batch) -> dict[str, Any]:
    """Record key → plain value (msgspec builtins)."""
    return {key: msgspec.to_builtins(value) for key, value in _walk(batch)}


def from_records(records: Mapping[str, Any]) -> Batch:
    """Of plain values, or their JSON (msgspec.Raw) as a history has it. Raises msgspec.MsgspecError,
    ValueError or KeyError when the records are no batch.
    """
    given = _SINGLES | {name: kind for name, kind in _OPTIONAL.items() if name in records}
    fields: dict[str, Any] = {
        name: msgspec.convert(_plain(records[name]), kind) for name, kind in given.items()
    }
    fields |= {name: {} for name in _MAPPINGS}
    told: dict[str, dict[str, msgspec.Raw]] = {name: {} for name in _MAPPINGS}
    for key, value in records.items():
        name, slash, inner = key.partition("/")
        if not slash:
            continue
        fields[name][inner] = None  # in the order of the records
        if isinstance(value, msgspec.Raw) and not _is_of_before(name, value):
            told[name][inner] = value
        else:
            fields[name][inner] = msgspec.convert(_as_named_now(name, _plain(value)), _MAPPINGS[name])
    for name, raws in told.items():
        fields[name].update(_made_of(raws, _READ[name]))
    return Batch(**fields)


def _made_of(
    raws: Mapping[str, msgspec.Raw], decoder: msgspec.json.Decoder[Any]
) -> Iterator[tuple[str, Any]]:
    """Each read once, into what it is; many by one call, which costs little more than one of them."""
    keys = list(raws)
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        yield from zip(some, decoder.decode(b"[%b]" % b",".join([raws[key] for key in some])), strict=True)


def _plain(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value


def _is_of_before(name: str, value: msgspec.Raw) -> bool:
    """Whether it may have fields as older programs named them."""
    return name in _RENAMED or (name == "enterprises" and b'"roles"' in bytes(value))


def as_enterprise(record: Any) -> Enterprise:
    """One record of an enterprise, as the history has it. Raises msgspec.ValidationError."""
    made: Enterprise = msgspec.convert(_as_named_now("enterprises", record), Enterprise)
    return made


def _as_named_now(name: str, value: Any) -> Any:
    if renamed := _RENAMED.get(name):
        return {renamed.get(key, key): each for key, each in value.items()}
    if name == "enterprises" and "roles" in value:  # a file was one material as a whole
        roles = value["roles"]
        parts = {key: [{"material": role}] for key, role in roles.items()}
        return {**{key: each for key, each in value.items() if key != "roles"}, "parts": parts}
    return value


def plain(record: object) -> Any:
    """One record as the history has it."""
    return msgspec.to_builtins(record)


def can_be_kept(told: object) -> bool:
    """Whether no text in it holds half of a character: a command line, a clipboard may; no file can."""
    try:
        msgspec.json.encode(told)
    except UnicodeEncodeError:
        return False
    return True


def with_whole_text(batch: Batch) -> Batch:
    """With a sign for each half of a character."""
    return from_records(_whole(to_records(batch)))


def _whole(told: Any) -> Any:
    if isinstance(told, str):
        return clean_text(told)[0]
    if isinstance(told, dict):
        return {_whole(key): _whole(value) for key, value in told.items()}
    return [_whole(each) for each in told] if isinstance(told, list | tuple) else told


def changes(old: Batch, new: Batch) -> dict[str, tuple[Any, Any]]:
    """Record key → (before, after) of every record that differs; None where there is none."""
    return {
        key: (msgspec.to_builtins(was), msgspec.to_builtins(now))
        for key, was, now in _others(old, new) if was != now
    }


def _others(old: Batch, new: Batch) -> Iterator[tuple[str, Any, Any]]:
    """(record key, before, after) of what is another object; nothing is made of what is the same."""
    for name in (*_SINGLES, *_OPTIONAL):
        if getattr(old, name) is not getattr(new, name):
            yield name, getattr(old, name), getattr(new, name)
    for name in _MAPPINGS:
        before, after = getattr(old, name), getattr(new, name)
        if before is after:
            continue
        others = [key for key, now in after.items() if before.get(key) is not now]
        for key in (*others, *(key for key in before if key not in after)):
            yield f"{name}/{key}", before.get(key), after.get(key)


def _walk(batch: Batch) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = [(name, getattr(batch, name)) for name in _SINGLES]
    pairs += [(name, getattr(batch, name)) for name in _OPTIONAL if getattr(batch, name) is not None]
    for name in _MAPPINGS:
        pairs.extend((f"{name}/{key}", value) for key, value in getattr(batch, name).items())
    return pairs
