"""The columns of a 汇总表: as any list of many fields, and taken from the official table."""

from __future__ import annotations

from pathlib import Path

from app.editions.columns import columns_of, read_headings
from app.editions.fields import Field
from ui.editions.fields.rows import Makes, RowsBlock
from ui.editions.session import DraftSession
from ui.widgets.buttons import link_button

_QUESTION = (
    "列名和次序换成表里的；认得的列（列名或别的叫法一样）照旧，"
    "新的列请再选“填什么”、是否必填。可以撤销。"
)


class ColumnsBlock(RowsBlock):
    def __init__(self, session: DraftSession, field: Field, place: str, make: Makes) -> None:
        super().__init__(session, field, place, make)
        self.import_button = link_button("从省厅的表格导入列名…", self._import)
        self.beside_title.addWidget(self.import_button)

    def _import(self) -> None:
        session = self.session
        files = session.ask.choose_files("选择汇总表", "表格 (*.xlsx *.xls *.et)")
        for path in files[:1]:
            session.run(
                "读取列名", lambda job, path=path: read_headings(Path(path), session.sandbox, job),  # type: ignore[misc]
                self._take,
            )  # fmt: skip

    def _take(self, headings: tuple[str, ...]) -> None:
        words = f"表里有 {len(headings)} 列：{'、'.join(headings)}\n{_QUESTION}"
        if self.session.ask.confirm("导入列名", words, "换成这些列"):
            made = columns_of(self.session.draft.data, self.place, headings)
            self.session.put_all({self.place: made}, f"导入 {len(made)} 列")
