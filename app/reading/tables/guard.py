"""Cells on the clipboard: what Excel or WPS would take for a formula goes there as text."""

from __future__ import annotations

import re

_FORMULA = re.compile("'*\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]")  # the last four: full-width
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def as_cell(text: str) -> str:
    """Guarded, and quoted where it holds what parts cells and rows."""
    shown = guarded(text)
    is_parted = any(mark in shown for mark in "\t\r\n")
    return '"{}"'.format(shown.replace('"', '""')) if is_parted else shown


def guarded(text: str) -> str:
    """With an apostrophe before what would be a formula, a telephone number such as +86-531-… too, which
    would be worked out; a number alone is none.
    """
    return f"'{text}" if _is_formula(text) else text


def unguarded(text: str) -> str:
    """As it was before `guarded`."""
    return text[1:] if text.startswith("'") and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
