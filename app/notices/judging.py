"""What one file is, seen alone, by its witnesses: its own words, its name, its folder's name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.model.documents.pages import PICTURES, WORD, is_scan
from app.model.documents.part import Part, whole
from app.model.documents.words import PageState, Words
from app.model.source import Member
from app.notices.filed import Filing
from app.notices.headings import Content, content_of, parts_of, plain
from app.notices.names import SILENT, Witness, name_says
from app.notices.notice import Notice
from app.notices.pieces import is_page, is_piece, series_of

_SHOWN = 40  # characters of a title


class Ground(StrEnum):
    """What a file's filing rests on, the surest first."""

    WORDS = "words"
    NAME = "name"
    FOLDER = "folder"  # nothing but the folder it lies in
    WEAK = "weak"  # a word in a name that may mean something else
    NONE = "none"  # it waits


@dataclass(frozen=True, slots=True)
class Judged:
    """`parts`: the materials it holds, each on its pages, where its own headings tell of several; `apart`:
    with those that the material around them may contain.
    """

    filing: Filing
    ground: Ground
    parts: tuple[Part, ...] = ()
    apart: tuple[Part, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.ground in (Ground.WORDS, Ground.NAME)

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all tells what it is."""
        return self.ground is Ground.NONE and not self.filing.proposed


Called = tuple[tuple[str, str], ...]  # material → the title that the table gives it, letters alone


def judge(member: Member, words: Words | None, notice: Notice, called: Called = ()) -> Judged:
    """Pure; remembered by its parts (names, headings) as they cost most."""
    content = content_of(words, notice, called)
    apart = parts_of(content.apart, words.count if words else 0)
    return replace(_judge(member, words, content, notice, called), apart=apart)


def _judge(
    member: Member, words: Words | None, content: Content, notice: Notice, called: Called
) -> Judged:
    first = content.first if _may_be(content.first, member.kind, notice) else SILENT
    named = _named(member, notice, called)
    is_open = words is None or words.is_open
    is_pending = is_open and (is_scan(member) or member.kind in WORD)
    parts = parts_of(content.begins, words.count if words else 0)
    if len(named.materials) > 1:
        return _several(named, content, parts, words, notice, is_pending=is_pending)
    if first.material:
        return _by_words(member, first, named, parts, words, notice)
    folder = _folder(member, notice)
    return _by_name(member, named, folder, words, is_pending=is_pending)


def _by_words(
    member: Member, first: Witness, named: Witness, parts: tuple[Part, ...], words: Words | None,
    notice: Notice,
) -> Judged:
    told, top = first.material, notice.top(first.material)
    why = _title(first, words, notice)
    other = named if named.is_clear else SILENT
    where, shown = "文件名", member.name
    if not named.material:
        folder = _folder(member, notice)
        is_of_many = folder.material and not notice.material(notice.top(folder.material)).single
        counts = folder.is_clear and (is_of_many or is_page(member.name))
        other, where, shown = (folder, "文件夹名", folder.words) if counts else (SILENT, "", "")
    if other.material in notice.material(told).inside and _is_one_of_several(member):
        return Judged(Filing(whole(other.material), f"{where}：{shown}"), Ground.NAME)
    if other.material and notice.top(other.material) != top:
        said, against = (notice.material(each).title for each in (told, other.material))
        why = f"{'标题' if first.words else '内容'}说是{said}，{where}说是{against}，请确认"
        return Judged(Filing(why=why, proposed=parts or whole(told)), Ground.NONE, parts)
    if named.material and told == top and notice.top(named.material) == top:
        told = named.material  # 营业执照 in the name says more than 证明材料 on the page
    unread = len(words.pictures) if words is not None and member.kind not in PICTURES else 0
    # 整本: one of them may begin another material.
    why = f"{why}；其余 {unread} 页还没有识别" if unread else why
    return Judged(Filing(whole(told), why, is_pending=unread > 0), Ground.WORDS, parts)


def _is_one_of_several(member: Member) -> bool:
    """A page or a piece of a document: 申报书_03.jpg, that begins with 承诺, is no 承诺书 of its own."""
    is_numbered = member.kind in PICTURES and bool(series_of(member.name))
    return is_page(member.name) or is_piece(member.name) or is_numbered


def _by_name(
    member: Member, named: Witness, folder: Witness, words: Words | None, *, is_pending: bool
) -> Judged:
    unread = "还没有识别（扫描件），按文件名归类：" if words is not None and is_pending else ""
    if named.material and (named.is_clear or not folder.is_clear or folder.material == named.material):
        ground = Ground.NAME if named.is_clear or folder.material == named.material else Ground.WEAK
        why = f"{unread or '文件名：'}{member.name}"
        return Judged(Filing(whole(named.material), why, is_pending=is_pending), ground)
    if folder.material:
        ground = Ground.FOLDER if folder.is_clear else Ground.WEAK
        why = f"{(unread and '还没有识别（扫描件），按文件夹归类：') or '文件夹名：'}{folder.words}"
        return Judged(Filing(whole(folder.material), why, is_pending=is_pending), ground)
    if words is not None and is_pending:
        why = "还没有识别（扫描件），从文件名认不出是哪一种材料"
    elif words is not None and words.state == "read" and words.pages:
        why = "从首页标题和文件名都认不出是哪一种材料"
    else:
        why = "从文件名认不出是哪一种材料"
    return Judged(Filing(why=why, is_pending=is_pending), Ground.NONE)


def _several(
    named: Witness, content: Content, parts: tuple[Part, ...], words: Words | None, notice: Notice, *,
    is_pending: bool,
) -> Judged:
    """A name that speaks of several materials: the pages tell, else a person."""
    titles = "、".join(notice.material(each).title for each in named.materials)
    if parts:
        why = f"各页标题说装有{titles_of(parts, notice)}，请确认"
        return Judged(Filing(why=why, proposed=parts), Ground.NONE, parts)
    is_whole = words is not None and bool(words.pages) and not words.pictures
    if is_whole and content.first.material:
        why = _title(content.first, words, notice)
        return Judged(Filing(whole(content.first.material), why), Ground.WORDS)
    proposed = tuple(Part(each) for each in named.materials)
    why = f"文件名说装有{titles}，请确认各在哪几页"
    return Judged(Filing(why=why, proposed=proposed, is_pending=is_pending), Ground.NONE)


def titles_of(parts: tuple[Part, ...], notice: Notice) -> str:
    """申报书（1–12 页）、典型经验材料（13–30 页）."""
    shown = ((notice.material(part.material).title, part.shown) for part in parts)
    return "、".join(f"{title}（{pages} 页）" if pages else title for title, pages in shown)


def _named(member: Member, notice: Notice, called: Called) -> Witness:
    stem = plain(member.name.rpartition(".")[0] or member.name) if called else ""
    for material, title in called:
        if title in stem and notice.material(material).may_be(member.kind):
            return Witness((material,), member.name, is_clear=True)
    return name_says(member.name, member.kind, notice)


def _folder(member: Member, notice: Notice) -> Witness:
    """The nearest that tells one thing."""
    for part in reversed(member.path.split("/")[:-1]):
        if (told := name_says(part, member.kind, notice)).materials:
            return told
    return SILENT


def _may_be(witness: Witness, kind: str, notice: Notice) -> bool:
    return bool(witness.material) and notice.material(witness.material).may_be(kind)


def _title(first: Witness, words: Words | None, notice: Notice) -> str:
    if not first.words:
        return f"首页有{notice.material(first.material).title}的固定栏目"
    is_text = words is None or not words.pages or words.pages[0].state is PageState.TEXT
    read = "首页标题" if is_text else "识别出的首页标题"
    return f"{read}：{first.words[:_SHOWN]}"
