"""What a finding says to others than its sender's clerk: the receiver's next step, and what papers ask.

`Finding.fix` names the sender's own pages. Who receives a disc does not mend; whom a paper reaches sees no
window: both are told from what the check declares, here and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace

from app.checks.check import Need
from app.checks.run import check_of
from app.model.batch import Batch
from app.model.finding import Finding, Grade, Who
from app.notices.clauses import cited
from app.notices.notice import Notice, tracks_of

_FOREIGN = Need.DISC | Need.PAPER | Need.LEDGER
_MENDED = "改正后补交"


def is_receivers(finding: Finding) -> bool:
    """Whether nobody but the receiver has anything to do about it, unless he sends it back."""
    return check_of(finding).asks is None or finding.ask is None or finding.who is Who.PROGRAM


def request(finding: Finding) -> str:
    """What whoever mends it is asked, to follow 请; no page of any program is named."""
    return finding.ask or check_of(finding).asks or _MENDED


def on_paper(finding: Finding, batch: Batch, notice: Notice) -> Finding:
    """As an enterprise is told: what it is asked, and the clause; what others asked stays in their words."""
    if check_of(finding).asks is None:
        return finding
    return replace(finding, fix=f"请{request(finding)}", why=basis(finding, batch, notice))


def advice(finding: Finding, *, by_bureau: bool = True) -> str:
    """What the receiver does about it. `by_bureau`: a bureau handed it in, for its enterprises.

    What only a receiver can find says itself what he is to do.
    """
    asked = f"请{_whom(finding, by_bureau=by_bureau)}{request(finding)}。"
    is_asked = finding.grade is Grade.LOOK or finding.acceptable
    if finding.grade is Grade.SHOULD:
        none = is_receivers(finding)
        return "不影响受理。" if none else f"不影响受理；退回补正时，补正通知一并建议：{asked}"
    if check_of(finding).needs & _FOREIGN:
        own, rest = finding.fix.rstrip("。"), "没有问题的，写明理由，可以受理；有问题的退回补正"
        return f"{own}。{rest if is_asked else '解决不了的，退回补正'}。"
    if is_asked:
        return f"请对照原件。没有问题的，写明理由，可以受理；有问题的退回，补正通知写：{asked}"
    return f"须退回补正，补正通知写：{asked}"


def _whom(finding: Finding, *, by_bureau: bool) -> str:
    is_theirs = finding.who is Who.ENTERPRISE and by_bureau
    return "企业" if is_theirs else "报送单位"


def basis(finding: Finding, batch: Batch, notice: Notice) -> str:
    """依据: the clause of the notice, with its own words, else the reason; "" where there is neither. What
    the notice makes of the check itself, and why, follows.

    Of what is about a whole disc, the clause of each track that is on it.
    """
    return "；".join(filter(None, (_rests_on(finding, batch, notice), changed_words(finding.check, notice))))


def changed_words(check: str, notice: Notice) -> str:
    """这份通知定为“建议修改”：理由, of a check that the notice regrades or switches off; else ""."""
    if check in notice.switched_off:
        made = "停用了这项检查"
    elif told := notice.severities.get(check):
        made = f"把这一项定为“{Grade(told).title}”"
    else:
        return ""
    return f"这份通知{made}：{notice.reasons.get(check, '')}".rstrip("：")


def _rests_on(finding: Finding, batch: Batch, notice: Notice) -> str:
    one = batch.enterprises.get(finding.subject)
    named = one.track if one is not None else finding.subject
    known = [track.id for track in notice.tracks]
    tracks = [named] if named in known else list(tracks_of(batch, notice)) or known
    about = check_of(finding).clause
    found = [clause for track in tracks if (clause := cited(notice.track(track).clauses, about))]
    if not found:
        return finding.why
    places = "、".join(dict.fromkeys(clause.at for clause in found))
    quotes = list(dict.fromkeys(clause.says for clause in found if clause.says))
    return f"通知{places}" + (f"：“{quotes[0]}”" if len(quotes) == 1 else "")


AGREED = "同意光盘上使用程序建议的名称"  # the reason of who has the program mend it


def is_proposal(finding: Finding) -> bool:
    """Whether to accept it is to have the program mend it, where the disc is yet to be made."""
    return finding.acceptable and check_of(finding).answers is None
