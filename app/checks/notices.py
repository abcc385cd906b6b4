"""Notices held to what the program can do: the only way a notice is loaded by anything above the checks."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.notices import read
from app.notices.faults import Fault, Faults
from app.notices.notice import Notice


def parse_notice(content: bytes) -> Notice:
    """Raises NoticeInvalid whose detail has a line per problem."""
    return read.parse_notice(content, _lies)


def read_notice(path: Path) -> tuple[Notice, bytes]:
    """The notice and the file's own bytes (a batch keeps them). Raises NoticeInvalid, AppError."""
    return read.read_notice(path, _lies)


def load_notice(key: str) -> tuple[Notice, bytes]:
    """By id, from the user's folder first, then from the program's. Raises NoticeInvalid, AppError."""
    return read.load_notice(key, _lies)


def look_at(data: Mapping[str, Any]) -> tuple[Notice, tuple[Fault, ...]]:
    """What a notice's data says as far as it can be told, and everything that is wrong in it, at once. It may
    be used only where nothing is.
    """
    return read.look_at(data, _lies)


def _lies(notice: Notice) -> Faults:
    """What it says of checks there are none of, what it changes without saying why, and what it asks for
    while nothing looks for it.
    """
    from app.checks import check_ids
    from app.checks.enterprise.materials import asked_by

    known = check_ids()
    named = [*((f"severities.{key}", key) for key in notice.severities)]
    named += [(f"switched_off[{n}]", key) for n, key in enumerate(notice.switched_off)]
    for place, key in named:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"是否想写 {near[0]}？" if near else "请删去"
            yield Fault(place, f"没有“{key}”这项检查，{hint}")
        elif not notice.reasons.get(key, "").strip():
            yield Fault(f"reasons.{key}", "改了级别或停用了这项检查，请写明理由")
    for key in notice.reasons:
        if key not in {changed for _, changed in named}:
            yield Fault(f"reasons.{key}", "这项检查照程序的，用不着理由，请删去")
    for n, material in enumerate(notice.materials):
        if material.required and asked_by(notice, material) in notice.switched_off:
            asks = asked_by(notice, material)
            yield Fault(
                f"materials[{n}].required",
                f"是必备材料，检查它的 {asks} 却停用了，没有人会要它；请启用这项检查，或改为不是必备",
            )
