"""The papers of an enterprise, as text PDFs, scans, pictures, Word and Excel files; the truth is what they were made as."""

from __future__ import annotations

import io
import itertools
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import typst

from app.demo.cast import Applicant
from app.demo.documents.jpeg_pdf import jpeg_pdf
from app.demo.documents.papers import Typesetter
from app.demo.documents.scan import DPI, Scanner, Stamp, inked
from app.writing.papers.fonts import faces, known_fonts
from tests.labelled.prose import sections_of

DAY = "2023年8月15日"
LABS = ("山东样例质量检验研究院", "济南样例检测技术中心", "鲁中样例计量测试所")
AUDITORS = ("山东鲁信样例会计师事务所", "济南诚达样例会计师事务所")
CERTIFIERS = ("北京样例质量认证中心", "山东样例认证有限公司")
_TRACKS = {"national": "全国质量标杆", "provincial": "全省质量标杆"}
_MM = 72 / 25.4
Seal = tuple[int, float, float, str]  # page from 1 (-1 the last), x and y in mm, whose


@cache
def _compiler() -> Any:
    here = Path(__file__).parent
    return typst.Compiler(here / "papers.typ", here, known_fonts())


class Papers:
    """Makes papers; `seed` decides the scanner's noise."""

    def __init__(self, seed: int) -> None:
        self._scanner, self._typesetter = Scanner(seed), Typesetter()
        self._seals: dict[tuple[str, str], Any] = {}

    def pdf(self, kind: str, who: Applicant, **changes: object) -> bytes:
        """A text PDF of `kind` with what `said` has, changed."""
        data = {"kind": kind, **said(kind, who), **changes}
        told = {"data": json.dumps(data, ensure_ascii=False), "faces": json.dumps(faces())}
        return bytes(_compiler().compile(format="pdf", sys_inputs=told, pdf_tags=False))

    def pages(
        self, pdf: bytes, name: str, seals: Sequence[Seal] = (), grey: bool = False
    ) -> list[bytes]:
        """JPEG of each page as an office's scanner gives it."""
        count = page_count(pdf)
        stamps = tuple(self._stamp(page if page > 0 else count, x, y, owner) for page, x, y, owner in seals)
        return self._scanner.pages(pdf, name, stamps, grey=grey)

    def scan(self, pdf: bytes, name: str, seals: Sequence[Seal] = (), grey: bool = False) -> bytes:
        return jpeg_pdf(self.pages(pdf, name, seals, grey))

    def stamped(self, pdf: bytes, seals: Sequence[Seal]) -> bytes:
        """The text PDF with seals drawn on it, as an office's electronic seal leaves them."""
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
        for page, x, y, owner in seals:
            seal = pypdf.PdfReader(io.BytesIO(self._typesetter.pdf("seal", name=owner, caption=""))).pages[0]
            on = writer.pages[page - 1 if page > 0 else page]
            at = (x - 22) * _MM, float(on.mediabox.height) - (y + 22) * _MM
            on.merge_transformed_page(seal, pypdf.Transformation().translate(*at))
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    def _stamp(self, page: int, x: float, y: float, owner: str) -> Stamp:
        name, _, caption = owner.partition("|")
        if (name, caption) not in self._seals:
            png = self._typesetter.png("seal", DPI, name=name, caption=caption)
            self._seals[name, caption] = inked(png, owner)
        return Stamp(self._seals[name, caption], page, x, y)


def said(kind: str, who: Applicant) -> dict[str, object]:
    """What a paper of this kind says of `who`; the same for one enterprise."""
    chance = random.Random(f"{kind}/{who.code}")
    track = _TRACKS[who.track]
    common = {**asdict(who), "day": DAY, "year": 2023, "track": track}
    own: dict[str, dict[str, object]] = {
        "form": {
            "heading": f"2023年{track}", "word": "申 报 书", "rows": rows_of(who, chance),
            "cover-lines": [("申报单位", who.name), ("典型经验名称", who.experience), ("重点领域", who.area),
                            ("推荐单位", who.bureau), ("填报日期", DAY)],
            "summary": f"围绕{who.product}的质量短板，推行{who.method}，一次交检合格率提高五个百分点，质量损失率下降一半以上。",
        },
        "experience": {"title": who.experience, "sections": sections_of(who)},
        "licence": {
            "capital": f"{chance.randrange(5, 90)}00万元人民币", "founded": f"20{chance.randrange(1, 19):02d}年0{chance.randrange(1, 9)}月{chance.randrange(10, 28)}日",
            "kind-of": "股份有限公司" if "股份" in who.name else "有限责任公司", "business": f"{who.product}的研发、制造、销售",
        },
        "audit": {"issued": 2023, "period": 2022, "number": chance.randrange(100, 999), "lab": chance.choice(AUDITORS),
                  "figures": [("一、营业收入", f"{int(who.revenue):,}.00", f"{int(int(who.revenue) * 0.94):,}.00"),
                              ("减：营业成本", f"{int(int(who.revenue) * 0.7):,}.00", f"{int(int(who.revenue) * 0.67):,}.00"),
                              ("二、营业利润", f"{int(int(who.revenue) * 0.1):,}.00", f"{int(int(who.revenue) * 0.09):,}.00"),
                              ("三、净利润", f"{int(int(who.revenue) * 0.08):,}.00", f"{int(int(who.revenue) * 0.07):,}.00")]},
        "certificate": {"title": "质量管理体系认证证书", "number": f"001{chance.randrange(10000, 99999)}Q",
                        "what": f"质量管理体系符合 GB/T 19001-2016 / ISO 9001:2015，覆盖{who.product}的设计、制造和服务",
                        "since": "2021年9月12日", "until": "2024年9月11日", "lab": chance.choice(CERTIFIERS)},
        "patent": {"sort": "发明", "number": chance.randrange(1_000_000, 6_000_000), "what": f"一种{who.product}的检验装置及方法",
                   "since": "2021年03月05日", "until": "2022年06月21日"},
        "report": {"number": f"WT2023{chance.randrange(1000, 9999)}", "sample": who.product, "lab": chance.choice(LABS),
                   "results": [("外观", "无明显缺陷", "符合", "合格"), ("尺寸", "±0.10 mm", "+0.04 mm", "合格"), ("可靠性", "≥1000 h", "1200 h", "合格")]},
        "honour": {"period": 2022, "what": f"{who.method}在{who.product}中的应用", "lab": "济南样例质量协会"},
        "standard": {"number": chance.randrange(10, 99), "what": f"{who.product}质量管理规范"},
    }  # fmt: skip
    return {**common, **own.get(kind, {})}


def rows_of(who: Applicant, chance: random.Random) -> list[tuple[str, str]]:
    """The form's table; labels differ from office to office."""
    def one(*words: str) -> str:
        return chance.choice(words)

    return [
        (one("企业名称", "单位名称", "申报单位"), who.name), ("统一社会信用代码", who.code), (one("注册地址", "通讯地址"), who.address),
        ("法定代表人", who.legal), ("所属行业", f"{who.industry}（{who.division}）"), ("企业规模", who.scale),
        ("上年营业收入（万元）", who.revenue), ("联系人", who.contact), ("职务", who.post),
        (one("联系电话", "手机", "手机号码"), who.phone), (one("电子邮箱", "邮箱"), who.email),
        (one("典型经验名称", "经验名称"), who.experience), (one("重点领域", "申报领域"), who.area),
    ]  # fmt: skip


def page_count(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def joined(*pdfs: bytes) -> tuple[bytes, list[tuple[int, int]]]:
    """One PDF of several, and first and last page of each."""
    writer, ranges = pypdf.PdfWriter(), []
    for content in pdfs:
        before = len(writer.pages)
        for page in pypdf.PdfReader(io.BytesIO(content)).pages:
            writer.add_page(page)
        ranges.append((before + 1, len(writer.pages)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), ranges


def split(pdf: bytes, *cuts: int) -> list[bytes]:
    """The pages before each cut (a page number), and the rest."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    edges, made = [1, *cuts, len(reader.pages) + 1], []
    for first, after in itertools.pairwise(edges):
        writer, out = pypdf.PdfWriter(), io.BytesIO()
        for number in range(first, after):
            writer.add_page(reader.pages[number - 1])
        writer.write(out)
        made.append(out.getvalue())
    return made


def form_seals(who: Applicant, pdf: bytes, owner: str = "") -> list[Seal]:
    """Where the form is sealed: over the name on its cover and under the pledge; one page has the second alone."""
    name = owner or who.name
    return [(1, 138, 118, name), (-1, 152, 156, name)] if page_count(pdf) > 2 else [(-1, 152, 156, name)]


def docx(title: str, blocks: Sequence[str | tuple[str, str]], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file: a title, then headings ("#" before them) and paragraphs; a table after them."""
    import docx as word

    from app.demo.packing import fixed_zip

    document = word.Document()
    document.add_heading(title, 0)
    for text in blocks:
        if text.startswith("#"):
            document.add_heading(text[1:], 1)
        else:
            document.add_paragraph(text)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]), style="Table Grid")
        for row, told in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, told, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return fixed_zip(out.getvalue())


def word_experience(who: Applicant, **changes: Any) -> bytes:
    blocks: list[str] = []
    for section in changes.get("sections") or sections_of(who):
        blocks += [f"#{section['title']}", *section["paragraphs"]]
    return docx(changes.get("title", who.experience), [who.name, *blocks])


def word_form(who: Applicant, **changes: Any) -> bytes:
    told = {**said("form", who), **changes}
    return docx(f"{told['heading']}{str(told['word']).replace(' ', '')}", ["#一、基本情况"], told["rows"])


def sheet(title: str, rows: Sequence[Sequence[object]]) -> bytes:
    """An .xlsx."""
    from openpyxl import Workbook

    from app.demo.packing import fixed_zip

    book, out = Workbook(), io.BytesIO()
    book.active.append([title])
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return fixed_zip(out.getvalue())


def pptx(lines: Sequence[str]) -> bytes:
    """As much of a presentation as tells what it is: each line a slide's text (ECMA-376)."""
    from app.demo.packing import zipped

    slides: Mapping[str, bytes] = {
        f"ppt/slides/slide{n}.xml": (
            '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a='
            f'"http://schemas.openxmlformats.org/drawingml/2006/main"><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sld>'
        ).encode() for n, text in enumerate(lines, 1)
    }  # fmt: skip
    head = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped({"[Content_Types].xml": head, "ppt/presentation.xml": b"<p/>", **slides})
