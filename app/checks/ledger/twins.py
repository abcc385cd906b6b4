"""The same enterprise handed in by another sender, or in another year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.checks.check import Need, check
from app.checks.track.duplicates import once
from app.model.finding import Finding, Grade, Trait, Who
from app.model.submission import Twin
from app.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class LedgerCase:
    """A submission of `sender`, and what the ledger has of its enterprises from others."""

    sender: str
    twins: tuple[Twin, ...]
    notice: Notice

    @property
    def subject(self) -> str:
        return "batch"

    @property
    def subject_name(self) -> str:
        return self.sender


@check(
    once.id, "没有两家报送同一企业", Grade.MUST, Trait.AUTHENTIC, also=Grade.LOOK, who=Who.BUREAU,
    needs=Need.LEDGER, mend_at=once.mend_at, tells_why=True, widens=once, answers=once.answers,
    clause="table",
    asks="与另一家报送单位商定由谁推荐，不推荐的一家从汇总表里去掉",
)
def one_sender(case: LedgerCase) -> Iterator[Finding]:
    """同一企业只能由一家推荐；近年已获评的受通知限制。"""
    for twin in sorted(case.twins, key=lambda twin: twin.id):
        by = f"统一社会信用代码相同（{twin.code}）" if twin.same_code else "名称相同"
        named = "" if twin.name == twin.mine else f"，那里叫“{twin.name}”"
        yield Finding(
            f"{twin.sender}{f'在 {twin.notice} 年' if twin.other_year else ''}也报送了这一家"
            f"（{case.notice.short(twin.track)}，{by}{named}）",
            "请与两家报送单位核对由谁推荐；由这一家推荐的，写明理由。",
            where=f"台账 {twin.submission}",
            grade=Grade.LOOK if twin.other_year else None,
            compare=None if twin.name == twin.mine else (twin.mine, twin.name),
            acceptable=True,  # in the same year it must be settled, by a person's decision too
            detail=f"{twin.submission} {twin.track}",
            subject=twin.id,
            subject_name=twin.mine,
        )
