"""The very same file in the packages of two enterprises."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import BatchCase, EnterpriseCase, Filed, is_same
from app.checks.check import Need, check
from app.checks.words import some
from app.model.finding import Finding, Grade, Trait, Who


@check(
    "DUP-02", "两家企业没有相同的文件", Grade.LOOK, Trait.AUTHENTIC, who=Who.BUREAU, needs=Need.FILES,
    asks="核对是不是放错了包，放错的换成本企业的材料",
)
def not_shared(case: BatchCase) -> Iterator[Finding]:
    """两家企业的材料里有一模一样的文件，可能是放错了包或互相抄用。同一家企业在两个类别里的不算。"""
    holders: dict[str, list[tuple[EnterpriseCase, Filed]]] = {}
    for enterprise in case.enterprises:
        for filed in enterprise.files:
            if filed.member.size > 0 and filed.member.sha256:
                holders.setdefault(filed.member.sha256, []).append((enterprise, filed))
    for digest, held in holders.items():
        if len(held) == 1:
            continue
        first, filed = held[0]
        others = [e for e, _ in held if not is_same(e.enterprise, first.enterprise)]
        if not others:
            continue
        names = list(dict.fromkeys([first.subject_name, *(e.subject_name for e in others)]))
        yield Finding(
            f"{some(names)}的材料里有一模一样的文件：“{filed.shown}”",
            "请打开核对是不是放错了；确实可以相同的（如同一份标准文本），写明理由",
            member=filed.key,
            detail=digest,
        )
