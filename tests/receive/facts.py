"""Submissions and entries as a ledger would give them."""

from __future__ import annotations

from app.demo.cast import sender_named
from app.model.batch import Sender
from app.model.submission import Entry, Maker, Standing, Submission
from app.notices.notice import Notice
from app.notices.read import load_notice

NOTICE: Notice = load_notice("2023")[0]
GROUP = Sender("山东鲁信重工集团有限公司")


def a_submission(sender: str | Sender = "济南", standing: Standing = Standing.PASSED, **more) -> Submission:
    who = sender if isinstance(sender, Sender) else sender_named(sender)
    attempt = more.pop("attempt", 1)
    told = {
        "id": f"2023-{who.code or 'Z7K3M'}-{attempt}", "notice": "2023", "made_by": Maker.BAOPAN,
        "digest": "0123456789abcdef" * 4, "check_codes": {f"QLBG23_{who.code[:4]}_01": "7K3M-9XQ2-4TVB"},
        "clerk": "刘处", "at": "2023-08-29T10:12:00+08:00", "attempt": attempt, "files": 14,
        "bytes": 1_204_000_000,
    }  # fmt: skip
    return Submission(sender=who, standing=standing, **(told | more))


def an_entry(
    submission: Submission, name: str, order: int = 1, track: str = "provincial", code: str = "", **more
) -> Entry:
    fields = {"experience": "全流程质量追溯", "area": "4", "division": "38", "contact": "赵一"}
    fields |= {"code": code} | more.pop("fields", {})
    more.setdefault("id", f"e{order}")
    return Entry(submission.id, track, order, name, code, fields, f"{name}.zip", 80_000_000, "ab" * 32, **more)
