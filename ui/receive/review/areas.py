"""The four parts of the page, in the order of the work: what each lists, and what its tile says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app import wording
from app.model.after.attachment import Attachment
from app.model.review import Objection, Publicity, Ranked, Review, Stage
from app.notices.notice import Notice, Track
from app.receive.exchange.files import of_visit
from app.wording import Titled
from ui.widgets.tile import TileWords

WEB = (Stage.PROPOSED, Stage.PUBLIC, Stage.CHOSEN)  # who files on the web, where the track does


class Area(Titled):
    RANKING = "ranking", "排名"
    VISITS = "visits", "现场核查"
    PUBLICITY = "publicity", "公示"
    LIST = "list", "名单"


@dataclass(frozen=True)
class Standings:
    """The ranked list of each track, and how many have to file online and have not."""

    review: Review = Review()  # noqa: RUF009 - frozen
    ranked: dict[str, tuple[Ranked, ...]] = field(default_factory=dict)
    online: int = 0
    files: Mapping[str, tuple[Attachment, ...]] = field(default_factory=dict)  # by the key of whose they are

    def share(self, track: Track) -> Share:
        return Share(track, self.review, self.ranked.get(track.id, ()), self.files)


@dataclass(frozen=True)
class Share:
    """One track's part of the review."""

    track: Track
    review: Review
    ranked: tuple[Ranked, ...]
    files: Mapping[str, tuple[Attachment, ...]] = field(default_factory=dict)

    def files_of(self, one: Ranked) -> tuple[Attachment, ...]:
        """Photographs and minutes of its visit."""
        return self.files.get(of_visit(one.row).key, ())

    @property
    def shown(self) -> Publicity | None:
        return self.review.publicity.get(self.track.id)

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        keys = self.shown.keys if self.shown else ()
        return tuple(each for each in self.review.objections if each.is_open and each.key in keys)

    def objections(self, one: Ranked) -> tuple[Objection, ...]:
        return tuple(each for each in self.review.objections if each.key == one.row.key)

    def is_shown(self, one: Ranked) -> bool:
        return self.shown is not None and one.row.key in self.shown.keys

    def rows(self, area: Area) -> tuple[Ranked, ...]:
        """Those `area` lists: visits yet to be made first, in the order of their days."""
        if area is Area.RANKING:
            return self.ranked
        if area is Area.VISITS:
            visited = [(one.visit, one) for one in self.ranked if one.visit is not None]
            visited.sort(key=lambda pair: (pair[0].passed is not None, pair[0].day))
            return tuple(one for _, one in visited)
        if area is Area.PUBLICITY:
            return tuple(one for one in self.ranked if self.is_shown(one))
        return tuple(one for one in self.ranked if one.stage in WEB)


def tile_of(area: Area, share: Share, today: date) -> TileWords:
    """公示　公示中 / 8 月 20 日至 8 月 26 日，5 家"""
    words, tone, below = {
        Area.RANKING: _ranking, Area.VISITS: _visits, Area.PUBLICITY: _publicity, Area.LIST: _list,
    }[area](share, today)  # fmt: skip
    return TileWords(area.title, words, tone, below, tip=f"{words}：{below}")


def _ranking(share: Share, _: date) -> tuple[str, str, str]:
    inside = [one for one in share.ranked if one.takes_part]
    scored, ballots = sum(one.average is not None for one in inside), len(share.review.ballots)
    out = len(share.ranked) - len(inside)
    told = f"{len(inside)} 家参加评审" + (f"，{out} 家不参加" if out else "")
    if not ballots:
        return "未评分", "muted", told
    is_done = scored == len(inside)
    return ("已评完" if is_done else f"已评 {scored} 家"), "green" if is_done else "accent", told


def _visits(share: Share, _: date) -> tuple[str, str, str]:
    results = [one.visit.passed for one in share.ranked if one.visit is not None]
    called = {None: "待核查", True: "通过", False: "没有通过"}
    told = "，".join(f"{results.count(each)} 家{words}" for each, words in called.items() if each in results)
    if not results:
        return "未安排", "muted", "需要时安排"
    return ("核查中", "amber", told) if None in results else ("已核查", "green", told)


def _publicity(share: Share, today: date) -> tuple[str, str, str]:
    shown, open_ones = share.shown, len(share.open_objections)
    if shown is None:
        return "未公示", "muted", f"{share.track.proposed} {len(share.rows(Area.LIST))} 家"
    told = f"{period(shown)}，{len(shown.keys)} 家"
    if shown.is_final:
        return "已结束", "green", told
    if open_ones:
        return f"{open_ones} 件异议待办结", "red", told
    return ("已期满，待定名单", "amber", told) if shown.has_ended(today) else ("公示中", "accent", told)


def _list(share: Share, _: date) -> tuple[str, str, str]:
    shown, listed = share.shown, share.rows(Area.LIST)
    is_final = shown is not None and shown.is_final
    stage = share.track.settled if is_final else share.track.proposed
    told = f"{stage} {len(listed)} 家"
    if share.track.files_online and listed:
        told += f"，网上已填报 {sum(bool(one.filed) for one in listed)} 家"
    return ("已定", "green", told) if is_final else ("未定", "muted", told)


def period(shown: Publicity) -> str:
    """8月20日至8月26日"""
    first, last = date.fromisoformat(shown.begins), date.fromisoformat(shown.ends)
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日"


def note_of(area: Area, share: Share) -> str:
    """What stands above the list."""
    shown = share.shown
    if area is Area.PUBLICITY and shown is not None:
        return f"受理异议的电话：{shown.phone}"
    if area is Area.LIST and shown is not None and shown.is_final:
        return f"{wording.day(date.fromisoformat(shown.closed_on))}定下来（{shown.closed_by}）"
    if area is Area.LIST:
        return f"公示{period(shown)}，期满后定名单" if shown else "公示期满后定名单"
    return ""


def nothing_in(area: Area, track: Track) -> tuple[str, str]:
    """What an area says that lists nobody, and what to do next."""
    if area is Area.VISITS:
        return "还没有安排现场核查", "在“排名”里选中一家企业，点右下的“安排核查…”，随后登记结果。"
    if area is Area.PUBLICITY:
        return "还没有公示", f"先在“排名”里标记{track.proposed}的企业，再点右上的“公示…”。"
    if area is Area.LIST:
        return f"还没有{track.proposed}的企业", "在“排名”里点“标记”，或用“标记前几名…”一次标好。"
    return f"{track.title}还没有收到申报", "收到以后列在这里。"


def reminder(notice: Notice, online: int, today: date) -> tuple[str, str]:
    """Words and tone of the line about filing online; "" when nobody has to any more."""
    last = notice.online_deadline
    if not online or last is None:
        return "", "muted"
    which = "、".join(track.marked for track in notice.tracks if track.files_online)
    days = (last - today).days
    shown = f"{last.month} 月 {last.day} 日"
    if days < 0:
        return f"{which}的 {online} 家，网上申报 {shown}已截止，还没有登记填报", "red"
    left = f"还有 {days} 天" if days else "就是今天"
    return f"{which}的 {online} 家，要在 {shown}前完成网上申报（{left}）；填好的请登记", "amber"


def is_overdue(one: Ranked, notice: Notice, today: date) -> bool:
    last = notice.online_deadline
    return one.stage in WEB and not one.filed and last is not None and today > last


def said_of(one: Ranked) -> Iterator[str]:
    """What bars it, each in words; that its mark counts for nothing."""
    yield from one.bars.values()
    if one.is_marked and not one.takes_part:
        yield "原来的标记不作数"
