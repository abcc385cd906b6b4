"""补正单 for the enterprises, and the province's 补正通知 when a disc came back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app import clock
from app.checks.told import on_paper
from app.job import Job
from app.model.correction import Correction
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.opening import open_path


def open_return(session: Session, ask: Ask) -> None:
    """The province sent the disc back: its points stand in the list as findings of their own."""
    files = ask.choose_files("选择省厅的补正通知（电子文件）", "补正通知 (*.json)")
    if not files:
        return
    from app.send.correct import Answers, answered, correct
    from app.send.correction_file import read_notice_file

    store, path = session.store, files[0]

    def look(job: Job) -> Answers:
        job.at(0, "正在打开补正通知", path.name)
        return answered(store, read_notice_file(path))

    def looked(answers: Answers) -> None:
        words = f"{answers.title}：可能是同一单位的另一个批次。确认就是这一批的，再打开。"
        if not answers.is_odd or ask.confirm("补正通知对不上这个批次", words, "仍然打开"):
            session.run("打开补正通知", lambda job: correct(store, path, anyway=True), opened)

    def opened(correction: Correction) -> None:
        ask.tell(
            f"补正第 {correction.number} 次",
            f"省厅提出 {len(correction.points)} 处，已列在这里；改好后重新制作光盘，盘上会写明补正第几次。"
            f"{answered(store, correction).title}。",
        )

    session.run("打开补正通知", look, looked)


def export(session: Session, ask: Ask) -> None:
    """For enterprises, or as a list to work through."""
    options = ["补正单（每家一份，发给企业）", "企业和问题清单（Excel）"]
    chosen = ask.choose("导出什么", "补正单只写企业要改的；清单有全部企业、全部问题、结论和统计。", options)
    if chosen == 0:
        export_corrections(session, ask)
    elif chosen == 1:
        export_list(session, ask)


def export_list(session: Session, ask: Ask) -> None:
    """The workbook of all enterprises and findings."""
    batch, notice, report = session.batch, session.notice, session.report
    name = f"{batch.sender.name}{notice.year}年{notice.campaign}企业和问题清单.xlsx"
    out = ask.save_file("清单存到哪里", name, "Excel 工作簿 (*.xlsx)")
    if out is None:
        return

    def work(job: Job) -> None:
        from app.writing.tables.batch_list import write_batch_list

        job.at(0, "正在写清单")
        write_batch_list(batch, notice, report, out, clock.today())

    def exported(_: None) -> None:
        words = f"{len(batch.enterprises)} 家企业、{len(report.findings)} 行问题，在“{out.name}”里。"
        if ask.confirm("清单已导出", words, "打开", "知道了"):
            open_path(out, ask)

    session.run("导出清单", work, exported, reads=True)


def export_corrections(session: Session, ask: Ask) -> None:
    """A 补正单 for each enterprise that has something to mend."""
    folder = ask.choose_folder("把补正单放到哪个文件夹")
    if folder is None:
        return
    batch, notice, report = session.batch, session.notice, session.report

    def work(job: Job) -> tuple[Path, ...]:
        from app.writing.papers.correction import write_corrections

        job.at(0, "正在生成补正单")
        told = partial(on_paper, batch=batch, notice=notice)
        return write_corrections(batch, notice, report, folder, clock.today(), told)

    def exported(paths: tuple[Path, ...]) -> None:
        words = f"{len(paths)} 家企业各一份 PDF 和一份可修改的 Word，在“{folder.name}”里。"
        if not paths:
            ask.tell("没有要补正的企业", "目前没有需要企业补正的问题，没有生成补正单。")
        elif ask.confirm("补正单已导出", words, "打开文件夹", "知道了"):
            open_path(folder, ask)

    session.run("导出补正单", work, exported, reads=True)
