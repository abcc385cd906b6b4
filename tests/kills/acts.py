"""The acts that are killed: what each starts from, what it does, what must be so after a kill and at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.batch.backup import back_up
from app.job import Job
from app.ledger import Ledger
from app.model.disc import DVD
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.amend.amending import amend
from app.receive.amend.files import Later
from app.receive.amend.plan import Amendment
from app.receive.answer import write_receipt
from app.receive.disc.record import held_record
from app.receive.exchange.files import attach, attached, damage_of, of_activity
from app.receive.intake import receive
from app.receive.standing.voiding import void
from app.receive.work import sweep
from app.send.collect import collect
from app.send.image import make_image
from app.send.stage import stage
from app.store.store import BatchStore
from app.writing.atomic import is_temporary
from tests.builders import a_7z, a_folder, a_pdf, a_zip
from tests.disc_batches import READY, TOML, a_ready_store, a_store, change, materials
from tests.hand_made import TWO, drafts_beside
from tests.receive.kills import told

DISC = "QLBG23_3701_01"


@dataclass(frozen=True, slots=True)
class Act:
    """`ready` makes what it starts from; `run` is killed and begun again. `amiss` tells what is wrong after a kill,
    `state` what at the end must be as if nothing had been. All are given the folder; `amiss` also a copy of it as
    it was at the beginning, and the state at the end of a run that nobody disturbed."""

    ready: Callable[[Path], object]
    run: Callable[[Path], object]
    amiss: Callable[[Path, Path, object], Iterator[str]]
    state: Callable[[Path], object]


def sums(folder: Path) -> dict[str, str]:
    """Path below → SHA-256; of a file alone, under its name."""
    files = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.is_file())
    above = folder.parent if folder.is_file() else folder
    return {path.relative_to(above).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def unfinished(place: Path) -> list[str]:
    return sorted(path.name for path in place.rglob("*") if is_temporary(path.name) or path.suffix in (".partial", ".old"))


# -- collect ---------------------------------------------------------------------------------------
def ready_to_collect(place: Path) -> None:
    (place / "in").mkdir(parents=True)
    a_zip(place / "in" / "山东甲一机械有限公司.zip", materials(1))
    a_folder(place / "in" / "济南乙二食品有限公司", materials(2, size=3_000_000))
    a_zip(place / "in" / "济南丙三化工有限公司.zip", materials(3), encoding="gbk")
    a_7z(place / "in" / "济南丁四制药有限公司.7z", materials(4))
    a_store(place / "batch").close()


def run_collect(place: Path) -> None:
    with BatchStore.open(place / "batch") as store, Sandbox(2) as sandbox:
        collect(store, "provincial", sorted((place / "in").iterdir()), sandbox=sandbox, job=Job())


def collect_amiss(place: Path, before: Path, calm: object) -> Iterator[str]:
    """A source is whole once it bears its name, be it known to the batch yet or not."""
    whole = [sums(path) for path in (place / "in").iterdir()]
    for source in (place / "batch" / "materials").iterdir():
        if not is_temporary(source.name) and next(sums(path) for path in source.iterdir()) not in whole:
            yield f"{source.name} is half a copy"
    with BatchStore.open(place / "batch") as store:
        yield from (f"{one.stored} is not there" for one in store.batch.sources.values() if not (store.folder / one.stored).exists())


def collected(place: Path) -> object:
    """But for the numbers: what was whole and not yet known is collected once more."""
    with BatchStore.open(place / "batch") as store:
        batch = store.batch
        sources = [(one.name, source) for one in batch.in_track("provincial") for source in batch.sources_of(one)]
        facts = [(name, replace(source, id="", stored=""), sums(store.folder / source.stored)) for name, source in sources]
    return facts, unfinished(place)


# -- stage: a disc takes the place of an older one -------------------------------------------------
def ready_to_stage(place: Path) -> None:
    with Sandbox(2) as sandbox, a_ready_store(place / "batch", sandbox, place / "in") as store:
        stage(store, READY, place / "out", DVD, sandbox, Job())
        change(store, "乙二", fields={"contact": "李强"})
        more = a_folder(place / "in" / "济南丁四公司", materials(4, size=3_000_000))
        collect(store, "provincial", [more], sandbox=sandbox, job=Job())


def run_stage(place: Path) -> None:
    with BatchStore.open(place / "batch") as store, Sandbox(2) as sandbox:
        stage(store, READY, place / "out", DVD, sandbox, Job())


def stage_amiss(place: Path, before: Path, calm: object) -> Iterator[str]:
    disc = sums(place / "out" / DISC)
    if disc and disc not in (sums(before / "out" / DISC), calm[0]):
        yield "half a disc bears the name"
    BatchStore.open(place / "batch").close()


def staged(place: Path) -> object:
    with BatchStore.open(place / "batch") as store:
        code = store.batch.stagings[DISC].check_code
    left = sorted(path.name for path in (place / "out").iterdir())
    packages = sorted(path.name for path in (place / "batch" / "work" / "packages").iterdir())
    return sums(place / "out" / DISC), code, left, packages, unfinished(place)


# -- image -----------------------------------------------------------------------------------------
def ready_for_an_image(place: Path) -> None:
    with Sandbox(2) as sandbox, a_ready_store(place / "batch", sandbox, place / "in") as store:
        stage(store, READY, place / "out", DVD, sandbox, Job())


def run_image(place: Path) -> None:
    with BatchStore.open(place / "batch") as store:
        make_image(store, store.batch.stagings[DISC], Job())


def image_amiss(place: Path, before: Path, calm: object) -> Iterator[str]:
    image = place / "out" / f"{DISC}.iso"
    if image.exists() and sums(image) != calm[0]:
        yield "half an image bears the name"


def imaged(place: Path) -> object:
    with BatchStore.open(place / "batch") as store:
        return sums(place / "out" / f"{DISC}.iso"), store.batch.stagings[DISC], unfinished(place)


# -- receive ---------------------------------------------------------------------------------------
def ready_to_receive(place: Path) -> None:
    ready_for_an_image(place)
    Ledger.create(place / "台账", TOML).close()


def run_receive(place: Path) -> None:
    with Ledger.open(place / "台账") as ledger, Sandbox(2) as sandbox:
        receive(ledger, place / "out" / DISC, sandbox=sandbox, job=Job())


def receive_amiss(place: Path, before: Path, calm: object) -> Iterator[str]:
    """A row has its files, and every one of them."""
    with Ledger.open(place / "台账") as ledger:
        got = told(ledger)
    if got["submissions"]:
        yield from (f"{what} is not what it will be" for what in ("discs", "files") if got[what] != calm[what])


def received(place: Path) -> object:
    with Ledger.open(place / "台账") as ledger:
        return told(ledger)


# -- backup ----------------------------------------------------------------------------------------
def run_backup(place: Path) -> None:
    with BatchStore.open(place / "batch") as store:
        made = back_up(store, place / "U盘", Job())
    if made.files != len(sums(made.folder)):
        raise RuntimeError("the counts do not add up")


def backup_amiss(place: Path, before: Path, calm: object) -> Iterator[str]:
    for copy in place.glob("U盘/*"):
        if not is_temporary(copy.name) and sums(copy) != calm[0]:
            yield f"{copy.name} is half a backup"


def backed_up(place: Path) -> object:
    copies = [sums(copy) for copy in place.glob("U盘/*")]
    return copies[0], all(copy == copies[0] for copy in copies), unfinished(place)


# -- amend, void: a registration put right, with files that came later ------------------------------
KEY = "2023-370200-1"
DAY_OF = date(2023, 8, 30)


def ready_to_amend(place: Path) -> None:
    """烟台's disc, registered as 青岛's; its receipt was issued."""
    drafts_beside(place / "盘")
    for number in range(3):
        (place / "补").mkdir(exist_ok=True)
        (place / "补" / f"证书{number}.pdf").write_bytes(a_pdf(1, f"paper {number}") + bytes(700_000))
    with Ledger.create(place / "台账", TOML) as ledger, Sandbox(2) as sandbox:
        qingdao = ledger.notice.region.sender_named("370200")
        receive(ledger, place / "盘", sender=qingdao, clerk="王", handed_in=DAY_OF, looks=False, sandbox=sandbox, job=Job())
        write_receipt(ledger, KEY, place / "答复", DAY_OF, "王")


def run_amend(place: Path) -> None:
    """Sender, clerk and files at once; what was amended before it was killed is not amended twice."""
    with Ledger.open(place / "台账") as ledger, Sandbox(2) as sandbox:
        if ledger.submission(KEY).clerk == "周敏":
            return
        later = Later(TWO, tuple(sorted((place / "补").iterdir())))
        wanted = Amendment(sender=ledger.notice.region.sender_named("370600"), clerk="周敏", later=later)
        amend(ledger, KEY, wanted, "李", sandbox, Job(), "当时选错了市")


def run_void(place: Path) -> None:
    with Ledger.open(place / "台账") as ledger:
        if ledger.submission(KEY).standing is not Standing.VOIDED:
            void(ledger, KEY, "误收了练习盘", "李")


def amend_amiss(place: Path, before: Path, calm: object) -> Iterator[str]:
    """It is what it was, or what it will be: rows, discs and history together."""
    with Ledger.open(before / "台账") as ledger:
        was = registration(ledger)
    with Ledger.open(place / "台账") as ledger:
        now = registration(ledger)
        lost = [d.folder for d in ledger.discs_of(KEY) if held_record(ledger.home_of(KEY, d), d) is None]
    if now not in (was, calm[1]):
        yield "half of it was done"
    yield from (f"{folder} has no record" for folder in lost)


def registration(ledger: Ledger) -> object:
    own = ("submissions", "table", "discs")
    return {name: told(ledger)[name] for name in own}, [(event.what, event.by) for event in ledger.events()]


def amended(place: Path) -> object:
    with Ledger.open(place / "台账") as ledger:
        sweep(ledger)
        return told(ledger), registration(ledger), unfinished(place / "台账" / "存放")


# -- attach: photographs beside an activity ---------------------------------------------------------
OWNER = of_activity(1)


def ready_to_attach(place: Path) -> None:
    for number in range(3):
        (place / "照片").mkdir(parents=True, exist_ok=True)
        (place / "照片" / f"会场{number}.jpg").write_bytes(bytes([number]) * 3_000_000)
    Ledger.create(place / "台账", TOML).close()


def run_attach(place: Path) -> None:
    with Ledger.open(place / "台账") as ledger:
        attach(ledger, OWNER, sorted((place / "照片").iterdir()), "李", Job())


def attach_amiss(place: Path, before: Path, calm: object) -> Iterator[str]:
    """A row has its file, whole; of several at once all are filed, or none."""
    with Ledger.open(place / "台账") as ledger:
        filed = attached(ledger, OWNER)
        yield from (f"{one.name}: {wrong}" for one in filed if (wrong := damage_of(ledger, one, Job())))
    if len(filed) not in (0, 3):
        yield "some of them were filed"


def filed(place: Path) -> object:
    with Ledger.open(place / "台账") as ledger:
        rows = [(one.stored, one.sha256, one.size) for one in attached(ledger, OWNER)]
    return rows, sums(place / "台账" / "存放"), unfinished(place)


ACTS = {
    "collect": Act(ready_to_collect, run_collect, collect_amiss, collected),
    "stage": Act(ready_to_stage, run_stage, stage_amiss, staged),
    "image": Act(ready_for_an_image, run_image, image_amiss, imaged),
    "receive": Act(ready_to_receive, run_receive, receive_amiss, received),
    "backup": Act(ready_for_an_image, run_backup, backup_amiss, backed_up),
    "amend": Act(ready_to_amend, run_amend, amend_amiss, amended),
    "void": Act(ready_to_amend, run_void, amend_amiss, amended),
    "attach": Act(ready_to_attach, run_attach, attach_amiss, filed),
}
