"""整本: one file that holds everything, or most of it, with the pages that each material has in it."""

from __future__ import annotations

from tests.labelled.package import Package, a, several
from tests.labelled.papers import form_seals, joined, word_experience
from tests.labelled.styles import Desk, below, style


def _bound(d: Desk, kinds: tuple[str, ...], scanned: bool, **form: object) -> tuple[bytes, list[tuple[str, tuple[int, int]]]]:
    """The form, then each of `kinds`: (PDF, the stretch of each)."""
    pdf = d.form_pdf(cover=True, **form)
    parts = [d.papers.scan(pdf, f"{d.who.code}/book", form_seals(d.who, pdf)) if scanned else d.papers.stamped(pdf, form_seals(d.who, pdf))]
    parts += [d.scan(kind) if scanned else d.text(kind) for kind in kinds]
    whole, ranges = joined(*parts)
    return whole, list(zip(("form", *kinds), ranges, strict=True))


@style
def book_as_text(d: Desk) -> Package:
    """One sealed PDF holds everything; its name is the enterprise's."""
    whole, parts = _bound(d, ("experience", "licence", "audit", "certificate"), scanned=False)
    return d.package("book-as-text", {f"{d.who.name}.pdf": several(whole, *parts)}, due=("MAT-05",))


@style
def book_as_scan(d: Desk) -> Package:
    whole, parts = _bound(d, ("experience", "licence", "audit"), scanned=True)
    return d.package("book-as-scan", {"申报材料.pdf": several(whole, *parts)}, due=("MAT-05",))


@style
def book_called_form(d: Desk) -> Package:
    """Called 申报书, though all of it is bound in."""
    whole, parts = _bound(d, ("experience", "licence", "certificate"), scanned=False)
    return d.package("book-called-form", {"质量标杆申报书.pdf": several(whole, *parts)}, due=("MAT-05",))


@style
def form_and_experience_bound(d: Desk) -> Package:
    whole, parts = _bound(d, ("experience",), scanned=False)
    return d.package("form-and-experience-bound", {
        "申报书及典型经验材料.pdf": several(whole, *parts), **below("证明材料", d.proofs()),
    }, due=("MAT-05",))  # fmt: skip


@style
def book_with_dividers(d: Desk) -> Package:
    """A sheet before each part says what follows."""
    pdf = d.form_pdf(cover=True)
    sheets = [d.text("plain", title=title, down=90, size=30) for title in ("第二部分　典型经验材料", "第三部分　证明材料")]
    kinds = ("licence", "audit", "certificate")
    whole, ranges = joined(
        d.papers.stamped(pdf, form_seals(d.who, pdf)), sheets[0], d.text("experience"), sheets[1], *(d.text(kind) for kind in kinds)
    )
    named = ("form", "experience", "experience", "proof", *kinds)
    return d.package("book-with-dividers", {"整本.pdf": several(whole, *zip(named, ranges, strict=True))}, due=("MAT-05",))


@style
def book_with_contents(d: Desk) -> Package:
    """A list of contents comes first; it belongs to no material of its own."""
    pdf = d.form_pdf(cover=True)
    lines = [["1", "全省质量标杆申报书", "2"], ["2", "典型经验材料", "5"], ["3", "证明材料", "8"]]
    contents = d.text("plain", title="目　录", table=[["序号", "内容", "页码"], *lines])
    whole, ranges = joined(contents, d.papers.stamped(pdf, form_seals(d.who, pdf)), d.text("experience"), d.text("licence"), d.text("report"))
    named = ("form", "form", "experience", "licence", "report")
    return d.package("book-with-contents", {"申报材料汇编.pdf": several(whole, *zip(named, ranges, strict=True))}, due=("MAT-05",))


@style
def book_beside_word(d: Desk) -> Package:
    """Everything bound and scanned, and the experience once more to be edited."""
    whole, parts = _bound(d, ("experience", "licence"), scanned=True)
    return d.package("book-beside-word", {
        "申报材料（盖章扫描件）.pdf": several(whole, *parts), "典型经验材料（可编辑）.docx": a("experience", word_experience(d.who)),
    }, due=("MAT-05",))  # fmt: skip
