"""Batches with one fault of substance each: what a document says, or whose it is."""

from __future__ import annotations

from dataclasses import replace

from app.model.awarded import Award
from app.model.batch import Batch
from app.model.documents.form import FieldFound, FormFacts
from app.model.documents.words import PageState, PageWords, Words
from app.model.finding import Grade
from app.model.source import Member
from tests.checks.cases import (
    Bad,
    a_batch,
    a_code,
    a_member,
    applied,
    pieces,
    read_forms,
    said_words,
    with_awards,
)

SHOULD, LOOK = Grade.SHOULD, Grade.LOOK
NAME = "济南试制机床有限公司"
OTHER = "青岛别家机床有限公司"
EXPERIENCE, LICENCE, AUDIT, FORM = "典型经验材料.docx", "证明材料/营业执照.jpg", "证明材料/审计报告.pdf", "申报书.pdf"
TEMPLATE = ("请在此填写企业概况", "（请简述主要做法，不超过2000字）")


def member_of(batch: Batch, path: str) -> Member:
    return next(m for source in batch.sources.values() for m in source.members if m.path == path)


def saying(path: str, batch: Batch | None = None, **said: object) -> Batch:
    """A faultless batch of which one document says something else."""
    batch = batch or a_batch(applied())
    member = member_of(batch, path)
    return batch.with_words({member.sha256: replace(batch.words[member.sha256], **said)})  # type: ignore[arg-type]


def bound(path: str, kind: str, text: str, length: int = 200, **said: object) -> Batch:
    """With one more piece of evidence."""
    extra = a_member(path, kind=kind)
    batch = a_batch(applied(extra=[extra]))
    return batch.with_words({extra.sha256: Words(text=text, length=length, **said)})  # type: ignore[arg-type]


def in_form(batch: Batch, path: str = FORM, *, is_recognised: bool = False, **fields: str) -> Batch:
    facts = {key: FieldFound(text, 1, is_recognised) for key, text in fields.items()}
    return batch.with_forms({member_of(batch, path).sha256: FormFacts(facts)})


def two_forms(*, is_recognised: bool = False, **differs: str) -> Batch:
    one = applied(extra=[a_member("申报书.docx")])
    batch = a_batch(one).with_forms(read_forms(one, code=a_code(), experience="零缺陷管理的经验"))
    said = {"name": NAME, "code": a_code(), "experience": "零缺陷管理的经验", **differs}
    return in_form(batch, "申报书.docx", is_recognised=is_recognised, **said)


def only_note() -> Batch:
    members = [m for m in pieces(NAME) if "证明" not in m.path and "承诺" not in m.path]
    note = a_member("证明材料/说明.docx")
    one = applied(members=[*members, note])
    return a_batch(one).with_words({**said_words(one), note.sha256: Words(text="证明材料后补。", length=6)})


def same_bytes(*paths: str) -> Batch:
    kept = [m for m in pieces(NAME) if m.path not in paths]
    return a_batch(applied(members=[*kept, *(a_member(path, content="同") for path in paths)]))


def titled(title: str) -> Batch:
    return saying(EXPERIENCE, pages=(PageWords(1, title, title),))


def awarded(year: int, name: str = NAME, code: str = "") -> Batch:
    return with_awards(a_batch(applied()), Award(year, name, code, "全国质量标杆", f"{year}年全国质量标杆名单"))


PICTURE = Words(pages=(PageWords(1, state=PageState.PICTURE),), count=1)
BAD = (
    Bad("EXP-01", saying(EXPERIENCE, gaps=TEMPLATE[:1]), LOOK, "还有没填的地方：“请在此填写企业概况”"),
    Bad("EXP-01", saying(EXPERIENCE, text="一、概况" + TEMPLATE[1], length=24), LOOK, "还有没填的地方：“（请简述主要做法"),
    Bad("EXP-01", saying(EXPERIENCE, gaps=("×××", "____", "XX年"), length=90), LOOK, "还有没填的地方"),
    Bad("EXP-01", saying(EXPERIENCE, text="典型经验", length=4), LOOK, "几乎没有文字"),
    Bad("EXP-01", saying(EXPERIENCE, length=320), LOOK, "只有 320 个字左右"),
    Bad("EXP-02", saying(EXPERIENCE, names={OTHER: 6}, text=""), LOOK, f"说的是“{OTHER}”"),
    Bad("EXP-02", saying(EXPERIENCE, names={OTHER: 1}, text=f"基于大数据的质量管理经验{OTHER}"), LOOK, OTHER),
    Bad("EXP-02", saying(EXPERIENCE, names={OTHER: 9, NAME: 1}, text=""), LOOK, OTHER),
    Bad("EXP-03", titled("2022年全国质量标杆典型经验材料"), LOOK, "这次申报的是2023年"),
    Bad("EXP-03", titled("2023年全省质量标杆典型经验材料"), LOOK, "这次申报的是2023年全国质量标杆"),
    Bad("NAME-07", in_form(saying(FORM, names={OTHER: 4}, text="")), LOOK, f"上写的是“{OTHER}”"),
    Bad("NAME-07", saying(AUDIT, names={OTHER: 4, "某某会计师事务所": 9}, text=""), LOOK, OTHER),
    Bad("CODE-03", a_batch(applied(industry="汽车制造业")), LOOK, "属于“36 汽车制造业”"),
    Bad("CODE-03", a_batch(applied(industry="C38 电机")), LOOK, "属于“38 电气机械和器材制造业”"),
    Bad("CODE-03", a_batch(applied(division="34 汽车制造业")), LOOK, "行业代码一格里的名称"),
    Bad("CODE-03", in_form(a_batch(applied()), name=NAME, division="27"), LOOK, "申报书里的行业代码是“27”"),
    Bad("CODE-04", saying(LICENCE, codes=(a_code(7),)), LOOK, "营业执照.jpg"),
    Bad("CODE-04", in_form(saying(LICENCE, codes=()), LICENCE, code=a_code(7)), LOOK, "汇总表是"),
    Bad("FORM-03", two_forms(code=a_code(7)), LOOK, "统一社会信用代码不一样"),
    Bad("FORM-03", two_forms(experience="精益生产的经验"), LOOK, "典型经验名称不一样"),
    Bad("FORM-03", two_forms(is_recognised=True, experience="基于大数据的供应链质量管控"), LOOK, "典型经验名称不一样"),
    Bad("MAT-07", same_bytes(FORM, EXPERIENCE), LOOK, "是同一个文件，却分别当作"),
    Bad("MAT-07", same_bytes(LICENCE, AUDIT), LOOK, "营业执照"),
    Bad("PROOF-01", only_note(), LOOK, "此外没有别的证明材料"),
    Bad("PROOF-01", bound("证明材料/专利说明.docx", "docx", "专利证书见附件。", 7), SHOULD, "只有一两句话"),
    Bad("PROOF-01", a_batch(applied(extra=[a_member("证明材料/说明.txt", kind="text", size=60)])), SHOULD, "只有一两句话"),
    Bad("PROOF-01", bound("证明材料/体系证书.pdf", "pdf", "有效期：2019年3月1日至 2022 年 2 月 28 日"), LOOK, "2022年2月28日"),
    Bad("PROOF-01", bound("证明材料/高新证书.pdf", "pdf", "发证时间：2018年8月16日 有效期：三年"), LOOK, "2021年8月16日"),
    Bad("PROOF-01", saying(AUDIT, years={"2018": 9, "2019": 2}), LOOK, "是 2019 年的"),
    Bad("PROOF-01", saying(AUDIT, text="2020年度财务报表审计报告", years={"2021": 9}), LOOK, "是 2020 年的"),
    Bad("DUP-03", awarded(2021), LOOK, "名单“2021年全国质量标杆名单”里，这家企业已在 2021 年获评"),
    Bad("DUP-03", awarded(2020, "济南机床厂", a_code()), LOOK, "名单上叫“济南机床厂”"),
)
