"""What is missing, what waits, and when there are two of one: judged by the parts of files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.batch import edit
from app.checks import check_of
from app.model.batch import Batch, Verdict
from app.model.documents.part import Part
from app.model.documents.words import PageState, PageWords, Words
from app.model.finding import State
from tests.checks.cases import a_batch, a_member, applied, found, outcomes, pieces

NAME = "济南试制机床有限公司"
KEY = "s1national"


def reading(batch: Batch, **heads: tuple[str, ...]) -> Batch:
    """Each file whose name begins with a key says these headings, a page each."""
    told = {
        member.sha256: Words(tuple(PageWords(n, head, head) for n, head in enumerate(said, 1)), len(said), said[0], 2_000)
        for source in batch.sources.values()
        for member in source.members
        for name, said in heads.items()
        if member.name.startswith(name)
    }
    return replace(batch, words=told)


WHOLE = reading(
    a_batch(applied(members=[a_member("全套.pdf")])), 全套=("申报书", "典型经验材料", "营业执照", "审计报告", "承诺书")
)


def test_nothing_is_missing_while_the_file_that_may_hold_it_waits() -> None:
    (asked,) = found(WHOLE, "MAT-05")
    assert "申报书（1 页）、典型经验材料（2 页）、证明材料（3–5 页）" in asked.what and check_of(asked).sender_settles
    for check in ("MAT-01", "MAT-02", "MAT-03"):
        (outcome,) = outcomes(WHOLE, check)
        assert outcome.state is State.SKIPPED and "请先确认“全套.pdf”" in outcome.reason


def test_confirmed_parts_are_judged_each() -> None:
    parts = (Part("form", ((1, 1),)), Part("experience", ((2, 2),)))
    batch = edit.serve(WHOLE, "e1national", f"{KEY}/全套.pdf", parts)
    assert not found(batch, "MAT-01") and not found(batch, "MAT-02") and not found(batch, "MAT-05")
    assert found(batch, "MAT-03")


def test_what_is_sent_as_it_is_without_being_filed_counts_as_missing() -> None:
    (asked,) = found(WHOLE, "MAT-05")
    batch = edit.decide(WHOLE, asked, Verdict.ACCEPT, "照原样附上", "王敏", date(2023, 8, 20))
    assert found(batch, "MAT-01") and found(batch, "MAT-02")


def rivals(*paths: str) -> list[str]:
    others = [m for m in pieces(NAME) if "申报书" not in m.path]
    batch = a_batch(applied(members=[*others, *map(a_member, paths)]))
    return [finding.what for finding in found(batch, "MAT-05")]


def test_pieces_of_one_material_are_one() -> None:
    for paths in (
        ("申报书_01.jpg", "申报书_02.jpg", "申报书_10.jpg"),
        ("申报书封面.pdf", "申报书正文.pdf"),
        ("申报书.pdf", "申报书盖章页.pdf"),
        ("申报书.docx", "申报书_01.jpg", "申报书_02.jpg"),
        ("申报书.docx", "申报书盖章页.jpg"),
    ):
        assert not rivals(*paths), paths


def test_two_complete_ones_are_told() -> None:
    for paths in (("申报书.pdf", "申报书（终稿）.pdf"), ("申报书1.pdf", "申报书2.pdf"), ("申报书.docx", "申报书（改）.docx")):
        (told,) = rivals(*paths)
        assert "申报书只应有一份，现有 2 份" in told


def test_numbered_documents_of_which_one_goes_on_are_one() -> None:
    others = [m for m in pieces(NAME) if "申报书" not in m.path]
    batch = a_batch(applied(members=[*others, a_member("申报书1.pdf"), a_member("申报书2.pdf")]))
    assert not found(reading(batch, 申报书1=("申报书",), 申报书2=("二、企业简介",)), "MAT-05")
    assert found(reading(batch, 申报书1=("申报书",), 申报书2=("申报书",)), "MAT-05")


def test_what_a_person_put_together_is_one() -> None:
    others = [m for m in pieces(NAME) if "申报书" not in m.path]
    batch = a_batch(applied(members=[*others, a_member("申报书甲.pdf"), a_member("申报书乙.pdf")]))
    keys = [f"{KEY}/申报书甲.pdf", f"{KEY}/申报书乙.pdf"]
    assert found(batch, "MAT-05") and not found(edit.make_of(batch, "e1national", "form", keys), "MAT-05")


def test_nothing_is_said_to_be_missing_while_a_bound_scan_is_still_being_recognised() -> None:
    one = applied(members=[m for m in pieces(f"{NAME}1") if "经验" not in m.path])
    for state, is_missing in ((PageState.PICTURE, False), (PageState.HEAD, True)):
        pages = PageWords(1, "申报书", state=PageState.HEAD), PageWords(2, state=state)
        form = {m.sha256: Words(pages, 2) for source in one.sources for m in source.members if "申报书" in m.path}
        batch = a_batch(one)
        assert bool(found(replace(batch, words={**batch.words, **form}), "MAT-02")) is is_missing
