"""Whatever text stands in a field: it is kept, checked, written into papers and put on a disc's list, or refused."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.checks import check_batch
from app.checks.enterprise.names import disc_names
from app.model.batch import Batch, Decision, Enterprise, Letter, LetterFields, Sender, Verdict
from app.model.correction import Correction, Point
from app.model.documents.form import FieldFound, FormFacts
from app.model.documents.part import whole
from app.model.finding import State
from app.model.source import Container, Fault, LeftOut, Member, PdfFacts, Source, Trouble
from app.notices.filing import roles_of
from app.store.records import with_whole_text
from app.store.store import BatchStore
from app.writing.papers.letter import compose_letter
from app.writing.papers.letter_docx import letter_docx
from app.writing.tables.summary import write_summary
from tests.disc_batches import NOTICE, TOML

ODD = (
    "1e999", "1" * 5_000, "\ud800", "甲\udfff乙", "", "\0", "甲\n乙", "\u202e", "²", "①", "٣", "０６", "-1", "1e-400", "inf", "nan", "=1+1",
    "甲" * 3_000, "9999-99-99", "0000-00-00", "2023-02-30", "2023年13月45日", "😀" * 200, "第999999999999999999999999号", "\u2028",
    "鲁工信〔2023〕" + "9" * 5_000 + "号", "../..", "<w:t>", "%", "13800000000" * 900, "a@" * 9_000, "91" + "\u0661" * 16,
)  # fmt: skip
DAY = date(2023, 8, 25)
TEXT = st.one_of(st.sampled_from(ODD), st.text(st.characters(), max_size=20))
FILLED = [column.id for column in NOTICE.track("provincial").columns]


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    return told_everywhere(lambda: draw(TEXT))


def told_everywhere(text: Callable[[], str]) -> Batch:
    member = Member(text(), 5, "ab" * 32, "pdf", within=text(), pdf=PdfFacts("ok", "ok", 3, text=text()))
    source = Source(
        "s0001", text(), f"materials/s0001/{text()}", Container.ZIP, 5, "cd" * 32, (member,),
        (LeftOut(text(), text()),), (Trouble(Fault.TRAVERSAL, text(), text()),),
    )  # fmt: skip
    fields = {column: text() for column in FILLED}
    one = Enterprise("e0001", "provincial", text(), ("s0001",), fields=fields, parts={f"s0001/{member.path}": whole("form")})
    sender = Sender(text(), "370100", text(), text(), text())
    batch = Batch(sender, "2023", "2023-08-20").with_enterprise(one, [source])
    letter = Letter(LetterFields(text(), text(), text(), text(), text()), (text(),), "letters/a.pdf", 5, "ef" * 32, (text(),), member)
    point = Point(text(), "must", text(), text(), where=text(), track="provincial", enterprise=text())
    return replace(
        batch.with_letter("provincial", letter).with_decision(Decision(text(), Verdict.ACCEPT, text(), text(), text())),
        forms={"ab" * 32: FormFacts({"name": FieldFound(text())})},
        correction=Correction(1, text(), "2023", text(), text(), text(), text(), text(), (point,)),
    )


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches())
def test_any_text_in_any_field_is_kept_and_checked(batch: Batch) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with BatchStore.create(folder / "批次", Batch(batch.sender, "2023", "2023-08-20"), TOML) as store:
            store.apply(batch.sender.name, lambda old: batch)
            kept = store.batch
        with BatchStore.open(folder / "批次") as store:
            assert store.batch == kept
        assert not _broken(batch)
        write_summary(kept, "provincial", NOTICE, DAY, None, folder / "表.xlsx")


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_one_odd_text_in_every_field_breaks_nothing(text: str) -> None:
    batch = with_whole_text(told_everywhere(lambda: text))
    assert not _broken(told_everywhere(lambda: text)) and not _broken(batch)
    roles_of(batch, batch.in_track("provincial")[0], NOTICE)
    disc_names(batch, "provincial")
    compose_letter(batch, "provincial", NOTICE, DAY)


def test_odd_texts_are_written_into_a_letter() -> None:
    batch = with_whole_text(told_everywhere(lambda: "".join(ODD)[:3_000] + "\uffff"))
    assert letter_docx(compose_letter(batch, "provincial", NOTICE, DAY))


def _broken(batch: Batch) -> list[str]:
    report = check_batch(batch, NOTICE, DAY)
    return [outcome.check for outcome in report.in_state(State.BROKEN)]
