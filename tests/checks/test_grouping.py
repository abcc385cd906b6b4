"""Findings of one cause over many files are told as one; no finding is lost, and each keeps its own key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from app.checks.grouping import LEAST, alike, cause, of_one_cause, told_as_one
from app.model.finding import Finding, Grade


def a_finding(number: int, **changes: object) -> Finding:
    values: dict[str, object] = {
        "what": f"“资料/包{number}.zip”是压缩包里的压缩包（已看过里面的文件）", "fix": "请打开核对", "grade": Grade.LOOK,
        "where": f"甲.zip!/资料/包{number}.zip", "check": "PACK-05", "subject": "e1", **changes,
    }
    return Finding(**values)  # type: ignore[arg-type]


def grouped(findings: list[Finding]) -> list[int]:
    return [len(group) for group in alike(findings, lambda each: each, lambda each: None)]


def test_a_hundred_of_one_cause_are_one() -> None:
    findings = [a_finding(n) for n in range(100)]
    assert grouped(findings) == [100]
    assert told_as_one(findings) == "100 处：“…”是压缩包里的压缩包（已看过里面的文件）"
    assert of_one_cause(findings, findings[7]) == tuple(findings)


def test_pages_and_numbers_are_the_files_own() -> None:
    findings = [a_finding(n, what=f"“{n}.pdf”第 {n + 1}、{n + 5} 页扫描得太粗，不足 {100 + n} dpi") for n in range(5)]
    assert grouped(findings) == [5]
    assert told_as_one(findings) == "5 处：“…”某些页扫描得太粗，不足 … dpi"


def test_a_few_are_told_singly() -> None:
    assert grouped([a_finding(n) for n in range(LEAST - 1)]) == [1] * (LEAST - 1)


def test_another_enterprise_grade_check_or_way_to_mend_is_another_cause() -> None:
    for other in ({"subject": "e2"}, {"grade": Grade.MUST}, {"check": "PACK-08"}, {"fix": "请重新打包"}, {"what": "别的"}):
        assert cause(a_finding(1)) != cause(a_finding(1, **other))


def test_what_has_to_be_looked_at_by_itself_is_never_one_of_many() -> None:
    framed = [a_finding(n, frame=(0.0, 0.0, 0.1, 0.1)) for n in range(9)]
    compared = [a_finding(n, compare=("甲", "乙")) for n in range(9)]
    seals = [a_finding(n, check="SEAL-01") for n in range(9)]
    assert grouped([*framed, *compared, *seals]) == [1] * 27
    assert of_one_cause(framed, framed[0]) == (framed[0],)


@given(some.lists(some.tuples(some.integers(0, 50), some.sampled_from(["PACK-05", "NAME-04", "SEAL-01"]))))
def test_every_finding_is_in_one_group_and_once(made: list[tuple[int, str]]) -> None:
    findings = [a_finding(number, check=check, detail=str(at)) for at, (number, check) in enumerate(made)]
    groups = alike(findings, lambda each: each, lambda each: None)
    assert sorted(f.key for group in groups for f in group) == sorted(f.key for f in findings)


def test_what_was_decided_otherwise_stays_apart() -> None:
    findings = [a_finding(n) for n in range(8)]
    groups = alike(findings, lambda each: each, lambda each: each.where < findings[4].where)
    assert [len(group) for group in groups] == [4, 4]


def test_what_is_no_matter_of_files_stays_single() -> None:
    empty = [a_finding(n, check="FIELD-01", what=f"“第 {n} 栏”没有填写", column=f"c{n}") for n in range(5)]
    shared = [a_finding(n, check="DUP-02", subject="batch", what=f"“甲”、“乙{n}”里有一样的文件") for n in range(5)]
    assert grouped([*empty, *shared]) == [1] * 10
