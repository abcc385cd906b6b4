"""Step 4, 推荐文件: draft it, have it sealed on paper, bring the scan back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app import clock
from app.checks import check_of
from app.checks.sealed_list import compared
from app.job import Job
from app.model.batch import Batch, LetterFields
from app.model.finding import Finding, Grade
from app.model.step import Step
from app.notices.asked.declaring import declared, undeclared, with_declared, without_declared
from app.notices.notice import tracks_of
from app.paths import inside
from app.store.clerk import at_work
from app.writing import atomic
from ui import theme
from ui.findings.preview import PreviewPane
from ui.send.letter.actions import LetterActions
from ui.send.letter.declaring import DeclarationsCard
from ui.send.letter.fields import FieldsCard
from ui.send.letter.steps import LetterSteps
from ui.send.notice_files import put_link
from ui.send.progress import CHECK, DISC, LETTER, letter_state
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget, Target
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import SegmentBar, primary_button
from ui.widgets.drop_area import FileDrops
from ui.widgets.panels import Card, PageHeader, page_layout, scrolled

DRAFT, SEALED = 0, 1


class LetterPage(PageWidget):
    """One track at a time; sealed PDFs, of several tracks too, may be dropped anywhere on the page."""

    title = Step.LETTER.title

    def __init__(self, session: Session, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = LetterActions(session, ask)
        self._is_busy = session.busy
        self._drafted_of = ""  # the track whose draft is shown
        self.header = PageHeader(self.title, [primary_button("下一步：制作光盘", lambda: self.go.emit(DISC))])
        self.header.set_subtitle("汇总表一改，草稿随之更新；盖章后再改名单会提醒您")
        put_link(self.header, session, ask)
        self._tracks = tuple(rules.id for rules in session.notice.tracks)
        self.tabs = SegmentBar([track.short for track in session.notice.tracks])
        self.steps = LetterSteps(self.tabs, {
            "pdf": lambda: self._actions.export(self._at_rest(), ".pdf"),
            "word": lambda: self._actions.export(self._at_rest(), ".docx"), "all": self._export_all,
            "print": self._print, "attach": lambda: self._actions.choose(self.track, self._attached),
            "look": lambda: self.go.emit(CHECK),
        })
        self._drops = FileDrops(self, lambda: self.steps.attach_button.isEnabled())
        self.declarations = DeclarationsCard()
        self.fields = FieldsCard()
        self.versions = SegmentBar(["草稿", "盖章扫描件"])
        self.preview = PreviewPane(session, "这一类还没有企业，没有名单可以推荐", header=True)
        self._drafts = Latest(session.executor, self)
        self._lay_out()
        self._connect()
        for track in tracks_of(session.batch, session.notice)[:1]:  # open where there are rows
            self.tabs.choose(self._tracks.index(track))
        self._fields_of = self.track  # whose fields the form shows
        self._show(session.batch)

    @property
    def track(self) -> str:
        return self._tracks[self.tabs.current]

    def land(self, target: Target) -> None:
        """Its track."""
        if target.subject in self._tracks:
            self.tabs.choose(self._tracks.index(target.subject))

    # -- layout ----------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        side = scrolled(laid(down(self.steps, self.declarations, (self.fields, 1), gap=14)))
        side.setFixedWidth(470)
        page_layout(self, self.header, (across(side, (self._desk(), 1), gap=theme.GAP), 1))

    def _desk(self) -> Card:
        desk = Card(desk=True)
        self._switch = laid(across(self.versions, None, margins=(8, 6, 8, 6)))
        self.preview.setProperty("look", "flat")  # this card has the border
        fill(desk.body, self._switch, (self.preview, 1))
        return desk

    def _connect(self) -> None:
        self._session.changed.connect(lambda _: self.renew())
        self._session.report_changed.connect(lambda _: self._checked())
        self._session.busy_changed.connect(self._show_busy)
        self.tabs.chosen.connect(lambda _: self._switched())
        self.versions.chosen.connect(lambda _: self._show_page())
        self._drops.dropped.connect(lambda paths: self._actions.attach(paths, self.track, self._attached))
        self.declarations.ticked.connect(self._declare)
        self.fields.edited.connect(self._keep_fields)
        self._drafts.ready.connect(self._drafted)
        self._drafts.failed.connect(lambda error: self.preview.clear(f"{error.title}：{error.detail}"))

    # -- showing ---------------------------------------------------------------------------------
    def show_anew(self) -> None:
        self._show(self._session.batch)

    def _checked(self) -> None:
        if self.isVisible():
            self._show_steps()
        else:
            self.is_stale = True

    def _switched(self) -> None:
        """What was being typed belongs to the track that was shown until now."""
        self.fields.finish()
        self._fields_of = self.track
        letter = self._session.batch.letter(self.track)
        self.versions.choose(SEALED if letter.stored else DRAFT)
        self._show(self._session.batch)

    def _show(self, batch: Batch) -> None:
        track, letter = self.track, batch.letter(self.track)
        short = self._session.notice.short
        self.tabs.show_titles([f"{short(each)}　{len(batch.in_track(each))} 家" for each in self._tracks])
        self._show_steps()
        self.fields.show_fields(letter.fields, batch.sender, self._session.notice, clock.today())
        self.fields.setEnabled(bool(batch.listed(track)))
        self._switch.setVisible(bool(letter.stored))
        if not letter.stored:
            self.versions.choose(DRAFT) if self.versions.current != DRAFT else None
        self._show_page()

    def _show_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self._show_steps()

    def _show_steps(self) -> None:
        batch = self._session.batch
        letter, listed = batch.letter(self.track), batch.listed(self.track)
        seen, has_looks = compared(batch, self.track), bool(self._looks())
        asked, tracks = self._session.notice.letter, tracks_of(batch, self._session.notice)
        said = declared(letter, asked.declarations, listed)
        self.declarations.show_declarations(asked.declarations, said, is_free=bool(listed))
        self.steps.show_letter(
            letter, listed, seen, has_looks=has_looks, is_busy=self._is_busy, is_alone=len(tracks) < 2,
            unsaid=len(asked.declarations) - len(said), sheets=asked.sheets(1),
        )  # fmt: skip

    def _looks(self) -> tuple[Finding, ...]:
        """What the clerk still has to look at in this track's letter."""
        decided = self._session.batch.decisions
        return tuple(
            finding
            for finding in self._session.report.of(self.track)
            if check_of(finding).mend_at is LETTER
            and finding.grade is Grade.LOOK
            and finding.key not in decided
        )

    def _show_page(self) -> None:
        """The draft as it would be set now, or the scan; only when somebody looks."""
        if not self.isVisible():
            self.is_stale = True
            return
        batch, notice, track = self._session.batch, self._session.notice, self.track
        letter = batch.letter(track)
        if letter.stored and self.versions.current == SEALED:
            self._drafts.forget()
            self._drafted_of = ""
            self.preview.show_file(
                inside(self._session.folder, letter.stored),
                f"{notice.track(track).title}推荐文件（盖章扫描件）",
            )
            return
        if not batch.listed(track):
            self._drafts.forget()
            self._drafted_of = ""
            self.preview.clear()
            return
        if self._drafted_of != track:  # another track's draft would be taken for this one's
            self.preview.clear("正在排版…")
        scratch, today = self._session.scratch, clock.today()

        def work(job: Job) -> Path:
            """Named after its content, so that the preview knows when it is another."""
            from app.send.letter import draft_pdf_bytes

            content = draft_pdf_bytes(batch, track, notice, today)
            path = scratch / f"draft-{track}-{hashlib.sha256(content).hexdigest()[:16]}.pdf"
            if not path.exists():
                atomic.write_bytes(path, content)
            return path

        self._drafts.ask(work)

    def _drafted(self, path: Path) -> None:
        self._drafted_of = self.track
        self.preview.show_file(path, f"{self._session.notice.track(self.track).title}推荐文件（草稿）")

    # -- doing -----------------------------------------------------------------------------------
    def _keep_fields(self, fields: LetterFields) -> None:
        track = self._fields_of
        self._session.apply(
            f"填写{self._session.notice.short(track)}推荐文件的要素",
            lambda b: b.with_letter(track, replace(b.letter(track), fields=fields)),
        )

    def _declare(self, text: str, is_so: bool) -> None:
        track, short = self.track, self._session.notice.short(self.track)
        who, today = at_work(), clock.today()
        if is_so:
            self._session.apply(
                f"确认{short}推荐文件的声明", lambda now: with_declared(now, track, [text], who, today)
            )
        else:
            self._session.apply(
                f"撤回{short}推荐文件的声明", lambda now: without_declared(now, track, text)
            )

    def _at_rest(self) -> str:
        """The track, once what was being typed is kept."""
        self.fields.finish()
        return self.track

    def _print(self) -> None:
        """What is sealed already is not printed with another track's."""
        batch, own = self._session.batch, self._at_rest()
        notice, asked = self._session.notice, self._session.notice.letter.declarations
        others = (each for each in tracks_of(batch, notice) if not batch.letter(each).stored
                  and not undeclared(batch.letter(each), asked, batch.listed(each)))  # fmt: skip
        self._actions.print(list(dict.fromkeys((own, *others))))

    def _export_all(self) -> None:
        self._at_rest()
        self._actions.export_all()

    def _attached(self, track: str) -> None:
        """Seen at once."""
        self.tabs.choose(self._tracks.index(track))
        self.versions.choose(SEALED)


PAGE = Page(
    Step.LETTER, LetterPage.title, LetterPage, state=letter_state,
    help="起草 → 打印盖章 → 把盖章扫描件放回来，程序核对名单。",
)  # fmt: skip
