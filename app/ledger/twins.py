"""DUP-01 across senders and years: the same enterprise handed in twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.model.batch import Track
from app.model.finding import Finding, Grade, Outcome, State, Who
from app.model.submission import Submission

CHECK = "DUP-01"
TITLE = "没有两家报送同一企业"


@dataclass(frozen=True, slots=True)
class Known:
    """The same enterprise elsewhere: by its credit code, else by its name but for spelling."""

    mine: str
    name: str
    code: str
    same_code: bool
    track: Track
    submission: str
    sender: str
    notice: str
    other_year: bool


def twins_outcome(one: Submission, twins: Mapping[str, Sequence[Known]]) -> Outcome:
    """In the same year it must be settled, by a person's decision too; in another year it is looked at."""
    findings = tuple(_finding(key, twin) for key, known in twins.items() for twin in known)
    state = State.FOUND if findings else State.PASSED
    return Outcome(CHECK, TITLE, "batch", one.sender.name, state, findings)


def _finding(key: str, twin: Known) -> Finding:
    by = f"统一社会信用代码相同（{twin.code}）" if twin.same_code else "名称相同"
    named = "" if twin.name == twin.mine else f"，那里叫“{twin.name}”"
    return Finding(
        what=f"{twin.sender}{f'在 {twin.notice} 年' if twin.other_year else ''}也报送了这一家"
        f"（{twin.track.short}，{by}{named}）",
        fix="请与两家报送单位核对由谁推荐；情况属实的，写明理由。",
        where=f"台账 {twin.submission}",
        why="同一企业只能由一家推荐；近年已获评的受通知限制",
        who=Who.BUREAU,
        grade=Grade.LOOK if twin.other_year else Grade.MUST,
        compare=None if twin.name == twin.mine else (twin.mine, twin.name),
        acceptable=True,
        detail=f"{twin.submission} {twin.track}",
        check=CHECK,
        title=TITLE,
        subject=key,
        subject_name=twin.mine,
    )
