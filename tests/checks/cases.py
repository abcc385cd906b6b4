"""Small batches made of facts alone, faultless unless told otherwise."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from stdnum.cn import uscc

from app.checks import check_batch
from app.checks.enterprise.code import organisation_digit
from app.model.awarded import Award
from app.model.batch import Batch, Enterprise, Letter, Sender
from app.model.documents.form import FieldFound, FormFacts
from app.model.documents.pages import Pages, SealFacts, Seals, SealText, Seen
from app.model.documents.part import whole
from app.model.documents.words import Words
from app.model.finding import Finding, Grade, Outcome, Report
from app.model.source import Container, LeftOut, Member, OfficeFacts, PdfFacts, Source, Trouble
from app.notices.notice import Material, Notice
from app.notices.read import read_notice
from app.paths import RESOURCES

IN_TIME = date(2023, 8, 20)
JINAN = Sender("济南市工业和信息化局", "370100", "济南市")
DIRECT = Sender("山东省属某某集团有限公司")
_KINDS = {"pdf": "pdf", "docx": "docx", "jpg": "jpeg", "xlsx": "xlsx", "zip": "zip", "exe": "exe"}
SOUND_PDF = PdfFacts("ok", "ok", 3, examined=True)
SEALED = Seals((SealFacts(Seen.SEEN, 3, 0.6, 0.4, 0.2, 0.14, 42.0, 0.9),))
LETTER = "1" * 64  # digest of every letter


@dataclass(frozen=True)
class Bad:
    """A batch with one fault: the check must find it, `times`, with this grade, saying these words."""

    check: str
    batch: Batch
    grade: Grade
    says: str
    times: int = 1
    today: date = IN_TIME


@cache
def notice_2023() -> Notice:
    return read_notice(RESOURCES / "notices" / "2023.toml")[0]


FURTHER = "2023, and a fourth required material"  # a batch of this notice


def notice_of(batch: Batch) -> Notice:
    notice = notice_2023()
    if batch.notice != FURTHER:
        return notice
    return replace(notice, materials=(*notice.materials, Material("video", "视频材料", ("视频",), required=True)))


def a_code(number: int = 1, region: str = "370100", kind: str = "91") -> str:
    """A code whose two check digits hold."""
    organisation = f"{number:08d}"
    head = f"{kind}{region}{organisation}{organisation_digit(organisation)}"
    return head + uscc.calc_check_digit(head)


def a_member(path: str, *, size: int = 1000, content: str = "", kind: str | None = None, **facts: object) -> Member:
    """`content` stands for the bytes: equal contents have equal digests."""
    digest = hashlib.sha256((content or path).encode("utf-8", "surrogatepass")).hexdigest()
    told = _KINDS.get(path.rpartition(".")[2].lower(), "unknown") if kind is None else kind
    if told == "pdf":
        facts.setdefault("pdf", SOUND_PDF)
    return Member(path, size, digest, told, **facts)  # type: ignore[arg-type]


def pieces(owner: str) -> tuple[Member, ...]:
    """All that is required and recommended."""
    paths = ("申报书.pdf", "典型经验材料.docx", "证明材料/营业执照.jpg", "证明材料/审计报告.pdf", "承诺书.pdf")
    return tuple(a_member(path, content=owner + path) for path in paths)


def a_source(
    name: str,
    members: Sequence[Member] = (),
    *,
    id: str = "s1",
    container: Container = Container.ZIP,
    size: int | None = None,
    troubles: Sequence[Trouble] = (),
    left_out: Sequence[str] = (),
    complete_zip: bool = False,
) -> Source:
    return Source(
        id, f"U:/{name}", f"materials/{id}/{name}", container,
        sum(m.size for m in members) if size is None else size, "0" * 64,
        tuple(replace(m, index=n) for n, m in enumerate(members)),
        tuple(LeftOut(path, "系统残留文件") for path in left_out), tuple(troubles), complete_zip,
    )


@dataclass(frozen=True)
class Applied:
    enterprise: Enterprise
    sources: tuple[Source, ...]


def applied(
    name: str = "济南试制机床有限公司",
    /,
    *,
    number: int = 1,
    track: str = "national",
    members: Sequence[Member] | None = None,
    extra: Sequence[Member] = (),
    source: Source | None = None,
    roles: Mapping[str, str] | None = None,
    confirmed: bool = True,
    **fields: str,
) -> Applied:
    """One enterprise as it should be; keyword arguments spoil it."""
    inside = pieces(f"{name}{number}") if members is None else tuple(members)
    came = source or a_source(f"{name}.zip", (*inside, *extra), id=f"s{number}{track}")
    row = {
        "name": name, "code": a_code(number), "experience": "零缺陷管理的经验", "area": "2", "division": "34",
        "contact": "张三", "phone": "13800138000", **fields,
    }
    enterprise = Enterprise(
        f"e{number}{track}", track, name, (came.id,), confirmed, {key: whole(role) for key, role in (roles or {}).items()}, {},
        {key: text for key, text in row.items() if text},
    )
    return Applied(enterprise, (came,))


def a_batch(
    *enterprises: Applied, sender: Sender = JINAN, letters: bool = True, seals: Seals | None = SEALED,
    pages: Pages | None = Pages(),  # noqa: B008 - frozen
) -> Batch:
    """With a readable letter per track unless `letters` is False; forms and letters are sealed as `seals` has it.

    All pages look as `pages` has it.
    """
    batch = Batch(sender, "2023", "2023-08-10")
    looked = [m.sha256 for one in enterprises for source in one.sources for m in source.members if "申报书" in m.path]
    if seals is not None:
        batch = batch.with_seals(dict.fromkeys(looked, seals) | {LETTER: bearing(seals, sender.name)})
    if pages is not None:
        members = [m for one in enterprises for source in one.sources for m in source.members]
        batch = batch.with_pages(dict.fromkeys((m.sha256 for m in members), pages))
    for one in enterprises:
        batch = batch.with_enterprise(one.enterprise, one.sources).with_forms(read_forms(one))
        own = [m.sha256 for source in one.sources for m in source.members if m.sha256 in batch.seals]
        batch = batch.with_seals({sha: bearing(batch.seals[sha], one.enterprise.name) for sha in own})
        batch = batch.with_words(said_words(one))
    for track in batch.order if letters else ():
        batch = batch.with_letter(track, a_letter(batch.listed(track)))
    return batch


def bearing(seals: Seals, name: str, score: float = 0.99) -> Seals:
    """As if the name had been read in every seal that is seen and that nobody read."""
    texts = (SealText(name, score, 120, 80, 21, 21, outer=2, inner=8),)
    pages = (replace(p, texts=texts, is_read=True) if p.seen is Seen.SEEN and not p.is_read else p for p in seals.pages)
    return replace(seals, pages=tuple(pages))


def read_forms(one: Applied, **said: str) -> dict[str, FormFacts]:
    """As if its 申报书 had been read: it says the enterprise's own name unless told otherwise."""
    fields = {column: FieldFound(text, 1) for column, text in {"name": one.enterprise.name, **said}.items()}
    forms = (m for source in one.sources for m in source.members if "申报书" in m.path)
    return {member.sha256: FormFacts(fields) for member in forms}


def said_words(one: Applied) -> dict[str, Words]:
    """As if all its documents had been read: long enough, of last year, and of nobody but itself."""
    name, code = one.enterprise.name, one.enterprise.fields.get("code", "")
    members = (member for source in one.sources for member in source.members)
    return {
        member.sha256: Words(
            text=f"{name}{member.name}", length=3000, names={name: 5}, years={"2022": 4},
            codes=(code,) if "执照" in member.path else (),
        )
        for member in members
    }


def a_letter(listed: Sequence[str], text: str | None = None) -> Letter:
    said = "、".join(listed) if text is None else text
    facts = PdfFacts("ok", "ok", 1, text=said)
    return Letter(
        stored="letters/推荐文件.pdf", size=9, sha256=LETTER, sealed_list=tuple(listed),
        member=Member("推荐文件.pdf", 9, LETTER, "pdf", pdf=facts),
    )


def with_awards(batch: Batch, *more: Award) -> Batch:
    """With a list of those awarded before, of whom none hands in, and `more`."""
    none_of_these = Award(2021, "青岛别家有限公司", a_code(99), "全国质量标杆", "2021年名单")
    return replace(batch, awarded={"2021年名单": (none_of_these, *more)})


def with_letter(batch: Batch, letter: Letter, track: str = "national") -> Batch:
    return batch.with_letter(track, letter)


def office(path: str, **facts: bool) -> Member:
    return a_member(path, office=OfficeFacts(**facts))


_ILL = {
    "is empty or ends wrongly": re.compile(r"^\s|^$|[\s，。；：、]$"),
    "has double punctuation": re.compile(r"[，。；：、]{2}|“{2}|”{2}| [，；：、。]|  "),
    "has quotes of another kind": re.compile(r"""["'‘’「」]"""),
    "speaks the language of programs": re.compile(
        r"MD5|SHA|CRC|UTF|GBK|[Ee]xception|[Ee]rror|Traceback|None|null|bytes|校验和|解析"
    ),
    "holds signs that are not seen": re.compile("[\u0000-\u001f\u200b-\u200f\u2028-\u202f\u2066-\u2069\ufeff]"),
}
_STEPS = ("请", "不必", "不要")


def ill_said(finding: Finding, *told: str) -> list[str]:
    """What is wrong with the words of a finding, for a clerk; `told`: names in it that are not ours."""
    said = []
    for part in (finding.what, finding.fix):
        own = part
        for name in sorted(filter(None, told), key=len, reverse=True):
            own = own.replace(name, "某")
        said += [f"{own} {fault}" for fault, pattern in _ILL.items() if pattern.search(own)]
        if own.count("“") != own.count("”"):
            said.append(f"{own} has an odd quote")
    if not any(step in finding.fix for step in _STEPS):
        said.append("no next step")
    if finding.page and not finding.where.endswith((f"#page={finding.page}", ".pdf")):
        said.append("its page is not in its place")
    if finding.why and finding.why in finding.what:
        said.append("says its reason twice")
    return said


def report(batch: Batch, today: date = IN_TIME, notice: Notice | None = None) -> Report:
    return check_batch(batch, notice or notice_of(batch), today)


def found(batch: Batch, check_id: str, today: date = IN_TIME) -> tuple[Finding, ...]:
    return tuple(f for f in report(batch, today).findings if f.check == check_id)


def ids(batch: Batch, today: date = IN_TIME) -> set[str]:
    return {f.check for f in report(batch, today).findings}


def outcomes(batch: Batch, check_id: str) -> list[Outcome]:
    return [outcome for outcome in report(batch).outcomes if outcome.check == check_id]
