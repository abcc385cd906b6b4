"""Enterprises with scanned papers such as they are, each page its own."""

from __future__ import annotations

import io
import random
from pathlib import Path

from PIL import Image

from tests.reading.words.papers import typeset

DPI = 200
_CERTIFICATES = ("质量管理体系认证证书", "检测报告", "荣誉证书", "发明专利证书")
_WORDS = "公司建立覆盖研发采购生产检验服务全过程的质量管理体系坚持以顾客为关注焦点持续改进产品和过程能力开展六西格玛精益生产数字化检测"


def enterprise(folder: Path, name: str, pages: int, seed: int) -> int:
    """A package of about `pages` scanned pages in `folder`; how many they are."""
    chance = random.Random(seed)
    papers = {
        "申报书（盖章）": ["质量标杆申报书", "一、企业基本情况", "二、主要做法", "三、企业承诺"],
        "营业执照": ["营业执照"], "承诺书": ["承诺书"],
        "典型经验材料": ["实施全员质量改进的经验", *["（续）主要做法和成效"] * 5],
        "2022年审计报告": ["审计报告", "资产负债表", "利润表", "现金流量表", *["财务报表附注"] * 4],
    }
    left = pages - sum(map(len, papers.values()))
    number = 0
    while left > 0:
        number += 1
        count = min(left, chance.choice((1, 1, 2, 3, 8)))
        papers[f"证明材料{number}"] = [chance.choice(_CERTIFICATES), *["报告正文"] * (count - 1)]
        left -= count
    folder.mkdir(parents=True)
    for title, headings in papers.items():
        (folder / f"{title}.pdf").write_bytes(_scanned([page(heading, name, chance) for heading in headings]))
    return sum(map(len, papers.values()))


def page(heading: str, name: str, chance: random.Random) -> str:
    """Running text, but for what has a line for each of its facts."""
    if heading in _CERTIFICATES:
        return _certificate(heading, name, chance)
    lines = ["".join(chance.choices(_WORDS, k=chance.randint(60, 160))) for _ in range(chance.randint(3, 9))]
    body = "\n\n".join((name, f"统一社会信用代码 9137010255DM7K0793 2023年{chance.randint(1, 12)}月", *lines))
    return f"#align(center)[#text(size: 22pt)[{heading}]]\n\n{body}"


def _certificate(heading: str, name: str, chance: random.Random) -> str:
    number, year = chance.randrange(10**6, 10**7), chance.randint(2020, 2023)
    facts = (
        f"编号：ZS{number}", name, "统一社会信用代码：9137010255DM7K0793", "住所：山东省济南市历下区工业南路 100 号",
        "覆盖范围：数控机床的设计、生产和服务", f"发证日期：{year}年6月1日", f"有效期至：{year + 3}年5月31日", "发证机构：样例认证中心",
    )
    return f"#align(center)[#text(size: 22pt)[{heading}]]\n\n" + "\n\n".join(facts)


def _scanned(sources: list[str]) -> bytes:
    import img2pdf
    import numpy
    import pypdfium2 as pdfium

    jpegs = []
    with pdfium.PdfDocument(typeset("\n#pagebreak()\n".join(sources))) as document:
        for sheet in document:
            light = sheet.render(scale=DPI / 72).to_numpy()[:, :, :3].astype(numpy.int16)
            grain = numpy.random.default_rng(len(jpegs)).normal(-6, 5, light.shape[:2])[:, :, None]
            paper = Image.fromarray(numpy.clip(light + grain, 0, 255).astype(numpy.uint8))
            out = io.BytesIO()
            paper.rotate(0.4, fillcolor="white").save(out, "JPEG", quality=70, dpi=(DPI, DPI))
            jpegs.append(out.getvalue())
    return bytes(img2pdf.convert(jpegs))
