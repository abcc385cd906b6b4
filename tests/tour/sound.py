"""Twelve enterprises whose papers are sound and complete, as a diligent office has them: nothing to mend."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.demo.campaign import Packing
from app.demo.cast import BUREAU, SENDER_CODE, TRACKS, Applicant, notice, sender_named
from app.demo.packing import pack
from app.model.batch import Batch, Enterprise, Letter, LetterFields
from app.writing.papers.letter import compose_letter
from app.writing.papers.letter_pdf import letter_pdf
from tests.labelled.cast import cast
from tests.labelled.package import a, plain
from tests.labelled.papers import Papers
from tests.labelled.run import write_table
from tests.labelled.styles import Desk, below

DAY = date(2023, 8, 25)
_MANY = {"national": 2, "provincial": 10}


@dataclass(frozen=True, slots=True)
class Sound:
    """Where everything lies; by track, in the notice's order."""

    sender: str  # GB/T 2260 code of the bureau
    packages: tuple[Path, ...]  # a folder for each track, called after it
    tables: tuple[Path, ...]
    letters: tuple[Path, ...]  # drawn up from the tables, sealed, as PDF


def make_sound(folder: Path) -> Sound:
    """Everything is a PDF that can be read as text, so nothing has to be recognised."""
    papers = Papers(7)
    packages, tables, letters = [], [], []
    for track, short in TRACKS.items():
        cast_of = cast(7, _MANY[track], track)
        packages.append(folder / short)
        packages[-1].mkdir(parents=True)
        for who in cast_of:
            _pack(who, papers, packages[-1])
        tables.append(folder / f"{short}汇总表.xlsx")
        write_table([(who, {}) for who in cast_of], track, tables[-1])
        letters.append(folder / f"{short}推荐文件（盖章）.pdf")
        letters[-1].write_bytes(_letter(cast_of, track, papers))
    return Sound(SENDER_CODE, tuple(packages), tuple(tables), tuple(letters))


def _pack(who: Applicant, papers: Papers, folder: Path) -> None:
    desk = Desk(who, papers, random.Random(who.code))
    files = {
        "申报书（盖章）.pdf": a("form", desk.sealed_form()),
        "典型经验材料.pdf": a("experience", desk.text("experience")),
        **below("证明材料", {
            "营业执照.pdf": a("licence", desk.text("licence")), "2022年度审计报告.pdf": a("audit", desk.text("audit")),
            "质量管理体系认证证书.pdf": a("certificate", desk.text("certificate")), "承诺书.pdf": a("pledge", desk.text("pledge")),
        }),
    }  # fmt: skip
    pack(folder / f"{who.name}.zip", plain(files), Packing.ZIP)


def _letter(cast_of: list[Applicant], track: str, papers: Papers) -> bytes:
    batch = Batch(sender_named(SENDER_CODE), "2023", DAY.isoformat())
    for number, who in enumerate(cast_of):
        fields = {"experience": who.experience, "area": who.area}
        batch = batch.with_enterprise(Enterprise(f"e{number}", track, who.name, (), fields=fields))
    batch = batch.with_letter(track, Letter(LetterFields("济工信函〔2023〕120号", contact="科技科", phone="0531-80000000")))
    pdf = letter_pdf(compose_letter(batch, track, notice(), DAY, 1))
    return papers.stamped(pdf, [(1, 140, 200, BUREAU)])
