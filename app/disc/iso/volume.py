"""The trees of an ISO 9660 image: what each kind of reading system sees on the disc.

ECMA-119 (volume descriptors 8.4 and 8.5, path table 9.4), the Joliet specification, RRIP 1.12. Written
apart from what makes our images, and for hostile ones: every read is bounded by the image, every
directory is entered once, and whatever is wrong with a tree is told in its `faults`.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.disc.fault import Fault, Faults
from app.disc.iso.records import SECTOR, Broken, Extra, Record, extra, path_table, records
from app.disc.iso.sectors import Image
from app.errors import Unreadable
from app.reading.names import clean_text, decode_name

_FIRST_DESCRIPTOR, _MOST_DESCRIPTORS = 16, 64  # sectors
_PRIMARY, _SUPPLEMENTARY, _LAST = 1, 2, 255
_JOLIET = (b"%/@", b"%/C", b"%/E")  # UCS-2 levels 1 to 3
_MOST_ENTRIES = 50_000  # files and folders of one tree, those told twice among them
_MOST_STRUCTURE = 256 << 20  # bytes of the directories of one tree, as often as they are read
_MOST_TABLE = 18 << 20  # bytes of a path table; its 65,535 folders need no more
_MOST_PATH = 1024  # characters
_MOST_TIMES = 16  # all files together, of the image's size: some tools store equal files once
_VERSION = re.compile(r";\d+$")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a file lies: (extent in sectors, bytes) of each of its sections, in order."""

    sections: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        return sum(size for _, size in self.sections)


@dataclass(slots=True)
class Tree:
    """One way to read the disc: files by path ("/" separated, without the version), folders, faults.

    `is_whole`: no folder was left unread, so that nothing is missing for all we know.
    """

    files: dict[str, Stored] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Trees:
    """`rock_ridge` and `joliet` are None where the image has none. `size`: bytes the image says it has."""

    label: str
    joliet_label: str
    size: int
    iso: Tree
    rock_ridge: Tree | None
    joliet: Tree | None

    def named(self) -> Mapping[str, Tree]:
        """By the name of the standard, those that there are."""
        every = {"Rock Ridge": self.rock_ridge, "Joliet": self.joliet, "ISO 9660": self.iso}
        return {name: tree for name, tree in every.items() if tree is not None}


@dataclass(frozen=True, slots=True)
class _Volume:
    """What a volume descriptor says. `tables`: (extent, byte order) of its path tables."""

    label: bytes
    sectors: int
    root: Record
    table_size: int
    tables: tuple[tuple[int, str], ...]


def trees(path: Path) -> Trees:
    """Reads the directories only. Raises Unreadable when it is no ISO 9660 image, AppError."""
    with Image(path) as image:
        return trees_of(image)


def trees_of(image: Image) -> Trees:
    try:
        primary, joliet = _volumes(image)
    except Broken as error:
        raise Unreadable(f"{image.path.name}：{error}") from error
    ridge = _ridge(image, primary)
    return Trees(
        label=_text(primary.label, ridge=True).strip(),
        joliet_label=_ucs2(joliet.label).strip("\0 ") if joliet else "",
        size=primary.sectors * SECTOR,
        iso=_Walk(image, primary, "iso").tree,
        rock_ridge=_Walk(image, primary, "rock_ridge", ridge).tree if ridge is not None else None,
        joliet=_Walk(image, joliet, "joliet").tree if joliet else None,
    )


def has_udf(image: Image) -> bool:
    """By the volume recognition sequence (ECMA-167 section 3/9.1)."""
    last = min(_FIRST_DESCRIPTOR + _MOST_DESCRIPTORS, image.size // SECTOR)
    try:
        found = [image.read(sector, SECTOR)[1:6] for sector in range(_FIRST_DESCRIPTOR, last)]
    except Broken:
        return False
    return b"NSR02" in found or b"NSR03" in found


def _volumes(image: Image) -> tuple[_Volume, _Volume | None]:
    primary: _Volume | None = None
    joliet: _Volume | None = None
    for sector in range(_FIRST_DESCRIPTOR, _FIRST_DESCRIPTOR + _MOST_DESCRIPTORS):
        if (sector + 1) * SECTOR > image.size:
            break
        raw = image.read(sector, SECTOR)
        if raw[1:6] != b"CD001" or raw[0] == _LAST:
            break
        if raw[0] == _PRIMARY and primary is None:
            primary = _volume(raw)
        elif raw[0] == _SUPPLEMENTARY and joliet is None and raw[88:91] in _JOLIET:
            joliet = _volume(raw)
    if primary is None:
        raise Broken("不是光盘映像，或开头已损坏")
    return primary, joliet


def _volume(raw: bytes) -> _Volume:
    (block,) = struct.unpack_from("<H", raw, 128)
    if block != SECTOR:
        raise Broken(f"扇区大小是 {block} 字节，不是 {SECTOR}")
    root = next(records(raw[156:190]), None)
    if root is None or not root.is_folder:
        raise Broken("根目录的记录已损坏")
    little, big = struct.unpack_from("<I", raw, 140)[0], struct.unpack_from(">I", raw, 148)[0]
    sectors, table_size = struct.unpack_from("<I", raw, 80)[0], struct.unpack_from("<I", raw, 132)[0]
    return _Volume(raw[40:72], sectors, root, table_size, ((little, "<"), (big, ">")))


def _ridge(image: Image, volume: _Volume) -> int | None:
    """How many bytes of every system use area to skip (SUSP 5.3); None when there is no Rock Ridge."""
    try:
        content = image.read(volume.root.extent, min(volume.root.size, SECTOR))
        found = list(records(content))
        skip = extra(found[0], 0, image.read).skip if found else None
        if skip is None:
            return None
        has_any = any(extra(record, skip, image.read).mode for record in found)
    except Broken:
        return None
    return skip if has_any else None


class _Walk:
    """One tree, read at once. `kind`: iso, rock_ridge or joliet; `skip` as SUSP's SP entry says."""

    def __init__(self, image: Image, volume: _Volume, kind: str, skip: int = 0) -> None:
        self._image, self._kind, self._skip = image, kind, skip
        self._budget, self._met = _MOST_STRUCTURE, 0
        self._faults = Faults()
        self.tree = Tree()
        self._entered: dict[int, str] = {}  # extent → folder
        self._pending: list[tuple[str, int, int]] = [("", volume.root.extent, volume.root.size)]
        while self._pending:
            self._folder(*self._pending.pop())
        if kind != "rock_ridge":  # which has its directories elsewhere when they are deep
            self._check_tables(volume)
        self._check_places()
        self.tree.faults = self._faults.all()

    def _fault(self, where: str, what: str) -> None:
        self._faults.add(where.rstrip("/"), what)

    def _read(self, extent: int, size: int) -> bytes:
        self._budget -= size
        if self._budget < 0:
            raise Broken("目录的大小超出限度")
        return self._image.read(extent, size)

    def _folder(self, above: str, extent: int, size: int) -> None:
        if extent in self._entered:
            self._fault(above, "与另一个文件夹是同一处，没有再读")
            return
        self._entered[extent] = above
        sections: list[tuple[int, int]] = []
        try:
            for number, record in enumerate(records(self._read(extent, size))):
                if number > 1:  # after itself and the one above it
                    self._record(above, record, sections)
        except Broken as error:
            self._fault(above, f"文件夹读不全：{error}")
            self.tree.is_whole = False

    def _record(self, above: str, record: Record, sections: list[tuple[int, int]]) -> None:
        self._met += 1
        if self._met > _MOST_ENTRIES:
            raise Broken(f"文件超过 {_MOST_ENTRIES} 个")
        said = extra(record, self._skip, self._read) if self._kind == "rock_ridge" else Extra()
        if said.is_moved:  # it is met again where it belongs
            return
        path = above + self._name(record, said)
        fault = self._wrong(path, above, record, said)
        if fault:
            self._fault(path[:_MOST_PATH], fault)
            return
        if not record.agrees:
            self._fault(path, "目录记录里两处写的位置或长度不一致")
        if said.moved_to is not None:
            self._descend(path, said.moved_to, self._size_at(said.moved_to))
        elif record.is_folder:
            self._descend(path, record.extent, record.size)
        else:
            sections.append((record.extent, record.size))
            if not record.has_more:
                self.tree.files[path] = Stored(tuple(sections))
                sections.clear()

    def _descend(self, path: str, extent: int, size: int) -> None:
        self.tree.folders.add(path)
        self._pending.append((f"{path}/", extent, size))

    def _size_at(self, extent: int) -> int:
        """Of a directory that is known by its extent alone: its first record tells."""
        first = next(records(self._read(extent, SECTOR)), None)
        if first is None:
            raise Broken("移到别处的文件夹是空的")
        return first.size

    def _name(self, record: Record, said: Extra) -> str:
        if self._kind == "joliet":
            return _VERSION.sub("", _ucs2(record.name))
        if said.name is not None:
            return _text(said.name, ridge=True)
        return _VERSION.sub("", _text(record.name, ridge=False)).removesuffix(".")

    def _wrong(self, path: str, above: str, record: Record, said: Extra) -> str:
        name = path[len(above) :]
        if name in ("", ".", "..") or re.search("[/\0]", name):
            return "不是正常的名称"
        if len(path) > _MOST_PATH:
            return "路径太长"
        if path in self.tree.files or path in self.tree.folders:
            return "同一个名称出现两次"
        if not said.is_file_or_folder or not record.is_plain:
            return "不是文件，而是指向别处的链接或设备"
        if said.is_compressed:
            return "用了本程序读不了的压缩方式"
        return ""

    def _check_places(self) -> None:
        """Few sectors must not look like endless files: they may be shared whole, never in part."""
        total, end, last = 0, 0, (0, 0)
        for stored, path in sorted((stored.sections, path) for path, stored in self.tree.files.items()):
            for section in (each for each in stored if each[1]):
                if section[0] < end and section != last:
                    self._fault(path, "与另一个文件占了同一处")
                total, last = total + section[1], section
                end = max(end, section[0] + -(-section[1] // SECTOR))
        if total > _MOST_TIMES * max(self._image.size, SECTOR):
            self._fault("", "文件的总长度远大于映像，没有读")
            self.tree.files.clear()

    def _check_tables(self, volume: _Volume) -> None:
        """Windows finds folders by the path table: it must name the same ones, at the same places."""
        for extent, order in volume.tables:
            try:
                if volume.table_size > _MOST_TABLE:
                    raise Broken("大小超出限度")
                listed = path_table(self._read(extent, volume.table_size), order)
            except Broken as error:
                self._fault("", f"文件夹索引读不全：{error}")
                continue
            if listed.keys() != self._entered.keys() or any(
                self._table_path(parts) != self._entered[place].rstrip("/") for place, parts in listed.items()
            ):
                self._fault("", "文件夹索引与目录不一致")

    def _table_path(self, parts: tuple[bytes, ...]) -> str:
        decoded = (_ucs2(part) if self._kind == "joliet" else _text(part, ridge=False) for part in parts)
        return "/".join(decoded)


def _ucs2(raw: bytes) -> str:
    return clean_text(raw.decode("utf-16-be", "replace"))[0]


def _text(raw: bytes, *, ridge: bool) -> str:
    """Rock Ridge names no encoding: UTF-8, or what old Chinese tools wrote."""
    return clean_text(decode_name(raw, is_utf8=False)[0])[0] if ridge else raw.decode("latin-1")
