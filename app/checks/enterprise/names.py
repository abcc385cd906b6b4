"""The enterprise's name: the same everywhere, and legal on the disc."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.checks.cases import EnterpriseCase, place
from app.checks.check import Claim, Mend, Need, Sides, check
from app.checks.words import mark, some
from app.model.batch import Batch, Enterprise, Verdict
from app.model.disc_names import (
    ENDING,
    beyond_bmp,
    disc_name_faults,
    disc_path_faults,
    fold,
    proposed_names,
    twins,
    unpack_faults,
)
from app.model.finding import Finding, Grade, Trait, Who
from app.model.names import name_difference, normalise_name
from app.model.source import Container, Source
from app.model.step import Step

_ARCHIVE_ENDING = re.compile(r"\.(zip|rar|7z|tar|tgz|tbz2|txz|(tar\.(gz|bz2|xz)))$", re.IGNORECASE)
_ENDINGS = (
    "公司", "集团", "厂", "院", "所", "中心", "企业", "合伙", "合作社", "社", "局", "站", "店", "行", "矿",
    "大学", "学校", "协会", "联盟", "基地", "实验室", "农场", "林场", "总部", "分部",
)


_FULL_NAME = "企业全称"  # `where` of findings about the name itself


def _stem(source: Source) -> str:
    return _ARCHIVE_ENDING.sub("", source.name) if source.container.is_archive else source.name


@check(
    "NAME-01", "材料包以企业全称命名", Grade.SHOULD, Trait.COMPLETE, who=Who.PROGRAM, needs=Need.FILES,
    sides=Sides("材料包没有用企业全称", "来件名称", "企业全称"), clause="name", asks="以企业全称命名压缩包",
)
def package_named(case: EnterpriseCase) -> Iterator[Finding]:
    """通知要求压缩包以企业全称命名。程序打包时会用核对过的全称命名，原件不动。"""
    packages = [source for source in case.sources if source.container is not Container.FILE]
    if not packages or any(_stem(source) == case.enterprise.name for source in packages):
        return
    named = _stem(packages[0])
    yield Finding(
        f"发来的材料包叫“{packages[0].name}”，不是企业全称“{case.enterprise.name}”："
        f"{name_difference(named, case.enterprise.name)}",
        f"不必处理：光盘上会命名为“{case.enterprise.name}.zip”；请确认这个全称没有错",
        where=place(packages[0]),
        compare=(named, case.enterprise.name),
    )


@check(
    "NAME-02", "汇总表与材料包名称一致", Grade.MUST, Trait.AUTHENTIC, who=Who.BUREAU, mend_at=Step.TABLE,
    mend=Mend.NAME, claim=Claim(1, "企业名称与汇总表一致"),
    sides=Sides("汇总表与材料包名称不一致", "汇总表", "材料包"), clause="name",
    asks="对照营业执照，把汇总表和压缩包都改成企业全称",
)
def same_as_table(case: EnterpriseCase) -> Iterator[Finding]:
    """汇总表里的企业名称必须与材料包的企业全称一字不差，省厅按名称对应材料。"""
    listed = case.enterprise.fields.get("name", "")
    name = case.enterprise.name
    if listed and listed != name:
        yield Finding(
            f"汇总表里写的是“{listed}”，材料包是“{name}”：{name_difference(listed, name)}",
            "请对照营业执照，把写错的一处改成全称",
            column="name",
            compare=(listed, name),
        )


@check(
    "NAME-04", "名称在各种电脑上都能用", Grade.MUST, Trait.USABLE, also=Grade.LOOK, who=Who.BUREAU,
    asks="改用各种电脑都能用的文件名，重新打包",
)
def legal_on_disc(case: EnterpriseCase) -> Iterator[Finding]:
    """光盘要在 Windows、麒麟和统信上显示同样的名称：不超过 64 个字，不含 \\ / : * ? " < > | ; % 等字符。"""
    one = case.enterprise
    name = one.name
    if not name.strip():
        yield Finding("没有企业全称，不能写到光盘上", "请填写企业全称", column="name")
        return
    proposal = case.whole.disc_names[one.track][name]
    too_long = disc_path_faults(f"data/{case.rules.title}/申报材料/{proposal}")
    others = [n for n in case.whole.names_by_track[one.track, fold(name)] if n != name]
    faults = disc_name_faults(name + ENDING)
    if others:
        faults.append(f"与{some(others)}在光盘上会被当成同一个名称（只差大小写或字的编码）")
    if too_long:
        said = "；".join(too_long)
        yield Finding(f"“{proposal}”不能写到光盘上：{said}", "请缩短通知规则里的类别名称", column="name")
    elif faults:
        yield Finding(
            f"“{name}{ENDING}”不能写到光盘上：{'；'.join(faults)}",
            f"名称写错了，请更正企业全称；没有写错，就采用建议的名称：光盘上叫“{proposal}”，"
            "汇总表仍用全称，两者的对应写在光盘的说明里",
            where=_FULL_NAME,
            column="name",
            compare=(name, proposal.removesuffix(ENDING)),
            acceptable=True,
            detail=_seen(one, proposal),
        )
    yield from _rare(case)
    for source in case.sources:
        yield from _unpackable(case, source)


def disc_names(batch: Batch, track: str) -> Mapping[str, str]:
    """Enterprise id → its package's file name: the full name, or the proposal a clerk accepted."""
    proposed = proposed_names(batch, track)
    return {
        one.id: proposed[one.name] if _is_accepted(batch, one, proposed[one.name]) else one.name + ENDING
        for one in batch.in_track(track)
    }


def _is_accepted(batch: Batch, one: Enterprise, proposal: str) -> bool:
    """A decision holds for the name and the proposal that were seen."""
    seen = Finding("", "", _FULL_NAME, detail=_seen(one, proposal), check=legal_on_disc.id, subject=one.id)
    decision = batch.decisions.get(seen.key)
    return decision is not None and decision.verdict is Verdict.ACCEPT


def _seen(one: Enterprise, proposal: str) -> str:
    return f"{one.name}\x1f{proposal}"


def _rare(case: EnterpriseCase) -> Iterator[Finding]:
    rare = beyond_bmp(case.enterprise.name)
    if rare:
        yield Finding(
            f"企业全称里有生僻字“{'”“'.join(rare)}”，能正确写到光盘上，但旧系统会显示成“_”",
            "请确认这个字没有打错；没有错就按原样报送",
            column="name",
            grade=Grade.LOOK,
            detail=rare,
        )


def _unpackable(case: EnterpriseCase, source: Source) -> Iterator[Finding]:
    """Names inside the package: one finding per source, however many there are."""
    paths = [f.member.path for f in case.files if f.source is source and not f.member.within]
    faults = [(path, found[0]) for path in paths if (found := unpack_faults(path))]
    said = [f"{some([path])}：{fault}" if "/" in path else fault for path, fault in faults]
    said += [f"{some(group)}在 Windows 上是同一个名称，解压时会互相覆盖" for group in twins(paths)]
    if said:
        more = f"；等 {len(said)} 处" if len(said) > 5 else ""
        yield Finding(
            f"“{source.name}”里有在 Windows 上解压不出来的名称。{'；'.join(said[:5])}{more}",
            "请企业改名后重新打包；确认省厅能打开的，写明理由",
            where=place(source),
            grade=Grade.LOOK,
            who=Who.ENTERPRISE,
            detail=mark(said),
        )


@check(
    "NAME-05", "名称像企业全称", Grade.LOOK, Trait.AUTHENTIC, who=Who.BUREAU, clause="name",
    asks="对照营业执照，把汇总表和压缩包都改成企业全称",
)
def looks_full(case: EnterpriseCase) -> Iterator[Finding]:
    """通知要求用企业全称。结尾不是“公司、集团、厂、院、所、中心”等的，多半是简称或文件夹名。"""
    name = normalise_name(case.enterprise.name)
    bare = re.sub(r"\([^()]*\)$", "", name)
    if len(bare) < 4 or not (bare.endswith(_ENDINGS) or name.endswith("合伙)")):
        yield Finding(
            f"“{case.enterprise.name}”不像企业全称",
            "请对照营业执照核对；是全称的，写明理由即可",
            column="name",
            detail=case.enterprise.name,
        )


@check(
    "NAME-06", "企业全称已核对", Grade.LOOK, Trait.AUTHENTIC, who=Who.BUREAU, clause="name",
    asks="对照营业执照核对企业全称",
)
def confirmed(case: EnterpriseCase) -> Iterator[Finding]:
    """名称先从文件名或文件夹名取得，要由人对照营业执照核对一次。"""
    if not case.enterprise.is_confirmed:
        yield Finding(
            f"企业全称尚未核对：“{case.enterprise.name}”只是从文件名取得",
            "请对照营业执照，在“收集材料”里改正或点“确认全称”",
            column="name",
            detail=case.enterprise.name,
        )
