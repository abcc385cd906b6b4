"""Fields out of a 申报书 or a 营业执照 that has text. Runs in a sandbox child."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.errors import os_errors
from app.model.documents.form import FormFacts
from app.model.documents.pages import WORD
from app.model.documents.part import Ranges
from app.model.source import Container, Member
from app.reading.containers import Report
from app.reading.forms.docx import NotReadable, docx_pieces
from app.reading.forms.fields import told_in
from app.reading.forms.labels import Labels
from app.reading.forms.ocr import PAGES, KnownLines, ocr_pieces
from app.reading.forms.office import as_docx
from app.reading.forms.pdf import pdf_pieces
from app.reading.forms.pieces import Piece
from app.reading.forms.title import title_of
from app.reading.limits import Limits
from app.reading.peek import peek

PICTURES = frozenset({"jpeg", "png", "tiff"})
OLD_WORD = frozenset({"doc", "wps"})
KINDS = PICTURES | frozenset(WORD) | {"pdf"}
_MOST_BYTES = 300_000_000
_FEW = 20  # signs: a page with fewer is a picture with a mark of the scanning program
_SCAN = "是扫描件，没有可读取的文字"
UNRECOGNISED = "是扫描件，没有识别"


def read_form(
    stored: Path, container: Container, member: Member, limits: Limits, report: Report, *, labels: Labels,
    pages: Ranges = (), recognises: bool = True, known: KnownLines | None = None,
) -> FormFacts:
    """What a member, or `pages` of it, says of the labelled fields. Raises Unreadable when it cannot be had
    whole. A scan is UNRECOGNISED unless `recognises`; pages whose lines are `known` are not recognised again.
    """  # fmt: skip
    if member.kind not in KINDS:
        return FormFacts(reason="不是能读取的文件类型")
    if member.size > _MOST_BYTES:
        return FormFacts(reason="文件太大，没有读取")
    if member.office and member.office.encrypted:
        return FormFacts(reason="有打开密码，没有读取；请企业去掉密码后补交")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = folder / "member"
        peek(stored, container, member, copy, limits, report)
        said = partial(report, 0, member.path)
        return read_fields(copy, member.kind, labels, folder, said, pages, recognises, known)


def read_fields(
    path: Path, kind: str, labels: Labels, folder: Path, report: Callable[[], None], pages: Ranges = (),
    recognises: bool = True, known: KnownLines | None = None,
) -> FormFacts:
    """`folder` is scratch. What cannot be read says why, in `reason`."""
    try:
        with os_errors(path):
            pieces = pieces_of(path, kind, folder, report, pages, PAGES if recognises else 0, known)
    except NotReadable as error:
        return FormFacts(reason=str(error))
    fields, empty = told_in(pieces, labels)
    title = title_of(pieces, labels)
    if fields:
        return FormFacts(fields, title=title, empty=empty)
    if not pieces and not recognises and (kind == "pdf" or kind in PICTURES):
        return FormFacts(reason=UNRECOGNISED)
    if not pieces:
        return FormFacts(reason=_SCAN if kind == "pdf" or kind in PICTURES else "没有文字")
    return FormFacts(reason="没有找到填写的栏目", title=title, empty=empty)


def pieces_of(
    path: Path, kind: str, folder: Path, report: Callable[[], None], pages: Ranges = (), most: int = PAGES,
    known: KnownLines | None = None,
) -> tuple[Piece, ...]:
    """Its words where they stand; pages of a PDF that have none are recognised, the first `most` of them,
    but for those whose lines are `known`.

    Raises NotReadable.
    """  # fmt: skip
    if kind in OLD_WORD:
        path, kind = as_docx(path, kind, folder), "docx"
    if kind == "docx":
        return docx_pieces(path)
    told = pdf_pieces(path, report, pages) if kind == "pdf" else ()
    signs = Counter(piece.page for piece in told for _ in piece.text)
    worded = {page for page, count in signs.items() if count >= _FEW}
    left = most - len(worded)
    seen = ocr_pieces(path, kind, report, pages, worded, left, known) if left > 0 else ()
    recognised = {piece.page for piece in seen}
    kept = (piece for piece in told if piece.page not in recognised)
    return tuple(sorted((*kept, *seen), key=lambda piece: piece.page))
