"""notice new, set, confirm, use, drop: what the window's pages do by hand."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from app.cli.command import arg, command
from app.cli.terminal import say
from app.errors import WrongUse

DRAFT = arg("draft", metavar="DRAFT", help="草稿的编号")


@command(
    "notice new", "照一份通知规则新建下一年的草稿，列出还是去年的内容",
    arg("--from", dest="source", required=True, metavar="ID"),
    arg("--id", default="", help="新的编号；不写就把年度换掉"),
    arg("--year", type=int, default=0, help="新的年度；不写就是下一年"),
    arg("--same", action="store_true", help="不是新的一年，是改同一份（新的版本）"),
)  # fmt: skip
def new(options: Namespace) -> None:
    from app.checks.notices import load_notice
    from app.cli.notices.listing import say_kept
    from app.editions import own

    if options.same:
        draft = own.change(options.source)
    else:
        before = load_notice(options.source)[0]
        year = options.year or before.year + 1
        draft = own.begin(options.source, options.id or own.id_for(before, year), year)
    say(f"已新建草稿 {draft.key}：{draft.notice.title}（{own.draft_path(draft.key)}）")
    say_kept(draft)


@command(
    "notice set", "改草稿里的内容：PLACE 如 deadline、tracks[0].quota.most；值写空就是去掉这一项", DRAFT,
    arg("changes", nargs="+", metavar="PLACE=VALUE"),
)  # fmt: skip
def put(options: Namespace) -> None:
    from app.editions import own

    draft = own.open_draft(options.draft)
    for change in options.changes:
        place, equals, text = change.partition("=")
        if not equals:
            raise WrongUse(f"“{change}”应写成 PLACE=VALUE")
        try:
            draft = draft.put(place, _value(place, text))
        except KeyError as error:
            raise WrongUse(f"“{place}”不在这份草稿里") from error
    own.keep(draft)
    for change in options.changes:
        place = change.partition("=")[0]
        for fault in draft.faults:
            if fault.place == place:
                say(f"{draft.words(place)}：{fault.says}")
    say(f"已保存；{len(draft.faults)} 处要改，{len(draft.kept)} 处还是去年的")


@command("notice confirm", "草稿里这几处仍照去年", DRAFT, arg("places", nargs="+", metavar="PLACE"))
def confirm(options: Namespace) -> None:
    from app.editions import own

    draft = own.open_draft(options.draft)
    for place in options.places:
        if place not in {each.place for each in draft.kept}:
            raise WrongUse(f"“{place}”不是还照去年的内容；notice check 会列出")
    for place in options.places:
        draft = draft.confirm(place)
    own.keep(draft)
    say(f"已保存；{len(draft.kept)} 处还是去年的")


@command("notice use", "启用草稿：没有要改的才可以，启用以后新建批次和台账时能选到", DRAFT)
def use(options: Namespace) -> None:
    from app.editions import own

    draft = own.open_draft(options.draft)
    notice = own.put_in_use(draft)
    say(f"已启用：{notice.title}（{notice.id}）")


@command("notice drop", "删去一份草稿，或自己的一份通知规则", arg("key", metavar="DRAFT_OR_ID"))
def drop(options: Namespace) -> None:
    from app.editions import own

    if own.draft_path(options.key).is_file():
        own.drop(options.key)
    else:
        own.remove(options.key)
    say(f"已删去：{options.key}")


def _value(place: str, text: str) -> Any:
    """As the kind of the field has it; lists of texts by 、 or as TOML, groups as TOML. Raises WrongUse."""
    from app.editions.data import steps_of
    from app.editions.fields import Kind, field_at

    field = field_at(place)
    kind = field.kind if field else Kind.TEXT
    if text == "":
        return "" if kind in (Kind.TEXT, Kind.LONG) else None
    is_item = isinstance(steps_of(place)[-1], int)
    try:
        if kind in (Kind.NUMBER, Kind.BYTES):
            return int(text)
        if kind is Kind.YES:
            return {"是": True, "true": True, "否": False, "false": False}[text]
        if kind is Kind.DAY:
            return date.fromisoformat(text)
        is_list = kind in (Kind.WORDS, Kind.PATTERNS, Kind.SOME) and not is_item
        if (is_list and text.startswith("[")) or kind in (Kind.GROUPS, Kind.ROWS, Kind.TABLE):
            return _as_toml(text)
        return text.split("、") if is_list else text
    except (ValueError, KeyError) as error:
        raise WrongUse(f"“{place}”不能写成“{text}”") from error


def _as_toml(text: str) -> Any:
    import tomllib

    return tomllib.loads(f"value = {text}")["value"]
