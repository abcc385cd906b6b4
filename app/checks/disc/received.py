"""What only who receives discs can see: files nobody knows, and what is no longer handed in."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.disc_cases import ForeignDiscs, Replacing, disc_check
from app.checks.words import few
from app.model.finding import Finding, Grade, Trait
from app.notices.notice import tracks_of


@disc_check(
    "DISC-07", "盘上的文件都认得", Grade.LOOK, Trait.COMPLETE,
    asks="写明这些文件各是哪一家的哪一种材料，多余的去掉",
)
def known(case: ForeignDiscs) -> Iterator[Finding]:
    """没有认出的文件不会归到任何一家。"""
    for disc, left in case.discs:
        if left:
            what = f"有 {len(left)} 个文件没有认出：{few(left)}"
            fix = "请核对它们是什么；是某一家材料的，请在“读盘”里归到那一家。"
            yield Finding(what, fix, left[0], detail=what, subject=disc, subject_name=disc)


@disc_check(
    "DISC-08", "补正盘没有少企业", Grade.LOOK, Trait.COMPLETE, asks="补齐这几家的材料；不再推荐的，书面说明"
)
def none_lost(case: Replacing) -> Iterator[Finding]:
    """补正盘代替上一次报送的全部内容。"""
    gone = [
        f"{one.name}（{case.notice.short(track)}）"
        for track in tracks_of(case.before, case.notice)
        for one in case.before.in_track(track)
        if one.name not in case.batch.listed(track)
    ]
    if gone:
        what = f"比上一次少了 {len(gone)} 家：{few(gone)}"
        fix = "请与报送单位核对是不是不再推荐；是的，写明理由。"
        yield Finding(what, fix, "上一次报送", detail=what)
