"""The 汇总表 that came on discs, and the packages it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.disc_cases import TableCase, disc_check
from app.checks.years import years_told
from app.model.batch import Enterprise
from app.model.finding import Finding, Grade, Trait


@disc_check(
    "TABLE-01", "有汇总表且认得出表头", Grade.MUST, Trait.USABLE, clause="table", asks="补交 Excel 版的汇总表"
)
def known_table(case: TableCase) -> Iterator[Finding]:
    """省厅按汇总表登记和汇总。"""
    if case.fault:
        what = f"{case.rules.title}：{case.fault}"
        fix = "请报送单位补交汇总表；表在别处的、表头不认识的，请在“读盘”里指给程序。"
        yield Finding(what, fix, case.place or case.rules.table, detail=what)


@disc_check(
    "TABLE-02", "汇总表与材料包一一对应", Grade.MUST, Trait.COMPLETE, after=(known_table,), clause="table",
    asks="使汇总表与材料包一一对应：补齐缺的一边，或去掉多的一边",
)
def one_to_one(case: TableCase) -> Iterator[Finding]:
    """一行一个材料包。"""
    for number, one in case.bare_rows:
        what = f"汇总表第 {number} 行的“{one.name}”没有材料包"
        fix = "请报送单位补交这一家的材料，或从汇总表里去掉这一行。"
        yield _of(one, what, fix, f"{case.rules.table} 第 {number} 行")
    for one in case.unlisted:
        what = f"材料包“{one.name}”在汇总表里没有一行"
        yield _of(one, what, "请报送单位在汇总表里补上这一家，或说明不报。", one.name)


@disc_check(
    "TABLE-03", "汇总表是这一年的", Grade.LOOK, Trait.AUTHENTIC, after=(known_table,), clause="table",
    asks="换成今年的汇总表（Excel）；只是标题没改的，改好标题",
)
def this_year(case: TableCase) -> Iterator[Finding]:
    """往年的盘、往年的表常被误交；只改了内容没改标题的，由人核对。"""
    years = years_told(case.title)
    if years and case.year and case.year not in years:
        told = "、".join(f"{year} 年" for year in years)
        what = f"{case.rules.title}的汇总表上写的是 {told}，不是 {case.year} 年"
        fix = f"请核对是不是误交了往年的：是的，请报送单位换成 {case.year} 年的；只是标题没改的，写明理由。"
        yield Finding(what, fix, case.place, detail=what)


def _of(one: Enterprise, what: str, fix: str, where: str) -> Finding:
    return Finding(what, fix, where, detail=what, subject=one.id, subject_name=one.name)
