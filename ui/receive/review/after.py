"""What follows the scores: let one in, visit one, publicise, hear objections, file on the web."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from app import clock, wording
from app.job import Job
from app.model.after.attachment import Attachment
from app.model.review import Objection, Ranked, Review
from app.notices.notice import Track
from app.receive.exchange.files import of_visit
from app.receive.review.filed import tick
from app.receive.review.marks import admit, shut_out
from app.receive.review.papers import write_announcement_of, write_visit_forms
from app.receive.review.publicity import announce, answer, conclude, object_to, reopen
from app.receive.review.visits import call_off, found, send_to, visited
from ui.receive.attaching import Attaching
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.opening import open_path

_DAYS_SHOWN = 7  # of a publicity, until the clerk says otherwise


class AfterActions:
    """Each asks what it needs to know, and does it as the person at work."""

    def __init__(self, session: LedgerSession, ask: Ask) -> None:
        self._session, self._ask = session, ask
        self._files = Attaching(session, ask)

    # -- the gate --------------------------------------------------------------------------------
    def let_in(self, one: Ranked) -> None:
        why = "，".join(one.bars.values())
        words = f"{one.row.entry.name}：{why}。确要参加评审，请写明理由；理由会印在名单的说明里。"
        reason = self._ask.text("列入评审", words, lines=True)
        if reason is not None:
            ledger, who = self._session.ledger, self._session.who()
            self._session.run("列入评审", lambda job: admit(ledger, (one.row,), reason, who))

    def shut_out(self, one: Ranked) -> None:
        ledger, who = self._session.ledger, self._session.who()
        self._session.run("撤回列入", lambda job: shut_out(ledger, (one.row,), who))

    # -- visits ----------------------------------------------------------------------------------
    def visit(self, one: Ranked, files: Sequence[Attachment] = ()) -> None:
        """`files`: what is filed with it already."""
        if one.visit is None:
            self._plan(one)
            return
        told = f"{wording.day(date.fromisoformat(one.visit.day))}，{'、'.join(one.visit.members)}"
        ledger, row = self._session.ledger, one.row
        ways: dict[str, Callable[[], object]] = {
            "通过": lambda: self._found(one, True), "没有通过": lambda: self._found(one, False),
            "归入照片、记录…": lambda: self._files.choose(lambda: visited(ledger, row)),
        }  # fmt: skip
        if files:
            ways["打开归入的文件…"] = lambda: self._open_one(files)
            ways["移出文件…"] = lambda: self._files.take_off(of_visit(row), files)
        ways["撤回这次核查"] = lambda: self._call_off(one)
        which = self._ask.choose(f"现场核查：{one.row.entry.name}", told, tuple(ways))
        if which is not None:
            tuple(ways.values())[which]()

    def _found(self, one: Ranked, passed: bool) -> None:
        label = "会写在说明里；没有通过的一定要写。"
        words = self._ask.text("核查的情况", label, one.visit.words if one.visit else "", lines=True)
        if words is not None:
            ledger, who = self._session.ledger, self._session.who()
            self._session.run("登记核查结果", lambda job: found(ledger, one.row, passed, words, who))

    def _call_off(self, one: Ranked) -> None:
        ledger, who = self._session.ledger, self._session.who()
        self._session.run("撤回现场核查", lambda job: call_off(ledger, one.row, who))

    def _open_one(self, files: Sequence[Attachment]) -> None:
        which = self._ask.choose("打开哪个文件", "", [each.name for each in files]) if len(files) > 1 else 0
        if which is not None:
            self._files.open(files[which])

    def _plan(self, one: Ranked) -> None:
        words = f"{one.row.entry.name}。写明去核查的人，用顿号隔开；接着选文件夹放记录表（Word）。"
        told = self._ask.day("现场核查", words, "核查的日子", clock.today(), "")
        folder = self._ask.choose_folder("现场核查记录表放到哪个文件夹") if told else None
        if told is None or folder is None:
            return
        (day, members), ledger, who = told, self._session.ledger, self._session.who()
        people = members.replace("\n", "、").replace("，", "、").split("、")

        def work(job: Job) -> tuple[Path, ...]:
            send_to(ledger, (one.row,), day, people, who)
            return write_visit_forms(ledger, (one.row,), folder)

        self._session.run("安排现场核查", work, self._written)

    # -- publicity -------------------------------------------------------------------------------
    def publicise(self, track: Track, review: Review) -> None:
        shown, ledger = review.publicity.get(track.id), self._session.ledger
        if shown is None:
            self._announce(track)
        elif shown.is_final:
            words = f"{track.title}名单已经定下来：{len(shown.keys)} 家。撤回后回到公示，可以改。"
            if self._ask.confirm("名单已定", words, "撤回，回到公示", loses=True):
                who = self._session.who()
                self._session.run("撤回名单", lambda job: reopen(ledger, track.id, who))
        else:
            period = f"{shown.begins} 至 {shown.ends}，{len(shown.keys)} 家"
            which = self._ask.choose(f"{track.title}公示中", period, ("公示期满，定名单", "重新公示"))
            if which == 0:
                who = self._session.who()
                self._session.run("定名单", lambda job: conclude(ledger, track.id, who))
            elif which == 1:
                self._announce(track)

    def _announce(self, track: Track) -> None:
        office, today = self._session.notice.office, clock.today()
        text = f"把{track.marked}的企业公示。接着问公示到哪一天、文件放到哪里。"
        first = self._ask.day("公示", text, "公示的第一天", today)
        if first is None:
            return
        begins = first[0]
        words = "受理异议的电话，可以改：" if office.phone else "受理异议的电话，通知里没有写，请在这里写明："
        last = self._ask.day("公示", words, "公示的最后一天",
                             begins + timedelta(days=_DAYS_SHOWN - 1), office.phone)  # fmt: skip
        if last is not None and not (last[1].strip() or office.phone):
            self._ask.tell("还没有写受理异议的电话", "公示里要写明向哪里提出异议，请写上电话再公示。")
            return
        folder = self._ask.choose_folder("公示文件放到哪个文件夹") if last else None
        if last is None or folder is None:
            return
        (ends, phone), ledger, who = last, self._session.ledger, self._session.who()

        def work(job: Job) -> tuple[Path, ...]:
            announce(ledger, track.id, begins, ends, who, phone)
            return write_announcement_of(ledger, track.id, folder)

        self._session.run("公示", work, self._written)

    # -- objections ------------------------------------------------------------------------------
    def objection(self, one: Ranked, review: Review) -> None:
        own = [each for each in review.objections if each.key == one.row.key]
        titles = [f"办结第 {each.number} 号" if each.is_open else f"改第 {each.number} 号" for each in own]
        if not own:
            self._object(one)
            return
        text = "\n".join(f"第 {each.number} 号 {each.whose}：{each.words}" for each in own)
        which = self._ask.choose(f"异议：{one.row.entry.name}", text, (*titles, "登记新的异议"))
        if which is not None and which < len(own):
            self._answer(own[which])
        elif which is not None:
            self._object(one)

    def _object(self, one: Ranked) -> None:
        whose = self._ask.text("谁提出的异议", f"对“{one.row.entry.name}”提出异议的单位或个人。")
        words = self._ask.text("异议的内容", "写明异议和依据。", lines=True) if whose else None
        if whose and words is not None:
            ledger, who, today = self._session.ledger, self._session.who(), clock.today()
            self._session.run("登记异议", lambda job: object_to(ledger, one.row, whose, words, today, who))

    def _answer(self, one: Objection) -> None:
        which = self._ask.choose(f"办结第 {one.number} 号异议", one.words, ("不成立", "成立，移出名单"))
        if which is None:
            return
        words = self._ask.text("处理结果", "写明核实的情况。", one.answer, lines=True)
        if words is not None:
            ledger, who = self._session.ledger, self._session.who()
            self._session.run("办结异议", lambda job: answer(ledger, one.number, words, which == 1, who))

    # -- filing on the web -----------------------------------------------------------------------
    def filed(self, one: Ranked) -> None:
        ledger, row, who = self._session.ledger, one.row, self._session.who()
        if one.filed:
            if self._ask.confirm("网上申报", f"{row.entry.name}已登记填报（{one.filed}）。", "改为未填报"):
                self._session.run("改为未填报", lambda job: tick(ledger, (row,), None, who))
            return
        words = "\n".join(filter(None, (row.entry.name, self._session.notice.online_path)))
        told = self._ask.day("网上申报已填报", words, "填报的日子", clock.today())
        if told is not None:
            self._session.run("登记已填报", lambda job: tick(ledger, (row,), told[0], who))

    def _written(self, paths: tuple[Path, ...]) -> None:
        words = "\n".join(path.name for path in paths)
        if paths and self._ask.confirm("文件已写好", words, "打开文件夹", "知道了"):
            open_path(paths[0].parent, self._ask)
