"""The paper that vouches for the discs: 交接登记表, disc labels, cover lists.

Rows after the register of 电子档案移交与接收办法 (档发〔2012〕7 号); it does not claim to be that form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from app import PRODUCT, wording
from app.model.batch import Batch
from app.model.disc import Scan
from app.model.finding import Trait
from app.model.handover import HandedDisc, Handover, Inspection
from app.notices.notice import Notice
from app.writing.atomic import write_bytes
from app.writing.papers.typesetting import typeset

COPIES = ("一式两份 · 第一份（报送单位存）", "一式两份 · 第二份（接收单位存）")
_GOOD = "□ 合格　□ 不合格"


@dataclass(frozen=True, slots=True)
class _Quality:
    """One row of 检验内容: `told` by the program beside what its checks claim, what is left to each hand."""

    title: str
    trait: Trait | None = None
    told: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    receiver: tuple[str, ...] = ()


_QUALITIES = (
    _Quality("准确性", Trait.AUTHENTIC, sender=("□ 公章、签字已人工核对",)),
    _Quality(
        "完整性", Trait.COMPLETE,
        told=("刻录目录的文件名和字节数与摘要清单一致",),
        receiver=("□ 校验码与本表一致",),
    ),
    _Quality(
        "可用性", Trait.USABLE,
        sender=("□ 刻录后已读盘校验，每个文件一致",),
        receiver=("□ 读盘校验，每个文件一致",),
    ),
    _Quality(
        "安全性", Trait.SAFE,
        sender=("□ 已用杀毒软件查杀，未发现病毒",),
        receiver=("□ 已用杀毒软件查杀，未发现病毒",),
    ),
    _Quality("载体外观", sender=("□ 盘面清洁、没有划痕，标识清楚",)),
)


def handover_facts(
    batch: Batch, notice: Notice, discs: Sequence[HandedDisc], claims: Mapping[Trait, Sequence[str]],
    scans: Sequence[Scan | None] = (),
) -> Handover:  # fmt: skip
    """Pure. `discs`: those of one set; they come out by number. ValueError when there is none.

    `claims`: by 四性, what the checks of the batch held to. `scans`: of each disc, what was found; a hand
    ticks that it was looked through where the program does not know it of all.
    """
    if not discs:
        raise ValueError("a handover needs a disc")
    ordered = tuple(sorted(discs, key=lambda disc: disc.number))
    facts = Handover(
        notice.year, notice.name, batch.sender, notice.recipient, notice.department, ordered, ()
    )
    sheets = notice.letter.sheets(facts.letters)
    inspections = tuple(
        Inspection(each.title, _checked(each, claims), each.sender, (*each.receiver, *counted, _GOOD))
        for each in (_with_scans(each, scans) for each in _QUALITIES)
        for counted in ([f"□ {sheets}已收到"] if sheets and each.trait is Trait.COMPLETE else [],)
    )
    return replace(facts, inspections=inspections, sheets=sheets)


def _with_scans(each: _Quality, scans: Sequence[Scan | None]) -> _Quality:
    clean = [scan for scan in scans if scan is not None and not scan.infected]
    if each.trait is not Trait.SAFE or not scans or len(clean) < len(scans):
        return each
    names = "、".join(dict.fromkeys(scan.scanner for scan in clean))
    day = wording.day(date.fromisoformat(max(scan.at for scan in clean)[:10]))
    return replace(each, told=(*each.told, f"{day}用 {names} 查毒，未发现病毒"), sender=())


def _checked(each: _Quality, claims: Mapping[Trait, Sequence[str]]) -> str:
    return "；".join((*claims.get(each.trait, ()), *each.told)) if each.trait else ""


def disc_face(facts: Handover, disc: HandedDisc) -> tuple[str, ...]:
    """The lines to write on a disc's face by hand."""
    sender = facts.sender
    contact = "　".join(filter(None, (sender.contact, sender.phone)))
    lines = (
        facts.subject,
        sender.name,
        f"{disc.id}　{disc.place}",
        f"校验码 {disc.check_code}",
        wording.day(date.fromisoformat(disc.day)),
        f"联系人 {contact}" if contact else "",
    )
    return tuple(filter(None, lines))


def write_handover(facts: Handover, out: Path, day: date) -> None:
    """交接登记表, two copies. `day` dates the PDF; nothing on the sheet is filled in for a hand. AppError."""
    data = {
        "heading": "申报材料光盘交接登记表",
        "batch": facts.discs[0].id.rsplit("_", 1)[0],
        "made": f"{wording.day(facts.day)}制作",
        "sender": facts.sender.name,
        "copies": COPIES,
        "rows": _rows(facts),
        "checks": [
            {
                "quality": each.quality,
                "sender": [*([f"程序已核：{each.checked}。"] if each.checked else []), *each.sender],
                "receiver": each.receiver,
            }
            for each in facts.inspections
        ],
        "discs": [_disc_told(facts, disc) for disc in facts.discs],
        "notes": _notes(facts),
    }
    write_bytes(out, typeset("handover.typ", data, day))


def write_labels(facts: Handover, out: Path, day: date) -> None:
    """光盘盘面: for each disc a page with its printable face and the lines to write by hand. AppError."""
    discs = [{**_disc_told(facts, disc), "face": disc_face(facts, disc)} for disc in facts.discs]
    write_bytes(out, typeset("label.typ", {**_parties(facts), "discs": discs}, day))


def write_cover(facts: Handover, out: Path, day: date) -> None:
    """光盘封面清单: for each disc a card of 120 × 120 mm, or more where the list is long. AppError."""
    discs = [
        {
            **_disc_told(facts, disc),
            "tracks": [
                {
                    "title": track.title,
                    "files": "推荐文件、汇总表" if track.has_letter else "汇总表",
                    "packages": [[package.number, package.enterprise] for package in track.packages],
                }
                for track in disc.tracks
            ],
        }
        for disc in facts.discs
    ]
    write_bytes(out, typeset("cover.typ", {**_parties(facts), "discs": discs}, day))


def _parties(facts: Handover) -> dict[str, Any]:
    contact = "　".join(filter(None, (facts.sender.contact, facts.sender.phone)))
    return {
        "subject": facts.subject,
        "pieces": re.split("(?<=、)", facts.subject),  # where a line may end
        "sender": facts.sender.name,
        "contact": contact,
    }


def _rows(facts: Handover) -> Mapping[str, Any]:
    """What the register asks, by its own names."""
    discs = facts.discs
    numbers = " 至 ".join(dict.fromkeys((discs[0].id, discs[-1].id)))
    kinds = dict.fromkeys(disc.specification for disc in discs)
    return {
        "交接工作名称": f"{facts.sender.name}报送{facts.subject}",
        "内容描述": f"根据{facts.notice}报送的电子材料：{_contents(facts)}。",
        "移交单位": facts.sender.name,
        "接收单位": f"{facts.recipient}{facts.department}",
        "移交数量": _quantity(facts),
        "移交数据量": f"{facts.bytes / 1e9:.3f} GB（{facts.bytes:,} 字节）",
        "载体类型规格": "、".join(kinds),
        "载体起止顺序号": f"{numbers}（共 {len(discs)} 张）",
    }


def _contents(facts: Handover) -> str:
    letters = f"推荐文件（PDF）{facts.letters} 份、" if facts.letters else ""
    copies = "（每张光盘都有）" if len(facts.discs) > 1 else ""
    tables = f"申报汇总表（Excel）{len(facts.titles)} 份{copies}"
    return f"{letters}{tables}、企业申报材料压缩包（ZIP）{_packages(facts)} 个"


def _quantity(facts: Handover) -> str:
    tracks = "、".join(f"{title} {facts.count(title)} 家" for title in facts.titles)
    total = f"光盘 {len(facts.discs)} 张；文件 {facts.files} 个"
    sheets = f"；{facts.sheets}" if facts.sheets else ""
    return f"{total}；企业申报材料 {_packages(facts)} 个压缩包（{tracks}，每家 1 个）{sheets}"


def _packages(facts: Handover) -> int:
    return sum(facts.count(title) for title in facts.titles)


def _disc_told(facts: Handover, disc: HandedDisc) -> dict[str, Any]:
    held = [f"{track.title} {len(track.packages)} 家" for track in disc.tracks if track.packages]
    return {
        "id": disc.id,
        "place": disc.place,
        "content": "、".join(held) or "推荐文件、汇总表",
        "files": f"{disc.files} 个文件",
        "bytes": f"{disc.bytes:,} 字节",
        "gigabytes": f"{disc.bytes / 1e9:.3f} GB",
        "medium": disc.medium.title,
        "specification": disc.specification,
        "day": wording.day(date.fromisoformat(disc.day)),
        "digest": disc.digest_groups,
        "code": disc.check_code,
        "spoken": disc.spoken,
        "qr": qr_svg(disc.qr_content),
    }


def _notes(facts: Handover) -> list[str]:
    decided = max(disc.decisions for disc in facts.discs)
    notes = [
        "数字摘要为光盘根目录 tagmanifest-sha256.txt 的 SHA-256 值，校验码是它的前 60 位；"
        "校验码只用数字和大写字母，不用 I、L、O、U。"
        "校验码一致，且读盘校验每个文件一致，光盘内容即与签署本表时相同。",
        f"核对方法：用“{PRODUCT}”读盘并输入校验码；或在光盘根目录执行 certutil -hashfile "
        "tagmanifest-sha256.txt SHA256（麒麟、统信用 sha256sum），与上列摘要逐组比对。",
    ]
    judged = f"，有 {decided} 条人工判定随盘记录" if decided else ""
    notes.append(f"“程序已核”在制作光盘前进行{judged}；□ 由经办人核对后勾选。")
    notes.append("本表栏目参照《电子档案移交与接收办法》（档发〔2012〕7号），仅用于本次申报材料光盘的交接。")
    return notes


def qr_svg(content: str) -> str:
    """A QR code with its quiet zone, one unit a module; at least level M (15 % may be lost)."""
    import segno

    image = BytesIO()
    code = segno.make_qr(content, error="m")
    code.save(image, kind="svg", xmldecl=False, nl=False, border=4)
    return image.getvalue().decode()
