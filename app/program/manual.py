"""The manual: a page for each page of the window and for what people ask; Markdown in resources/manual."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.paths import RESOURCES

FOLDER = RESOURCES / "manual"
PICTURES = FOLDER / "pictures"  # photographs of the window, made for a build; a checkout has none
_PICTURE = re.compile(r"^!\[[^\]]*\]\(([\w.-]+)\)\s*$", re.MULTILINE)
_MARKS = re.compile(r"[*#`]|^- |!\[[^\]]*\]\([^)]*\)", re.MULTILINE)
_AROUND = 18  # characters shown on each side of what was looked for


@dataclass(frozen=True, slots=True)
class Topic:
    """`id` is that of the window's page it is about; `text` Markdown without its heading."""

    id: str
    title: str
    text: str

    @property
    def plain(self) -> str:
        """Its words alone, a line each."""
        return "\n".join(line.strip() for line in _MARKS.sub("", self.text).splitlines() if line.strip())

    @property
    def picture(self) -> Path | None:
        """A photograph of the page, where this build has one."""
        named = _PICTURE.search(self.text)
        path = PICTURES / named[1] if named else None
        return path if path is not None and path.is_file() else None

    @property
    def words(self) -> str:
        """Markdown without the picture."""
        return _PICTURE.sub("", self.text).strip()


@dataclass(frozen=True, slots=True)
class Hit:
    topic: Topic
    around: str  # where it is said


def topics() -> tuple[Topic, ...]:
    """In the order of the work; the file's name is that order, then the id."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.md")))


def look_up(words: str, among: tuple[Topic, ...]) -> tuple[Hit, ...]:
    """Topics that hold all the words (split at spaces), those whose title does first."""
    wanted = [each.casefold() for each in words.split()]
    found = [
        each for each in among if all(word in f"{each.title}\n{each.plain}".casefold() for word in wanted)
    ]
    found.sort(key=lambda each: not all(word in each.title.casefold() for word in wanted))
    return tuple(Hit(each, _around(each, wanted[0] if wanted else "")) for each in found)


def pictures_wanted() -> dict[str, str]:
    """Topic → the name of its photograph."""
    named = {each.id: _PICTURE.search(each.text) for each in topics()}
    return {key: found[1] for key, found in named.items() if found}


def _around(topic: Topic, word: str) -> str:
    for line in topic.plain.splitlines():
        at = line.casefold().find(word)
        if at >= 0:
            start, end = max(at - _AROUND, 0), at + len(word) + _AROUND
            return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
    return ""


def _read(path: Path) -> Topic:
    heading, _, text = path.read_text("utf-8").partition("\n")
    return Topic(path.stem.partition("-")[2], heading.lstrip("# ").strip(), text.strip())
