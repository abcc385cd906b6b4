"""How large the packed enterprise will be."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import EnterpriseCase
from app.checks.check import Mend, Need, check
from app.checks.enterprise.archive import readable
from app.model.finding import Finding, Grade, Trait
from app.model.source import Source
from app.wording import megabytes
from app.wording import size as in_words


def _packed(case: EnterpriseCase, source: Source) -> tuple[int, int]:
    """Bytes it will take: as it arrived, and at most (should nothing in it shrink)."""
    packed = [f.member.size for f in case.files if f.source is source and not f.member.within]
    as_it_is = source.complete_zip and len(packed) == sum(not member.within for member in source.members)
    if as_it_is or not source.members:
        return source.size, source.size
    most = sum(packed)
    return (min(source.size, most) if source.container.is_archive else most), most


@check(
    "SIZE-01", "打包后不超过限额", Grade.MUST, Trait.COMPLETE, also=Grade.SHOULD, after=(readable,),
    needs=Need.FILES, mend=Mend.WEIGH, clause="size",
    asks="降低扫描分辨率，或删去不必要的视频、图片，重新打包后补交",
)
def size(case: EnterpriseCase) -> Iterator[Finding]:
    """通知限定每个压缩包的大小。各种软件计算的方式不同，所以超过限额的必须精简，接近的建议精简。"""
    sizes = [_packed(case, source) for source in case.sources]
    arrived, most = sum(a for a, _ in sizes), sum(b for _, b in sizes)
    limit = case.notice.size
    largest = max((f for f in case.files if not f.member.within), key=lambda f: f.member.size, default=None)
    at = f"；最大的文件是“{largest.shown}”（{megabytes(largest.member.size)}）" if largest else ""
    member = largest.key if largest else ""
    fix = "请企业降低扫描分辨率或删去不必要的视频、图片后重新发来"
    if arrived > limit.refuse:
        over = in_words(arrived - limit.refuse)
        what = f"材料共 {megabytes(arrived)}，超过限额 {megabytes(limit.refuse)}，多出 {over}{at}"
        yield Finding(what, fix, member=member)
    elif arrived > limit.warn:
        over = in_words(arrived - limit.warn)
        what = f"材料共 {megabytes(arrived)}，已超过 {megabytes(limit.warn)}，多出 {over}{at}"
        yield Finding(what, fix, grade=Grade.SHOULD, member=member)
    elif most > limit.refuse:
        what = f"材料发来时是 {megabytes(arrived)}，解开后共 {megabytes(most)}，重新打包可能超过限额{at}"
        advice = "请制作光盘时留意打包后的大小；超过时请企业精简"
        yield Finding(what, advice, grade=Grade.SHOULD, member=member)
