"""check, decide, corrections, rules."""

from __future__ import annotations

from argparse import Namespace
from functools import partial

from app import clock
from app.batch import edit
from app.checks import check_batch, rules_table
from app.checks.grouping import of_one_cause, told_as_one
from app.checks.told import basis, on_paper
from app.cli import show
from app.cli.command import AS_JSON, NO_OCR, OUT, VERDICT, arg, command, on_batch
from app.cli.terminal import say, say_json, say_lines
from app.errors import NothingFound
from app.model.batch import Verdict
from app.model.finding import Finding, Report
from app.store.lock import user_name
from app.store.store import BatchStore


@on_batch("check", "核对全部问题", NO_OCR, AS_JSON)
def check(store: BatchStore, options: Namespace) -> int:
    look_into_all(store, recognises=options.recognises)
    report = check_batch(store.batch, store.notice, clock.today())
    decisions = store.batch.decisions
    clause = partial(basis, batch=store.batch, notice=store.notice)
    if options.json:
        subjects = show.subjects_of(store.batch, report, store.notice)
        told = show.report_told(report, decisions, subjects, basis=clause)
        say_json({**told, "files": [*show.files_of(store.batch, store.notice)]})
    else:
        show.report_text(report, decisions, basis=clause)
    return 0 if report.verdict(decisions) == "ok" else 1


def look_into_all(store: BatchStore, *, recognises: bool) -> None:
    """What was not looked at yet; nothing is started where all was."""
    from app.batch.looking import is_unseen, look, recognise
    from app.reading.sandbox import Sandbox

    if is_unseen(store.batch, store.notice, recognises=recognises):
        with Sandbox() as sandbox:
            look(store, sandbox, show.job(), recognises=recognises)
    if recognises:
        recognise(store, show.job())


@on_batch(
    "decide", "对一个问题下结论",
    arg("finding", metavar="FINDING"), VERDICT, arg("--reason", required=True, metavar="TEXT"),
    arg("--all-alike", action="store_true", help="同一原因的各处一并下结论"),
)  # fmt: skip
def decide_finding(store: BatchStore, options: Namespace) -> None:
    report = check_batch(store.batch, store.notice, clock.today())
    finding, verdict = _named(report, options.finding), Verdict(options.verdict)
    findings = of_one_cause(report.findings, finding) if options.all_alike else (finding,)
    what = finding.what if len(findings) == 1 else told_as_one(findings)
    store.apply(
        f"核对“{what}”：{verdict.title}",
        lambda batch: edit.decide_each(batch, findings, verdict, options.reason, user_name(), clock.today()),
    )
    say(f"已记录：{finding.subject_name} {what} —— {verdict.title}（{options.reason}）")


def _named(report: Report, text: str) -> Finding:
    """By key, or by check id where only one finding has it."""
    found = [f for f in report.findings if text in (f.key, f.check)]
    if not found:
        raise NothingFound(f"没有编号为 {text} 的问题；请先运行 check 查看")
    if len(found) > 1:
        keys = "、".join(f.key for f in found)
        raise NothingFound(f"{text} 有 {len(found)} 处：{keys}；请写全编号")
    return found[0]


@on_batch("corrections", "导出补正单（每家一份 PDF 和 Word）", OUT)
def corrections(store: BatchStore, options: Namespace) -> None:
    from app.writing.papers.correction import write_corrections

    report = check_batch(store.batch, store.notice, clock.today())
    options.out.mkdir(parents=True, exist_ok=True)
    told = partial(on_paper, batch=store.batch, notice=store.notice)
    paths = write_corrections(store.batch, store.notice, report, options.out, clock.today(), told)
    for path in paths:
        say(f"补正单：{path}（旁边有同名的 .docx，可修改）")
    if not paths:
        say("没有需要企业补正的问题")


@command("rules", "列出全部检查规则")
def rules(_: Namespace) -> None:
    say_lines(rules_table())
