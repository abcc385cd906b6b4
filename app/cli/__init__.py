"""The command line: the same program without a window. Its forms and exit codes are a contract."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from app import clock
from app.cli.terminal import complain
from app.errors import AppError, Cancelled
from app.wording import visible

STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """0 nothing open · 1 findings · 2 wrong use or unreadable input · 3 could not work · 130 stopped."""
    from app.cli.parser import parse
    from app.reading.scratch import sweep_soon

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.getLogger().addHandler(logging.NullHandler())
    sweep_soon()
    try:
        options = parse(arguments)
        return int(options.run(options) or 0)
    except AppError as error:
        complain(error.line())
        return error.exit_code
    except (KeyboardInterrupt, Cancelled):
        complain("已停止；完成的部分都已保存，再次运行会接着做。")
        return STOPPED
    except BrokenPipeError:
        return STOPPED
    except Exception:  # the last place: a clerk sees one line, the trace goes to the log
        return _unforeseen()


def _unforeseen() -> int:
    from app.paths import log_file

    path = log_file()
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{clock.now().isoformat()} {visible(traceback.format_exc())}\n")
    complain(AppError(f"日志：{path}").line())
    return AppError.exit_code


def run() -> NoReturn:
    """The installed `baopan` command."""
    sys.exit(main())
