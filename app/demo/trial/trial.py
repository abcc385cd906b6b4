"""The whole trial: a good batch goes through city and province, wrong ones through the rules."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from app import clock
from app.batch import edit
from app.batch.looking import look
from app.batch.verify import verify
from app.checks import check_batch, checks_in
from app.demo.trial.applicants import Trier, sender_of, trier
from app.demo.trial.changed import changed
from app.demo.trial.discs import SPOILT
from app.demo.trial.faults import Wrong, Wrongs
from app.demo.trial.packed import write_zip
from app.demo.trial.papers import Papers
from app.demo.trial.result import Shown, Step, Trial, Tried
from app.errors import AppError
from app.job import Job
from app.ledger import Ledger
from app.model.batch import Batch, Decision, Staging, Verdict
from app.model.disc import DVD
from app.model.finding import Finding, Grade, Report
from app.notices.asked.declaring import with_declared
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.reading.scratch import ScratchFolder
from app.receive.answer import accept
from app.receive.experts import write_results
from app.receive.intake import receive
from app.receive.merge import rows_of, write_merged
from app.receive.review.marks import recommend
from app.send.collect import collect
from app.send.letter import attach_letter, draft_letter
from app.send.stage import stage
from app.store.store import BatchStore

T = TypeVar("T")
_REASON, _WHO = "试用", "试用"


def trial(notice: Notice, toml: bytes, job: Job) -> Trial:
    """试一遍, in a folder that goes. Raises Cancelled, AppErrors of our own disk."""
    with ScratchFolder() as scratch, Sandbox() as sandbox:
        return _Trial(notice, toml, scratch, sandbox, job).run()


@dataclass
class _Trial:
    notice: Notice
    toml: bytes
    folder: Path
    sandbox: Sandbox
    job: Job

    def __post_init__(self) -> None:
        self._papers = Papers(self.notice)
        self._steps: list[Step] = []
        self._found: dict[str, list[tuple[str, bool]]] = {}  # check → what was made wrong, whether found

    def run(self) -> Trial:
        names = self._papers.names
        unknown = tuple(each.title for each in self._papers.asked if not names[each.id])
        good = self._city()
        if good is not None:
            self._changes(good)
        self._wrong()
        return Trial(tuple(self._steps), tuple(self._told()), unknown)

    # -- the good one --------------------------------------------------------------------------------
    def _city(self) -> Batch | None:
        """From nothing to a disc, and on to the province; the batch as it was when all was in order."""
        with self._store("批次") as store:
            who = [trier(self.notice, track, n) for n, track in enumerate(self.notice.tracks)]
            done = self._step(0.0, "收集材料、填汇总表", lambda: self._collected(store, who))
            done = done and self._step(0.15, "推荐文件", lambda: self._letters(store))
            good = store.batch
            staged = self._step(0.25, "核对、制作光盘", lambda: self._staged(store)) if done else None
        if staged:
            disc = Path(staged[0].folder)
            code = staged[0].check_code
            self._step(0.4, "读盘校验", lambda: self._verified(disc, code))
            self._step(0.45, "省里登记、受理、汇总、出名单", lambda: self._province(disc))
            self._discs(disc, code)
        return good if done else None

    def _collected(self, store: BatchStore, who: Iterable[Trier]) -> bool:
        for each in who:
            self._take(store, Wrong("", "", self._papers.files(each, as_pdf=True), each, write_zip))
        store.apply("确认全称", lambda batch: edit.confirm(batch, list(batch.enterprises)))
        look(store, self.sandbox, self.job.part(0.1, 0.15))
        return True

    def _take(self, store: BatchStore, wrong: Wrong) -> str:
        """The enterprise's id, "" where nothing came of it; its row is filled in."""
        folder = self.folder / "收到的" / str(wrong.who.number)
        folder.mkdir(parents=True)
        wrong.pack(folder / (wrong.file or wrong.who.name), wrong.files)
        track, job = wrong.who.track.id, Job()
        self.job.check()
        (path,) = folder.iterdir()
        done = collect(store, track, [path], sandbox=self.sandbox, job=job)
        if not done.added:
            return ""
        key = done.added[0]
        store.apply("填写汇总表", lambda batch: edit.set_fields(batch, key, wrong.who.row))
        return key

    def _letters(self, store: BatchStore) -> bool:
        asked, day = self.notice.letter.declarations, clock.today()
        for track in self.notice.tracks:
            store.apply("确认声明", partial(with_declared, track=track.id, texts=asked, who=_WHO, day=day))
            pdf, _ = draft_letter(store, track.id, self.folder, Job())
            attach_letter(store, track.id, pdf, self.sandbox, Job())
        look(store, self.sandbox, Job())
        return True

    def _staged(self, store: BatchStore) -> tuple[Staging, ...]:
        report = check_batch(store.batch, self.notice, self.notice.deadline)
        if wrong := [each for each in report.findings if each.actual_grade is Grade.MUST]:
            raise _NotInOrder(wrong)
        for material in (each for each in self._papers.asked if each.sealed and each.may_be("pdf")):
            self._note("SEAL-01", f"{material.title}没有盖章", report, "")
        self._note("LETTER-03", "推荐文件没有盖章", report, "")
        looks = [each for each in report.findings if each.actual_grade is Grade.LOOK]
        day = clock.today()
        store.apply(
            "核对", lambda batch: edit.decide_each(batch, looks, Verdict.ACCEPT, _REASON, _WHO, day)
        )
        report = check_batch(store.batch, self.notice, clock.today())
        return stage(store, report, self.folder / "光盘", DVD, self.sandbox, self.job.part(0.25, 0.4))

    def _verified(self, disc: Path, code: str) -> bool:
        report = verify(disc, Job(), code, notice=self.notice, sandbox=self.sandbox)
        if report.findings:
            raise _NotInOrder(report.findings)
        return True

    def _province(self, disc: Path) -> bool:
        with Ledger.create(self.folder / "台账", self.toml) as ledger:
            got = receive(
                ledger, disc, clerk=_WHO, handed_in=self.notice.deadline, recognises=False,
                sandbox=self.sandbox, job=self.job.part(0.45, 0.6),
            )  # fmt: skip
            self._note("DISC-09", "没有核对校验码", got.report, "")
            key = got.submission.id
            if wrong := [each for each in got.report.findings if each.actual_grade is Grade.MUST]:
                raise _NotInOrder(wrong)
            for each in got.report.findings:
                day = clock.today().isoformat()
                decision = Decision(each.key, Verdict.ACCEPT, _REASON, _WHO, day)
                if each.actual_grade is Grade.LOOK:
                    ledger.decide(key, each, decision)
            accept(ledger, key, _REASON, _WHO, self.job.part(0.6, 0.65))
            rows = rows_of(ledger)
            write_merged(ledger, self.folder / "总表.xlsx")
            for track in self.notice.tracks:
                recommend(ledger, [row.key for row in rows if row.track == track.id], _WHO, track.id)
            write_results(ledger, self.folder / "结果")
        return True

    # -- the wrong ones ------------------------------------------------------------------------------
    def _changes(self, good: Batch) -> None:
        for each in changed(good, self.notice):
            report = check_batch(each.batch, self.notice, each.today)
            self._note(each.check, each.what, report, "")

    def _wrong(self) -> None:
        with self._store("有问题的批次") as store:
            taken = []
            wrongs = list(Wrongs(self.notice, self._papers, len(self.notice.tracks) + 1).all())
            for n, wrong in enumerate(wrongs):
                self.job.at(0.65 + 0.3 * n / len(wrongs), "正在试各项检查", wrong.what)
                try:
                    taken.append((wrong, self._take(store, wrong)))
                except AppError:  # of a package that nothing can be read of
                    taken.append((wrong, ""))
            look(store, self.sandbox, self.job.part(0.95, 1.0))
            report = check_batch(store.batch, self.notice, self.notice.deadline)
        for wrong, key in taken:
            self._note(wrong.check, wrong.what, report, key or "-")

    def _discs(self, disc: Path, code: str) -> None:
        for check, what, spoil, typed in SPOILT:
            copy = self.folder / "坏盘" / check / disc.name
            shutil.copytree(disc, copy)
            spoil(copy)
            report = verify(copy, Job(), typed or code, notice=self.notice, sandbox=self.sandbox)
            self._note(check, what, report, "")

    # -- told ----------------------------------------------------------------------------------------
    def _store(self, name: str) -> BatchStore:
        batch = Batch(sender_of(self.notice), self.notice.id, clock.now().isoformat())
        return BatchStore.create(self.folder / name, batch, self.toml)

    def _step(self, at: float, words: str, work: Callable[[], T]) -> T | None:
        self.job.at(at, f"正在试：{words}")
        try:
            done = work()
        except AppError as error:
            self._steps.append(Step(words, error.line()))
            return None
        self._steps.append(Step(words))
        return done

    def _note(self, check: str, what: str, report: Report, subject: str) -> None:
        found = any(each.check == check and subject in ("", each.subject) for each in report.findings)
        self._found.setdefault(check, []).append((what, found))

    def _told(self) -> Iterator[Tried]:
        rules = {rule.id: rule for rule in reversed(checks_in())}
        for rule in (rules[key] for key in sorted(rules)):
            tried = self._found.get(rule.id, [])
            missed = tuple(what for what, found in tried if not found)
            if rule.id in self.notice.switched_off:
                shown, missed = Shown.OFF, ()
            elif tried:
                shown = Shown.NO if missed else Shown.YES
            else:
                shown = Shown.NOT_ASKED if rule.id in _WANTED else Shown.NOT_TRIED
            why = WHY_NOT.get(rule.id, "") if shown is Shown.NOT_TRIED else ""
            if shown is Shown.OFF:
                why = self.notice.reasons.get(rule.id, "")
            yield Tried(rule.id, rule.title, shown, tuple(what for what, _ in tried), missed, why)


class _NotInOrder(AppError):
    code, title = "E410", "样例本来没有问题，却查出要改的"
    advice = "请看规则里这几项写得对不对。"

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__("；".join(f"{each.subject_name} {each.title}：{each.what}" for each in findings))


# Why nothing is made that these would find.
WHY_NOT = {
    "DISC-03": "要做一套几张的光盘，费时", "DISC-05": "要有真的读不出的光盘",
    "DISC-07": "要一张手工刻的光盘", "DISC-08": "要先收一张、退回，再收补正的一张",
    "FILE-05": "要有收的时候读不出来的文件", "FORM-01": "要照真的申报书样式填好一份",
    "FORM-02": "要照真的申报书样式填好一份", "FORM-03": "要照真的申报书样式填好两份",
    "LETTER-04": "推荐文件照这份通知起草，写不出别的年份", "SEAL-02": "要有盖了章的扫描件",
    "TABLE-01": "要一张手工刻的光盘", "TABLE-02": "要一张手工刻的光盘", "TABLE-03": "要一张手工刻的光盘",
}
# Rules that a notice may leave nothing to find for.
_WANTED = frozenset({
    "MAT-01", "MAT-02", "MAT-03", "MAT-04", "MAT-06", "FILE-04", "CODE-01", "CODE-02", "CODE-03", "SCOPE-01",
    "AREA-01", "FIELD-01", "FIELD-02", "EXP-01", "EXP-02", "NAME-03", "NAME-07", "ORDER-01", "DUP-03",
    "SEAL-01", "CODE-04", "EXP-03", "MAT-07", "PROOF-01",
})  # fmt: skip
