"""Why the discs that were made are no longer what would be made now, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.model.batch import Staging
from app.model.disc import Medium
from app.store.journal import Entry

# records of what the program did or saw, not of what a person changed
_OURS = {"stagings", "readbacks", "seals", "pages", "forms", "words", "letter_facts"}


def why_changed(stagings: Sequence[Staging], made_on: Medium | None, medium: Medium,
                history: Sequence[Entry]) -> str:
    """`made_on`: what they were made for; `history`: the whole of it, the oldest first."""
    gone = next((each.folder for each in stagings if not Path(each.folder).is_dir()), "")
    if gone:
        return f"原来的刻录目录不在了（{gone}），请重新生成"
    last = last_change(history)
    if not last and made_on is not None and made_on != medium:
        return f"原来是按 {made_on.title} 生成的，换成 {medium.title} 要重新生成"
    return f"生成以后有改动（{last}），请重新生成" if last else "生成以后内容有改动，请重新生成"


def last_change(history: Sequence[Entry]) -> str:
    """What a person last did since discs were made; "" for nothing."""
    told = ""
    for entry in history:
        kinds = {key.partition("/")[0] for key in entry.set}
        if "stagings" in kinds:
            told = ""
        elif kinds - _OURS:
            told = entry.what or told
    return f"“{told}”" if told else ""
