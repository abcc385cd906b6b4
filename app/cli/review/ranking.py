"""experts, sheets, scores, recommend, results: the review, from the packages to 公示."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import show
from app.cli.command import CLERK, OUT, TRACK, arg, either, on_ledger
from app.cli.terminal import say
from app.errors import WrongUse
from app.model.merged import Chosen, MergedRow
from app.model.review import points
from app.model.submission import Standing
from app.store.clerk import at_work

if TYPE_CHECKING:
    from app.ledger import Ledger

_BY = arg("--by", default="area", metavar="area|division|city|COLUMN", help="按什么分组")
_ACCEPTED = arg("--accepted", action="store_true", help="只要已受理的")


_NAMES = arg("names", nargs="+", metavar="ENTERPRISE")


@on_ledger("experts", "按组解开申报材料，供专家评审", OUT, _BY, _ACCEPTED)
def export_for_experts(ledger: Ledger, options: Namespace) -> None:
    from app.reading.sandbox import Sandbox
    from app.receive.experts import export_packages

    with Sandbox() as sandbox:
        rows = _rows(ledger, options.accepted)
        done = export_packages(ledger, options.out, sandbox, show.job(), by=options.by, rows=rows)
        say(f"已解开 {len(done.folders)} 家，原先已有 {len(done.kept)} 家：{options.out}")
        for each in done.left_out:
            say(f"  {each.path}（{each.reason}）")


@on_ledger(
    "sheets", "给每位专家一张评分表：已受理、材料完整、在名额以内的，和写明理由列入的",
    arg("--expert", required=True, action="append", metavar="NAME[=GROUP、GROUP]"),
    OUT, _BY, _ACCEPTED,
)  # fmt: skip
def write_sheets(ledger: Ledger, options: Namespace) -> None:
    """`--expert 张三` scores all groups, `--expert 李四=数字化融合、供应链质量管控` these."""
    from app.receive.experts import write_score_sheets
    from app.receive.review.gate import bars_of, taking_part
    from app.receive.review.kept import review_of

    experts: dict[str, tuple[str, ...]] = {}
    for text in options.expert:
        name, _, groups = text.partition("=")
        experts[name] = tuple(filter(None, groups.split("、")))
    rows = _rows(ledger, options.accepted)
    review = review_of(ledger)
    inside = taking_part(rows, review)
    for path in write_score_sheets(ledger, experts, options.out, by=options.by, rows=inside):
        say(f"评分表：{path}")
    for row in rows:
        if row not in inside:
            why = "，".join(bars_of(row, review).values())
            say(f"  不在评分表里：{row.track_short} {row.city} {row.entry.name}（{why}）")


@on_ledger(
    "scores", "读入专家填好的评分表",
    arg("files", nargs="+", type=Path, metavar="SHEET.xlsx"), CLERK,
    either(
        arg("--trim", action="store_true", default=None, help="去掉一个最高分和一个最低分"),
        arg("--all", dest="trim", action="store_false", help="全部分数计入平均"),
    ),
)  # fmt: skip
def read_scores(ledger: Ledger, options: Namespace) -> int:
    from app.reading.sandbox import Sandbox
    from app.receive.review.scores import take_scores, trim

    with Sandbox(1) as sandbox:
        told = take_scores(ledger, options.files, options.clerk or at_work(), sandbox, show.job())
        if options.trim is not None:
            trim(ledger, options.trim, options.clerk or at_work())
        for each in told:
            blank = f"，{len(each.unscored)} 家未评" if each.unscored else ""
            say(f"{each.file}：{each.expert or '—'}，读入 {each.taken} 个分数{blank}")
            show.left_out(each.left_out)
        return 1 if any(each.left_out for each in told) else 0


@on_ledger(
    "admit", "写明理由，让没有受理、不完整或超出名额的企业参加评审", TRACK, CLERK, _NAMES,
    arg("--reason", default="", metavar="TEXT", help="会印在名单的说明里"),
    arg("--withdraw", action="store_true", help="撤回"),
)  # fmt: skip
def admit_rows(ledger: Ledger, options: Namespace) -> None:
    from app.receive.merge import rows_of
    from app.receive.review.marks import admit, shut_out
    from app.receive.review.ranking import find_rows

    rows = find_rows(rows_of(ledger), options.names, ledger.notice.track_named(options.track).id)
    who = options.clerk or at_work()
    if options.withdraw:
        shut_out(ledger, rows, who)
    else:
        admit(ledger, rows, options.reason, who)
    for row in rows:
        say(f"{'不再列入' if options.withdraw else '列入评审'}：{row.city} {row.entry.name}")


@on_ledger(
    "recommend", "标记评审后拟推荐、拟认定的企业", TRACK, CLERK,
    arg("names", nargs="*", metavar="ENTERPRISE"),
    arg("--first", type=int, default=0, metavar="N", help="取前几名（并列的都取）"),
    arg("--reason", default="", metavar="TEXT", help="没有受理、不完整或超出名额的，写明为什么列入"),
)  # fmt: skip
def recommend_rows(ledger: Ledger, options: Namespace) -> None:
    from app.receive.merge import rows_of
    from app.receive.review.gate import taking_part
    from app.receive.review.kept import review_of
    from app.receive.review.marks import admit, recommend
    from app.receive.review.ranking import find_rows, ranking

    track = ledger.notice.track_named(options.track)
    rows, review, who = rows_of(ledger), review_of(ledger), options.clerk or at_work()
    if bool(options.names) == bool(options.first):
        raise WrongUse("请写企业名称，或用 --first 写取前几名")
    if options.names:
        wanted = find_rows(rows, options.names, track.id)
        inside = taking_part(wanted, review)
        if options.reason and (barred := [row for row in wanted if row not in inside]):
            admit(ledger, barred, options.reason, who)
    else:
        ranked = ranking(rows, review, track.id)
        wanted = tuple(one.row for one in ranked if 0 < one.rank <= options.first)
    recommend(ledger, [row.key for row in wanted], who, track.id)
    for row in wanted:
        say(f"{track.marked}：{row.city} {row.entry.name}")


@on_ledger("results", "写出评审结果、公示名单和网上申报提醒名单", OUT)
def write_lists(ledger: Ledger, options: Namespace) -> None:
    from app.receive.experts import write_results
    from app.receive.merge import rows_of
    from app.receive.review.kept import review_of
    from app.receive.review.ranking import must_file_online, ranking

    rows, review = rows_of(ledger), review_of(ledger)
    for track in ledger.notice.tracks:
        for one in ranking(rows, review, track.id):
            said = f"（{'；'.join(one.remarks)}）" if one.remarks else ""
            if one.rank and one.average is not None:
                say(f"{track.short} {one.rank:>3} {points(one.average)} {one.row.entry.name}{said}")
            elif one.remarks:
                say(f"{track.short}   — {one.row.entry.name}{said}")
    for path in write_results(ledger, options.out):
        say(f"已写出：{path}")
    if online := must_file_online(rows, review, ledger.notice):
        say(f"{len(online)} 家须在 {ledger.notice.online_deadline} 前网上申报")


def _rows(ledger: Ledger, only_accepted: bool) -> tuple[MergedRow, ...]:
    from app.receive.merge import chosen, rows_of

    wanted = Chosen(standings=frozenset({Standing.ACCEPTED} if only_accepted else ()))
    return chosen(rows_of(ledger), wanted, ledger.notice)
