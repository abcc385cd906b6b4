"""What is made wrong on a disc that is in order, and by which rule it must be found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def _packages(disc: Path) -> list[Path]:
    return sorted(disc.glob("data/*/申报材料/*"))


def _flip(disc: Path) -> None:
    package = _packages(disc)[0]
    content = bytearray(package.read_bytes())
    content[len(content) // 2] ^= 0x10
    package.unlink()  # it may be linked to the one it was made of
    package.write_bytes(content)


def _stray(disc: Path) -> None:
    (disc / "data" / "别的.txt").write_text("x", "utf-8")


def _unlisted(disc: Path) -> None:
    for path in disc.glob("*manifest*"):
        path.unlink()


SPOILT: tuple[tuple[str, str, Callable[[Path], None], str], ...] = (
    ("DISC-01", "盘上一个文件变了一个字节", _flip, ""),
    ("DISC-02", "盘上多了一个文件", _stray, ""),
    ("DISC-04", "校验码与登记表不一样", lambda _: None, "0000-0000-0000"),
    ("DISC-06", "盘上没有清单", _unlisted, ""),
)
