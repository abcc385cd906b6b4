"""What a person may answer to a finding: the words of the two buttons, and the reasons that are offered.

A button says what comes of it. `received`: asked of whoever received the disc, not of who makes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.checks import Answers, Mend, check_of, told
from app.checks.told import AGREED
from app.model.finding import Finding, Who
from ui.findings.lines import DIFFERENT

# Of an act: offered only where the program itself showed the page.
SEEN, SEEN_BESIDE = "已打开原件核对", "已对照原件，以汇总表为准"
ACCEPT_REASONS = ("不影响评审，照此报送", "已与企业电话核实")
RECEIVE_REASONS = ("不影响评审", "已与报送单位核实")
RETURN_REASONS = ("请企业按提示补正后重新报送", "请企业补交清晰、完整的文件", "请企业加盖公章后重新扫描")
OWN_REASONS = ("请按提示改正", "请核实后改正，或书面说明")  # to whoever handed it in, for what is its own
PAPER_REASONS = ("没有随盘收到交接登记表",)
NO_PAPER_REASONS = ("请报送单位补交交接登记表",)
KEEP_REASONS = ("以汇总表为准", "已与企业电话核实，以汇总表为准")
AGREE_REASONS = (AGREED,)


def is_of_cell(finding: Finding) -> bool:
    """Whether a paper and a cell of the table differ, and the cell may take what the paper says."""
    return check_of(finding).mend is Mend.CELL and bool(finding.column and finding.compare)


def is_proposal(finding: Finding, *, received: bool = False) -> bool:
    """Whether to accept it is to have the program mend it: only where the disc is yet to be made."""
    return not received and told.is_proposal(finding)


def answers_of(finding: Finding) -> Answers | None:
    """Those of its check; what is asked of a seal is answered where one is framed."""
    rule = check_of(finding)
    return None if is_of_cell(finding) or (rule.question and not finding.frame) else rule.answers


def yes(finding: Finding, *, received: bool = False) -> str:
    """What the Y button says."""
    if is_proposal(finding, received=received):
        return "采用建议的名称"
    if is_of_cell(finding):
        return f"以{(check_of(finding).sides or DIFFERENT).right}为准"
    own = answers_of(finding)
    return own.yes if own else "可以受理" if received else "可以报送"


def no(finding: Finding, *, received: bool = False) -> str:
    """What the N button says."""
    own = answers_of(finding)
    if own and own.no:
        return own.no
    if received:
        return "退回补正"
    return "退回企业补正" if finding.who is Who.ENTERPRISE else "还要改正"


def yes_reasons(finding: Finding, is_seen: bool, *, received: bool = False) -> tuple[str, ...]:
    """What fits best comes first. `is_seen`: its page was shown beside it."""
    if is_proposal(finding, received=received):
        return AGREE_REASONS
    if is_of_cell(finding):
        return (SEEN_BESIDE, *KEEP_REASONS) if is_seen else KEEP_REASONS
    if check_of(finding).mend is Mend.TYPE:
        return PAPER_REASONS
    if own := answers_of(finding):
        return (*own.reasons, SEEN) if is_seen else own.reasons
    usual = RECEIVE_REASONS if received else ACCEPT_REASONS
    return (SEEN, *usual) if is_seen else usual


def no_reasons(finding: Finding) -> tuple[str, ...]:
    """What fits best comes first."""
    if check_of(finding).mend is Mend.TYPE:
        return NO_PAPER_REASONS
    own = answers_of(finding)
    usual = RETURN_REASONS if finding.who is Who.ENTERPRISE else OWN_REASONS
    return (*own.returns, *usual[:2]) if own and own.returns else usual


def yes_to_all(findings: Sequence[Finding], *, received: bool = False) -> str:
    """What the Y button says to several: their own word where they have one in common."""
    own = {yes(finding, received=received) for finding in findings}
    return own.pop() if len(own) == 1 else "可以受理" if received else "可以报送"


def no_to_all(findings: Sequence[Finding], *, received: bool = False) -> str:
    own = {no(finding, received=received) for finding in findings}
    return own.pop() if len(own) == 1 else "退回补正"


def reasons_for_all(findings: Sequence[Finding], *, received: bool = False) -> tuple[str, ...]:
    """Those that they have in common, else those that fit anything; nobody saw all the pages."""
    own = {yes_reasons(finding, False, received=received) for finding in findings}
    return own.pop() if len(own) == 1 else RECEIVE_REASONS if received else ACCEPT_REASONS


def no_reasons_for_all(findings: Sequence[Finding]) -> tuple[str, ...]:
    own = {no_reasons(finding) for finding in findings}
    return own.pop() if len(own) == 1 else OWN_REASONS
