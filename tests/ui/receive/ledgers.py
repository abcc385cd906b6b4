"""Ledgers to show, made of facts: no disc was read for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.checks import check_batch
from app.demo.cast import notice as sample_notice
from app.ledger import HeldDisc, Ledger, Registration
from app.model.batch import Batch, Enterprise, Sender
from app.model.finding import Report
from app.model.submission import Entry, Maker, Standing, Submission
from tests.receive.ledgers import store_record
from tests.ui.batches import a_source
from tests.ui.conftest import NOTICE, NOTICE_TOML

AREAS = ("1", "2", "3", "4")
DIVISIONS = ("34", "35", "26", "36", "39", "38", "14", "27", "13", "17")


def bureau(place: int) -> Sender:
    """The bureau of a city by its place in the province's order, from 0."""
    city = sample_notice().region.cities[place]
    return Sender(city.bureau, city.code, city.name, "王工", "0531-80000000")


def hand_in(
    ledger: Ledger, sender: Sender, names: Sequence[tuple[str, str]], standing: Standing = Standing.PASSED, *,
    attempt: int = 1, is_late: bool = False, codes: Sequence[str] = (), holes: Sequence[str] = (),
    report: Report | None = None, supersedes: str | None = None, typed: str = "7K3M-Q9TX-2B8D",
) -> Submission:
    """One submission with these enterprises, as if its disc had been received."""
    key = f"2023-{sender.code or sender.name}-{attempt}"
    before = f"2023-{sender.code or sender.name}-{attempt - 1}" if attempt > 1 else ""
    before = before if supersedes is None else supersedes
    batch = Batch(sender, "2023", "2023-08-20T09:00:00+08:00")
    entries = []
    for number, (track, name) in enumerate(names):
        source = a_source(f"s{number}", name, number)
        place = sum(entry.track == track for entry in entries) + 1
        code = codes[number] if number < len(codes) else f"9137{abs(hash((key, name))) % 10**14:014d}"
        fields = {
            "code": code, "experience": "以数字化手段提升全过程质量的经验",
            "area": AREAS[(len(key + name) + number * number) % 4],
            "division": DIVISIONS[(number * 3 + len(name)) % 10], "contact": "张工", "phone": "13800000000",
        }
        applicant = Enterprise(f"e{number}", track, name, (source.id,), is_confirmed=True, fields=fields)
        batch = batch.with_enterprise(applicant, (source,))
        entries.append(Entry(key, track, place, name, code, fields, source.stored, source.size, source.sha256,
                             id=applicant.id))
    one = Submission(
        key, "2023", sender, Maker.BAOPAN if sender.code < "371000" else Maker.HAND, f"{hash(key):x}",
        {f"QLBG23_{sender.code[:4] or 'ZB01'}_01": "7K3M-Q9TX-2B8D"}, "李科员",
        "2023-09-02T09:10:00+08:00" if is_late else "2023-08-24T15:30:00+08:00",
        attempt, standing, is_late=is_late, supersedes=before, files=len(names) * 3 + 8,
        bytes=len(names) * 180_000_000, handed_in="2023-09-01" if is_late else "2023-08-24",
    )
    disc = HeldDisc(
        f"{hash(key):x}", next(iter(one.check_codes)), "7K3M-Q9TX-2B8D", 1, 1, "", "1", tuple(holes), typed=typed
    )
    store_record(ledger, one, disc)
    found = check_batch(batch, NOTICE, date(2023, 8, 25)) if report is None else report
    ledger.register(Registration(one, batch, found, tuple(entries), (disc,)))
    return one


def a_ledger(folder: Path) -> Ledger:
    return Ledger.create(folder, NOTICE_TOML)


def names(prefix: str, national: int, provincial: int) -> list[tuple[str, str]]:
    firms = ("重工", "仪表", "新材料", "纺织", "智能装备", "电子", "食品", "药业", "轮胎", "铸锻", "轴承", "机床",
             "化工", "汽车部件", "电气")
    made = [("national", f"{prefix}第{n + 1}{firms[n % 15]}股份有限公司") for n in range(national)]
    return made + [("provincial", f"{prefix}{firms[n % 15]}有限公司") for n in range(provincial)]


def province(folder: Path) -> Ledger:
    """Twelve cities in every standing, four that have not come, two 直报 senders."""
    ledger = a_ledger(folder)
    done, fine, bad = Standing.ACCEPTED, Standing.PASSED, Standing.FAULTY
    back, came = Standing.RETURNED, Standing.RECEIVED
    table = (
        (0, 2, 10, done), (1, 2, 14, done), (2, 2, 9, bad), (3, 1, 4, came), (4, 1, 6, fine), (5, 2, 12, back),
        (6, 2, 15, done), (7, 2, 8, fine), (9, 2, 7, done), (11, 2, 11, fine), (12, 1, 6, fine), (14, 2, 7, done),
    )
    for place, national, provincial, standing in table:
        sender = bureau(place)
        listed = names(sender.city.removesuffix("市"), national, provincial)
        codes = [""] * len(listed)
        if place in (2, 14):
            listed[-1] = ("provincial", "山东鲁北化工装备有限公司")
            codes = [f"91370300{place:02d}{n:08d}" for n in range(len(listed) - 1)] + ["91371600MA3C1Y5X2P"]
        holes = [f"data/全省质量标杆/申报材料/{listed[n][1]}.zip" for n in (3, 4)] if place == 2 else []
        hand_in(ledger, sender, listed, standing, is_late=place == 5, codes=codes, holes=holes)
    for name in ("山东高速集团有限公司", "中国重型汽车集团有限公司"):
        hand_in(ledger, Sender(name), [("provincial", name)], fine)
    return ledger
