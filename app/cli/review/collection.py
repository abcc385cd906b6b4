"""collection: the experiences of a ledger, searched, as a printed volume and as an offline page."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from app import wording
from app.cli import show
from app.cli.command import AS_JSON, arg, either, on_ledger
from app.cli.terminal import say, say_json
from app.errors import NothingFound, WrongUse
from app.model.after.asked import Asked, Hit, Scope
from app.model.after.experience import Experience
from app.model.names import normalise_name

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.model.source import LeftOut
    from app.reading.sandbox import Sandbox
    from app.receive.collection.collection import Collection


@on_ledger(
    "collection", "经验汇编：搜索入选的经验，印成一册，做成不联网也能看、能搜的网页",
    arg("names", nargs="*", metavar="ENTERPRISE", help="只要这几家：评审编号、企业全称或其中一段"),
    arg("--out", type=Path, metavar="DIR", help="一册（PDF）和网页（文件夹和 zip）放在这里；只列出时不用写"),
    arg("--search", default="", metavar="WORDS", help="正文、名称里都有的词，几个词用空格隔开"),
    arg("--area", default="", metavar="A", help="重点领域：题目、其中一段或编号"),
    arg("--industry", default="", metavar="I", help="所属行业，或其中一段"),
    arg("--city", default="", metavar="C", help="所属市"),
    arg("--year", type=int, default=0, metavar="Y", help="年度"),
    arg("--track", default="", metavar="NAME", help="申报类别，如通知里的简称"),
    arg("--also", nargs="+", action="extend", type=Path, default=[], metavar="LEDGER",
        help="往年的台账，一起搜索、收入（只读）"),
    arg("--accepted", action="store_true", help="已受理的都算，不只是入选的"),
    either(
        arg("--volume", action="store_true", help="只印成一册"),
        arg("--web", action="store_true", help="只做成网页"),
        arg("--list", dest="only_list", action="store_true", help="只列出，不写文件"),
    ),
    AS_JSON,
)  # fmt: skip
def collect_experiences(ledger: Ledger, options: Namespace) -> int:
    """Exit code 1 where nothing was found, or something of the chosen could not be taken in."""
    from app.ledger import Ledger
    from app.reading.sandbox import Sandbox
    from app.receive.collection.collection import Collection

    if options.out is None and not options.only_list:
        raise WrongUse("请用 --out 写放在哪个文件夹，或用 --list 只列出")
    with Sandbox(1) as sandbox, ExitStack() as opened:
        earlier = [opened.enter_context(Ledger.open(path, reads_only=True)) for path in options.also]
        them = Collection([ledger, *earlier])
        them.collect(sandbox, show.job())
        known = them.experiences()
        hits = _named(them.search(_asked(ledger, options, known)), options.names)
        if not hits:
            raise NothingFound(_nothing(options, known))
        chosen = _in_order(known, hits)
        told = [] if options.only_list else _write(them, chosen, options, sandbox)
        if options.json:
            say_json({"schema": show.SCHEMA, "experiences": [_told(hit) for hit in hits],
                      "left_out": [{"path": each.path, "why": each.reason} for each in told]})  # fmt: skip
        else:
            _say(hits, told)
        return 1 if told else 0


def _asked(ledger: Ledger, options: Namespace, known: Sequence[Experience]) -> Asked:
    """A part of a word will do where it is unmistakable. Raises NothingFound."""
    area = ledger.notice.area(options.area) if options.area else None
    kinds = {
        "areas": [area.title] if area else _like(options.area, {one.area for one in known}, "重点领域"),
        "industries": _like(options.industry, {one.industry for one in known}, "行业"),
        "cities": _like(options.city, {one.city for one in known}, "市"),
    }
    tracks = [ledger.notice.track_named(options.track).title] if options.track else []
    return Asked(
        options.search, Scope.ACCEPTED if options.accepted else Scope.CHOSEN, tracks=frozenset(tracks),
        years=frozenset([options.year] if options.year else []),
        **{name: frozenset(found) for name, found in kinds.items()},
    )  # fmt: skip


def _like(text: str, known: set[str], what: str) -> list[str]:
    found = [each for each in known if each and text and text in each]
    if text and not found:
        listed = "、".join(sorted(filter(None, known)))
        raise NothingFound(f"没有“{text}”这个{what}；有：{listed or '（还没有收入经验）'}")
    return found


def _named(hits: Sequence[Hit], names: Sequence[str]) -> Sequence[Hit]:
    """All, where none are named. Raises NothingFound."""
    wanted = set()
    for name in names:
        own = normalise_name(name)
        found = [hit for hit in hits if hit.one.key == name or own in normalise_name(hit.one.name)]
        if not found:
            raise NothingFound(f"没有找到“{name}”的经验")
        wanted |= {hit.one.key for hit in found}
    return [hit for hit in hits if hit.one.key in wanted] if names else hits


def _in_order(known: Sequence[Experience], hits: Sequence[Hit]) -> list[Experience]:
    """Of the total table, whatever was found first."""
    wanted = {hit.one.key for hit in hits}
    return [one for one in known if one.key in wanted]


def _nothing(options: Namespace, known: Sequence[Experience]) -> str:
    if options.accepted or any(one.is_chosen for one in known):
        return "没有合条件的经验"
    return "还没有定下来的入选名单；公示期满后用 publicity --final 定下来，或加 --accepted 看已受理的"


def _write(
    them: Collection, chosen: Sequence[Experience], options: Namespace, sandbox: Sandbox
) -> list[LeftOut]:
    from app.receive.collection.volume import print_volume, volume_name
    from app.receive.collection.web import write_page

    told: dict[str, LeftOut] = {}
    if not options.web:
        out = options.out / volume_name(them, chosen)
        volume = print_volume(them, chosen, out, sandbox, show.job(), scope=_scope(options))
        told |= {each.path: each for each in volume.left_out}
        if not options.json:
            say(f"一册：{volume.path}（{volume.experiences} 篇，{volume.pages} 页）")
    if not options.volume:
        page = write_page(them, chosen, options.out, sandbox, show.job())
        told |= {each.path: each for each in page.left_out}
        if not options.json:
            say(f"网页：{page.start}；同样内容打成一个文件：{page.packed.name}")
    return list(told.values())


def _scope(options: Namespace) -> str:
    """On the cover, in words; "" of all."""
    told = [each for each in (options.track, options.area, options.industry, options.city) if each]
    told += [f"{options.year} 年"] if options.year else []
    told += [f"搜索“{options.search}”"] if options.search else []
    told += ["已受理的"] if options.accepted else []
    return f"只含：{'、'.join(told)}" if told else ""


def _say(hits: Sequence[Hit], told: Sequence[LeftOut]) -> None:
    for hit in hits:
        one = hit.one
        where = "　".join(filter(None, (one.track, one.city, one.area)))
        say(f"{one.key}  {one.name}：{one.title or '（没有填经验名称）'}（{where}）")
        if hit.count:
            said = (f"【{each.text}】" if each.is_hit else each.text for each in hit.snippet)
            say(f"    {hit.count} 处：{''.join(said)}")
    say(f"共 {len(hits)} 篇")
    for each in told:
        say(f"  没有收全：{each.path}（{each.reason}）")


def _told(hit: Hit) -> dict[str, object]:
    one = hit.one
    return {
        "key": one.key, "name": one.name, "code": one.code, "track": one.track, "stage": one.stage,
        "city": one.city, "area": one.area, "industry": one.industry, "scale": one.scale, "year": one.year,
        "title": one.title, "count": hit.count, "snippet": wording.visible(hit.shown),
        "files": [paper.name for paper in one.papers],
    }  # fmt: skip
