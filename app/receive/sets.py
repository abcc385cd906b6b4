"""A disc of a set that another program made: the set it belongs to, and what the others tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.errors import WrongUse
from app.job import Job
from app.ledger import HeldDisc, Ledger
from app.model.batch import Sender
from app.model.submission import Layout, Maker, Submission
from app.notices.notice import Notice
from app.paths import inside
from app.reading.sandbox import Sandbox
from app.receive.compose import DiscRecord
from app.receive.disc.layout import without_leftovers
from app.receive.disc.on_hand import KEPT, DiscOnHand, held_discs
from app.receive.disc.record import write_record
from app.receive.hand.clues import Clues
from app.receive.hand.columns import with_columns
from app.receive.hand.heads import table_head
from app.receive.hand.recognise import recognise_paths


def completes(record: DiscRecord, held: Sequence[HeldDisc], sender: Sender) -> bool:
    """Of the same set, made together, and not there yet.

    Sets of other programs do not say what was made together: two bureaus that number alike are told apart.
    """
    codes = {record.layout.sender.code, sender.code} - {""}
    if record.of <= 1 or len(codes) > 1:
        return False
    same = [disc for disc in held if disc.edition == record.edition and disc.of == record.of]
    return bool(same) and record.number not in {disc.number for disc in same}


def completed_by(ledger: Ledger, discs: Sequence[DiscOnHand]) -> Submission | None:
    """The submission these discs complete: the same set, or a disc whose holes were filled."""
    for one in reversed(ledger.submissions()):
        if one.standing.is_past:
            continue
        held = ledger.discs_of(one.id)
        digests = {disc.digest for disc in held}
        if any(each.record.digest in digests or completes(each.record, held, one.sender) for each in discs):
            return one
    return None


def needs_others(layout: Layout, of: int) -> bool:
    """Packages alone: which track they are of, and from whom, stands on another disc of the set."""
    has_table = any(own.table for own in layout.tracks.values())
    return of > 1 and layout.made_by is Maker.BAG and not has_table


def not_one_sender(layouts: Sequence[Layout]) -> str:
    """The names of the senders when the discs tell more than one; a guess at an enterprise tells nothing."""
    sure = [each.sender for each in layouts if each.sender.code or each.made_by is Maker.BAOPAN]
    names = {sender.code or sender.name: sender.name for sender in sure}
    return "、".join(names.values()) if len(names) > 1 else ""


def by_their_set(
    discs: Sequence[DiscOnHand], ledger: Ledger, sender: Sender | None, sandbox: Sandbox, job: Job
) -> list[DiscOnHand]:
    """In the order of their numbers; a disc without a table is known by the table of its set.

    Raises WrongUse where that has not come, and for discs of more than one sender; AppError.
    """
    known = [_by_set(each, discs, ledger, sender, sandbox, job) for each in discs]
    if names := not_one_sender([each.record.layout for each in known]):
        raise WrongUse(f"这几张盘不是同一个单位报送的（{names}）：请分开接收{KEPT}")
    return sorted(known, key=lambda each: each.record.number)


def _by_set(
    one: DiscOnHand, discs: Sequence[DiscOnHand], ledger: Ledger, sender: Sender | None, sandbox: Sandbox,
    job: Job,
) -> DiscOnHand:
    record = one.record
    if one.held or not needs_others(record.layout, record.of):
        return one
    known = _relaid(record, _siblings(one, discs, ledger), ledger.notice, sandbox, job)
    if known is not None:
        write_record(one.home, known)
        return replace(one, record=known)
    if not record.layout.tracks or not (sender or record.layout.sender.code):
        said = f"是一套 {record.of} 张里的第 {record.number} 张，上面没有汇总表"
        raise WrongUse(f"“{record.disc_id}”{said}：请先收有汇总表的那一张，或几张一起收{KEPT}")
    return one


def _siblings(one: DiscOnHand, discs: Sequence[DiscOnHand], ledger: Ledger) -> list[DiscOnHand]:
    """Of its set: in this call, or held already."""
    same = [each for each in discs if each is not one and each.record.edition == one.record.edition]
    old = completed_by(ledger, [one])
    return [*same, *(held_discs(ledger, old.id) if old else ())]


def _relaid(
    record: DiscRecord, siblings: Sequence[DiscOnHand], notice: Notice, sandbox: Sandbox, job: Job
) -> DiscRecord | None:
    """Recognised once more, by the tables of `siblings`; None when they have none."""
    tables = {
        track: (inside(other.content, other.record.files[own.table]), other.record.layout.columns)
        for other in siblings
        for track, own in other.record.layout.tracks.items()
        if own.table in other.record.files
    }
    read = {
        track: table_head(path, path.name, with_columns(notice, columns), sandbox, job)
        for track, (path, columns) in tables.items()
    }
    heads = {track: head for track, head in read.items() if head is not None}
    if not heads:
        return None
    files = without_leftovers(record.sizes, notice)
    found = recognise_paths(files, Clues({}, (record.disc_id,), heads), notice, Maker.BAG)
    old = record.layout
    layout = replace(
        found, disc_id=old.disc_id, number=old.number, of=old.of, correction=old.correction,
        columns=old.columns,
    )  # fmt: skip
    return replace(record, layout=layout)
