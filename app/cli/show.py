"""What the command line prints: progress to stderr, findings as text or as the contract's JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from app import wording
from app.checks import Need, check_of
from app.checks.grouping import alike, told_as_one
from app.cli.terminal import say
from app.job import Job, Pace, Progress
from app.model.batch import Batch, Decision
from app.model.documents.part import Part, pages_shown
from app.model.finding import Finding, Report, State
from app.model.source import LeftOut
from app.model.tally import tally
from app.notices.filing import filings_of
from app.notices.notice import Notice, tracks_of

SCHEMA = 1
Told = Callable[[Finding], str]  # how a finding is mended, or what it rests on, in words
Decisions = Mapping[str, Decision]
NOTHING: Decisions = {}


def of_sender(finding: Finding) -> str:
    """What its check says to whoever makes the disc."""
    return finding.fix


def why(finding: Finding) -> str:
    return finding.why


def job() -> Job:
    """A Job whose progress goes to the terminal, if there is one."""
    return Job(_Line() if sys.stderr.isatty() else lambda _: None)


class _Line:
    """One line of progress, written over itself; bytes with their pace and the time left."""

    def __init__(self) -> None:
        self._pace = Pace()

    def __call__(self, progress: Progress) -> None:
        amount = ""
        if progress.total_bytes:
            done, total = progress.done_bytes, progress.total_bytes
            amount = f"  {wording.size(done)} / {wording.size(total)}"
            if rate := self._pace.add(done):
                left = wording.duration((total - done) / rate)
                amount += f"  {wording.megabytes(round(rate))}/s  还需{left}"
        text = f"{progress.message} {progress.fraction:4.0%}{amount}  {progress.item}"
        end = "\n" if progress.fraction >= 1 else ""
        print(f"\r\x1b[K{wording.visible(text)[:120]}", end=end, file=sys.stderr, flush=True)


def left_out(items: Iterable[LeftOut]) -> None:
    for item in items:
        say(f"  没有收下：{item.path}（{item.reason}）")


def report_told(
    report: Report, decisions: Decisions, subjects: list[dict[str, Any]], said: Decisions = NOTHING,
    fix: Told = of_sender, basis: Told = why,
) -> dict[str, Any]:  # fmt: skip
    """`said`: what a disc's sender had decided, which need not count."""
    return {
        "schema": SCHEMA,
        "verdict": report.verdict(decisions),
        "subjects": subjects,
        "findings": [
            {**_finding_json(finding, decisions, said), "fix": fix(finding), "basis": basis(finding)}
            for finding in report.findings
        ]
        + [
            _outcome_json(o.check, o.subject_name, o.state, o.reason)
            for o in report.outcomes
            if o.state in (State.SKIPPED, State.BROKEN)
        ],
    }


def _finding_json(finding: Finding, decisions: Decisions, said: Decisions) -> dict[str, Any]:
    """`page` counts from 1; `frame` is in shares (0..1) of that page, from its upper left as it is seen."""
    made: dict[str, Any] = {
        "id": finding.key,
        "check": finding.check,
        "grade": finding.actual_grade.value,
        "state": State.FOUND.value,
        "subject": finding.subject_name,
        "where": finding.where,
        "what": finding.what,
        "who": finding.who.value,
    }
    if finding.page:
        made["page"] = finding.page
    if finding.frame is not None:
        made["frame"] = dict(zip(("x", "y", "width", "height"), finding.frame, strict=True))
    for name, told in (("decision", decisions.get(finding.key)), ("sender_decision", said.get(finding.key))):
        if told is not None:
            made[name] = {"verdict": told.verdict.value, "reason": told.reason, "day": told.day}
            made[name] |= {"by": told.by_sender, "who": told.who} if told.by_sender else {}
    return made


def _outcome_json(check: str, subject: str, state: State, reason: str) -> dict[str, Any]:
    return {
        "id": "", "check": check, "grade": "", "state": state.value, "subject": subject,
        "where": "", "what": reason, "fix": "", "who": "",
    }


def report_text(
    report: Report, decisions: Decisions, said: Decisions = NOTHING, fix: Told = of_sender, basis: Told = why
) -> None:
    """Findings in two lines, those of one cause as one with a list; the sums. `said`: see `report_told`."""

    def decided(finding: Finding) -> str:
        decision = decisions.get(finding.key) or said.get(finding.key)
        return f"  〔{decision.title}：{decision.reason}〕" if decision else ""

    for group in alike(report.findings, lambda each: each, decided):
        finding, told = group[0], decided(group[0])
        what = finding.what if len(group) == 1 else told_as_one(group)
        say(f"{finding.actual_grade.title}  {finding.subject_name}：{what}{told}")
        label = "怎样改" if fix is of_sender else "怎么办"
        advised = f"{label}：{fix(finding)}（{finding.who.title}）"
        if len(group) > 1:
            say(f"    {advised}")
        for each in group:
            where = f"  位置：{each.where}" if each.where else ""
            say(f"    {each.key}{where}" + ("" if len(group) > 1 else f"  {advised}"))
        if clause := basis(finding):
            say(f"    依据：{clause}")
    counts = {state: len(report.in_state(state)) for state in State}
    open_ones = tally(report.findings, decisions)
    say(
        f"共 {len(report.outcomes)} 项检查：通过 {counts[State.PASSED]}，有问题 {counts[State.FOUND]}，"
        f"暂未检查 {counts[State.SKIPPED]}，未能检查 {counts[State.BROKEN]}；"
        f"还有 {open_ones.held} 处要处理" + (f"（{open_ones.words}）" if open_ones.held else "")
    )


def of_paper(report: Report) -> Iterator[str]:
    """Whether each disc was compared with its paper: a state, never silence."""
    for outcome in report.outcomes:
        if Need.PAPER in check_of(outcome).needs and outcome.state in (State.PASSED, State.SKIPPED):
            yield f"{outcome.subject_name}：{outcome.reason or outcome.title}"


def files_of(batch: Batch, notice: Notice) -> Iterator[dict[str, Any]]:
    """What each file serves as and why; `path` is inside the package, archives joined by `!/`."""
    titles = {material.id: material.title for material in notice.materials}
    for track in tracks_of(batch, notice):
        for one in batch.in_track(track):
            for key, filing in filings_of(batch, one, notice).items():
                told: dict[str, Any] = {
                    "subject": one.name,
                    "path": key.partition("/")[2],
                    "state": filing.state.value,
                    "materials": [titles[each] for each in filing.materials if each in titles],
                    "pages": _pages(filing.parts, titles),
                    "why": filing.why,
                }
                if filing.proposed:
                    told["proposed"] = [titles[part.material] for part in filing.proposed]
                    told["proposed_pages"] = _pages(filing.proposed, titles)
                if filing.is_pending:
                    told["pending"] = True
                yield told


def _pages(parts: Iterable[Part], titles: Mapping[str, str]) -> dict[str, str]:
    return {
        titles[part.material]: pages_shown(part.pages, "-", ",")
        for part in parts
        if part.pages and part.material in titles
    }


def subjects_of(batch: Batch, report: Report, notice: Notice) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "track": notice.short(one.track),
            "files": len(batch.members_of(one)),
            "open": tally(report.of(one.id), batch.decisions).held,
        }
        for track in tracks_of(batch, notice)
        for one in batch.in_track(track)
    ]
