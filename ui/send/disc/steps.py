"""The five steps of 制作光盘, each with how it stands and its buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtWidgets import QPushButton, QWidget

from app import wording
from app.model.batch import Place, Readback, Staging
from app.model.disc import Medium
from ui.send.discs import DiscState
from ui.widgets.buttons import link_button, plain_button, set_primary
from ui.widgets.panels import Card, add_rows
from ui.widgets.step_row import Standing, StepRow

Action = Callable[[], object]
_PROOF = "把刻好的盘放回光驱，逐字节比对后才算完成"
_PAPER = "一式两份，双方签字盖章；表上印有校验码"


class StepsCard(Card):
    """`actions`: what each button does, by the name of the button."""

    def __init__(self, actions: Mapping[str, Action], parent: QWidget | None = None) -> None:
        super().__init__(margins=(18, 4, 18, 4), parent=parent)
        self.move_button = link_button("更改位置…", actions["move"])
        self.open_button = plain_button("打开文件夹", actions["open"], small=True)
        self.stage_button = plain_button("生成刻录目录", actions["stage"], small=True)
        self.scan_button = plain_button("查毒", actions["scan"], small=True)
        self.image_button = plain_button("生成映像", actions["image"], small=True)
        self.export_button = plain_button("另存到 U 盘…", actions["export"], small=True)
        self.burn_button = plain_button("用本机刻录机刻录", actions["burn"], small=True)
        self.verify_button = plain_button("开始校验", actions["verify"], small=True)
        self.faces_button = plain_button("盘面和封面", actions["faces"], small=True)
        self.papers_button = plain_button("预览与打印", actions["papers"], small=True)
        self.staged = StepRow(1, "生成刻录目录", [
            self.move_button, self.scan_button, self.open_button, self.stage_button,
        ])
        self.imaged = StepRow(2, "生成光盘映像", [self.image_button, self.export_button])
        self.burnt = StepRow(3, "刻录", [self.burn_button])
        self.proven = StepRow(4, "读盘校验", [self.verify_button])
        self.printed = StepRow(5, "打印交接登记表", [self.faces_button, self.papers_button])
        add_rows(self, (self.staged, self.imaged, self.burnt, self.proven, self.printed))
        self.body.addStretch(1)

    def show_buttons(self, state: DiscState, *, can_stage: bool, can_burn: bool, is_busy: bool) -> None:
        made = state.is_staged
        for button, is_seen in (
            (self.move_button, not made), (self.stage_button, not made), (self.open_button, made),
            (self.scan_button, made),
            (self.image_button, not state.is_imaged), (self.export_button, state.is_imaged),
        ):  # fmt: skip
            button.setVisible(is_seen)
        papers = (self.faces_button, self.papers_button)
        for button in (self.scan_button, self.image_button, self.verify_button, *papers):
            button.setEnabled(made and not is_busy)
        self.stage_button.setEnabled(can_stage and not is_busy)
        self.move_button.setEnabled(not is_busy)
        self.export_button.setEnabled(not is_busy)
        self.burn_button.setEnabled(made and can_burn and not is_busy)

    def show_primary(self, chosen: QPushButton | None) -> None:
        making = (self.stage_button, self.image_button, self.burn_button)
        for each in (*making, self.export_button, self.verify_button, self.papers_button):
            set_primary(each, each is chosen)

    def show_image(self, state: DiscState) -> None:
        if state.is_imaged:
            words = "Windows 与麒麟、统信的读法逐一比对，名称与内容一致"
            self.imaged.show_state(Standing.DONE, words)
            return
        standing = Standing.NEXT if state.is_staged else Standing.LATER
        self.imaged.show_state(standing, "每张盘做成一个 .iso 文件，在哪台电脑上刻都一样")

    def show_burning(
        self, state: DiscState, number: int, medium: Medium, *, obstacle: str, is_burnt: bool
    ) -> None:
        """`obstacle`: why this computer cannot burn, and what to do then."""
        if state.is_staged and (is_burnt or state.is_verified(number)):
            self.burnt.show_state(Standing.DONE, "已刻好，请放回光驱校验" if is_burnt else "已刻好并校验")
            return
        which = f"第 {number} 张用的" if len(state.stagings) > 1 else ""
        words = obstacle or f"请放入{which}空白 {medium.title}，刻完自动关闭光盘"
        self.burnt.show_state(Standing.NEXT if state.is_imaged else Standing.LATER, words)

    def show_proof(self, state: DiscState, number: int) -> None:
        many = len(state.stagings)
        readback = state.readbacks[number - 1] if number <= len(state.readbacks) else None
        done = sum(state.is_verified(each) for each in range(1, many + 1))
        which = f"第 {number} 张：" if many > 1 else ""
        if readback is None:
            words = f"已校验 {done} 张，共 {many} 张 · {_PROOF}" if done else _PROOF
            self.proven.show_state(Standing.NEXT if state.is_imaged else Standing.LATER, words)
        elif readback.problems:
            self.proven.show_state(Standing.WARN, which + wrong(readback), "red")
        elif readback.place is Place.DRIVE:
            standing = Standing.DONE if done == many else Standing.NEXT
            self.proven.show_state(standing, which + right(readback))
        else:
            self.proven.show_state(Standing.NEXT, f"{which}{right(readback)}。光盘刻好后请再校验")

    def show_paper(self, state: DiscState, *, is_printed: bool) -> None:
        later = Standing.NEXT if state.is_staged else Standing.LATER
        self.printed.show_state(Standing.DONE if state.is_staged and is_printed else later, _PAPER)


def scanned(stagings: Sequence[Staging]) -> tuple[str, str]:
    """What was found where viruses were looked for, in words with their tone; 未查毒 is a state too."""
    scans = [staging.scan for staging in stagings]
    infected = [path for scan in scans if scan is not None for path in scan.infected]
    if infected:
        return f"查毒发现 {len(infected)} 处：{infected[0].rpartition('/')[2]}", "red"
    done = [scan for scan in scans if scan is not None]
    if len(done) < len(scans):
        return "未查毒", "muted"
    return f"{done[0].scanner} 未发现病毒", "muted"


def right(readback: Readback) -> str:
    if readback.place is Place.DRIVE:
        return f"{readback.files} 个文件逐字节一致 · {_when(readback)} · {readback.drive}"
    return f"{readback.place.title} {_name(readback)} 逐字节一致 · {_when(readback)}"


def _name(readback: Readback) -> str:
    """A drive's name, or the last part of a path, also of one from the other kind of system."""
    if readback.place is Place.DRIVE:
        return readback.drive
    return readback.drive.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def wrong(readback: Readback) -> str:
    count = len(readback.damaged)
    damaged = "、".join(readback.damaged[:3]) + (f" 等 {count} 家" if count > 3 else "")
    whose = f"，涉及{damaged}" if damaged else ""
    return f"{readback.problems} 处不一致{whose} · {_when(readback)} · {_name(readback)}"


def _when(readback: Readback) -> str:
    return wording.minute(datetime.fromisoformat(readback.at))
