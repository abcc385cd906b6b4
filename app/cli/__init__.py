"""The command line: the same program without a window. Its forms and exit codes are a contract."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import NoReturn

from app.errors import AppError, Cancelled

STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """0 nothing open · 1 findings · 2 wrong use or unreadable input · 3 could not work · 130 stopped."""
    from app.cli.parser import parse

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        options = parse(arguments)
        return int(options.run(options))
    except AppError as error:
        print(error.line(), file=sys.stderr)
        return error.exit_code
    except (KeyboardInterrupt, Cancelled):
        print("已停止；完成的部分都已保存，再次运行会接着做。", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        return STOPPED


def run() -> NoReturn:
    """The installed `baopan` command."""
    sys.exit(main())
