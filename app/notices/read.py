"""TOML → Notice: every fault of the file at once, in Chinese, with the key's path."""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.errors import NoticeInvalid, joined, os_errors
from app.notices.notice import COLUMN_KINDS, COLUMNS_FILLED, Notice
from app.notices.recognise import recognise
from app.paths import RESOURCES, user_dir

SCHEMA = 2
GRADES = ("must", "should", "look")
_WORDS = {str: "文字", int: "整数", bool: "true 或 false", date: "日期（如 2023-08-31）"}


Faults = Callable[[Notice], Iterable[str]]


def _none(notice: Notice) -> Iterable[str]:
    return ()


def read_notice(path: Path, more: Faults = _none) -> tuple[Notice, bytes]:
    """The notice and the file's own bytes (a batch keeps them). Raises NoticeInvalid, AppError."""
    with os_errors(path):
        content = path.read_bytes()
    return parse_notice(content, more), content


def load_notice(key: str, more: Faults = _none) -> tuple[Notice, bytes]:
    """A notice by id, from the user's folder first, then from the program's."""
    for folder in (user_dir() / "notices", RESOURCES / "notices"):
        path = folder / f"{key}.toml"
        if re.fullmatch(r"[\w-]+", key) and path.is_file():
            return read_notice(path, more)
    raise NoticeInvalid(f"没有名为“{key}”的通知规则；现有：{'、'.join(notice_ids())}")


def notice_ids() -> tuple[str, ...]:
    folders = (user_dir() / "notices", RESOURCES / "notices")
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.toml")}))


def parse_notice(content: bytes, more: Faults = _none) -> Notice:
    """Raises NoticeInvalid whose detail has a line per problem; `more` tells those others know of."""
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NoticeInvalid("文件不是 UTF-8 编码的文本") from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = f"第 {place.group(1)} 行附近" if place else "文件末尾"
        raise NoticeInvalid(f"{where}写法有误（不是有效的 TOML）") from error
    problems: list[str] = []
    if data.get("schema") == 1:
        data = _upgraded(data)
    if isinstance(named := data.get("region"), str):
        data["region"] = _region(named, problems)
    notice = _read(Notice, data, "", problems)
    if not problems:
        problems.extend((*_faults(notice), *more(notice)))
    if problems:
        raise NoticeInvalid(joined(problems))
    return typing.cast(Notice, notice)


def _upgraded(data: dict[str, Any]) -> dict[str, Any]:
    """A notice of schema 1 with what it left unsaid, as batches and ledgers of older programs hold it."""
    said = tomllib.loads((RESOURCES / "notices" / "before" / "schema-1.toml").read_text("utf-8"))
    by_track, tracks = said.pop("tracks"), data.get("tracks", [])
    if isinstance(tracks, list):
        data["tracks"] = [
            {**by_track.get(str(track.get("id")), {}), **track} if isinstance(track, dict) else track
            for track in tracks
        ]
    for material in data.get("materials", []):
        if isinstance(material, dict):
            material.pop("check", None)  # which rule asks for it is no longer the notice's to say
    return {**said, **data, "schema": SCHEMA}


def _region(key: str, problems: list[str]) -> object:
    """One that comes with every program: a notice must mean the same wherever it is carried."""
    path = RESOURCES / "regions" / f"{key}.toml"
    if re.fullmatch(r"[a-z]+", key) and path.is_file():
        return tomllib.loads(path.read_text("utf-8"))
    known = "、".join(sorted(each.stem for each in path.parent.glob("*.toml")))
    problems.append(f"region：没有名为“{key}”的地区（现有 {known}）；别的省请写 [region] 各项")
    return {}


# -- by type ---------------------------------------------------------------------------------------
def _read(kind: Any, value: Any, place: str, problems: list[str]) -> Any:
    origin = typing.get_origin(kind)
    if dataclasses.is_dataclass(kind):
        return _read_table(kind, value, place, problems)
    if origin is tuple:
        return _read_list(typing.get_args(kind)[0], value, place, problems)
    if origin in (Mapping, dict, typing.get_origin(Mapping[str, str])):
        return _read_mapping(value, place, problems)
    if isinstance(kind, types.UnionType):  # date | None: there is no null in TOML
        kind = typing.get_args(kind)[0]
    wrong = not isinstance(value, kind) or (kind is int and isinstance(value, bool))
    if wrong or (kind is date and isinstance(value, datetime)):
        problems.append(f"{place}：应为{_WORDS.get(kind, str(kind))}")
    return value


def _read_table(kind: Any, value: Any, place: str, problems: list[str]) -> Any:
    if not isinstance(value, dict):
        problems.append(f"{place or '文件'}：应为一组项目")
        return None
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for key in value:
        if key not in fields:
            near = difflib.get_close_matches(key, fields, 1)
            guess = f"，是否想写 {near[0]}？" if near else ""
            problems.append(f"{_join(place, key)}：不认识的项目{guess}")
    made: dict[str, Any] = {}
    for name, field in fields.items():
        if name in value:
            made[name] = _read(hints[name], value[name], _join(place, name), problems)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            problems.append(f"{_join(place, name)}：缺少此项")
    return None if problems else kind(**made)


def _read_list(inner: Any, value: Any, place: str, problems: list[str]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        problems.append(f"{place}：应为列表 […]")
        return ()
    return tuple(_read(inner, item, f"{place}[{n}]", problems) for n, item in enumerate(value))


def _read_mapping(value: Any, place: str, problems: list[str]) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        problems.append(f"{place}：应为一组“名称 = 文字”")
        return {}
    return dict(value)


def _join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


# -- by meaning ------------------------------------------------------------------------------------
def _faults(notice: Notice) -> Iterable[str]:
    rules: tuple[Callable[[Notice], Iterable[str]], ...] = (
        _schema, _patterns, _numbers, _materials, _columns, _grades, _letter, _examples,
    )
    broken: list[str] = [problem for rule in rules[:2] for problem in rule(notice)]
    if broken:
        return broken  # patterns that do not compile cannot be tried on the examples
    return [problem for rule in rules[2:] for problem in rule(notice)]


def _schema(notice: Notice) -> Iterable[str]:
    if notice.schema > SCHEMA:
        yield f"schema：这份规则（格式 {notice.schema}）由更新版本的程序使用，请先更新本程序"


def _patterns(notice: Notice) -> Iterable[str]:
    named = [(f"materials[{n}].patterns[{m}]", p) for n, x in enumerate(notice.materials)
             for m, p in enumerate(x.patterns)]
    named += [(f"leftovers[{n}]", p) for n, p in enumerate(notice.leftovers)]
    for place, pattern in named:
        try:
            re.compile(pattern)
        except re.error:
            yield f"{place}：正则写法有误（{pattern}）"


def _numbers(notice: Notice) -> Iterable[str]:
    if not 0 < notice.size.warn <= notice.size.refuse:
        yield "size：warn 应大于 0 且不大于 refuse"
    if notice.deadline < notice.issued:
        yield "deadline：早于通知日期 issued"
    if notice.online_deadline and notice.online_deadline < notice.deadline:
        yield "online_deadline：早于报送截止日期 deadline"
    if not re.fullmatch(r"[A-Z0-9_]{1,7}", notice.disc_label):
        yield "disc_label：只能用大写字母、数字和下划线，最多 7 个"
    for place in ("first", "last"):
        if not re.fullmatch(r"\d\d", getattr(notice.scope, place)):
            yield f"scope.{place}：应为两位数字的行业大类代码"
    if notice.online_deadline is None and any(track.files_online for track in notice.tracks):
        yield "online_deadline：有要网上申报的类别（files_online），缺少截止日期"
    for n, rules in enumerate(notice.tracks):
        if rules.quota.most and rules.quota.most < rules.quota.least:
            yield f"tracks[{n}].quota：most 小于 least"


def _materials(notice: Notice) -> Iterable[str]:
    ids = [material.id for material in notice.materials]
    yield from _doubles("materials", ids)
    yield from _doubles("areas", [str(area.number) for area in notice.areas])
    yield from _tracks(notice)
    yield from notice.region.faults()
    yield from _doubles("region.cities", [city.code for city in notice.region.cities])
    for n, material in enumerate(notice.materials):
        if material.required and not material.patterns:
            yield f"materials[{n}].patterns：必备材料要有认出它的说法"
        for name in (material.part_of, *material.inside):
            if name and name not in ids:
                yield f"materials[{n}]：提到的材料“{name}”不存在"


def _tracks(notice: Notice) -> Iterable[str]:
    if not notice.tracks:
        yield "tracks：至少要有一个申报类别"
    for name in ("id", "short", "title"):
        yield from _doubles("tracks", [getattr(track, name) for track in notice.tracks])
    for n, track in enumerate(notice.tracks):
        if lost := [key for key in track.about if key not in {column.id for column in track.columns}]:
            yield f"tracks[{n}].about：汇总表里没有“{'、'.join(lost)}”这一列"
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", track.id):
            yield f"tracks[{n}].id：只能用小写字母、数字和下划线，以字母开头"
        if not track.short or re.search(r"[-:：/\\\s]", track.short):
            yield f"tracks[{n}].short：不能为空，也不能有空格、冒号、横线和斜线"


def _columns(notice: Notice) -> Iterable[str]:
    for n, rules in enumerate(notice.tracks):
        yield from _doubles(f"tracks[{n}].columns", [column.id for column in rules.columns])
        for m, column in enumerate(rules.columns):
            for key, known in (("kind", COLUMN_KINDS), ("filled", COLUMNS_FILLED)):
                if (told := getattr(column, key)) not in known:
                    allowed = "、".join(filter(None, known))
                    yield f"tracks[{n}].columns[{m}].{key}：不认识“{told}”，只能是 {allowed}"
        if not any(column.filled == "name" for column in rules.columns):
            yield f'tracks[{n}].columns：缺少企业名称列（filled = "name"）'


def _grades(notice: Notice) -> Iterable[str]:
    for key, grade in notice.severities.items():
        if grade not in GRADES:
            yield f"severities.{key}：只能是 {'、'.join(GRADES)}"


def _letter(notice: Notice) -> Iterable[str]:
    places = {"sender", "year", "track", "notice", "first", "count", "discs"}
    texts = {
        "letter.title": notice.letter.title, "letter.opening": notice.letter.opening,
        **{f"letter.body[{n}]": text for n, text in enumerate(notice.letter.body)},
        **{f"letter.attachments[{n}]": text for n, text in enumerate(notice.letter.attachments)},
    }
    for place, text in texts.items():
        for name in re.findall(r"\{([^}]*)\}", text):
            if name not in places:
                yield f"{place}：不认识的填空 {{{name}}}"


def _examples(notice: Notice) -> Iterable[str]:
    for n, example in enumerate(notice.examples):
        kind = {"jpg": "jpeg"}.get(suffix := example.path.rsplit(".", 1)[-1].lower(), suffix)
        if recognise(example.path, kind, notice) != example.role:
            yield f"examples[{n}]：“{example.path}”没有被认成 {example.role or '（认不出）'}"


def _doubles(place: str, keys: Iterable[str]) -> Iterable[str]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{place}：“{key}”重复"


