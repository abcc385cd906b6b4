"""What a notice that is right by type cannot mean: its faults by meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from app.model.disc_names import disc_name_faults
from app.notices.clauses import TOPICS
from app.notices.material import BORNE
from app.notices.notice import COLUMN_KINDS, COLUMNS_FILLED, Notice
from app.notices.patterns import fault_of
from app.notices.recognise import recognise

SCHEMA = 2
GRADES = ("must", "should", "look")
_MOST_PATTERNS = 100  # of one material
_EXPRESSIONS = ("patterns", "weak", "headings")
_MOST_WORDS, _MOST_SIGNS = 8, 30  # of a group of phrases, of one of them
_MOST_YEARS = 100
_MOST_CRITERIA, FULL = 20, 100
_MOST_KINDS = 20  # of activities


def faults(notice: Notice) -> Iterable[str]:
    """A line for each thing that cannot be meant, with its key."""
    rules: tuple[Callable[[Notice], Iterable[str]], ...] = (
        _schema, _patterns, _names, _numbers, _materials, _columns, _clauses, _criteria, _grades, _letter,
        _exchange, _examples,
    )
    broken: list[str] = [problem for rule in rules[:2] for problem in rule(notice)]
    if broken:
        return broken  # patterns that do not compile cannot be tried on the examples
    return [problem for rule in rules[2:] for problem in rule(notice)]


def _schema(notice: Notice) -> Iterable[str]:
    if notice.schema > SCHEMA:
        yield f"schema：这份规则（格式 {notice.schema}）由更新版本的程序使用，请先更新本程序"


def _patterns(notice: Notice) -> Iterable[str]:
    named = [
        (f"materials[{n}].{field}[{m}]", pattern)
        for n, material in enumerate(notice.materials)
        for field in _EXPRESSIONS
        for m, pattern in enumerate(getattr(material, field))
    ]
    named += [(f"leftovers[{n}]", p) for n, p in enumerate(notice.leftovers)]
    for place, pattern in named:
        if fault := fault_of(pattern):
            yield f"{place}：{fault}（{pattern[:60]}）"
    for n, material in enumerate(notice.materials):
        for field in (*_EXPRESSIONS, "phrases"):
            if len(getattr(material, field)) > _MOST_PATTERNS:
                yield f"materials[{n}].{field}：最多 {_MOST_PATTERNS} 条"
        for m, group in enumerate(material.phrases):
            is_short = all(2 <= len(word) <= _MOST_SIGNS for word in group)
            if not (2 <= len(group) <= _MOST_WORDS and is_short):
                most = f"每组 2 至 {_MOST_WORDS} 个说法，每个 2 至 {_MOST_SIGNS} 个字"
                yield f"materials[{n}].phrases[{m}]：{most}"


def _clauses(notice: Notice) -> Iterable[str]:
    for n, track in enumerate(notice.tracks):
        for m, clause in enumerate(track.clauses):
            if clause.about not in TOPICS:
                yield f"tracks[{n}].clauses[{m}].about：应为 {'、'.join(TOPICS)} 之一"
            if not clause.at.strip():
                yield f"tracks[{n}].clauses[{m}].at：应写明在通知的第几条"


def _exchange(notice: Notice) -> Iterable[str]:
    yield from _doubles("exchange", notice.exchange)
    if len(notice.exchange) > _MOST_KINDS:
        yield f"exchange：最多 {_MOST_KINDS} 种"
    if any(not 1 <= len(each.strip()) <= _MOST_SIGNS for each in notice.exchange):
        yield f"exchange：每种方式 1 至 {_MOST_SIGNS} 个字"


def _criteria(notice: Notice) -> Iterable[str]:
    for n, track in enumerate(notice.tracks):
        place, told = f"tracks[{n}].criteria", track.criteria
        yield from _doubles(place, [each.title for each in told])
        if len(told) > _MOST_CRITERIA:
            yield f"{place}：最多 {_MOST_CRITERIA} 项"
        if any(not each.title.strip() or each.most < 1 for each in told):
            yield f"{place}：每项要有名称（title）和分值（most，1 以上）"
        if told and (whole := sum(each.most for each in told)) != FULL:
            yield f"{place}：各项分值合计应为 {FULL}，现在是 {whole}"


def _names(notice: Notice) -> Iterable[str]:
    """What files and folders are called by."""
    if not re.fullmatch(r"[A-Z0-9_]{1,7}", notice.disc_label):
        yield "disc_label：只能用大写字母、数字和下划线，最多 7 个"
    ids = [("id", notice.id), *((f"materials[{n}].id", each.id) for n, each in enumerate(notice.materials))]
    for place, key in ids:
        if not re.fullmatch(r"[\w-]{1,64}", key):
            yield f"{place}：只能用字母、数字、下划线和横线，最多 64 个"
    for n, track in enumerate(notice.tracks):
        for name in ("title", "table"):
            if found := disc_name_faults(getattr(track, name)):
                yield f"tracks[{n}].{name}：不能用作文件名，{found[0]}"


def _numbers(notice: Notice) -> Iterable[str]:
    if not 0 < notice.size.warn <= notice.size.refuse:
        yield "size：warn 应大于 0 且不大于 refuse"
    if notice.deadline < notice.issued:
        yield "deadline：早于通知日期 issued"
    if notice.online_deadline and notice.online_deadline < notice.deadline:
        yield "online_deadline：早于报送截止日期 deadline"
    if not 1 <= notice.year <= 9_999:
        yield "year：应为四位的年份"
    for place in ("first", "last"):
        if not re.fullmatch(r"\d\d", getattr(notice.scope, place)):
            yield f"scope.{place}：应为两位数字的行业大类代码"
    if notice.online_deadline is None and any(track.files_online for track in notice.tracks):
        yield "online_deadline：有要网上申报的类别（files_online），缺少截止日期"
    for n, rules in enumerate(notice.tracks):
        if rules.quota.most and rules.quota.most < rules.quota.least:
            yield f"tracks[{n}].quota：most 小于 least"


def _materials(notice: Notice) -> Iterable[str]:
    ids = [material.id for material in notice.materials]
    yield from _doubles("materials", ids)
    yield from _doubles("areas", [str(area.number) for area in notice.areas])
    yield from _tracks(notice)
    yield from notice.region.faults()
    yield from _doubles("region.cities", [city.code for city in notice.region.cities])
    for n, material in enumerate(notice.materials):
        if material.required and not material.patterns:
            yield f"materials[{n}].patterns：必备材料要有认出它的说法"
        if material.within > _MOST_YEARS:
            yield f"materials[{n}].within：最多 {_MOST_YEARS} 年"
        if unknown := [told for told in material.bears if told not in BORNE]:
            yield f"materials[{n}].bears：不认识“{'、'.join(unknown)}”，只能是 {'、'.join(BORNE)}"
        for name in (material.part_of, *material.inside):
            if name and name not in ids:
                yield f"materials[{n}]：提到的材料“{name}”不存在"


def _tracks(notice: Notice) -> Iterable[str]:
    if not notice.tracks:
        yield "tracks：至少要有一个申报类别"
    for name in ("id", "short", "title"):
        yield from _doubles("tracks", [getattr(track, name) for track in notice.tracks])
    for n, track in enumerate(notice.tracks):
        if lost := [key for key in track.about if key not in {column.id for column in track.columns}]:
            yield f"tracks[{n}].about：汇总表里没有“{'、'.join(lost)}”这一列"
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", track.id):
            yield f"tracks[{n}].id：只能用小写字母、数字和下划线，以字母开头"
        if not track.short or re.search(r"[-:：/\\\s]", track.short):
            yield f"tracks[{n}].short：不能为空，也不能有空格、冒号、横线和斜线"


def _columns(notice: Notice) -> Iterable[str]:
    for n, rules in enumerate(notice.tracks):
        yield from _doubles(f"tracks[{n}].columns", [column.id for column in rules.columns])
        for m, column in enumerate(rules.columns):
            for key, known in (("kind", COLUMN_KINDS), ("filled", COLUMNS_FILLED)):
                if (told := getattr(column, key)) not in known:
                    allowed = "、".join(filter(None, known))
                    yield f"tracks[{n}].columns[{m}].{key}：不认识“{told}”，只能是 {allowed}"
        if not any(column.filled == "name" for column in rules.columns):
            yield f'tracks[{n}].columns：缺少企业名称列（filled = "name"）'


def _grades(notice: Notice) -> Iterable[str]:
    for key, grade in notice.severities.items():
        if grade not in GRADES:
            yield f"severities.{key}：只能是 {'、'.join(GRADES)}"


def _letter(notice: Notice) -> Iterable[str]:
    places = {"sender", "year", "track", "notice", "first", "count", "discs"}
    texts = {
        "letter.title": notice.letter.title, "letter.opening": notice.letter.opening,
        **{f"letter.body[{n}]": text for n, text in enumerate(notice.letter.body)},
        **{f"letter.attachments[{n}]": text for n, text in enumerate(notice.letter.attachments)},
    }
    for place, text in texts.items():
        for name in re.findall(r"\{([^}]*)\}", text):
            if name not in places:
                yield f"{place}：不认识的填空 {{{name}}}"


def _examples(notice: Notice) -> Iterable[str]:
    for n, example in enumerate(notice.examples):
        kind = {"jpg": "jpeg"}.get(suffix := example.path.rsplit(".", 1)[-1].lower(), suffix)
        if recognise(example.path, kind, notice) != example.role:
            yield f"examples[{n}]：“{example.path}”没有被认成 {example.role or '（认不出）'}"


def _doubles(place: str, keys: Iterable[str]) -> Iterable[str]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{place}：“{key}”重复"


