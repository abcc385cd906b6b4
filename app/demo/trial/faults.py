"""What is made wrong when a notice is tried, and by which rule it must be found: packages and rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from app.checks.enterprise.materials import asked_by
from app.demo.documents.contents import LEFTOVERS
from app.demo.packing import zipped
from app.demo.trial import packed
from app.demo.trial.applicants import Trier, code_of, division_of, trier
from app.demo.trial.packed import Files, Pack, write_zip
from app.demo.trial.papers import Papers, docx_of
from app.notices.industries import division_name, divisions
from app.notices.notice import Column, Material, Notice
from app.reading.survey import is_leftover


@dataclass(frozen=True)
class Wrong:
    """One package with one thing wrong: `check` must find it. `row`: what the 汇总表 says of it, else the
    applicant's own; `file`: what the package is called, without ending.
    """

    check: str
    what: str
    files: Files
    who: Trier
    pack: Pack
    file: str = ""


@dataclass(frozen=True)
class Wrongs:
    """Makes them for one notice; what the notice does not ask for cannot be wrong and is not made."""

    notice: Notice
    papers: Papers
    first: int  # number of the first applicant

    def all(self) -> Iterator[Wrong]:
        number = self.first
        for make in (self._packed, self._materials, self._files, self._codes, self._row, self._written,
                     self._vouched):  # fmt: skip
            for check, what, change in make():
                who = trier(self.notice, self.notice.tracks[0], number)
                told = change(Wrong(check, what, self.papers.files(who), who, write_zip))
                number += 1
                yield told

    # -- how it is packed --------------------------------------------------------------------------
    def _packed(self) -> Iterator[tuple[str, str, Change]]:
        yield "PACK-01", "压缩包没有传完", lambda wrong: replace(wrong, pack=packed.cut)
        yield "PACK-02", "压缩包加了密码", lambda wrong: replace(wrong, pack=packed.locked)
        yield "PACK-03", "压缩包里的文件损坏", lambda wrong: replace(wrong, pack=packed.flipped)
        yield "PACK-04", "照片的扩展名写错", _with("证明/照片.png", b"\xff\xd8\xff\xe0" + b"\0" * 64)
        yield "PACK-05", "压缩包里套压缩包", lambda wrong: replace(
            wrong, files={**wrong.files, "其他.zip": zipped({"a.txt": b"x"})}
        )
        yield "PACK-06", "压缩包里的文件要解到别处去", lambda wrong: replace(
            wrong, files={**wrong.files, "../外面.txt": b"x"}
        )
        yield "PACK-07", "压缩方式没有见过", lambda wrong: replace(wrong, pack=packed.of_unknown_method)
        yield "PACK-08", "压缩包没有写明文件名的编码", lambda wrong: replace(wrong, pack=packed.unmarked)
        yield "NAME-01", "压缩包不是以全称命名", lambda wrong: replace(
            wrong, file=f"1{wrong.who.name}（最终）"
        )

    # -- what is in it -----------------------------------------------------------------------------
    def _materials(self) -> Iterator[tuple[str, str, Change]]:
        asked = {each.id: self.papers.names[each.id] for each in self.papers.asked}
        for material in self.notice.required_materials:
            kinds = [each.id for each in self.notice.materials if self.notice.top(each.id) == material.id]
            own = {asked.get(key, "") for key in kinds}
            yield asked_by(self.notice, material), f"缺{material.title}", _without(own)
        if advised := [each for each in self.notice.materials if each.recommended and not each.required]:
            yield "MAT-04", f"没有单独的{advised[0].title}", _without({asked[advised[0].id]})
        yield "MAT-05", "有一个认不出的文件", _with("扫描件0003.docx", b"")
        apart = {self.notice.top(each.id): each for each in self.papers.asked if each.may_be("docx")}
        if len(apart) > 1:
            one, other, *_ = apart.values()
            yield "MAT-07", f"{other.title}和{one.title}是同一个文件", partial(self._same, one, other)

    def _files(self) -> Iterator[tuple[str, str, Change]]:
        yield "FILE-01", "有 0 字节的文件", _with("证明/空.pdf", b"")
        yield "FILE-02", "有程序", _with("证明/查看.exe", b"MZ" + b"\0" * 200)
        if is_leftover("Thumbs.db", _compiled(self.notice)):
            yield "FILE-04", "有系统残留文件", _with("Thumbs.db", LEFTOVERS["thumbs"]())
        yield "FILE-03", "文档里有宏", _with("证明/计算.docm", packed.with_macros())
        yield "PDF-01", "有打不开的 PDF", _with("证明/损坏.pdf", b"%PDF-1.4\n" + b"x" * 400)
        yield "PDF-02", "PDF 要密码才能打开", _with("证明/加密.pdf", packed.a_locked_pdf())
        yield "PDF-03", "PDF 里有空白页", _with("证明/空白.pdf", packed.a_pdf())
        yield "PDF-04", "PDF 里有脚本", _with("证明/脚本.pdf", packed.a_pdf(action="app.beep"))

    # -- what the row says --------------------------------------------------------
    def _codes(self) -> Iterator[tuple[str, str, Change]]:
        if code := self._column(kind="code"):
            yield "CODE-01", "统一社会信用代码写错一位", lambda wrong: _row(
                wrong, code, _mistyped(wrong.who.code)
            )
            elsewhere = "11" if self.notice.region.prefix != "11" else "31"
            yield "CODE-02", "是外省的代码", lambda wrong: _row(
                wrong, code, code_of(wrong.who.number, f"{elsewhere}01")
            )

    def _row(self) -> Iterator[tuple[str, str, Change]]:
        if division := self._column(kind="division"):
            outside = sorted(set(divisions()) - self.notice.scope.inside - set(self.notice.scope.grey))
            if outside:
                yield "SCOPE-01", f"行业大类 {outside[0]} 不在范围内", _says(division, outside[0])
        if area := self._column(kind="area"):
            yield "AREA-01", "重点领域不是通知列出的", _says(area, "没有这个领域")
        required = [each for each in self.notice.tracks[0].columns if each.required and not each.filled]
        for column in required:
            if column.kind not in ("code", "area"):
                yield "FIELD-01", f"没有填{column.title}", _says(column, "")
        if phone := self._column(kind="phone"):
            yield "FIELD-02", f"{phone.title}少一位", _says(phone, "138001380")
        industry, division = self._column(kind="industry"), self._column(kind="division")
        if industry and division:
            inside = sorted(self.notice.scope.inside & set(divisions()))
            other = next(each for each in inside if each != division_of(self.notice))
            yield "CODE-03", "行业名称与行业代码不一致", _says(industry, division_name(other))

    # -- what is written in it ---------------------------------------------------------------------
    def _written(self) -> Iterator[tuple[str, str, Change]]:
        for material in self.notice.written:
            if self.papers.names[material.id].endswith((".docx", ".pdf")):
                if material.least:
                    yield "EXP-01", f"{material.title}写得太短", partial(self._short, material)
                yield "EXP-02", f"{material.title}说的是另一家", partial(self._of_another, material)
                if self.papers.names[material.id].endswith(".docx"):
                    title = f"{self.notice.year - 2}年{self.notice.campaign}{material.title}"
                    yield "EXP-03", f"{material.title}是往年的", partial(self._instead, material, title)
        for material in self.notice.bearing("name"):
            if self.papers.names[material.id].endswith((".docx", ".pdf")):
                is_read = material.required or "code" in material.bears  # its name is read as a form's is
                check = "NAME-03" if is_read else "NAME-07"
                yield check, f"{material.title}是另一家的", partial(self._of_another, material)

    def _vouched(self) -> Iterator[tuple[str, str, Change]]:
        """What proves, and what bears a code."""
        for material in self.papers.asked:
            name = self.papers.names[material.id]
            if material.evidence and name.endswith(".docx"):
                made = f"{material.title}只写了“见附件”"
                yield "PROOF-01", made, partial(self._instead, material, "详见附件。")
            if "code" in material.bears and self._column(kind="code") and name.endswith((".docx", ".pdf")):
                yield "CODE-04", f"{material.title}上的代码是另一家的", partial(self._of_code, material)

    def _short(self, material: Material, wrong: Wrong) -> Wrong:
        short = docx_of(wrong.who.name, [], ["待补充。"])
        return replace(wrong, files={**wrong.files, self.papers.names[material.id]: short})

    def _instead(self, material: Material, title: str, wrong: Wrong) -> Wrong:
        """Of what an enterprise writes, under another title; of evidence nothing else."""
        words = [] if material.evidence else [f"{wrong.who.name}把做法写成作业文件，请各班组照着执行。"] * 60
        made = {self.papers.names[material.id]: docx_of(title, [], words)}
        return replace(wrong, files={**wrong.files, **made})

    def _same(self, one: Material, other: Material, wrong: Wrong) -> Wrong:
        made = docx_of(wrong.who.name, [], [f"{wrong.who.name}把做法写成作业文件，请各班组照着执行。"] * 9)
        both = {self.papers.names[each.id]: made for each in (one, other)}
        return replace(wrong, files={**wrong.files, **both})

    def _of_code(self, material: Material, wrong: Wrong) -> Wrong:
        other = replace(trier(self.notice, wrong.who.track, 400), name=wrong.who.name)
        paper = self.papers.paper(material, other)
        return replace(wrong, files={**wrong.files, self.papers.names[material.id]: paper})

    def _of_another(self, material: Material, wrong: Wrong) -> Wrong:
        other = replace(trier(self.notice, wrong.who.track, 400), name="外地另一家重工股份有限公司")
        paper = self.papers.paper(material, other)
        return replace(wrong, files={**wrong.files, self.papers.names[material.id]: paper})

    def _column(self, kind: str) -> Column | None:
        """The first of the first track."""
        columns = self.notice.tracks[0].columns
        return next((each for each in columns if each.kind == kind and not each.filled), None)


Change = Callable[[Wrong], Wrong]


def _with(name: str, content: bytes) -> Change:
    return lambda wrong: replace(wrong, files={**wrong.files, name: content})


def _without(names: set[str]) -> Change:
    return lambda wrong: replace(wrong, files={k: v for k, v in wrong.files.items() if k not in names})


def _says(column: Column, text: str) -> Change:
    return lambda wrong: _row(wrong, column, text)


def _row(wrong: Wrong, column: Column, text: str) -> Wrong:
    return replace(wrong, who=wrong.who.with_row(**{column.id: text}))


def _mistyped(code: str) -> str:
    return code[:-1] + ("1" if code[-1] != "1" else "2")


def _compiled(notice: Notice) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.IGNORECASE) for each in notice.leftovers)
