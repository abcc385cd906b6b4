"""notice list, show, check, diff."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import AS_JSON, Code, arg, command
from app.cli.terminal import say, say_json

if TYPE_CHECKING:
    from app.editions.draft import Draft
    from app.notices.faults import Fault

NOTICE = arg("notice", metavar="ID_OR_FILE", help="规则或草稿的编号，或 .toml 文件")


@command("notice list", "列出通知规则：程序自带的、自己的、草稿", AS_JSON)
def listing(options: Namespace) -> None:
    from app.editions.own import Origin, listed

    words = {Origin.BUILT_IN: "自带", Origin.OWN: "自己的", Origin.DRAFT: "草稿"}
    lines = listed()
    if options.json:
        say_json({"schema": 1, "notices": [
            {"key": each.key, "id": each.id, "year": each.year, "title": each.title, "origin": each.origin,
             "offered": each.is_offered, "faults": len(each.faults)}
            for each in lines
        ]})  # fmt: skip
        return
    for each in lines:
        faults = f"{len(each.faults)} 处要改" if each.faults else ""
        say("  ".join(filter(None, (each.key, words[each.origin], each.title, faults))))


@command("notice show", "一份通知规则写了什么，按九个部分", NOTICE, AS_JSON)
def show(options: Namespace) -> None:
    from app.editions.data import leaves
    from app.editions.fields import field_at
    from app.editions.words import value_words
    from app.notices.faults import PARTS, part_of

    draft = named(options.notice)
    told = [(place, value) for place, value in leaves(draft.data) if place != "schema"]
    if options.json:
        say_json({"schema": 1, "notice": [
            {"part": part_of(place), "place": place, "words": draft.words(place), "value": str(value)}
            for place, value in told
        ]})  # fmt: skip
        return
    for part in PARTS:
        say(f"【{part}】")
        for place, value in told:
            if part_of(place) == part and value not in ("", False):
                say(f"  {draft.words(place)}：{value_words(value, field_at(place))}")


@command("notice check", "一份通知规则或草稿有什么要改、什么还是去年的", NOTICE, AS_JSON)
def check(options: Namespace) -> Code:
    draft = named(options.notice)
    if options.json:
        say_json({
            "schema": 1,
            "faults": [
                {"part": each.part, "place": each.place, "words": draft.words(each.place), "says": each.says}
                for each in draft.faults
            ],
            "kept": [
                {"part": each.part, "place": each.place, "words": each.words, "value": each.value,
                 "why": each.why}
                for each in draft.kept
            ],
        })  # fmt: skip
        return 1 if draft.faults else 0
    for fault in draft.faults:
        say(_fault_line(draft, fault))
    say(f"{len(draft.faults)} 处要改" if draft.faults else f"没有要改的：{draft.notice.title}")
    say_kept(draft)
    return 1 if draft.faults else 0


@command(
    "notice diff", "两份通知规则有什么不同", arg("before", metavar="A"), arg("after", metavar="B"), AS_JSON
)
def diff(options: Namespace) -> Code:
    from app.editions.compare import differences

    found = differences(named(options.before).data, named(options.after).data)
    if options.json:
        say_json({"schema": 1, "differences": [each.told for each in found]})
        return 1 if found else 0
    for each in found:
        say(each.line)
    say(f"{len(found)} 处不同" if found else "没有不同")
    return 1 if found else 0


def named(text: str) -> Draft:
    """A notice, a draft or a file, to be looked at. Raises NothingFound, NoticeInvalid, AppError."""
    from app.editions import own
    from app.editions.data import data_of
    from app.editions.draft import Draft
    from app.errors import os_errors
    from app.notices.read import data_of_toml

    path = Path(text)
    if path.suffix.lower() == ".toml":
        with os_errors(path):
            return Draft(path.stem, data_of_toml(path.read_bytes()))
    keys = {each.key: each for each in own.listed() if each.origin is not own.Origin.DRAFT}
    if text not in keys:
        return own.open_draft(text)
    if keys[text].faults:
        return own.read(own.path_of_notice(text))
    from app.checks.notices import load_notice

    return Draft(text, data_of(load_notice(text)[0]))


def say_kept(draft: Draft) -> None:
    if draft.kept:
        say(f"还是去年的有 {len(draft.kept)} 处，改过或确认（notice confirm）以后不再列出：")
    for each in draft.kept:
        say(f"  {each.place}  {each.words}：{each.value}（{each.why}）")


def _fault_line(draft: Draft, fault: Fault) -> str:
    return f"【{fault.part}】{draft.words(fault.place)}（{fault.place}）：{fault.says}"
