"""One table for several tracks: which row is of which, by a column of kinds or by lines between the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.model.names import is_full_name
from app.notices.notice import Notice, Track
from app.reading.tables.headings import Heading, name_column
from app.reading.tables.workbook import Page

_KINDS = re.compile(r"类别|类型|种类|级别|层级|层次|组别")
_MOST_LINE = 60  # characters of a line that says what follows


def rows_of_others(page: Page, heading: Heading, rules: Track, notice: Notice) -> Mapping[int, str]:
    """Row (from 0) below the heading → why it is no row of this track; rows that nothing tells stay."""
    told = tracks_told(page, heading, rules, notice)
    lines = dict(_lines(page, heading, notice)) if len(notice.tracks) > 1 else {}
    others = {track.id: f"{track.title}的" for track in notice.tracks if track is not rules}
    aside = {row: others[track] for row, track in told.items() if track in others}
    return aside | dict.fromkeys(lines, "分类的标题")


def tracks_told(page: Page, heading: Heading, rules: Track, notice: Notice) -> Mapping[int, str]:
    """Row → id of the track that the table itself puts it into."""
    if len(notice.tracks) < 2:
        return {}
    named = heading.columns[name_column(rules)]
    return _by_column(page, heading, named, notice) or _by_lines(page, heading, notice)


def _by_column(page: Page, heading: Heading, named: int, notice: Notice) -> dict[int, str]:
    taken = set(heading.columns.values())
    width = max((len(cells) for cells in page.grid[: heading.last + 1]), default=0)
    for at in range(width):
        title = "".join(_cell(page, row, at) for row in range(heading.first, heading.last + 1))
        if at not in taken and _KINDS.search(title):
            found = _told_in(page, heading, notice, named, at)
            if found:
                return found
    return {}


def _told_in(page: Page, heading: Heading, notice: Notice, named: int, at: int) -> dict[int, str]:
    """{} unless each cell of the column names one track."""
    above = {row: top for top, left, last, _ in page.merges if left == at for row in range(top, last + 1)}
    found: dict[int, str] = {}
    for row in range(heading.last + 1, len(page.grid)):
        if not _cell(page, row, named):
            continue
        text = _cell(page, above.get(row, row), at)
        told = notice.tracks_told(text)
        if len(told) == 1:
            found[row] = told[0]
        elif text:
            return {}
    return found


def _by_lines(page: Page, heading: Heading, notice: Notice) -> dict[int, str]:
    lines = dict(_lines(page, heading, notice))
    if not lines:
        return {}
    above = notice.tracks_told("\n".join(text for row in page.grid[: heading.first] for text in row))
    now = above[0] if len(above) == 1 else ""
    found: dict[int, str] = {}
    for row in range(heading.last + 1, len(page.grid)):
        now = lines.get(row, now)
        if now and row not in lines:
            found[row] = now
    return found


def _lines(page: Page, heading: Heading, notice: Notice) -> Iterator[tuple[int, str]]:
    """Rows that hold nothing but the name of a track."""
    for row in range(heading.last + 1, len(page.grid)):
        texts = {text for text in page.grid[row] if text}
        text = next(iter(texts), "")
        if len(texts) == 1 and len(text) <= _MOST_LINE and not is_full_name(text):
            told = notice.tracks_told(text)
            if len(told) == 1:
                yield row, told[0]


def _cell(page: Page, row: int, at: int) -> str:
    cells = page.grid[row]
    return cells[at] if at < len(cells) else ""
