"""The words of a draft 推荐文件, from the batch and the notice's text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from app import wording
from app.errors import WrongUse
from app.model.batch import Batch, LetterFields, Sender
from app.model.draft import LetterDraft, ListedEnterprise, ListHead
from app.notices.asked.declaring import declaration, declared
from app.notices.notice import LetterText, Notice
from app.writing.papers.word import SIZE_2, WIDTH, in_lines

# a year in any kind of brackets: half and full width, lenticular, tortoise-shell
_BRACKETED_YEAR = "[\\[\uff3b\u3010(\uff08\u3014\ufe5d]\\s*(\\d{4})\\s*[\\]\uff3d\u3011)\uff09\u3015\ufe5e]"
BLANK = "\u3000\u3000"  # where somebody writes by hand
_ONE_OF_MANY = "{first}等{count}家企业"


def compose_letter(batch: Batch, track: str, notice: Notice, day: date, discs: int = 1) -> LetterDraft:
    """The draft for `track`, dated `day` unless the clerk set a date. `discs` 0: not known yet, left blank.

    Raises WrongUse on an empty list.
    """
    listed = _listed(batch, track, notice)
    if not listed:
        raise WrongUse(f"{notice.track(track).title}还没有企业，没有名单可以推荐")
    fields = batch.letter(track).fields
    sender = batch.sender
    text = notice.letter
    places = {
        "sender": sender.name, "year": str(notice.year), "track": notice.track(track).title,
        "notice": notice.name, "first": listed[0].name, "count": str(len(listed)),
        "discs": str(discs) if discs else BLANK,
    }
    title, paragraphs = _words(sender, listed, text)
    said = declared(batch.letter(track), text.declarations, batch.listed(track))
    vouched = declaration(each.text for each in said)
    return LetterDraft(
        sender=sender.name,
        number=_official_number(fields, notice),
        title=tuple(line for line in _fill(title, places).split("\n") if line),
        recipient=fields.recipient.strip(" ：:") or notice.recipient,
        paragraphs=tuple(filter(None, (
            *(_fill(paragraph, places) for paragraph in paragraphs[:-1]), vouched,
            _fill(paragraphs[-1], places),
        ))),
        attachments=tuple(_fill(attachment, places) for attachment in text.attachments),
        day=letter_day(fields, day),
        contact=fields.contact.strip() or sender.contact,
        phone=fields.phone.strip() or sender.phone,
        listed=listed,
        heads=tuple(
            ListHead(column.title, column.kind == "area") for column in notice.track(track).told
        ),
    )


def letter_day(fields: LetterFields, day: date) -> date:
    """成文日期: the clerk's, or `day` when there is none or it is no date."""
    try:
        return date.fromisoformat(fields.day.strip())
    except ValueError:
        return day


def signed_day(value: date) -> str:
    return wording.day(value)


def title_lines(texts: Iterable[str]) -> tuple[str, ...]:
    """A title of 2号 as it is broken, in every file of it."""
    return tuple(line for text in texts for line in in_lines(text, WIDTH / SIZE_2))


def signed_lines(draft: LetterDraft) -> tuple[str, ...]:
    """The sender's name above the date, of 20 characters a line at most."""
    return in_lines(draft.sender, 20)


def contact_note(draft: LetterDraft) -> str:
    """附注 without its brackets; empty when neither is known."""
    parts = [("联系人", draft.contact), ("联系电话", draft.phone)]
    return "，".join(f"{label}：{value}" for label, value in parts if value)


def _listed(batch: Batch, track: str, notice: Notice) -> tuple[ListedEnterprise, ...]:
    rows = []
    for number, enterprise in enumerate(batch.in_track(track), start=1):
        about = []
        for column in notice.track(track).told:
            text = enterprise.fields.get(column.id, "").strip()
            known = notice.area(text) if column.kind == "area" else None
            about.append(known.title if known else text)
        rows.append(ListedEnterprise(number, enterprise.name, tuple(about)))
    return tuple(rows)


def _words(
    sender: Sender, listed: tuple[ListedEnterprise, ...], text: LetterText
) -> tuple[str, tuple[str, ...]]:
    """Title and paragraphs with their places still open."""
    title, opening, body = text.title, text.opening, text.body
    if not sender.is_bureau:
        alone = [row.name for row in listed] == [sender.name]
        title, body = text.direct_title, text.direct_body
        opening = text.direct_self if alone else text.direct_group
    if len(listed) == 1:
        opening = opening.replace(_ONE_OF_MANY, "{first}")
    return title, (opening, *body, text.closing)


def _fill(text: str, places: dict[str, str]) -> str:
    """Put each place in once, in one pass: braces inside a name stay braces."""
    return re.sub(r"\{(\w+)\}", lambda match: places.get(match[1], match[0]), text)


def _official_number(fields: LetterFields, notice: Notice) -> str:
    """发文字号 with its year in tortoise-shell brackets (7.2.5), or a blank to write it in by hand."""
    number = fields.number.strip()
    if not number:
        return f"\u3014{notice.year}\u3015{BLANK}号"
    return re.sub(_BRACKETED_YEAR, "\u3014\\1\u3015", number)
