"""The engine is there with its models, reads, and asks no network for anything."""

from __future__ import annotations

import subprocess
import sys

from app.reading.ocr import engine
from tests.test_architecture import ROOT

OFFLINE = """
import sys
sys.addaudithook(lambda event, told: (_ for _ in ()).throw(SystemExit(f"asked: {event}")) if event in (
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request") else None)
from app.reading.ocr.engine import reads_itself
sys.exit(0 if reads_itself(lambda done, item: None) else "read nothing")
"""


def test_it_reads_without_asking_any_network() -> None:
    done = subprocess.run([sys.executable, "-c", OFFLINE], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr.strip()[-300:]) == (0, "")


def test_its_models_lie_beside_it() -> None:
    assert engine.has_ocr()
