"""A cell of the 汇总表: what it holds, how that is shown and said, what is wrong with it. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from app.batch.offers import Offer
from app.model.batch import Enterprise
from app.notices.industries import division_name
from app.notices.notice import Column, Notice
from ui.send.summary.amiss import amiss, odd


@dataclass(frozen=True, slots=True)
class Cell:
    """Of the row `one`, the `place`-th of its track from 1. `offer`: what a form says, where that is
    something else. Each property is worked out when it is asked for.
    """

    one: Enterprise
    place: int
    column: Column
    offer: Offer | None
    notice: Notice

    @property
    def value(self) -> str:
        """The bare text, as it goes into the table."""
        column, fields = self.column, self.one.fields
        if column.filled == "order":
            return str(self.place)
        if column.filled == "name":
            return fields.get(column.id) or self.one.name
        return fields.get(column.id, "")

    @property
    def shown(self) -> str:
        text = self.value
        if self.column.kind == "area" and (area := self.notice.area(text)):
            return f"{area.number} {area.title}"
        if self.column.kind == "division" and (name := division_name(text)):
            return f"{text} {name}"
        return text

    @property
    def is_missing(self) -> bool:
        return self.column.required and not self.value.strip()

    @property
    def is_offered(self) -> bool:
        """Whether something is offered for it, and it is empty."""
        return self.offer is not None and not self.offer.present

    @property
    def amiss(self) -> str:
        """Why what it holds cannot stay as it is; "" for what can."""
        return amiss(self.column, self.value, self.one, self.notice)

    @property
    def odd(self) -> str:
        return "" if self.amiss else odd(self.column, self.value)

    @property
    def spoken(self) -> str:
        text, column, offer = self.shown, self.column, self.offer
        if wrong := self.amiss or self.odd:
            return f"{text}（{wrong}）"
        if offer is not None:
            if offer.present:
                return f"{text}（{offer.source}是“{offer.text}”，请核对；点右键可以采用）"
            return f"{offer.read_from}“{offer.text}”，点“采用”或按 Ctrl+回车填入"
        if column.kind == "area" and text and (area := self.notice.area(text)):
            return f"{area.number} {area.text}"
        return text or ("此格必填" if column.required else "")

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        return alignment(self.column)


def alignment(column: Column) -> Qt.AlignmentFlag:
    is_figure = column.kind in ("number", "phone") or column.filled == "order"
    side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
