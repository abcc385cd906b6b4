"""The suite of kills works, and a few of each act go well; `make kills` does a thousand."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.paths import RESOURCES


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_few_kills_of_every_act_leave_all_right() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.kills", "8"], cwd=RESOURCES.parent, capture_output=True, text=True)
    assert done.returncode == 0 and "nothing wrong" in done.stdout, done.stdout + done.stderr
