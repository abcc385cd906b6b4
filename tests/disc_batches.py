"""Real batches ready for a disc."""

from __future__ import annotations

import hashlib
import os
import random
from dataclasses import replace
from pathlib import Path

from app.demo.cast import TRACKS
from app.job import Job
from app.model.batch import Batch, Letter, Sender
from app.model.disc import DVD, Medium
from app.model.finding import Report
from app.notices.read import parse_notice
from app.paths import RESOURCES
from app.reading.sandbox import Sandbox
from app.send.collect import collect
from app.store.store import BatchStore
from tests.builders import a_folder, a_zip

TOML = (RESOURCES / "notices" / "2023.toml").read_bytes()
NOTICE = parse_notice(TOML)
JINAN = Sender("济南市工业和信息化局", "370100", "济南市", "王敏", "0531-66600000")
READY = Report()
DAY = "1692835200"  # 2023-08-24, for SOURCE_DATE_EPOCH


def noise(size: int, seed: int = 1) -> bytes:
    """What a scan looks like to a packer."""
    return random.Random(seed).randbytes(size)


def materials(seed: int = 1, size: int = 40_000) -> dict[str, bytes]:
    return {
        "申报书（盖章）.pdf": b"%PDF-1.4\n" + noise(size, seed),
        "典型经验材料.docx": "全面质量管理的做法与成效。".encode() * 3000,
        "证明材料/1 营业执照.jpg": b"\xff\xd8\xff\xe0" + noise(size // 2, seed + 100),
    }


def a_store(folder: Path, sender: Sender = JINAN) -> BatchStore:
    return BatchStore.create(folder, Batch(sender, "2023", "2023-08-20"), TOML)


def a_ready_store(folder: Path, sandbox: Sandbox, incoming: Path) -> BatchStore:
    """One enterprise passed through (national), one packed from a folder and one from a GBK zip (provincial)."""
    store = a_store(folder)
    incoming.mkdir(exist_ok=True)
    whole = a_zip(incoming / "山东甲一机械有限公司.zip", materials(1))
    loose = a_folder(incoming / "济南乙二食品有限公司", materials(2))
    for path in loose.rglob("*"):
        os.utime(path, (int(DAY), int(DAY)))  # times are part of a package
    old = a_zip(incoming / "济南丙三化工有限公司.zip", materials(3), encoding="gbk")
    collect(store, "national", [whole], sandbox=sandbox, job=Job())
    collect(store, "provincial", [loose, old], sandbox=sandbox, job=Job())
    for track in TRACKS:
        attach(store, track)
    return store


def attach(store: BatchStore, track: str) -> None:
    content = b"%PDF-1.4 sealed " + track.encode()
    stored = f"letters/{track}.pdf"
    (store.folder / "letters").mkdir(exist_ok=True)
    (store.folder / stored).write_bytes(content)
    letter = Letter(stored=stored, size=len(content), sha256=hashlib.sha256(content).hexdigest())
    store.apply("附上推荐文件", lambda batch: batch.with_letter(track, letter))


def by_name(batch: Batch, part: str):
    return next(e for e in batch.enterprises.values() if part in e.name)


def change(store: BatchStore, part: str, **values: object) -> None:
    store.apply("修改", lambda b: b.with_enterprise(replace(by_name(b, part), **values)))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def small(medium: Medium = DVD, usable: int = 100_000) -> Medium:
    return replace(medium, usable=usable)
