"""What nobody foresaw: into the log, then one sentence in Chinese; never a trace on the screen."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from app.errors import AppError
from ui.shell.ask import Ask

log = logging.getLogger("baopan")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_to(path: Path) -> None:
    """Three files of 1 MB; the oldest goes."""
    from logging.handlers import RotatingFileHandler  # brings sockets and pickle: once the window is up

    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


class CrashHandler(QObject):
    """One dialog at a time, on the window's thread, whatever thread it happened in."""

    _happened = Signal(str)

    def __init__(self, ask: Ask, log_path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask, self._log_path, self._telling = ask, log_path, False
        self._happened.connect(self._tell)

    def install(self) -> None:
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(_qt_says)

    def caught(self, kind: type[BaseException], error: BaseException | None,
               trace: TracebackType | None) -> None:
        """The hook: AppErrors that reached here are told as themselves."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        log.critical("unforeseen", exc_info=(kind, error or kind(), trace))
        if isinstance(error, AppError):
            self._ask.show_error(error)
        else:
            self._happened.emit(kind.__name__)

    def _tell(self, name: str) -> None:
        if self._telling:
            return
        self._telling = True
        try:
            self._ask.show_error(AppError(f"日志：{self._log_path}\n类型：{name}"))
        finally:
            self._telling = False


def _qt_says(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), "%s", text)
