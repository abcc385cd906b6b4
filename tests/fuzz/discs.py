"""Sound discs that tell something odd, every hash of theirs made right again: read as the province reads them."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.batch.verify import verify
from app.disc import bag
from app.disc.iso.write import write_image
from app.disc.submission_json import FILE
from app.errors import AppError
from app.job import Job
from app.ledger import Ledger
from app.model.disc import CD
from app.model.finding import Report, State
from app.reading.sandbox import Sandbox
from app.receive.intake import preview_disc, receive
from app.send.correct import correct, jumps
from app.send.stage import stage
from app.store.store import BatchStore
from tests.disc_batches import READY, TOML, a_ready_store
from tests.fuzz.damage import places
from tests.fuzz.seeds import _correction

DISC = "disc"
_SECONDS = 30.0  # of the processor, in this process; a disc takes a fraction of one
_TEXTS = (
    "", " ", ".", "..", "/", "\\", "C:", "~", "甲" * 65, "甲" * 900, "1" * 900, "1" * 5_000, "a" * 100_000, "\u202e甲", "甲\n乙",
    "甲\0乙", "CON", "𠮷", "%0A", "２０２３", "²", "data/../a", "data/" + "a/" * 400 + "b", "1e999", "=1+1", "-9" * 40, "inf",
)  # fmt: skip
_VALUES = (None, True, 0, -1, 1 << 70, 10**300, 1e308, 0.5, [], {}, [[]], {"x": 1}, *_TEXTS)
_RAW = ("1e999", "-1e999", "1" * 5_000, '"\\ud800"', "[" * 2_000 + "]" * 2_000, "1.5e-400", '"\\u0000"', "NaN")
_ENCODINGS = ("idna", "punycode", "utf-7", "utf-16", "utf-32", "rot13", "hex", "zlib", "undefined", "mbcs", "gb18030", "x" * 999)


@dataclass(frozen=True)
class DiscFuzz:
    """`folder` is scratch, for as long as it lives."""

    folder: Path
    sandbox: Sandbox
    disc: Path

    @staticmethod
    def made(folder: Path, sandbox: Sandbox) -> DiscFuzz:
        folder.mkdir()
        with a_ready_store(folder / "批次", sandbox, folder / "收到") as store:
            (staging,) = stage(store, READY, folder / "光盘", CD, sandbox, Job())
        return DiscFuzz(folder, sandbox, folder / "光盘" / staging.disc_id)

    def tried(self, chance: random.Random) -> str:
        """What escaped, or ""."""
        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            place = self._spoilt(Path(scratch), chance)
            began = time.process_time()
            try:
                self._read(place, Path(scratch))
            except AppError as error:
                if error.code == "E000":
                    return f"E000 {error.detail}"
            spent = time.process_time() - began
            return f"{spent:.0f} seconds of the processor" if spent > _SECONDS else ""

    def _spoilt(self, scratch: Path, chance: random.Random) -> Path:
        if chance.random() < 0.1:
            place = scratch / "补正.json"
            place.write_bytes(told_otherwise(_correction(), chance))
            return place
        place = scratch / "光盘"
        shutil.copytree(self.disc, place, copy_function=shutil.copyfile)
        for _ in range(chance.randint(1, 2)):
            chance.choice((_submission, _submission, _submission, _info, _manifest, _declaration))(place, chance)
        made_right(place)
        if chance.random() < 0.25:
            image = scratch / "光盘.iso"
            try:
                write_image(place, "FUZZ_01", image, Job())
            except AppError:
                return place  # what lies so cannot be made an image of by us
            if chance.random() < 0.7:
                _directory(image, chance)
            return image
        return place

    def _read(self, place: Path, scratch: Path) -> None:
        if place.suffix == ".json":
            with BatchStore.open(self.folder / "批次") as store:
                try:
                    correct(store, place)
                    jumps(store.batch, store.notice, Report())
                finally:
                    store.apply("重来", lambda batch: replace(batch, correction=None))
            return
        errors = []
        with Ledger.create(scratch / "台账", TOML) as ledger:
            for work in (
                lambda: verify(place, Job(), sandbox=self.sandbox),
                lambda: preview_disc(ledger, place, sandbox=self.sandbox, job=Job()).report,
                lambda: receive(ledger, place, looks=False, sandbox=self.sandbox, job=Job()).report,
            ):
                try:
                    told: Report = work()
                except AppError as error:
                    errors.append(error)
                    continue
                broken = [f"{outcome.check} is broken" for outcome in told.in_state(State.BROKEN)]
                assert not broken, broken
        for error in errors:
            if error.code == "E000":
                raise error


# -- what is told otherwise ------------------------------------------------------------------------
def told_otherwise(content: bytes, chance: random.Random) -> bytes:
    """JSON with one to three values that are odd, of the same kind or another, or gone."""
    told = json.loads(content)
    for here, key in places(told, chance):
        inner, way = here[key], chance.random()
        if way < 0.1:
            del here[key]
        elif way < 0.2:
            here[key] = f"\x01{chance.randrange(len(_RAW))}"
        elif way < 0.7 and isinstance(inner, str):
            here[key] = chance.choice((*_TEXTS, inner.upper(), f" {inner}", inner * 3))
        elif way < 0.8 and isinstance(inner, list):
            here[key] = inner * 40
        else:
            here[key] = chance.choice(_VALUES)
    made = json.dumps(told, ensure_ascii=False)
    for number, raw in enumerate(_RAW):
        made = made.replace(f'"\\u0001{number}"', raw)
    return made.encode("utf-8", "surrogatepass")


def _submission(place: Path, chance: random.Random) -> None:
    path = place / FILE
    try:
        path.write_bytes(told_otherwise(path.read_bytes(), chance))
    except (ValueError, RecursionError):
        return  # told otherwise before, and no JSON since


def _info(place: Path, chance: random.Random) -> None:
    def other(line: str) -> Iterable[str]:
        label = line.partition(":")[0]
        return (f"{label}: {chance.choice(_TEXTS)}", line, f" {chance.choice(_TEXTS)}", label, f"{label}: 99999 of 9", f":{line}")

    _lines(place / bag.INFO, chance, other)


def _manifest(place: Path, chance: random.Random) -> None:
    def other(line: str) -> Iterable[str]:
        digest, _, path = line.partition("  ")
        paths = (f"data/{chance.choice(_TEXTS)}", path.upper(), f"./{path}", f"{path}%0D", f"../{path}", path.replace("/", "//"))
        return (f"{digest}  {chance.choice(paths)}", f"{digest.upper()}  {path}", f"{digest} *{path}", f"{digest[:-1]}  {path}")

    _lines(place / bag.MANIFEST, chance, other)


def _declaration(place: Path, chance: random.Random) -> None:
    version = chance.choice(("1.0", "0.97", "0.93", "9" * 5_000 + ".0", "²", ""))
    (place / bag.DECLARATION).write_text(
        f"BagIt-Version: {version}\nTag-File-Character-Encoding: {chance.choice(_ENCODINGS)}\n", "utf-8"
    )


def _lines(path: Path, chance: random.Random, other: Callable[[str], Iterable[str]]) -> None:
    lines = path.read_text("utf-8", "surrogateescape").split("\n")
    at = chance.randrange(len(lines))
    lines[at : at + chance.randint(0, 1)] = [chance.choice(list(other(lines[at])))] * chance.choice((1, 1, 2, 300))
    path.write_text("\n".join(lines), "utf-8", "surrogatepass")


def _directory(image: Path, chance: random.Random) -> None:
    """A few bytes of its descriptors, path tables and directories; the files stay as they are."""
    with image.open("r+b") as file:
        length = min(image.stat().st_size, 80 * 2048)
        for _ in range(chance.randint(1, 6)):
            file.seek(chance.randrange(16 * 2048, length))
            file.write(chance.choice((b"\0", b"\xff", b"\x7f", chance.randbytes(2), chance.randbytes(8))))


def made_right(place: Path) -> None:
    """The digests in both lists, for whatever is there by now."""
    for name in (bag.MANIFEST, bag.TAG_MANIFEST):
        path = place / name
        lines = []
        for line in path.read_text("utf-8", "surrogateescape").split("\n"):
            digest, gap, told = line.partition("  ")
            with suppress(OSError, ValueError):  # a name that no system has
                if gap and told and len(digest) == 64 and ".." not in told and (place / told).is_file():
                    digest = hashlib.sha256((place / told).read_bytes()).hexdigest()
            lines.append(f"{digest}{gap}{told}")
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
