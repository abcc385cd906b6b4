"""Why what stands in a cell of the 汇总表 cannot stay as it is. Pure."""

from __future__ import annotations

from app.checks.enterprise.code import code_fault
from app.checks.enterprise.fields import form_fault
from app.model.batch import Enterprise
from app.notices.industries import division_name
from app.notices.notice import Column, Notice


def amiss(column: Column, text: str, enterprise: Enterprise, notice: Notice) -> str:
    """In a few words; "" for what can stay, and for an empty cell."""
    if column.filled == "name" and text != enterprise.name:
        return f"与材料包的企业全称“{enterprise.name}”不一致"
    if not text.strip():
        return ""
    if column.kind == "code":
        return code_fault(text)
    if column.kind == "area" and notice.area(text) is None:
        return "不是通知的重点领域"
    return "没有这个行业大类" if column.kind == "division" and not division_name(text) else ""


def odd(column: Column, text: str) -> str:
    """What is unusual in how it is written, as the check says it, and what to do; it may stay."""
    if not text.strip() or column.filled:
        return ""
    fault, mend = form_fault(column.kind, text)
    return f"{fault}；{mend}" if fault else ""
