"""Faulty twins, gone on: what is wrong inside the other papers, and with the files."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pypdf

from app.demo.campaign import Packing
from app.demo.documents.jpeg_pdf import jpeg_pdf
from app.demo.packing import zipped
from tests.builders import a_docm
from tests.labelled.faults import called, fault, other, twin
from tests.labelled.package import File, Package, Told, a
from tests.labelled.papers import docx, form_seals, joined, page_count, split, word_experience
from tests.labelled.styles import Desk

TEMPLATE = (
    "#一、企业概况", "请在此填写企业基本情况（不超过500字）：____________", "#二、实施背景", "（请说明实施该经验的背景和动因）××××××××",
    "#三、主要做法", "请在此填写主要做法，应突出创新性和可推广性。", "#四、实施成效", "请在此填写量化成效：××年××指标由××提高到××。", "#五、推广价值", "请在此填写。",
)  # fmt: skip
EXPERIENCE = ("EXP-01",)


# -- the experience ---------------------------------------------------------------------------------------
@fault
def template_as_experience(d: Desk) -> Package:
    made = docx("全省质量标杆典型经验材料", TEMPLATE)
    return twin(d, "template-as-experience", {"典型经验材料.docx": a("experience", made)}, Told(EXPERIENCE, (("典型经验",),)), without=("典型经验材料.pdf",))


@fault
def template_as_experience_in_pdf(d: Desk) -> Package:
    made = d.text("plain", title="典型经验材料", paragraphs=[text.lstrip("#") for text in TEMPLATE])
    return twin(d, "template-as-experience-in-pdf", {"典型经验材料.pdf": a("experience", made)}, Told(EXPERIENCE, (("典型经验",),)))


@fault
def experience_too_short(d: Desk) -> Package:
    from tests.labelled.prose import sections_of

    made = word_experience(d.who, sections=sections_of(d.who, short=True))
    return twin(d, "experience-too-short", {"典型经验材料.docx": a("experience", made)}, Told(EXPERIENCE, (("典型经验",),)), without=("典型经验材料.pdf",))


@fault
def experience_empty(d: Desk) -> Package:
    made = docx("典型经验材料", [])
    return twin(d, "experience-empty", {"典型经验材料.docx": a("experience", made)}, Told(EXPERIENCE, (("典型经验",),)), without=("典型经验材料.pdf",))


@fault
def experience_of_another(d: Desk) -> Package:
    them = other(d)
    made = d.papers.pdf("experience", them)
    return twin(d, "experience-of-another", {"典型经验材料.pdf": a("experience", made)}, Told(("EXP-02", "NAME-07"), (called(them),)))


@fault
def experience_of_another_in_word(d: Desk) -> Package:
    them = other(d)
    made = a("experience", word_experience(them))
    return twin(d, "experience-of-another-in-word", {"典型经验材料.docx": made}, Told(("EXP-02", "NAME-07"), (called(them),)), without=("典型经验材料.pdf",))


@fault
def form_once_more_as_experience(d: Desk) -> Package:
    form = a("form", d.sealed_form())
    return twin(d, "form-once-more-as-experience", {"申报书.pdf": form, "典型经验材料.pdf": form}, Told(("MAT-07", "MAT-05", "MAT-02"), (("典型经验",),)))


@fault
def experience_once_more_as_evidence(d: Desk) -> Package:
    told = a("experience", d.text("experience"))
    return twin(d, "experience-once-more-as-evidence", {"典型经验材料.pdf": told, "证明材料/证明材料.pdf": told}, Told(("MAT-07", "MAT-05"), (("证明材料",),)))


# -- the evidence -----------------------------------------------------------------------------------------
ALL_PROOFS = ("证明材料/营业执照.pdf", "证明材料/2022年度审计报告.pdf", "证明材料/质量管理体系认证证书.pdf", "证明材料/承诺书.pdf")


@fault
def evidence_that_is_a_note(d: Desk) -> Package:
    note = {"证明材料/证明材料.txt": a("proof", "证明材料见纸质版附件，电子版后补。".encode())}
    return twin(d, "evidence-that-is-a-note", note, Told(("PROOF-01", "MAT-03"), (("证明材料",),)), without=ALL_PROOFS)


@fault
def evidence_that_is_a_note_in_word(d: Desk) -> Package:
    note = {"证明材料/证明材料.docx": a("proof", docx("证明材料", ["待补充，联系人：张工。"]))}
    return twin(d, "evidence-that-is-a-note-in-word", note, Told(("PROOF-01", "MAT-03"), (("证明材料",),)), without=ALL_PROOFS)


@fault
def audit_of_long_ago(d: Desk) -> Package:
    made = d.text("audit", period=2017, issued=2018)
    return twin(d, "audit-of-long-ago", {"证明材料/审计报告.pdf": a("audit", made)}, Told(("PROOF-01",), (("2017", "2018"),)), without=ALL_PROOFS[1:2])


@fault
def audit_of_long_ago_scanned(d: Desk) -> Package:
    made = d.scan("audit", period=2017, issued=2018)
    return twin(d, "audit-of-long-ago-scanned", {"证明材料/审计报告.pdf": a("audit", made)}, Told(("PROOF-01",), (("2017", "2018"),)), without=ALL_PROOFS[1:2])


@fault
def certificate_run_out(d: Desk) -> Package:
    made = d.text("certificate", since="2018年3月1日", until="2021年2月28日")
    return twin(d, "certificate-run-out", {ALL_PROOFS[2]: a("certificate", made)}, Told(("PROOF-01",), (("2021",),)))


@fault
def certificate_run_out_scanned(d: Desk) -> Package:
    made = d.scan("certificate", since="2018年3月1日", until="2021年2月28日")
    return twin(d, "certificate-run-out-scanned", {ALL_PROOFS[2]: a("certificate", made)}, Told(("PROOF-01",), (("2021",),)))


@fault
def licence_of_another(d: Desk) -> Package:
    them = other(d)
    made = a("licence", d.papers.pdf("licence", them))
    return twin(d, "licence-of-another", {ALL_PROOFS[0]: made}, Told(("NAME-03", "NAME-07", "CODE-04", "FORM-01"), ((*called(them), them.code),)))


@fault
def licence_of_another_scanned(d: Desk) -> Package:
    them = other(d)
    made = a("licence", replace(d, who=them).scan("licence"))
    return twin(d, "licence-of-another-scanned", {ALL_PROOFS[0]: made}, Told(("NAME-03", "NAME-07", "CODE-04", "FORM-01"), ((*called(them), them.code),)))


@fault
def licence_with_another_code(d: Desk) -> Package:
    them = other(d)
    made = a("licence", d.text("licence", code=them.code))
    return twin(d, "licence-with-another-code", {ALL_PROOFS[0]: made}, Told(("CODE-04", "FORM-01", "NAME-03"), ((them.code,),)))


# -- missing ----------------------------------------------------------------------------------------------
@fault
def no_form(d: Desk) -> Package:
    return twin(d, "no-form", {}, Told(("MAT-01",), (("申报书",),)), without=("申报书.pdf",))


@fault
def no_experience(d: Desk) -> Package:
    return twin(d, "no-experience", {}, Told(("MAT-02",), (("典型经验",),)), without=("典型经验材料.pdf",))


@fault
def no_evidence(d: Desk) -> Package:
    return twin(d, "no-evidence", {}, Told(("MAT-03",), (("证明材料",),)), without=ALL_PROOFS)


@fault
def no_licence(d: Desk) -> Package:
    return twin(d, "no-licence", {}, Told(("MAT-04",), (("营业执照",),)), without=ALL_PROOFS[:1])


def _without_a_page(d: Desk, kind: str, scanned: bool) -> Package:
    pdf = d.form_pdf(cover=True, numbered="of")
    sealed = d.papers.scan(pdf, f"{d.who.code}/of", form_seals(d.who, pdf)) if scanned else d.papers.stamped(pdf, form_seals(d.who, pdf))
    first, _, last = split(sealed, 2, 3)
    made, _ = joined(first, last)
    return twin(d, kind, {"申报书.pdf": a("form", made)}, Told(("FORM-02",), (("申报书",), ("第2页", "第3页"))))


@fault
def form_lacks_a_page(d: Desk) -> Package:
    return _without_a_page(d, "form-lacks-a-page", False)


@fault
def form_lacks_a_page_scanned(d: Desk) -> Package:
    return _without_a_page(d, "form-lacks-a-page-scanned", True)


# -- damage and danger --------------------------------------------------------------------------------------
def _streams(pdf: bytes, at: float, length: int, change: Callable[[int], int]) -> bytes:
    """Bytes changed at a share of the file, inside its largest stream."""
    start = int(len(pdf) * at)
    return pdf[:start] + bytes(map(change, pdf[start : start + length])) + pdf[start + length :]


def _broken(d: Desk, kind: str, made: bytes, checks: tuple[str, ...] = ("PDF-01",)) -> Package:
    return twin(d, kind, {"典型经验材料.pdf": a("experience", made)}, Told(checks, (("典型经验",),)))


@fault
def zeros_within_a_text_pdf(d: Desk) -> Package:
    return _broken(d, "zeros-within-a-text-pdf", _streams(d.text("experience"), 0.3, 4_000, lambda _: 0))


@fault
def flipped_bytes_within_a_text_pdf(d: Desk) -> Package:
    return _broken(d, "flipped-bytes-within-a-text-pdf", _streams(d.text("experience"), 0.45, 400, lambda byte: byte ^ 0x55))


@fault
def pdf_cut_short(d: Desk) -> Package:
    whole = d.text("experience")
    return _broken(d, "pdf-cut-short", whole[: int(len(whole) * 0.6)])


@fault
def pdf_with_a_password(d: Desk) -> Package:
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(d.text("experience"))), io.BytesIO()
    writer.encrypt("8888", "owner", algorithm="AES-256")
    writer.write(out)
    return _broken(d, "pdf-with-a-password", out.getvalue(), ("PDF-02",))


@fault
def archive_with_a_password(d: Desk) -> Package:
    return twin(d, "archive-with-a-password", {}, Told(("PACK-02",)), packing=Packing.RAR5_PASSWORD)


@fault
def archive_cut_short(d: Desk) -> Package:
    return twin(d, "archive-cut-short", {}, Told(("PACK-01",)), packing=Packing.ZIP_CUT)


@fault
def picture_called_pdf(d: Desk) -> Package:
    return twin(d, "picture-called-pdf", {ALL_PROOFS[0]: a("licence", d.jpg("licence"))}, Told(("PACK-04",), (("营业执照",),)))


@fault
def file_without_bytes(d: Desk) -> Package:
    return _broken(d, "file-without-bytes", b"", ("FILE-01",))


@fault
def word_with_macros(d: Desk) -> Package:
    return twin(d, "word-with-macros", {"证明材料/质量数据.docx": a("proof", a_docm())}, Told(("FILE-03",), (("质量数据",),)))


@fault
def program_among_the_files(d: Desk) -> Package:
    return twin(d, "program-among-the-files", {"证明材料/查看器.exe": File(b"MZ" + b"\0" * 400)}, Told(("FILE-02",), (("查看器",),)))


@fault
def script_in_disguise(d: Desk) -> Package:
    return twin(d, "script-in-disguise", {"证明材料/说明.pdf.bat": File(b"@echo off\r\n")}, Told(("FILE-02",), (("说明.pdf.bat",),)))


@fault
def page_upside_down(d: Desk) -> Package:
    pages = d.papers._scanner.careless(d.jpgs(d.text("experience"), "careless"), "careless")
    return _broken(d, "page-upside-down", jpeg_pdf(pages), ("PDF-03",))


@fault
def archive_with_a_locked_archive(d: Desk) -> Package:
    from app.demo.packing import zipped as _zipped  # the same zip, cut inside

    inner = _zipped({"检测报告.pdf": d.text("report")})
    return twin(d, "archive-with-a-locked-archive", {"证明材料/检测报告.zip": File(inner[: len(inner) // 2])}, Told(("PACK-01",), (("检测报告.zip",),)))


@fault
def form_with_a_script(d: Desk) -> Package:
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(d.text("report"))), io.BytesIO()
    script = pypdf.generic.DictionaryObject({
        pypdf.generic.NameObject("/S"): pypdf.generic.NameObject("/JavaScript"),
        pypdf.generic.NameObject("/JS"): pypdf.generic.TextStringObject("app.alert('1');"),
    })  # fmt: skip
    writer.root_object[pypdf.generic.NameObject("/OpenAction")] = script
    writer.write(out)
    return twin(d, "form-with-a-script", {"证明材料/检测报告.pdf": a("report", out.getvalue())}, Told(("PDF-04",), (("检测报告",),)))


@fault
def book_without_experience(d: Desk) -> Package:
    """整本 whose contents promise an experience that is not there."""
    pdf = d.form_pdf(cover=True)
    made, _ = joined(d.papers.stamped(pdf, form_seals(d.who, pdf)), d.text("licence"), d.text("audit"))
    count = page_count(pdf)
    whole = File(made, (("form", ((1, count),)), ("licence", ((count + 1, count + 1),)), ("audit", ((count + 2, page_count(made)),))))
    return twin(d, "book-without-experience", {"申报材料.pdf": whole}, Told(("MAT-02",), (("典型经验",),)), without=("申报书.pdf", "典型经验材料.pdf", *ALL_PROOFS))


__all__ = ["zipped"]
