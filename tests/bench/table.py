"""The rows of README's table: `make bench` fills in what was measured, a test holds the rest to README."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tests.bench.measure import Figure

HEAD = "| 做什么 | 与什么比 | 要求 | 实测 |\n|---|---|---|---|"


class Row(NamedTuple):
    """`figures`: a pattern of what they are called, all in one row; `unit` of each. `limit`: what forbids more."""

    what: str
    against: str
    asked: str
    figures: str
    unit: str = "倍"
    limit: str = ""
    digits: int = 2

    @property
    def begins(self) -> str:
        """All but the last cell."""
        return f"| {self.what} | {self.against} | {self.asked} | "

    def filled(self, figures: Sequence[Figure]) -> str:
        """With the figures that are its own; in their order."""
        mine = [each for each in figures if re.match(self.figures, each.what)]
        if not mine:
            return f"{self.begins}没有测 |"
        values = "、".join(f"{each.value:.{self.digits}f}" for each in mine)
        word = "ok" if all(each.holds for each in mine) else "MISS"
        limits = "、".join(f"{each.limit:.{self.digits}f}" for each in mine if each.limit)
        told = f"（{self.limit} {limits} {self.unit}）" if limits else ""
        return f"{self.begins}{values} {self.unit}，{word}{told} |"


ROWS = (
    Row("光盘映像写好，每一字节从磁盘读回核对（`disc`）", "`cp` + `sync` 同样的内容",
        "≤ 1.3 倍，或不超过磁盘本身的 1.15 倍", "disc: image written", limit="磁盘本身写下再绕过内存读回就要"),
    Row("同上", "`xorriso` + `sync`，它不读回", "≥ 1.3 倍快，或不低于磁盘本身的 1/1.15", "disc: image, times",
        limit="磁盘本身"),
    Row("光盘目录再核对一遍（`disc`）", "`bagit.py --validate`", "≥ 3 倍快，或不低于只算 SHA-256 的 1/1.15",
        "disc: verify, times as fast", limit="所有的核只算 SHA-256"),
    Row("收一张盘，到台账里有这一行（`receive`）", "`bagit.py`、`cp` + `sync`、`7z t` 依次做完", "≥ 2 倍快",
        "receive: the row"),
    Row("20 MB/s 的光驱，读完最后一个字节到有这一行、到有第一批结论（`receive`，`--dvd` 用 4.4 GB 的盘）", "",
        "≤ 2 秒、≤ 5 秒", "receive: from the last byte", "秒"),
    Row("同一个光驱先后两张盘，到都有结论（`receive`）", "光驱读完两张", "≤ 1.05 倍", "receive: two discs"),
    Row("收一张盘，所有进程一共占的内存（`receive`）", "", "≤ 300 MB", "receive: peak memory of all", "MB", digits=0),
    Row("打包、算校验值、生成刻录目录（`packing`）", "`cp` + `sha256sum`", "≥ 2 倍快", "packing: times as fast as cp"),
    Row("同上，所有进程一共占的内存（`packing`）", "", "≤ 200 MB", "packing: peak memory of all", "MB", digits=0),
    Row("内容是四倍的制盘、接收占的内存（`packing`、`receive`，`--dvd` 比 4.4 GB 与 0.64 GB）", "四分之一的内容",
        "≤ 1.1 倍", "(packing|receive): peak memory, of more"),
    Row("125 家到 1,000 家，每一家收集、制盘、打开、检查的代价（`scale`）", "125 家时的每一家",
        "≤ 1.05 倍，或不超过机器自身的 1.15 倍", "scale: .* cost of an enterprise",
        limit="解开、造出同样多的东西，机器自身就要"),
    Row("同上，每一家在历史记录里占的字节（`scale`）", "125 家时的每一家", "≤ 1.05 倍", "scale: history"),
    Row("台账 2,000 行到 20,000 行，每一行登记、读出、打开的代价（`scale`）", "2,000 行时的每一行",
        "≤ 1.05 倍，或不超过数据库自身的 1.15 倍", "scale: .* cost of a row", limit="只取出同样的行，SQLite 就要"),
    Row("1,000 家、30,000 个文件的批次，从首页打开到第一页（`large`）", "", "≤ 1 秒", "large: open to the first page", "秒"),
    Row("一个核、1 GB 内存、60 MB/s 的磁盘（`slow`）：240 MB 收集、制盘、映像、接收、到结论", "", "都做得完，每样 ≤ 600 秒",
        "slow: .*, s$", "秒", digits=0),
    Row("同上，所有进程一共占的内存", "", "≤ 1,000 MB", "slow: peak memory", "MB", digits=0),
    Row("同上，收集、检查、制盘、接收时窗口最长一次停顿", "", "≤ 500 毫秒", "slow: .*stall", "毫秒", digits=0),
    Row("第一次显示窗口（`start`），热、冷", "空的 QMainWindow", "≤ 1.3 倍", "start: (warm|cold) first paint, "),
    Row("打包好的程序第一次显示窗口（`start`），热、冷", "同样打包的空的 QMainWindow", "≤ 1.3 倍", "start: (warm|cold) first paint of"),
    Row("收集、检查、制盘、接收时窗口最长一次停顿（`window`）", "", "≤ 33 毫秒", "window: longest stall", "毫秒", digits=0),
    Row("读材料的子进程启动（`children`）", "", "≤ 0.3 秒", "children: start", "秒"),
)


def table_of(figures: Sequence[Figure]) -> str:
    """As README has it."""
    return "\n".join([HEAD, *(row.filled(figures) for row in ROWS)])
