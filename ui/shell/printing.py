"""Print: the pages seen as they will come out, a printer, how many copies; no other program is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QCloseEvent, QImage, QPageLayout, QPageSize, QPainter, QPaintEvent
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QComboBox, QDialog, QSpinBox, QWidget

from app.errors import AppError, PrinterRefused
from app.job import Job
from app.reading.limits import Limits
from app.reading.peek import page_count, render_page
from app.reading.sandbox import Sandbox
from ui import theme
from ui.shell.runner import Latest, Runner
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import plain_button, primary_button, quiet_button
from ui.widgets.labels import PlainLabel

_SHOWN, _PRINTED = 900, 2480  # pixels across a page: on the screen; A4 at 300 dpi
_NO_PRINTER = "没有找到打印机。装好打印机再来，或用其他软件打开、拷到别的电脑上打印。"


@dataclass(frozen=True)
class Sheet:
    """One page of all papers together; numbers from 1."""

    image: QImage
    number: int
    count: int


def printers() -> tuple[str, ...]:
    """The default one first."""
    names, usual = list(QPrinterInfo.availablePrinterNames()), QPrinterInfo.defaultPrinterName()
    return tuple(sorted(names, key=lambda name: name != usual))


def printer_called(name: str) -> QPrinter:
    return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)


def sheet_of(papers: Sequence[Path], number: int, width: int, sandbox: Sandbox, job: Job) -> Sheet:
    """Raises AppError, SandboxError."""
    counts = [sandbox.call(page_count, paper, job=job, limits=Limits()) for paper in papers]
    at, left = 0, min(max(number, 1), max(sum(counts), 1))
    number = left
    while at < len(papers) - 1 and left > counts[at]:
        left -= counts[at]
        at += 1
    wide, high, rgb = sandbox.call(render_page, papers[at], left, width, job=job, limits=Limits())
    return Sheet(QImage(rgb, wide, high, wide * 3, QImage.Format.Format_RGB888).copy(), number, sum(counts))


def print_all(papers: Sequence[Path], printer: QPrinter, sandbox: Sandbox, job: Job) -> int:
    """How many pages were handed to the printer. Raises PrinterRefused, Cancelled, AppError, SandboxError."""
    printer.setFullPage(True)
    painter, number, count = QPainter(), 1, 1
    try:
        while number <= count:
            sheet = sheet_of(papers, number, _PRINTED, sandbox, job)
            count = sheet.count
            job.at((number - 1) / count, "正在打印", f"第 {number} 页 共 {count} 页")
            _lay_paper(printer, sheet.image)
            if not (painter.begin(printer) if number == 1 else printer.newPage()):
                raise PrinterRefused(printer.printerName())
            paper = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
            painter.drawImage(_fitted(sheet.image.size(), paper.size()), sheet.image)
            number += 1
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    if printer.printerState() is QPrinter.PrinterState.Error:
        raise PrinterRefused(printer.printerName())
    return count


def _lay_paper(printer: QPrinter, image: QImage) -> None:
    is_wide = image.width() > image.height()
    way = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(way)


def _fitted(size: QSize, room: QSize) -> QRect:
    """As large as it can be, in the middle."""
    shown = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(QPoint((room.width() - shown.width()) // 2, (room.height() - shown.height()) // 2), shown)


class _Page(QWidget):
    """A sheet of paper on the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setMinimumSize(260, 300)
        self.setAccessibleName("要打印的页")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.LINE)
        if not self.image.isNull():
            place = _fitted(self.image.size(), self.size() - QSize(32, 32)).translated(16, 16)
            painter.drawImage(place, self.image)


class PrintDialog(QDialog):
    """`outside`: a person would rather have another program open it. Done with 1 once it was printed."""

    OUTSIDE = 2

    def __init__(self, parent: QWidget | None, title: str, papers: Sequence[Path]) -> None:
        super().__init__(parent)
        self._papers, self._sandbox = tuple(papers), Sandbox(1)
        self._number = 1
        self.setWindowTitle(title)
        self.resize(820, 600)
        self.page = _Page()
        self.printer = QComboBox()
        self.printer.addItems(printers())
        self.printer.setAccessibleName("打印机")
        self.printer.setEnabled(self.printer.count() > 0)
        self.copies = QSpinBox()
        self.copies.setRange(1, 99)
        self.copies.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.copies.setAccessibleName("份数")
        self.back = quiet_button("上一页", lambda: self._turn(-1))
        self.on = quiet_button("下一页", lambda: self._turn(1))
        self.place = PlainLabel("", "muted")
        self.told = PlainLabel("" if self.printer.count() else _NO_PRINTER, "amber", wrap=True)
        self.print = primary_button("打印", self._print)
        self._lay_out(title)
        self._looking, self._printing = Latest(parent=self), Runner(parent=self)
        self._looking.ready.connect(self._show)
        self._looking.failed.connect(self._say)
        self._printing.done.connect(lambda _: self.done(1))
        self._printing.failed.connect(self._say)
        self._printing.cancelled.connect(self._show_state)
        self._show_state()
        self._turn(0)

    def _lay_out(self, title: str) -> None:
        names = PlainLabel("、".join(paper.name for paper in self._papers), "muted", wrap=True)
        turning = across(None, self.back, self.place, self.on, None, gap=8)
        side = laid(down(
            PlainLabel(title, pixels=15, bold=True, wrap=True), names, 8,
            PlainLabel("打印机", "muted"), self.printer, PlainLabel("份数", "muted"), self.copies, self.told,
            None, self.print, plain_button("用其他软件打开", lambda: self.done(self.OUTSIDE)),
            plain_button("取消", self.reject), gap=8,
        ))  # fmt: skip
        side.setFixedWidth(230)
        across(laid(down((self.page, 1), turning, gap=6)), side, on=self, margins=(16, 16, 16, 16), gap=16)

    def _turn(self, step: int) -> None:
        papers, number, sandbox = self._papers, self._number + step, self._sandbox
        self._looking.ask(lambda job: sheet_of(papers, number, _SHOWN, sandbox, job))

    def _show(self, sheet: Sheet) -> None:
        self._number = sheet.number
        self.page.image = sheet.image
        self.page.update()
        self.place.setText(f"第 {sheet.number} 页 共 {sheet.count} 页")
        self.back.setEnabled(sheet.number > 1)
        self.on.setEnabled(sheet.number < sheet.count)

    def _print(self) -> None:
        printer = printer_called(self.printer.currentText())
        printer.setCopyCount(self.copies.value())
        printer.setDocName(self._papers[0].stem)
        papers, sandbox = self._papers, self._sandbox
        self._printing.start(lambda job: print_all(papers, printer, sandbox, job))
        self._show_state()

    def _show_state(self) -> None:
        is_busy = self._printing.busy
        self.print.setEnabled(not is_busy and self.printer.count() > 0)
        self.print.setText("正在打印…" if is_busy else "打印")

    def _say(self, error: AppError) -> None:
        self.told.setText(f"{error.title}：{error.advice}")
        self._show_state()

    def done(self, result: int) -> None:
        self._end()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._end()
        super().closeEvent(event)

    def _end(self) -> None:
        """Closed at once: a printer may take long to let go of what it was given."""
        self._looking.leave()
        self._printing.leave()
        self._sandbox.close()


