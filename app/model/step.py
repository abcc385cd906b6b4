"""The five steps of a sender's work, by the id of their pages; a finding is mended at one of them."""

from __future__ import annotations

from app.wording import Titled


class Step(Titled):
    COLLECT = "collect", "收集材料"
    CHECK = "check", "核对问题"
    TABLE = "table", "汇总表"
    LETTER = "letter", "推荐文件"
    DISC = "disc", "制作光盘"
