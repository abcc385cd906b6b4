"""补正单: who gets one, what is on it, what it is called."""

import re
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pypdfium2
import pytest

from app.checks.told import on_paper
from app.errors import AppError
from app.model.batch import Batch, Decision, Enterprise, Verdict
from app.model.finding import Finding, Grade, Outcome, Report, State, Who
from app.writing.papers.correction import write_corrections
from tests.writing.papers.drafts import NOTICE, a_batch

DAY = date(2023, 8, 20)


def a_finding(subject: str = "e1", grade: Grade = Grade.MUST, what: str = "没有申报书", **more) -> Finding:
    said = {"fix": "请补交申报书", "where": "甲.zip", "why": "通知第三条", "who": Who.ENTERPRISE, **more}
    return Finding(what, grade=grade, check="MAT-01", title="申报书", subject=subject, **said)


def written(batch: Batch, *findings: Finding, out: Path, day: date = DAY) -> tuple[Path, ...]:
    outcomes = (Outcome(f.check, f.title, f.subject, "", State.FOUND, (f,)) for f in findings)
    return write_corrections(batch, NOTICE, Report(tuple(outcomes)), out, day)


def decided(batch: Batch, finding: Finding, verdict: Verdict, reason: str = "") -> Batch:
    return batch.with_decision(Decision(finding.key, verdict, reason, "李工", "2023-08-20"))


def text_of(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))


def test_one_page_for_each_enterprise_that_has_something_to_mend(tmp_path):
    batch = a_batch("甲公司", "乙公司", "丙公司")
    made = written(batch, a_finding("e3"), a_finding("e1"), out=tmp_path / "补正单")
    assert [path.name for path in made] == ["补正单_甲公司.pdf", "补正单_丙公司.pdf"]
    assert [len(pypdfium2.PdfDocument(path)) for path in made] == [1, 1]


def test_it_says_what_where_how_why_and_by_when(tmp_path):
    (path,) = written(a_batch("甲公司"), a_finding(), out=tmp_path)
    text = text_of(path)
    for word in ("甲公司：", "没有申报书", "甲.zip", "请补交申报书", "通知第三条", "必须补正"):
        assert word in text
    assert "请在2023年8月31日报送截止前" in text
    assert "李工" in text and "0531-66601234" in text and "2023年8月20日" in text


def test_an_enterprise_is_asked_in_its_own_world_with_the_clause(tmp_path):
    fix = "请先在“收集材料”里把没认出的文件归类；确实没有的，请企业补交申报书"
    batch, finding = a_batch("甲公司"), a_finding(fix=fix, ask="补交申报书")
    report = Report((Outcome("MAT-01", "申报书", "e1", "", State.FOUND, (finding,)),))
    told = partial(on_paper, batch=batch, notice=NOTICE)
    (path,) = write_corrections(batch, NOTICE, report, tmp_path, DAY, told)
    text = text_of(path)
    assert "收集材料”里" not in text and "请补交申报书" in text and "加盖公章的申报书" in text
    theirs = a_finding(fix="请照补正通知改", why="通知三（一）")
    asked = replace(theirs, check="RETURN-01")
    assert on_paper(asked, batch, NOTICE) == asked


def test_after_the_deadline_it_asks_for_it_at_once(tmp_path):
    (path,) = written(a_batch("甲"), a_finding(), out=tmp_path, day=date(2023, 9, 4))
    assert "2023年8月31日已过，请立即把" in text_of(path)


def test_what_the_bureau_or_the_program_mends_is_not_asked(tmp_path):
    findings = (a_finding(who=Who.BUREAU), a_finding(who=Who.PROGRAM), a_finding(grade=Grade.LOOK))
    assert written(a_batch("甲"), *findings, out=tmp_path) == ()


def test_a_should_is_asked_until_it_is_accepted(tmp_path):
    finding = a_finding(grade=Grade.SHOULD)
    batch = a_batch("甲")
    assert len(written(batch, finding, out=tmp_path)) == 1
    assert written(decided(batch, finding, Verdict.ACCEPT), finding, out=tmp_path) == ()


def test_a_must_that_may_not_be_accepted_stays(tmp_path):
    finding = a_finding()
    assert len(written(decided(a_batch("甲"), finding, Verdict.ACCEPT), finding, out=tmp_path)) == 1
    may = replace(finding, acceptable=True)
    assert written(decided(a_batch("甲"), may, Verdict.ACCEPT), may, out=tmp_path) == ()


def test_a_returned_look_is_asked_with_the_reason(tmp_path):
    finding = a_finding(grade=Grade.LOOK, what="没有看到公章")
    (path,) = written(decided(a_batch("甲"), finding, Verdict.RETURN, "请盖章后重扫"), finding, out=tmp_path)
    assert "退回补正" in text_of(path) and "请盖章后重扫" in text_of(path)


def test_it_speaks_to_the_enterprise_which_sees_no_frame(tmp_path):
    import docx

    seal = a_finding(grade=Grade.LOOK, what="没有看到公章，第 1 页框出的地方最像", fix="请看框出的地方", why="")
    paper = a_finding(what="没有承诺书", fix="没有的，请企业补交", why="", detail="2")
    batch = decided(a_batch("甲"), seal, Verdict.RETURN, "请企业加盖公章后重新扫描")
    (path,) = written(batch, seal, paper, out=tmp_path)
    (table,) = docx.Document(path.with_suffix(".docx")).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "问题", "在哪里", "怎样改"]  # nothing tells why
    assert rows[1][1:] == ["必须补正\n没有承诺书", "甲.zip", "没有的，请补交"]
    assert rows[2][1:] == ["退回补正\n没有看到公章", "甲.zip", "请加盖公章后重新扫描"]
    assert "框出" not in text_of(path) and "请加盖公章后重新扫描" in text_of(path)


def test_places_are_said_in_words(tmp_path):
    inside = a_finding(where="甲.zip!/材料/申报书.pdf#page=3")
    column = a_finding(where="汇总表“联系电话”一栏", what="电话不对")
    (path,) = written(a_batch("甲"), inside, column, out=tmp_path)
    text = text_of(path)
    assert "甲.zip内的材料/申报书.pdf第3页" in text and "汇总表“联系电话”一栏" in text
    assert "#page" not in text and "!/" not in text


def test_an_enterprise_in_both_tracks_gets_two(tmp_path):
    batch = a_batch("甲公司").with_enterprise(Enterprise("p1", "provincial", "甲公司", ()))
    made = written(batch, a_finding("e1"), a_finding("p1"), out=tmp_path)
    assert [path.name for path in made] == ["补正单_甲公司.pdf", "补正单_甲公司（全省质量标杆）.pdf"]


@pytest.mark.parametrize("name", ["../../逃/公司", "a:b*c?", "CON", "很长" * 200, "公司\x00", " . "])
def test_a_hostile_name_stays_in_the_folder(tmp_path, name):
    out = tmp_path / "out"
    (path,) = written(a_batch(name), a_finding(), out=out)
    assert path.parent == out and sorted(out.iterdir()) == [path.with_suffix(".docx"), path]


def test_two_names_that_are_one_file_name_give_two_files(tmp_path):
    made = written(a_batch("a:b公司", "a：b公司", "A：B公司"), *map(a_finding, ("e1", "e2", "e3")), out=tmp_path)
    assert len({path.name.casefold() for path in made}) == 3


def test_many_findings_repeat_the_heading(tmp_path):
    findings = [a_finding(what=f"问题之{number}", detail=str(number)) for number in range(60)]
    (path,) = written(a_batch("甲"), *findings, out=tmp_path)
    pages = pypdfium2.PdfDocument(path)
    assert len(pages) > 1
    assert all("怎样改" in page.get_textpage().get_text_range() for page in list(pages)[:-1])


def test_the_same_findings_give_the_same_bytes(tmp_path):
    (first,) = written(a_batch("甲"), a_finding(), out=tmp_path / "1")
    (second,) = written(a_batch("甲"), a_finding(), out=tmp_path / "2")
    assert first.read_bytes() == second.read_bytes()


def test_the_word_file_beside_it_says_the_same(tmp_path):
    import docx

    long = "第二处问题" * 30
    finding = a_finding(where="甲.zip!/材料/申报书.pdf#page=3")
    (path,) = written(a_batch("甲公司"), finding, a_finding(what=long, detail="2", why="a\x00b"), out=tmp_path)
    document = docx.Document(path.with_suffix(".docx"))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == "申报材料补正单" and "甲公司：" in lines and lines[-1] == "2023年8月20日"
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "问题", "在哪里", "怎样改", "依据"]
    assert rows[1] == ["1", "必须补正\n没有申报书", "甲.zip 内的 材料/申报书.pdf 第3页", "请补交申报书", "通知第三条"]
    assert rows[2][1] == f"必须补正\n{long}"
    for text in re.findall(r"\w+", "".join(lines) + "".join(rows[1])):
        assert text in text_of(path) or len(text) > 12


def test_its_word_file_is_chinese_to_whoever_sets_it(tmp_path):
    """Else LibreOffice takes a typeface's forms for Taiwan, whose commas stand mid-line."""
    import docx
    from docx.oxml.ns import qn

    (path,) = written(a_batch("甲"), a_finding(), out=tmp_path)
    styles = docx.Document(path.with_suffix(".docx")).styles.element
    assert {language.get(qn("w:eastAsia")) for language in styles.iter(qn("w:lang"))} == {"zh-CN"}


def test_the_same_findings_give_the_same_word_file(tmp_path):
    made = [written(a_batch("甲"), a_finding(), out=tmp_path / name)[0].with_suffix(".docx") for name in "12"]
    assert made[0].read_bytes() == made[1].read_bytes()


def test_an_unwritable_place_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AppError):
        written(a_batch("甲"), a_finding(), out=tmp_path / "file")
