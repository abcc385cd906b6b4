"""What has happened to a ledger: a kind with its facts, and the Chinese line that is made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.model.batch import Verdict
from app.model.disc import Compared
from app.model.submission import Standing

Facts = Mapping[str, str]


class EventKind(StrEnum):
    """Values are kept in ledgers: a name may change, its value never. What each one's facts are called stands
    in `_LINES`.
    """

    REGISTERED = "registered"
    EXTENDED = "extended"  # by more discs of its set, or by what a second copy had whole
    EXAMINED = "examined"  # by the program: seals, scanned pages, forms
    PARTLY_EXAMINED = "partly-examined"
    RECOGNISED = "recognised"  # what an earlier look had left out
    JUDGED = "judged"  # one finding, by a person
    JUDGEMENT_WITHDRAWN = "judgement-withdrawn"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    STANDING_CHANGED = "standing-changed"  # otherwise
    REPLACED = "replaced"  # it waited, and took the place of an accepted one
    DUPLICATE_FOUND = "duplicate-found"  # another sender's submission has the same enterprise
    DUPLICATE_GONE = "duplicate-gone"
    RECEIPT_WRITTEN = "receipt-written"
    RETURN_WRITTEN = "return-written"
    LATENESS_EXPLAINED = "lateness-explained"
    CODE_COMPARED = "code-compared"  # of one disc, after it was registered
    REVIEWED = "reviewed"
    STORE_CHANGED = "store-changed"  # what lies in the store is not what was received
    STORE_RESTORED = "store-restored"  # from the same disc, read again
    BACKED_UP = "backed-up"
    ACTIVITY_ADDED = "activity-added"  # of 交流推广, by its number and title
    ACTIVITY_AMENDED = "activity-amended"
    ACTIVITY_VOIDED = "activity-voided"
    ACTIVITY_UNDONE = "activity-undone"  # the change before it
    ATTACHED = "attached"  # files, to an activity or a visit
    DETACHED = "detached"
    MOVED = "moved"  # the ledger goes on elsewhere: nothing comes after it
    AMENDED = "amended"  # what was registered: each thing with its _was and _now
    VOIDED = "voided"
    REINSTATED = "reinstated"  # it counts, for what had taken its place is void
    NOTED = "noted"  # in words alone


_LINES: Mapping[EventKind, str] = {
    EventKind.REGISTERED: "登记",
    EventKind.EXTENDED: "补登",
    EventKind.EXAMINED: "看过印章、扫描页和申报书",
    EventKind.PARTLY_EXAMINED: "看过一部分印章、扫描页和申报书",
    EventKind.RECOGNISED: "识别扫描件，读章上的名称，查出的问题并入",
    EventKind.JUDGED: "核对“{finding}”：{verdict}（{reason}）",
    EventKind.JUDGEMENT_WITHDRAWN: "撤回对“{finding}”的核对",
    EventKind.ACCEPTED: "已受理",
    EventKind.RETURNED: "退回补正",
    EventKind.STANDING_CHANGED: "{standing}",
    EventKind.REPLACED: "确认代替 {before}",
    EventKind.DUPLICATE_FOUND: "“{enterprise}”又由{sender}报送（{submission}），请核对由谁推荐",
    EventKind.DUPLICATE_GONE: "“{enterprise}”不再与{sender}的报送（{submission}）重复",
    EventKind.RECEIPT_WRITTEN: "出具接收回执 {file}",
    EventKind.RETURN_WRITTEN: "出具补正通知 {file}",
    EventKind.LATENESS_EXPLAINED: "逾期说明：{words}",
    EventKind.CODE_COMPARED: "与登记表核对",
    EventKind.REVIEWED: "{words}",
    EventKind.STORE_CHANGED: "存放的材料和收到时不一样：{files}",
    EventKind.STORE_RESTORED: "存放的材料从光盘补回：{files}",
    EventKind.BACKED_UP: "备份台账到 {to}",
    EventKind.ACTIVITY_ADDED: "登记第 {activity} 项交流活动“{title}”",
    EventKind.ACTIVITY_AMENDED: "更正第 {activity} 项交流活动“{title}”：{what}",
    EventKind.ACTIVITY_VOIDED: "作废第 {activity} 项交流活动“{title}”",
    EventKind.ACTIVITY_UNDONE: "撤销第 {activity} 项交流活动“{title}”的{what}",
    EventKind.ATTACHED: "给{whose}归入文件：{files}",
    EventKind.DETACHED: "从{whose}移出文件：{files}",
    EventKind.MOVED: "台账搬到 {to}",
    EventKind.AMENDED: "更正登记",
    EventKind.VOIDED: "作废",
    EventKind.REINSTATED: "恢复计入",
    EventKind.NOTED: "{words}",
}
_WORDS: Mapping[str, Facts] = {
    "verdict": {verdict: verdict.title for verdict in Verdict},
    "standing": {standing: standing.words for standing in Standing},
    "code": {compared: compared.title for compared in Compared},
}
_ADDED: tuple[tuple[str, Callable[[str], str]], ...] = (  # said after the line, where there is such a fact
    ("discs", lambda discs: f"：{discs}"),
    ("code", lambda compared: f"；{compared}"),
    ("waits_for", lambda key: f"；待确认是否代替已受理的 {key}"),
    ("replaces", lambda keys: f"；代替 {keys}"),
    ("waits_beside", lambda key: f"；待确认是否代替 {key}"),
    ("was_answered", lambda answer: f"；原{answer}，内容变了，请重新答复"),
    ("withdrawn", lambda count: f"；{count} 处核对的内容变了，请重新核对"),
    ("was_accepted", lambda _: "；原已受理，内容变了，请重新受理"),
    ("to_examine", lambda _: "；印章、扫描页和申报书待看"),
    ("packages", lambda _: "；材料包已看完"),
    ("due", lambda day: f"；补正期限 {day}"),
    ("reason", lambda reason: f"：{reason}"),
)


# What of a registration can be corrected; facts are these with _was and _now.
AMENDABLE: Facts = {
    "sender": "报送单位", "day": "收到日期", "clerk": "登记经办人", "code": "校验码", "layout": "认法",
    "files": "补交",
}  # fmt: skip
PROGRAM = "本程序"
# What nobody does: it comes of looking, and of what others hand in.
_OF_ITSELF = frozenset({
    EventKind.EXAMINED, EventKind.PARTLY_EXAMINED, EventKind.RECOGNISED, EventKind.DUPLICATE_FOUND,
    EventKind.DUPLICATE_GONE,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """What was done, by whom and when (ISO 8601 with zone). `submission`: "" when it is of the whole ledger.

    `written`: the line as a program before typed events wrote it, which had no facts.
    """

    at: str
    who: str
    submission: str
    kind: EventKind
    facts: Facts
    written: str = ""

    @property
    def by(self) -> str:
        """Who did it; what the program does by itself is its own."""
        return PROGRAM if self.kind in _OF_ITSELF or not self.who else self.who

    @property
    def what(self) -> str:
        """The line of the history."""
        if self.written:
            return self.written
        line = _LINES[self.kind]
        shown = {key: _WORDS.get(key, {}).get(value, value) for key, value in self.facts.items()}
        more = [say(shown[key]) for key, say in _ADDED if key in shown and f"{{{key}}}" not in line]
        changed = f"：{'；'.join(self.changes)}" if self.changes else ""
        wrong = "（已更正）" if "amended" in self.facts else ""  # a paper: told when it is read, kept nowhere
        return wrong + line.format_map(shown) + changed + "".join(more)

    @property
    def changes(self) -> tuple[str, ...]:
        """What an amendment changed, each thing in words; of other events nothing."""
        return changed_words(self.facts) if self.kind is EventKind.AMENDED else ()


def changed_words(facts: Facts) -> tuple[str, ...]:
    """收到日期由 2023-08-30 改为 2023-08-31"""
    made = []
    for key, title in AMENDABLE.items():
        was, now = facts.get(f"{key}_was", ""), facts.get(f"{key}_now", "")
        if now:
            made.append(f"{title}由 {was} 改为 {now}" if was else f"{title}：{now}")
    return tuple(made)
