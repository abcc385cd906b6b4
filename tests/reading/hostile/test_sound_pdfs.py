"""No sound PDF is refused, whoever wrote it; a damaged one is told, as far as its readers can know."""

from __future__ import annotations

import pytest

from app.model.finding import Finding, Grade
from app.reading.limits import Limits
from app.reading.survey import survey
from tests.builders import a_folder
from tests.checks.cases import a_batch, a_source, applied, report
from tests.reading.hostile.pdfs import PAGES, damaged, sound

SOUND, DAMAGED = sound(), damaged()
LOOKED_AT = {  # one of the two readers opens it whole, or a page is named: for a person to judge
    "typeset, all flipped here and there", "text, cut at 99 %", "text, zeros at 30 %", "object streams, cut at 99 %",
    "a page is missing", "no root",
}  # fmt: skip
EMPTY_PAGE = {"typeset, zeros at 60 %", "text, zeros at 60 %", "object streams, zeros at 60 %"}  # PDF-03 tells
PICTURE_ONLY = {  # harm inside a JPEG that every viewer opens, with a grey patch
    "scan, zeros at 30 %": 1, "scan, zeros at 60 %": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """File name → what the checks say of it; each PDF is read as collecting reads it."""
    makers = {f"证明材料/{name.replace('/', '_')}.pdf": make for name, make in {**SOUND, **DAMAGED}.items()}
    folder = a_folder(tmp_path_factory.mktemp("pdf") / "甲", {path: make() for path, make in makers.items()})
    from app.reading.containers import container_of

    seen = survey(folder, container_of(folder), (), Limits(), lambda *_: None)
    assert len(seen.members) == len(makers) and not seen.troubles
    said = report(a_batch(applied(source=a_source("济南试制机床有限公司", seen.members)))).findings
    return {
        path.partition("/")[2]: [f for f in said if f.member.endswith(path) and f.check.startswith(("PDF-", "FILE-"))]
        for path in makers
    }


def of(findings: dict[str, list[Finding]], name: str) -> set[str]:
    return {f"{f.check} {f.grade}" for f in findings[f"{name.replace('/', '_')}.pdf"]}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_pdf_is_no_must(findings: dict[str, list[Finding]], name: str) -> None:
    said = of(findings, name)
    assert not any(each.endswith("must") for each in said)
    assert said <= {"PDF-03 should", "PDF-01 look"}
    assert ("PDF-01 look" in said) == (name == "900 bytes before the header")  # beyond what pypdf forgives


@pytest.mark.parametrize("name", [name for name in DAMAGED if name not in {*PICTURE_ONLY, "scan, all flipped here and there"}])
def test_a_damaged_pdf_is_told(findings: dict[str, list[Finding]], name: str) -> None:
    wanted = {"PDF-01 look"} if name in LOOKED_AT else {"PDF-03 should"} if name in EMPTY_PAGE else {"PDF-01 must"}
    if name == "empty":
        wanted = {"FILE-01 must"}
    assert wanted <= of(findings, name)


@pytest.mark.parametrize(("name", "page"), PICTURE_ONLY.items())
def test_harm_that_no_reader_complains_of_is_told_with_its_page(
    findings: dict[str, list[Finding]], name: str, page: int
) -> None:
    (told,) = [f for f in findings[f"{name}.pdf"] if f.check == "PDF-01"]
    assert (told.grade, told.page) == (Grade.LOOK, page) and "图片解不开" in told.what


def test_all_pages_of_the_sound_ones_are_counted(findings: dict[str, list[Finding]]) -> None:
    import io

    from app.reading.pdf.facts import pdf_facts

    assert {pdf_facts(io.BytesIO(make()), lambda: None).pages for make in list(SOUND.values())[:12]} == {PAGES}
