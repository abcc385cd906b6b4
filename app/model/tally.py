"""How many findings wait for what: the one way in which lists, pages, papers and rows count them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.model.batch import Decision
from app.model.finding import Finding, Grade, counting, is_holding


@dataclass(frozen=True, slots=True)
class Tally:
    """`must`: faults yet to be mended. `returned`: looks that a person sent back for mending. `look`: what a
    person has yet to look at. `advised`: what may stay as it is. One that stands for many counts as many.
    """

    must: int = 0
    returned: int = 0
    look: int = 0
    advised: int = 0

    @property
    def to_mend(self) -> int:
        """What whoever handed it in has to do."""
        return self.must + self.returned

    @property
    def held(self) -> int:
        """What holds it up."""
        return self.to_mend + self.look

    @property
    def words(self) -> str:
        """3 处必须补正、2 处等您核对、1 处已退回、等补正; "" where nothing is open."""
        told = ((self.must, "必须补正"), (self.look, "等您核对"), (self.returned, "已退回、等补正"))
        return "、".join(f"{count} 处{words}" for count, words in told if count)


def tally(findings: Iterable[Finding], decisions: Mapping[str, Decision]) -> Tally:
    """`decisions`: those that count, by the finding's key."""
    must = returned = look = advised = 0
    for finding in findings:
        decision = counting(finding, decisions.get(finding.key))
        if not is_holding(finding, decision):
            advised += finding.times if finding.grade is Grade.SHOULD and decision is None else 0
        elif finding.grade is Grade.MUST:
            must += finding.times
        elif decision is not None:
            returned += finding.times
        else:
            look += finding.times
    return Tally(must, returned, look, advised)
