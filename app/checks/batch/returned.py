"""What the province returned to the sender itself."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import BatchCase
from app.checks.check import check
from app.checks.enterprise.returned import asked
from app.model.finding import Finding, Grade, Trait, Who


@check("RETURN-02", "省厅要求本单位补正的已经处理", Grade.SHOULD, Trait.COMPLETE, who=Who.BUREAU, asks=None)
def mended(case: BatchCase) -> Iterator[Finding]:
    """补正通知里关于推荐文件、汇总表和光盘的要求，改好一处确认一处；是否改好由人判断，不影响制作光盘。"""
    correction = case.batch.correction
    if correction is None:
        return
    titles = {track.id: track.title for track in case.notice.tracks}
    for number, point in enumerate(correction.points, 1):
        if not point.enterprise:
            yield Finding(
                asked(correction, point),
                point.fix or "请按补正通知改正",
                point.where or titles.get(point.track, ""),
                point.why,
                detail=f"{correction.submission} {number} {point.check} {point.what}",
            )
