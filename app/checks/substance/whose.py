"""Whose the materials are: whom they speak of, and what code the licence bears."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Answers, Need, NotLooked, Sides, check
from app.checks.enterprise.code import code_fault, plain_code
from app.checks.substance.said import by, joined, read, unread
from app.model.documents.form import form_key
from app.model.documents.part import Ranges
from app.model.documents.words import Words
from app.model.finding import Finding, Grade, Trait
from app.model.names import normalise_name
from app.notices.notice import Material

# Who issues, certifies, tests, recommends, lends or buys: spoken of, but no applicant.
_OTHERS = re.compile(
    r"局|委员会|政府|协会|学会|联合会|商会|大学|学院|学校|事务所|银行|认证|检测|检验|质检|计量|审计|评估|监督|工信|质协"
    r"|标准化|出版|保险|税务|法院|公证|知识产权|专利|商标|中心$|研究[院所]$|[部厅会]$"
)
_ENDING = re.compile(r"(?:集团)?(?:股份)?(?:有限)?(?:责任)?(?:总?公司|集团|总?厂)$")
_LEAST_TOLD = 2  # times another is spoken of
_COVER = 200  # characters in which a document says whose it is
_RATIO = 8  # how much more of another than of itself


@dataclass(frozen=True, slots=True)
class _Other:
    name: str
    times: int


@check(
    "EXP-02", "典型经验说的是本企业", Grade.LOOK, Trait.AUTHENTIC, needs=Need.FILES,
    clause="experience", asks="换成写本企业经验的典型经验材料",
    answers=Answers("说的是本企业", ("说的是本企业，用的是简称", "说的是本企业，提到的是客户或供应商")),
)
def of_itself(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """典型经验材料里从头到尾说的是另一家企业、没有提到申报企业的，可能是放错了包或照抄的。"""
    for material in case.notice.written:
        files = case.having(material.id)
        for filed, said in read(case, files, material.id):
            if other := _other_spoken_of(case, said):
                yield filed.finding_as(
                    material,
                    f"{filed.shown_as(material)}里说的是“{other.name}”（{by(said)} {other.times} 次），"
                    f"没有说到“{case.enterprise.name}”",
                    "请打开看是不是放错了别家的材料；是的，请企业补交自己的；确是本企业的（如用了简称），写明理由",
                )
        yield from unread(case, files, material.id)


@check(
    "NAME-07", "材料是本企业的", Grade.LOOK, Trait.AUTHENTIC, needs=Need.FILES,
    clause="materials", asks="换成本企业的材料",
    answers=Answers("是本企业的", ("是本企业的，用的是曾用名", "是本企业的，识别有误")),
)
def its_own(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """申报书、营业执照、审计报告上通篇写着另一家企业、没有申报企业名称的，可能放错了包。"""
    told: set[tuple[str, Ranges]] = set()
    for material in case.notice.bearing("name"):
        files = [filed for filed in case.files if filed.serves(material.id)]
        files = [filed for filed in files if not _names_itself(case, filed, material)]
        for filed, said in read(case, files, material.id):
            place = filed.key, filed.pages_as(material.id)
            other = None if place in told else _other_spoken_of(case, said)
            if other:
                told.add(place)
                yield filed.finding_as(
                    material,
                    f"{filed.shown_as(material)}上写的是“{other.name}”，没有{by(said)}“{case.enterprise.name}”",
                    "请打开看是不是放错了别家的材料；是的，请企业补交自己的；确是本企业的（如曾用名），写明理由",
                )
        yield from unread(case, files, material.id)


@check(
    "CODE-04", "营业执照的代码与汇总表一致", Grade.LOOK, Trait.AUTHENTIC, needs=Need.FILES,
    clause="table", asks="对照营业执照，把汇总表的代码改正，或换上现行的营业执照",
    sides=Sides("营业执照与汇总表的代码不一致", "营业执照", "汇总表"),
    answers=Answers("汇总表没有写错", ("汇总表的代码是对的，营业执照换过", "汇总表的代码是对的，识别有误")),
)
def same_as_licence(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """营业执照上读到的统一社会信用代码（两道校验码都对的）应与汇总表一致。"""
    columns = [column.id for column in case.rules.columns if column.kind == "code"]
    cells = {plain_code(text) for column in columns if (text := case.cell(column))}
    if not cells or any(code_fault(cell) for cell in cells):
        return  # CODE-01 tells that
    for material in case.notice.bearing("code"):
        files = [filed for filed in case.files if filed.serves(material.id)]
        bearing = [(filed, codes) for filed in files if (codes := _codes(case, filed, material))]
        for filed, codes in bearing:
            if not cells & set(codes):
                listed = min(cells)
                yield replace(
                    filed.finding_as(
                        material,
                        f"{filed.shown_as(material)}上的统一社会信用代码是“{codes[0]}”，汇总表是“{listed}”",
                        f"请打开{material.title}对照：汇总表写错的，改正；放错了别家的，请企业补交；都没有错的，写明理由",
                    ),
                    compare=(codes[0], listed),
                )
        if not bearing:
            waiting = [filed for filed in files if case.read_as(filed, material.id) is None]
            yield from unread(case, waiting, material.id)


def _codes(case: EnterpriseCase, filed: Filed, material: Material) -> tuple[str, ...]:
    """The sound codes it bears, as read for the table first, then anywhere on it."""
    facts, said = case.read_as(filed, material.id), case.words_as(filed, material.id)
    found = [facts.fields["code"].text] if facts and "code" in facts.fields else []
    found += said.codes if said else ()
    return tuple(dict.fromkeys(code for each in found if not code_fault(code := plain_code(each))))


def _names_itself(case: EnterpriseCase, filed: Filed, material: Material) -> bool:
    """Whether a name was read out of its fields: NAME-03 compares that one."""
    facts = case.batch.forms.get(form_key(filed.member.sha256, filed.pages_as(material.id)))
    return facts is not None and "name" in facts.fields


# -- whom it speaks of -----------------------------------------------------------------------------
def _other_spoken_of(case: EnterpriseCase, said: Words) -> _Other | None:
    """Another enterprise that a document is about, where it hardly speaks of the one that hands it in."""
    own = {normalise_name(case.enterprise.name), normalise_name(case.cell("name"))} - {""}
    brands = {brand for name in own if (brand := _brand(case, name))}
    text = normalise_name(joined(said.text))
    counted = [(normalise_name(name), name, times) for name, times in said.names.items()]
    mine = sum(times for plain, _, times in counted if _is_own(plain, own, brands))
    mine += sum(text.count(brand) for brand in brands) if not mine else 0
    others = [
        _Other(name, times) for plain, name, times in counted
        if not _OTHERS.search(name) and not _is_own(plain, own, brands)
    ]  # fmt: skip
    if not others:
        return None
    other = max(others, key=lambda one: one.times)
    is_told = other.times >= _LEAST_TOLD or normalise_name(other.name) in text[:_COVER]
    return other if is_told and mine * _RATIO <= other.times and mine < _LEAST_TOLD else None


def _is_own(plain: str, own: set[str], brands: set[str]) -> bool:
    """The enterprise itself, a name that holds its own, or one of its brand (集团、子公司)."""
    return any(plain in name or name in plain for name in own) or any(brand in plain for brand in brands)


def _brand(case: EnterpriseCase, name: str) -> str:
    """字号: 济南试制机床有限公司 → 试制; "" where nothing is left."""
    region = case.notice.region
    cities = (part for city in region.cities for part in (city.name, city.spoken))
    bare = _ENDING.sub("", re.sub(r"\(.*?\)", "", name))
    for place in ("中国", region.name, region.short, *cities):
        bare = bare.removeprefix(place)
    return bare[:2] if len(bare) >= 2 else ""
