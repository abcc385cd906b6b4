"""What the enterprise's own papers say, against the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import NotLooked, Sides, check
from app.model.finding import Finding, Grade, Trait
from app.model.names import name_difference, normalise_name

_PAPERS = ("form", "licence")  # materials that carry the enterprise's own name


@check(
    "NAME-03", "名称与申报书一致", Grade.LOOK, Trait.AUTHENTIC,
    sides=Sides("材料与汇总表名称不一致", "企业材料", "汇总表"),
)
def same_as_form(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """申报书和营业执照里读到的企业名称应与汇总表一致。扫描件读不出文字时不算通过，请人工看一眼。"""
    listed = case.enterprise.fields.get("name", "").strip() or case.enterprise.name
    papers = [filed for filed in case.files if filed.serves(*_PAPERS)]
    told = [(filed, facts.fields["name"]) for filed in papers
            if (facts := case.batch.forms.get(filed.member.sha256)) and "name" in facts.fields]  # fmt: skip
    for filed, found in told:
        if normalise_name(found.text) != normalise_name(listed):
            title = case.notice.material(filed.role).title
            read = "识别到" if found.is_recognised else "读到"
            yield replace(
                filed.finding(
                    f"{title}里{read}的企业名称是“{found.text}”，汇总表是“{listed}”："
                    f"{name_difference(found.text, listed)}",
                    "请对照营业执照，确认哪一个是全称，把写错的一处改过来",
                    page=found.page,
                ),
                compare=(found.text, listed),
            )
    if not told:
        unread = any(one.member.sha256 and one.member.sha256 not in case.batch.forms for one in papers)
        yield NotLooked(_why(case, papers), is_pending=unread)


def _why(case: EnterpriseCase, papers: list[Filed]) -> str:
    """Why no name was read."""
    if not papers:
        return "没有申报书或营业执照可以读取"
    for filed in papers:
        facts = case.batch.forms.get(filed.member.sha256)
        if facts is None:
            return "申报书还没有读取"
        if facts.reason:
            return f"“{filed.member.name}”{facts.reason}，请人工核对名称"
    return "申报书里没有找到企业名称，请人工核对"
