"""TOML → data → Notice: every fault at once, in Chinese, with the key's path."""

from __future__ import annotations

import copy
import dataclasses
import difflib
import re
import tomllib
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.errors import NoticeInvalid, joined, os_errors
from app.notices.faults import SCHEMA, Fault, Faults, faults
from app.notices.notice import Notice
from app.paths import RESOURCES, user_dir

_MOST_BYTES = 1 << 20  # of a notice's file
_MOST = 1 << 50  # of any number in it; bytes are the largest
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_WORDS = {str: "文字", int: "整数", bool: "true 或 false", date: "日期（如 2023-08-31）"}


More = Callable[[Notice], Faults]  # what others know of that is wrong


def _none(notice: Notice) -> Faults:
    return ()


def read_notice(path: Path, more: More = _none) -> tuple[Notice, bytes]:
    """The notice and the file's own bytes (a batch keeps them). Raises NoticeInvalid, AppError."""
    with os_errors(path), path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    return parse_notice(content, more), content


def load_notice(key: str, more: More = _none) -> tuple[Notice, bytes]:
    """A notice by id, from the user's folder first, then from the program's."""
    for folder in (user_dir() / "notices", RESOURCES / "notices"):
        path = folder / f"{key}.toml"
        if re.fullmatch(r"[\w-]+", key) and path.is_file():
            return read_notice(path, more)
    raise NoticeInvalid(f"没有名为“{key}”的通知规则；现有：{'、'.join(notice_ids())}")


def notice_ids() -> tuple[str, ...]:
    folders = (user_dir() / "notices", RESOURCES / "notices")
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.toml")}))


def parse_notice(content: bytes, more: More = _none) -> Notice:
    """Raises NoticeInvalid whose detail has a line per fault; `more` tells those others know of."""
    notice, found = _parsed(content)
    if not found:
        found = tuple(more(notice))
    if found:
        raise NoticeInvalid(joined([fault.line for fault in found]))
    return notice


@lru_cache(16)
def _parsed(content: bytes) -> tuple[Notice, tuple[Fault, ...]]:
    """Once, however often it is asked for."""
    return look_at(data_of_toml(content))


def data_of_toml(content: bytes) -> dict[str, Any]:
    """What a file says, sound or not. Raises NoticeInvalid for what is no TOML."""
    if len(content) > _MOST_BYTES:
        raise NoticeInvalid("文件太大，不会是通知规则")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NoticeInvalid("文件不是 UTF-8 编码的文本") from error
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, lists without end
        place = re.search(r"line (\d+)", str(error))
        where = f"第 {place.group(1)} 行附近" if place else "文件末尾"
        raise NoticeInvalid(f"{where}写法有误（不是有效的 TOML）") from error


def look_at(data: Mapping[str, Any], more: More = _none) -> tuple[Notice, tuple[Fault, ...]]:
    """The notice as far as it can be told (what is not there, or of another type, is empty), and everything
    that is wrong in it. It may be used only where nothing is.
    """
    wrong: list[Fault] = []
    notice = _read(Notice, _of_today(copy.deepcopy(dict(data)), wrong), "", wrong)
    by_type = [fault.place for fault in wrong]
    meant = [*faults(notice), *more(notice)]
    wrong += [each for each in meant if not any(_follows(each.place, bad) for bad in by_type)]
    return notice, tuple(wrong)


def _of_today(data: dict[str, Any], wrong: list[Fault]) -> dict[str, Any]:
    """With what a notice of an older program left unsaid."""
    if data.get("schema") == 1:
        data = _upgraded(data)
    _complete(data)
    _cite(data)
    if "exchange" not in data:
        said = (RESOURCES / "notices" / "before" / "exchange.toml").read_text("utf-8")
        data |= tomllib.loads(said)
    if "reasons" not in data:
        data["reasons"] = dict.fromkeys(_changed(data), "规则里没有写明理由")
    if isinstance(named := data.get("region"), str):
        data["region"] = _region(named, wrong)
    return data


def _changed(data: Mapping[str, Any]) -> list[str]:
    """The checks that a notice regrades or switches off."""
    grades, off = data.get("severities"), data.get("switched_off")
    told = [*(grades if isinstance(grades, dict) else ()), *(off if isinstance(off, list) else ())]
    return [each for each in told if isinstance(each, str)]


def _follows(place: str, bad: str) -> bool:
    """Whether what is wrong there may be so only because of what is wrong in `bad`."""
    beside = place.rpartition(".")[0]
    is_pair = beside == bad.rpartition(".")[0] and beside.rpartition(".")[2] in ("size", "quota")
    return is_pair or any(
        long == short or long.startswith((f"{short}.", f"{short}["))
        for long, short in ((place, bad), (bad, place))
    )


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


# What materials came to say since, together: a notice that says any of one line knew of all of it.
_SINCE = (("headings", "phrases", "weak"), ("written", "evidence", "bears"))


def _complete(data: dict[str, Any]) -> None:
    """A notice of before there was such a thing gets it for its materials of the same id and title."""
    materials = data.get("materials")
    if not isinstance(materials, list) or not all(isinstance(each, dict) for each in materials):
        return
    lacking = [keys for keys in _SINCE if not any(key in each for each in materials for key in keys)]
    if not lacking:
        return
    said = tomllib.loads((RESOURCES / "notices" / "before" / "materials.toml").read_text("utf-8"))
    known = {(each["id"], each["title"]): each for each in said["materials"]}
    for each in materials:
        own = known.get((str(each.get("id")), str(each.get("title"))), {})
        each.update({key: own[key] for keys in lacking for key in keys if key in own})


def _cite(data: dict[str, Any]) -> None:
    """A copy of a notice that comes with the program, of before it said where its demands stand and how the
    office is reached, gets that from it.
    """
    tracks, key = data.get("tracks"), str(data.get("id"))
    if not isinstance(tracks, list) or not all(isinstance(each, dict) for each in tracks):
        return
    path = RESOURCES / "notices" / f"{key}.toml"
    is_told = "office" in data or any("clauses" in each for each in tracks)
    if is_told or not re.fullmatch(r"[\w-]+", key) or not path.is_file():
        return
    ours = tomllib.loads(path.read_text("utf-8"))
    if (ours["name"], ours["issued"]) != (data.get("name"), data.get("issued")):
        return
    data["office"] = ours.get("office", {})
    data.setdefault("online_path", ours.get("online_path", ""))
    by_id = {each["id"]: each.get("clauses", []) for each in ours["tracks"]}
    for each in tracks:
        each["clauses"] = by_id.get(each.get("id"), [])


def _region(key: str, wrong: list[Fault]) -> object:
    """One that comes with every program: a notice must mean the same wherever it is carried."""
    path = RESOURCES / "regions" / f"{key}.toml"
    if re.fullmatch(r"[a-z]+", key) and path.is_file():
        return tomllib.loads(path.read_text("utf-8"))
    known = "、".join(sorted(each.stem for each in path.parent.glob("*.toml")))
    wrong.append(Fault("region", f"没有名为“{key}”的地区（现有 {known}）；别的省请写 [region] 各项"))
    return {}


# -- by type ---------------------------------------------------------------------------------------
_EMPTY = {str: "", int: 0, bool: False, date: date.min}


def _read(kind: Any, value: Any, place: str, wrong: list[Fault]) -> Any:
    origin = typing.get_origin(kind)
    if dataclasses.is_dataclass(kind):
        return _read_table(kind, value, place, wrong)
    if origin is tuple:
        return _read_list(typing.get_args(kind)[0], value, place, wrong)
    if origin in (Mapping, dict, typing.get_origin(Mapping[str, str])):
        return _read_mapping(value, place, wrong)
    is_optional = isinstance(kind, types.UnionType)
    if is_optional:  # date | None: there is no null in TOML
        kind = typing.get_args(kind)[0]
    is_other = not isinstance(value, kind) or (kind is int and isinstance(value, bool))
    if is_other or (kind is date and isinstance(value, datetime)):
        wrong.append(Fault(place, f"应为{_WORDS.get(kind, str(kind))}"))
        return None if is_optional else _EMPTY[kind]
    if kind is int and not 0 <= value <= _MOST:
        wrong.append(Fault(place, f"应为 0 到 {_MOST:,} 的整数"))
        return 0
    if kind is str and _HIDDEN.search(value):
        wrong.append(Fault(place, "含有看不见的控制字符，请重新输入"))
    return value


_hints = lru_cache(None)(typing.get_type_hints)


def _read_table(kind: Any, value: Any, place: str, wrong: list[Fault]) -> Any:
    if not isinstance(value, dict):
        wrong.append(Fault(place or "文件", "应为一组项目"))
        return _read_table(kind, {}, place, [])
    hints = _hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for key in value:
        if key not in fields:
            near = difflib.get_close_matches(key, fields, 1)
            guess = f"，是否想写 {near[0]}？" if near else ""
            wrong.append(Fault(_join(place, key), f"不认识的项目{guess}"))
    made: dict[str, Any] = {}
    for name, field in fields.items():
        if name in value:
            made[name] = _read(hints[name], value[name], _join(place, name), wrong)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            wrong.append(Fault(_join(place, name), "缺少此项，请填写"))
            made[name] = _empty(hints[name])
    return kind(**made)


def _empty(kind: Any) -> Any:
    """What stands for a value that is not there."""
    if dataclasses.is_dataclass(kind):
        return _read_table(kind, {}, "", [])
    return () if typing.get_origin(kind) is tuple else _EMPTY[kind]


def _read_list(inner: Any, value: Any, place: str, wrong: list[Fault]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        wrong.append(Fault(place, "应为列表 […]"))
        return ()
    return tuple(_read(inner, item, f"{place}[{n}]", wrong) for n, item in enumerate(value))


def _read_mapping(value: Any, place: str, wrong: list[Fault]) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        wrong.append(Fault(place, "应为一组“名称 = 文字”"))
        return {}
    return dict(value)


def _join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
