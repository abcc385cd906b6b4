"""Step 5, 制作光盘: the medium, how full it gets, the staging directory and its check code."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import clock, wording
from app.errors import AppError
from app.job import Job
from app.jobs.plan import plan_disc
from app.jobs.stage import planned, room_needed, stage
from app.jobs.verify import verify
from app.model.batch import Batch, Staging
from app.model.disc import DVD, MEDIA, DiscPlan, Medium, on_disc
from app.model.finding import Report
from app.notices.regions import cities
from ui import theme
from ui.ask import Ask
from ui.opening import open_path
from ui.send.disc_contents import CodeCard, TreeCard
from ui.send.hindrance import HindranceCard, hindrances
from ui.session import Session
from ui.widgets.buttons import link_button, plain_button, primary_button
from ui.widgets.capacity_bar import CapacityBar, Stretch
from ui.widgets.labels import PlainLabel
from ui.widgets.medium_card import MediumCard
from ui.widgets.panels import Card, PageHeader, line, page_layout
from ui.widgets.step_row import Standing, StepRow

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDINGS = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司|厂)$")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")


def short_name(name: str) -> str:
    """What people call it: 山东鲁泰精密机械股份有限公司 → 鲁泰精密."""
    plain = _ENDINGS.sub("", _BRACKETS.sub("", _ENDINGS.sub("", name)))
    named = [city.name for city in cities()]
    for region in ("山东省", "山东", *named, *(name.removesuffix("市") for name in named)):
        if plain.startswith(region) and len(plain) > len(region) + 1:
            plain = plain.removeprefix(region)
            break
    return plain[:4]


def stretches(plan: DiscPlan) -> tuple[Stretch, ...]:
    """One for each package; letters, tables and tag files together at the end."""
    packages = [
        Stretch(file.packing.name, short_name(file.packing.name), on_disc(file.size))
        for file in plan.files
        if file.packing
    ]
    rest = plan.size - sum(each.size for each in packages)
    return (*packages, Stretch("推荐文件、汇总表和目录", "", rest))


def estimated(batch: Batch) -> tuple[Stretch, ...]:
    """As handed in, while there can be no plan."""
    listed = [enterprise for track in batch.tracks for enterprise in batch.in_track(track)]
    return tuple(
        Stretch(e.name, short_name(e.name), sum(source.size for source in batch.sources_of(e)))
        for e in listed
    )


class DiscPage(QWidget):
    """The plan is drawn as it stands; the button is there once nothing holds the disc up."""

    go = Signal(int)

    def __init__(self, session: Session, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self.medium = DVD
        self.out = session.folder / "光盘"
        self._plan: DiscPlan | None = None
        self._is_adopted = False
        self._is_busy = session.busy
        self._is_stale = True  # drawn anew when next seen
        self._verified = ("", "")  # what the last verification said, of which check code
        self.open_index = plain_button("查看光盘目录", self._open_index)
        self.header = PageHeader("制作光盘", [self.open_index])
        self.media = {each.id: MediumCard(each) for each in MEDIA}
        self.disc = PlainLabel()
        self.used = PlainLabel("", "muted")
        self.bar = CapacityBar()
        self.note = PlainLabel("", "muted", wrap=True)
        self.stage_button = primary_button("生成刻录目录", self._stage, small=True)
        self.open_button = plain_button("打开文件夹", self._open, small=True)
        self.move_button = link_button("更改位置…", self._choose_out)
        self.verify_button = plain_button("开始校验", self._verify, small=True)
        self.staged = StepRow(1, "生成刻录目录", [self.move_button, self.open_button, self.stage_button])
        self.checked = StepRow(2, "校验刻录目录", [self.verify_button])
        self.burning = StepRow(3, "刻录")
        self.hindrances = HindranceCard()
        self.code = CodeCard()
        self.contents = TreeCard()
        self._lay_out()
        self._connect()

    # -- layout ----------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        body = page_layout(self)
        body.addWidget(self.header)
        columns = QHBoxLayout()
        columns.setSpacing(theme.GAP)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(14)
        right.setSpacing(14)
        left.addWidget(self._capacity())
        left.addWidget(self._steps(), 1)
        left.addWidget(self.hindrances, 1)
        right.addWidget(self.code)
        right.addWidget(self.contents, 1)
        columns.addLayout(left, 1)
        side = QWidget()
        side.setFixedWidth(300)
        right.setContentsMargins(0, 0, 0, 0)
        side.setLayout(right)
        columns.addWidget(side)
        body.addLayout(columns, 1)

    def _capacity(self) -> Card:
        card = Card(margins=(18, 16, 18, 14), spacing=0)
        row = QHBoxLayout()
        row.setSpacing(10)
        for each in self.media.values():
            row.addWidget(each, 1)
        card.body.addLayout(row)
        card.body.addSpacing(16)
        words = QHBoxLayout()
        words.addWidget(PlainLabel("第 1 张", bold=True))
        words.addSpacing(8)
        self.disc.set_tone("muted")
        words.addWidget(self.disc)
        words.addStretch(1)
        words.addWidget(self.used)
        card.body.addLayout(words)
        card.body.addSpacing(6)
        card.body.addWidget(self.bar)
        card.body.addSpacing(10)
        card.body.addWidget(self.note)
        return card

    def _steps(self) -> Card:
        self._step_card = Card(margins=(18, 6, 18, 6))
        for number, row in enumerate((self.staged, self.checked, self.burning)):
            if number:
                self._step_card.body.addWidget(line())
            self._step_card.body.addWidget(row)
        self._step_card.body.addStretch(1)
        return self._step_card

    def _connect(self) -> None:
        self._session.changed.connect(lambda _: self._refresh())
        self._session.report_changed.connect(lambda _: self._refresh())
        self._session.busy_changed.connect(self._show_busy)
        self.hindrances.go.connect(self.go)
        for each in self.media.values():
            each.chosen.connect(self._choose_medium)

    # -- showing ---------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _refresh(self) -> None:
        """Planning walks every file of the batch: only when somebody looks."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._show(self._session.batch, self._session.report)

    def _show(self, batch: Batch, report: Report) -> None:
        self._adopt(batch)
        self._plan = self._planned(batch, clock.today())
        holding = hindrances(report, batch)
        is_ready = self._session.is_checked and not holding
        staging = self._staging(batch)
        self.hindrances.show_hindrances(holding)
        self.hindrances.setVisible(bool(holding))
        self._step_card.setVisible(not holding)
        self.header.set_subtitle(self._standing(is_ready, report, batch))
        self._show_media(self._show_bar(batch))
        self._show_staged(staging, is_ready)
        self.code.show_staging(staging)
        self.contents.show_plan(self._plan)
        self.open_index.setVisible(staging is not None)

    def _planned(self, batch: Batch, day: date) -> DiscPlan | None:
        """None when a name cannot stand on a disc or a package is empty: the checks tell of it."""
        if not batch.enterprises:
            return None
        try:
            return plan_disc(batch, self._session.notice, self.medium, day)
        except AppError:
            return None

    def _staging(self, batch: Batch) -> Staging | None:
        """The staging directory that was made, if it still is what would be made now."""
        made = next(iter(batch.stagings.values()), None)
        if made is None or not Path(made.folder).is_dir():
            return None
        return made if self._digest(made, self.medium) == made.plan else None

    def _adopt(self, batch: Batch) -> None:
        """Once: the medium and the place of the staging directory that is there already."""
        made = next(iter(batch.stagings.values()), None)
        if self._is_adopted or made is None:
            return
        self._is_adopted = True
        self.out = Path(made.folder).parent
        same = (each for each in MEDIA if self._digest(made, each) == made.plan)
        self.medium = next(same, self.medium)

    def _digest(self, made: Staging, medium: Medium) -> str:
        """Of what would be made on that day of what is there now."""
        try:
            return planned(self._session.store, medium, date.fromisoformat(made.day))[0].digest
        except AppError:
            return ""

    def _standing(self, is_ready: bool, report: Report, batch: Batch) -> str:
        if not self._session.is_checked:
            return "正在检查…"
        if not is_ready:
            return "下面的事做完，就可以生成刻录目录"
        looked = sum(finding.key in batch.decisions for finding in report.findings)
        return f"全部检查已通过{f'，核对过 {looked} 项（理由已记录）' if looked else ''}"

    def _show_media(self, size: int) -> None:
        """`size`: bytes needed, 0 when nothing was collected yet."""
        for each in MEDIA:
            excess = size - each.usable
            words = f"超出 {wording.size(excess)}" if excess > 0 else "需 1 张" if size else ""
            tone = "red" if excess > 0 else "muted"
            self.media[each.id].show_state(words, tone, is_chosen=each == self.medium)

    def _show_bar(self, batch: Batch) -> int:
        """Gives back the bytes needed."""
        plan = self._plan
        shown = stretches(plan) if plan else estimated(batch)
        size, about = sum(each.size for each in shown), "" if plan else "约 "
        excess = size - self.medium.usable
        self.disc.setText(plan.disc_id if plan else "")
        self.bar.show_stretches(shown, self.medium.usable)
        self.used.setText(f"{about}{wording.size(size)} / {wording.size(self.medium.usable)}" if size else "")
        if excess > 0:
            larger = next((each for each in MEDIA if each.usable >= size), None)
            advice = f"请改用 {larger.title}。" if larger else "一张光盘放不下，请分成几个批次报送。"
            self._say(f"放不下，超出 {wording.size(excess)}。{advice}", "red")
        elif plan is not None:
            self._say("推荐文件、汇总表和全套目录也在盘上。企业整家放置，次序即推荐次序。", "muted")
        else:
            self._say("按收到的材料估算。" if size else "收集材料后，这里显示每家占多少。", "muted")
        return size

    def _say(self, words: str, tone: str) -> None:
        self.note.setText(words)
        self.note.set_tone(tone)

    def _show_staged(self, staging: Staging | None, is_ready: bool) -> None:
        fits = self._plan is not None and self._plan.excess <= 0
        busy = self._is_busy
        self.stage_button.setVisible(staging is None)
        self.stage_button.setEnabled(is_ready and fits and not busy)
        self.move_button.setVisible(staging is None)
        self.move_button.setEnabled(not busy)
        self.open_button.setVisible(staging is not None)
        self.verify_button.setEnabled(staging is not None and not busy)
        self.burning.show_state(
            Standing.NEXT if staging else Standing.LATER,
            "用刻录软件把该文件夹里的全部内容刻到光盘根目录，刻完关闭光盘（不再追加）",
        )
        if staging is None:
            self._show_unstaged()
            return
        count = len(self._session.batch.enterprises)
        self.staged.show_state(
            Standing.DONE, f"{count} 家 · {staging.files} 个文件 · {staging.bytes:,} 字节 · {staging.folder}"
        )
        words, code = self._verified
        is_verified = bool(words) and code == staging.check_code
        self.checked.show_state(
            Standing.DONE if is_verified else Standing.NEXT,
            words if is_verified else "把刻录目录逐字节读一遍，与清单比对",
        )

    def _show_unstaged(self) -> None:
        words, tone = self._room()
        if self._session.batch.stagings:
            words = f"材料或表格在生成后有改动，请重新生成 · {words}"
        self.staged.show_state(Standing.NEXT, words, tone)
        self.checked.show_state(Standing.LATER, "把刻录目录逐字节读一遍，与清单比对")

    def _room(self) -> tuple[str, str]:
        """Where it goes, what room it takes there and what room there is."""
        if self._plan is None:
            return f"放到 {self.out}", "muted"
        try:
            rooms = room_needed([self._plan], self.out, self._session.folder)
        except AppError as error:
            return f"放到 {self.out} · {error.title}", "red"
        needed = sum(room.needed for room in rooms)
        short = next((room for room in rooms if room.is_short), None)
        if short is not None:
            return (
                f"空间不够：{short.where} 需 {wording.size(short.needed)}，只剩 {wording.size(short.free)}",
                "red",
            )
        return f"约需 {wording.size(needed)}，可用 {wording.size(rooms[-1].free)} · 放到 {self.out}", "muted"

    def _show_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self._refresh()

    # -- doing -----------------------------------------------------------------------------------
    def _choose_medium(self, medium: Medium) -> None:
        self.medium = medium
        self._refresh()

    def _choose_out(self) -> None:
        folder = self._ask.choose_folder("刻录目录放在哪里")
        if folder is not None:
            self.out = folder
            self._refresh()

    def _stage(self) -> None:
        store, report, out, medium = self._session.store, self._session.report, self.out, self.medium
        sandbox = self._session.sandbox

        def work(job: Job) -> Sequence[Staging]:
            return stage(store, report, out, medium, sandbox, job)

        self._session.run("生成刻录目录", work, lambda _: self._refresh())

    def _verify(self) -> None:
        staging = self._staging(self._session.batch)
        if staging is None:
            return
        folder = Path(staging.folder)

        def work(job: Job) -> Report:
            return verify(folder, job)

        self._session.run("校验刻录目录", work, lambda report: self._told(staging, report))

    def _told(self, staging: Staging, report: Report) -> None:
        if report.findings:
            wrong = "\n".join(f"{finding.what}（{finding.where}）" for finding in report.findings[:12])
            self._ask.tell(f"刻录目录有 {len(report.findings)} 处不一致", f"{wrong}\n请重新生成刻录目录。")
            return
        self._verified = (
            f"{staging.files} 个文件逐字节一致 · {wording.minute(clock.now())}",
            staging.check_code,
        )
        self._refresh()

    def _open(self) -> None:
        staging = self._staging(self._session.batch)
        if staging is not None:
            open_path(Path(staging.folder), self._ask)

    def _open_index(self) -> None:
        staging = self._staging(self._session.batch)
        if staging is not None:
            open_path(Path(staging.folder) / "光盘目录.html", self._ask)
