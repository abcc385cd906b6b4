"""Every byte of a disc against its lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.checks.check import NotLooked
from app.checks.disc_cases import DiscCase, disc_check
from app.checks.words import few
from app.disc import bag
from app.model.finding import Finding, Grade, Trait


@disc_check(
    "DISC-01", "光盘内容与清单一致", Grade.MUST, Trait.AUTHENTIC, clause="disc", asks="重新制作并刻录光盘"
)
def same(case: DiscCase) -> Iterator[Finding | NotLooked]:
    """清单所列文件都应在盘上，内容相同。"""
    for fault in case.differences:
        fix = "请重新制作并刻录光盘；收到的光盘请退回报送单位重刻。"
        yield case.finding(fault.where, fault.what, fix)
    yield from _without_list(case)


@disc_check(
    "DISC-02", "没有清单以外的文件", Grade.SHOULD, Trait.COMPLETE, asks="核对它是怎么来的，重新制作光盘时去掉"
)
def nothing_extra(case: DiscCase) -> Iterator[Finding | NotLooked]:
    """清单以外的文件，来历无从证明。"""
    for path in case.disc.extra if case.disc.is_listed else ():
        yield case.finding(path, "不在清单里", "请核对它是怎么来的；不需要时重新制作光盘目录。")
    yield from _without_list(case)


@disc_check(
    "DISC-05", "每个文件都能读出", Grade.MUST, Trait.USABLE, clause="disc",
    asks="重新刻录光盘，刻好后读盘校验",
)
def readable(case: DiscCase) -> Iterator[Finding]:
    """盘面划伤或刻录不良所致。"""
    names = few(case.whole, 20)
    said = f"完好的企业有 {len(case.whole)} 家：{names}。" if names else "没有一家企业的材料是完好的。"
    for fault in case.unread:
        fix = f"请擦净盘面，换一台光驱再读；仍读不出时请报送单位重刻。{said}"
        yield case.finding(fault.where, fault.what, fix)


@disc_check(
    "DISC-06", "光盘上有清单", Grade.LOOK, Trait.USABLE, also=Grade.SHOULD,
    asks="核对盘上的内容；最好用标杆报盘制作光盘，盘上会有清单",
)
def listed(case: DiscCase) -> Iterator[Finding]:
    """没有清单，只能检查看得到的内容。"""
    if not case.disc.is_listed:
        fix = "请逐项核对内容，或请报送单位用本程序重新制作。"
        yield case.finding("光盘", "没有清单，可能是手工刻制的", fix)
    elif not case.disc.listed_by & set(bag.STRONG):
        names = "、".join(sorted(case.disc.listed_by)).upper()
        what = f"清单只有 {names} 摘要：能发现损坏，不能证明没有被替换"
        yield case.finding("光盘", what, "请与报送单位核对内容，或请其用本程序重新制作。")
    for fault in case.disc.oddities if case.disc.is_listed else ():
        odd = case.finding(fault.where or "光盘", fault.what, "请核对它是怎么来的；要改时重新制作光盘。")
        yield replace(odd, grade=Grade.SHOULD)


def _without_list(case: DiscCase) -> Iterator[NotLooked]:
    if not case.disc.is_listed:
        yield NotLooked(f"须先有：{listed.title}")
