"""Faulty twins of a sound package: each changes one thing and says by what it must be told."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from app.demo.campaign import Packing
from app.demo.cast import Applicant
from tests.labelled.cast import cast, code_of, person
from tests.labelled.package import File, Package, Told, a
from tests.labelled.papers import rows_of, word_form
from tests.labelled.styles import Desk, below

Fault = Callable[[Desk], Package]
FAULTS: dict[str, Fault] = {}
OF_FORM = ("FORM-01", "NAME-03", "NAME-07")


def fault(make: Fault) -> Fault:
    FAULTS[make.__name__.replace("_", "-")] = make
    return make


def twin(
    d: Desk, kind: str, changed: Mapping[str, File], *awaited: Told, without: tuple[str, ...] = (), **more: object
) -> Package:
    """A sound package of text PDFs with `changed` in it."""
    given = {*changed, *without}
    makers: dict[str, Callable[[], File]] = {
        "申报书.pdf": lambda: a("form", d.sealed_form()), "典型经验材料.pdf": lambda: a("experience", d.text("experience")),
        "证明材料/营业执照.pdf": lambda: a("licence", d.text("licence")), "证明材料/2022年度审计报告.pdf": lambda: a("audit", d.text("audit")),
        "证明材料/质量管理体系认证证书.pdf": lambda: a("certificate", d.text("certificate")), "证明材料/承诺书.pdf": lambda: a("pledge", d.text("pledge")),
    }  # fmt: skip
    files = {path: make() for path, make in makers.items() if path not in given}
    return Package(kind, d.who, {**files, **changed}, packing=more.pop("packing", Packing.ZIP), awaited=awaited, **more)


def other(d: Desk) -> Applicant:
    """Another enterprise, of nothing that this one is."""
    seed = d.chance.randrange(10**9)
    return next(one for one in cast(seed, 6) if one.name[2:4] != d.who.name[2:4] and one.name[:2] != d.who.name[:2])


def called(who: Applicant) -> tuple[str, ...]:
    return (who.name, who.name[2:6])


def form_of(d: Desk, *, scanned: bool, owner: str = "", **changes: object) -> dict[str, File]:
    return {"申报书.pdf": a("form", d.form(owner, **changes) if scanned else d.sealed_form(owner, **changes))}


# -- whose form, whose seal ------------------------------------------------------------------------------
@fault
def seal_of_another_on_a_scan(d: Desk) -> Package:
    them = other(d)
    return twin(d, "seal-of-another-on-a-scan", form_of(d, scanned=True, owner=them.name), Told(("SEAL-02",), (called(them),)))


@fault
def seal_of_another_drawn(d: Desk) -> Package:
    them = other(d)
    return twin(d, "seal-of-another-drawn", form_of(d, scanned=False, owner=them.name), Told(("SEAL-02",), (called(them),)))


@fault
def seal_of_the_mother_company(d: Desk) -> Package:
    owner = f"山东{d.chance.choice(('兴邦', '巨能', '国泰'))}控股集团有限公司"
    return twin(d, "seal-of-the-mother-company", form_of(d, scanned=True, owner=owner), Told(("SEAL-02",), ((owner, owner[2:4]),)))


def _theirs(d: Desk, kind: str, scanned: bool) -> Package:
    them = replace(other(d), track=d.who.track)
    made = form_of(replace(d, who=them), scanned=scanned)
    return twin(d, kind, made, Told((*OF_FORM, "SEAL-02"), (called(them),)))


@fault
def form_of_another(d: Desk) -> Package:
    return _theirs(d, "form-of-another", False)


@fault
def form_of_another_scanned(d: Desk) -> Package:
    return _theirs(d, "form-of-another-scanned", True)


def _headed(d: Desk, kind: str, heading: str, word: str, scanned: bool, **more: object) -> Package:
    return twin(d, kind, form_of(d, scanned=scanned, heading=heading, **more), Told(("FORM-01",), ((word,),)))


@fault
def form_of_the_other_track(d: Desk) -> Package:
    return _headed(d, "form-of-the-other-track", "2023年全国质量标杆", "全国", False)


@fault
def form_of_the_other_track_scanned(d: Desk) -> Package:
    return _headed(d, "form-of-the-other-track-scanned", "2023年全国质量标杆", "全国", True)


@fault
def form_of_last_year(d: Desk) -> Package:
    return _headed(d, "form-of-last-year", "2022年全省质量标杆", "2022", False, year=2022, day="2022年8月12日")


@fault
def form_of_last_year_scanned(d: Desk) -> Package:
    return _headed(d, "form-of-last-year-scanned", "2022年全省质量标杆", "2022", True, year=2022, day="2022年8月12日")


@fault
def form_without_a_seal(d: Desk) -> Package:
    made = d.papers.scan(d.form_pdf(), f"{d.who.code}/bare")
    return twin(d, "form-without-a-seal", {"申报书.pdf": a("form", made)}, Told(("SEAL-01",), (("申报书",),)))


@fault
def form_as_word_alone(d: Desk) -> Package:
    return twin(d, "form-as-word-alone", {"申报书.docx": a("form", word_form(d.who))}, Told(("SEAL-01",), (("申报书",),)), without=("申报书.pdf",))


@fault
def form_in_grey(d: Desk) -> Package:
    return twin(d, "form-in-grey", {"申报书.pdf": a("form", d.form(grey=True))}, Told(("SEAL-01",), (("申报书",),)))


# -- the table says something else -----------------------------------------------------------------------
def _row(d: Desk, kind: str, field: str, value: str, *, scanned: bool = False, checks: tuple[str, ...] = ("FORM-01",)) -> Package:
    return twin(d, kind, form_of(d, scanned=scanned), Told(checks, ((value, str(getattr(d.who, field))),)), row={field: value})


@fault
def table_has_another_code(d: Desk) -> Package:
    return _row(d, "table-has-another-code", "code", code_of(d.chance))


@fault
def table_has_another_code_than_the_scan(d: Desk) -> Package:
    return _row(d, "table-has-another-code-than-the-scan", "code", code_of(d.chance), scanned=True)


@fault
def table_has_another_title(d: Desk) -> Package:
    return _row(d, "table-has-another-title", "experience", f"推行{d.who.product}精益生产的经验")


@fault
def table_has_another_title_than_the_scan(d: Desk) -> Package:
    return _row(d, "table-has-another-title-than-the-scan", "experience", f"推行{d.who.product}精益生产的经验", scanned=True)


@fault
def table_has_another_contact(d: Desk) -> Package:
    return _row(d, "table-has-another-contact", "contact", next(n for n in iter(lambda: person(d.chance), "") if n[0] != d.who.contact[0]))


@fault
def table_has_another_contact_than_the_scan(d: Desk) -> Package:
    name = next(n for n in iter(lambda: person(d.chance), "") if n[0] != d.who.contact[0])
    return _row(d, "table-has-another-contact-than-the-scan", "contact", name, scanned=True)


@fault
def table_has_another_phone(d: Desk) -> Package:
    return _row(d, "table-has-another-phone", "phone", f"18{d.chance.randrange(100_000_000, 999_999_999)}")


@fault
def table_has_another_phone_than_the_scan(d: Desk) -> Package:
    last = str((int(d.who.phone[-1]) + 4) % 10)
    return _row(d, "table-has-another-phone-than-the-scan", "phone", d.who.phone[:-1] + last, scanned=True)


@fault
def table_has_another_area(d: Desk) -> Package:
    area = "2 质量工程技术" if d.who.area[0] != "2" else "3 供应链质量管控"
    return _row(d, "table-has-another-area", "area", area)


@fault
def table_has_a_wrong_code(d: Desk) -> Package:
    last = "0" if d.who.code[-1] != "0" else "1"
    return _row(d, "table-has-a-wrong-code", "code", d.who.code[:-1] + last, checks=("CODE-01",))


@fault
def table_has_a_phone_in_science(d: Desk) -> Package:
    return _row(d, "table-has-a-phone-in-science", "phone", "1.39E+10", checks=("FIELD-02",))


@fault
def table_has_no_area_of_the_notice(d: Desk) -> Package:
    return _row(d, "table-has-no-area-of-the-notice", "area", "9 绿色制造", checks=("AREA-01",))


@fault
def table_has_no_contact(d: Desk) -> Package:
    return twin(d, "table-has-no-contact", {}, Told(("FIELD-01",), (("联系人",),)), row={"contact": ""})


@fault
def table_has_an_industry_out_of_scope(d: Desk) -> Package:
    row = {"industry": "零售业", "division": "52"}
    return twin(d, "table-has-an-industry-out-of-scope", {}, Told(("SCOPE-01",), (("52", "零售业"),)), row=row)


@fault
def table_has_another_industry(d: Desk) -> Package:
    row = {"industry": "食品制造业" if d.who.division != "14" else "纺织业"}
    return twin(d, "table-has-another-industry", {}, Told(("CODE-03",), ((row["industry"], d.who.division),)), row=row)


@fault
def form_has_the_former_name(d: Desk) -> Package:
    former = f"{d.who.name[:2]}旧名{d.who.name[4:]}"
    old = replace(d.who, name=former)
    rows = rows_of(old, d.chance)
    lines = [("申报单位", former), ("典型经验名称", d.who.experience), ("重点领域", d.who.area), ("填报日期", "2023年8月15日")]
    made = form_of(d, scanned=False, rows=rows, **{"cover-lines": lines, "name": former})
    return twin(d, "form-has-the-former-name", made, Told(OF_FORM, ((former,),)))


@fault
def form_with_empty_fields(d: Desk) -> Package:
    rows = [(label, "" if label in ("联系人", "典型经验名称", "经验名称") else value) for label, value in _rows(d)]
    lines = [("申报单位", d.who.name), ("典型经验名称", ""), ("重点领域", d.who.area), ("填报日期", "")]
    made = form_of(d, scanned=False, rows=rows, **{"cover-lines": lines})
    return twin(d, "form-with-empty-fields", made, Told(("FORM-02",), (("联系人", "典型经验名称"),)))


@fault
def two_forms_that_differ(d: Desk) -> Package:
    changed = {
        "申报书.pdf": a("form", d.sealed_form()),
        "申报书（修改稿）.pdf": a("form", d.sealed_form(rows=[(k, "另一项经验的名称" if "经验名称" in k else v) for k, v in _rows(d)])),
    }
    return twin(d, "two-forms-that-differ", changed, Told(("MAT-05", "FORM-01", "FORM-03"), (("申报书",), ("修改稿", "另一项"))))


def _rows(d: Desk) -> list[tuple[str, str]]:
    return list(map(tuple, rows_of(d.who, random.Random(f"form/{d.who.code}"))))


@fault
def brackets_of_two_kinds(d: Desk) -> Package:
    who = replace(d.who, name=f"{d.who.name[:4]}（集团）有限责任公司")
    d = replace(d, who=who)
    return twin(d, "brackets-of-two-kinds", {}, Told(("NAME-02", "NAME-01"), (("集团",),)), row={"name": who.name.replace("（", "(").replace("）", ")")})


__all__ = ["FAULTS", "File", "below", "fault", "twin"]
