"""The lines that name a form: what is applied for, and in which year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.model.documents.form import FieldFound
from app.reading.forms.labels import Labels
from app.reading.forms.pieces import Piece, is_label, lines_of

_FIRST = 30  # lines of a form among which its title stands
_MOST = 40  # characters of a line of it
_ABOVE = 2  # lines of a title above the one that names the form
_ANNEX = re.compile(r"^(附件|附表|附录)[\d一二三四五六七八九十]*[:：]?")
_YEAR = re.compile(r"^[（(]?[\d\u3007○零一二三四五六七八九]{4}年")


def title_of(pieces: Sequence[Piece], labels: Labels) -> FieldFound | None:
    """“2023年全国质量标杆” over “申报书” as one line; None where nothing names the form."""
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in labels.titled]
    lines = lines_of(pieces)[:_FIRST]
    texts = ["".join("".join(piece.text for piece in line).split()) for line in lines]
    for at, text in enumerate(texts):
        if len(text) <= _MOST and any(p.search(text) for p in patterns) and _is_title(text, labels):
            first = at
            while first and at - first < _ABOVE and _goes_before(lines[first - 1], lines[at], labels):
                first -= 1
            last = at + 1
            if last < len(texts) and len(texts[last]) <= 12 and _YEAR.match(texts[last]):
                last += 1
            said = "".join(_ANNEX.sub("", each) for each in texts[first:last])
            return FieldFound(said, lines[at][0].page, lines[at][0].is_recognised)
    return None


def _goes_before(line: Sequence[Piece], named: Sequence[Piece], labels: Labels) -> bool:
    text = "".join("".join(piece.text for piece in line).split())
    return line[0].page == named[0].page and len(text) <= _MOST and _is_title(text, labels)


def _is_title(text: str, labels: Labels) -> bool:
    return bool(text) and not is_label(text, labels) and not re.search(r"[:：。；;，,]", text)
