"""The pieces a package must and should hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Check, Claim, Mend, Need, NotLooked, check
from app.checks.enterprise.archive import readable, unlocked
from app.checks.words import mark, some
from app.model.batch import Verdict
from app.model.documents.pages import PICTURES, WORD, is_scan
from app.model.finding import Finding, Grade, Trait, Who
from app.model.source import Fault
from app.notices.headings import content_of
from app.notices.judging import titles_of
from app.notices.notice import Material, Notice
from app.notices.pieces import groups_of, is_piece

_SINGLY = 5  # unknown files of one folder that are asked about one by one
_COMPLETE = Claim(1, "每家必备材料齐全")
_OPENED: tuple[Check[EnterpriseCase], ...] = (readable, unlocked)


# The first three required materials of a notice have a check each, what more it asks for shares the last: a
# decision holds by the check's id, and older batches have these.
_IDS = ("MAT-01", "MAT-02", "MAT-03", "MAT-06")


def asked_by(notice: Notice, material: Material) -> str:
    """The id of the check that asks for a required material."""
    return _IDS[min(notice.required_materials.index(material), len(_IDS) - 1)]


def _missing(case: EnterpriseCase, check_id: str) -> Iterator[Finding | NotLooked]:
    """One finding per required material of the notice that this check stands for and that is not there.

    A package that no reader here can look into (PACK-07) is for a person to look into. While a file waits
    that may be it, MAT-05 asks about that: only then is it known to be missing.
    """
    waiting = [filed.shown for filed in _unknown(case)]
    closed = [s for s in case.sources if any(t.fault is Fault.METHOD and not t.path for t in s.troubles)]
    for material in case.notice.required_materials:
        if asked_by(case.notice, material) != check_id or case.having(material.id):
            continue
        if closed:
            yield Finding(
                f"“{closed[0].name}”程序看不到里面，不知道有没有{material.title}",
                "请用压缩软件打开核对，有的写明理由；没有的退回企业",
                grade=Grade.LOOK,
                detail=material.id + closed[0].sha256[:16],
                ask=f"改用普通的 .zip 打包，里面要有{material.title}",
            )
            continue
        if may_be := [filed.shown for filed in _unsettled(case) if _may_be(filed, material, case)]:
            yield NotLooked(f"请先确认{some(may_be, 3)}是不是{material.title}")
            continue
        if half_read := [filed.shown for filed in case.files if _is_half_read(filed, material, case)]:
            yield NotLooked(f"{some(half_read, 3)}还没有识别完，里面可能有{material.title}", is_pending=True)
            continue
        fix = f"请企业补交{material.title}"
        if waiting:
            fix = f"请先在“收集材料”里把没认出的文件归类（{some(waiting, 3)}）；确实没有的，{fix}"
        yield Finding(f"没有找到{material.title}", fix, detail=material.id, ask=f"补交{material.title}")


def _asking(check_id: str, which: str) -> Check[EnterpriseCase]:
    @check(
        check_id, f"必备材料齐全（{which}）", Grade.MUST, Trait.COMPLETE, also=Grade.LOOK, after=_OPENED,
        needs=Need.FILES, claim=_COMPLETE, clause="materials", asks="补交这种材料",
    )
    def required(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
        """通知要求每家企业报送的材料，按通知所列的次序逐种查找；属于它的别种材料也算。"""
        yield from _missing(case, check_id)

    return required


first, second, third, further = map(_asking, _IDS, ("第一种", "第二种", "第三种", "其余各种"))


@check(
    "MAT-04", "建议的材料齐全", Grade.SHOULD, Trait.COMPLETE, after=_OPENED, needs=Need.FILES,
    asks="补交这种材料",
)
def recommended(case: EnterpriseCase) -> Iterator[Finding]:
    """营业执照、审计报告或财务报表、承诺书等通常都要附上；也可能已经装订在申报书里。"""
    for material in case.notice.materials:
        if not material.recommended or case.having(material.id):
            continue
        holders = [case.notice.material(key).title for key in material.inside if case.having(key)]
        inside = f"，可能已包含在{'、'.join(holders)}里" if holders else ""
        yield Finding(
            f"没有单独看到{material.title}{inside}",
            f"请翻看{'、'.join(holders)}；没有的，请企业补交" if holders else f"请企业补交{material.title}",
            detail=material.id,
            ask=f"补交{material.title}" + (f"（{'、'.join(holders)}里已有的不必）" if holders else ""),
        )


def _unknown(case: EnterpriseCase) -> list[Filed]:
    """The files that wait for a person."""
    return [filed for filed in case.files if not filed.filing.parts and filed.key not in case.opened]


def _unsettled(case: EnterpriseCase) -> list[Filed]:
    """Those of them that nobody has decided to send as they are."""
    asked = (group for group, finding in _questions(case) if not _is_accepted(finding, case))
    return [filed for group in asked for filed in group]


def _is_accepted(finding: Finding, case: EnterpriseCase) -> bool:
    said = case.batch.decisions.get(replace(finding, check=_SORTED, subject=case.subject).key)
    return said is not None and said.verdict is Verdict.ACCEPT


def _may_be(filed: Filed, material: Material, case: EnterpriseCase) -> bool:
    """Whether it is proposed to be this material, or nobody has read what it is."""
    if filed.filing.proposed:
        return any(case.notice.top(part.material) == material.id for part in filed.filing.proposed)
    words = case.words(filed)
    return words is not None and words.is_open and material.may_be(filed.member.kind)


def _is_half_read(filed: Filed, material: Material, case: EnterpriseCase) -> bool:
    """Whether its pages are being recognised, and one to come may begin this material (整本)."""
    words = case.words(filed)
    is_half = words is not None and words.is_recognised and bool(words.pictures)
    return is_half and not filed.filing.by_person and material.may_be(filed.member.kind)


def _questions(case: EnterpriseCase) -> Iterator[tuple[Sequence[Filed], Finding]]:
    """The files that wait, each with the finding that asks about it; many of one folder are asked once."""
    folders: dict[tuple[str, str], list[Filed]] = {}
    for filed in _unknown(case):
        held = " ".join(part.material for part in filed.filing.proposed)
        within = filed.key[: -len(f"!/{filed.member.path}")] if filed.member.within else ""
        folders.setdefault((within or filed.key.rpartition("/")[0], held), []).append(filed)
    for (folder, _), group in folders.items():
        if len(group) > _SINGLY:
            yield group, _unknown_folder(folder, group)
        else:
            yield from (((filed,), _unknown_file(filed, case.notice)) for filed in group)


def _unknown_file(filed: Filed, notice: Notice) -> Finding:
    filing = filed.filing
    if len(filing.proposed) > 1:
        return filed.finding(
            f"“{filed.shown}”里装有几种材料：{titles_of(filing.proposed, notice)}",
            "请在“收集材料”里看各页是不是这样分的，按建议归类或改好页码；确认要照原样附上的，写明理由即可",
            why=filing.why,
        )
    if filing.proposed:
        return filed.finding(
            f"“{filed.shown}”可能是{titles_of(filing.proposed, notice)}，程序拿不准",
            "请打开看，在“收集材料”里按建议归类或改归别类；确认要照原样附上的，写明理由即可",
            why=filing.why,
        )
    return filed.finding(
        f"认不出“{filed.shown}”是哪一种材料",
        "请在“收集材料”里把它归类，或选择不装入光盘；确认要照原样附上的，写明理由即可",
        why=filing.why,
    )


def _unknown_folder(folder: str, group: Sequence[Filed]) -> Finding:
    """Nobody answers a thousand questions."""
    names = [filed.shown for filed in group]
    where = folder.partition("/")[2]
    inside = f"“{where}”里" if where else ""
    return Finding(
        f"{inside}有 {len(group)} 个文件认不出是哪一种材料：{some(names, 3)}",
        "请在“收集材料”里把它们归类（可以整个文件夹一起归），或选择不装入光盘；照原样附上的，写明理由即可",
        why=group[0].filing.why,
        member=group[0].key,
        detail=mark([filed.key + filed.member.sha256 for filed in group]),
    )


def _rivals(case: EnterpriseCase, material: str) -> list[Filed]:
    """Files that could each be the one, where there are several complete ones.

    Pages, 封面 and 盖章页 are pieces of one; a Word form beside its scan is what was printed and sealed.
    """
    files = [filed for filed in case.files if filed.serves(material) and not filed.member.within]
    made_of = case.enterprise.made_of.get(material, ())
    whole = [filed for filed in files if filed.key not in made_of and not is_piece(filed.member.name)]
    series = groups_of([filed.key for filed in whole])
    later = {key for keys in series.values() for key in keys[1:]}
    complete = [one for one in whole if one.key not in later or not _goes_on(one, material, case)]
    scans = [filed for filed in complete if is_scan(filed.member)]
    texts = [filed for filed in complete if filed.member.kind in WORD]
    if len(scans) + bool(made_of) > 1 or len(texts) > 1 or len(scans) + len(texts) < len(complete):
        return complete if len(complete) + bool(made_of) > 1 else []
    return []


def _goes_on(filed: Filed, material: str, case: EnterpriseCase) -> bool:
    """Whether one of a numbered series is a further page: a picture, or one that does not begin anew."""
    if filed.member.kind in PICTURES:
        return True
    words = case.words(filed)
    is_read = words is not None and bool(words.pages) and not words.is_open
    return is_read and content_of(words, case.notice).first.material != material


_SORTED = "MAT-05"


@check(
    _SORTED, "每个文件都知道是什么", Grade.LOOK, Trait.COMPLETE, who=Who.BUREAU, after=_OPENED,
    needs=Need.FILES, mend=Mend.SORT, clause="materials",
    asks="写明这些文件各是哪一种材料，多余的去掉",
)
def recognised(case: EnterpriseCase) -> Iterator[Finding]:
    """认不出的文件要由人归类或决定不装入光盘；只该有一份的材料有两份完整的时，要由人确定用哪一份。"""
    yield from (finding for _, finding in _questions(case))
    for material in case.notice.materials:
        rivals = _rivals(case, material.id) if material.single else []
        if rivals:
            names = [filed.shown for filed in rivals]
            yield Finding(
                f"{material.title}只应有一份，现有 {len(rivals)} 份：{some(names)}",
                "请打开核对，把多余的一份改归别类或不装入光盘；几份合起来才完整的，在“收集材料”里合成一份",
                member=rivals[0].key,
                detail=material.id + mark([filed.shown + filed.member.sha256 for filed in rivals]),
            )
