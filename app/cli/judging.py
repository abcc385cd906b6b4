"""check, decide, adopt, corrections, rules."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from app import clock
from app.batch import edit
from app.checks import check_batch, rules_table
from app.checks.grouping import of_one_cause, told_as_one
from app.checks.told import AGREED, basis, is_proposal, on_paper
from app.cli import show
from app.cli.command import AS_JSON, NO_OCR, OUT, VERDICT, arg, command, on_batch
from app.cli.notices.adopting import warn_of_newer
from app.cli.terminal import say, say_json, say_lines
from app.errors import NothingFound
from app.model.batch import Decision, Verdict
from app.model.finding import Finding, Report, is_asked, may_take
from app.store.lock import user_name
from app.store.store import BatchStore


@on_batch("check", "核对全部问题", NO_OCR, AS_JSON, reads=True)
def check(store: BatchStore, options: Namespace) -> int:
    look_into_all(store, recognises=options.recognises)
    warn_of_newer(store.notice)
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
    arg("finding", metavar="FINDING[、FINDING…]"), VERDICT, arg("--reason", required=True, metavar="TEXT"),
    arg("--all-alike", action="store_true", help="同一原因的各处一并下结论"),
    arg("--every", action="store_true", help="FINDING 写检查项编号或企业全称：其中还没处理的一并下结论"),
)  # fmt: skip
def decide_finding(store: BatchStore, options: Namespace) -> None:
    report = check_batch(store.batch, store.notice, clock.today())
    names = tuple(filter(None, (name.strip() for name in re.split("[、,，]", options.finding))))
    verdict = Verdict(options.verdict)
    if options.every:
        findings = _every(report, names, store.batch.decisions, verdict)
    else:
        found = [_named(report, name) for name in names or ("",)]
        alike = (of_one_cause(report.findings, one) if options.all_alike else (one,) for one in found)
        findings = tuple({one.key: one for group in alike for one in group}.values())
    finding = findings[0]
    is_one_cause = len(findings) == len(of_one_cause(findings, finding))
    what = finding.what if len(findings) == 1 else (
        told_as_one(findings) if is_one_cause else f"{options.finding}等 {len(findings)} 处")
    store.apply(
        f"核对“{what}”：{verdict.title}",
        lambda batch: edit.decide_each(batch, findings, verdict, options.reason, user_name(), clock.today()),
    )
    whose = f"{finding.subject_name} " if len({one.subject for one in findings}) == 1 else ""
    say(f"已记录：{whose}{what} —— {verdict.title}（{options.reason}）")


def _every(
    report: Report, names: Sequence[str], decisions: Mapping[str, Decision], verdict: Verdict
) -> tuple[Finding, ...]:
    """Of these checks or enterprises, what nobody decided and what may be answered so."""
    found = tuple(
        one for one in report.findings
        if {one.key, one.check, one.subject, one.subject_name} & set(names)
        and is_asked(one, decisions.get(one.key)) and may_take(one, verdict)
    )  # fmt: skip
    if not found:
        raise NothingFound(f"{'、'.join(names)} 没有可以这样下结论的问题；请先运行 check 查看")
    return found


@on_batch("adopt", "采用程序建议的名称", arg("names", nargs="*", metavar="ENTERPRISE", help="不写则全部采用"))
def adopt(store: BatchStore, options: Namespace) -> None:
    chosen = {edit.find_enterprise(store.batch, name, store.notice).id for name in options.names}
    report, decisions = check_batch(store.batch, store.notice, clock.today()), store.batch.decisions
    findings = tuple(
        one for one in report.findings
        if is_proposal(one) and is_asked(one, decisions.get(one.key))
        and (not chosen or one.subject in chosen)
    )  # fmt: skip
    store.apply(
        f"采用程序的 {len(findings)} 处建议",
        lambda batch: edit.decide_each(
            batch, findings, Verdict.ACCEPT, AGREED, user_name(), clock.today()),
    )
    for one in findings:
        say(f"已采用：{one.subject_name} {one.what}")
    if not findings:
        say("没有可以采用的建议")


def _named(report: Report, text: str) -> Finding:
    """By key, or by check id where only one finding has it."""
    found = [f for f in report.findings if text in (f.key, f.check)]
    if not found:
        raise NothingFound(f"没有编号为 {text} 的问题；请先运行 check 查看")
    if len(found) > 1:
        keys = "、".join(f.key for f in found)
        raise NothingFound(f"{text} 有 {len(found)} 处：{keys}；请写全编号")
    return found[0]


@on_batch("corrections", "导出补正单（每家一份 PDF 和 Word）", OUT, reads=True)
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


@on_batch(
    "list", "导出企业、问题和统计的清单（Excel）",
    arg("--out", required=True, type=Path, metavar="FILE.xlsx"), reads=True,
)  # fmt: skip
def write_list(store: BatchStore, options: Namespace) -> None:
    from app.writing.tables.batch_list import write_batch_list

    report = check_batch(store.batch, store.notice, clock.today())
    write_batch_list(store.batch, store.notice, report, options.out, clock.today())
    say(f"清单：{options.out}（{len(store.batch.enterprises)} 家企业，{len(report.findings)} 行问题）")


@command(
    "rules", "列出全部检查规则",
    arg("--notice", default="", metavar="ID_OR_FILE", help="连同这份通知改过的级别、停用的检查和理由"),
)  # fmt: skip
def rules(options: Namespace) -> None:
    from app.checks.notices import load_notice, read_notice
    from app.checks.told import changed_words

    if not options.notice:
        say_lines(rules_table())
        return
    path = Path(options.notice)
    notice, _ = read_notice(path) if path.suffix.lower() == ".toml" else load_notice(options.notice)
    say_lines(rules_table(partial(changed_words, notice=notice)))
