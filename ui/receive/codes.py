"""The 校验码 of a submission that is registered already, typed or scanned from its paper."""

from __future__ import annotations

from app.model.disc import paper_codes
from app.receive.standing.papers import compare_codes
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask


def ask_codes(session: LedgerSession, ask: Ask) -> None:
    """Of the submission that is open; what is typed is kept, right or wrong."""
    one = session.one
    if one is None or not session.is_free():
        return
    title = f"核对{one.submission.sender.name}的校验码"
    text = ask.text(title, "照交接登记表输入校验码，或扫描上面的二维码；几张盘的用逗号隔开。") or ""
    codes = paper_codes(text)
    if codes and not all(code.is_complete for code in codes):
        ask.tell("校验码没有写全", "校验码是 12 位，二维码里的是整串；没有记下，请再核对一次。")
    elif codes:
        who = session.who()
        session.decide(lambda ledger: compare_codes(ledger, one.submission.id, text, who))
