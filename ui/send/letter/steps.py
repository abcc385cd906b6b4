"""The three steps of a 推荐文件: draft, print and have it sealed, bring the scan back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from app import wording
from app.checks.sealed_list import Comparison, Told, is_changed
from app.model.batch import Letter
from ui.widgets.boxes import across, fill
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.panels import Card, add_rows
from ui.widgets.step_row import Standing, StepRow

_COMPARED = {Told.SAME: "名单与汇总表一致", Told.NOT_YET: "正在读取上面的名单"}


def difference(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """What changed between two lists, in words; "" when nothing did."""
    if old == new:
        return ""
    more = [name for name in new if name not in old]
    less = [name for name in old if name not in new]
    parts = [f"增加了{_some(more)}" if more else "", f"少了{_some(less)}" if less else ""]
    return "，".join(part for part in parts if part) or "次序变了"


def _some(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 家"


class LetterSteps(Card):
    """`tabs` stand above the steps; `actions`: what each button does, by the name of the button."""

    def __init__(self, tabs: QWidget, actions: Mapping[str, Callable[[], object]],
                 parent: QWidget | None = None) -> None:
        super().__init__(margins=(18, 14, 18, 6), parent=parent)
        self.export_pdf = plain_button("导出 PDF", actions["pdf"], small=True)
        self.export_word = plain_button("导出 Word", actions["word"], small=True)
        self.all_button = plain_button("各类一起导出…", actions["all"], small=True)
        self.all_button.setToolTip("各类的草稿，Word 和 PDF，导出到一个文件夹")
        self.print_button = plain_button("打印", actions["print"], small=True)
        self.attach_button = primary_button("选择文件…", actions["attach"], small=True)
        self.replace_button = plain_button("换一份…", actions["attach"], small=True)
        self.look_button = plain_button("去核对", actions["look"], small=True)
        self._buttons = (
            self.export_pdf, self.export_word, self.all_button, self.print_button, self.attach_button,
            self.replace_button,
        )  # fmt: skip
        self.drafting = StepRow(1, "起草", [self.export_pdf, self.export_word])
        self.sealing = StepRow(2, "打印盖章", [self.print_button])
        self.attaching = StepRow(
            3, "放回盖章扫描件", [self.look_button, self.replace_button, self.attach_button]
        )
        fill(self.body, across(tabs, None, self.all_button), 6)
        add_rows(self, (self.drafting, self.sealing, self.attaching))

    def show_letter(
        self, letter: Letter, listed: tuple[str, ...], seen: Comparison, *, has_looks: bool, is_busy: bool,
        is_alone: bool, unsaid: int = 0, sheets: str = "",
    ) -> None:
        """`listed`: the names in recommended order, `seen`: those of the scan compared with them.

        `has_looks`: something in it waits for an answer. `is_alone`: no other track has a letter. `unsaid`:
        how many declarations nobody ticked. `sheets`: what goes along on paper.
        """
        self.all_button.setHidden(is_alone)
        self._show_draft(letter, listed, unsaid, is_free=bool(listed) and not is_busy)
        self._show_sealed(letter, listed, seen, sheets, has_looks=has_looks)

    def _show_draft(self, letter: Letter, listed: tuple[str, ...], unsaid: int, *, is_free: bool) -> None:
        for button in self._buttons:
            button.setEnabled(is_free)
        if unsaid:
            for button in (self.export_pdf, self.export_word, self.print_button):
                button.setEnabled(False)
        change = difference(letter.listed, listed) if letter.listed else ""
        if not listed:
            self.drafting.show_state(Standing.LATER, "汇总表里还没有这一类的企业")
        elif unsaid:
            self.drafting.show_state(Standing.WARN, f"先确认下面的 {unsaid} 句声明，再导出、打印", "amber")
        elif change:
            self.drafting.show_state(Standing.WARN, f"导出草稿后名单{change}，请重新导出", "amber")
        else:
            standing = Standing.DONE if letter.listed else Standing.NEXT
            self.drafting.show_state(standing, f"名单与次序取自汇总表，共 {len(listed)} 家")

    def _show_sealed(
        self, letter: Letter, listed: tuple[str, ...], seen: Comparison, sheets: str, *, has_looks: bool
    ) -> None:
        is_sealed = bool(letter.stored)
        self.look_button.setVisible(is_sealed and has_looks)
        self.attach_button.setVisible(not is_sealed)
        self.replace_button.setVisible(is_sealed)
        is_drafted = bool(letter.listed)
        waiting = Standing.NEXT if is_drafted else Standing.LATER
        told = f"随盘报送{sheets}" if sheets else "也可交本单位公文系统流转"
        self.sealing.show_state(Standing.DONE if is_sealed else waiting, told)
        if not is_sealed:
            self.attaching.show_state(waiting, "拖入 PDF，程序核对名单，公章请您看")
            return
        if is_changed(letter, listed, seen):
            change = difference(letter.sealed_list, listed) if letter.sealed_list else ""
            told = f"盖章后名单{change}" if change else "上面的名单与汇总表不一致"
            self.attaching.show_state(Standing.WARN, f"{told}，请重新盖章后换一份", "red")
        elif has_looks:
            self.attaching.show_state(Standing.WARN, "已放回，上面的名单还要您看一眼", "amber")
        else:
            told = _COMPARED.get(seen.told, "名单已人工核对")
            self.attaching.show_state(Standing.DONE, f"已放回 · {wording.size(letter.size)} · {told}")
