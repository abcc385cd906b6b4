"""stages: how far each enterprise is in the review, for people and for scripts."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from app.cli.command import AS_JSON, arg, on_ledger
from app.cli.show import SCHEMA
from app.cli.terminal import say, say_json

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.model.review import Objection, Ranked
    from app.notices.notice import Track


@on_ledger("stages", "列出每家企业评审到哪一步", arg("--track", default="", metavar="NAME"), AS_JSON)
def list_stages(ledger: Ledger, options: Namespace) -> None:
    from app.receive.merge import rows_of
    from app.receive.review.kept import review_of
    from app.receive.review.ranking import ranking
    from app.receive.review.stages import called

    notice, rows, review = ledger.notice, rows_of(ledger), review_of(ledger)
    tracks = (notice.track_named(options.track),) if options.track else notice.tracks
    ranked = [(track, one) for track in tracks for one in ranking(rows, review, track.id)]
    if options.json:
        told = [_told(one, track, review.objections) for track, one in ranked]
        say_json({"schema": SCHEMA, "enterprises": told})
        return
    for track, one in ranked:
        said = f"（{'；'.join(one.remarks)}）" if one.remarks else ""
        say(f"{track.short} {called(one.stage, track)}　{one.row.city} {one.row.entry.name}{said}")


def _told(one: Ranked, track: Track, objections: Iterable[Objection]) -> dict[str, Any]:
    """`average` and `scores` in points, `rank` 0 without one; days are ISO."""
    from app.receive.review.stages import called

    made: dict[str, Any] = {
        "key": one.row.key, "submission": one.row.submission.id, "track": track.short, "city": one.row.city,
        "name": one.row.entry.name, "stage": one.stage.value, "called": called(one.stage, track),
        "takes_part": one.takes_part, "bars": {bar.value: words for bar, words in one.bars.items()},
        "reason": one.reason, "marked": one.is_marked, "rank": one.rank, "tied": one.is_tied,
        "average": None if one.average is None else one.average / 100,
        "scores": {expert: score / 100 for expert, score in one.scores.items()}, "filed": one.filed,
        "objections": [
            {"number": each.number, "whose": each.whose, "what": each.words, "came": each.came,
             "state": _state(each), "answer": each.answer}
            for each in objections if each.key == one.row.key
        ],
    }  # fmt: skip
    if (visit := one.visit) is not None:
        state = {None: "planned", True: "passed", False: "failed"}[visit.passed]
        made["visit"] = {"day": visit.day, "members": [*visit.members], "state": state, "words": visit.words}
    return made


def _state(one: Objection) -> str:
    if one.is_open:
        return "open"
    return "upheld" if one.is_upheld else "dismissed"
