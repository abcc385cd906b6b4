"""A ledger of 200 submissions with 2,000 enterprises, each with the facts of a real package; no discs are read."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from app.checks import check_batch
from app.demo.cast import notice as sample_notice
from app.ledger import HeldDisc, Ledger, Registration
from app.ledger.registration import entries_of, standing_of
from app.model.batch import Batch, Enterprise, Letter, Sender
from app.model.source import Container, Member, OfficeFacts, PdfFacts, Source
from app.model.submission import Maker, Submission
from app.notices.read import load_notice
from tests.bench.ground import credit_code

SUBMISSIONS, EACH = 200, 10  # enterprises of one submission
_PROOFS = 24  # files of a package beside the form and the experience
_CHARACTERS = 4_000  # of a PDF's text layer
_DAY = date(2023, 8, 25)
_TEXT = "".join(map(chr, random.Random(2023).choices(range(0x4E00, 0x59B8), k=200_000)))
_TRADES = ("重工", "仪表", "新材料", "纺织", "智能装备", "电子", "食品", "药业", "轮胎", "轴承")


def a_ledger(folder: Path, submissions: int = SUBMISSIONS) -> Ledger:
    """Sixteen bureaus, the others 直报 senders. A few enterprises are handed in twice, a few lack a paper."""
    ledger = Ledger.create(folder, load_notice("2023")[1])
    for number in range(submissions):
        hand_in(ledger, number)
    return ledger


def hand_in(ledger: Ledger, number: int, proofs: int = _PROOFS) -> Submission:
    """Submission `number` from 0, as if its disc had just been read."""
    sender = _sender(number)
    batch = Batch(sender, "2023", f"{_DAY}T09:00:00+08:00")
    for place in range(EACH):
        batch = _with_enterprise(batch, number, place, proofs)
    letter = _member("推荐文件.pdf", number * 1000 + 999)
    for track in batch.order:
        listed = batch.listed(track)
        batch = batch.with_letter(track, Letter(
            stored=f"{track}.pdf", size=letter.size, sha256=letter.sha256, member=letter, listed=listed,
            sealed_list=listed,
        ))  # fmt: skip
    report = check_batch(batch, ledger.notice, _DAY)
    key, disc = f"2023-{sender.code or f'ZB{number:04d}'}-1", f"QLBG23_{number:04d}_01"
    one = Submission(
        key, "2023", sender, Maker.BAOPAN, f"{number:064x}", {disc: "7K3M-Q9TX-2B8D"}, "李科员",
        f"{_DAY}T15:30:00+08:00", 1, standing_of(report, {}), files=EACH * (_PROOFS + 2) + 8,
        bytes=EACH * 180_000_000, handed_in=_DAY.isoformat(),
    )
    held = HeldDisc(one.digest, disc, "7K3M-Q9TX-2B8D", 1, 1, "", "1", (), one.at)
    ledger.register(Registration(one, batch, report, entries_of(key, batch, report, ledger.notice), (held,)))
    return ledger.submission(key)


def _sender(number: int) -> Sender:
    if number < len(sample_notice().region.cities):
        city = sample_notice().region.cities[number]
        return Sender(city.bureau, city.code, city.name, "王工", "0531-80000000")
    return Sender(f"山东省第{number}集团有限公司")


def _with_enterprise(batch: Batch, number: int, place: int, proofs: int) -> Batch:
    """Every fortieth submission hands in one of its neighbour's; every seventh lacks the form of one."""
    owner = number - 1 if number % 40 == 39 and place == EACH - 1 else number
    track = "national" if place == 0 else "provincial"
    name = f"山东第{owner:03d}号{_TRADES[place]}股份有限公司"
    fields = {
        "name": name, "code": credit_code(owner * EACH + place + 1), "county": "历城区", "division": "34",
        "industry": "通用设备制造业", "area": f"{1 + (owner + place) % 4}", "ownership": "民营",
        "experience": f"实施全流程数字化质量管控的经验{owner}-{place}", "contact": "张工",
        "phone": f"138{owner * EACH + place:08d}", "scale": "中型",
    }
    first = number * 1000 + place * 50
    papers = ["典型经验材料.pdf", *(f"证明材料/{n:02d}号证书.pdf" for n in range(proofs))]
    if not (number % 7 == 6 and place == 1):
        papers.append("申报书.docx")
    members = tuple(_member(path, first + at) for at, path in enumerate(papers))
    size = sum(member.size for member in members)
    source = Source(f"s{place:04d}", f"{name}.zip", f"1/内容/{name}.zip", Container.ZIP, size,
                    f"{first:064x}", members, complete_zip=True)
    one = Enterprise(f"e{place:04d}", track, name, (source.id,), is_confirmed=True, fields=fields)
    return batch.with_enterprise(one, [source])


def _member(path: str, number: int) -> Member:
    sha = f"{number:064x}"
    if path.endswith(".docx"):
        return Member(path, 1_200_000, sha, "docx", 1_690_000_000, office=OfficeFacts())
    is_text = number % 5 == 0  # the others are scans
    start = number * 7919 % (len(_TEXT) - _CHARACTERS)
    text = _TEXT[start : start + _CHARACTERS] if is_text else ""
    facts = PdfFacts("ok", "ok", 6, text=text, examined=True)
    return Member(path, 6_900_000, sha, "pdf", 1_690_000_000, pdf=facts)
