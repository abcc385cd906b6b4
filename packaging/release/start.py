"""How long a built program takes to its first paint: `python -m release.start FOLDER`.

Warm: all it reads is in memory. Cold: nothing is; what it then reads from the disk (counted by the system) is
reckoned at the 100 MB/s of an old office disk and added to what a warm start takes, as if the two never
overlapped. What the processor took is told beside, which others at work on the machine change little.
Offscreen unless DISPLAY is set. Ends with 1 where the promised times are missed.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

COLD, WARM = 2.0, 0.6  # seconds that are promised
_SPEED = 100e6  # bytes a second
_BLOCK = 512  # bytes of what the system counts in


def warm(folder: Path, runs: int = 5) -> float:
    """Seconds, the best of them: others may be at work on the machine."""
    _run(folder)
    return min(_run(folder).seconds for _ in range(runs))


def cold(folder: Path) -> tuple[float, float]:
    """Seconds reckoned at the slow disk, and the bytes read from it."""
    forget(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    read = _run(folder).read
    return reckoned(warm(folder), read), read


def reckoned(seconds: float, read: float) -> float:
    """Of what a start takes without the disk, and of the bytes it reads."""
    return seconds + read / _SPEED


def forget(files: Iterable[Path]) -> None:
    """What the system holds of these in memory is let go."""
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds to the first paint and its end, those of the processor in it; bytes that came from the disk."""

    seconds: float
    processor: float
    read: float


def _run(folder: Path) -> Start:
    environment = {"QT_QPA_PLATFORM": "xcb" if os.environ.get("DISPLAY") else "offscreen", **os.environ}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([folder / "baopan", "--first-paint"], env=environment, check=True, timeout=120)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Start(seconds, processor, (after.ru_inblock - before.ru_inblock) * _BLOCK)


def main(folder: Path) -> int:
    first, read = cold(folder)
    again = warm(folder)
    processor = min(_run(folder).processor for _ in range(3))
    print(f"cold {first:.2f} s ({read / 1e6:.0f} MB at {_SPEED / 1e6:.0f} MB/s)")
    print(f"warm {again:.2f} s, of it the processor {processor:.2f} s")
    return 0 if first <= COLD and again <= WARM else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
