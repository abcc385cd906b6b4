"""公示: the chosen before everybody, what is objected, and the list that is final."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app import clock, wording
from app.errors import NothingFound, WrongUse
from app.ledger import Ledger
from app.model.merged import MergedRow
from app.model.review import Objection, Publicity, Review
from app.receive.merge import rows_of
from app.receive.review.gate import takes_part
from app.receive.review.kept import changed, review_of
from app.receive.review.ranking import ranking


def announce(
    ledger: Ledger, track: str, begins: date, ends: date, who: str, phone: str = "", channel: str = ""
) -> Publicity:
    """The marked of `track` that take part, in their order, from `begins` to `ends`; one that is open is
    replaced. Without `phone` the notice's, without `channel` its e-mail and address. Raises WrongUse when
    nobody is marked, one of them is still to be visited, the period ends before it begins, or the list is
    final; AppError.
    """
    office, rules = ledger.notice.office, ledger.notice.track(track)
    mails = "；".join(filter(None, (office.email, office.address)))
    if ends < begins:
        raise WrongUse(f"公示到{wording.day(ends)}，早于开始的{wording.day(begins)}")
    made = Publicity(
        track, begins.isoformat(), ends.isoformat(), (), who, phone.strip() or office.phone,
        channel.strip() or mails,
    )  # fmt: skip
    if not made.phone:
        raise WrongUse("请写明受理异议的电话：通知里没有写")
    rows = rows_of(ledger)

    def shown(review: Review) -> Review:
        nonlocal made
        _refuse_final(review, track, rules.title)
        chosen = [one for one in ranking(rows, review, track) if one.is_recommended]
        if not chosen:
            raise WrongUse(f"{rules.title}还没有标记{rules.proposed}的企业，没有名单可以公示")
        if open_ones := [one.row.entry.name for one in chosen if one.visit and one.visit.passed is None]:
            raise WrongUse(f"还没有登记现场核查的结果：{'、'.join(open_ones)}")
        made = replace(made, keys=tuple(one.row.key for one in chosen))
        return replace(review, publicity={**review.publicity, track: made})

    period = f"{wording.day(begins)}至{wording.day(ends)}"
    changed(ledger, shown, f"公示{rules.marked}名单，{period}", who)
    return made


def conclude(ledger: Ledger, track: str, who: str) -> Publicity:
    """The list becomes final: those still marked that take part; whose objection was upheld does not. Raises
    WrongUse before the period is over, while an objection is open, without a publicity; AppError.
    """
    rules, today = ledger.notice.track(track), clock.today()
    rows = {row.key: row for row in rows_of(ledger)}
    made = Publicity(track, "", "", (), who)

    def final(review: Review) -> Review:
        nonlocal made
        _refuse_final(review, track, rules.title)
        shown = review.publicity.get(track)
        if shown is None:
            raise WrongUse(f"{rules.title}还没有公示")
        if not shown.has_ended(today):
            raise WrongUse(f"公示到{wording.day(date.fromisoformat(shown.ends))}，期满后才能定名单")
        if open_ones := [each for each in open_objections(review) if each.key in shown.keys]:
            told = "；".join(f"第 {each.number} 号（{each.name}）" for each in open_ones)
            raise WrongUse(f"还有异议没有办结：{told}")
        stay = tuple(
            key for key in shown.keys
            if key in rows and key in review.recommended and takes_part(rows[key], review)
        )  # fmt: skip
        made = replace(shown, keys=stay, closed_on=today.isoformat(), closed_by=who)
        return replace(review, publicity={**review.publicity, track: made})

    changed(ledger, final, f"{rules.title}公示结束，名单定下来", who)
    return made


def reopen(ledger: Ledger, track: str, who: str) -> None:
    """A list that is final is publicised again as it is. Raises WrongUse when it is not final, AppError."""
    title = ledger.notice.track(track).title

    def anew(review: Review) -> Review:
        shown = review.publicity.get(track)
        if shown is None or not shown.is_final:
            raise WrongUse(f"{title}的名单还没有定下来，不用撤回")
        return replace(
            review, publicity={**review.publicity, track: replace(shown, closed_on="", closed_by="")}
        )

    changed(ledger, anew, f"撤回{title}定下来的名单，回到公示", who)


def _refuse_final(review: Review, track: str, title: str) -> None:
    shown = review.publicity.get(track)
    if shown is not None and shown.is_final:
        on = wording.day(date.fromisoformat(shown.closed_on))
        raise WrongUse(f"{title}的名单{on}已经定下来；要改，请先撤回")


# -- objections ------------------------------------------------------------------------------------
def open_objections(review: Review) -> tuple[Objection, ...]:
    return tuple(each for each in review.objections if each.is_open)


def object_to(ledger: Ledger, row: MergedRow, whose: str, words: str, came: date, who: str) -> Objection:
    """What `whose` says against the enterprise. Raises WrongUse unless it is publicised, or without the words
    or the one who says them; AppError.
    """
    made = Objection(0, row.key, row.entry.name, whose.strip(), words.strip(), came.isoformat(), who)
    if not made.whose or not made.words:
        raise WrongUse("请写明谁提出的异议、异议是什么")

    def told(review: Review) -> Review:
        nonlocal made
        shown = review.publicity.get(row.track)
        if shown is None or row.key not in shown.keys:
            raise WrongUse(f"“{row.entry.name}”不在公示的名单里")
        _refuse_final(review, row.track, ledger.notice.track(row.track).title)
        made = replace(made, number=len(review.objections) + 1)
        return replace(review, objections=(*review.objections, made))

    changed(ledger, told, f"收到对“{row.entry.name}”的异议（{made.whose}）", who)
    return made


def answer(ledger: Ledger, number: int, words: str, is_upheld: bool, who: str) -> Objection:
    """Closes objection `number` with what was found; one that is upheld takes the enterprise off the list.
    An answer that was given is replaced. Raises NothingFound, WrongUse without words, AppError.
    """
    if not words.strip():
        raise WrongUse("请写明核实的情况和处理结果")
    known = next((each for each in review_of(ledger).objections if each.number == number), None)
    if known is None:
        raise NothingFound(f"没有第 {number} 号异议")
    made = replace(
        known, answer=words.strip(), is_upheld=is_upheld, closed_on=clock.today().isoformat(), closed_by=who
    )

    def closed(review: Review) -> Review:
        track = next((t for t, shown in review.publicity.items() if made.key in shown.keys), "")
        if track:
            _refuse_final(review, track, ledger.notice.track(track).title)
        return replace(
            review, objections=tuple(made if each.number == number else each for each in review.objections)
        )

    how = "成立" if is_upheld else "不成立"
    changed(ledger, closed, f"办结第 {number} 号异议（{known.name}）：{how}，{made.answer}", who)
    return made
