"""The parts of a notice as the pages of a draft, in their order."""

from __future__ import annotations

from functools import partial

from app.notices.faults import PARTS
from ui.editions.page import PartPage
from ui.editions.session import DraftSession, Judged
from ui.shell.page import Page, StepState

_HELP = "照着通知填写；写错的当场在旁边说明，去年的内容改过或点“仍照去年”就不再提醒。"
_SHORT = {"范围与重点领域": "范围与领域"}  # so that the rail has room to say how it stands


def _state(judged: Judged, *, part: str) -> StepState:
    if faults := judged.faults_of(part):
        return StepState(f"{len(faults)} 处", "red")
    if kept := judged.kept_of(part):
        return StepState(f"{len(kept)} 处", "amber")
    return StepState("", done=True)


PAGES: tuple[Page[DraftSession, Judged], ...] = tuple(
    Page(f"part{number}", _SHORT.get(part, part), partial(PartPage, part), _HELP, partial(_state, part=part))
    for number, part in enumerate(PARTS, 1)
)
