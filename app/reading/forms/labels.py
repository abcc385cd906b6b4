"""The words a form sets beside its fields, and what a value of each kind must look like."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.model.documents.form import FORM
from app.notices.industries import divisions, normalise_division
from app.notices.notice import Area, Column, Notice
from app.paths import RESOURCES

_TICKED = re.compile(r"[☑■√✓✔☒▣◼●]\s*([^□☐☑■√✓✔☒▣◼●○\n]{1,40})")
BOX = re.compile(r"[□☐☑■√✓✔☒▣◼●○]")
_SEAL_HERE = re.compile(r"[（(]\s*(?:加盖|盖|企业|单位)?(?:公章|盖章|章|签字|全称)\s*[)）]")
_ASIDE = re.compile(r"[（(〔\[【][^（()）〔〕\[\]【】]*[)）〕\]】]")
_NUMBERED = re.compile(r"^[\s*]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）]?[、.．]|[①-⑨])?")


@cache
def _said() -> Mapping[str, Any]:
    """The words of forms beside those of the tables' own headings, and those of licences."""
    return tomllib.loads((RESOURCES / "labels.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Label:
    """`rank` 0 is the surest word for its column; `column` "" only ends what stands before it."""

    column: str
    kind: str
    rank: int
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """Plain word → what it means. Pickles, for the sandbox's children.

    `titled`: patterns of which one is in the paper's own title.
    """

    by_word: Mapping[str, Label]
    areas: tuple[Area, ...] = ()
    titled: tuple[str, ...] = ()

    def of(self, text: str) -> Label | None:
        return self.by_word.get(plain(text))


def form_labels(notice: Notice) -> Labels:
    """The labels of an application form: the columns of all tracks and their synonyms, and more."""
    words = _ending_words()
    for track in notice.tracks:
        for column in track.columns:
            if column.id not in _said()["not_read"] and column.filled in ("", "name"):
                words = {**_words(column, notice.campaign), **words}
    titled = (pattern for m in notice.materials if m.id == FORM for pattern in (*m.headings, *m.patterns))
    return Labels(words, notice.areas, tuple(titled))


def licence_labels() -> Labels:
    kinds = {"code": "code", "name": "text"}
    words = _ending_words()
    for column, told in _said()["licence"].items():
        words |= {plain(word): Label(column, kinds[column], rank) for rank, word in enumerate(told)}
    return Labels(words)


def _ending_words() -> dict[str, Label]:
    """They name no column."""
    persons = _said()["persons"]
    return {plain(word): Label("", "", 0, word in persons) for word in (*persons, *_said()["others"])}


def _words(column: Column, campaign: str) -> dict[str, Label]:
    more = (word.format(campaign=campaign) for word in _said()["form"].get(column.id, ()))
    told = dict.fromkeys((*more, column.title, *column.synonyms))
    ordered = sorted(told, key=lambda word: word in _said()["weak"])
    return {plain(word): Label(column.id, column.kind, rank) for rank, word in enumerate(ordered)}


def plain(text: str) -> str:
    """A label without width, spaces, number, colon, and what is said aside in brackets."""
    folded = unicodedata.normalize("NFKC", text).replace("\xad", "")
    bare = "".join(_NUMBERED.sub("", folded, count=1).split()).rstrip(":")
    return (_ASIDE.sub("", bare).strip("*:") or bare.strip("*:")).casefold()


def value_of(text: str, label: Label, areas: Iterable[Area]) -> str:
    """`text` as its column would hold it, "" when it cannot be meant for it."""
    shown = _SEAL_HERE.sub("", " ".join(_modern(text).split())).strip(" :：_\uff3f—-/")
    judge = _KINDS.get(label.kind, _words_only)
    return judge(shown, areas) if label.column != "name" else _name(shown)


def is_unticked(text: str) -> bool:
    """Whether it is a list of boxes of which none is ticked."""
    return BOX.search(text) is not None and not _TICKED.search(text)


def _modern(text: str) -> str:
    """Radicals that some PDF fonts give in place of characters (⼭ for 山)."""
    return "".join(unicodedata.normalize("NFKC", c) if "\u2e80" <= c <= "\u2fdf" else c for c in text)


def _name(text: str) -> str:
    joined = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text)
    return joined if 4 <= len(joined) <= 60 and not re.search(r"[:：;；。□]", joined) else ""


# A gap that typesetting leaves there is told as a blank by PDFium, and meant by nobody.
_BESIDE_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def _words_only(text: str, _: Iterable[Area]) -> str:
    ticked = [each.strip() for each in _TICKED.findall(text)]
    if BOX.search(text):
        text = "、".join(ticked)
    joined = _BESIDE_CHINESE.sub("", text)
    return joined if 0 < len(joined) <= 100 and re.search(r"\w", joined) else ""


def _code(text: str, _: Iterable[Area]) -> str:
    joined = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    found = re.search(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])", joined)
    return found.group() if found else ""


def _phone(text: str, _: Iterable[Area]) -> str:
    folded = unicodedata.normalize("NFKC", text)
    if re.fullmatch(r"1[3-9]\d{9}", joined := re.sub(r"\s", "", folded)):
        return joined  # its digits set apart
    mobile = re.search(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)", folded)
    if mobile:
        return re.sub(r"\D", "", mobile.group())
    fixed = re.search(r"(?<!\d)(?:\(?0\d{2,3}\)?[\s-]?)?\d{7,8}(?:-\d{1,5})?(?!\d)", folded)
    return re.sub(r"\s", "", fixed.group()) if fixed else ""


def _email(text: str, _: Iterable[Area]) -> str:
    joined = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = re.search(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", joined, re.ASCII)
    return found.group() if found else ""


def _area(text: str, areas: Iterable[Area]) -> str:
    """Of a list of boxes the ticked one; "" when none or several are meant."""
    ticked = _TICKED.findall(text)
    if BOX.search(text) and len(ticked) != 1:
        return ""
    said = unicodedata.normalize("NFKC", ticked[0] if ticked else text)
    known = tuple(areas)
    named = [a for a in known if any(word in said for word in (a.title, *a.words))]
    number = re.match(r"[\s(]*([1-9])(?!\d)", said)
    named = named or [a for a in known if number and a.number == int(number.group(1))]
    return f"{named[0].number} {named[0].title}" if len(named) == 1 else ""


def _division(text: str, _: Iterable[Area]) -> str:
    return normalise_division(text) or division_named(text)


def division_named(text: str) -> str:
    """The two digits of the division whose name is in `text`, "" for none or several."""
    found = [each.code for each in divisions().values() if each.name in text]
    return found[0] if len(found) == 1 else ""


def _number(text: str, _: Iterable[Area]) -> str:
    found = re.search(r"\d[\d,，]*(?:\.\d+)?", unicodedata.normalize("NFKC", text))
    return re.sub(r"[,，]", "", found.group()) if found else ""


def _date(text: str, _: Iterable[Area]) -> str:
    return text if re.search(r"\d{4}", text) and len(text) <= 20 else ""


_KINDS = {
    "code": _code, "phone": _phone, "email": _email, "area": _area, "division": _division, "number": _number,
    "date": _date,
}
