"""Several pieces of one job, two at a time: as many as the sandbox has children."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def side_by_side(work: Callable[[int], object], count: int) -> None:
    """`work(0)` … `work(count - 1)`; the first that fails keeps those not yet begun from beginning."""
    with ThreadPoolExecutor(2, thread_name_prefix="beside") as workers:
        futures = [workers.submit(work, number) for number in range(count)]
        try:
            for future in futures:
                future.result()
        except BaseException:
            for future in futures:
                future.cancel()
            raise
