"""Start the window: python -m ui"""

from __future__ import annotations

import sys

from app.windows import settle


def main() -> int:
    if "--bare-paint" in sys.argv:
        from ui.bare import main as bare

        return bare()
    settle()
    from ui.start import main as start

    return start()


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # a built program is its reading children too: they need no Qt
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main())
