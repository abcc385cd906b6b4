"""The made bad archives: what each is called, how it is made, what must be said of it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.reading.containers.sevenzip_program import binary
from tests import builders
from tests.builders import a_7z, a_folder, a_rar4, a_rar5, a_rar5_with, a_tar, a_zip, an_encrypted_zip
from tests.reading.hostile.forged import LINK, Forged, rar5_of, sevenz_of, tar_of, zip64_of, zip_of

GOOD = Forged("好.txt", b"good " * 40)
FILES = {"申报书.txt": b"form " * 300, "证明/证书.bin": bytes(range(256)) * 8, "好.txt": GOOD.content}
MANY = 600
Make = Callable[[Path], object]


@dataclass(frozen=True)
class Hostile:
    """`says`: ids and grades of the findings of PACK-, FILE- and NAME-04, all of them.

    `whole`: the members of the first level that come out whole, None where that is not foreseen.
    `entries`: how many files the maker put in, None where the archive cannot tell (cut, locked).
    """

    name: str
    make: Make
    says: frozenset[str]
    whole: tuple[str, ...] | None = None
    entries: int | None = None


def corpus() -> Iterator[Hostile]:
    for part in (_names, _encodings, _links, _twins, _lies, _bombs, _cut, _passwords, _volumes, _methods, _around, _empty, _many):
        yield from part()


def _case(name: str, make: Make, says: str, whole: tuple[str, ...] | None = None, entries: int | None = None) -> Hostile:
    return Hostile(name, make, frozenset(filter(None, says.split(", "))), whole, entries)


FORGERS: dict[str, Callable[..., Path]] = {"zip": zip_of, "7z": sevenz_of, "rar": rar5_of, "tar": tar_of}
PACKERS: dict[str, Callable[[Path], Path]] = {
    "zip": lambda path: a_zip(path, FILES),
    "7z": lambda path: a_7z(path, FILES),
    "solid.7z": lambda path: a_7z(path, FILES, packed=True),
    "4.rar": lambda path: a_rar4(path, FILES),
    "rar": lambda path: a_rar5(path, FILES),
    "tar": lambda path: a_tar(path, FILES),
    "tar.gz": lambda path: a_tar(path, FILES, "w:gz"),
    "tar.bz2": lambda path: a_tar(path, FILES, "w:bz2"),
    "tar.xz": lambda path: a_tar(path, FILES, "w:xz"),
}

# -- names ------------------------------------------------------------------------------------------
OUTSIDE = (
    "../a.txt", "x/../../b.txt", "/etc/c.txt", "C:/d.txt", "c:e.txt", "//server/share/f.txt", "\\\\server\\g.txt",
    "..\\h.txt", "x\\..\\..\\i.txt", "j\nk.txt", "l\x1b[31m.txt", "m\x07.txt",
)  # fmt: skip
UNUSABLE = (
    "CON.txt", "aux", "子/NUL.txt", "尾.txt.", "尾.txt ", "甲:乙.txt", "问?.txt", "\u202efdp.证明.txt", "零\u200b宽.txt",
    "长" * 210 + ".txt", "É.txt", "E\u0301.txt", "大写A.txt", "大写a.txt", "\u2028行.txt",
)  # fmt: skip


def _names() -> Iterator[Hostile]:
    for kind, forge in FORGERS.items():
        outside = [Forged(name) for name in OUTSIDE]
        kept = ("j_k.txt", GOOD.name) if kind == "rar" else (GOOD.name,)  # 7-Zip's program puts _ for a line break
        yield _case(f"路径.{kind}", lambda p, f=forge, e=outside: f(p, [*e, GOOD]), "PACK-06 must",  # type: ignore[misc]
                    kept, len(OUTSIDE) + 1)
        unusable = [Forged(name) for name in UNUSABLE]
        yield _case(f"怪名.{kind}", lambda p, f=forge, e=unusable: f(p, [*e, GOOD]), "NAME-04 look",  # type: ignore[misc]
                    (*UNUSABLE, GOOD.name), len(UNUSABLE) + 1)
    yield _case("零字符.zip", lambda p: zip_of(p, [Forged("a\0b.txt"), GOOD]), "PACK-06 must", (GOOD.name,), 2)
    yield _case("反斜杠.zip", lambda p: builders.a_zip_with(p, b"..\\..\\a.txt"), "PACK-06 must", (), 1)


def _encodings() -> Iterator[Hostile]:
    """(encoding of the raw name, UTF-8 flag, name in the extra field and whether its checksum is right)."""
    name = "证明材料/一、營業執照.txt"
    simple = "证明材料/一、营业执照.txt"
    sure, unsure = "", "PACK-08 look"
    for title, raw, flag, extra, read, says in (
        ("UTF-8有标", simple.encode(), True, b"", simple, sure),
        ("UTF-8无标", simple.encode(), False, b"", simple, sure),
        ("GBK无标", simple.encode("gbk"), False, b"", simple, unsure),
        ("GBK假标", simple.encode("gbk"), True, b"", simple, unsure),
        ("GB18030", "𠮷利/龘.txt".encode("gb18030"), False, b"", "𠮷利/龘.txt", unsure),
        ("繁体", "營業執照.txt".encode("big5"), False, b"", "營業執照.txt".encode("big5").decode("gb18030", "replace"), unsure),
        ("日文", "品質証明.txt".encode("shift-jis"), False, b"", "品質証明.txt".encode("shift-jis").decode("gb18030", "replace"), unsure),
        ("附加名", b"?.txt", False, _extra(b"?.txt", name), name, sure),
        ("附加名GBK", simple.encode("gbk"), False, _extra(simple.encode("gbk"), simple), simple, sure),
        ("附加名过时", simple.encode("gbk"), False, _extra(b"old.txt", "旧.txt"), simple, unsure),
        ("附加名乱", b"a.txt", False, _extra(b"a.txt", "甲.txt")[:-3] + b"\xff\xff\xff", "a.txt", sure),
        ("乱码", simple.encode("utf-8").decode("gbk", "replace").encode(), True, b"",
         simple.encode("utf-8").decode("gbk", "replace"), sure),
    ):  # fmt: skip
        def make(path: Path, raw: bytes = raw, flag: bool = flag, extra: bytes = extra) -> None:
            builders.a_zip_with(path, raw, b"ten bytes!", flags=0x0800 if flag else 0, extra=extra)

        yield _case(f"编码{title}.zip", make, says, (read,), 1)


def _extra(raw: bytes, name: str) -> bytes:
    field = struct.pack("<BI", 1, zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(field)) + field


# -- links and devices ------------------------------------------------------------------------------
def _links() -> Iterator[Hostile]:
    for kind, forge in FORGERS.items():
        link = Forged("链.txt", b"/etc/passwd", mode=LINK, link="/etc/passwd")
        yield _case(f"链接.{kind}", lambda p, f=forge, e=link: f(p, [e, GOOD]), "PACK-06 must", (GOOD.name,), 2)  # type: ignore[misc]
    for mode in (0o010666, 0o020666, 0o060666, 0o140666):
        yield _case(f"设备{mode:o}.zip", lambda p, m=mode: zip_of(p, [Forged("设备", mode=m), GOOD]), "PACK-06 must",  # type: ignore[misc]
                    (GOOD.name,), 2)
    for number, kind in enumerate((tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)):
        yield _case(f"设备{number}.tar", lambda p, k=kind: _special_tar(p, k), "PACK-06 must", (GOOD.name,), 2)  # type: ignore[misc]


def _special_tar(path: Path, kind: bytes) -> None:
    with tarfile.open(path, "w") as archive:
        special, good = tarfile.TarInfo("设备"), tarfile.TarInfo(GOOD.name)
        special.type, special.linkname, good.size = kind, "../../etc/passwd", len(GOOD.content)
        archive.addfile(special)
        archive.addfile(good, io.BytesIO(GOOD.content))


# -- two of one name --------------------------------------------------------------------------------
def _twins() -> Iterator[Hostile]:
    for kind, forge in FORGERS.items():
        same = [Forged("同.txt", b"one"), Forged("同.txt", b"two"), GOOD]
        yield _case(f"同名.{kind}", lambda p, f=forge, e=same: f(p, e), "PACK-06 must", None, 3)  # type: ignore[misc]
    yield _case("重叠.zip", builders.an_overlap_zip, "PACK-06 must", (), 2)


# -- lies -------------------------------------------------------------------------------------------
def _lies() -> Iterator[Hostile]:
    for kind, forge in FORGERS.items():
        if kind == "tar":
            continue  # has no checksum; its sizes are below
        for lie, entry in (
            ("校验", Forged("谎.txt", crc=1)), ("偏小", Forged("谎.txt", size=4)), ("偏大", Forged("谎.txt", size=400)),
        ):
            yield _case(f"{lie}.{kind}", lambda p, f=forge, e=entry: f(p, [e, GOOD]), "PACK-03 must", (GOOD.name,), 2)  # type: ignore[misc]
        huge = 0xFFFFFFFE if kind == "zip" else 1 << 50
        yield _case(f"巨大.{kind}", lambda p, f=forge, s=huge: f(p, [GOOD, Forged("谎.txt", size=s)]), "PACK-06 must",  # type: ignore[misc]
                    (GOOD.name,))
    yield _case("偏大.tar", lambda p: tar_of(p, [GOOD, Forged("谎.txt", size=90_000)]), "PACK-01 must", (GOOD.name,))
    yield _case("巨大.tar", lambda p: tar_of(p, [GOOD, Forged("谎.txt", size=1 << 32)]), "PACK-06 must", (GOOD.name,))
    yield _case("负数.tar", _negative_tar, "PACK-01 must", None)
    yield _case("偏大64.zip", lambda p: zip64_of(p, 5000, 10), "PACK-03 must", (), 1)
    yield _case("偏小64.zip", lambda p: zip64_of(p, 3, 10), "PACK-03 must", (), 1)
    yield _case("巨大64.zip", lambda p: zip64_of(p, 1 << 62, 10), "PACK-06 must", ())
    yield _case("越界64.zip", lambda p: zip64_of(p, 10, 1 << 62), "PACK-06 must", (), 1)
    yield _case("个数.zip", _wrong_count, "PACK-01 must", ())


def _negative_tar(path: Path) -> None:
    a_tar(path, {"谎.txt": b"x"})
    content = bytearray(path.read_bytes())
    content[124:136] = b"\xff" * 11 + b"\xf0"
    content[148:156] = b"        "
    content[148:156] = b"%06o\0 " % sum(content[:512])
    path.write_bytes(content)


def _wrong_count(path: Path) -> None:
    content = bytearray(a_zip(path, FILES).read_bytes())
    struct.pack_into("<HH", content, len(content) - 14, 2, 2)
    path.write_bytes(content)


# -- bombs ------------------------------------------------------------------------------------------
_ZEROS = 110  # MB; above the 100 MB from which the ratio is judged


def _tar_of_zeros() -> bytes:
    info = tarfile.TarInfo("零.bin")
    info.size = _ZEROS << 20
    return info.tobuf()


@cache
def flat_bomb() -> bytes:
    """A zip of zeros, honest about them."""
    packer, out = zlib.compressobj(1, zlib.DEFLATED, -15), []
    for _ in range(_ZEROS):
        out.append(packer.compress(bytes(1 << 20)))
    member = builders._Member("零.bin".encode(), b"", 0, 0x0800)
    member.data, member.method, member.size = b"".join([*out, packer.flush()]), 8, _ZEROS << 20
    return builders._zip_bytes([member])


def _compressed_tar(compress: Callable[[bytes], bytes]) -> Make:
    """Many streams in one file, as `cat a.gz b.gz` makes: each megabyte is packed once."""
    return lambda path: path.write_bytes(compress(_tar_of_zeros()) + compress(bytes(1 << 20)) * (_ZEROS + 1))


def _lying_bomb(path: Path) -> None:
    """Says one byte."""
    content = bytearray(flat_bomb())
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<L", content, content.index(mark) + at, 1)
    path.write_bytes(content)


def _sevenz_bomb(path: Path) -> None:
    source = path.with_suffix(".zeros")
    with source.open("wb") as file:
        file.truncate(_ZEROS << 20)
    seven_zip("a", "-mx1", path, source)
    source.unlink()


def _nested_bomb(path: Path) -> None:
    """Five times the same 40 MB of zeros, each in a zip of its own: none is too much alone."""
    inner = a_zip(path.with_suffix(".inner"), {"零.bin": bytes(30 << 20)}).read_bytes()
    path.with_suffix(".inner").unlink()
    a_zip(path, {f"{n}.zip": inner for n in range(5)}, method=zipfile.ZIP_DEFLATED)


def _deep(path: Path, levels: int) -> None:
    content = b"deep"
    for level in range(levels):
        content = a_zip(path, {f"{level}.zip" if level else "底.txt": content}).read_bytes()


def _bombs() -> Iterator[Hostile]:
    says = "PACK-06 must"
    yield _case("炸弹.zip", lambda p: p.write_bytes(flat_bomb()), says, ())
    yield _case("说谎的炸弹.zip", _lying_bomb, "PACK-03 must", (), 1)
    yield _case("炸弹.7z", _sevenz_bomb, says, ())
    yield _case("炸弹.tar.gz", _compressed_tar(gzip.compress), says, ())
    yield _case("炸弹.tar.bz2", _compressed_tar(bz2.compress), says, ())
    yield _case("炸弹.tar.xz", _compressed_tar(lambda data: lzma.compress(data, preset=0)), says, ())
    yield _case("套着的炸弹.zip", _nested_bomb, "PACK-06 must, PACK-05 look")
    yield _case("三层.zip", lambda p: _deep(p, 3), "PACK-05 look", ("1.zip".replace("1", "2"),), 1)
    yield _case("四层.zip", lambda p: _deep(p, 4), "PACK-06 must, PACK-05 look", ("3.zip",), 1)


# -- cut and scratched ------------------------------------------------------------------------------
def _cut() -> Iterator[Hostile]:
    for kind, pack in PACKERS.items():
        for share in (10, 50, 90, 99):
            says = "PACK-01 must, PACK-03 must" if kind.endswith("rar") else "PACK-01 must"
            yield _case(f"截断{share}.{kind}", lambda p, k=pack, s=share: _shorten(k(p), s), says)  # type: ignore[misc]
        yield _case(f"没有开头.{kind}", lambda p, k=pack: _headless(k(p)), "PACK-01 must", ())  # type: ignore[misc]
    for kind in ("zip", "7z", "solid.7z", "4.rar", "rar", "tar.gz", "tar.bz2", "tar.xz"):
        says = "PACK-01 must" if kind.startswith("tar") else "PACK-03 must"
        yield _case(f"翻转.{kind}", lambda p, k=PACKERS[kind]: _flip(k(p)), says)  # type: ignore[misc]
    yield _case("翻转头.tar", lambda p: _flip_second_header(PACKERS["tar"](p)), "PACK-01 must", ("申报书.txt",))
    yield _case("边界截断.tar", lambda p: _cut_at_second_header(PACKERS["tar"](p)), "PACK-01 must", ("申报书.txt",))


def _shorten(path: Path, share: int) -> None:
    content = path.read_bytes()
    if path.name.endswith(".tar"):  # its last 10 KB are padding, which nobody misses
        content = content.rstrip(b"\0")
    path.write_bytes(content[: len(content) * share // 100])


def _headless(path: Path) -> None:
    """As a disc's first sectors read that cannot be read."""
    content = path.read_bytes()
    path.write_bytes(bytes(600) + content[600:])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) * 2 // 5] ^= 0x10
    path.write_bytes(content)


def _second_header(path: Path) -> int:
    with tarfile.open(path) as archive:
        return archive.getmembers()[1].offset


def _flip_second_header(path: Path) -> None:
    content, place = bytearray(path.read_bytes()), _second_header(path)
    content[place + 130] ^= 0x01
    path.write_bytes(content)


def _cut_at_second_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: _second_header(path)])


# -- passwords, volumes, methods --------------------------------------------------------------------
def seven_zip(*arguments: str | Path) -> None:
    subprocess.run([binary(), *arguments, "-bd"], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def by_seven_zip(*switches: str, files: builders.Files = FILES) -> Make:
    """7-Zip's own program, which the project carries, packs them."""

    def make(path: Path) -> None:
        folder = a_folder(path.with_suffix(".files"), files)
        seven_zip("a", *switches, path, *sorted(folder.iterdir()))

    return make


def _passwords() -> Iterator[Hostile]:
    says, names = "PACK-02 must", len(FILES)
    yield _case("密码.zip", lambda p: an_encrypted_zip(p, FILES), says, (), names)
    yield _case("密码zc.zip", by_seven_zip("-px"), says, (), names)
    yield _case("密码aes.zip", by_seven_zip("-px", "-mem=AES256"), says, (), names)
    yield _case("密码.7z", by_seven_zip("-px"), says, (), names)
    yield _case("藏名.7z", by_seven_zip("-px", "-mhe=on"), says, ())
    yield _case("密码.rar", lambda p: a_rar5(p, FILES, password=True), says, (), names)
    yield _case("藏名.rar", lambda p: a_rar5_with(p, FILES, hidden=True), says, ())
    yield _case("套着密码.zip", lambda p: a_zip(p, {"内.7z": _made(p, by_seven_zip("-px")), GOOD.name: b"x"}),
                "PACK-02 must, PACK-05 look", ("内.7z", GOOD.name), 2)


def _made(path: Path, make: Make) -> bytes:
    inner = path.with_name(f"{path.stem}.inner.7z")
    make(inner)
    content = inner.read_bytes()
    inner.unlink()
    return content


def _volume(kind: str, number: int) -> Make:
    def make(path: Path) -> None:
        whole = path.with_name(f"{path.stem}.vol.{kind}")
        by_seven_zip("-v2k", "-mx0")(whole)
        path.write_bytes(whole.with_name(f"{whole.name}.{number:03d}").read_bytes())

    return make


def _rar_volume(path: Path) -> None:
    """Main header with the flags volume and volume number 2; no end."""
    from app.demo import rar_writer as rar

    first = rar._block5(1, 0, rar._vint(3) + rar._vint(1))
    path.write_bytes(b"Rar!\x1a\x07\x01\x00" + first + rar._file5("甲.pdf", b"x" * 900, False) + rar._block5(5, 0, b"\1"))


def _volumes() -> Iterator[Hostile]:
    for kind in ("7z", "zip"):
        yield _case(f"第一卷.{kind}.001", _volume(kind, 1), "PACK-01 must", ())
        yield _case(f"第一卷改名.{kind}", _volume(kind, 1), "PACK-01 must", ())
        yield _case(f"第二卷改名.{kind}", _volume(kind, 2), "PACK-01 must", ())
    yield _case("分卷.part2.rar", _rar_volume, "PACK-01 must", ())
    yield _case("跨卷.zip", lambda p: p.write_bytes(b"PK\7\x08PK\3\4" + bytes(300)), "PACK-01 must", ())


def _methods() -> Iterator[Hostile]:
    for method in (1, 6, 10, 93, 95, 96, 97, 98):
        entry = Forged("奇.txt", method=method)
        yield _case(f"方式{method}.zip", lambda p, e=entry: zip_of(p, [e, GOOD]), "PACK-07 look", (GOOD.name,), 2)  # type: ignore[misc]
    for name, coder in (("lz4", b"\x04\x04\xf7\x11\x04"), ("lzs", b"\x04\x04\xf7\x11\x06"), ("未知", b"\x02\x7f\x7f")):
        yield _case(f"{name}.7z", lambda p, c=coder: sevenz_of(p, [Forged("奇.txt"), GOOD], c), "PACK-07 look", (), 2)  # type: ignore[misc]
    yield _case("bcj2.7z", by_seven_zip("-m0=BCJ2", "-m1=LZMA:d64k", "-m2=LZMA:d64k", "-m3=LZMA:d64k", "-mb0:1",
                                        "-mb0s1:2", "-mb0s2:3"), "", None, len(FILES))
    yield _case("未知方式.rar", lambda p: a_rar5_with(p, FILES, method=b"\xbf\x03"), "PACK-07 look", tuple(FILES), 4)


# -- around and inside ------------------------------------------------------------------------------
def _around() -> Iterator[Hostile]:
    whole = tuple(FILES)
    junk = b"\x01junk\xff" * 300
    yield _case("尾巴.zip", lambda p: p.write_bytes(a_zip(p, FILES).read_bytes() + junk), "", whole, 3)
    yield _case("前缀.zip", lambda p: p.write_bytes(junk + a_zip(p, FILES).read_bytes()), "", whole, 3)
    yield _case("尾巴.7z", lambda p: p.write_bytes(a_7z(p, FILES).read_bytes() + junk), "", whole, 3)
    yield _case("尾巴.rar", lambda p: p.write_bytes(a_rar5(p, FILES).read_bytes() + junk), "PACK-01 must", whole, 3)
    yield _case("尾巴.tar", lambda p: p.write_bytes(a_tar(p, FILES).read_bytes() + junk), "", whole, 3)
    yield _case("前缀.7z", lambda p: p.write_bytes(junk + a_7z(p, FILES).read_bytes()), "PACK-01 must", ())
    yield _case("前缀.rar", lambda p: p.write_bytes(junk + a_rar5(p, FILES).read_bytes()), "PACK-01 must", ())
    stub = b"MZ" + bytes(range(256)) * 9
    for kind, pack in (("zip", a_zip), ("7z", a_7z), ("rar", a_rar5)):
        yield _case(f"自解压{kind}.exe", lambda p, k=pack: p.write_bytes(stub + k(p, FILES).read_bytes()),  # type: ignore[misc]
                    "FILE-02 must", (f"自解压{kind}.exe",), 1)
    yield _case("自解压改名.zip", lambda p: p.write_bytes(stub + a_zip(p, FILES).read_bytes()), "FILE-02 must, PACK-04 should",
                ("自解压改名.zip",), 1)
    for name, make in (("其实是rar.zip", a_rar5), ("其实是7z.rar", a_7z), ("其实是zip.7z", a_zip), ("其实是tar.zip", a_tar)):
        yield _case(name, lambda p, m=make: m(p, FILES), "PACK-04 should", whole, 3)  # type: ignore[misc]
    yield _case("其实是网页.zip", lambda p: p.write_bytes(b"<html><body>404 Not Found</body></html>"),
                "PACK-04 should", ("其实是网页.zip",), 1)
    for kind, compress in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
        yield _case(f"单个文件.pdf.{kind}", lambda p, c=compress: p.write_bytes(c(builders.a_pdf())), "PACK-05 look",  # type: ignore[misc]
                    (f"单个文件.pdf.{kind}",), 1)
    yield _case("套着.7z", lambda p: a_7z(p, {"内.zip": _made(p, lambda q: a_zip(q, FILES))}), "PACK-05 look", ("内.zip",), 1)
    yield _case("套着坏的.zip", lambda p: a_zip(p, {"内.rar": a_rar5(p, FILES).read_bytes()[:-400], GOOD.name: b"x"}),
                "PACK-01 must, PACK-05 look, PACK-03 must", ("内.rar", GOOD.name), 2)


def _empty() -> Iterator[Hostile]:
    yield _case("空.zip", lambda p: a_zip(p, {}), "", (), 0)
    yield _case("空.tar", lambda p: a_tar(p, {}), "", (), 0)
    yield _case("空.tar.gz", lambda p: a_tar(p, {}, "w:gz"), "", (), 0)
    yield _case("空.7z", lambda p: a_7z(p, {}), "", (), 0)
    yield _case("空.rar", lambda p: a_rar5(p, {}), "", (), 0)
    for kind in ("zip", "7z", "rar", "tar", "tgz"):
        yield _case(f"零字节.{kind}", lambda p: p.write_bytes(b""), "PACK-01 must", ())
        yield _case(f"乱码.{kind}", lambda p: p.write_bytes(b"\1\2\3 no archive"), "PACK-01 must", ())


def _many() -> Iterator[Hostile]:
    names = {f"{n % 50}/{n}.txt": b"%d" % n for n in range(MANY)}
    for kind, pack in (("zip", a_zip), ("tar.gz", lambda p, f: a_tar(p, f, "w:gz")), ("rar", a_rar5)):
        yield _case(f"很多.{kind}", lambda p, k=pack: k(p, names), "", tuple(names), MANY)  # type: ignore[misc]
    yield _case("太多.tar.gz", _too_many, "PACK-06 must")


def _too_many(path: Path) -> None:
    """20,001 members, one more than is taken; packed as streams that repeat."""
    info = tarfile.TarInfo()
    info.size, members = 1, []
    for number in range(20_001):
        info.name = f"{number}.txt"
        members.append(info.tobuf() + b"x".ljust(512, b"\0"))
    path.write_bytes(gzip.compress(b"".join(members) + bytes(1024), 1))
