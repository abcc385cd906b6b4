"""How checks name several things in one sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.model.disc_names import is_invisible
from app.model.documents.pages import Seals


def shown(name: str) -> str:
    """A foreign name without the signs that are not seen: some make a label read backwards."""
    return "".join("\N{REPLACEMENT CHARACTER}" if is_invisible(sign) else sign for sign in name)


def some(names: Sequence[str], most: int = 5) -> str:
    """“甲”、“乙”, and how many more there are."""
    said = "、".join(f"“{shown(name)}”" for name in names[:most])
    return said if len(names) <= most else f"{said}等 {len(names)} 个"


def few(things: Iterable[object], most: int = 10) -> str:
    """甲、乙, and that there are more; as they stand."""
    said = [str(thing) for thing in things]
    return "、".join(said[:most]) + ("等" if len(said) > most else "")


def mark(names: Sequence[str]) -> str:
    """A short digest of a set of names, whatever their order: changes when one comes or goes."""
    return hashlib.sha256("\0".join(sorted(names)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Unseen(NamedTuple):
    what: str
    fix: str


def signed(seals: Seals) -> str:
    """What is said of a file's electronic signatures, to follow another sentence; "" where it has none."""
    if not seals.signatures:
        return ""
    names = [one.signer for one in seals.signatures if one.signer]
    whose = f"签名人写的是{some(list(dict.fromkeys(names)), 3)}" if names else "看不出签名人"
    last = seals.signatures[-1]
    if last.is_intact is False or not last.is_last:
        changed = "签名后文件又有改动"
    else:
        changed = "签名后文件没有再改动" if last.is_intact else "看不出签名后有没有改动"
    return f"；文件里有电子签名，{whose}，{changed}，证书真假程序不核实"


def unseen(seals: Seals) -> Unseen:
    """What a document without a visible seal is told, to follow its name."""
    told = _unseen(seals)
    return told._replace(what=told.what + signed(seals))


def _unseen(seals: Seals) -> Unseen:
    if seals.state == "stuck":
        return Unseen("没有看完：看到一半停住了", "请打开看是否盖了章：盖了的写明在第几页；没有的，退回重做")
    if seals.state == "partly":
        return Unseen(
            "太费时间，没有看完；看过的各页没有看到红色圆章",
            "请翻看盖章处：盖了的写明在第几页；没有盖的，退回企业盖章后重新扫描",
        )
    if seals.state != "looked":
        return Unseen("打不开，看不到有没有印章", "请用别的软件打开看：盖了的写明在第几页；不能的，退回")
    nearest = seals.pages[0] if seals.pages else None
    if seals.grey and (nearest is None or nearest.frame is None):
        return Unseen(
            f"第 {few(seals.grey, 5)} 页是黑白扫描，看不出印章是不是红色",
            "请对照纸质原件核对；最好请企业用彩色重新扫描后补交",
        )
    if nearest is not None and nearest.frame is not None:
        return Unseen(
            f"各页都没有看到清楚的红色圆章，第 {nearest.page} 页框出的地方最像",
            "请看框出的地方和各页盖章处：是公章的写明理由；没有盖章的，退回企业盖章后重新扫描",
        )
    return Unseen(
        "各页都没有看到红色圆章", "请翻看盖章处：盖了的写明在第几页；没有盖的，退回企业盖章后重新扫描"
    )


def said_of(name: str, what: str) -> str:
    """A thing and what is said of it, set apart where the thing is a path or ends in Latin letters."""
    return f"{name} {what}" if "/" in name or name[-1:].isascii() else f"{name}{what}"
