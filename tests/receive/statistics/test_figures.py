"""年度统计: every table counts the same enterprises, by what they are; written as a workbook and as pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.errors import NotALedger, WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.after.exchange import Activity, Guests
from app.model.after.figures import FigureLine, FigureTable, added
from app.model.awarded import Award
from app.model.batch import Sender
from app.model.documents.form import FieldFound, FormFacts
from app.model.submission import Standing
from app.receive.exchange.register import add, void
from app.receive.merge import rows_of
from app.receive.review.marks import recommend
from app.receive.statistics.count import crossed_as, size_of
from app.receive.statistics.write import activity_figures, count, write_statistics, year_of
from app.writing.papers.chart import chart_data
from tests.receive.facts import GROUP, NOTICE, a_submission, an_entry
from tests.receive.ledgers import TOML, registered


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    """济南 three, one of them 全国 and accepted; a group that hands in itself one, not accepted."""
    jinan, group = a_submission("济南", Standing.ACCEPTED), a_submission(GROUP)
    registered(ledger, jinan, [
        an_entry(jinan, "甲", 1, "national", fields={"scale": "大型企业", "area": "1"}, id="e1"),
        an_entry(jinan, "乙", 1, fields={"division": "14"}, id="e2"), an_entry(jinan, "丙", 2, fields={"area": "什么"}, id="e3"),
    ])  # fmt: skip
    registered(ledger, group, [an_entry(group, "丁", 1)])
    return ledger


def by(found, key):
    table = next(table for table in found.tables if table.id == key)
    return {line.title: line.total for line in table.lines if line.total}


def test_each_table_counts_all_and_the_sums_agree(held):
    recommend(held, [rows_of(held)[0].key], "刘处")
    found = count(held, Job())
    assert found.words == "收到 4 家 · 受理 3 家 · 拟推荐、拟认定 1 家 · 已推荐、已认定 0 家"
    assert by(found, "city") == {"济南市": (3, 3, 1, 0), "直报": (1, 0, 0, 0)}
    assert by(found, "area") == {"全面质量管理": (1, 1, 1, 0), "数字化融合": (2, 1, 0, 0), "未填": (1, 1, 0, 0)}
    assert by(found, "size") == {"大型": (1, 1, 1, 0), "未填": (3, 2, 0, 0)}
    assert by(found, "industry") == {"电气机械和器材制造业": (3, 2, 1, 0), "食品制造业": (1, 1, 0, 0)}
    assert by(found, "track") == {NOTICE.tracks[0].title: (1, 1, 1, 0), NOTICE.tracks[1].title: (3, 2, 0, 0)}
    assert found.adds_up and found.check_words == "各表合计都是 4 家，相互一致"
    assert len(next(t for t in found.tables if t.id == "city").lines) == len(NOTICE.region.cities) + 1


def test_two_are_crossed_and_agree_or_it_is_said(held):
    found = count(held, Job())
    table = crossed_as(found, held.notice, "市×企业规模,受理")
    lines = dict(zip(table.down, table.counts, strict=True))
    assert table.across == ("大型", "中型", "小型", "微型", "未填") and lines["济南市"] == (1, 0, 0, 0, 2) and table.title == "市×企业规模（受理，各类别合在一起）"
    assert replace(found, crossed=(table,)).adds_up
    assert not replace(found, crossed=(replace(table, counts=table.counts[1:]),)).adds_up
    for wrong in ("市", "市×市", "市×颜色", "市×行业,没有这栏"):
        with pytest.raises(WrongUse, match="中的两项"):
            crossed_as(found, held.notice, wrong)


def test_a_table_that_does_not_agree_is_said(held):
    found = count(held, Job())
    wrong = replace(found.tables[1], lines=found.tables[1].lines[1:])
    told = replace(found, tables=(found.tables[0], wrong, *found.tables[2:]))
    assert not told.adds_up and "不一致" in told.check_words


def test_the_size_is_that_of_the_cells_else_of_the_form(ledger, monkeypatch):
    jinan = a_submission("济南")
    registered(ledger, jinan, [an_entry(jinan, "甲", 1), an_entry(jinan, "乙", 2, fields={"scale": "小型"})])
    paper = type("Paper", (), {"facts": "f"})
    facts = {"f": FormFacts({"scale": FieldFound("中型", 1)})}
    batch = replace(ledger.batch_of(jinan.id), forms=facts)
    monkeypatch.setattr("app.receive.statistics.write.papers_of", lambda *_: (paper,))
    monkeypatch.setattr(ledger, "batch_of", lambda key: batch)
    monkeypatch.setattr("app.receive.statistics.write.rows_of", lambda _: tuple(
        replace(row, entry=replace(row.entry, id=f"e{at}")) for at, row in enumerate(rows_of(ledger), 1)
    ))
    assert by(count(ledger, Job()), "size") == {"小型": (1, 0, 0, 0), "中型": (1, 0, 0, 0)}


@pytest.mark.parametrize("text, size", [
    ("大型企业", "大型"), ("大", "大型"), ("中型（规上）", "中型"), ("大中型", "中型"), ("大型/中型", ""), ("规模以上", ""), ("", ""),
])  # fmt: skip
def test_a_size_is_known_by_its_word(text, size):
    assert size_of(text) == size


def test_other_years_are_what_the_ledger_knows_of_them(held):
    old = a_submission("青岛", Standing.ACCEPTED, notice="2022", id="2022-370200-1")
    registered(held, old, [an_entry(old, "戊", 1)])
    held.set_awarded({"名单": (Award(2021, "己", "", "全省质量标杆"), Award(2021, "庚", "", "别的"))}, "载入", "刘处")
    found = count(held, Job())
    assert by(found, "year") == {"2021年": (None, None, None, 2), "2022年": (1, 1, None, None), "2023年": (4, 3, 0, 0)}
    table = next(table for table in found.tables if table.id == "year")
    assert table.lines[0].counts == {"provincial": (None, None, None, 1), "": (None, None, None, 1)}
    assert table.total == (5, 4, 0, 2) and table.note and found.adds_up


def a_year_before(folder: Path, year: int = 2022) -> Path:
    """A ledger of that year's notice: one 全省, accepted."""
    content = TOML.replace(b'id = "2023"\nyear = 2023', f'id = "{year}"\nyear = {year}'.encode())
    with Ledger.create(folder, content) as ledger:
        one = a_submission("济南", Standing.ACCEPTED, notice=str(year), id=f"{year}-370100-1")
        registered(ledger, one, [an_entry(one, "辛", 1)])
    return folder


def test_a_ledger_of_another_year_tells_that_year(held, tmp_path):
    held.set_awarded({"名单": (Award(2022, "己", "", "全省质量标杆"),)}, "载入", "刘处")
    line = year_of(a_year_before(tmp_path / "2022"), held.notice, Job())
    found = count(held, Job(), [line])
    assert by(found, "year") == {"2022年": (1, 1, 0, 0), "2023年": (4, 3, 0, 0)} and found.adds_up
    assert line.counts == {"national": (0, 0, 0, 0), "provincial": (1, 1, 0, 0)}


def test_only_another_year_of_the_campaign_is_compared(held, tmp_path):
    with pytest.raises(WrongUse, match="是2023年质量标杆的台账；请选质量标杆别的年份的"):
        year_of(a_year_before(tmp_path / "今年", 2023), held.notice, Job())
    with pytest.raises(NotALedger):
        year_of(tmp_path, held.notice, Job())


def test_the_workbook_has_a_sheet_a_table_with_a_chart_and_every_enterprise(held, tmp_path):
    found, written = write_statistics(held, tmp_path / "统计.xlsx", Job())
    book = openpyxl.load_workbook(written[0])
    assert book.sheetnames == [table.title for table in found.tables] + ["市×重点领域", "行业×重点领域", "市×企业规模", "交流活动", "明细"]
    sheet = book["按市"]
    total = next(row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0] == "合计")
    lines = [row for row in sheet.iter_rows(min_row=5, max_row=4 + len(found.tables[1].lines), values_only=True)]
    for at in range(1, len(total)):
        assert total[at] == sum(row[at] for row in lines)
    assert total[-4:] == (4, 3, 0, 0)
    charts = {t.title: vars(book[t.title])["_charts"] for t in found.tables}
    assert [len(own) for own in charts.values()] == [1] * 6
    (chart,) = charts["按市"]
    assert [point.v for point in chart.series[0].val.numRef.numCache.pt] == [row[-4] for row in lines]
    assert [point.v for point in chart.series[0].cat.strRef.strCache.pt] == [row[0] for row in lines]
    assert {s.cat.strRef.f for s in chart.series} == {f"'按市'!$A$5:$A${4 + len(lines)}"}
    assert len([*book["明细"].iter_rows(min_row=4, values_only=True)]) == 4
    assert [*book["交流活动"].iter_rows(min_row=4, values_only=True)] == [("合计", 0, 0, 0, 0)]
    again = write_statistics(held, tmp_path / "又一份.xlsx", Job())[1][0]
    assert again.read_bytes() == written[0].read_bytes()
    assert [path.suffix for path in written[1:]] == [".png"] * 6 and all(path.is_file() for path in written)


def test_activities_are_summed_by_their_kind(held):
    for title, kind in (("甲", "专家讲座"), ("乙", "经验交流会"), ("丙", "经验交流会")):
        add(held, Activity("2023-10-12", kind, title, "济南", guests=(Guests("某院", 3),)), "刘处")
    void(held, 3, "没有办成", "刘处")
    assert activity_figures(held) == {"专家讲座": (1, 1, 3, 0), "经验交流会": (1, 1, 3, 0), "合计": (2, 1, 6, 0)}


def test_a_city_that_a_disc_claims_spoils_no_table(ledger, tmp_path):
    odd = a_submission(Sender("某市局", "990100", "=某\x07\ufffe市" + "很长" * 40))
    registered(ledger, odd, [an_entry(odd, "甲", 1)])
    found, written = write_statistics(ledger, tmp_path / "统计.xlsx", Job())
    assert found.adds_up and len(written) == 7
    assert "=某市很" in [str(row[0].value)[:4] for row in openpyxl.load_workbook(written[0])["按市"].iter_rows(min_row=5)]


def test_nothing_to_count_is_said(ledger, tmp_path):
    with pytest.raises(WrongUse, match="没有可以统计"):
        write_statistics(ledger, tmp_path / "统计.xlsx", Job())
    assert count(ledger, Job()).adds_up


def test_a_chart_leaves_out_what_is_nought_and_tells_many_lines_as_one():
    lines = tuple(FigureLine(f"第{n}", {"t": (n + 1, 0)}) for n in range(40))
    told = chart_data(FigureTable("city", "市", lines), ("收到", "受理"), "题")
    assert [each["name"] for each in told["legend"]] == ["收到"] and len(told["lines"]) == 24
    assert told["lines"][-1] == {"title": "其余 17 个", "values": [sum(range(24, 41))]} and told["most"] == sum(range(24, 41))


def test_what_is_not_known_adds_nothing():
    assert added([(1, None), (2, 3), ()]) == (3, 3) and added([(None,), ()]) == (None,) and added([]) == ()


def test_the_sample_province_adds_up(received_province, tmp_path):
    """Cities as the board has them: who hands in by itself is none."""
    with Ledger.open(received_province[0], reads_only=True) as ledger:
        found, _ = write_statistics(ledger, tmp_path / "统计.xlsx", Job())
        assert found.adds_up and found.total[0] == len(ledger.entries())
        cities = {city.name for city in ledger.notice.region.cities}
    assert by(found, "city").keys() <= cities | {"直报"} and by(found, "city")["直报"][0] == 2
    assert set(by(found, "size")) == {"大型", "中型", "小型", "未填"}
