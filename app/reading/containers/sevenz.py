"""7z by py7zr's header parser and decoders, pulled block by block.

Not SevenZipFile.extract: it sanitises names by refusing the whole archive, renames twins, pushes from
several threads, and wants to know a folder. Its decoders can be pulled directly.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

from app.errors import os_errors
from app.model.source import Fault
from app.reading.containers.entry import BLOCK, DAMAGED, Entry, nothing, wall_clock
from app.reading.containers.sevenzip_binary import read_by_program
from app.reading.limits import CUT_SHORT, Bad
from app.reading.names import clean_text

_PPMD = b"\x03\x04\x01"


def read_sevenz(path: Path) -> Iterator[Entry]:
    with os_errors(path), path.open("rb") as file:
        try:
            archive = _open(file)
        except Bad as bad:
            if bad.fault is Fault.PASSWORD:
                raise
            yield from read_by_program(path)  # damaged only when the second reader says so too
            return
        positions = _positions(archive)
        folders = archive.header.main_streams.unpackinfo.folders if positions else []
        if not all(map(_is_safely_known, folders)):  # ARM64, BCJ2: 7-Zip's own program has more
            yield from read_by_program(path)
            return
        where = {id(folder): positions[number] for number, folder in enumerate(folders)}
        broken: dict[int, Fault] = {}  # folders whose decoder failed: nothing after can be had
        for member in getattr(archive, "files", ()):
            entry = _entry(member)
            if entry.fault is None and not entry.is_folder and not member.emptystream:
                entry.chunks = _blocks(file, member, where, broken)
            yield entry
            if entry.fault is None:
                for _ in entry.chunks:  # a solid stream cannot be skipped
                    pass
            elif not member.emptystream:
                _skip(file, member, where, broken)


def _open(file: BinaryIO) -> Any:
    import py7zr

    try:
        return py7zr.SevenZipFile(file, "r")
    except py7zr.PasswordRequired as error:
        raise Bad(Fault.PASSWORD) from error
    except py7zr.UnsupportedCompressionMethodError as error:
        raise Bad(Fault.METHOD) from error
    except MemoryError as error:
        raise Bad(Fault.BOMB, "打开它需要的内存太大") from error
    except Exception as error:  # py7zr raises whatever its parser trips over
        raise Bad(Fault.UNREADABLE, CUT_SHORT) from error


def _is_safely_known(folder: Any) -> bool:
    """Whether py7zr can decode it, and damage in it cannot take the process down, as in its PPMd."""
    import py7zr

    if any(coder["method"] == _PPMD for coder in folder.coders):
        return False
    try:
        folder.get_decompressor(1)
    except py7zr.UnsupportedCompressionMethodError:
        return False
    except Exception:  # a password, memory: told when its first member is read
        return True
    finally:
        folder.decompressor = None
    return True


def _positions(archive: Any) -> list[int]:
    """Where the packed stream of each folder begins, in the file."""
    streams = getattr(getattr(archive, "header", None), "main_streams", None)
    if streams is None:
        return []
    places: list[int] = streams.packinfo.packpositions
    return [archive.afterheader + place for place in places]


def _entry(member: Any) -> Entry:
    name, uncertain = clean_text(str(member.filename))
    entry = Entry(name, int(member.uncompressed or 0), _modified(member), nothing(), uncertain)
    entry.is_folder = member.is_directory
    if member.is_symlink or member.is_junction or member.is_socket:
        entry.fault, entry.detail = Fault.LINK, "是链接或设备，不是文件"
    elif not member.emptystream and member.folder is None:
        entry.fault, entry.detail = Fault.UNREADABLE, "压缩包里找不到它的数据"
    return entry


def _modified(member: Any) -> int:
    written = member.lastwritetime
    return wall_clock(written.totimestamp()) if written is not None else 0


def _skip(file: BinaryIO, member: Any, where: dict[int, int], broken: dict[int, Fault]) -> None:
    try:
        for _ in _blocks(file, member, where, broken):
            pass
    except Bad:
        pass  # what is wrong with it was said already


def _blocks(file: BinaryIO, member: Any, where: dict[int, int], broken: dict[int, Fault]) -> Iterator[bytes]:
    folder = member.folder
    if id(folder) in broken:
        fault = broken[id(folder)]
        raise Bad(fault, "它前面的数据已损坏，解不出来" if fault is Fault.CRC else "")
    if folder.decompressor is None:
        file.seek(where[id(folder)])
    left, crc = int(member.uncompressed), 0
    while left:
        try:
            block = _decode(file, member, min(left, BLOCK))
        except Bad as bad:
            broken[id(folder)] = bad.fault
            raise
        left -= len(block)
        crc = crc32(block, crc)
        if block:
            yield block
    if member.crc32 is not None and crc != member.crc32:
        raise Bad(Fault.CRC, DAMAGED)


def _decode(file: BinaryIO, member: Any, most: int) -> bytes:
    """The next bytes of the member's folder; may be none while a filter gathers input."""
    import py7zr

    try:
        place = file.tell()
        block = bytes(member.folder.get_decompressor(member.compressed).decompress(file, most))
        if not block and file.tell() == place:
            raise EOFError
        return block
    except py7zr.PasswordRequired as error:
        raise Bad(Fault.PASSWORD) from error
    except py7zr.UnsupportedCompressionMethodError as error:
        raise Bad(Fault.METHOD) from error
    except MemoryError as error:
        raise Bad(Fault.BOMB, "解开它需要的内存太大") from error
    except Exception as error:  # as in _open
        raise Bad(Fault.CRC, DAMAGED) from error
