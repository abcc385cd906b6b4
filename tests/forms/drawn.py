"""Forms as offices set them, each field known: made by typst from a seed, in several layouts."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import typst

from app.writing.papers.fonts import faces, known_fonts
from tests.checks.cases import a_code

FIELDS = ("name", "code", "experience", "area", "contact", "phone", "email")
_PLACES = ("山东", "济南", "青岛", "淄博", "烟台", "潍坊", "济宁", "泰安", "临沂", "德州")
_WORDS = ("泉城", "鲁泰", "海岳", "明湖", "齐峰", "黄河", "岱宗", "蓬莱", "兖矿", "恒昌", "金麒麟", "新华", "瑞丰", "宏桥")
_TRADES = ("精密机械", "重型装备制造", "智能仪表", "新材料科技", "电子信息", "生物制药", "纺织印染", "食品", "化学工业", "供应链管理")
_ENDINGS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "（集团）有限责任公司")
_MEANS = ("数字孪生", "六西格玛", "视觉检测", "全员改进", "供应商协同", "零缺陷管理", "精益生产", "卓越绩效模式", "质量大数据", "QC小组活动")
_ENDS = ("提升产品一致性的经验", "降低不良率的实践", "构建全过程质量管控体系的经验", "实现质量追溯的典型经验", "缩短交付周期的经验")
_AREAS = ("1 全面质量管理", "2 质量工程技术", "3 供应链质量管控", "4 数字化融合")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲芬燕彬婷宇浩凯晨"


@dataclass(frozen=True)
class Form:
    """`layout`: one of LAYOUTS. `said`: column id → what stands in it. `seal`: where one lies, mm, or None."""

    layout: str
    said: Mapping[str, str]
    pdf: bytes
    seal: tuple[float, float] | None


def a_form(layout: str, chance: random.Random) -> Form:
    said = {
        "name": chance.choice(_PLACES) + chance.choice(_WORDS) + chance.choice(_TRADES) + chance.choice(_ENDINGS),
        "code": a_code(chance.randrange(10**8), f"37{chance.randrange(1, 17):02d}{chance.randrange(1, 30):02d}"),
        "experience": f"{chance.choice(('基于', '运用', '以'))}{chance.choice(_MEANS)}{chance.choice(_ENDS)}",
        "area": chance.choice(_AREAS),
        "contact": chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2)))),
        "phone": f"1{chance.choice('3578')}{chance.randrange(10**9):09d}",
        "email": f"{chance.choice(('zlb', 'office', 'wang.gong', 'qm_2023'))}@{chance.choice(('lutai', 'qcheng', 'haiyue'))}.example.cn",
    }
    drawn, seal = LAYOUTS[layout](said, chance)
    font = chance.choice((faces()["song"], faces()["body"]))
    head = f'#set text(font: {_listed(font)}, lang: "zh", region: "cn", size: 12pt)\n#set page(paper: "a4", margin: 25mm)\n'
    pdf = bytes(typst.Compiler(_written(head + drawn), None, known_fonts()).compile(format="pdf"))
    return Form(layout, said, pdf, seal)


def _written(source: str) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".typ", delete=False, encoding="utf-8") as file:
        file.write(source)
    return file.name


def _listed(font: tuple[str, ...]) -> str:
    return "(" + ", ".join(f'"{name}"' for name in font) + ",)"


# -- layouts: (what typst sets, where the seal lies) -------------------------------------------------
def _pairs(said: Mapping[str, str], chance: random.Random) -> list[tuple[str, str]]:
    labels = {
        "name": ("企业名称", "申报单位名称", "申报企业（加盖公章）"), "code": ("统一社会信用代码", "信用代码"),
        "experience": ("典型经验名称", "质量标杆名称"), "area": ("重点领域", "申报重点领域"), "contact": ("联系人", "联 系 人"),
        "phone": ("联系电话", "移动电话", "手机"), "email": ("电子邮箱", "邮箱"),
    }
    return [(chance.choice(labels[column]), said[column]) for column in FIELDS]


def _cells(pairs: list[tuple[str, str]]) -> str:
    return ", ".join(f"[{_safe(text)}]" for pair in pairs for text in pair)


def _safe(text: str) -> str:
    return text.replace("@", "\\@").replace("_", "\\_").replace("#", "\\#")


def _title(chance: random.Random) -> str:
    year = chance.choice(("2023年", "2023年度"))
    return f"#align(center, text(size: 22pt)[{year}全国质量标杆申报书])\n#v(8mm)\n"


def two_columns(said: Mapping[str, str], chance: random.Random) -> tuple[str, tuple[float, float] | None]:
    """Label and value, ruled."""
    rows = _cells(_pairs(said, chance))
    return _title(chance) + f"#table(columns: (42mm, 1fr), inset: 3mm, align: center + horizon, {rows})", None


def four_columns(said: Mapping[str, str], chance: random.Random) -> tuple[str, tuple[float, float] | None]:
    """Two pairs on a line; the long ones turn into a second line in their cells."""
    pairs = _pairs(said, chance)
    wide = "".join(f"[{_safe(label)}], table.cell(colspan: 3)[{_safe(text)}], " for label, text in pairs[:4])
    more = _cells([*pairs[4:], ("传真", "无")])
    table = f"#table(columns: (30mm, 1fr, 28mm, 1fr), inset: 2.6mm, align: center + horizon, {wide}{more})"
    return _title(chance) + table, None


def narrow(said: Mapping[str, str], chance: random.Random) -> tuple[str, tuple[float, float] | None]:
    """Values that turn into two or three lines, labels too."""
    rows = _cells(_pairs(said, chance))
    table = f"#table(columns: (24mm, 58mm), inset: 2.4mm, align: center + horizon, {rows})"
    return _title(chance) + f"#align(center, {table[1:]})", None


def underlined(said: Mapping[str, str], chance: random.Random) -> tuple[str, tuple[float, float] | None]:
    """A cover: label, colon, value on a line; the seal over the name."""
    lines = "".join(
        f"#grid(columns: (46mm, 1fr), [{_safe(label)}：], box(width: 100%, stroke: (bottom: 0.5pt), inset: (bottom: 1.4mm), "
        f"align(center)[{_safe(text)}]))\n#v(7mm)\n" for label, text in _pairs(said, chance)
    )
    return _title(chance) + "#set text(size: 14pt)\n" + lines, (chance.uniform(95, 150), chance.uniform(42, 54))


def sealed(said: Mapping[str, str], chance: random.Random) -> tuple[str, tuple[float, float] | None]:
    """A table with its seal over the name and the code."""
    drawn, _ = two_columns(said, chance)
    return drawn, (chance.uniform(95, 140), chance.uniform(50, 60))


def spaced(said: Mapping[str, str], chance: random.Random) -> tuple[str, tuple[float, float] | None]:
    """Labels spread over their cells, and the digits of code and telephone set wide apart."""
    pairs = [("  ".join(label) if len(label) < 5 else label, text) for label, text in _pairs(said, chance)]
    apart = {said["code"], said["phone"]}
    rows = ", ".join(
        f"[{_safe(label)}], {f'text(tracking: 0.45em)[{text}]' if text in apart else f'[{_safe(text)}]'}"
        for label, text in pairs
    )
    return _title(chance) + f"#table(columns: (48mm, 1fr), inset: 3mm, align: (center + horizon, left + horizon), {rows})", None


def boxed(said: Mapping[str, str], chance: random.Random) -> tuple[str, tuple[float, float] | None]:
    """Every sign of the code in a box of its own, the area one of four that is ticked."""
    signs = "".join(f"box(stroke: 0.5pt, width: 5.6mm, height: 6.4mm, align(center + horizon)[{sign}]), " for sign in said["code"])
    areas = "　".join(("☑" if area == said["area"] else "□") + area[2:] for area in _AREAS)
    rows = ""
    for label, text in _pairs(said, chance):
        value = f"[{_safe(text)}]"
        value = f"stack(dir: ltr, {signs})" if text == said["code"] else value
        value = f'text(font: ("Noto Serif CJK SC", "WenQuanYi Micro Hei"))[{areas}]' if text == said["area"] else value
        rows += f"[{_safe(label)}], {value}, "
    return _title(chance) + f"#table(columns: (40mm, 1fr), inset: 2.6mm, align: left + horizon, {rows})", None


LAYOUTS: Mapping[str, Callable[[Mapping[str, str], random.Random], tuple[str, tuple[float, float] | None]]] = {
    each.__name__: each for each in (two_columns, four_columns, narrow, underlined, sealed, spaced, boxed)
}
