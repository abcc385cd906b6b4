"""Adding rows to a worksheet as Excel does it: everything below, and everything that points below, moves.

openpyxl's own `insert_rows` leaves merged cells, formulas, print area, validations, conditional formats
and heights behind.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl import Workbook
    from openpyxl.worksheet.dimensions import RowDimension
    from openpyxl.worksheet.worksheet import Worksheet

_CELL = re.compile(r"(\$?[A-Za-z]{1,3}\$?)(\d+)")
_ROW = re.compile(r"(\$?)(\d+)")


@dataclass(frozen=True, slots=True)
class Shift:
    """`count` rows come in below row `after`. A range that ends at `after` grows if `grows` (a sum over
    the body must take the new rows in); one that begins below moves down."""

    after: int
    count: int
    grows: bool

    def first(self, row: int) -> int:
        return row + self.count if row > self.after else row

    def last(self, first: int, row: int) -> int:
        grown = row > self.after or (self.grows and row == self.after and first <= self.after)
        return row + self.count if grown else row

    def range(self, reference: str) -> str:
        """A1, A1:B9, 3:9 or several with blanks between, `$` kept; anything else as it is."""
        return " ".join(self._one(part) for part in reference.split(" "))

    def _one(self, reference: str) -> str:
        ends = reference.split(":")
        for pattern in (_CELL, _ROW):
            found = [pattern.fullmatch(end) for end in ends]
            if len(ends) > 2 or (pattern is _ROW and len(ends) == 1) or not all(found):
                continue
            rows = [int(match.group(2)) for match in found if match]
            moved = [self.first(rows[0])] + [self.last(rows[0], row) for row in rows[1:]]
            return ":".join(f"{m.group(1)}{row}" for m, row in zip(found, moved, strict=True) if m)
        return reference

    def formula(self, text: str, here: bool, title: str) -> str:
        """A formula (with its “=”) after the shift; `here`: it stands on the shifted sheet itself."""
        from openpyxl.formula.tokenizer import Token, Tokenizer

        parts = Tokenizer(text)
        for token in parts.items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                place, mark, local = token.value.rpartition("!")
                is_here = place.strip("'").replace("''", "'") == title if mark else here
                token.value = place + mark + self.range(local) if is_here else token.value
        return "=" + "".join(token.value for token in parts.items)


def add_rows(book: Workbook, sheet: Worksheet, after: int, count: int, *, alike: bool) -> None:
    """Add `count` rows below row `after`; `alike`: they look as it does and belong to the same body."""
    if count <= 0:
        return
    shift = Shift(after, count, grows=alike)
    merges = [str(merged) for merged in sheet.merged_cells.ranges]
    heights = {row: copy(sheet.row_dimensions[row]) for row in list(sheet.row_dimensions) if row > after}
    _move_cells(sheet, shift)
    _move_heights(sheet, shift, heights)
    _move_formulas(book, sheet, shift)
    _move_rules(sheet, shift)
    _move_print(sheet, shift)
    _move_drawings(sheet, shift)
    if alike:
        _copy_row(sheet, shift)
    _move_merges(sheet, shift, merges)


def _move_cells(sheet: Worksheet, shift: Shift) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.cell_range import MultiCellRange

    sheet.merged_cells = MultiCellRange()  # put back, moved, by _move_merges
    if sheet.max_row > shift.after:
        below = f"A{shift.after + 1}:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        sheet.move_range(below, rows=shift.count)
    for row in sheet.iter_rows(min_row=shift.after + 1):
        for cell in row:
            if cell.hyperlink is not None:
                cell.hyperlink.ref = cell.coordinate


def _move_heights(sheet: Worksheet, shift: Shift, heights: Mapping[int, RowDimension]) -> None:
    for row in heights:
        del sheet.row_dimensions[row]
    for row, dimension in heights.items():
        dimension.index = row + shift.count
        sheet.row_dimensions[row + shift.count] = dimension


def _move_formulas(book: Workbook, sheet: Worksheet, shift: Shift) -> None:
    from openpyxl.worksheet.formula import ArrayFormula

    for page in book.worksheets:
        here = page is sheet
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, ArrayFormula):
                    cell.value.text = shift.formula(str(cell.value.text), here, sheet.title)
                    cell.value.ref = shift.range(cell.value.ref) if here else cell.value.ref
                elif cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = shift.formula(cell.value, here, sheet.title)
        for name in page.defined_names.values():
            name.attr_text = shift.formula(f"={name.attr_text}", here, sheet.title)[1:]
    for name in book.defined_names.values():
        name.attr_text = shift.formula(f"={name.attr_text}", False, sheet.title)[1:]


def _move_rules(sheet: Worksheet, shift: Shift) -> None:
    """Validations and conditional formats, with the cells their formulas speak of."""
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.cell_range import MultiCellRange

    def moved(text: str | None) -> str | None:
        return shift.formula(f"={text}", True, sheet.title)[1:] if text else text

    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(shift.range(str(validation.sqref)))
        validation.formula1, validation.formula2 = moved(validation.formula1), moved(validation.formula2)
    formats = ConditionalFormattingList()
    for one in sheet.conditional_formatting:
        for rule in one.rules:
            rule.formula = [moved(text) for text in rule.formula]
            formats.add(shift.range(str(one.sqref)), rule)
    sheet.conditional_formatting = formats


def _move_print(sheet: Worksheet, shift: Shift) -> None:
    area = str(sheet.print_area or "")
    if area:
        parts = re.findall(r"\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+", area)
        sheet.print_area = ",".join(shift.range(part.replace("$", "")) for part in parts)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = shift.range(sheet.auto_filter.ref)
    for table in sheet.tables.values():
        table.ref = shift.range(table.ref)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = shift.range(table.autoFilter.ref)
    for mark in sheet.row_breaks.brk:
        mark.id = shift.first(mark.id)


def _move_drawings(sheet: Worksheet, shift: Shift) -> None:
    # openpyxl has no public list of them
    drawn = [*sheet._images, *sheet._charts]  # type: ignore[attr-defined]  # noqa: SLF001
    for thing in drawn:
        for end in ("_from", "to"):
            marker = getattr(thing.anchor, end, None)
            if marker is not None:
                marker.row = shift.first(marker.row + 1) - 1


def _copy_row(sheet: Worksheet, shift: Shift) -> None:
    """Style, height and formulas of row `after` in each new row."""
    from openpyxl.formula.translate import Translator

    height = sheet.row_dimensions[shift.after].height
    for row in range(shift.after + 1, shift.after + shift.count + 1):
        sheet.row_dimensions[row].height = height
        for column in range(1, sheet.max_column + 1):
            model = sheet.cell(shift.after, column)
            cell = sheet.cell(row, column)
            if model.has_style:
                # the only copy that keeps named styles
                cell._style = copy(model._style)  # type: ignore[union-attr]  # noqa: SLF001
            if model.data_type == "f" and isinstance(model.value, str):
                cell.value = Translator(model.value, model.coordinate).translate_formula(cell.coordinate)


def _move_merges(sheet: Worksheet, shift: Shift, merges: list[str]) -> None:
    from openpyxl.worksheet.cell_range import CellRange

    for merge in merges:
        box = CellRange(merge)
        if shift.grows and box.min_row == box.max_row == shift.after:
            for row in range(shift.after, shift.after + shift.count + 1):
                sheet.merge_cells(
                    start_row=row, end_row=row, start_column=box.min_col, end_column=box.max_col
                )
        else:
            sheet.merge_cells(shift.range(merge))
