"""Plain data → TOML, always in the same bytes for the same data: the only writer of notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from app.editions.data import Data, data_of
from app.notices.notice import Notice

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_DEEP = 2  # tables nested deeper, and rows of lists below them, stand in one line


def toml_of(notice: Notice) -> bytes:
    """Its file, UTF-8, as any computer reads it back to the equal notice."""
    return write_toml(data_of(notice))


def write_toml(data: Data) -> bytes:
    """Values first, then tables, then lists of tables, each in the data's own order."""
    return ("\n".join(_table(data, "")) + "\n").encode("utf-8", "replace")


def _table(data: Data, name: str) -> Iterator[str]:
    depth = name.count(".") + 1 if name else 0
    below, rows = [], []
    for key, value in data.items():
        if isinstance(value, Mapping) and depth < _DEEP:
            below.append((key, value))
        elif _is_rows(value) and depth < 1:
            rows.append((key, value))
        else:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in below:
        yield from ("", f"[{_join(name, key)}]", *_table(value, _join(name, key)))
    for key, value in rows:
        for each in value:
            yield from ("", f"[[{_join(name, key)}]]", *_in_row(each))


def _in_row(data: Data) -> Iterator[str]:
    """Lists of tables below a row stand in lines of their own, for whoever reads the file."""
    for key, value in data.items():
        if _is_rows(value):
            yield from (f"{_key(key)} = [", *(f"    {_value(each)}," for each in value), "]")
        else:
            yield f"{_key(key)} = {_value(value)}"


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)  # a file that is not sound may hold any number, and times
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    raise TypeError(type(value).__name__)


def _text(text: str) -> str:
    if "\\" in text and not re.search(r"['\x00-\x1f\x7f]", text):
        return f"'{text}'"  # an expression as a person would write it
    escaped = "".join(_ESCAPED.get(sign, sign) for sign in text)
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _join(name: str, key: str) -> str:
    return f"{name}.{_key(key)}" if name else _key(key)
