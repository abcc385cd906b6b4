"""What every test stands on: a home of its own, any order (`--shuffle SEED`), the samples made once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from app.batch import form_facts, looking, page_findings, seal_names
from app.demo import Campaign, make_demo
from app.demo.province import ProvinceCampaign, make_province_demo
from app.errors import AppError
from app.reading.ocr import engine
from app.reading.sandbox import Sandbox
from app.receive.hand import heads
from app.receive.intake import Received
from tests import kept

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController  # type: ignore[import-untyped]

# How fast examples are made tells how busy the machine is.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# Where a program is told that its user's files are.
_HOMES = (
    "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
    "XDG_STATE_HOME", "XDG_DOCUMENTS_DIR",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shuffle", type=int, metavar="SEED", help="modules in random order, and tests within each")


class OneWorkerAModule(LoadScopeScheduling):  # type: ignore[misc]
    """Tests of a module that makes something once go to one worker, all others to whichever is free.

    (The marks that xdist 3.8 has for this are lost with pytest 9.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)

    def add_node_collection(self, node: WorkerController, collection: Sequence[str]) -> None:
        super().add_node_collection(node, collection)
        self.registered_collections[node] = Places(collection)

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """What is done is forgotten: all that a worker ever had is gone through after each of its tests."""
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][scope].values()):
            del self.assigned_work[node][scope]


class Places(list[str]):
    """Where each of many names stands is asked again and again; none is there twice."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self._at = {name: at for at, name in enumerate(names)}

    def index(self, name: str, *_: Any) -> int:  # type: ignore[override]
        return self._at[name]


@cache
def unit_of(nodeid: str) -> str:
    """What goes to one worker as a whole."""
    module = nodeid.partition("::")[0]
    return module if _makes_once(module) else nodeid


@cache
def _makes_once(module: str) -> bool:
    text = (Path(__file__).parent.parent / module).read_text("utf-8")
    return 'scope="module"' in text or "mark.one_worker" in text


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    config.option.loadscopereorder = False  # `in_turn` tells the order
    return OneWorkerAModule(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no worker is left with it; the workers agree on the order.

    Shuffled, tests of one module stay together.
    """
    seed = config.getoption("--shuffle")
    if seed is None:
        items[:] = in_turn(items)
        return
    chance = random.Random(seed)
    by_module: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_module.setdefault(item.nodeid.partition("::")[0], []).append(item)
    modules = list(by_module.values())
    chance.shuffle(modules)
    for own in modules:
        chance.shuffle(own)
    items[:] = [item for own in modules for item in own]


# The samples that take longest to make, and all of them.
_LONG_MADE, _SAMPLES = ("received_province", "clean_batch"), {"campaign", "province", "received_province", "clean_batch"}


def in_turn(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Who makes a sample, each worker another; what is long; what goes to one worker as a whole, the largest
    first; who uses a sample, which is made by then: two who come together wait for each other; the rest.
    """
    units: dict[str, list[pytest.Item]] = {}
    for item in items:
        units.setdefault(unit_of(item.nodeid), []).append(item)
    wants = {unit: {name for item in own for name in item.fixturenames} for unit, own in units.items()}  # type: ignore[attr-defined]
    makers = {next((unit for unit in units if sample in wants[unit]), "") for sample in _LONG_MADE}

    def turn(unit: str) -> tuple[int, int]:
        if unit in makers:
            return 0, 0
        if any(item.get_closest_marker("long") for item in units[unit]):
            return 1, 0
        if wants[unit] & _SAMPLES:
            return 3, 0
        return (2, -len(units[unit])) if len(units[unit]) > 1 else (4, 0)

    return [item for unit in sorted(units, key=turn) for item in units[unit]]


def live_in(home: Path, patch: pytest.MonkeyPatch) -> None:
    """Whoever looks for the user's files finds them there."""
    for name in _HOMES:
        patch.setenv(name, str(home))


_RECOGNISING = {name: getattr(looking, name) for name in ("recognise_pages", "unrecognised", "read_forms", "unread")}


@pytest.fixture(scope="session", autouse=True)
def without_recognition() -> Iterator[None]:
    """Behind the window and in the command line nothing is recognised, which takes seconds a page: neither
    pages and forms that are pictures nor the names in seals.
    """
    read_forms, unread = _RECOGNISING["read_forms"], _RECOGNISING["unread"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looking, "recognise_pages", lambda *_, **__: 0)
        patch.setattr(looking, "unrecognised", lambda *_: False)
        for module in (looking, form_facts):  # also for the command that reads forms alone
            patch.setattr(module, "read_forms", lambda *given, **_: read_forms(*given, recognises=False))
        patch.setattr(looking, "unread", lambda *given, **_: unread(*given, recognises=False))
        for module in (seal_names, heads):
            patch.setattr(module, "engine", SimpleNamespace(**vars(engine) | {"has_ocr": lambda: False}))
        yield


@pytest.fixture
def with_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, real in _RECOGNISING.items():
        monkeypatch.setattr(looking, name, real)
    monkeypatch.setattr(form_facts, "read_forms", _RECOGNISING["read_forms"])
    for module in (seal_names, heads):
        monkeypatch.setattr(module, "engine", engine)


@pytest.fixture(scope="session", autouse=True)
def _no_test_is_at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For what is made once, and for children that outlive a test."""
    with pytest.MonkeyPatch.context() as patch:
        live_in(tmp_path_factory.mktemp("home"), patch)
        yield


@pytest.fixture(scope="session")
def unused_homes() -> list[Path]:
    """The one that the last test left as it found it: thousands leave nothing."""
    return []


@pytest.fixture(autouse=True)
def user_home(
    _no_test_is_at_home: None, unused_homes: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """An empty home of this test alone: none finds what another left."""
    home = unused_homes.pop() if unused_homes else tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        live_in(home, patch)
        yield home
    if not any(home.iterdir()):
        unused_homes.append(home)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2) as box:
        yield box


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder of this run that all its workers see."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def campaign(shared: Path) -> Campaign:
    """The whole sample campaign, made once; what is to be changed must be copied first."""
    return kept.made_once(shared / "样例", make_demo)


@pytest.fixture(scope="session")
def province(shared: Path) -> ProvinceCampaign:
    """The discs of all cities, made once; what is to be changed must be copied first."""
    return kept.made_once(shared / "各市光盘", make_province_demo)


@pytest.fixture(scope="session")
def received_province(shared: Path, province: ProvinceCampaign) -> tuple[Path, dict[str, Received | AppError]]:
    """The ledger of all cities' discs, to be copied, and what came of each disc."""
    from tests.receive.ledgers import all_received

    folder = shared / "各市的台账"
    return folder, kept.made_once(folder, lambda ledger: all_received(ledger, province))


@pytest.fixture(scope="session")
def clean_batch(shared: Path, campaign: Campaign) -> Path:
    """The batch of the sample whose every look is decided and whose letters are sealed; to be copied."""
    from tests.road import to_clean_batch

    folder = shared / "可制盘的批次"
    kept.made_once(folder, lambda batch: to_clean_batch(campaign, batch))
    return folder


# What goes the whole way, where single readers are no matter of doubt.
_ALL_THE_WAY = ("cli", "demo", "receive", "send", "ui")


def pytest_runtest_setup(item: pytest.Item) -> None:
    room = item.path.relative_to(Path(__file__).parent).parts[0]
    kept.is_on = room in _ALL_THE_WAY and item.get_closest_marker("own_children") is None


@pytest.fixture(scope="session")
def seen_before(shared: Path) -> Path:
    """Where is kept what was seen on scans."""
    folder = shared / "seen"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _kept(seen_before: Path) -> Iterator[None]:
    children, sights = kept.Children(), kept.Sights(seen_before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sandbox, "_take", lambda box: children.taken(box))
        patch.setattr(Sandbox, "close", lambda box: children.closed(box))
        patch.setattr(page_findings, "_seen", sights.seen)
        yield
    children.ended()
