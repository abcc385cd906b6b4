"""Papers are seen as they will come out, and printed without any other program."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from tests.builders import a_pdf
from ui.shell import printing
from ui.shell.ask import Printed
from ui.shell.opening import opened_instead, print_or_open
from ui.shell.printing import PrintDialog

LONG = 60_000  # milliseconds: a child is started, pages are drawn at 300 dpi, on a busy machine


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    made = []
    for name, pages in (("登记表", 2), ("盘面", 1)):
        made.append(tmp_path / f"{name}.pdf")
        made[-1].write_bytes(a_pdf(pages=pages))
    return made


@pytest.fixture
def printed_to(monkeypatch, tmp_path: Path):
    """A printer that prints into a file."""
    out = tmp_path / "纸.pdf"

    def printer(name: str) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(out))
        return made

    monkeypatch.setattr(printing, "printers", lambda: ("办公室的打印机",))
    monkeypatch.setattr(printing, "printer_called", printer)
    return out


def shown(qtbot, papers: list[Path]) -> PrintDialog:
    dialog = PrintDialog(None, "打印交接材料", papers)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.page.image.isNull(), timeout=LONG)
    return dialog


def click(qtbot, button) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_all_pages_of_all_papers_come_out(qtbot, papers, printed_to) -> None:
    dialog = shown(qtbot, papers)
    click(qtbot, dialog.print)
    qtbot.waitUntil(lambda: dialog.result() == 1, timeout=LONG)
    sheets = PdfReader(printed_to).pages
    assert len(sheets) == 3 and all(sheet.images for sheet in sheets)


def test_pages_are_turned(qtbot, papers, printed_to) -> None:
    dialog = shown(qtbot, papers)
    assert dialog.place.text() == "第 1 页 共 3 页" and not dialog.back.isEnabled()
    for number in (2, 3):
        click(qtbot, dialog.on)
        qtbot.waitUntil(lambda wanted=number: dialog.place.text() == f"第 {wanted} 页 共 3 页", timeout=LONG)
    assert not dialog.on.isEnabled() and dialog.back.isEnabled()
    dialog.reject()


def test_a_printer_that_refuses_is_told_and_nothing_counts_as_printed(qtbot, papers, printed_to, monkeypatch) -> None:
    elsewhere = printing.printer_called("办公室的打印机")
    elsewhere.setOutputFileName("/没有这个/纸.pdf")
    monkeypatch.setattr(printing, "printer_called", lambda name: elsewhere)
    dialog = shown(qtbot, papers)
    click(qtbot, dialog.print)
    qtbot.waitUntil(lambda: "打印机没有接受" in dialog.told.text(), timeout=LONG)
    assert dialog.isVisible() and dialog.print.isEnabled()
    dialog.reject()


def test_where_there_is_no_printer_it_is_said(qtbot, papers, monkeypatch) -> None:
    monkeypatch.setattr(printing, "printers", lambda: ())
    dialog = shown(qtbot, papers)
    assert not dialog.print.isEnabled() and "没有找到打印机" in dialog.told.text()
    dialog.reject()


@pytest.mark.parametrize(("wanted", "counts", "opened"), [
    (Printed.PRINTED, True, 0), (Printed.OUTSIDE, True, 2), (Printed.NOT, False, 0),
])
def test_papers_count_once_they_are_printed_or_another_program_has_them(answers, papers, wanted, counts, opened) -> None:
    answers.printed = wanted
    with opened_instead() as taken:
        assert print_or_open("打印", papers, answers) is counts
    assert len(taken) == opened


def test_what_no_program_opens_does_not_count(answers, papers, monkeypatch) -> None:
    monkeypatch.setattr("ui.shell.opening.QDesktopServices.openUrl", lambda url: False)
    assert not print_or_open("打印", papers, answers)
    assert answers.told[0][0] == "没有能打开它的程序"


def test_closing_while_it_prints_waits_for_no_printer(qtbot, papers, printed_to, monkeypatch) -> None:
    """Of a printer that does not answer: what it was given is called off as soon as it does."""
    begun, answers, called_off = Event(), Event(), Event()

    def slow(papers, printer, sandbox, job) -> int:
        begun.set()
        answers.wait(LONG / 1000)
        try:
            job.check()
        finally:
            called_off.set()
        return 1

    monkeypatch.setattr(printing, "print_all", slow)
    dialog = shown(qtbot, papers)
    click(qtbot, dialog.print)
    assert begun.wait(LONG / 1000)
    dialog.reject()
    assert not dialog.isVisible() and not called_off.is_set()
    answers.set()
    assert called_off.wait(LONG / 1000) and dialog.result() == 0
