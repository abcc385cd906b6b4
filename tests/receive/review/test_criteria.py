"""A notice's criteria: a column each in the score sheet, their points summed up, what is wrong told by name."""

from __future__ import annotations

import openpyxl
import pytest

from app.checks.notices import parse_notice
from app.errors import NoticeInvalid
from app.job import Job
from app.ledger import Ledger
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.experts import write_score_sheets
from app.receive.merge import rows_of
from app.receive.review.kept import review_of
from app.receive.review.scores import take_scores
from tests.receive.facts import GROUP, a_submission, an_entry
from tests.receive.ledgers import TOML, registered

OWN = 'criteria = [{ title = "创新性", most = 60, says = "做法新不新" }, { title = "成效", most = 40 }]\n'
WITH = TOML.replace(b'[[tracks]]\nid = "national"\n', b'[[tracks]]\nid = "national"\n' + OWN.encode(), 1)


def test_a_notice_without_criteria_is_read_as_before():
    assert all(track.criteria == () for track in parse_notice(TOML).tracks)


@pytest.mark.parametrize("criteria, fault", [
    ('[{ title = "创新性", most = 60 }]', "合计应为 100，现在是 60"),
    ('[{ title = "", most = 100 }]', "要有名称"),
    ('[{ title = "甲", most = 100 }, { title = "乙", most = 0 }]', "1 以上"),
    ('[{ title = "甲", most = 50 }, { title = "甲", most = 50 }]', "“甲”重复"),
])  # fmt: skip
def test_criteria_that_cannot_be_meant_are_told(criteria, fault):
    wrong = WITH.replace(OWN.encode(), f"criteria = {criteria}\n".encode())
    with pytest.raises(NoticeInvalid, match=fault):
        parse_notice(wrong)


def test_points_of_each_criterion_are_read_and_summed_and_what_is_wrong_is_told(tmp_path):
    names = ("甲公司", "乙公司", "丙公司", "丁公司")
    with Ledger.create(tmp_path / "台账", WITH) as ledger, Sandbox(1) as sandbox:
        one = a_submission(GROUP, Standing.ACCEPTED)
        registered(ledger, one, [an_entry(one, name, at, "national") for at, name in enumerate(names, 1)])
        (path,) = write_score_sheets(ledger, {"张三": ()}, tmp_path)
        book = openpyxl.load_workbook(path)
        (sheet,) = book.worksheets
        heads = [cell.value for cell in sheet[3]]
        first = heads.index("创新性（0—60）") + 1
        assert heads[first: first + 2] == ["成效（0—40）", "分数（0—100）"]
        assert [(rule.formula2, str(rule.sqref)) for rule in sheet.data_validations.dataValidation] == [
            ("60", "G4:G7"), ("40", "H4:H7"),
        ]  # fmt: skip
        assert sheet.cell(4, first + 2).value == '=IF(COUNT(G4:H4)=0,"",SUM(G4:H4))'
        for row, points in zip((4, 5, 6), ((55.5, 30), (61, 41), (50, None)), strict=True):
            sheet.cell(row, first).value, sheet.cell(row, first + 1).value = points
        book.save(path)
        (told,) = take_scores(ledger, [path], "刘处", sandbox, Job())
        key = rows_of(ledger)[0].key
        score = review_of(ledger).ballots["张三"].scores[key]
    assert (told.taken, score.value, score.parts, told.unscored) == (1, 8550, (5550, 3000), ("丁公司",))
    assert [each.reason for each in told.left_out] == [
        "“乙公司”“创新性”“成效”的分数“61”不是 0 到 60 的数；“41”不是 0 到 40 的数",
        "“丙公司”还有“成效”没有打分，没有算总分",
    ]
