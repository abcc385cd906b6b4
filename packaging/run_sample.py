"""`make run`: the sample campaign through the window, on this screen or on a virtual one; results in OUT."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(out: Path) -> int:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    seen = has_screen()
    with screen(seen) as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "" if seen else "xcb"}
        command = [sys.executable, "-m", "tests.tour", str(out), *(["--watched"] if seen else [])]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    disc = next(path for path in (out / "光盘").iterdir() if path.is_dir())
    verified = subprocess.run([sys.executable, "-m", "app", "verify", str(disc)], cwd=ROOT)
    print(f"光盘目录：{disc}\n每一页的截图：{out / '截图'}")
    return verified.returncode


def has_screen() -> bool:
    return os.name == "nt" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def screen(seen: bool) -> Iterator[str]:
    """The name of the display: the one that is there, or a virtual 1366×768 one for as long as needed."""
    if seen:
        yield os.environ.get("DISPLAY", "")
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
