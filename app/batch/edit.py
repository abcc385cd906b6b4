"""What a clerk does by hand: pure changes of a Batch, the same for the window and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.errors import NothingFound, WrongUse
from app.model.batch import Batch, Decision, Enterprise, Verdict
from app.model.documents.part import LEAVE_OUT, Part, whole
from app.model.finding import Finding, Grade
from app.model.names import normalise_name
from app.notices.notice import Column, Notice, Track, tracks_of
from app.notices.recognise import ARCHIVES


# -- finding what a person named -------------------------------------------------------------------
def find_enterprise(batch: Batch, text: str, notice: Notice, track: str | None = None) -> Enterprise:
    """By id, full name, the same name in another spelling, or an unmistakable part of it.

    "全国:名称" names the track as well. Raises NothingFound (also when several fit).
    """
    head, _, tail = text.replace("：", ":").partition(":")
    told = next((each.id for each in notice.tracks if tail and head == each.short), None)
    if told:
        return find_enterprise(batch, tail, notice, told)
    if text in batch.enterprises:
        return batch.enterprises[text]
    listed = [e for t in tracks_of(batch, notice) if track in (None, t) for e in batch.in_track(t)]
    wanted = normalise_name(text)
    found = (
        [e for e in listed if e.name == text]
        or [e for e in listed if normalise_name(e.name) == wanted]
        or [e for e in listed if wanted and wanted in normalise_name(e.name)]
    )
    if not found:
        raise NothingFound(f"批次里没有“{text}”这家企业")
    if len(found) > 1:
        names = "、".join(f"{notice.short(e.track)}:{e.name}" for e in found[:5])
        heads = "".join(f"“{each.short}:”" for each in notice.tracks)
        raise NothingFound(f"“{text}”对应 {len(found)} 家：{names}；请写全，或在前面加{heads}")
    return found[0]


def find_member(batch: Batch, enterprise: Enterprise, text: str) -> str:
    """A member key by key, path inside the package, or file name. Raises NothingFound."""
    members = batch.members_of(enterprise)
    wanted = text.replace("\\", "/").strip("/")
    found = (
        [key for key, _ in members if key == text]
        or [key for key, _ in members if key.partition("/")[2] == wanted]
        or [key for key, member in members if member.name == wanted]
    )
    if not found:
        raise NothingFound(f"{enterprise.name}的材料里没有“{text}”")
    if len(found) > 1:
        shown = "、".join(key.partition("/")[2] for key in found[:5])
        raise NothingFound(f"“{text}”对应 {len(found)} 个文件：{shown}；请写出文件夹")
    return found[0]


def find_members(batch: Batch, enterprise: Enterprise, text: str) -> tuple[str, ...]:
    """A file as `find_member` finds it, or all files in a folder of that path. Raises NothingFound."""
    wanted = text.replace("\\", "/").strip("/")
    keys = [key for key, member in batch.members_of(enterprise) if not member.within]
    inside = tuple(key for key in keys if key.partition("/")[2].startswith(f"{wanted}/"))
    return inside or (find_member(batch, enterprise, text),)


def find_role(notice: Notice, text: str) -> str:
    """A material id by id or title; 不装入 leaves a file out, 不归类 takes back. Raises NothingFound."""
    if text in (LEAVE_OUT, "不装入", "不需要"):
        return LEAVE_OUT
    if text in ("", "不归类", "自动"):
        return ""
    for material in notice.materials:
        if text in (material.id, material.title):
            return material.id
    titles = "、".join(material.title for material in notice.materials)
    raise NothingFound(f"没有“{text}”这类材料；可用：{titles}、不装入")


def find_column(rules: Track, text: str) -> Column:
    """A column by id, title or synonym. Raises NothingFound."""
    wanted = normalise_name(text)
    for column in rules.columns:
        if text == column.id or wanted in map(normalise_name, (column.title, *column.synonyms)):
            return column
    titles = "、".join(column.title for column in rules.columns)
    raise NothingFound(f"汇总表没有“{text}”一列；现有：{titles}")


# -- changes ---------------------------------------------------------------------------------------
def rename(batch: Batch, key: str, name: str) -> Batch:
    """Give the enterprise its full name, as its licence has it; that confirms it."""
    plain = name.strip()
    if not plain:
        raise WrongUse("企业全称不能为空")
    return batch.with_enterprise(replace(batch.enterprises[key], name=plain, is_confirmed=True))


def confirm(batch: Batch, keys: Iterable[str]) -> Batch:
    """The clerk has compared these full names."""
    for key in keys:
        batch = batch.with_enterprise(replace(batch.enterprises[key], is_confirmed=True))
    return batch


def assign(batch: Batch, key: str, member: str, role: str) -> Batch:
    """Say what a file is as a whole; "" lets the program judge again."""
    return serve(batch, key, member, whole(role))


def serve(batch: Batch, key: str, member: str, parts: tuple[Part, ...]) -> Batch:
    """Say what a file serves as, on which pages; () lets the program judge again.

    A member archive's role goes for what it holds as well.
    """
    one = batch.enterprises[key]
    said = {k: p for k, p in one.parts.items() if k != member}
    if parts:
        said[member] = parts
    held = next((m for k, m in batch.members_of(one) if k == member), None)
    if held is not None and held.kind in ARCHIVES:
        said = {k: p for k, p in said.items() if not k.startswith(f"{member}!/")}
    materials = {part.material for part in parts}
    made_of = {m: tuple(k for k in keys if k != member or m in materials) for m, keys in one.made_of.items()}
    made_of = {material: keys for material, keys in made_of.items() if len(keys) > 1}
    return batch.with_enterprise(replace(one, parts=said, made_of=made_of))


def make_of(batch: Batch, key: str, material: str, members: Sequence[str]) -> Batch:
    """Say which files a material is made of, in their order; what they serve as beside it stays."""
    for member in members:
        said = batch.enterprises[key].parts.get(member, ())
        kept = tuple(part for part in said if part.material != LEAVE_OUT)
        if all(part.material != material for part in kept):
            batch = serve(batch, key, member, (*kept, Part(material)) if kept else whole(material))
    one = batch.enterprises[key]
    return batch.with_enterprise(replace(one, made_of={**one.made_of, material: tuple(members)}))


def assign_all(batch: Batch, key: str, members: Iterable[str], role: str) -> Batch:
    """Say what several files are, in one change."""
    return serve_all(batch, key, members, whole(role))


def serve_all(batch: Batch, key: str, members: Iterable[str], parts: tuple[Part, ...]) -> Batch:
    """Say that several files each serve as these, in one change."""
    for member in members:
        batch = serve(batch, key, member, parts)
    return batch


def set_fields(batch: Batch, key: str, values: Mapping[str, str]) -> Batch:
    """Write cells of its row (column id → text, outer spaces dropped); an empty text empties the cell.

    Writing its name into the row by hand gives the enterprise that name: there is one truth.
    """
    written = {column: text.strip() for column, text in values.items()}
    if name := written.pop("name", ""):
        batch = rename(batch, key, name)
        written["name"] = ""
    one = batch.enterprises[key]
    fields = {**one.fields, **written}
    return batch.with_enterprise(replace(one, fields={c: t for c, t in fields.items() if t}))


def move_track(batch: Batch, key: str, track: str) -> Batch:
    return batch.with_enterprise(replace(batch.enterprises[key], track=track))


def remove(batch: Batch, key: str) -> Batch:
    """Take it out of this batch; what it handed in stays, and it can be put back (app.store.removed)."""
    return batch.without_enterprise(key)


def reorder(batch: Batch, track: str, names: Iterable[str], notice: Notice) -> Batch:
    """Put the named enterprises first, in this order; the others follow as they were."""
    first = [find_enterprise(batch, name, notice, track).id for name in names]
    if len(set(first)) < len(first):
        raise WrongUse("次序里有企业写了两次")
    return batch.with_order(track, [*first, *(k for k in batch.order.get(track, ()) if k not in first)])


def renumber(batch: Batch, track: str) -> Batch:
    """Forget the 序号 a table brought along: the place in the list is the number."""
    for one in batch.in_track(track):
        if "order" in one.fields:
            fields = {column: text for column, text in one.fields.items() if column != "order"}
            batch = batch.with_enterprise(replace(one, fields=fields))
    return batch


def decide(batch: Batch, finding: Finding, verdict: Verdict, reason: str, who: str, day: date) -> Batch:
    """A person's word on a finding; kept by its key through re-checks. Raises WrongUse."""
    if not reason.strip():
        raise WrongUse("请写明理由")
    if finding.grade is Grade.MUST and verdict is Verdict.ACCEPT and not finding.acceptable:
        raise WrongUse(f"“{finding.what}”必须补正，不能直接通过")
    return batch.with_decision(Decision(finding.key, verdict, reason.strip(), who, day.isoformat()))


def decide_each(
    batch: Batch, findings: Iterable[Finding], verdict: Verdict, reason: str, who: str, day: date
) -> Batch:
    """The same word on each of several findings, as one change."""
    for finding in findings:
        batch = decide(batch, finding, verdict, reason, who, day)
    return batch


def withdraw(batch: Batch, finding: str) -> Batch:
    """Take a decision back."""
    return batch.without_decision(finding)
