"""先读我.txt of the province's sample: what each disc is, and how to walk through them."""

from __future__ import annotations

from pathlib import Path

from app.demo.cast import TRACKS
from app.demo.province.campaign import HandedIn, ProvinceCampaign
from app.disc import bag
from app.disc.iso.image import open_image
from app.disc.read_through import check_code_of
from app.model.disc import check_code
from app.model.submission import Maker
from app.wording import day


def readme(campaign: ProvinceCampaign) -> bytes:
    """UTF-8 with byte order mark and CRLF, so that every Notepad shows it."""
    lines = [*_INTRODUCTION, *_missing(campaign), "", "每一张盘是什么情况", "------------------"]
    for number, each in enumerate(campaign.discs, 1):
        lines += _disc(campaign, number, each)
    lines += ["", *_STEPS, ""]
    return ("\ufeff" + "\r\n".join(lines)).encode()


_INTRODUCTION = (
    "试用样例：山东省2023年质量标杆，各市和直报企业交到省厅的光盘",
    "==========================================================",
    "",
    "企业、人名、代码、电话都是编的，只供试用。光盘有用本程序制作的，也有手工刻的；有好有坏。",
    "",
    "光盘              各市、各直报企业交来的，一张盘一个文件夹（或一个映像、一个压缩包）",
    "补正盘            退回以后重新交来的",
    "",
)
_STEPS = (
    "怎么走",
    "------",
    "1. 建一个新的台账，通知选2023年。",
    "2. 逐张读盘：选盘的文件夹、映像或压缩包，填上交来的日期。手工刻的，看看程序认得对不对，认错的改过来。",
    "3. 本程序制作的盘，输入上面写的校验码（正式报送时抄自纸质的交接登记表）。",
    "4. 没有问题的受理，打印接收回执；有问题的退回，打印补正通知。",
    "5. 收“补正盘”里临沂市的那一张，它代替原来的。",
    "6. 汇总：看看哪些市还没有交，哪一家两个市都报了，哪个市超了项数，再导出汇总表。",
)


def _missing(campaign: ProvinceCampaign) -> list[str]:
    names = "、".join(sender.city for sender in campaign.missing)
    return [f"全省16个市，还没有交来今年的盘的：{names}。"]


def _disc(campaign: ProvinceCampaign, number: int, each: HandedIn) -> list[str]:
    lines = ["", f"{number}. {each.sender.name}：{each.title}", f"   {each.text}"]
    for place in each.places:
        code = f"　校验码 {_code(place)}" if each.made_by is Maker.BAOPAN else ""
        lines.append(f"   {place.relative_to(campaign.folder).as_posix()}{code}")
    counts = [f"{TRACKS[track]} {len(each.rows[track])} 家" for track in TRACKS if track in each.rows]
    expected = f"登记后应为“{each.standing.words}”" if each.standing else "不能登记"
    return [*lines, f"   {'，'.join([f'{day(each.handed_in)}交来', *counts, expected])}"]


def _code(place: Path) -> str:
    """As the paper that comes with a disc of ours has it."""
    if place.is_dir():
        return check_code_of(place)
    return check_code(open_image(place).read(bag.TAG_MANIFEST))
