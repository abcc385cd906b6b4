"""xorriso, else growisofs (dvd+rw-tools): the disc is closed, at a moderate speed.

Sources: xorrecord(1) of libburnia 1.5, growisofs(1) 7.1.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.burning.burner import Drive, drives, refuse_larger
from app.burning.process import failed, run
from app.job import Job
from app.model.disc import Medium

_MIB = 1 << 20
_XORRISO = re.compile(r"UPDATE :\s*(\d+) of\s+\d+ MB written")
_GROWISOFS = re.compile(r"^\s*(\d+)/\d+ \(\s*[\d.]+%\)")
_REASONS = (
    (("permission denied",), "没有使用光驱的权限，请管理员把您加入 cdrom 组"),
    (("not existing", "not found", "no such file"), "光驱找不到了，请确认已接好"),
    (("already grabbed", "busy"), "光驱正被其他程序占用，请先关闭它们"),
    (("no media", "no medium", "media is not present"), "光驱里没有光盘，请放入空白盘"),
    (("not blank", "is closed", "carries isofs"), "光盘不是空白的，请换一张空白盘"),
    (("unsuitable",), "这张光盘不能刻录，请换一张空白盘"),
    (("exceeds", "blocks are free"), "空白盘的容量不够，请换更大的空白盘"),
    (("write error", "i/o error"), "写盘出错，光盘可能有瑕疵，请换一张空白盘"),
)


@dataclass(frozen=True, slots=True)
class Program:
    """`path` is run with `arguments`, which hold {drive}, {image} and {speed}.

    `pattern` finds in its lines what is done, in `unit` bytes.
    """

    name: str
    arguments: Sequence[str]
    pattern: re.Pattern[str]
    unit: int
    path: str = ""

    def drives(self) -> tuple[Drive, ...]:
        return drives()

    def burn(self, image: Path, drive: Drive, medium: Medium, job: Job) -> None:
        """See Burner."""
        size = refuse_larger(image, medium)
        job.at(0.0, "正在刻录", image.name, 0, size)

        def told(line: str) -> None:
            if match := self.pattern.search(line):
                done = min(int(match[1]) * self.unit, size)
                job.at(done / max(size, 1), "正在刻录", image.name, done, size)

        values = {"drive": drive.id, "image": str(image.absolute()), "speed": str(medium.speed)}
        command = [self.path, *(argument.format(**values) for argument in self.arguments)]
        code, said = run(command, told, job)
        if code:
            raise failed(code, said, _REASONS)
        job.at(1.0, "刻录完成，光盘已关闭", image.name, size, size)


_PROGRAMS = (
    Program("xorriso", (
        "-as", "cdrecord", "-v", "dev={drive}", "speed={speed}", "-dao", "padsize=300k", "-eject", "{image}",
    ), _XORRISO, _MIB),
    Program("growisofs", ("-dvd-compat", "-speed={speed}", "-Z", "{drive}={image}"), _GROWISOFS, 1),
)  # fmt: skip


def burner() -> Program | None:
    """The program that is installed, xorriso first."""
    found = ((each, shutil.which(each.name)) for each in _PROGRAMS)
    return next((replace(each, path=path) for each, path in found if path), None)
