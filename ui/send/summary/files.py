"""Tables that come in and go out as files: imported, the province's template, a look at what is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app import clock
from app.job import Job
from app.paths import inside
from app.writing.tables.template_map import TemplateMap
from ui.send.session import Session
from ui.send.summary.imported import Table, first_of, read_tables, taken_from
from ui.shell.ask import Ask
from ui.shell.opening import open_path

_ENDINGS = (".xlsx", ".xls", ".et")
TABLES = f"表格 ({' '.join(f'*{ending}' for ending in _ENDINGS)})"
TEMPLATES = "Excel 模板 (*.xlsx)"
_NO_TABLE = "汇总表是 Excel 或 WPS 表格（xlsx · xls · et）；企业的材料请放到“收集材料”里。"


class TableFiles(QObject):
    """`taken` when the rows of a table came into the batch."""

    taken = Signal()

    def __init__(self, session: Session, ask: Ask) -> None:
        super().__init__(session)
        self._session, self._ask = session, ask

    def choose(self, track: str) -> None:
        if chosen := self._ask.choose_files("从表格导入", TABLES):
            self._read(chosen, track)

    def dropped(self, paths: Sequence[Path], track: str) -> None:
        if tables := [path for path in paths if path.suffix.lower() in _ENDINGS]:
            self._read(tables, track)
        else:
            self._ask.tell("请拖入汇总表", _NO_TABLE)

    def _read(self, chosen: Sequence[Path], track: str) -> None:
        notice, sandbox = self._session.notice, self._session.sandbox
        self._session.run(
            "从表格导入", lambda job: read_tables(chosen, track, notice, sandbox, job), self.take)

    def take(self, tables: Sequence[Table]) -> None:
        """What has to be read of it is told; else it stands at the foot."""
        if (told := taken_from(self._session, tables)) is None:
            return
        self.taken.emit()
        if told.is_smooth:
            self._session.noted.emit(told.text)
        else:
            self._ask.tell(told.title, told.text)

    def load_template(self, track: str) -> None:
        for path in self._ask.choose_files("载入省厅模板", TEMPLATES)[:1]:
            self.use_template(track, path)

    def use_template(self, track: str, path: Path) -> None:
        session = self._session

        def work(job: Job) -> TemplateMap:
            from app.send.template import load_template

            job.at(0, "正在读取模板", path.name)
            return load_template(session.store, track, path, session.sandbox, job)

        session.run("载入省厅模板", work, self._template_loaded)

    def _template_loaded(self, place: TemplateMap) -> None:
        if place.remarks:
            self._ask.tell("模板已载入，请留意", "\n".join(first_of(place.remarks)))

    def preview(self, track: str) -> None:
        session, rules = self._session, self._session.notice.track(track)
        batch, notice = session.batch, session.notice
        stored = batch.templates.get(track)
        template = inside(session.folder, stored) if stored else None
        out = inside(session.scratch, f"{rules.table}.xlsx")

        def work(job: Job) -> Path:
            from app.writing.tables.summary import write_summary

            job.at(0, "正在生成汇总表", out.name)
            write_summary(batch, track, notice, clock.today(), template, out, session.sandbox, job)
            return out

        session.run("生成汇总表", work, lambda made: open_path(made, self._ask), reads=True)
