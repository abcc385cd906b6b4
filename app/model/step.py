"""The five steps of a sender's work; a finding is mended at one of them."""

from __future__ import annotations

from enum import IntEnum


class Step(IntEnum):
    COLLECT, CHECK, TABLE, LETTER, DISC = range(5)

    @property
    def title(self) -> str:
        return ("收集材料", "核对问题", "汇总表", "推荐文件", "制作光盘")[self]
