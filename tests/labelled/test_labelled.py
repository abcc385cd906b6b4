"""A few of the labelled packages at every run; all of them are `python -m tests.labelled`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.demo.cast import notice
from tests.labelled.cast import cast
from tests.labelled.faults import FAULTS
from tests.labelled.letters import FAULTY
from tests.labelled.measure import Faulty, Roles, faults_told, roles_told, sort_in, sound_told
from tests.labelled.package import Package, Told, a, several
from tests.labelled.run import faulty, judged, sound
from tests.labelled.styles import STYLES

SEED = 5
AS_TEXT = ("form-with-electronic-seal",)
PLAIN = (
    "no-form", "no-experience", "table-has-a-wrong-code", "table-has-no-contact", "file-without-bytes", "archive-cut-short",
    "program-among-the-files", "pdf-with-a-password",
)  # fmt: skip
TITLES = {material.id: material.title for material in notice().materials}


def test_there_are_more_than_forty_styles_and_more_than_forty_faults() -> None:
    assert len(STYLES) >= 40 and len(FAULTS) + len(FAULTY) >= 40


def test_sound_packages_are_let_through(tmp_path: Path) -> None:
    packages = sound(SEED, AS_TEXT)
    told = judged(packages, tmp_path, recognises=False)
    found = sound_told(packages, told)
    assert found.musts == [] and found.each <= 0.5
    assert roles_told(packages, told).wrong == []


def test_plain_faults_are_told_and_named(tmp_path: Path) -> None:
    packages = faulty(SEED, PLAIN)
    found = faults_told(packages, judged(packages, tmp_path, recognises=False))
    assert (found.silent, found.vague) == ([], [])


# -- that the measure measures -----------------------------------------------------------------------------
def _roles(state: str, materials: tuple[str, ...], pages: dict[str, str] = {}, why: str = "首页标题") -> Roles:  # noqa: B006
    who = cast(SEED, 1)[0]
    book = several(b"", ("form", (1, 3)), ("experience", (4, 6)))
    package = Package("book", who, {"整本.pdf": book, "报告.pdf": a("report", b""), "审计.pdf": a("audit", b"")})
    path = "整本.pdf" if pages or len(materials) > 1 else "审计.pdf"
    file = {"subject": who.name, "path": path, "state": state, "materials": [TITLES[m] for m in materials],
            "pages": {TITLES[m]: told for m, told in pages.items()}, "why": why}  # fmt: skip
    return roles_told([package], {"files": [file]})


@pytest.mark.parametrize(
    ("roles", "kind"),
    [
        (_roles("filed", ("audit",)), "right"), (_roles("filed", ("proof",)), "broad"), (_roles("waiting", ()), "waiting"),
        (_roles("waiting", (), why=""), "mute"), (_roles("filed", ("form",)), "wrong"),
        (_roles("filed", ("form", "experience"), {"form": "1-3", "experience": "4-6"}), "right"),
        (_roles("filed", ("form", "experience"), {"form": "1-4", "experience": "5-6"}), "wrong"),
        (_roles("filed", ("form",), {"form": "1-3"}), "wrong"),
    ],
)  # fmt: skip
def test_a_file_is_right_waiting_or_wrong_in_silence(roles: Roles, kind: str) -> None:
    counted = {name: value if isinstance(value, int) else len(value) for name, value in vars(roles).items()}
    assert {name for name, count in counted.items() if count} == {kind}


@pytest.mark.parametrize(
    ("what", "result"), [("申报书是2022年的", "told"), ("申报书有问题", "vague"), ("", "silent")]
)
def test_a_fault_is_told_only_where_it_is_named(what: str, result: str) -> None:
    finding: dict[str, Any] = {"check": "FORM-01", "grade": "look", "what": what, "where": "", "fix": ""}
    found = Faulty()
    sort_in(found, "form-of-last-year", [Told(("FORM-01",), (("2022",),))], [finding] if what else [])
    assert [name for name, value in vars(found).items() if value] == [result]
