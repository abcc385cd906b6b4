"""What two readers say of a PDF, each held to a time."""

from __future__ import annotations

import ctypes
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any, BinaryIO

from app.model.source import PdfFacts
from app.reading.limits import Allowance, Limits
from app.reading.pdf.end import up_to_its_end
from app.reading.pdf.pages import PageFaults, acts_by_pdfium, acts_of_document, acts_of_page
from app.reading.pdf.streams import Damage
from app.reading.pdf.streams import look as look_at_streams

_READER_SECONDS = 8.0  # for any PDF, and more for a large one
_BYTES_A_SECOND = 20_000_000
_OPENING_SECONDS = 15.0  # at most: pypdf gives no sign of life while it opens, and a sandbox waits for one
_TEXT_PAGES, _TEXT_CHARS = 6, 4_000


class _TimedOut(BaseException):
    """Not an Exception: pypdf catches those in many places and would go on."""


def pdf_facts(
    file: BinaryIO, report: Callable[[], None], seconds: float = _READER_SECONDS,
    allowance: Allowance | None = None,
) -> PdfFacts:
    """`file` is seekable and is never read whole. `report` is called before each page.

    `seconds`: how long the second reader may take; `allowance`: for the pages of the first.
    """
    seen, acts, damage = PageFaults(), set[str](), Damage()
    allowance = allowance or Allowance(Limits().seconds)
    pdfium, pages, looked, bad, text = _by_pdfium(file, report, seen, acts, allowance)
    size = file.seek(0, os.SEEK_END)
    pypdf, counted = _by_pypdf(file, report, seconds + size / _BYTES_A_SECOND, acts, damage)
    facts = PdfFacts(
        pdfium, pypdf, pages or counted, bad, text, pdfium == "ok", unlooked=pages - looked,
        damaged=tuple(damage.pages), damaged_parts=tuple(sorted(damage.parts)), undecoded=damage.unread,
    )  # fmt: skip
    if not facts.examined:
        return replace(facts, acts=tuple(sorted(acts)))
    return replace(
        facts,
        blank=tuple(seen.blank), turned=tuple(seen.turned), coarse=tuple(seen.coarse), odd=tuple(seen.odd),
        acts=tuple(sorted(acts)),
    )  # fmt: skip


def _by_pdfium(
    file: BinaryIO, report: Callable[[], None], seen: PageFaults, acts: set[str], allowance: Allowance
) -> tuple[str, int, int, tuple[int, ...], str]:
    """(state, pages, how many of them were looked at, those that do not load, text)."""
    import pypdfium2 as pdfium

    file.seek(0)
    told = _Told(file, report)
    try:
        document = pdfium.PdfDocument(told)
    except pdfium.PdfiumError as error:
        told.go_on()
        return ("password" if "password" in str(error).lower() else "failed"), 0, 0, (), ""
    with closing(document):
        pages, looked, bad, text = len(document), 0, [], ""
        acts |= acts_by_pdfium(document)
        for number in range(pages):
            report()
            if number and allowance.is_spent:
                break
            looked += 1
            try:
                page = document[number]
            except pdfium.PdfiumError:
                bad.append(number + 1)
                continue
            if number < _TEXT_PAGES and len(text) < _TEXT_CHARS:
                text += _text_of(page)
            seen.look(page, number + 1)
            page.close()
        told.go_on()
        state = "ok" if len(bad) < looked else "failed"
        return state, pages, looked, tuple(bad), text[:_TEXT_CHARS].strip()


def _text_of(page: Any) -> str:
    """The page's text layer; "" where there is none."""
    import pypdfium2 as pdfium

    try:
        with closing(page.get_textpage()) as text_page:
            text = str(text_page.get_text_bounded())
    except pdfium.PdfiumError:
        return ""
    return "".join(char for char in text if char.isprintable() or char in "\n\t").strip() + "\n"


def _by_pypdf(
    file: BinaryIO, report: Callable[[], None], seconds: float, acts: set[str], damage: Damage
) -> tuple[str, int]:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    whole = up_to_its_end(file, report)
    if whole is None:
        return "failed", 0
    try:
        with _time_limit(min(seconds, _OPENING_SECONDS)):
            reader = pypdf.PdfReader(whole, strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                return "password", 0
            pages = len(reader.pages)
        with _time_limit(seconds):
            acts |= acts_of_document(reader.root_object)
            for page in reader.pages:
                report()
                page.get("/Resources")
                acts |= acts_of_page(page)
        _decode_all(reader, pages, report, seconds, damage)
        return ("ok" if pages else "failed"), pages
    except _TimedOut:
        return "stuck", 0
    except Exception:  # pypdf raises whatever its parser trips over
        return "failed", 0


def _decode_all(
    reader: Any, count: int, report: Callable[[], None], seconds: float, damage: Damage
) -> None:
    """What it cannot come to the end of is said in `damage`; the file is no worse for it."""
    try:
        with _time_limit(seconds):
            look_at_streams(reader.pages, count, report, damage)
    except (_TimedOut, Exception):  # MemoryError too, and what pypdf trips over in what is merely odd
        damage.unread = max(damage.unread, 1)


class _Told:
    """A file whose reader tells that it is alive: PDFium goes through a large damaged one for seconds.

    What `report` raises cannot pass through C: PDFium is told that the file ends, the caller hears it after.
    """

    def __init__(self, file: BinaryIO, report: Callable[[], None]) -> None:
        self._file, self._report = file, report
        self._ended: BaseException | None = None
        self.seek, self.tell, self.read = file.seek, file.tell, file.read

    def readinto(self, buffer: Any) -> int:
        try:
            self._report()
        except BaseException as ending:
            self._ended = ending
        return 0 if self._ended else self._file.readinto(buffer)  # type: ignore[attr-defined]

    def go_on(self) -> None:
        """Raises what `report` raised meanwhile."""
        if self._ended:
            raise self._ended


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raises _TimedOut in this thread when the block takes longer. Works for readers written in Python.

    signal.setitimer knows neither Windows nor threads. What hangs in C is the sandbox's to kill.
    """
    here = ctypes.c_ulong(threading.get_ident())
    lock, over = threading.Lock(), False

    def ring() -> None:
        with lock:
            if not over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(here, ctypes.py_object(_TimedOut))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()
