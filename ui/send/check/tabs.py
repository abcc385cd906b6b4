"""The tabs of 核对问题, what each lists, and how things stand in a line. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ui.findings.beside import GRADES, tally_of
from ui.findings.lines import Line

TITLES = ("全部", "必须补正", "请人工核对", "建议修改", "已处理")
SHORT = ("全部", "必改", "核对", "建议", "已处理")
ALL, DECIDED = 0, 4


def in_tab(lines: Sequence[Line], tab: int) -> tuple[Line, ...]:
    """What tab number `tab` of TITLES lists."""
    if tab == DECIDED:
        return tuple(each for each in lines if each.decision)
    wanted = GRADES if tab == ALL else (GRADES[tab - 1],)
    return tuple(each for each in lines if not each.decision and each.finding.grade in wanted)


def standing(lines: Sequence[Line], is_checked: bool) -> str:
    """The line under the title."""
    if not is_checked:
        return "正在检查…"
    told = tally_of(lines).words
    return f"{told}，处理完才能制作光盘" if told else "这里的问题都已处理"
