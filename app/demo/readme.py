"""先读我.txt: what the campaign is and how to walk through it, with and without the window."""

from __future__ import annotations

from app.demo.campaign import Campaign, Fix
from app.demo.cast import TRACKS


def readme(campaign: Campaign) -> bytes:
    """UTF-8 with byte order mark and CRLF, so that every Notepad shows it."""
    lines = [*_INTRODUCTION, *_packages(campaign), "", *_STEPS, "", *_command_lines(campaign), ""]
    return ("\ufeff" + "\r\n".join(lines)).encode()


_INTRODUCTION = (
    "试用样例：济南市2023年质量标杆申报材料",
    "====================================",
    "",
    "企业、人名、代码、电话都是编的，只供试用。材料仿照实际收到的样子制作，有好有坏。",
    "",
    "收到的材料        各企业交来的压缩包和文件夹，全国2家、全省10家",
    "补正后的材料      有问题的企业后来重新交的",
    "汇总表            市局自己登记的两张表，里面有三处填错",
    "盖章的推荐文件    已盖章并扫描的推荐函，每个类别一份",
    "省厅模板          空白汇总表，可在“汇总表”一步载入",
    "",
    "每一份材料是什么情况",
    "--------------------",
)
_ROLES = {"form": "申报书", "audit": "审计报告或财务报表", "licence": "营业执照"}  # as the notice says
_STEPS = (
    "在程序里怎么走",
    "--------------",
    "1. 新建批次，报送单位选“济南市工业和信息化局”，通知选2023年。",
    "2. 收集材料：把“收到的材料”里全国、全省两个文件夹分别拖进去，看看哪些齐、哪些缺。",
    "   “海岱物流”是简称，把企业名称改成全称；山东齐峰电子的三个扫描件预览后归类。",
    "3. 核对问题：导出补正单。再把“补正后的材料”拖进去，替换原来的。",
    "4. 汇总表：从“汇总表”文件夹导入两张表，改正标红的格。",
    "5. 推荐文件：看看草稿，再把“盖章的推荐文件”里的扫描件放回去。",
    "6. 核对剩下的“请人工核对”，逐项写明理由；最后制作光盘。",
)


def _packages(campaign: Campaign) -> list[str]:
    lines = []
    for track in TRACKS:
        lines.append(f"【{TRACKS[track]}】")
        for number, story in enumerate((s for s in campaign.story if s.track == track), 1):
            lines += [f"{number}. {story.package}", f"   {story.title}。{story.text}"]
    return lines


def _command_lines(campaign: Campaign) -> list[str]:
    """The same road for the command line; run inside the campaign's folder."""
    lines = ["用命令行怎么走（在本文件夹里打开命令提示符）", "----------------------------------------------"]
    lines.append(f"baopan new ../济南批次 --sender {campaign.sender} --notice 2023")
    lines += [f"baopan collect ../济南批次 --track {TRACKS[t]} --each 收到的材料/{TRACKS[t]}" for t in TRACKS]
    lines += [_set(fix) for fix in campaign.renames]
    for track in TRACKS:
        for mended in campaign.mended[track]:
            inside = mended.path.relative_to(campaign.folder).as_posix()
            lines.append(f"baopan collect ../济南批次 --track {TRACKS[track]} --replace {inside}")
    for track in TRACKS:
        inside = campaign.tables[track].relative_to(campaign.folder).as_posix()
        lines.append(f"baopan fill ../济南批次 --track {TRACKS[track]} {inside}")
        inside = campaign.templates[track].relative_to(campaign.folder).as_posix()
        lines.append(f"baopan template ../济南批次 --track {TRACKS[track]} {inside}")
    lines += [_set(fix) for fix in campaign.fixes]
    lines += [
        f"baopan assign ../济南批次 {each.enterprise} {each.member} {_ROLES[each.role]}"
        for each in campaign.assignments
    ]
    for track in TRACKS:
        inside = campaign.letters[track].relative_to(campaign.folder).as_posix()
        lines.append(f"baopan letter ../济南批次 --track {TRACKS[track]} --out ../草稿")
        lines.append(f"baopan attach ../济南批次 --track {TRACKS[track]} {inside}")
    return [
        *lines,
        "baopan check ../济南批次",
        "baopan decide ../济南批次 问题编号 accept --reason 已核对    （每个“请人工核对”做一次）",
        "baopan stage ../济南批次 --out ../光盘",
        "baopan verify ../光盘/（刻录目录名）",
    ]


def _set(fix: Fix) -> str:
    """Quoted: both cmd.exe and sh take brackets for their own."""
    return f'baopan set ../济南批次 "{fix.enterprise}" "{fix.field}={fix.value}"'
