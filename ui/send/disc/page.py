"""Step 5, 制作光盘: medium, staging directories, images, burning, reading back, and the paper."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app import clock
from app.model.batch import Batch, Place, Staging
from app.model.disc import DVD, Medium
from app.model.finding import Report
from app.model.step import Step
from app.send.paper import COVERS, FACES, REGISTER
from app.send.readback import Proof
from ui import theme
from ui.send.disc.actions import DiscActions, Machine
from ui.send.disc.capacity import CapacityCard
from ui.send.disc.changed import why_changed
from ui.send.disc.contents import CodeCard, TreeCard
from ui.send.disc.hindrance import HindranceCard, hindrances
from ui.send.disc.steps import StepsCard, scanned
from ui.send.discs import DiscState, describe_room, medium_made, state_of
from ui.send.progress import disc_state
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.shell.page import Page, PageWidget
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.panels import PageHeader, page_layout
from ui.widgets.step_row import Standing

_HERE = Machine()
_EVERY = 3000  # milliseconds between two looks for drives


class DiscPage(PageWidget):
    """The plan is drawn as it stands; the buttons are there once nothing holds the disc up."""

    title = Step.DISC.title

    def __init__(
        self, session: Session, ask: Ask, parent: QWidget | None = None, *, machine: Machine = _HERE
    ) -> None:
        super().__init__(parent)
        self._session, self._ask, self.machine = session, ask, machine
        self._actions = DiscActions(session, ask, machine)
        self.medium = DVD
        self.number = 1  # of the disc the page is about
        self.out = session.folder / "光盘"
        self.state = DiscState()
        self._is_adopted = False
        self._is_busy = session.busy
        self._obstacle = ""  # why this computer cannot burn
        self._burnt: set[str] = set()  # check codes, since the page was opened
        self._printed: tuple[str, ...] = ()
        self._is_exported = False
        self.open_index = plain_button("查看光盘目录", self._open_index)
        self.all_button = primary_button("目录、映像、校验一次做完", self._make_all)
        self.all_button.setToolTip("依次做下面的 1、2、4，登记表也一并排好；随时可以取消，做好的都留着")
        self.header = PageHeader(self.title, [self.open_index, self.all_button])
        self.capacity = CapacityCard()
        self.steps = StepsCard(
            {
                "move": self._choose_out, "open": self._open,
                "stage": lambda: self._actions.stage(self.out, self.medium, self.renew),
                "scan": lambda: self._actions.scan(self.renew),
                "image": lambda: self._actions.image(self.state.stagings, self.renew),
                "export": lambda: self._actions.export(self.state.stagings, self._note_exported),
                "burn": self._burn, "verify": self._verify,
                "papers": lambda: self._print(REGISTER), "faces": lambda: self._print(FACES, COVERS),
            }
        )  # fmt: skip
        self.hindrances = HindranceCard()
        self.code = CodeCard()
        self.contents = TreeCard()
        self._watch = QTimer(self)
        self._watch.setInterval(_EVERY)
        self._lay_out()
        self._connect()

    # -- layout ----------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        left = down(self.capacity, (self.steps, 1), (self.hindrances, 1), gap=14)
        right = laid(down(self.code, (self.contents, 1), gap=14))
        right.setMinimumWidth(230)
        right.setMaximumWidth(300)
        page_layout(self, self.header, (across((left, 1), right, gap=theme.GAP), 1))

    def _connect(self) -> None:
        self._session.changed.connect(lambda _: self.renew())
        self._session.report_changed.connect(lambda _: self.renew())
        self._session.busy_changed.connect(self._show_busy)
        self._watch.timeout.connect(self.look_for_drives)
        self.hindrances.go.connect(self.go)
        self.capacity.medium_chosen.connect(self._choose_medium)
        self.capacity.disc_chosen.connect(self._turn)
        self.code.turned.connect(self._turn)

    # -- showing ---------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        self._obstacle = self.machine.obstacle()
        self._watch.start()
        self.is_stale = True  # nobody tells of room, folders and drives that are others by now
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._watch.stop()
        super().hideEvent(event)

    def look_for_drives(self) -> None:
        """A drive may be plugged in, or pulled out, while the page is seen."""
        now = self.machine.obstacle()
        if now != self._obstacle:
            self._obstacle = now
            self.renew()

    def show_anew(self) -> None:
        """Planning walks every file of the batch."""
        self._show(self._session.batch, self._session.report)

    def _show(self, batch: Batch, report: Report) -> None:
        if not self._is_adopted and (made := medium_made(batch)) is not None:
            self._is_adopted, self.medium = True, made
            self.out = Path(next(iter(batch.stagings.values())).folder).parent
        self.state = state_of(self._session.store, self.medium, clock.today())
        self.number = min(self.number, max(len(self.state.plans), 1))
        holding = hindrances(report, batch)
        self.hindrances.show_hindrances(holding)
        self.hindrances.setVisible(bool(holding))
        self.steps.setVisible(not holding)
        is_ready = self._session.is_checked and not holding
        self.header.set_subtitle(self._standing(is_ready, report, batch))
        self.capacity.show_state(self.state, batch, self._session.notice, self.medium, self.number)
        self._show_disc()
        self._show_steps(is_ready)
        self.open_index.setVisible(self.state.is_staged)

    def _show_disc(self) -> None:
        """The right side is about one disc."""
        plans = self.state.plans
        self.code.show_disc(self._staging, self.number, len(plans))
        self.contents.show_plan(plans[self.number - 1] if plans else None)

    @property
    def _staging(self) -> Staging | None:
        return self.state.stagings[self.number - 1] if self.state.is_staged else None

    def _standing(self, is_ready: bool, report: Report, batch: Batch) -> str:
        if not self._session.is_checked:
            return "正在检查…"
        if not is_ready:
            return "下面的事做完，就可以生成刻录目录"
        looked = sum(finding.key in batch.decisions for finding in report.findings)
        return f"全部检查已通过{f'，核对过 {looked} 项（理由已记录）' if looked else ''}"

    def _show_steps(self, is_ready: bool) -> None:
        state, staging = self.state, self._staging
        is_burnt = staging is not None and staging.check_code in self._burnt
        can_stage, can_burn = is_ready and bool(state.plans), not self._obstacle
        self.steps.show_buttons(state, can_stage=can_stage, can_burn=can_burn, is_busy=self._is_busy)
        self._show_staged()
        self.steps.show_image(state)
        self.steps.show_burning(
            state, self.number, self.medium, obstacle=self._obstacle, is_burnt=is_burnt
        )
        self.steps.show_proof(state, self.number)
        self.steps.show_paper(state, is_printed=self._printed == self._codes)
        has_rest = can_stage and not state.is_imaged
        self.all_button.setVisible(has_rest)
        self.all_button.setEnabled(not self._is_busy)
        self.steps.show_primary(None if has_rest else self._primary(is_burnt))

    def _primary(self, is_burnt: bool) -> QPushButton | None:
        """The button of the next thing to do; an image that has to travel comes before reading back."""
        steps, state = self.steps, self.state
        if not state.is_staged:
            return steps.stage_button
        if not state.is_imaged:
            return steps.image_button
        if all(state.is_verified(each) for each in range(1, len(state.stagings) + 1)):
            return steps.papers_button
        if is_burnt or state.is_verified(self.number):
            return steps.verify_button
        if not self._obstacle:
            return steps.burn_button
        return steps.verify_button if self._is_exported else steps.export_button

    def _show_staged(self) -> None:
        stagings = self.state.stagings
        if not stagings:
            words, tone = describe_room(self.state.plans, self.out, self._session.folder)
            if self._session.batch.stagings:
                store = self._session.store
                made = tuple(store.batch.stagings.values())
                why = why_changed(made, medium_made(store.batch), self.medium, store.history)
                words = f"{why} · {words}"
            self.steps.staged.show_state(Standing.NEXT, words, tone)
            return
        count, size = sum(each.files for each in stagings), sum(each.bytes for each in stagings)
        discs = f"{len(stagings)} 张 · " if len(stagings) > 1 else ""
        whose = f"{len(self._session.batch.enterprises)} 家"
        looked, tone = scanned(stagings)
        words = f"{looked} · {whose} · {discs}{count} 个文件 · {size:,} 字节 · {self.out}"
        self.steps.staged.show_state(Standing.WARN if tone == "red" else Standing.DONE, words, tone)

    def _show_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.renew()

    # -- doing -----------------------------------------------------------------------------------
    def _choose_medium(self, medium: Medium) -> None:
        self.medium, self.number = medium, 1
        self.renew()

    def _turn(self, number: int) -> None:
        """To another disc of the set."""
        if 1 <= number <= len(self.state.plans):
            self.number = number
            self.renew()

    def _choose_out(self) -> None:
        folder = self._ask.choose_folder("刻录目录放在哪里")
        if folder is not None:
            self.out = folder
            self.renew()

    def _make_all(self) -> None:
        self._actions.make_all(self.out, self.medium, self.state.stagings, self._note_proof)

    def _note_exported(self) -> None:
        self._is_exported = True
        self.renew()

    def _burn(self) -> None:
        if (staging := self._staging) is not None:
            self._actions.burn(staging, self.medium, self.number, lambda: self._note_burnt(staging))

    def _note_burnt(self, staging: Staging) -> None:
        self._burnt.add(staging.check_code)
        self.renew()

    def _verify(self) -> None:
        if (staging := self._staging) is not None:
            self._actions.verify(staging, self._note_proof)

    def _note_proof(self, proof: Proof) -> None:
        """The page turns to the disc that was read; a spoilt one is burnt anew."""
        if proof.report.findings and proof.readback.place is Place.DRIVE:
            self._burnt.discard(proof.readback.check_code)
        ids = [staging.disc_id for staging in self.state.stagings]
        if proof.readback.disc_id in ids:
            self.number = ids.index(proof.readback.disc_id) + 1
        self.renew()

    def _print(self, *names: str) -> None:
        self._actions.papers(names, self._note_printed)

    @property
    def _codes(self) -> tuple[str, ...]:
        return tuple(staging.check_code for staging in self.state.stagings)

    def _note_printed(self) -> None:
        self._printed = self._codes
        self.renew()

    def _open(self) -> None:
        if self._staging is not None:
            open_path(Path(self._staging.folder), self._ask)

    def _open_index(self) -> None:
        if self._staging is not None:
            open_path(Path(self._staging.folder) / "光盘目录.html", self._ask)


PAGE = Page(
    Step.DISC, DiscPage.title, DiscPage, state=disc_state,
    help="选光盘种类，生成刻录目录。练习做完删掉这个批次即可，不影响正式工作。",
)  # fmt: skip
