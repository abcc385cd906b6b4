"""A piece of a package as the notice knows it, and by which words it is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from app.notices.patterns import MATCHED

BORNE = ("name", "code")  # 企业名称、统一社会信用代码
_MOST_PLACES = 10  # of one expression in a name


@dataclass(frozen=True)
class Material:
    """One required or recommended piece of a package.

    `patterns` are regular expressions searched in names of files and folders without case; `weak` ones count
    only where nothing else tells. `headings` are searched in the first lines of a page (blanks dropped; none:
    a line that ends with the title), `phrases` are groups of words of which all stand at a document's
    beginning. `part_of` makes it a kind of another material (营业执照 is a kind of 证明材料); `inside` names
    materials that may contain it unseen. `single`: one file is expected. `least`: characters it should have,
    0 where nothing is asked; `within`: years before the notice's of which its newest paper is, 0 likewise.
    `written`: the enterprise writes it for this notice, of itself; `evidence`: it is to prove what is said;
    `bears`: what of BORNE is printed on it, and so tells whose it is.
    """

    id: str
    title: str
    patterns: tuple[str, ...]
    required: bool = False
    recommended: bool = False
    single: bool = False
    sealed: bool = False
    part_of: str = ""
    inside: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # contents it may have (reading.kinds); empty: any
    headings: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    least: int = 0
    within: int = 0
    written: bool = False
    evidence: bool = False
    bears: tuple[str, ...] = ()

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return _any_of(self.patterns)

    @cached_property
    def _weak(self) -> re.Pattern[str]:
        return _any_of(self.weak)

    @cached_property
    def _heading(self) -> re.Pattern[str]:
        return _any_of(self.headings or (f"{re.escape(self.title)}$",))

    def may_be(self, kind: str) -> bool:
        """Whether a file of this kind, by content, can be it."""
        return not self.kinds or kind in self.kinds

    def says(self, name: str) -> bool:
        """Whether a file's or folder's name tells this material."""
        return next(self.places(name), None) is not None

    def places(self, name: str) -> Iterator[tuple[int, int, bool]]:
        """Where a name tells it: from, to, and whether what stands there tells it clearly."""
        for expression, is_clear in ((self._expression, True), (self._weak, False)):
            for found in islice(expression.finditer(name[:MATCHED]), _MOST_PLACES):
                yield found.start(), found.end(), is_clear

    def heads(self, line: str) -> bool:
        """Whether a page that begins with this line begins this material."""
        return self._heading.search(line[:MATCHED]) is not None

    def is_spoken_of(self, text: str) -> bool:
        """Whether a document that begins with this text, blanks dropped, is one by its fixed phrases."""
        return any(all(word in text for word in group) for group in self.phrases)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One that nothing matches where there is none."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)", re.IGNORECASE)
