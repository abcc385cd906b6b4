"""`python -m app`, the command line."""

from __future__ import annotations

import multiprocessing
import sys

from app.cli import main
from app.windows import settle

if __name__ == "__main__":
    multiprocessing.freeze_support()
    settle()
    sys.exit(main())
