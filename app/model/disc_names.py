"""Which names every reading system shows alike: Windows, the Joliet tree, Rock Ridge, manifests.

Sources: Joliet specification (64 UCS-2 units a name, 240 bytes a path; `* / : ; ? \\` barred), Microsoft
"Naming Files, Paths, and Namespaces", 255 bytes a name on Linux, RFC 8493 section 2.1.3 (`%` in manifests).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import count

from app.model.batch import Batch

NAME_UNITS = 64  # Joliet, UTF-16 units
NAME_BYTES = 255  # Rock Ridge and Linux, UTF-8
PATH_UNITS = 120  # Joliet, without the leading "/"
UNPACKED_UNITS = 200  # of Windows' 260, leaving room for the folder it is unpacked to

_WINDOWS = '\\/:*?"<>|'
_DISC = _WINDOWS + ";%"
_INSTEAD = str.maketrans(dict(zip(_DISC, "＼／：＊？＂＜＞｜；％", strict=True)))
_NUMBERED = "0123456789¹²³"
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {port + number for port in ("COM", "LPT") for number in _NUMBERED}
)
ENDING = ".zip"  # of the package of an enterprise


def utf16_units(text: str) -> int:
    """Its length as Windows and Joliet count it; a character outside the BMP counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def beyond_bmp(text: str) -> str:
    """The characters outside the BMP, each once, in order: old readers show them as `_`."""
    return "".join(dict.fromkeys(character for character in text if ord(character) > 0xFFFF))


def disc_name_faults(name: str) -> list[str]:
    """Why one name (no folders) is not legal everywhere, in words; empty when it is."""
    return list(_disc_name_faults(name))


@lru_cache(maxsize=8192)  # each is asked for by checks, plans and pages, in every path it is part of
def _disc_name_faults(name: str) -> tuple[str, ...]:
    faults = _character_faults(name, _DISC)
    if utf16_units(name) > NAME_UNITS:
        faults.append(f"有 {utf16_units(name)} 个字，光盘上的名称最多 {NAME_UNITS} 个")
    elif len(name.encode("utf-8", "surrogatepass")) > NAME_BYTES:
        faults.append(f"太长，超过 {NAME_BYTES} 字节")
    return tuple(faults)


def disc_path_faults(path: str) -> list[str]:
    """Faults of each part of a "/" separated path, and of its whole length."""
    faults = [f"“{part}”{fault}" for part in path.split("/") for fault in disc_name_faults(part)]
    if utf16_units(path) > PATH_UNITS:
        faults.append(f"连同文件夹共 {utf16_units(path)} 个字，光盘上的路径最多 {PATH_UNITS} 个")
    return faults


def unpack_faults(path: str) -> list[str]:
    """Why Windows cannot unpack a member of a package under its own path, in words."""
    faults = [f"“{part}”{fault}" for part in path.split("/") for fault in _character_faults(part, _WINDOWS)]
    if utf16_units(path) > UNPACKED_UNITS:
        faults.append(f"连同文件夹共 {utf16_units(path)} 个字，解压时会超过系统允许的路径长度")
    return faults


def fold(name: str) -> str:
    """Equal for names that some reading system takes for one: by case or by composition (NFC)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def twins(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of two or more names that fall together somewhere, in order of first appearance."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(fold(name), []).append(name)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def proposed_disc_name(name: str) -> str:
    """A legal name close to it: full-width signs for barred ones, invisible ones dropped, cut to length.

    Keeps the extension; gives the name back unchanged when it is legal.
    """
    if not disc_name_faults(name):
        return name
    kept = "".join(c for c in name.translate(_INSTEAD) if not is_invisible(c)).strip(" ")
    stem, dot, extension = kept.rpartition(".")
    if not dot or not stem.strip(" .") or utf16_units(extension) > 8:
        stem, extension = kept, ""
    stem, extension = stem.rstrip(" ."), extension.rstrip(" .")
    if _is_reserved(stem):
        first, *rest = stem.split(".")
        stem = ".".join((f"{first.rstrip()}_", *rest))
    tail = f".{extension}" if extension else ""
    stem = _cut(stem, NAME_UNITS - utf16_units(tail))
    return f"{stem.rstrip(' .') or '未命名'}{tail}"


def _cut(text: str, units: int) -> str:
    """So much of it as `units` UTF-16 units hold; no half of a character."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def is_invisible(character: str) -> bool:
    """Control, format and separator characters, and halves of a broken pair."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _is_reserved(name: str) -> bool:
    return name.split(".", 1)[0].rstrip(" ").upper() in _RESERVED


def _character_faults(name: str, barred: str) -> list[str]:
    if not name or name in (".", ".."):
        return ["不是一个名称"]
    faults = [f"含有不能用的字符“{c}”" for c in dict.fromkeys(name) if c in barred]
    seen = () if name.isprintable() else dict.fromkeys(name)  # what is printable is never invisible
    hidden = [f"U+{ord(c):04X}" for c in seen if is_invisible(c)]
    if hidden:
        faults.append(f"含有看不见的字符（{'、'.join(hidden)}）")
    if _is_reserved(name):
        faults.append(f"用了 Windows 的保留名“{name.split('.', 1)[0].rstrip()}”")
    if name[-1] in " .":
        faults.append("以空格结尾" if name[-1] == " " else "以句点结尾")
    return faults


def proposed_names(batch: Batch, track: str) -> Mapping[str, str]:
    """Full name → a file name that is legal everywhere and falls together with no other of the track.

    A name that is legal and alone is its own proposal. Of names that fall together, the first by code
    points keeps its own: the recommended order may change without changing a name.
    """
    names = sorted({enterprise.name for enterprise in batch.in_track(track)})
    names.sort(key=lambda name: bool(disc_name_faults(name + ENDING)))  # those that are kept come first
    free = FreeNames()
    return {name: free.take(proposed_disc_name(name + ENDING), _numbered) for name in names}


def _numbered(name: str, number: int) -> str:
    """With a number that shows, still within its length."""
    tail = f"（{number}）{ENDING}"
    return _cut(name.removesuffix(ENDING), NAME_UNITS - utf16_units(tail)).rstrip(" .") + tail


class FreeNames:
    """Gives names of which no two fall together. The thousandth of one kind costs no more than the first."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {fold(name) for name in taken}
        self._next: dict[str, int] = {}  # of names that fall together: the number to try, 1 for none

    def take(self, name: str, numbered: Callable[[str, int], str]) -> str:
        """The name where it is free, else the first free of `numbered(name, 2)` and on; taken from now on."""
        key = fold(name)
        for number in count(self._next.get(key, 1)):
            found = name if number == 1 else numbered(name, number)
            if (folded := fold(found)) not in self._taken:
                self._taken.add(folded)
                self._next[key] = number + 1
                return found
        raise AssertionError("unreachable")
