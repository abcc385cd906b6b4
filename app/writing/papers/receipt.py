"""接收回执: proof of what was received. 已收到 is neither 检查通过 nor 已受理, and the paper says so."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from app import PRODUCT, wording
from app.model.answer import Receipt, ReceivedDisc
from app.model.disc import Compared
from app.model.submission import LATER, Standing
from app.notices.notice import Notice
from app.writing.atomic import write_bytes
from app.writing.papers.handover import COPIES
from app.writing.papers.reissue import AGAIN, corrects
from app.writing.papers.typesetting import typeset

_COMPARED = {
    Compared.DIFFERS: "与交接登记表不符", Compared.NOT: "未与交接登记表核对",
    Compared.CODE: "已与交接登记表核对",
    Compared.WHOLE: "已与交接登记表核对（全部摘要）",
}


def write_receipt_pdf(facts: Receipt, notice: Notice, out: Path, day: date) -> None:
    """Two copies. The same facts and day give the same bytes. Raises AppError when it cannot be written."""
    write_bytes(out, typeset("receipt.typ", told(facts, notice, day), day))


def told(facts: Receipt, notice: Notice, day: date) -> dict[str, Any]:
    """What the template is given."""
    one = facts.submission
    titles = "、".join(notice.track(track).title for track in facts.enterprises)
    return {
        "heading": "申报材料光盘接收回执" + (AGAIN if facts.reissue else ""),
        "number": one.id,
        "sender": one.sender.name,
        "receiver": f"{notice.recipient}{notice.department}",
        "copies": COPIES,
        "opening": f"现收到下列报送单位根据{notice.name}报送的申报材料光盘，登记如下。",
        "reissue": corrects("接收回执", facts.reissue),
        "rows": {
            "报送单位": one.sender.name,
            "报送内容": f"{notice.year}年{titles}申报材料",
            "报送次数": wording.handed_in(one.attempt, facts.corrections),
            **_came(facts, notice),
            "数量": _quantity(facts, notice),
            "数据量": f"{_amount(one.bytes)}（{one.bytes:,} 字节）",
            "经办人": _clerks(facts),
        },
        "discs": [_disc(disc) for disc in facts.discs],
        "stages": _stages(facts),
        "tracks": [
            {
                "title": notice.track(track).title,
                "rows": [
                    [str(each.order), each.name, wording.megabytes(each.size) if each.size else "未收到"]
                    for each in listed
                ],
            }
            for track, listed in facts.enterprises.items()
        ],
        "notes": [*_notes(facts), *_reached(notice)],
        "day": wording.day(day),
    }


def _came(facts: Receipt, notice: Notice) -> dict[str, str]:
    """The day it was handed in decides whether it is late; it may have been registered days after."""
    one = facts.submission
    at = datetime.fromisoformat(one.at)
    late = f"（晚于报送截止日 {wording.day(notice.deadline)}）" if one.is_late else ""
    registered = f"{wording.day(at)} {at:%H:%M}"
    if one.came_on is None:
        return {"登记时间": f"{registered}{late}"}
    return {"收到日期": f"{wording.day(one.came_on)}{late}", "登记时间": registered}


def _amount(count: int) -> str:
    """As the 交接登记表 has it, 2.291 GB; of less than that in the unit that reads best."""
    return f"{count / 1e9:.3f} GB" if count >= 1e9 else wording.size(count)


def _clerks(facts: Receipt) -> str:
    """Who took it in, and who issues the receipt, where that is another."""
    taken_in = facts.submission.clerk
    if not facts.clerk or facts.clerk == taken_in:
        return taken_in
    return f"{taken_in}（登记），{facts.clerk}（出具）" if taken_in else facts.clerk


def _quantity(facts: Receipt, notice: Notice) -> str:
    one = facts.submission
    counts = "、".join(
        f"{notice.track(track).title} {len(listed)} 家" for track, listed in facts.enterprises.items()
    )
    later = sum(disc.of == LATER for disc in facts.discs)
    more = f"，补交 {later} 次" if later else ""
    return f"光盘 {len(facts.discs) - later} 张{more}；文件 {one.files} 个；企业材料 {counts or '没有'}"


def _disc(disc: ReceivedDisc) -> dict[str, Any]:
    place = f"第 {disc.number} 张，共 {disc.of} 张" if disc.of > 0 else ""  # one made by hand does not say
    return {
        "id": disc.disc_id or "（无编号）",
        "place": place,
        "code": disc.check_code,
        "compared": _COMPARED.get(disc.compared, ""),
        "groups": disc.digest_groups,
        "holes": f"有 {disc.holes} 个文件未能完整读出" if disc.holes else "",
    }


def _stages(facts: Receipt) -> list[dict[str, Any]]:
    """Three steps, each said for itself: one that is done says nothing of the next."""
    one = facts.submission
    checked = one.standing is not Standing.RECEIVED
    return [
        {"title": "收到", "done": True, "words": "光盘已收到并登记"},
        {"title": "检查", "done": checked and not facts.must, "words": _checked(facts)},
        {"title": "受理", "done": one.standing is Standing.ACCEPTED, "words": _decided(facts)},
    ]


def _checked(facts: Receipt) -> str:
    if facts.submission.standing is Standing.RECEIVED:
        return "尚未完成检查"
    look = f"，另有 {facts.look} 处由人工核对" if facts.look else ""
    whose = "市局" if facts.submission.sender.is_bureau else "报送单位"
    said = f"，{facts.by_sender} 处按{whose}判定" if facts.by_sender else ""
    if facts.must:
        return f"检查有问题：{facts.must} 处必须补正{look}{said}"
    return f"自动检查通过{look}{said}"


def _decided(facts: Receipt) -> str:
    one = facts.submission
    if one.standing is Standing.ACCEPTED:
        return f"已受理{f'（{one.reason}）' if one.reason else ''}"
    if one.standing is Standing.RETURNED:
        return f"未受理，退回补正（详见补正通知）{f'：{one.reason}' if one.reason else ''}"
    if one.standing is Standing.VOIDED:
        return f"已作废，不计入：{one.reason}"
    if one.standing is Standing.SUPERSEDED:
        return "已由后来的补正光盘代替"
    if one.standing is Standing.WAITING:
        return f"尚未决定是否代替已受理的 {one.supersedes}；在此之前以已受理的为准"
    if one.standing is Standing.DECLINED:
        return f"未受理，不代替已受理的 {one.supersedes}{f'：{one.reason}' if one.reason else ''}"
    return "尚未决定是否受理"


def _reached(notice: Notice) -> list[str]:
    told = "，".join(notice.office.words)
    return [f"{told}。"] if told else []


def _notes(facts: Receipt) -> list[str]:
    notes = [
        "本回执只证明收到上列光盘及其内容。“收到”不表示检查通过，“检查通过”不表示已经受理；"
        "“受理”只表示材料符合报送的形式要求，不表示评审结果。各以上面“办理情况”各栏为准。",
        f"数字摘要为光盘根目录 tagmanifest-sha256.txt 的 SHA-256 值，校验码是它的前 60 位；"
        f"与交接登记表上的校验码一致，即为同一内容。可用“{PRODUCT}”或 certutil、sha256sum 核对。",
    ]
    if any(not disc.check_code for disc in facts.discs):
        notes[1] += "没有校验码的光盘（不是本程序制作），摘要按盘上全部文件的摘要算得。"
    return notes
