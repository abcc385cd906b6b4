"""What cannot be meant of that which is asked: the place below the thing, and a Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.model.names import normalise_name
from app.notices.asked.quotas import DIRECT, OwnQuota

_MOST, _LONGEST, _SHEETS = 10, 100, 20  # sentences vouched for, signs of one, copies on paper
Told = Iterator[tuple[str, str]]


def own_quotas(quotas: Sequence[OwnQuota], is_known: Callable[[str], bool], kinds: Sequence[str]) -> Told:
    """Of a track. `is_known`: whether a text can be a sender at all; `kinds`: of direct ones."""
    seen = set[str]()
    for n, each in enumerate(quotas):
        name = normalise_name(each.who)
        if name in seen:
            yield f"[{n}].who", f"“{each.who}”规定了两次，请删去其中一个"
        seen.add(name)
        if each.most and each.most < each.least:
            yield f"[{n}].most", "比这个单位的最少项数还少，请改其中一个；不限项数填 0"
        if not is_known(each.who):
            known = "、".join((DIRECT, *kinds))
            yield f"[{n}].who", f"“{each.who}”不是哪个市，也不像企业全称；请写市名、企业全称，或者 {known}"


def vouched(texts: Sequence[str], paper: int) -> Told:
    """Of what a letter asks for."""
    if len(texts) > _MOST:
        yield "declarations", f"声明最多 {_MOST} 句，请合并"
    for n, each in enumerate(texts):
        if not 1 <= len(each.strip()) <= _LONGEST:
            yield f"declarations[{n}]", f"每句声明 1 至 {_LONGEST} 个字"
        elif each in texts[:n]:
            yield f"declarations[{n}]", "这句声明前面已有，请删去"
    if paper > _SHEETS:
        yield "paper", f"纸质的最多 {_SHEETS} 份"
