"""Scan-like content of a stated size, and a clean batch made of it by the product itself."""

from __future__ import annotations

import dataclasses
import io
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

from app import clock
from app.batch import edit
from app.checks import check_batch
from app.demo.cast import sender_named
from app.errors import NotReady
from app.job import Job
from app.model.batch import Batch, Verdict
from app.model.finding import Finding, Grade, Report
from app.notices.read import load_notice
from app.reading.sandbox import Sandbox
from app.send.collect import collect
from app.send.letter import attach_letter
from app.store.store import BatchStore

_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_PROOFS = ("营业执照", "审计报告", "承诺书")
_NAMES = ("申报书.pdf", "典型经验材料.pdf", *(f"证明材料/{name}.pdf" for name in _PROOFS))
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def scan_pdf(size: int, seed: int) -> bytes:
    """A one-page PDF around `size` bytes of JPEG-like noise: it does not shrink, as scans do not."""
    noise = _jpeg_head() + random.Random(seed).randbytes(size).replace(b"\xff", b"\xfe") + b"\xff\xd9"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>>>",
        b"<</Type/XObject/Subtype/Image/Width 1240/Height 1754/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream" % (len(noise), noise),
    ]
    made, places = bytearray(b"%PDF-1.5\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(made)


@cache
def _jpeg_head() -> bytes:
    """Of a picture of that size, as far as its coded data."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(out, "JPEG")
    whole = out.getvalue()
    start = whole.index(b"\xff\xda")
    return whole[: start + 2 + int.from_bytes(whole[start + 2 : start + 4], "big")]


def credit_code(number: int) -> str:
    """A valid 统一社会信用代码 of 济南 (GB 32100-2015): both check digits right."""
    body = f"{number:08d}"
    c9 = (11 - sum(int(d) * w for d, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))) % 11
    code = f"91370100{body}{'X' if c9 == 10 else c9}"
    total = sum(_ALPHABET.index(c) * w for c, w in zip(code, _WEIGHTS, strict=True))
    return code + _ALPHABET[(31 - total % 31) % 31]


def names(count: int) -> list[str]:
    """Form, experience, proofs, and as many certificates as it takes."""
    return [*_NAMES, *(f"证明材料/证书{n:03d}.pdf" for n in range(max(0, count - len(_NAMES))))][:count]


def packages(folder: Path, enterprises: int, files_each: int, bytes_each: int) -> list[Path]:
    """A folder an enterprise: form, experience and proofs that together weigh `bytes_each`."""
    made = []
    size = max(1000, bytes_each // files_each)
    for number in range(1, enterprises + 1):
        home = folder / f"济南第{number:04d}精密机械有限公司"
        (home / "证明材料").mkdir(parents=True)
        for place, name in enumerate(names(files_each)):
            (home / name).write_bytes(scan_pdf(size, number * 100_003 + place))
        made.append(home)
    return made


def new_batch(folder: Path, sender: str = "370100") -> BatchStore:
    notice, content = load_notice("2023")
    batch = Batch(sender_named(sender), notice.id, clock.now().isoformat())
    return BatchStore.create(folder, batch, content)


def clean_batch(folder: Path, paths: list[Path], sandbox: Sandbox, sender: str = "370100") -> BatchStore:
    """Collected, filled, sealed and decided: ready to be staged, as if seals, pages and forms had been looked
    at. Recognising thousands of pages would take longer than all that is measured. Raises NotReady.
    """
    store = new_batch(folder, sender)
    collect(store, "provincial", paths, sandbox=sandbox, job=Job())
    store.apply("填写", filled)
    letter = folder.with_suffix(".pdf")
    letter.write_bytes(scan_pdf(200_000, 7))
    attach_letter(store, "provincial", letter, sandbox, Job())
    report = all_seen(check_batch(store.batch, store.notice, clock.today()))
    store.apply("核对", accepting_all(report))
    held = report.holding(store.batch.decisions)
    if held:
        raise NotReady("；".join(finding.what for finding in held[:5]))
    return store


def all_seen(report: Report) -> Report:
    """As if all had been looked at and read behind the clerk's work: what that costs is measured by itself."""
    return Report(tuple(outcome for outcome in report.outcomes if not outcome.is_pending))


def accepting(finding: Finding) -> Callable[[Batch], Batch]:
    return lambda batch: edit.decide(batch, finding, Verdict.ACCEPT, "已核对", "经办人", clock.today())


def accepting_all(report: Report) -> Callable[[Batch], Batch]:
    """In one change: a thousand of them would measure the journal."""

    def decide_all(batch: Batch) -> Batch:
        for finding in report.findings:
            if finding.grade is Grade.LOOK:
                batch = accepting(finding)(batch)
        return batch

    return decide_all


def filled(batch: Batch) -> Batch:
    for number, one in enumerate(batch.in_track("provincial"), 1):
        fields = {
            "code": credit_code(number), "experience": f"实施精益管理提升质量的经验{number}",
            "area": "1 全面质量管理", "industry": "通用设备制造业", "division": "34",
            "contact": "张工", "phone": f"138{number:08d}",
        }
        batch = batch.with_enterprise(dataclasses.replace(one, is_confirmed=True, fields=fields))
    return batch
