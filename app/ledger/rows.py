"""Rows of the ledger ↔ what the program calls them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache, wraps
from typing import Any, TypeVar

import msgspec

from app.errors import LedgerDamaged
from app.ledger.event import Event
from app.ledger.registration import HeldDisc
from app.ledger.seals import TABLES
from app.model.after.attachment import Attachment
from app.model.after.exchange import Activity, ActivityVersion
from app.model.awarded import Award
from app.model.awarded import AwardLists as AwardLists
from app.model.batch import Batch, Decision
from app.model.finding import Outcome, Report
from app.model.names import normalise_name
from app.model.submission import Entry, Submission
from app.store import records

_T = TypeVar("_T")
_DAMAGE = (zlib.error, msgspec.MsgspecError, ValueError, LookupError, TypeError, AttributeError)
_NAMES = ("id", "submission", "disc_id", "name", "number")  # columns that tell which row it is
Row = Mapping[str, Any]


def _of(table: str) -> Callable[[Callable[[Row], _T]], Callable[[Row], _T]]:
    """Of what is read from a row of `table`: one that cannot be read raises LedgerDamaged, naming it."""

    def reading(read: Callable[[Row], _T]) -> Callable[[Row], _T]:
        @wraps(read)
        def told(row: Row) -> _T:
            try:
                return read(row)
            except _DAMAGE as error:
                names = (str(row[each]) for each in _NAMES if each in row)
                raise LedgerDamaged(f"{TABLES[table][0]} {' '.join(names)}") from error

        return told

    return reading


def submission_row(one: Submission, batch: Batch, report: Report) -> dict[str, Any]:
    sender = one.sender
    return {
        **_told(one), "check_codes": _text(one.check_codes),
        "sender": sender.name, "sender_code": sender.code, "city": sender.city, "contact": sender.contact,
        "phone": sender.phone, "sender_kind": sender.kind,
        "batch": _packed(records.to_records(batch)), "report": _packed(report),
    }  # fmt: skip


@_of("submissions")
def submission_of(row: Row) -> Submission:
    sender = {each: row[each] for each in ("city", "contact", "phone")}
    sender |= {"name": row["sender"], "code": row["sender_code"], "kind": row["sender_kind"]}
    return _from(row, Submission, sender=sender, check_codes=json.loads(row["check_codes"]))


def entry_row(one: Entry) -> dict[str, Any]:
    """With the name two spellings share, to find twins by."""
    row = _told(one) | {"plain_name": normalise_name(one.name), "place": one.order}
    del row["order"]
    return row | {"code": one.code.strip().upper(), "fields": _text(one.fields)}


@_of("entries")
def entry_of(row: Row) -> Entry:
    return _from(row, Entry, order=row["place"], fields=msgspec.json.decode(row["fields"]))


def disc_row(key: str, disc: HeldDisc) -> dict[str, Any]:
    lists = {"holes": "\n".join(disc.holes), "unlike": "\n".join(disc.unlike)}
    row = _told(disc) | {"submission": key, "of_discs": disc.of} | lists
    del row["of"]
    return row


@_of("discs")
def disc_of(row: Row) -> HeldDisc:
    lists = {name: tuple(filter(None, row[name].split("\n"))) for name in ("holes", "unlike")}
    return _from(row, HeldDisc, of=row["of_discs"], **lists)


def decision_row(key: str, decision: Decision) -> dict[str, Any]:
    """Of one that was made here."""
    row = _told(decision) | {"submission": key}
    del row["by_sender"]
    return row


@_of("decisions")
def decision_of(row: Row) -> Decision:
    return _from(row, Decision)


def event_row(event: Event) -> dict[str, Any]:
    row = _told(event) | {"facts": _text(event.facts), "what": event.written, "who": event.by}
    del row["written"]
    return row


@_of("events")
def event_of(row: Row) -> Event:
    return _from(row, Event, facts=json.loads(row["facts"]), written=row["what"])


def _told(one: Any) -> dict[str, Any]:
    """Column → value, where the two are called alike."""
    return {each.name: getattr(one, each.name) for each in fields(one)}


def _from(row: Row, kind: type[_T], **others: Any) -> _T:
    """Columns that `kind` has no field for are passed over."""
    return msgspec.convert({**row, **others}, kind, strict=False)


@_of("submissions")
def batch_of(row: Row) -> Batch:
    told = msgspec.json.decode(zlib.decompress(row["batch"]), type=dict[str, msgspec.Raw])
    return records.from_records(told)


class _ToldReport(msgspec.Struct):
    outcomes: tuple[msgspec.Raw, ...] = ()


@cache
def _outcomes() -> msgspec.json.Decoder[Outcome]:
    return msgspec.json.Decoder(Outcome)


@_of("submissions")
def report_of(row: Row) -> Report:
    """One outcome after the other: read at once, a report of a large city would keep the window out of Python
    for as long as that takes.
    """
    told = msgspec.json.decode(zlib.decompress(row["report"]), type=_ToldReport)
    read = _outcomes().decode
    return Report(tuple([read(each) for each in told.outcomes]))  # in C it would be one piece again


def awarded_row(lists: AwardLists) -> bytes:
    return _packed(lists)


@_of("awarded")
def awarded_of(row: Row) -> AwardLists:
    return msgspec.json.decode(zlib.decompress(row["content"]), type=dict[str, tuple[Award, ...]])


def activity_row(one: ActivityVersion) -> dict[str, Any]:
    row = _told(one) | {"content": msgspec.json.encode(one.activity).decode()}
    del row["activity"]
    return row


@_of("activities")
def activity_of(row: Row) -> ActivityVersion:
    return _from(row, ActivityVersion, activity=msgspec.json.decode(row["content"], type=Activity))


def attachment_row(one: Attachment) -> dict[str, Any]:
    return _told(one)


@_of("attachments")
def attachment_of(row: Row) -> Attachment:
    return _from(row, Attachment)


def _packed(told: object) -> bytes:
    return zlib.compress(msgspec.json.encode(told), 1)


def _text(value: Mapping[str, str]) -> str:
    return json.dumps(dict(value), ensure_ascii=False)
