"""What lies in the copied discs: packages surveyed, tables and letters read, into one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from app import clock
from app.batch.take_in import survey_source
from app.errors import TableUnknown, Unreadable
from app.job import Job
from app.model.batch import Batch, Letter, Sender
from app.model.source import Source
from app.model.submission import Maker, TrackLayout
from app.notices.notice import Notice
from app.paths import inside
from app.reading.containers import container_named
from app.reading.sandbox import Sandbox
from app.reading.tables.sheet import Sheet, read_sheet
from app.receive.background import SIDE_BY_SIDE, BackgroundSurvey
from app.receive.compose import Assembled, DiscRecord, Pieces, compose, missing_numbers, names_on
from app.receive.disc.copying import CONTENT
from app.receive.disc.on_hand import DiscOnHand
from app.receive.hand.columns import with_columns


@dataclass(frozen=True, slots=True)
class DiscSurvey:
    early: BackgroundSurvey

    def assembled(
        self, sender: Sender, discs: Sequence[DiscOnHand], before: Batch | None, job: Job
    ) -> Assembled:
        records = [disc.record for disc in discs]
        known = {source.stored: source for source in before.sources.values()} if before else {}
        elsewhere = names_on(records, missing_numbers(records))
        notice = self.early.notice
        layouts = {track.id: _in_track(track.id, discs) for track in notice.tracks}
        wanted = [
            (track, disc, path, name)
            for track, own in layouts.items()
            for disc, layout in own
            for path, name in layout.packages.items()
        ]
        sources = self._surveys([(disc, path) for _, disc, path, _ in wanted], known, job)
        pieces = {}
        for track, own in ((track, own) for track, own in layouts.items() if own):
            packages = tuple(
                (path, name, source)
                for (each, _, path, name), source in zip(wanted, sources, strict=True)
                if each == track
            )
            pieces[track] = self._pieces(track, own, packages, elsewhere, job)
        return compose(sender, notice, clock.now().isoformat(), pieces)

    def _pieces(
        self, track: str, own: Sequence[tuple[DiscOnHand, TrackLayout]],
        packages: tuple[tuple[str, str, Source | None], ...], elsewhere: frozenset[str], job: Job,
    ) -> Pieces:
        table, sheet, fault = "", None, ""
        letter = Letter()
        for disc, layout in own:
            files = disc.record.files
            if layout.table in files and sheet is None:
                table, path = layout.table, inside(disc.content, files[layout.table])
                rules = with_columns(self.early.notice, disc.record.layout.columns)
                sheet, fault = read_table(path, track, rules, self.early.sandbox, job)
            if layout.letter in files and not letter.stored:
                letter = self._letter(disc, layout.letter, job)
        parts = {path: said for disc, _ in own for path, said in disc.record.parts.items()}
        orders = {path: said for disc, _ in own for path, said in disc.record.orders.items()}
        ids = {path: key for disc, _ in own for path, key in disc.record.ids.items()}
        joined = frozenset(path for _, layout in own for path in layout.joined)
        return Pieces(packages, sheet, table, fault, letter, elsewhere, parts, orders, ids, joined)

    def _letter(self, disc: DiscOnHand, path: str, job: Job) -> Letter:
        source = self.survey_of(disc, path, "", job, now=True)  # small, and what it lists counts at once
        member = source.members[0] if source.members else None
        return Letter(stored=source.stored, size=source.size, sha256=source.sha256, member=member)

    def _surveys(
        self, wanted: Sequence[tuple[DiscOnHand, str]], known: Mapping[str, Source], job: Job
    ) -> list[Source | None]:
        """In order; what was surveyed before and is the same is not looked into again."""
        weights = [_size(disc.record, path) for disc, path in wanted]
        shares = job.shares(weights, "正在查看材料")

        def look(number: int) -> Source | None:
            disc, path = wanted[number]
            below = stored_place(disc.record, path)
            stored = f"{disc.name}/{CONTENT}/{below}"
            old = known.get(stored)
            same = old is not None and old.sha256 and old.sha256 == disc.record.digests.get(path)
            if old is not None and same and not old.to_survey:
                return replace(old, id=f"s{number + 1:04d}")
            if not inside(disc.content, below).exists():
                return None
            return self.survey_of(disc, path, f"s{number + 1:04d}", shares[number])

        with ThreadPoolExecutor(SIDE_BY_SIDE) as readers:
            return list(readers.map(look, range(len(wanted))))

    def survey_of(self, disc: DiscOnHand, path: str, key: str, job: Job, *, now: bool = False) -> Source:
        """Of a package or a letter; where the row comes first, one that nobody has looked into by now is
        left, unless it must be `now`. On a disc that another program or a hand made, what is in the files
        tells which enterprise they are of: none is left. Raises Cancelled, AppError.
        """
        record = disc.record
        below = stored_place(record, path)
        digests = {
            record.files[each][len(below):].lstrip("/") or below.rsplit("/", 1)[-1]: sha
            for each, sha in record.digests.items()
            if each == path or each.startswith(f"{path}/")
        }
        file, sha256 = inside(disc.content, below), record.digests.get(path, "")
        found = self.early.done if self.early.row_first else self.early.found
        source = found(file, sha256)
        may_wait = self.early.row_first and record.layout.made_by is Maker.BAOPAN and not now
        if source is None and may_wait:
            source = _unsurveyed(file, _size(record, path), sha256)
        elif source is None:
            source = survey_source(
                file, _size(record, path), digests, self.early.notice, self.early.sandbox, job
            )
        return replace(
            source, id=key, origin=f"{record.disc_id}/{path}", stored=f"{disc.name}/{CONTENT}/{below}"
        )


def _unsurveyed(file: Path, size: int, sha256: str) -> Source:
    return Source("", "", "", container_named(file), size, sha256, to_survey=True)


def read_table(
    path: Path | None, track: str, notice: Notice, sandbox: Sandbox, job: Job
) -> tuple[Sheet | None, str]:
    """(rows, "") or (None, why not)."""
    if path is None:
        return None, ""
    try:
        return read_sheet(path, notice, track, sandbox, job.part(1.0, 1.0)), ""
    except (TableUnknown, Unreadable) as error:
        return None, f"汇总表{error.title}"


def _in_track(track: str, discs: Sequence[DiscOnHand]) -> list[tuple[DiscOnHand, TrackLayout]]:
    """The discs that hold something of it."""
    return [(disc, own) for disc in discs if (own := disc.record.layout.tracks.get(track))]


def _size(record: DiscRecord, path: str) -> int:
    if path in record.sizes:
        return record.sizes[path]
    return sum(size for each, size in record.sizes.items() if each.startswith(f"{path}/"))


def stored_place(record: DiscRecord, path: str) -> str:
    """Of a file or a folder, below 内容."""
    if path in record.files:
        return record.files[path]
    for each, stored in record.files.items():
        if each.startswith(f"{path}/"):
            return "/".join(stored.split("/")[: path.count("/") + 1])
    return path
