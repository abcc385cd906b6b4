"""The pieces a package must and should hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Check, Claim, Mend, Need, check
from app.checks.enterprise.archive import readable, unlocked
from app.checks.words import mark, some
from app.model.documents.pages import WORD, is_scan
from app.model.finding import Finding, Grade, Trait, Who
from app.model.source import Fault
from app.notices.notice import Material, Notice

_SINGLY = 5  # unknown files of one folder that are asked about one by one
_COMPLETE = Claim(1, "每家必备材料齐全")
_OPENED: tuple[Check[EnterpriseCase], ...] = (readable, unlocked)


# The first three required materials of a notice have a check each, what more it asks for shares the last: a
# decision holds by the check's id, and older batches have these.
_IDS = ("MAT-01", "MAT-02", "MAT-03", "MAT-06")


def asked_by(notice: Notice, material: Material) -> str:
    """The id of the check that asks for a required material."""
    return _IDS[min(notice.required_materials.index(material), len(_IDS) - 1)]


def _missing(case: EnterpriseCase, check_id: str) -> Iterator[Finding]:
    """One finding per required material of the notice that this check stands for and that is not there.

    A package that no reader here can look into (PACK-07) is for a person to look into.
    """
    waiting = [filed.shown for filed in case.files if not filed.filing.parts]
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
            )
            continue
        fix = f"请企业补交{material.title}"
        if waiting:
            fix = f"请先在“收集材料”里把没认出的文件归类（{some(waiting, 3)}）；确实没有的，{fix}"
        yield Finding(f"没有找到{material.title}", fix, detail=material.id)


def _asking(check_id: str, which: str) -> Check[EnterpriseCase]:
    @check(
        check_id, f"必备材料齐全（{which}）", Grade.MUST, Trait.COMPLETE, also=Grade.LOOK, after=_OPENED,
        needs=Need.FILES, claim=_COMPLETE,
    )
    def required(case: EnterpriseCase) -> Iterator[Finding]:
        """通知要求每家企业报送的材料，按通知所列的次序逐种查找；属于它的别种材料也算。"""
        yield from _missing(case, check_id)

    return required


first, second, third, further = map(_asking, _IDS, ("第一种", "第二种", "第三种", "其余各种"))


@check("MAT-04", "建议的材料齐全", Grade.SHOULD, Trait.COMPLETE, after=_OPENED, needs=Need.FILES)
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
        )


def _rivals(case: EnterpriseCase, material: str) -> list[Filed]:
    """Files that could each be the one. A Word form beside its one scan is what was printed and sealed."""
    files = [filed for filed in case.files if filed.serves(material) and not filed.member.within]
    scans = [filed for filed in files if is_scan(filed.member)]
    words = [filed for filed in files if filed.member.kind in WORD]
    if len(scans) == 1 and len(words) == 1 and len(files) == 2:
        return []
    return files


def _unknown_folder(folder: str, group: Sequence[Filed]) -> Finding:
    """Many of one folder are asked about once: nobody answers a thousand questions."""
    names = [filed.shown for filed in group]
    where = folder.partition("/")[2]
    inside = f"“{where}”里" if where else ""
    return Finding(
        f"{inside}有 {len(group)} 个文件认不出是哪一种材料：{some(names, 3)}",
        "请在“收集材料”里把它们归类（可以整个文件夹一起归），或选择不打包；照原样附上的，写明理由即可",
        member=group[0].key,
        detail=mark([filed.key + filed.member.sha256 for filed in group]),
    )


@check(
    "MAT-05", "每个文件都知道是什么", Grade.LOOK, Trait.COMPLETE, who=Who.BUREAU, after=_OPENED,
    needs=Need.FILES, mend=Mend.SORT,
)
def recognised(case: EnterpriseCase) -> Iterator[Finding]:
    """认不出的文件要由人归类或决定不打包；只该有一份的材料有两份时，要由人确定用哪一份。"""
    unknown = [filed for filed in case.files if not filed.filing.parts and filed.key not in case.opened]
    folders: dict[str, list[Filed]] = {}
    for filed in unknown:
        folders.setdefault(filed.key.rpartition("/")[0], []).append(filed)
    for folder, group in folders.items():
        if len(group) > _SINGLY:
            yield _unknown_folder(folder, group)
            continue
        for filed in group:
            yield filed.finding(
                f"认不出“{filed.shown}”是哪一种材料",
                "请在“收集材料”里把它归类，或选择不打包；确认要照原样附上的，写明理由即可",
            )
    for material in case.notice.materials:
        rivals = _rivals(case, material.id) if material.single else []
        if len(rivals) > 1:
            names = [filed.shown for filed in rivals]
            yield Finding(
                f"{material.title}只应有一份，现有 {len(rivals)} 份：{some(names)}",
                "请打开核对，把多余的一份改归别类或不打包",
                member=rivals[0].key,
                detail=material.id + mark([filed.shown + filed.member.sha256 for filed in rivals]),
            )
