"""Prints one line a figure: what was asked, what was measured, and whether it holds."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench import children, disc, large, ledger, looks, packing, receive, scale, slow, start, window
from tests.bench.measure import Figure
from tests.bench.table import table_of

_DVD = 4_400_000_000  # bytes


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
    parser.add_argument("--markdown", action="store_true", help="最后印成 README 里的表")
    parser.add_argument("--dvd", action="store_true", help="receive、packing：4.4 GB 的内容，不用 640 MB 的")
    asked = parser.parse_args()
    chosen = asked.which or list(benches)
    if asked.dvd:
        benches["receive"] = partial(receive.run, size=_DVD)
        benches["packing"] = partial(packing.run, size=_DVD)
    figures: list[Figure] = []
    for name in chosen:
        begin = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="baopan-bench-") as folder:
            for told in benches[name](Path(folder)):
                figures.append(Figure(*told))
                print(line_of(figures[-1]), flush=True)
        print(f"     {name} took {time.perf_counter() - begin:.0f} s", flush=True)
    if asked.markdown:
        print(table_of(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def line_of(figure: Figure) -> str:
    """ok or MISS, what was asked, and what it was measured against."""
    word = "ok  " if figure.holds else "MISS"
    anchor = f"; {figure.anchor}" if figure.anchor else ""
    return f"{word} {figure.what}: {figure.value:.2f} (asked {figure.asked}{anchor})"


if __name__ == "__main__":
    sys.exit(main())
