"""How long a built program takes to its first paint: `python -m release.start FOLDER`.

Warm: all it reads is in memory. Cold: nothing is; what it then reads from the disk (counted by the system) is
reckoned at the 100 MB/s of an old office disk and added to what a warm start takes, as if the two never
overlapped. Offscreen unless DISPLAY is set. Ends with 1 where the promised times are missed.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

COLD, WARM = 2.0, 0.6  # seconds that are promised
_SPEED = 100e6  # bytes a second
_BLOCK = 512  # bytes of what the system counts in


def warm(folder: Path, runs: int = 5) -> float:
    """Seconds, the best of them: others may be at work on the machine."""
    _run(folder)
    return min(_run(folder)[0] for _ in range(runs))


def cold(folder: Path) -> tuple[float, float]:
    """Seconds reckoned at the slow disk, and the bytes read from it."""
    forget(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    _, read = _run(folder)
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


def _run(folder: Path) -> tuple[float, float]:
    """Seconds to the first paint and its end; bytes that came from the disk."""
    environment = {"QT_QPA_PLATFORM": "xcb" if os.environ.get("DISPLAY") else "offscreen", **os.environ}
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_inblock
    start = time.perf_counter()
    subprocess.run([folder / "baopan", "--first-paint"], env=environment, check=True, timeout=120)
    seconds = time.perf_counter() - start
    return seconds, (resource.getrusage(resource.RUSAGE_CHILDREN).ru_inblock - before) * _BLOCK


def main(folder: Path) -> int:
    first, read = cold(folder)
    again = warm(folder)
    print(f"cold {first:.2f} s ({read / 1e6:.0f} MB at {_SPEED / 1e6:.0f} MB/s); warm {again:.2f} s")
    return 0 if first <= COLD and again <= WARM else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
