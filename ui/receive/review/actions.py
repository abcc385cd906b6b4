"""What leaves for the experts and what comes back: material, score sheets, results."""

from __future__ import annotations

from pathlib import Path

from app.job import Job
from app.receive.experts import export_packages, write_results, write_score_sheets
from app.receive.merge import rows_of
from app.receive.review.gate import taking_part
from app.receive.review.kept import review_of
from app.receive.review.scores import TakenIn, take_scores
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.opening import open_path

GROUPINGS = (("重点领域", "area"), ("行业", "division"), ("市", "city"), ("申报类别", "track"))
_MOST_LISTED = 8  # reasons of one sheet


def read_experts(text: str) -> dict[str, tuple[str, ...]]:
    """A name a line, or several with 、; after a colon the groups that expert scores."""
    experts: dict[str, tuple[str, ...]] = {}
    for each in text.replace("；", "\n").splitlines():
        names, _, groups = each.replace(":", "：").partition("：")
        own = tuple(group.strip() for group in groups.split("、") if group.strip())
        for name in names.replace("，", "、").replace(",", "、").split("、"):
            if name.strip():
                experts[name.strip()] = own
    return experts


class ReviewActions:
    def __init__(self, session: LedgerSession, ask: Ask) -> None:
        self._session, self._ask = session, ask

    def export_material(self) -> None:
        titles = [title for title, _ in GROUPINGS]
        by = self._ask.choose("按什么分组", "每组一个文件夹，每家的材料解开在里面。", titles)
        if by is None:
            return
        text = "每行一位，或用顿号隔开；只评某几组的，在姓名后加冒号写组名。留空则不出评分表。"
        names = self._ask.text("专家姓名", text, lines=True)
        folder = self._ask.choose_folder("评审材料放到哪个文件夹") if names is not None else None
        if names is None or folder is None:
            return
        session, group, experts = self._session, GROUPINGS[by][1], read_experts(names)
        out = folder / f"{session.notice.year}年{session.notice.campaign}评审材料"

        def work(job: Job) -> tuple[int, int, int]:
            rows = rows_of(session.ledger)
            inside = taking_part(rows, review_of(session.ledger))
            if experts:
                write_score_sheets(session.ledger, experts, out / "评分表", by=group, rows=inside)
            made = export_packages(
                session.ledger, out / "申报材料", session.sandbox, job, by=group, rows=inside
            )
            return len(made.folders) + len(made.kept), len(made.left_out), len(rows) - len(inside)

        self._session.run("导出评审材料", work, lambda counts: self._exported(out, counts, len(experts)))

    def _exported(self, out: Path, counts: tuple[int, int, int], sheets: int) -> None:
        packages, left_out, barred = counts
        words = f"{packages} 家的材料" + (f"、{sheets} 份评分表" if sheets else "") + f"，在 {out} 里。"
        if barred:
            words += f"\n另有 {barred} 家不参加评审，没有导出；原因在名单的说明里。"
        if left_out:
            words += f"\n有 {left_out} 处没有解开或改了名称，见每家文件夹。"
        if self._ask.confirm("评审材料已导出", words, "打开文件夹", "知道了"):
            open_path(out, self._ask)

    def take_scores(self) -> None:
        files = self._ask.choose_files("选择专家交回的评分表", "Excel 工作簿 (*.xlsx *.xls *.et)")
        if not files:
            return
        session, who = self._session, self._session.who()

        def work(job: Job) -> tuple[TakenIn, ...]:
            return take_scores(session.ledger, files, who, session.sandbox, job)

        session.run("读入评分表", work, self._taken)

    def _taken(self, sheets: tuple[TakenIn, ...]) -> None:
        lines = []
        for one in sheets:
            name = f"{one.expert}（{one.file}）" if one.expert else one.file
            parts = [f"读入 {one.taken} 个分数" if one.taken else "没有读入"]
            parts += [f"{lost.path}：{lost.reason}" for lost in one.left_out[:_MOST_LISTED]]
            if one.unscored:
                parts.append(f"{len(one.unscored)} 家没有打分：{'、'.join(one.unscored[:_MOST_LISTED])}")
            lines.append(f"{name}：{'；'.join(parts)}")
        self._ask.tell("评分表已读入", "\n".join(lines))

    def export_results(self) -> None:
        folder = self._ask.choose_folder("评审结果放到哪个文件夹")
        if folder is None:
            return
        ledger = self._session.ledger

        def work(job: Job) -> tuple[Path, ...]:
            job.at(0, "正在写评审结果")
            return write_results(ledger, folder)

        self._session.run("导出结果", work, self._results_out)

    def _results_out(self, paths: tuple[Path, ...]) -> None:
        words = "\n".join(path.name for path in paths)
        if self._ask.confirm("评审结果已导出", words, "打开文件夹", "知道了"):
            open_path(paths[0].parent, self._ask)
