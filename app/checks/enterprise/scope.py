"""Whether the notice is open to the enterprise's industry."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import EnterpriseCase
from app.checks.check import row_check
from app.model.finding import Finding, Grade, Trait
from app.notices.industries import division_name, normalise_division


@row_check(
    "SCOPE-01", "行业在申报范围内", Grade.LOOK, Trait.AUTHENTIC, clause="scope",
    asks="核对行业代码：写错的改正，不在范围内的不再推荐",
)
def in_scope(case: EnterpriseCase) -> Iterator[Finding]:
    """通知面向工业企业（行业大类 06 至 46）和交通运输、现代物流、金融、信息、商务等生产性服务业企业。"""
    scope = case.notice.scope
    for column in case.rules.columns:
        text = case.cell(column.id) if column.kind == "division" else ""
        division = normalise_division(text)
        if not text or division in scope.inside:
            continue
        if not division:
            what = f"{column.title}“{text}”不是国民经济行业分类（GB/T 4754—2017）的代码"
            fix = "请改填行业大类代码（两位数字，例如 38）；企业不清楚的，可查其统计报表"
        elif division in scope.grey:
            what = f"行业“{division} {division_name(division)}”通知没有写明，是否算“等生产性服务业”要由人判断"
            fix = "请按企业的主营业务判断；可以申报的，写明理由"
        else:
            what = f"行业“{division} {division_name(division)}”不在通知的申报范围内"
            fix = "请核对行业代码；没有填错又不在范围内的，请退回企业"
        yield Finding(what, fix, column=column.id, detail=text)
