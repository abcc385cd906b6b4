"""Every stream that a page of a PDF draws with is decoded once: contents, fonts, pictures, patterns.

A reader that meets a broken font draws the page without its letters and is content.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.reading.pdf.decode import HOLE, Broken, decoded, forget
from app.reading.pdf.zeros import has_zeros

CONTENTS, FONT, PICTURE, NOTE = "contents", "font", "picture", "note"
_DEEP = 12  # forms within forms
_WIDE = 4_000  # things named by one page, or by one form
_WORDS = 4 << 20  # bytes of a page's contents in which names are looked for
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_TRUETYPE = (b"\0\1\0\0", b"true", b"ttcf", b"OTTO")


@dataclass(slots=True)
class Damage:
    """`pages` from 1, in order; `parts` of them: contents, font, picture, note. `unread`: not reached."""

    pages: list[int] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    unread: int = 0


def look(pages: Any, count: int, report: Callable[[], None], damage: Damage) -> None:
    """Adds to `damage` page by page, so that what was found stands when the time is over."""
    walk = _Walk(report)
    damage.unread = count
    for number, page in enumerate(pages, 1):
        report()
        found = walk.page(page)
        damage.unread = count - number
        if found:
            damage.pages.append(number)
            damage.parts |= found


_Judge = Callable[[Any, int], frozenset[str]]


class _Walk:
    """What each object was found to be like is kept: fonts and pictures are shared by many pages."""

    def __init__(self, report: Callable[[], None]) -> None:
        self._report = report
        self._known: dict[tuple[int, int], frozenset[str]] = {}

    def page(self, page: Any) -> frozenset[str]:
        drawn, found = bytearray(), set[str]()
        for part in self._parts(page):
            faults, words = self._contents(part)
            found |= faults
            if len(drawn) < _WORDS:
                drawn += words[:_WORDS] + b"\n"
        found |= self._resources(_raw(page, "/Resources"), bytes(drawn), 0)
        return frozenset(found | self._annotations(page))

    def _parts(self, page: Any) -> list[Any]:
        """Of its contents; None for one that is not there."""
        if _raw(page, "/Contents") is None:
            return []
        held = _quietly(_raw(page, "/Contents"))
        return held[:_WIDE] if isinstance(held, list) else [held]

    def _annotations(self, page: Any) -> frozenset[str]:
        """A seal or a signature is often one."""
        annotations = _held(page.get("/Annots"))
        for one in annotations[:_WIDE] if isinstance(annotations, list) else []:
            looks = _held(_get(_held(one), "/AP"))
            if self._of(_raw(looks, "/N"), self._form, 0):
                return frozenset({NOTE})
        return frozenset()

    def _contents(self, held: Any) -> tuple[frozenset[str], bytes]:
        """One stream of a page; read for every page that has it, as its words tell what is used."""
        try:
            stream = _held(held)
            words = decoded(stream) if _is_stream(stream) else None
        except (Broken, _Lost):
            return frozenset({CONTENTS}), b""
        if words and has_zeros(words, HOLE) and b"BI" not in words:  # a picture within holds what it likes
            return frozenset({CONTENTS}), words
        return frozenset({CONTENTS} if stream is None else ()), words or b""

    def _resources(self, held: Any, drawn: bytes, depth: int) -> frozenset[str]:
        """What a page, or a form, names; `drawn`: its contents, by which is known whether it is used."""
        return self._of(held, lambda thing, deep: self._named(thing, drawn, deep), depth)

    def _named(self, resources: Any, drawn: bytes, depth: int) -> frozenset[str]:
        if not isinstance(resources, Mapping) or depth > _DEEP:
            return frozenset()
        found = set[str]()
        kinds = (("/Font", FONT), ("/XObject", PICTURE), ("/Pattern", PICTURE), ("/Shading", PICTURE))
        for kind, part in kinds:
            for name, one in _items(_quietly(_raw(resources, kind))):
                self._report()
                found |= self._of(one, self._font if part == FONT else self._form, depth)
                if _quietly(one) is None and name.encode("utf-8", "replace") in drawn:
                    found.add(part)  # drawn with, and not there
        for _, state in _items(_quietly(_raw(resources, "/ExtGState"))):
            mask = _quietly(_raw(_quietly(state), "/SMask"))
            found |= self._of(_raw(mask, "/G"), self._form, depth)
        return frozenset(found)

    def _of(self, held: Any, judge: _Judge, depth: int) -> frozenset[str]:
        """Judged once for each object; one that holds itself is nothing new to itself."""
        if not hasattr(held, "idnum"):
            return judge(held, depth)  # it lies in another, and is judged with it
        key = (held.idnum, held.generation)
        if key not in self._known:
            self._known[key] = frozenset()
            try:
                self._known[key] = judge(_held(held), depth)
            except _Lost:
                self._known[key] = frozenset({FONT if judge == self._font else PICTURE})
        return self._known[key]

    def _form(self, thing: Any, depth: int) -> frozenset[str]:
        """A picture, a form, a pattern, a shading, or (of an annotation) some by their state."""
        if not _is_stream(thing):
            if isinstance(thing, Mapping) and depth < _DEEP:
                states = [one for _, one in _items(thing) if _is_stream(_quietly(one))]
                held = [_raw(thing, "/Shading"), *states]
                return frozenset[str]().union(*(self._of(one, self._form, depth + 1) for one in held))
            return frozenset()
        is_picture = thing.get("/Subtype") == "/Image"
        found = set[str]()
        try:
            words = decoded(thing)
        except Broken:
            words = None
            found.add(PICTURE if is_picture else CONTENTS)
        forget(thing)
        if is_picture:
            for key in ("/SMask", "/Mask"):
                mask = _raw(thing, key)
                found |= self._of(mask, self._form, depth + 1) if _is_stream(_quietly(mask)) else set()
        else:
            found |= self._resources(_raw(thing, "/Resources"), words or b"", depth + 1)
        return frozenset(found)

    def _font(self, font: Any, depth: int) -> frozenset[str]:
        """With the fonts it is made of, and the programs that draw its letters (9.9)."""
        if not isinstance(font, Mapping):
            return frozenset()
        below = _held(font.get("/DescendantFonts"))
        parts = below[:4] if isinstance(below, list) and depth < _DEEP else []
        if any(self._of(one, self._font, depth + 1) for one in parts):
            return frozenset({FONT})
        descriptor = _raw(font, "/FontDescriptor")
        if descriptor is not None and _held(descriptor) is None:
            return frozenset({FONT})
        held = [(key, _raw(_held(descriptor), key)) for key in _FONT_FILES]
        held += [(key, _raw(font, key)) for key in ("/ToUnicode", "/Encoding")]
        held += [("", one) for _, one in _items(_held(font.get("/CharProcs")))]
        is_broken = any([self._program(key, one) for key, one in held if one is not None])
        return frozenset({FONT} if is_broken else ())

    def _program(self, key: str, held: Any) -> bool:
        """Whether it is broken, or (where it is to be a font) no font at all."""

        def judge(stream: Any, _: int) -> frozenset[str]:
            if not _is_stream(stream):
                return frozenset({FONT} if key in _FONT_FILES else ())
            try:
                words = decoded(stream)
            except Broken:
                return frozenset({FONT})
            forget(stream)
            return frozenset({FONT} if words is not None and not _is_font(key, words) else ())

        return bool(self._of(held, judge, 0))


def _is_font(key: str, data: bytes) -> bool:
    """By its first bytes, of whatever kind it calls itself; of TrueType also by where its letters lie."""
    if key not in _FONT_FILES or not data:
        return True
    if data[:4] not in _TRUETYPE:
        is_type_1 = data.lstrip()[:2] == b"%!" or data[:2] == b"\x80\x01"
        return is_type_1 or (data[:1] == b"\1" and len(data) > 4 and data[2] <= 64 and 1 <= data[3] <= 4)
    count = int.from_bytes(data[4:6], "big")
    if data[:4] == b"ttcf":
        return True
    if not 0 < count <= 200 or len(data) < 12 + 16 * count:
        return False
    tables = [struct.unpack_from(">4sIII", data, 12 + 16 * at) for at in range(count)]
    return all(tag != b"glyf" or start + size <= len(data) + 3 for tag, _, start, size in tables)


class _Lost(Exception):
    """An object that is referred to and cannot be read."""


def _held(thing: Any) -> Any:
    """What a reference points at; None where it points at nothing. Raises _Lost."""
    if not hasattr(thing, "idnum"):
        return None if thing.__class__.__name__ == "NullObject" else thing
    try:
        found = thing.get_object()
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # pypdf raises whatever its parser trips over
        if "endstream" in str(error):  # other readers look no further than its length
            return {}
        raise _Lost from error
    return None if found.__class__.__name__ == "NullObject" else found


def _quietly(thing: Any) -> Any:
    try:
        return _held(thing)
    except _Lost:
        return None


def _get(thing: Any, key: str) -> Any:
    return thing.get(key) if isinstance(thing, Mapping) else None


def _raw(thing: Any, key: str) -> Any:
    """The reference itself, by which an object is known again."""
    return thing.raw_get(key) if hasattr(thing, "raw_get") and key in thing else None


def _items(thing: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(thing, Mapping):
        for name in list(thing)[:_WIDE]:
            yield str(name), _raw(thing, name)


def _is_stream(thing: Any) -> bool:
    return hasattr(thing, "_data") and isinstance(thing, Mapping)
