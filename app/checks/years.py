"""The years a text speaks of, in digits or in Chinese."""

from __future__ import annotations

import re
import unicodedata

_CHINESE = dict(zip("\u3007○零一二三四五六七八九", "000123456789", strict=True))
_SIGNS = "".join(_CHINESE)
_YEAR = re.compile(rf"(?<!\d)(20\d\d)(?!\d)|(二[{_SIGNS}]{{3}})(?=年)")


def years_told(text: str) -> tuple[int, ...]:
    """2023年, 2023 年度 and 二〇二三年, each once, in order; only of this century."""
    folded = unicodedata.normalize("NFKC", text)
    found = (digits or "".join(_CHINESE[sign] for sign in said) for digits, said in _YEAR.findall(folded))
    return tuple(dict.fromkeys(int(year) for year in found))
