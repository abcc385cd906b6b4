"""A ledger with experiences of every kind, made of facts: no disc was read for it, its packages are real."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from app.ledger import HeldDisc, Ledger, Registration
from app.model.batch import Batch, Enterprise
from app.model.documents.part import Part
from app.model.finding import Report
from app.model.review import Publicity
from app.model.source import Source
from app.model.submission import Standing
from app.reading.containers import container_of
from app.reading.limits import Limits
from app.reading.survey import survey
from app.receive.merge import rows_of
from app.receive.review.kept import changed
from tests.builders import a_pdf, a_zip
from tests.receive.facts import GROUP, a_submission, an_entry
from tests.receive.ledgers import TOML, store_record

EVIL = '<img src=x onerror=alert(1)>甲"</script>机械有限公司'
NAMES = ("济南精工机械有限公司", "青岛海风食品有限公司", "烟台远航铸造有限公司", EVIL, "潍坊空白电子有限公司")
TITLES = ("实施全流程质量追溯的经验", "运用六西格玛方法的实践", "零缺陷管理的经验", "数字化质量管理的经验", "质量文化的经验")


@cache
def a_paper(*pages: str) -> bytes:
    """A PDF whose pages have these words."""
    import typst

    from app.writing.papers.fonts import known_fonts

    body = "\n#pagebreak()\n".join(pages)
    told = f'#set text(font: "FandolFang R", size: 12pt)\n#set page(paper: "a4")\n{body}'
    made = typst.Compiler(told.encode(), font_paths=known_fonts()).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def a_word(*lines: str) -> bytes:
    import docx

    document = docx.Document()
    for each in lines:
        document.add_paragraph(each)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def a_scan() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (620, 877), (250, 250, 245)).save(made, "JPEG", dpi=(75, 75))
    return made.getvalue()


def packages() -> tuple[Mapping[str, bytes], ...]:
    """In the order of NAMES: a PDF, a Word file, a whole volume of which two pages are it, a scan, nothing."""
    first = a_paper("摘要：本企业建立全流程质量追溯体系，焊接一次合格率由百分之八十提高到九十九。",
                    "一、主要做法。把焊接质量数据采集到质量管理平台，推行零缺陷。")
    volume = a_paper("申报书", "零缺陷管理的典型经验", "做法：对铸件 X 射线 探伤，SPC 控制。", "营业执照")
    return (
        {"典型经验材料.pdf": first, "申报书.pdf": a_pdf()},
        {"典型经验材料.docx": a_word("六西格玛方法的实践", "对杀菌工序开展测量系统分析，降低不良率。")},
        {"整本.pdf": volume},
        {"典型经验材料.jpg": a_scan(), "典型经验材料（续）.pdf": b"%PDF-1.4 broken"},
        {"申报书.pdf": a_pdf()},
    )


def of_the_year_before(folder: Path) -> Ledger:
    """A ledger of the campaign a year ago."""
    text = TOML.replace(b'id = "2023"', b'id = "2022"', 1).replace(b"year = 2023", b"year = 2022", 1)
    return Ledger.create(folder, text)


def with_experiences(ledger: Ledger, folder: Path, chosen: Sequence[int] = (0, 1, 2, 3, 4)) -> tuple[str, ...]:
    """Keys of the rows; those at `chosen` are on the final list."""
    notice = ledger.notice.id
    one = a_submission(GROUP, Standing.ACCEPTED, notice=notice, id=f"{notice}-Z7K3M-1")
    batch = Batch(one.sender, one.notice, one.at[:10])
    entries = []
    folder.mkdir(exist_ok=True)
    for number, (name, title, files) in enumerate(zip(NAMES, TITLES, packages(), strict=True), 1):
        source = _stored(ledger, one.id, a_zip(folder / f"{number}.zip", files), number)
        fields = {"experience": title, "area": str(1 + number % 4), "division": f"{30 + number}", "city": "济南市"}
        parts = {f"s{number}/整本.pdf": (Part("form", ((1, 1),)), Part("experience", ((2, 3),)))} if number == 3 else {}
        maker = Enterprise(f"e{number}", "national", name, (source.id,), fields=fields, parts=parts)
        batch = batch.with_enterprise(maker, [source])
        entries.append(an_entry(one, name, number, "national", fields=fields))
    held = HeldDisc(f"{int(notice):064x}", next(iter(one.check_codes)), "7K3M-9XQ2-4TVB", 1, 1, "", "1")
    store_record(ledger, one, held)
    ledger.register(Registration(one, batch, Report(()), tuple(entries), (held,)))
    keys = tuple(row.key for row in rows_of(ledger))
    listed = tuple(keys[at] for at in chosen)
    final = Publicity("national", "2023-09-01", "2023-09-07", listed, "刘处", closed_on="2023-09-08")
    changed(ledger, lambda review: replace(review, publicity={"national": final} if listed else {}), "定名单", "刘处")
    return keys


def _stored(ledger: Ledger, key: str, package: Path, number: int) -> Source:
    target = ledger.folder_of(key) / package.name
    target.parent.mkdir(parents=True, exist_ok=True)
    content = package.read_bytes()
    target.write_bytes(content)
    container = container_of(target)
    members = survey(target, container, (), Limits(), lambda done, item: None).members
    digest = hashlib.sha256(content).hexdigest()
    return Source(f"s{number}", package.name, package.name, container, len(content), digest, members)
