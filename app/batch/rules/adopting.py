"""采用新版规则: a batch goes on by a newer edition of its notice, once a person has seen what differs."""

from __future__ import annotations

from collections.abc import Iterator

from app.editions.newer import Newer, lost_tracks
from app.errors import WrongUse
from app.model.batch import Batch
from app.model.documents.part import LEAVE_OUT
from app.notices.notice import Notice, tracks_of
from app.store.store import BatchStore


def adopt(store: BatchStore, newer: Newer) -> None:
    """Nothing of the batch changes but the rules; what they judge otherwise is found by the next check.

    Raises WrongUse where it holds what they know no more, AppError.
    """
    if lost := tuple(hindrances(store.batch, store.notice, newer)):
        raise WrongUse(f"不能采用新版规则：{'；'.join(lost)}")
    store.take_rules(newer.content, newer.words)


def hindrances(batch: Batch, notice: Notice, newer: Newer) -> Iterator[str]:
    """What a person said or collected that the newer rules have no place for."""
    for track in lost_tracks(tracks_of(batch, notice), newer):
        count = len(batch.in_track(track))
        yield f"新版没有“{notice.short(track)}”这一类，请先移出这一类的 {count} 家企业"
    known = {material.id for material in newer.notice.materials} | {LEAVE_OUT}
    for one in batch.enterprises.values():
        said = {part.material for parts in one.parts.values() for part in parts} | set(one.made_of)
        for key in sorted(said - known):
            title = next((each.title for each in notice.materials if each.id == key), key)
            yield f"新版没有“{title}”这种材料，请先把{one.name}归为它的文件改归别的"
