"""What a notice that is right by type cannot mean: its faults by meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.model.disc_names import disc_name_faults
from app.notices.asked import faults as asked
from app.notices.clauses import TOPICS
from app.notices.material import BORNE
from app.notices.notice import COLUMN_KINDS, COLUMNS_FILLED, Notice
from app.notices.patterns import fault_of
from app.notices.recognise import recognise

SCHEMA = 2
GRADES = ("must", "should", "look")
_MOST_PATTERNS = 100  # of one material
EXPRESSIONS = ("patterns", "weak", "headings")
_MOST_WORDS, _MOST_SIGNS = 8, 30  # of a group of phrases, of one of them
_MOST_YEARS = 100
_MOST_CRITERIA, FULL = 20, 100
_MOST_KINDS = 20  # of activities
PLACEHOLDERS = ("sender", "year", "track", "notice", "first", "count", "discs")  # of the letter's texts
_SAID = ("title", "campaign", "issuer", "recipient", "name")  # what no notice leaves unsaid


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a notice: at the `place` its file has it (materials[0].patterns[1]), in one
    Chinese sentence that also says how to mend it.
    """

    place: str
    says: str

    @property
    def line(self) -> str:
        return f"{self.place}：{self.says}"

    @property
    def part(self) -> str:
        """Of PARTS."""
        return part_of(self.place)


Faults = Iterable[Fault]
PARTS = ("基本信息", "范围与重点领域", "类别", "材料", "汇总表", "推荐文件", "评审", "报送单位", "检查")
_PART_OF = {
    "scope": 1, "areas": 1, "tracks": 2, "materials": 3, "leftovers": 3, "size": 3, "examples": 3,
    "tracks.columns": 4, "tracks.table": 4, "tracks.about": 4, "tracks.proposed_columns": 4, "letter": 5,
    "tracks.criteria": 6, "tracks.proposed": 6, "barred_years": 6, "awarded": 6, "exchange": 6, "region": 7,
    "severities": 8, "switched_off": 8, "reasons": 8,
}  # fmt: skip


def part_of(place: str) -> str:
    """Of PARTS, what a place of a notice belongs to."""
    names = re.sub(r"\[\d*\]", "", place).split(".")
    return PARTS[_PART_OF.get(".".join(names[:2]), _PART_OF.get(names[0], 0))]


def faults(notice: Notice) -> Faults:
    """Each thing that cannot be meant."""
    if newer := list(_schema(notice)):
        return newer  # whatever else it says is not for us
    rules: tuple[Callable[[Notice], Faults], ...] = (
        _names, _dates, _numbers, _quotas, _fields, _tracks, _materials, _columns, _clauses, _criteria,
        _letter, _exchange, _region, _grades,
    )  # fmt: skip
    broken = [fault for fault in _patterns(notice)]
    found = [*broken, *(fault for rule in rules for fault in rule(notice))]
    return found if broken else [*found, *_examples(notice)]  # which need patterns that compile


def _schema(notice: Notice) -> Faults:
    if notice.schema > SCHEMA:
        yield Fault("schema", f"这份规则（格式 {notice.schema}）由更新版本的程序使用，请先更新本程序")


def _patterns(notice: Notice) -> Faults:
    named = [
        (f"materials[{n}].{field}[{m}]", pattern)
        for n, material in enumerate(notice.materials)
        for field in EXPRESSIONS
        for m, pattern in enumerate(getattr(material, field))
    ]
    named += [(f"leftovers[{n}]", p) for n, p in enumerate(notice.leftovers)]
    for place, pattern in named:
        if fault := fault_of(pattern):
            yield Fault(place, f"{fault}（{pattern[:60]}）")
    for n, material in enumerate(notice.materials):
        for field in (*EXPRESSIONS, "phrases"):
            if len(getattr(material, field)) > _MOST_PATTERNS:
                yield Fault(f"materials[{n}].{field}", f"最多 {_MOST_PATTERNS} 条，请删去用不着的")
        for m, group in enumerate(material.phrases):
            is_short = all(2 <= len(word) <= _MOST_SIGNS for word in group)
            if not (2 <= len(group) <= _MOST_WORDS and is_short):
                most = f"每组 2 至 {_MOST_WORDS} 个说法，每个 2 至 {_MOST_SIGNS} 个字"
                yield Fault(f"materials[{n}].phrases[{m}]", most)


def _names(notice: Notice) -> Faults:
    """What the notice, its files and folders are called by."""
    for field in _SAID:
        if not getattr(notice, field).strip():
            yield Fault(field, "还没有填写，请照通知填写")
    if not re.fullmatch(r"[A-Z0-9_]{1,7}", notice.disc_label):
        yield Fault("disc_label", "只能用大写字母、数字和下划线，最多 7 个，请改短或换成字母")
    ids = [("id", notice.id), *((f"materials[{n}].id", each.id) for n, each in enumerate(notice.materials))]
    for place, key in ids:
        if not re.fullmatch(r"[\w-]{1,64}", key):
            yield Fault(place, "只能用字母、数字、下划线和横线，最多 64 个")
    for n, track in enumerate(notice.tracks):
        for name in ("title", "table"):
            if found := disc_name_faults(getattr(track, name)):
                yield Fault(f"tracks[{n}].{name}", f"不能用作文件名，{found[0]}")


def _numbers(notice: Notice) -> Faults:
    if not 1 <= notice.year <= 9_999:
        yield Fault("year", "应为四位的年份")
    if notice.edition < 1:
        yield Fault("edition", "应为 1 以上，第一次发放的是 1")
    if not 0 < notice.size.warn <= notice.size.refuse:
        yield Fault("size.warn", "提醒的大小应大于 0，并且不超过不收的大小，请改其中一个")
    for n, track in enumerate(notice.tracks):
        if track.quota.most and track.quota.most < track.quota.least:
            yield Fault(f"tracks[{n}].quota.most", "比最少项数还少，请改其中一个；不限项数填 0")


def _quotas(notice: Notice) -> Faults:
    region = notice.region
    for n, track in enumerate(notice.tracks):
        for place, says in asked.own_quotas(track.quotas, region.knows_sender, region.kinds):
            yield Fault(f"tracks[{n}].quotas{place}", says)


def _dates(notice: Notice) -> Faults:
    if notice.deadline < notice.issued:
        yield Fault("deadline", "早于通知日期，请核对这两个日期")
    if notice.online_deadline and notice.online_deadline < notice.deadline:
        yield Fault("online_deadline", "早于报送截止日期，请核对这两个日期")
    if notice.online_deadline is None and any(track.files_online for track in notice.tracks):
        yield Fault("online_deadline", "有要网上申报的类别，缺少截止日期，请填写")


def _fields(notice: Notice) -> Faults:
    """What enterprises may apply for, of which industries and areas."""
    for place in ("first", "last"):
        if not re.fullmatch(r"\d\d", getattr(notice.scope, place)):
            yield Fault(f"scope.{place}", "应为两位数字的行业大类代码")
    for n, service in enumerate(notice.scope.services):
        if any(not re.fullmatch(r"\d\d", code) for code in service.divisions):
            yield Fault(f"scope.services[{n}].divisions", "每个行业大类代码应为两位数字")
    yield from _doubles("areas[{}].number", [str(area.number) for area in notice.areas])
    for n, area in enumerate(notice.areas):
        if not area.title.strip():
            yield Fault(f"areas[{n}].title", "重点领域要有名称，请填写")


def _region(notice: Notice) -> Faults:
    yield from (Fault(place, says) for place, says in notice.region.faults())
    yield from _doubles("region.cities[{}].code", [city.code for city in notice.region.cities])


def _materials(notice: Notice) -> Faults:
    ids = [material.id for material in notice.materials]
    yield from _doubles("materials[{}].id", ids)
    for n, material in enumerate(notice.materials):
        if not material.title.strip():
            yield Fault(f"materials[{n}].title", "材料要有名称，请填写")
        if material.required and not material.patterns:
            yield Fault(f"materials[{n}].patterns", "必备材料要有认出它的说法，请至少写一个文件名里会有的词")
        if material.within > _MOST_YEARS:
            yield Fault(f"materials[{n}].within", f"最多 {_MOST_YEARS} 年")
        if unknown := [told for told in material.bears if told not in BORNE]:
            known = "、".join(BORNE)
            yield Fault(f"materials[{n}].bears", f"不认识“{'、'.join(unknown)}”，只能是 {known}")
        for key, named in (("part_of", [material.part_of]), ("inside", material.inside)):
            for name in named:
                if name and name not in ids:
                    yield Fault(f"materials[{n}].{key}", f"提到的材料“{name}”不存在，请另选或删去")


def _tracks(notice: Notice) -> Faults:
    if not notice.tracks:
        yield Fault("tracks", "至少要有一个申报类别，请添加")
    for name in ("id", "short", "title"):
        yield from _doubles(f"tracks[{{}}].{name}", [getattr(track, name) for track in notice.tracks])
    for n, track in enumerate(notice.tracks):
        if lost := [key for key in track.about if key not in {column.id for column in track.columns}]:
            yield Fault(f"tracks[{n}].about", f"汇总表里没有“{'、'.join(lost)}”这一列，请另选或删去")
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", track.id):
            yield Fault(f"tracks[{n}].id", "只能用小写字母、数字和下划线，以字母开头")
        if not track.short or re.search(r"[-:：/\\\s]", track.short):
            yield Fault(f"tracks[{n}].short", "不能为空，也不能有空格、冒号、横线和斜线")


def _columns(notice: Notice) -> Faults:
    for n, track in enumerate(notice.tracks):
        place = f"tracks[{n}].columns"
        for key in ("id", "title"):
            yield from _doubles(f"{place}[{{}}].{key}", [getattr(column, key) for column in track.columns])
        for m, column in enumerate(track.columns):
            if not column.id or not column.title.strip():
                yield Fault(f"{place}[{m}].title", "列要有名称，请填写")
            for key, known in (("kind", COLUMN_KINDS), ("filled", COLUMNS_FILLED)):
                if (told := getattr(column, key)) not in known:
                    allowed = "、".join(filter(None, known))
                    yield Fault(f"{place}[{m}].{key}", f"不认识“{told}”，只能是 {allowed}")
        if not any(column.filled == "name" for column in track.columns):
            yield Fault(place, '缺少由程序填写企业名称的一列（filled = "name"），请添加')


def _clauses(notice: Notice) -> Faults:
    for n, track in enumerate(notice.tracks):
        for m, clause in enumerate(track.clauses):
            if clause.about not in TOPICS:
                yield Fault(f"tracks[{n}].clauses[{m}].about", f"应为 {'、'.join(TOPICS)} 之一")
            if not clause.at.strip():
                yield Fault(f"tracks[{n}].clauses[{m}].at", "应写明在通知的第几条")


def _criteria(notice: Notice) -> Faults:
    for n, track in enumerate(notice.tracks):
        place, told = f"tracks[{n}].criteria", track.criteria
        yield from _doubles(f"{place}[{{}}].title", [each.title for each in told])
        if len(told) > _MOST_CRITERIA:
            yield Fault(place, f"最多 {_MOST_CRITERIA} 项，请合并")
        for m, each in enumerate(told):
            if not each.title.strip():
                yield Fault(f"{place}[{m}].title", "评审指标要有名称，请填写")
            if each.most < 1:
                yield Fault(f"{place}[{m}].most", "分值应为 1 以上，请填写")
        if told and (whole := sum(each.most for each in told)) != FULL:
            yield Fault(place, f"各项分值合计应为 {FULL}，现在是 {whole}，请调整")


def _grades(notice: Notice) -> Faults:
    for key, grade in notice.severities.items():
        if grade not in GRADES:
            yield Fault(f"severities.{key}", f"只能是 {'、'.join(GRADES)}")


def _letter(notice: Notice) -> Faults:
    single = ("title", "opening", "closing", "direct_title", "direct_self", "direct_group")
    texts = {f"letter.{name}": getattr(notice.letter, name) for name in single}
    for name in ("body", "attachments", "direct_body"):
        texts |= {f"letter.{name}[{n}]": text for n, text in enumerate(getattr(notice.letter, name))}
    for place, text in texts.items():
        for name in re.findall(r"\{([^}]*)\}", text):
            if name not in PLACEHOLDERS:
                known = "、".join(f"{{{each}}}" for each in PLACEHOLDERS)
                yield Fault(place, f"不认识的填空 {{{name}}}，可以用 {known}")
    vouched = asked.vouched(notice.letter.declarations, notice.letter.paper)
    yield from (Fault(f"letter.{place}", says) for place, says in vouched)


def _exchange(notice: Notice) -> Faults:
    yield from _doubles("exchange[{}]", notice.exchange)
    if len(notice.exchange) > _MOST_KINDS:
        yield Fault("exchange", f"最多 {_MOST_KINDS} 种，请合并")
    for n, each in enumerate(notice.exchange):
        if not 1 <= len(each.strip()) <= _MOST_SIGNS:
            yield Fault(f"exchange[{n}]", f"每种方式 1 至 {_MOST_SIGNS} 个字")


def _examples(notice: Notice) -> Faults:
    for n, example in enumerate(notice.examples):
        kind = {"jpg": "jpeg"}.get(suffix := example.path.rsplit(".", 1)[-1].lower(), suffix)
        if recognise(example.path, kind, notice) != example.role:
            yield Fault(
                f"examples[{n}]",
                f"“{example.path}”没有被认成 {example.role or '（认不出）'}，请改认出材料的说法或这个例子",
            )


def _doubles(place: str, keys: Iterable[str]) -> Faults:
    """`place` with {} for the number of the one that says again what another said."""
    seen = set[str]()
    for n, key in enumerate(keys):
        if key in seen:
            yield Fault(place.format(n), f"“{key}”重复，请改其中一个")
        seen.add(key)
