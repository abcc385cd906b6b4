"""What the province returned of this enterprise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.checks.cases import EnterpriseCase, Filed, identity
from app.checks.check import check
from app.model.correction import Correction, Point
from app.model.finding import Finding, Grade, Trait, Who

_MOST_ALIKE = 200  # files of one name that are gone through for a point


@check("RETURN-01", "省厅要求补正的已经处理", Grade.SHOULD, Trait.COMPLETE, asks=None)
def mended(case: EnterpriseCase) -> Iterator[Finding]:
    """打开补正通知后，省厅要求补正的每一处都列在这里，改好一处确认一处；是否改好由人判断，不影响制作光盘。"""
    correction, files = case.batch.correction, _files(case)
    if correction is None:
        return
    for number, point in _points(case):
        filed, page = _place(point, files)
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


def _points(case: EnterpriseCase) -> Iterator[tuple[int, Point]]:
    """Those about this enterprise: by credit code where both have one, or by name but for spelling."""
    one = case.enterprise
    told = (each for key in filter(None, identity(one)) for each in case.whole.returned.get(key, ()))
    mine = {number: point for number, point in told if point.enterprise and point.track in ("", one.track)}
    yield from sorted(mine.items(), key=lambda each: each[0])


def _files(case: EnterpriseCase) -> Mapping[str, Sequence[Filed]]:
    """Name of a file → those that bear it, in whatever archive they came."""
    found: dict[str, list[Filed]] = {}
    for filed in case.files:
        found.setdefault(filed.member.path.rpartition("/")[2], []).append(filed)
    return found


def _place(point: Point, files: Mapping[str, Sequence[Filed]]) -> tuple[Filed | None, int]:
    """The file meant and the page."""
    path, _, page = point.where.partition("#page=")
    inner = path.partition("!/")[2]
    named = files.get(inner.rpartition("/")[2], ()) if inner else ()
    found = [f for f in named[:_MOST_ALIKE] if f"/{f.member.path}".endswith(f"/{inner}")]
    return (found[0] if len(found) == 1 else None), int(page) if page.isdecimal() and len(page) < 6 else 0
