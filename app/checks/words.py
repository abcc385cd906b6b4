"""How checks name several things in one sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def some(names: Sequence[str], most: int = 5) -> str:
    """“甲”、“乙”, and how many more there are."""
    said = "、".join(f"“{name}”" for name in names[:most])
    return said if len(names) <= most else f"{said}等 {len(names)} 个"


def mark(names: Sequence[str]) -> str:
    """A short digest of a set of names, whatever their order: changes when one comes or goes."""
    return hashlib.sha256("\0".join(sorted(names)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
