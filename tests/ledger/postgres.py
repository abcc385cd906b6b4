"""A PostgreSQL of our own: without a network, in a folder of its own, gone afterwards."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

USER = "baopan"


def binaries() -> Path:
    """The newest that Debian has; a test that cannot have it fails: skipped is not green."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    assert found, "install what packaging/test-packages.txt names"
    return found[-1]


class Postgres:
    def __init__(self, sockets: Path) -> None:
        self._sockets, self._numbers = sockets, itertools.count(1)

    def address(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self._sockets}"

    def new_database(self) -> str:
        """The address of an empty one."""
        name = f"ledger{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.address(name)


@contextmanager
def postgres() -> Iterator[Postgres]:
    base = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    own: dict[str, Any] = {}
    if os.geteuid() == 0:  # it refuses to be root
        own = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
        shutil.chown(base, "nobody")
    data, log = base / "data", base / "log"
    server: subprocess.Popen[bytes] | None = None
    try:
        made: list[str | Path] = [binaries() / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(made, cwd=base, check=True, stdout=subprocess.DEVNULL, **own)
        settings = ("listen_addresses=", "fsync=off", "max_connections=60", "autovacuum=off", f"unix_socket_directories={base}")
        options = [word for each in settings for word in ("-c", each)]
        with log.open("wb") as told:
            server = subprocess.Popen([binaries() / "postgres", "-D", data, *options], cwd=base, stderr=told, stdout=told, **own)
        running = Postgres(base)
        until = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(running.address("postgres")).close()
                break
            except psycopg.OperationalError:
                assert server.poll() is None and time.monotonic() < until, log.read_text("utf-8", "replace")
                time.sleep(0.05)
        yield running
    finally:
        if server is not None:
            server.send_signal(2)  # sessions are ended, the files are whole
            with suppress(subprocess.TimeoutExpired):
                server.wait(20)
            if server.poll() is None:
                server.kill()
        shutil.rmtree(base, ignore_errors=True)
