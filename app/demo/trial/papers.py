"""The papers of a trial: one for each material, named and worded so that the notice should know it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

import typst

from app.demo.packing import zipped
from app.demo.trial.applicants import Trier
from app.notices.notice import Material, Notice
from app.notices.recognise import recognise
from app.paths import RESOURCES
from app.writing.papers.fonts import faces, known_fonts

_WORDS = (
    "{name}在生产中逐项记录问题、查明原因、改进工艺，再把做法写成作业文件，请各班组照着执行并按月复查。",
    "几年来产品一次合格率稳步提高，顾客投诉逐年下降，供应商也一起改进，做法已在其他分厂推广。",
)
_ENDINGS = {"docx": "docx", "pdf": "pdf", "jpeg": "jpg", "png": "png", "tiff": "tif"}
_OPEN = "http://schemas.openxmlformats.org"
_WORD = f"{_OPEN}/wordprocessingml/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    f'<Types xmlns="{_OPEN}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_OPEN}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_WHOLE = 700  # characters of what an enterprise writes, where the notice names no number


@dataclass(frozen=True)
class Papers:
    """Makes the files of one invented package: name → bytes."""

    notice: Notice

    def files(self, who: Trier, *, as_pdf: bool = False) -> dict[str, bytes]:
        """All that is required and recommended, of those materials whose names can be told. `as_pdf`: what is
        to bear a seal is printed; it bears none, which is for a person to see.
        """
        made: dict[str, bytes] = {}
        for material in self.asked:
            if name := self.names[material.id]:
                is_printed = as_pdf and material.sealed and material.may_be("pdf")
                called = f"{name.rpartition('.')[0]}.pdf" if is_printed else name
                made[called] = self.paper(material, who, called)
        return made

    @property
    def asked(self) -> tuple[Material, ...]:
        return tuple(each for each in self.notice.materials if each.required or each.recommended)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Material id → a file name by which it is told; "" where none was found."""
        return {each.id: next(_names(each, self.notice), "") for each in self.notice.materials}

    def paper(self, material: Material, who: Trier, name: str = "") -> bytes:
        """`name`: what it is called, where that is not the usual one."""
        name = name or self.names[material.id]
        title, rows, paragraphs = self._said(material, who)
        if name.endswith(".docx"):
            return docx_of(title, rows, paragraphs)
        if name.endswith(".pdf"):
            return self._pdf(title, rows, paragraphs)
        return f"{name}{who.name}".encode()

    def _said(self, material: Material, who: Trier) -> tuple[str, list[tuple[str, str]], list[str]]:
        """Title, table and text."""
        words = [each.format(name=who.name) for each in _WORDS]
        if material.written:
            times = max(material.least, _WHOLE) // len("".join(words)) + 1
            return f"{who.name}{material.title}", [], words * times
        rows = []
        if "name" in material.bears or material.required:
            rows.append(("企业名称", who.name))
        if "code" in material.bears or not material.evidence:
            rows.append(("统一社会信用代码", who.code))
        if material.required and not material.evidence:
            rows += [
                (column.title, who.row[column.id])
                for column in who.track.columns
                if column.id in who.row and column.filled != "name" and column.kind != "code"
            ]
            return f"{self.notice.year}年{who.track.title}{material.title}", rows, words
        return material.title, rows, [f"{who.name}，{self.notice.year - 1}年。", *words]

    def _pdf(self, title: str, rows: list[tuple[str, str]], paragraphs: list[str]) -> bytes:
        data = {"title": title, "rows": rows, "paragraphs": paragraphs}
        told = {"data": json.dumps(data, ensure_ascii=False), "faces": json.dumps(faces())}
        return bytes(self._compiler.compile(format="pdf", sys_inputs=told, pdf_tags=False))

    @cached_property
    def _compiler(self) -> Any:
        return typst.Compiler(RESOURCES / "demo" / "trial.typ", RESOURCES / "demo", known_fonts())


def docx_of(title: str, rows: list[tuple[str, str]], paragraphs: list[str]) -> bytes:
    """As small a Word file as any reader takes (ECMA-376 part 1, 11.3.10): dozens are made in one trial."""
    body = [_paragraph(title)]
    if rows:
        cells = ("".join(f"<w:tc>{_paragraph(each)}</w:tc>" for each in pair) for pair in rows)
        body.append(f"<w:tbl>{''.join(f'<w:tr>{each}</w:tr>' for each in cells)}</w:tbl>")
    body += map(_paragraph, paragraphs)
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}</w:body></w:document>'
    return zipped({
        "[Content_Types].xml": _TYPES.encode(), "_rels/.rels": _RELATIONS.encode(),
        "word/document.xml": document.encode(),
    })  # fmt: skip


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _names(material: Material, notice: Notice) -> Iterator[str]:
    """Those by which it is told alone: its title, then its patterns read as words."""
    kinds = [kind for kind in _ENDINGS if material.may_be(kind)]
    endings = [_ENDINGS[kind] for kind in kinds] or [material.kinds[0]]
    plain = (re.sub(r"\(\?.*?\)|[\\^$.*+?|()\[\]{}]", "", each) for each in material.patterns)
    words = [material.title, *plain]
    for ending, kind in zip(endings, kinds or material.kinds, strict=False):
        for word in filter(None, words):
            if recognise(f"{word}.{ending}", kind, notice) == material.id:
                yield f"{word}.{ending}"
