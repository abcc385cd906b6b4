"""A batch as a clerk has it when only the letters are missing."""

from __future__ import annotations

from app.model.batch import Batch, Enterprise, Sender
from app.model.source import Container, Member, OfficeFacts, PdfFacts, Source

NATIONAL = ("山东鲁泰精密机械股份有限公司", "济南泉城重型装备制造有限公司")
PROVINCIAL = ("山东黄河智能仪表有限公司", "济南历下新材料科技股份有限公司", "章丘铸锻（集团）有限责任公司")
CODES = (
    "91370112MADM3K0366", "9137010273DM4K045Y", "9137010255DM7K0793", "9137011416DM8K087N", "91370102MADMAK1A80",
)


def a_batch(bureau: bool = True) -> Batch:
    """Two enterprises in 全国, three in 全省, every table filled, nothing sealed."""
    sender = Sender("济南市工业和信息化局", "370100", "济南市") if bureau else Sender("中国某某集团有限公司")
    batch = Batch(sender, "2023", "2023-08-10T09:00:00+08:00")
    for number, name in enumerate((*NATIONAL, *PROVINCIAL)):
        track = "national" if name in NATIONAL else "provincial"
        source = a_source(f"s{number}", name, number)
        fields = {
            "code": CODES[number], "experience": f"运用第{number + 1}种方法提升质量的经验", "area": "1",
            "division": "34", "contact": "张工", "phone": f"1380000000{number}",
        }
        one = Enterprise(f"e{number}", track, name, (source.id,), is_confirmed=True, fields=fields)
        batch = batch.with_enterprise(one, (source,))
    return batch


def a_source(key: str, name: str, number: int = 0) -> Source:
    """A complete zip as the survey tells of it; there need be no such file on disk."""
    names = ("典型经验材料", "证明材料/营业执照", "证明材料/审计报告", "证明材料/承诺书")
    form = Member("申报书.pdf", 1_000_000, f"{number * 10:064x}", "pdf", 1_690_000_000, pdf=PdfFacts("ok", "ok", 3))
    members = form, *(
        Member(f"{path}.docx", 1_000_000, f"{number * 10 + at:064x}", "docx", 1_690_000_000, office=OfficeFacts())
        for at, path in enumerate(names, 1)
    )
    stored = f"materials/{key}/{name}.zip"
    return Source(key, f"/usb/{name}.zip", stored, Container.ZIP, 5_000_000, f"{number:064x}", members,
                  complete_zip=True)
