"""Names of enterprises: when two are the same, and in what words they differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import PurePath

ARCHIVE = re.compile(r"\.(zip|7z|rar|tar|tgz|tar\.gz|tar\.bz2|tar\.xz)$", re.IGNORECASE)
_NUMBER = re.compile(r"^[\s（(【\[]*\d{1,3}[\s）)】\].、．_-]+(?=\S)")
_ENDING = re.compile(r"^.*(?:公司|集团|总厂|厂|研究院|设计院|研究所|事务所|合作社|医院|银行|中心)")

_COMPARED, _SHOWN = 120, 60  # characters
_BY_CATEGORY = {"Ps": "(", "Pe": ")", "Pd": "-"}
_DOTS = str.maketrans(dict.fromkeys("・•‧∙", "·"))


def name_from(path: str) -> str:
    """The full name a file or folder name tells: without number, ending and what follows the 公司.

    "03 山东某某有限公司（补正）申报材料.zip" → 山东某某有限公司. The clerk confirms it.
    """
    name = PurePath(path).name
    stem = ARCHIVE.sub("", name).strip() or name
    stem = _NUMBER.sub("", stem)
    full = re.match(r"^.*公司", stem) or _ENDING.match(stem)
    return (full.group(0) if full else stem).strip(" _-—") or stem


def is_full_name(path: str) -> bool:
    """Whether a file's or folder's name tells a full name at all."""
    return _ENDING.match(name_from(path)) is not None


@lru_cache(maxsize=1 << 14)  # all names of a large batch are asked for at each check
def normalise_name(text: str) -> str:
    """The same for two spellings of one name: width, kind of brackets, spaces, case, invisible signs.

    有限公司 and 有限责任公司 stay apart: they are two names.
    """
    folded = _visible(unicodedata.normalize("NFKC", text).casefold()).translate(_DOTS)
    alike = "".join(_BY_CATEGORY.get(unicodedata.category(c), c) for c in folded)
    return unicodedata.normalize("NFKC", alike)


def name_difference(left: str, right: str) -> str:
    """In words, how `right` differs from `left`; empty when they are equal."""
    if left == right:
        return ""
    if normalise_name(left) == normalise_name(right):
        return "；".join(_spelling(left, right)) or "写法不同"
    if normalise_name(left.replace("有限责任公司", "有限公司")) == normalise_name(
        right.replace("有限责任公司", "有限公司")
    ):
        long_one, short_one = ("前者", "后者") if "有限责任公司" in left else ("后者", "前者")
        return f"{long_one}是“有限责任公司”，{short_one}是“有限公司”"
    return "；".join(_changes(left, right)[:4])


def _spelling(left: str, right: str) -> list[str]:
    said = []
    blank = [side for side, text in (("前者", left), ("后者", right)) if _visible(text) != text]
    if blank:
        said.append(f"{'和'.join(blank)}有空格或看不见的字符")
    left, right = _visible(left), _visible(right)
    pairs = [(a, b) for a, b in zip(left, right, strict=False) if a != b] if len(left) == len(right) else []
    others = [pair for pair in pairs if not all(_is_bracket(c) for c in pair)]
    if len(others) < len(pairs):
        said.append("括号不同（全角“（）”或半角“()”）")
    if others:
        said.append("写法不同：" + "、".join(f"“{a}”和“{b}”" for a, b in others[:4]))
    return said


def _is_bracket(character: str) -> bool:
    return unicodedata.category(character) in ("Ps", "Pe")


def _visible(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


def _changes(left: str, right: str) -> list[str]:
    said = []
    for kind, ours, theirs in differing(left, right):
        if kind == "replace":
            said.append(f"前者是“{_brief(ours)}”，后者是“{_brief(theirs)}”")
        elif kind == "delete":
            said.append(f"前者多了“{_brief(ours)}”")
        elif kind == "insert":
            said.append(f"后者多了“{_brief(theirs)}”")
    return said


def _brief(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN - 1]}…"


def differing(left: str, right: str) -> Iterator[tuple[str, str, str]]:
    """(equal, replace, delete or insert; of the left; of the right), in order.

    Only texts as long as names are compared sign by sign: the time for that grows with their cube.
    """
    if max(len(left), len(right)) > _COMPARED:
        pairs = zip(left, right, strict=False)
        head = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))
        yield "equal", left[:head], right[:head]
        yield "replace", left[head:], right[head:]
        return
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield kind, left[a:b], right[c:d]
