"""What a signed disc depends on: an explicit list of facts, and the digest over them.

A field that is added to a notice, a batch or a sender changes no digest: it is not in these lists.
Put it here only if it decides a byte of the disc, and then only where it is set (as `correction` and `roles`
are), so that discs whose paper is signed stay the discs they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

from app.model.batch import Batch
from app.model.disc import DiscPlan
from app.model.documents.part import Part
from app.notices.notice import Notice, tracks_of

Fields = Mapping[str, "Fields | None"]  # name → those of what it holds, where that is a record


def _plain(*names: str) -> dict[str, Fields | None]:
    return dict.fromkeys(names)


_SENDER = _plain("name", "code", "city", "contact", "phone")
_DECISION = _plain("finding", "verdict", "reason", "who", "day")
_COLUMN = _plain("id", "title", "synonyms", "required", "kind", "width", "filled")
_TRACK = {
    **_plain("id", "title", "table", "package_named", "annex", "proposed_columns"),
    "quota": _plain("least", "most"),
    "columns": _COLUMN,
}
_MATERIAL = _plain(
    "id", "title", "patterns", "required", "recommended", "single", "sealed", "part_of", "inside", "kinds"
)
_NOTICE: Fields = {
    **_plain(
        "id", "year", "title", "issuer", "recipient", "department", "name", "issued", "deadline",
        "online_deadline", "barred_years", "disc_label", "leftovers", "severities", "switched_off",
    ),
    "scope": {**_plain("first", "last", "grey"), "services": _plain("title", "divisions")},
    "size": _plain("warn", "refuse"),
    "areas": _plain("number", "title", "text", "words"),
    "materials": _MATERIAL,
    "tracks": _TRACK,
    "letter": _plain("kind", "title", "opening", "body", "closing", "attachments"),
    "examples": _plain("path", "role"),
}  # fmt: skip
_SCHEMA = 1  # of the notice, when the first discs were signed
_ASKED_BY = "MAT"  # likewise: the family of the rules that ask for its required materials, in their order


def digest_of_disc(plan: DiscPlan, shared: str) -> str:
    """Hex. The day is left out: the same content on a later day is the same disc, and the paper is signed.

    `shared`: `digest_of_batch`, the same for all discs of a set.
    """
    told = {
        "batch": shared,
        "medium": plan.medium.id,
        "disc": [plan.disc_id, plan.number, plan.of],
        "files": [[f.path, f.sha256 or (f.packing.recipe if f.packing else "")] for f in plan.files],
        "placed": [[each.track, each.enterprise, each.file, each.disc] for each in plan.placed],
    }
    return _hash(told)


def digest_of_batch(batch: Batch, notice: Notice) -> str:
    """Hex, over all that a disc tells; nothing of where the batch lies, how it grew, or which program wrote
    it: a new version must not make another disc of what the signed paper vouches for.
    """
    tracks = tracks_of(batch, notice)
    told: dict[str, object] = {
        "notice": _notice(notice),
        "sender": _picked(batch.sender, _SENDER),
        "rows": [[t, [[e.name, dict(e.fields)] for e in batch.in_track(t)]] for t in tracks],
        "templates": [batch.templates.get(track, "") for track in tracks],
        "decisions": [_picked(batch.decisions[key], _DECISION) for key in sorted(batch.decisions)],
    }
    if batch.sender.kind:
        told["kind"] = batch.sender.kind
    if batch.correction is not None:  # a first disc keeps the digest it always had
        told["correction"] = batch.correction.number
    listed = [e for t in tracks for e in batch.in_track(t)]
    parts = [batch.said_parts(each) for each in listed]
    if any(parts):
        told["roles"] = [sorted((sha, _served(own)) for sha, own in each.items()) for each in parts]
    if any(each.made_of for each in listed):
        told["orders"] = [sorted(batch.said_orders(each).items()) for each in listed]
    return _hash(told)


def _served(parts: tuple[Part, ...]) -> object:
    """A file that is one material is told as it always was."""
    if len(parts) == 1 and parts[0].is_whole:
        return parts[0].material
    return [[part.material, part.pages] for part in parts]


def _notice(notice: Notice) -> dict[str, Any]:
    """With what notices said when the first discs were signed: which rule asks for a required material."""
    told: dict[str, Any] = _picked(notice, _NOTICE)
    numbers = count(1)
    for material in told["materials"]:
        material["check"] = f"{_ASKED_BY}-{next(numbers):02d}" if material["required"] else ""
    return {"schema": _SCHEMA, **told}


def _picked(value: Any, fields: Fields | None) -> Any:
    if fields is None:
        return value
    if isinstance(value, tuple):
        return [_picked(each, fields) for each in value]
    return {name: _picked(getattr(value, name), inner) for name, inner in fields.items()}


def _hash(told: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=date.isoformat).encode()).hexdigest()
