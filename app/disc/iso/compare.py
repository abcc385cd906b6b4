"""The trees of one image compared: what one reading system shows and another does not."""

from __future__ import annotations

from collections.abc import Iterator

from app.disc.fault import Fault
from app.disc.iso.volume import Stored, Tree, Trees

SEEN_BY = {"Rock Ridge": "Linux 看到的目录", "Joliet": "Windows 看到的目录", "ISO 9660": "老系统看到的目录"}
_PLAIN = "ISO 9660"  # its names are numbers, or cut
EMPTY = "是空文件夹，没有清单担保它"


def place(stored: Stored) -> tuple[tuple[int, int], ...]:
    """An empty file lies nowhere in particular."""
    return tuple(section for section in stored.sections if section[1])


def hidden(chosen: str, seen: Trees) -> Iterator[Fault]:
    """Content that is shown by another tree than the chosen one alone, or under the name of another file."""
    mine = seen.named()[chosen].files
    known = {section for stored in mine.values() for section in place(stored)}
    for name, tree in seen.named().items():
        for path, stored in sorted(tree.files.items()):
            if not known.issuperset(place(stored)):
                yield Fault(path, f"只在{SEEN_BY[name]}里有这份内容")
            elif name != _PLAIN and place(mine.get(path, stored)) != place(stored):
                yield Fault(path, f"{SEEN_BY[name]}里是另一份内容")


def oddities(chosen: str, seen: Trees) -> Iterator[Fault]:
    """The same content told in another way, as by cut names; faults of the other trees; empty folders."""
    trees = seen.named()
    for name, tree in trees.items():
        yield from (Fault(f.where, f"{SEEN_BY[name]}：{f.what}") for f in tree.faults if name != chosen)
    if seen.rock_ridge and seen.joliet:
        for path in sorted(seen.rock_ridge.files.keys() ^ seen.joliet.files.keys()):
            yield Fault(path, "Windows 与 Linux 看到的名称不同")
    for folder in sorted({folder for name in trees if name != _PLAIN for folder in _empty(trees[name])}):
        yield Fault(folder, EMPTY)


def _empty(tree: Tree) -> set[str]:
    return tree.folders - {path.rpartition("/")[0] for path in (*tree.files, *tree.folders)}
