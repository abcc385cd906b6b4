"""What a person vouches for before a 推荐文件 is drafted: of one list; of a changed one it is asked again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from app.model.batch import Batch, Letter
from app.model.documents.recommendation import Declared
from app.model.draft import list_code


def declared(letter: Letter, asked: Sequence[str], listed: Iterable[str]) -> tuple[Declared, ...]:
    """What of that which the notice asks for was said of this list (full names in order), in its order."""
    code = list_code(listed)
    said = {each.text: each for each in letter.declared if each.of == code}
    return tuple(said[text] for text in asked if text in said)


def undeclared(letter: Letter, asked: Sequence[str], listed: Iterable[str]) -> tuple[str, ...]:
    """What is yet to be vouched for."""
    said = {each.text for each in declared(letter, asked, listed)}
    return tuple(text for text in asked if text not in said)


def with_declared(
    batch: Batch, track: str, texts: Iterable[str], who: str, day: date
) -> Batch:
    """Vouched for, of the track's list as it is. What was said of other lists is kept: a list that is again
    as it was then needs no new word.
    """
    letter, code = batch.letter(track), list_code(batch.listed(track))
    known = {(each.text, each.of) for each in letter.declared}
    new = tuple(Declared(text, code, who, day.isoformat()) for text in texts if (text, code) not in known)
    return batch.with_letter(track, replace(letter, declared=(*letter.declared, *new)))


def without_declared(batch: Batch, track: str, text: str) -> Batch:
    """Taken back, of the list as it is."""
    letter, code = batch.letter(track), list_code(batch.listed(track))
    left = tuple(each for each in letter.declared if (each.text, each.of) != (text, code))
    return batch.with_letter(track, replace(letter, declared=left))


def declaration(texts: Iterable[str]) -> str:
    """As one paragraph of the letter: 兹声明：已核实申报材料真实；…。 "" where nothing was said."""
    said = [text.strip().rstrip("。；;.") for text in texts]
    return f"兹声明：{'；'.join(said)}。" if said else ""
