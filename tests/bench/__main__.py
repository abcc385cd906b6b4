"""Prints one line a figure: what was asked, what was measured, and whether it holds."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import disc, packing, scale, start, window


def main() -> int:
    """0 when every figure holds, 1 when one does not."""
    benches: dict[str, Callable[[Path], list[tuple[str, float, float, bool]]]] = {
        "packing": packing.run, "start": start.run, "window": window.run, "scale": scale.run,
        "disc": disc.run,
    }
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("which", nargs="*", help=f"{'、'.join(benches)}；不写则全部")
    chosen = parser.parse_args().which or list(benches)
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
