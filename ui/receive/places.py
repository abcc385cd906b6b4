"""Which folder is a ledger's. Its names are told here too: what knows them is read when one is opened."""

from __future__ import annotations

from pathlib import Path

_FILES = ("台账.sqlite", "台账.数据库地址.txt")


def is_ledger(folder: Path) -> bool:
    """Also one whose rows are lost."""
    return has_rows(folder) or (folder / "存放").is_dir()


def has_rows(folder: Path) -> bool:
    """In itself, or in a database that it leads to."""
    return any((folder / name).is_file() for name in _FILES)
