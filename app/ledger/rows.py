"""Rows of the ledger ↔ what the program calls them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping
from typing import Any

import msgspec

from app.ledger.event import Event, EventKind
from app.model.batch import Batch, Decision, Sender, Verdict
from app.model.finding import Report
from app.model.names import normalise_name
from app.model.submission import Entry, Maker, Standing, Submission
from app.store import records

SUBMISSION = (
    "id, notice, sender, sender_code, city, contact, phone, made_by, digest, check_codes, clerk, at, "
    "attempt, standing, reason, is_late, supersedes, files, bytes, handed_in, to_examine"
)
EVENT = "at, who, submission, kind, facts, what"
ENTRY = "submission, track, place, name, code, fields, stored, size, sha256, must, look, id"


def submission_row(one: Submission) -> tuple[Any, ...]:
    sender = one.sender
    return (
        one.id, one.notice, sender.name, sender.code, sender.city, sender.contact, sender.phone,
        one.made_by.value, one.digest, _text(one.check_codes), one.clerk, one.at, one.attempt,
        one.standing.value, one.reason, int(one.is_late), one.supersedes, one.files, one.bytes,
        one.handed_in, int(one.to_examine),
    )  # fmt: skip


def submission_of(row: sqlite3.Row) -> Submission:
    return Submission(
        id=row["id"],
        notice=row["notice"],
        sender=Sender(row["sender"], row["sender_code"], row["city"], row["contact"], row["phone"]),
        made_by=Maker(row["made_by"]),
        digest=row["digest"],
        check_codes=json.loads(row["check_codes"]),
        clerk=row["clerk"],
        at=row["at"],
        attempt=row["attempt"],
        standing=Standing(row["standing"]),
        reason=row["reason"],
        is_late=bool(row["is_late"]),
        supersedes=row["supersedes"],
        files=row["files"],
        bytes=row["bytes"],
        handed_in=row["handed_in"],
        to_examine=bool(row["to_examine"]),
    )


def entry_row(one: Entry) -> tuple[Any, ...]:
    """With the name two spellings share, to find twins by."""
    return (
        one.submission, one.id, one.track, one.order, one.name, normalise_name(one.name),
        one.code.strip().upper(), _text(one.fields), one.stored, one.size, one.sha256, one.must, one.look,
    )  # fmt: skip


def entry_of(row: sqlite3.Row) -> Entry:
    return Entry(
        submission=row["submission"],
        track=row["track"],
        order=row["place"],
        name=row["name"],
        code=row["code"],
        fields=json.loads(row["fields"]),
        stored=row["stored"],
        size=row["size"],
        sha256=row["sha256"],
        must=row["must"],
        look=row["look"],
        id=row["id"],
    )


def decision_of(row: sqlite3.Row) -> Decision:
    return Decision(row["finding"], Verdict(row["verdict"]), row["reason"], row["who"], row["day"])


def event_of(row: sqlite3.Row) -> Event:
    kind, facts = EventKind(row["kind"]), json.loads(row["facts"])
    return Event(row["at"], row["who"], row["submission"], kind, facts, row["what"])


def event_row(event: Event) -> tuple[str, ...]:
    return event.at, event.who, event.submission, event.kind.value, _text(event.facts), event.written


def packed_batch(batch: Batch) -> bytes:
    return zlib.compress(msgspec.json.encode(records.to_records(batch)), 1)


def batch_from(packed: bytes) -> Batch:
    return records.from_records(msgspec.json.decode(zlib.decompress(packed)))


def packed_report(report: Report) -> bytes:
    return zlib.compress(msgspec.json.encode(report), 1)


def report_from(packed: bytes) -> Report:
    return msgspec.json.decode(zlib.decompress(packed), type=Report)


def _text(value: Mapping[str, str]) -> str:
    return json.dumps(dict(value), ensure_ascii=False)
