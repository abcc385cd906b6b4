"""Prints one line a figure: what was asked, what was measured, and whether it holds."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench import children, disc, large, ledger, looks, packing, receive, scale, slow, start, window
from tests.bench.measure import Figure


def main() -> int:
    """0 when every figure holds, 1 when one does not."""
    benches: dict[str, Callable[[Path], Sequence[tuple[Any, ...]]]] = {
        "packing": packing.run, "start": start.run, "window": window.run, "busy": window.run_busy,
        "large": large.run, "children": children.run, "scale": scale.run, "disc": disc.run,
        "receive": receive.run, "looks": looks.run,
        "ledger": ledger.run, "slow": slow.run,
    }
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("which", nargs="*", help=f"{'、'.join(benches)}；不写则全部")
    parser.add_argument("--markdown", action="store_true", help="印成 README 里的表")
    parser.add_argument("--dvd", action="store_true", help="receive：一张 4.4 GB 的盘，不用 640 MB 的")
    asked = parser.parse_args()
    chosen = asked.which or list(benches)
    if asked.dvd:
        benches["receive"] = partial(receive.run, size=4_400_000_000)
    failed, line = 0, line_of
    if asked.markdown:
        print(HEAD)
        line = row_of
    for name in chosen:
        with tempfile.TemporaryDirectory(prefix="baopan-bench-") as folder:
            for told in benches[name](Path(folder)):
                figure = Figure(*told)
                failed += not figure.holds
                print(line(figure), flush=True)
    return 1 if failed else 0


def line_of(figure: Figure) -> str:
    """ok or MISS, what was asked, and what it was measured against."""
    sign, word = ("≥" if figure.at_least else "≤"), ("ok  " if figure.holds else "MISS")
    anchor = f"; {figure.anchor}" if figure.anchor else ""
    return f"{word} {figure.what}: {figure.value:.2f} (asked {sign} {figure.bound:g}{anchor})"


HEAD = "| | `make bench` | 实测 | 要求 | 对照 |\n|---|---|---|---|---|"


def row_of(figure: Figure) -> str:
    """The same as a row of a Markdown table."""
    sign, word = ("≥" if figure.at_least else "≤"), ("✓" if figure.holds else "未达到")
    cells = (word, figure.what, f"{figure.value:.2f}", f"{sign} {figure.bound:g}", figure.anchor)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
