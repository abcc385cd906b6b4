"""Whether discs are one set, all of it, each once. From what they say of themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from app.checks.disc_cases import WHOLE_SET, DiscSet, disc_check
from app.checks.words import few, said_of
from app.disc.contents import Membership
from app.model.finding import Finding, Grade, Trait

_OTHER = "请换上这一套的光盘；另一套请单独校验。"
_FIND = "请找到这一张；没有收到的，请报送单位补交。"


@disc_check(
    "DISC-03", "一套光盘齐全", Grade.MUST, Trait.COMPLETE, clause="disc", asks="补齐同一次制作的整套光盘"
)
def whole_set(case: DiscSet) -> Iterator[Finding]:
    """一套光盘缺一张，就少了上面企业的材料。"""
    for where, what, fix in _faults(case.discs):
        yield Finding(said_of(where, what), fix, where, detail=what)


def _faults(discs: Sequence[tuple[str, Membership]]) -> Iterator[tuple[str, str, str]]:
    """(disc, or the set; what is wrong; what to do). The set meant is that of most discs."""
    told = [said for _, said in discs if said.group and said.of]
    if not told:
        yield WHOLE_SET, "没有说明各属于哪一套、共几张", "请核对盘面编号，是否收齐。"
        return
    (group, of), _ = Counter((said.group, said.of) for said in told).most_common(1)[0]
    own = [(disc, said) for disc, said in discs if (said.group, said.of) == (group, of)]
    (edition, _), *_ = Counter(said.edition for _, said in own).most_common(1)
    for disc, said in discs:
        if (said.group, said.of) != (group, of):
            shown = f"“{said.group}”（共 {said.of} 张）" if said.group else "没有编号的光盘"
            yield disc, f"是另一套{shown}，不是“{group}”（共 {of} 张）", _OTHER
        elif said.edition != edition:
            yield disc, "与其余几张不是同一次制作的", "请报送单位重新提供同一次制作的整套光盘。"
    yield from _doubled(own)
    yield from _missing([said for _, said in own], group, of)


def _doubled(discs: Sequence[tuple[str, Membership]]) -> Iterator[tuple[str, str, str]]:
    seen: set[int] = set()
    for disc, said in discs:
        if said.number in seen:
            yield disc, f"第 {said.number} 张给了不止一次", "请换上另一张，同一张不必重复校验。"
        seen.add(said.number)


def _missing(told: Sequence[Membership], group: str, of: int) -> Iterator[tuple[str, str, str]]:
    there = {said.number for said in told}
    names = next((said.names for said in told if said.names), {})
    for number in range(1, of + 1):
        if number not in there:
            on_it = names.get(number, ())
            whose = f"，上面有 {len(on_it)} 家：{few(on_it)}" if on_it else ""
            yield WHOLE_SET, f"“{group}”缺第 {number} 张（共 {of} 张）{whose}", _FIND
