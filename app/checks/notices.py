"""Notices held to what the program can do: the only way a notice is loaded by anything above the checks."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from app.notices import read
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


def _lies(notice: Notice) -> Iterable[str]:
    """What it says of checks there are none of, and what it asks for while nothing looks for it."""
    from app.checks import check_ids
    from app.checks.enterprise.materials import asked_by

    known = check_ids()
    named = [*((f"severities.{key}", key) for key in notice.severities)]
    named += [(f"switched_off[{n}]", key) for n, key in enumerate(notice.switched_off)]
    for place, key in named:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            yield f"{place}：没有“{key}”这项检查{f'，是否想写 {near[0]}？' if near else ''}"
    for n, material in enumerate(notice.materials):
        if material.required and asked_by(notice, material) in notice.switched_off:
            yield f"materials[{n}]：是必备材料，检查它的 {asked_by(notice, material)} 却停用了，没有人会要它"
