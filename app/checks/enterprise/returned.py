"""What the province returned of this enterprise."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import EnterpriseCase, Filed, identity
from app.checks.check import check
from app.model.correction import Correction, Point
from app.model.finding import Finding, Grade, Trait, Who
from app.model.names import normalise_name


@check("RETURN-01", "省厅要求补正的已经处理", Grade.SHOULD, Trait.COMPLETE)
def mended(case: EnterpriseCase) -> Iterator[Finding]:
    """打开补正通知后，省厅要求补正的每一处都列在这里，改好一处确认一处；是否改好由人判断，不影响制作光盘。"""
    correction = case.batch.correction
    if correction is None:
        return
    for number, point in enumerate(correction.points, 1):
        if _is_of(point, case):
            filed, page = _place(point, case)
            yield Finding(
                asked(correction, point),
                point.fix or "请按补正通知改正",
                point.where,
                point.why,
                Who.BUREAU if point.who == Who.BUREAU.value else Who.ENTERPRISE,
                member=filed.key if filed else "",
                page=page if filed else 0,
                detail=f"{correction.submission} {number} {point.check} {point.what}",
            )


def asked(correction: Correction, point: Point) -> str:
    return f"省厅补正通知（第 {correction.number} 次）：{point.what}"


def _is_of(point: Point, case: EnterpriseCase) -> bool:
    """By credit code where both have one, or by name but for spelling."""
    if point.track not in ("", case.enterprise.track) or not point.enterprise:
        return False
    code, name = identity(case.enterprise)
    wanted = normalise_name(point.code).replace("-", "").upper()
    return bool(code and code == wanted) or normalise_name(point.enterprise) == name


def _place(point: Point, case: EnterpriseCase) -> tuple[Filed | None, int]:
    """The file meant, in whatever archive it came here, and the page."""
    path, _, page = point.where.partition("#page=")
    inner = path.partition("!/")[2]
    found = [f for f in case.files if inner and f"/{f.member.path}".endswith(f"/{inner}")]
    return (found[0] if len(found) == 1 else None), int(page) if page.isdecimal() and len(page) < 6 else 0
