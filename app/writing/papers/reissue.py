"""更正件: a paper that is issued again says so, and which one it corrects."""

from __future__ import annotations

from app import wording
from app.model.answer import Reissue

AGAIN = "（更正件）"


def corrects(title: str, reissue: Reissue | None) -> str:
    """Which paper it corrects, and what was wrong of it; "" where it corrects none."""
    if reissue is None:
        return ""
    changes = "；".join(each.rstrip("。") for each in reissue.changes)
    before = f"{wording.day(reissue.day)}出具的{title}（{reissue.file}）"
    return f"本件更正{before}，那一份作废。更正内容：{changes}。"
