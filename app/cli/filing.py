"""assign, parts: what a file serves as, on which pages; which files a material is made of."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Mapping, Sequence

from app.batch import edit
from app.cli.command import ENTERPRISE, arg, on_batch
from app.cli.terminal import say
from app.errors import NothingFound, WrongUse
from app.model.batch import Batch, Enterprise
from app.model.documents.part import LEAVE_OUT, Part, pages_shown, read_pages
from app.notices.filing import filings_of
from app.notices.judging import titles_of
from app.notices.notice import Notice
from app.store.store import BatchStore

_AS_PROPOSED = ("按建议", "proposed")


@on_batch(
    "assign", "给文件归类", ENTERPRISE,
    arg("file", metavar="FILE", help="包内的文件，或一个文件夹（里面的全部）"),
    arg("role", metavar="ROLE", help="申报书、营业执照…，几种用顿号隔开；或：不装入、不归类、按建议"),
    arg("--pages", default="", metavar="1-12", help="只是其中的这几页（整本）；可分几次写，一种材料一次"),
)  # fmt: skip
def assign_role(store: BatchStore, options: Namespace) -> None:
    one = edit.find_enterprise(store.batch, options.enterprise, store.notice)
    members = edit.find_members(store.batch, one, options.file)
    first = members[0].rsplit("/", 1)[-1]
    named = f"“{first}”" if len(members) == 1 else f"“{options.file}”里的 {len(members)} 个文件"
    if options.role in _AS_PROPOSED:
        _as_proposed(store, one, members, named)
        return
    roles = _roles(store.notice, options.role)
    pages = read_pages(options.pages) if options.pages else ()
    if pages and (len(members) > 1 or len(roles) > 1 or roles[0] in ("", LEAVE_OUT)):
        raise WrongUse("--pages 只能用于一个文件的一种材料；几种材料请一种一种地写")
    if pages:
        most = _pages_of(store.batch, one, members[0])
        if most and pages[-1][1] > most:
            raise WrongUse(f"{named}只有 {most} 页，没有第 {pages[-1][1]} 页")
    parts = tuple(Part(role, pages) for role in roles if role)
    if pages:
        parts = _beside(one, members[0], parts[0])
    what = f"把{named}{f'第 {pages_shown(pages)} 页' if pages else ''}归为{options.role}"
    store.apply(what, lambda batch: edit.serve_all(batch, one.id, members, parts))
    say(f"已归类：{what}")


@on_batch(
    "parts", "说明一种材料由哪几个文件合成（按次序）", ENTERPRISE,
    arg("role", metavar="ROLE", help="申报书、典型经验材料…"),
    arg("files", nargs="+", metavar="FILE", help="包内的文件，按先后次序"),
)  # fmt: skip
def make_of(store: BatchStore, options: Namespace) -> None:
    one = edit.find_enterprise(store.batch, options.enterprise, store.notice)
    role = edit.find_role(store.notice, options.role)
    if role in ("", LEAVE_OUT):
        raise WrongUse("请写明是哪一种材料")
    members = [edit.find_member(store.batch, one, text) for text in options.files]
    if len(members) < 2 or len(set(members)) < len(members):
        raise WrongUse("请写出两个或更多不同的文件")
    title = store.notice.material(role).title
    what = f"{title}由 {len(members)} 个文件合成"
    store.apply(what, lambda batch: edit.make_of(batch, one.id, role, members))
    say(f"已记录：{what}")


def _as_proposed(store: BatchStore, one: Enterprise, members: Sequence[str], named: str) -> None:
    filings = filings_of(store.batch, one, store.notice)
    proposed = {key: filings[key].proposed for key in members if filings[key].proposed}
    if not proposed:
        raise WrongUse(f"{named}没有归类建议；请写明是哪一种材料")
    store.apply(f"把{named}按建议归类", lambda batch: _served(batch, one.id, proposed))
    for key, parts in proposed.items():
        say(f"已归类：把“{key.rsplit('/', 1)[-1]}”归为{titles_of(parts, store.notice)}")


def _served(batch: Batch, key: str, proposed: Mapping[str, tuple[Part, ...]]) -> Batch:
    for member, parts in proposed.items():
        batch = edit.serve(batch, key, member, parts)
    return batch


def _roles(notice: Notice, text: str) -> list[str]:
    """申报书、典型经验材料 → ids; a title may itself hold such a sign."""
    pieces = [piece.strip() for piece in re.split(r"[、，,;；+]", text)]
    roles: list[str] = []
    while pieces:
        for count in range(len(pieces), 0, -1):
            try:
                roles.append(edit.find_role(notice, "、".join(pieces[:count])))
            except NothingFound:
                if count == 1:
                    raise
                continue
            pieces = pieces[count:]
            break
    if len(set(roles)) < len(roles) or (len(roles) > 1 and {"", LEAVE_OUT}.intersection(roles)):
        raise WrongUse("几种材料要各不相同；不装入、不归类只能单独写")
    return roles


def _beside(one: Enterprise, member: str, part: Part) -> tuple[Part, ...]:
    """With what a person said of the file's other pages."""
    said = one.parts.get(member, ())
    others = [each for each in said if each.material not in (part.material, LEAVE_OUT) and each.pages]
    return tuple(sorted((*others, part), key=lambda each: each.pages))


def _pages_of(batch: Batch, one: Enterprise, member: str) -> int:
    """0 where nobody counted them."""
    found = dict(batch.members_of(one))[member]
    words = batch.words.get(found.sha256)
    return found.pdf.pages if found.pdf is not None else words.count if words else 0
