"""The sealed letters of the bureau, as they come back from the scanner."""

from __future__ import annotations

from app.demo.cast import APPLICANTS, BUREAU
from app.demo.contents import Contents
from app.model.batch import Track

_NUMBERS = {Track.NATIONAL: "济工信函〔2023〕118号", Track.PROVINCIAL: "济工信函〔2023〕119号"}
_DAY = "2023年8月25日"


def sealed_letter(track: Track, contents: Contents) -> bytes:
    """A scan without text layer; it lists the track's enterprises in the order of the table."""
    listed = [each for each in APPLICANTS if each.track is track]
    title = f"{track.short}质量标杆"
    page = contents.pdf(
        "letter", bureau=BUREAU, number=_NUMBERS[track], title=[BUREAU, f"关于推荐2023年{title}的函"],
        paragraphs=[
            "根据《山东省工业和信息化厅关于组织开展2023年全国及全省质量标杆申报工作的通知》要求，我局组织企业自愿申报，经审核，"
            f"择优推荐{listed[0].name}等{len(listed)}家企业申报2023年{title}（名单附后）。",
            "上述企业申报材料齐全、内容真实，近三年无重大质量、安全、环保事故。申报汇总表及申报材料光盘随函报送。",
            "特此函达。",
        ],
        attachments=[f"2023年{title}推荐名单", f"{title}申报汇总表", "申报材料光盘（1张）"],
        day=_DAY, year=2023, track=title, rows=[[each.name, each.experience] for each in listed],
    )
    return contents.scan(page, f"letter/{track.value}", ((1, 158, 231, BUREAU),))
