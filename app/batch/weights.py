"""What weighs most in an enterprise's package. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.batch import Batch, Enterprise
from app.model.documents.part import LEAVE_OUT
from app.notices.filing import roles_of
from app.notices.notice import Notice
from app.writing.smaller import KINDS


@dataclass(frozen=True, slots=True)
class Weight:
    """One file that will be packed: `size` in bytes, `share` of all that will be packed."""

    key: str
    path: str
    size: int
    share: float
    can_shrink: bool


def weights_of(batch: Batch, enterprise: Enterprise, notice: Notice) -> tuple[Weight, ...]:
    """The heaviest first; what is not packed does not count."""
    roles = roles_of(batch, enterprise, notice)
    packed = [
        (key, member)
        for key, member in batch.members_of(enterprise)
        if not member.within and roles.get(key) != LEAVE_OUT
    ]
    total = sum(member.size for _, member in packed) or 1
    found = [Weight(k, m.path, m.size, m.size / total, m.kind in KINDS) for k, m in packed]
    return tuple(sorted(found, key=lambda weight: (-weight.size, weight.path)))
