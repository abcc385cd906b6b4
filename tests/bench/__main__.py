"""Prints one line a figure: what was asked, what was measured, and whether it holds."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench import disc, ledger, looks, packing, receive, scale, start, window


def main() -> int:
    """0 when every figure holds, 1 when one does not."""
    benches: dict[str, Callable[[Path], list[tuple[str, float, float, bool]]]] = {
        "packing": packing.run, "start": start.run, "window": window.run, "scale": scale.run,
        "disc": disc.run, "receive": receive.run, "looks": looks.run, "ledger": ledger.run,
    }
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("which", nargs="*", help=f"{'、'.join(benches)}；不写则全部")
    parser.add_argument("--dvd", action="store_true", help="receive：一张 4.4 GB 的盘，不用 640 MB 的")
    told = parser.parse_args()
    chosen = told.which or list(benches)
    if told.dvd:
        benches["receive"] = partial(receive.run, size=4_400_000_000)
    failed = 0
    for name in chosen:
        with tempfile.TemporaryDirectory(prefix="baopan-bench-") as folder:
            for what, value, bound, at_least in benches[name](Path(folder)):
                holds = value >= bound if at_least else value <= bound
                failed += not holds
                sign, word = ("≥" if at_least else "≤"), ("ok  " if holds else "MISS")
                print(f"{word} {what}: {value:.2f} (asked {sign} {bound:g})", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
