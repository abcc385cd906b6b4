"""What the files of one enterprise tell of each other: pages of a series, what is missing, 整本."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.model.documents.pages import PICTURES, SCANS, WORD
from app.model.documents.part import LEAVE_OUT, Part, whole
from app.model.documents.words import Words
from app.model.source import Member
from app.notices.filed import Filing
from app.notices.judging import Ground, Judged, titles_of
from app.notices.names import name_says
from app.notices.notice import Material, Notice
from app.notices.pieces import groups_of, is_page, is_scanners, is_sealed_page

_LONG = 800  # characters of a text that may be a 典型经验 under a title of its own

Members = Sequence[tuple[str, Member]]


def judged_together(
    members: Members, judged: Mapping[str, Judged], said: Mapping[str, Filing], words: Mapping[str, Words],
    notice: Notice,
) -> dict[str, Filing]:
    """Member key → filing, in the members' order; what a person `said` stands."""
    files = _Files(dict(members), dict(judged), said, words, notice)
    files.doubt_folders()
    files.join_series()
    files.join_sealed_pages()
    files.divide()
    files.look_inside()
    files.look_for_missing()
    return {key: said[key] if key in said else files.judged[key].filing for key, _ in members}


@dataclass(slots=True)
class _Files:
    members: Mapping[str, Member]
    judged: dict[str, Judged]
    said: Mapping[str, Filing]
    words: Mapping[str, Words]
    notice: Notice

    def doubt_folders(self) -> None:
        """A folder that holds several kinds of things tells of none: 申报书/ with the whole package in it."""
        by_folder = [key for key, one in self.judged.items() if one.ground is Ground.FOLDER]
        if not any(self._is_single(self.judged[key].filing.role) for key in by_folder):
            return
        tops: dict[str, set[str]] = defaultdict(set)
        for key, one in self.judged.items():
            if one.is_sure and one.filing.role:
                for folder in _folders(key):
                    tops[folder].add(self.notice.top(one.filing.role))
        for key in by_folder:
            role = self.judged[key].filing.role
            if self._is_single(role) and self._told_by(key, role, tops):
                why = "文件夹里还有别种材料，从文件名认不出是哪一种"
                self._wait(key, why)

    def _told_by(self, key: str, role: str, tops: Mapping[str, set[str]]) -> bool:
        """Whether the folder that tells it holds what is clearly something else."""
        kind, notice = self.members[key].kind, self.notice
        told = (f for f in reversed(_folders(key)) if name_says(f.rpartition("/")[2], kind, notice).material)
        return bool(tops[next(told, "")] - {notice.top(role)})

    def join_series(self) -> None:
        """Pages numbered one after the other: each is of what began before it."""
        silent = {key for key, one in self.judged.items() if one.is_silent}
        pages = [key for key in self.judged if self.members[key].kind in SCANS]
        for (_, series), keys in groups_of(pages).items():
            begun = ""
            for key in keys:
                one = self.judged[key]
                if begun and self._may_go_on(begun, key):
                    title = self.notice.material(begun).title
                    self._wait(key, f"{one.filing.why}；编号接着{title}，也可能是它的一页，请确认", begun)
                elif one.filing.role:
                    begun = one.filing.role
                elif key in silent and begun and self._may_be(begun, key):
                    title = self.notice.material(begun).title
                    if is_scanners(series) and not is_page(self.members[key].name):
                        if self.members[key].kind in PICTURES and not one.filing.is_pending:
                            self._wait(key, f"编号接着{title}，可能是它的续页，请确认", begun)
                    else:
                        self._file(key, begun, f"编号接着{title}的前一页")

    def _may_go_on(self, begun: str, key: str) -> bool:
        """Whether a picture whose title alone tells what it is may yet be a page of what began before it:
        承诺 of a form; but what has fixed columns, as a licence, is by itself.
        """
        one, member = self.judged[key], self.members[key]
        if member.kind not in PICTURES or one.ground is not Ground.WORDS or not one.filing.role:
            return False
        material = self.notice.material(one.filing.role)
        is_named = bool(name_says(member.name, member.kind, self.notice).materials)
        return not (is_named or material.phrases) and begun in material.inside

    def join_sealed_pages(self) -> None:
        """盖章页, where one material must be sealed."""
        sealed = [material for material in self.notice.materials if material.sealed]
        if len(sealed) == 1:
            for key, one in self.judged.items():
                if one.is_silent and is_sealed_page(self.members[key].name):
                    self._file(key, sealed[0].id, f"盖章页是{sealed[0].title}的一部分")

    def divide(self) -> None:
        """整本: a document whose pages tell of several materials waits, unless the others are there apart."""
        for key, one in list(self.judged.items()):
            if not one.parts or not one.filing.parts:
                continue
            others = {part.material for part in one.parts[1:]}
            if others <= self._held(but=key):
                continue
            self._ask(key, one.parts)

    def look_inside(self) -> None:
        """What is required and nowhere else may be bound into another: a form with licence and audit."""
        missing = {material.id for material in self.notice.required_materials} - self._held()
        missing -= {part.material for one in self.judged.values() for part in one.filing.proposed}
        for key, one in list(self.judged.items()):
            if one.filing.parts and missing.intersection(part.material for part in one.apart):
                self._ask(key, one.apart)

    def _ask(self, key: str, parts: tuple[Part, ...]) -> None:
        filing = Filing(why=f"各页标题说装有{titles_of(parts, self.notice)}，请确认", proposed=parts)
        self.judged[key] = replace(self.judged[key], filing=filing, ground=Ground.NONE)

    def look_for_missing(self) -> None:
        """What a doubtful name, or none, tells is asked about while a material of its kind is missing."""
        held = self._held()
        missing = [m for m in self.notice.required_materials if m.single and m.id not in held]
        proposed = {part.material for one in self.judged.values() for part in one.filing.proposed}
        missing = [material for material in missing if material.id not in proposed]
        if not missing:
            return
        for key, one in list(self.judged.items()):
            if one.ground in (Ground.WEAK, Ground.NONE) and not one.filing.proposed:
                if wanted := self._likely(key, missing):
                    self._wait(key, _asked(one, wanted), wanted.id)
                elif one.ground is Ground.WEAK and any(self._may_be(m.id, key) for m in missing):
                    names = "、".join(material.title for material in missing)
                    self._wait(key, f"{one.filing.why}；但没有看到{names}，请确认它是哪一种", one.filing.role)

    def _likely(self, key: str, missing: Sequence[Material]) -> Material | None:
        """The one that a long text may be: what is sealed and filled in says so itself."""
        texts = [material for material in missing if not material.sealed and self._may_be(material.id, key)]
        words = self.words.get(self.members[key].sha256)
        is_long = words is not None and words.length >= _LONG
        is_text = self.members[key].kind in WORD and words is None
        return texts[0] if len(texts) == 1 and (is_long or is_text) else None

    def _held(self, but: str = "") -> set[str]:
        filings = [*(one.filing for key, one in self.judged.items() if key != but), *self.said.values()]
        return {self.notice.top(material) for filing in filings for material in filing.materials}

    def _is_single(self, role: str) -> bool:
        return bool(role) and role != LEAVE_OUT and self.notice.material(role).single

    def _may_be(self, material: str, key: str) -> bool:
        return self.notice.material(material).may_be(self.members[key].kind)

    def _file(self, key: str, material: str, why: str) -> None:
        one = self.judged[key]
        filing = replace(one.filing, parts=whole(material), why=why)
        self.judged[key] = replace(one, filing=filing, ground=Ground.NAME)

    def _wait(self, key: str, why: str, proposed: str = "") -> None:
        one = self.judged[key]
        filing = replace(one.filing, parts=(), why=why, proposed=whole(proposed))
        self.judged[key] = replace(one, filing=filing, ground=Ground.NONE)


def _asked(one: Judged, wanted: Material) -> str:
    if one.ground is Ground.WEAK:
        return f"{one.filing.why}；也可能是{wanted.title}，请确认"
    return f"首页标题和文件名都没有说，可能是{wanted.title}，请确认"


def _folders(key: str) -> list[str]:
    """The folders a member lies in, outermost first, as far as its key tells them."""
    parts = key.split("/")
    return ["/".join(parts[:count]) for count in range(2, len(parts))]
