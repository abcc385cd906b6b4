"""The sealed 推荐文件 of a track, and the list it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.checks.cases import TrackCase
from app.checks.check import Answers, Claim, NotLooked, check
from app.checks.seal_names import is_another, is_clear
from app.checks.sealed_list import Told, compared, is_changed, text_of
from app.checks.words import mark, some, unseen
from app.checks.years import years_told
from app.model.documents.pages import Seals
from app.model.finding import Finding, Grade, Trait, Who
from app.model.step import Step


@check(
    "LETTER-01", "有盖章的推荐文件", Grade.MUST, Trait.COMPLETE, who=Who.BUREAU, mend_at=Step.LETTER,
    province_decides=True, clause="letter", asks="补交盖章的推荐文件（PDF）",
)
def attached(case: TrackCase) -> Iterator[Finding]:
    """通知要求每个类别附盖章的推荐文件。"""
    letter = case.letter
    facts = letter.member.pdf if letter.member else None
    if not case.enterprises:
        return
    if not letter.stored:
        yield Finding(
            f"{case.rules.title}还没有盖章的推荐文件",
            "请在“推荐文件”里打印草稿，盖章扫描后把 PDF 附上",
        )
    elif letter.size == 0 or (facts and "ok" not in (facts.pdfium, facts.pypdf)):
        yield Finding(f"{case.rules.title}的推荐文件打不开", "请重新扫描为 PDF 后再附上", where=_place(case))


@check(
    "LETTER-02", "推荐文件与名单一致", Grade.MUST, Trait.AUTHENTIC, also=Grade.LOOK, who=Who.BUREAU,
    after=(attached,), mend_at=Step.LETTER, province_decides=True,
    claim=Claim(2, "推荐文件与名单一致", "推荐文件与名单已人工核对"), clause="letter",
    asks="使推荐文件与汇总表的名单、次序一致：改汇总表，或重新行文、盖章",
    answers=Answers(
        "与名单一致", ("名称和次序与名单一致，程序没有读准", "名单在后面几页，与名单一致"), "不一致",
        ("请按名单重新行文、盖章，换一份推荐文件",),
    ),
)
def same_list(case: TrackCase) -> Iterator[Finding | NotLooked]:
    """推荐文件上的名单和次序应与汇总表的一致：程序从扫描件上读出来比对，读不出的由人核对。盖章以后又改了名单
    或次序的，要重新行文；改回盖章时的样子，就不用重新盖章。
    """
    letter, listed = case.letter, case.whole.batch.listed(case.track)
    if not letter.stored or not listed:
        return
    seen = compared(case.whole.batch, case.track)
    if seen.told is Told.SAME:
        return
    if letter.member is None or seen.told is Told.NOT_YET:
        yield NotLooked("推荐文件还没有读取", is_pending=seen.told is Told.NOT_YET)
        return
    where, detail = _place(case), mark([letter.sha256, *listed])
    if is_changed(letter, listed, seen):
        is_noted = bool(letter.sealed_list) and letter.sealed_list != listed
        change = f"推荐文件盖章后名单变了：{_change(letter.sealed_list, listed)}"
        what = change if is_noted else f"推荐文件与名单不一致：{seen.words}"
        yield Finding(what, "请重新打印、盖章、扫描后附上；或把名单改回盖章时的样子", where=where)
    elif seen.told is Told.DIFFERS:
        yield Finding(
            f"推荐文件上识别到的名单与汇总表不一致：{seen.words}",
            "请打开对照：确实不一致的，把名单改成盖章时的样子，或重新盖章后换一份；识别错了的，写明理由",
            where=where, page=1, grade=Grade.LOOK, detail=f"{detail}\x1f{seen.words}",
        )
    elif seen.told is Told.NOTHING:
        why = f"（{seen.words}）" if seen.words else ""
        yield Finding(
            f"推荐文件是扫描件，程序读不出上面的名单，无法比对（应有 {len(listed)} 家）{why}",
            f"请打开逐一核对名称和次序：{some(listed)}",
            where=where, page=1, grade=Grade.LOOK, detail=detail,
        )
    else:
        how = "上没有识别到" if seen.is_recognised else "的文字里没有找到"
        yield Finding(
            f"推荐文件{how}{seen.words}",
            "请打开核对；名单在后面几页或文字识别有误的，写明理由",
            where=where, page=1, grade=Grade.LOOK, detail=detail,
        )


@check(
    "LETTER-04", "推荐文件是这一年的", Grade.LOOK, Trait.AUTHENTIC, who=Who.BUREAU, after=(attached,),
    mend_at=Step.LETTER, province_decides=True, clause="letter", asks="换成今年行文、盖章的推荐文件（PDF）",
    answers=Answers(
        "是今年的", ("是今年的，文字没有读准",), "误用了往年的", ("请换成今年行文、盖章的推荐文件",),
    ),
)
def this_year(case: TrackCase) -> Iterator[Finding | NotLooked]:
    """推荐文件里一处也没有今年的年份、却有别的年份的，多半是误用了往年的，由人核对。"""
    if not case.letter.stored:
        return
    text = text_of(case.whole.batch, case.track)
    if not text:
        is_pending = text is None
        reason = "推荐文件还没有读取" if is_pending else "推荐文件上读不出文字"
        yield NotLooked(reason, is_pending=is_pending)
        return
    years, now = years_told(text), case.whole.notice.year
    if years and now not in years:
        told = "、".join(f"{year} 年" for year in sorted(years))
        yield Finding(
            f"推荐文件上写的是 {told}，没有 {now} 年",
            f"请打开核对是不是往年的：是的，换成 {now} 年的；程序没有读准的，写明理由",
            where=_place(case), page=1, detail=f"{case.letter.sha256[:16]}\x1f{told}",
        )


@check(
    "LETTER-03", "推荐文件盖了公章", Grade.LOOK, Trait.AUTHENTIC, who=Who.BUREAU, after=(attached,),
    mend_at=Step.LETTER, question="框中是报送单位的公章吗？", province_decides=True, clause="letter",
    asks="重新盖章、扫描，换一份推荐文件",
    answers=Answers(
        "是报送单位的", ("框中是报送单位的公章", "公章盖在别的页上"), "不是，要重新盖章",
        ("请重新盖章、扫描，换一份推荐文件",),
    ),
)
def sealed(case: TrackCase) -> Iterator[Finding | NotLooked]:
    """在推荐文件的每一页上找红色圆章，读章上的名称；没有看到的、黑白扫描的、章上是别的单位的，由人核对。"""
    letter = case.letter
    if not letter.stored:
        return
    seals = case.whole.batch.seals.get(letter.sha256)
    if seals is None:
        can_look = letter.member is not None and bool(letter.sha256)
        yield NotLooked("还没有看过推荐文件上的印章", is_pending=can_look)
        return
    if seals.seen:
        yield from _whose(case, seals)
        return
    words, page = unseen(seals), seals.pages[0] if seals.pages else None
    yield Finding(
        f"推荐文件{words.what}", _own(words.fix),
        where=_place(case), page=page.page if page else 1, frame=page.frame if page else None,
        detail=letter.sha256[:16],
    )


def _whose(case: TrackCase, seals: Seals) -> Iterator[Finding | NotLooked]:
    """A name that is read clearly must be the sender's; what cannot be read is no fault."""
    texts = [(page, text) for page in seals.seen for text in page.texts if is_clear(text)]
    if not seals.seen[0].is_read:
        yield NotLooked("还没有读推荐文件章上的名称，正在读或等待读取", is_pending=True)
    others = [(page, text) for page, text in texts if is_another(text, [case.whole.batch.sender.name])]
    if not others or len(others) < len(texts):
        return
    page, text = others[0]
    sender = case.whole.batch.sender.name
    yield Finding(
        f"推荐文件第 {page.page} 页，章上读到的是“{text.text}”（识别），不是“{sender}”",
        "请看框中的章：确是报送单位的写明理由；盖错了的，请重新盖章、扫描后附上",
        where=_place(case), page=page.page, frame=page.frame, strip=text, detail=case.letter.sha256[:16],
    )


def _place(case: TrackCase) -> str:
    """How the clerk knows it; the name it is stored under says nothing to anyone."""
    return f"{case.rules.title}推荐文件.pdf"


def _own(fix: str) -> str:
    """The bureau's own paper: nobody is to return it to an enterprise."""
    for theirs, ours in (("退回企业盖章", "请盖章"), ("退回重做", "请重做"), ("，退回", "，请重新扫描"),
                         ("请企业", ""), ("补交", "附上")):  # fmt: skip
        fix = fix.replace(theirs, ours)
    return fix


def _change(sealed: Sequence[str], listed: Sequence[str]) -> str:
    """Which names came, went or moved, in words."""
    added = [name for name in listed if name not in set(sealed)]
    removed = [name for name in sealed if name not in set(listed)]
    said = []
    if added:
        said.append(f"增加了{some(added)}")
    if removed:
        said.append(f"去掉了{some(removed)}")
    return "，".join(said) or "推荐次序变了"
