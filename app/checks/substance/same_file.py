"""The very same file handed in as two materials."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Answers, Mend, Need, check
from app.model.finding import Finding, Grade, Trait
from app.notices.notice import Notice

_MOST_COMPARED = 20  # copies of one file


@check(
    "MAT-07", "各种材料不是同一个文件", Grade.LOOK, Trait.AUTHENTIC, needs=Need.FILES, mend=Mend.SORT,
    clause="materials", asks="换上正确的文件，两种材料分别提交",
    answers=Answers("没有放错", ("两种材料就是同一份，没有放错",)),
)
def told_apart(case: EnterpriseCase) -> Iterator[Finding]:
    """内容一模一样的文件不会既是申报书又是典型经验材料，多半是复制、改名时弄错了。一个文件装订了几种材料的不算。"""
    copies: dict[str, list[Filed]] = {}
    for filed in case.files:
        if filed.member.size > 0 and filed.member.sha256 and filed.key not in case.opened:
            copies.setdefault(filed.member.sha256, []).append(filed)
    for group in copies.values():
        for one, other in combinations(group[:_MOST_COMPARED], 2):
            apart = _apart(_served(one, case.notice), _served(other, case.notice), case.notice)
            if apart is not None:
                mine, theirs = (case.notice.material(key).title for key in apart)
                yield other.finding(
                    f"“{other.shown}”和“{one.shown}”是同一个文件，却分别当作{theirs}和{mine}",
                    f"请打开核对：放错的，请企业补交正确的一份；两种材料确实装订在一起的，只留一份，"
                    f"在“收集材料”里选定它是{mine}和{theirs}",
                )
                break


def _served(filed: Filed, notice: Notice) -> frozenset[str]:
    """The materials it serves as; while it waits, those that are proposed or that its name claims."""
    told = filed.filing.materials or tuple(part.material for part in filed.filing.proposed)
    claimed = () if filed.filing.by_person else _claimed(filed, notice)
    return frozenset((*told, *claimed) if not filed.filing.parts else told)


def _claimed(filed: Filed, notice: Notice) -> tuple[str, ...]:
    return next(((m.id,) for m in notice.by_specialty if m.says(filed.member.name)), ())


def _apart(one: frozenset[str], other: frozenset[str], notice: Notice) -> tuple[str, str] | None:
    """A material of each that is neither the other's nor a kind of it; None where one file holds both."""
    if one <= other or other <= one:
        return None
    for mine in sorted(one - other):
        for theirs in sorted(other - one):
            left, right = notice.material(mine), notice.material(theirs)
            if mine != right.part_of and theirs != left.part_of:
                return mine, theirs
    return None
