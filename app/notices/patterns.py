"""Which regular expressions a notice may hold: such as no name can keep busy, whoever wrote either.

Python's matcher goes back and tries again; how many ways it may have to try is told from the expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from math import prod
from typing import Any

MATCHED = 255  # characters of a name that are looked at: no system can have more
_MOST_WAYS = 70_000  # from one place in a name: two ".*" in a row
_MOST_SIGNS = 500  # characters of an expression
_ENDLESS = "正则会让程序算个没完：重复（* + {…}）里面不要再有重复或并列的说法，“.*”最多两处"
_parse: Callable[[str], Any] = import_module("re._parser").parse


def fault_of(pattern: str) -> str:
    """Why a notice must not hold it, in Chinese words; "" when it may."""
    try:
        re.compile(f"(?:{pattern})", re.IGNORECASE)  # as it is used, beside others
        if len(pattern) > _MOST_SIGNS:
            return f"正则太长，最多 {_MOST_SIGNS} 个字"
        ways = _ways(_parse(pattern))
    except (re.error, OverflowError, RecursionError):
        return "正则写法有误"
    return _ENDLESS if ways > _MOST_WAYS else ""


def _ways(parsed: Any) -> int:
    """The ways to match from one place, at most; RecursionError for one nested beyond reason."""
    return min(prod(_ways_of(str(kind), told) for kind, told in parsed), _MOST_WAYS + 1)


def _ways_of(kind: str, told: Any) -> int:
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = told
        once, times = _ways(inner), range(min(int(least), MATCHED), min(int(most), MATCHED) + 1)
        return sum(once**n for n in times) if once > 1 else len(times)
    if kind == "BRANCH":
        return _of_branches(told[1])
    if kind in ("GROUPREF", "GROUPREF_EXISTS"):
        raise re.error("names a bracket, which is another among other expressions")
    if kind in ("SUBPATTERN", "ATOMIC_GROUP", "ASSERT", "ASSERT_NOT"):
        return _ways(told if kind == "ATOMIC_GROUP" else told[-1])
    return 1


def _of_branches(branches: Any) -> int:
    """Of those that begin with signs of their own only one can match."""
    ways = [_ways(each) for each in branches]
    first = [each[0] if len(each) else None for each in branches]
    signs = [sign[1] for sign in first if sign is not None and str(sign[0]) == "LITERAL"]
    return max(ways) if len(set(signs)) == len(branches) else sum(ways)
