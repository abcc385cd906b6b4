"""A batch of any size by its facts alone, as after all was looked at: no file lies behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.demo.cast import sender_named
from app.model.batch import Batch, Enterprise
from app.model.documents.form import FormFacts
from app.model.documents.pages import Pages, Seals
from app.model.documents.words import PageWords, Words
from app.model.source import Container, Member, PdfFacts, Source
from app.notices.read import load_notice
from app.store.store import BatchStore
from tests.bench import ground

_TOLD = ("申报书.pdf", "营业执照.pdf")  # what the table's cells are compared with
_DAY = "2023-08-10T09:00:00+08:00"


def a_batch(enterprises: int, files: int) -> Batch:
    """Each enterprise hands in a zip of that many PDFs; every table is filled, every page was seen and read."""
    made: dict[str, dict[str, Any]] = {
        name: {} for name in ("enterprises", "sources", "words", "pages", "seals", "forms")
    }
    for number in range(1, enterprises + 1):
        key, name = f"e{number:04d}", f"济南第{number:04d}精密机械有限公司"
        members = tuple(_member(number * 1000 + at, path, at) for at, path in enumerate(ground.names(files)))
        source = Source(f"s{number:04d}", f"/usb/{name}.zip", f"materials/s{number:04d}/{name}.zip", Container.ZIP,
                        30_000 * files, f"{number:064x}", members, complete_zip=True)
        fields = {
            "code": ground.credit_code(number), "experience": f"实施精益管理提升质量的经验{number}",
            "area": "1 全面质量管理", "industry": "通用设备制造业", "division": "34", "contact": "张工",
            "phone": f"138{number:08d}",
        }  # fmt: skip
        made["sources"][source.id] = source
        made["enterprises"][key] = Enterprise(key, "provincial", name, (source.id,), is_confirmed=True, fields=fields)
        for member in members:
            page = PageWords(1, head=f"{name}\n{member.name[:-4]}", length=900, names={name: 3})
            made["words"][member.sha256] = Words(count=1, pages=(page,), text=name, length=900, names={name: 3})
            made["pages"][member.sha256] = Pages()
        made["seals"][members[0].sha256] = Seals()
        made["forms"] |= {each.sha256: FormFacts() for each in members if each.name in _TOLD}
    order = {"provincial": tuple(made["enterprises"])}
    return Batch(sender_named("370100"), "2023", _DAY, order=order, **made)


def _member(number: int, path: str, at: int) -> Member:
    facts = PdfFacts("ok", "ok", 1, examined=True)
    return Member(path, 30_000, f"{number:064x}", "pdf", 1_690_000_000, index=at, pdf=facts, crc32=number)


def stored(folder: Path, enterprises: int, files: int) -> None:
    """Such a batch on the disk, closed."""
    BatchStore.create(folder, a_batch(enterprises, files), load_notice("2023")[1]).close()
