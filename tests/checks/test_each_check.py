"""Every check of a batch has one that passes it and at least one that fails it, with the grade it must have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.checks.cases import BatchCase, EnterpriseCase, TrackCase
from app.checks.run import catalogue
from app.checks.words import shown
from app.model.batch import Batch
from app.model.correction import Correction, Point
from app.model.documents.form import FieldFound, FormFacts
from app.model.documents.letter import LetterFacts
from app.model.documents.pages import Pages, SealFacts, Seals, Seen
from app.model.documents.words import PageWords, Words
from app.model.finding import Grade, State
from app.model.source import Container, Fault, PdfFacts, Trouble
from app.notices.asked.quotas import OwnQuota
from tests.checks.cases import (
    DIRECT,
    FURTHER,
    IN_TIME,
    LETTER,
    SEALED,
    Bad,
    a_batch,
    a_code,
    a_letter,
    a_member,
    a_source,
    applied,
    bearing,
    found,
    ill_said,
    notice_2023,
    office,
    pieces,
    read_forms,
    report,
    with_awards,
    with_letter,
)
from tests.checks.substance_cases import BAD as OF_SUBSTANCE

MUST, SHOULD, LOOK = Grade.MUST, Grade.SHOULD, Grade.LOOK
NAME = "济南试制机床有限公司"
PROVINCIAL = "provincial"
BATCH_KINDS = (EnterpriseCase, TrackCase, BatchCase)
OF_BATCH = [rule for kind in BATCH_KINDS for rule in catalogue()[kind]]


def spoilt(fault: Fault, path: str = "") -> Batch:
    return a_batch(applied(source=a_source(f"{NAME}.zip", pieces(NAME), troubles=[Trouble(fault, path)])))


def without(*words: str) -> Batch:
    return a_batch(applied(members=[m for m in pieces(NAME) if not any(word in m.path for word in words)]))


def having(*extra: object) -> Batch:
    return a_batch(applied(extra=extra))  # type: ignore[arg-type]


def sized(size: int) -> Batch:
    return a_batch(applied(members=[*pieces(NAME), a_member("证明材料/视频.mp4", size=size - 5000)]))


def pdf(*answers: str, bad: tuple[int, ...] = ()) -> Batch:
    return having(a_member("证明材料/专利.pdf", pdf=PdfFacts(answers[0], answers[1], 9, bad)))


def pages(**facts: object) -> Batch:
    """One PDF whose pages, or what acts in it, are as told."""
    return having(a_member("证明材料/专利.pdf", pdf=PdfFacts("ok", "ok", 9, examined=True, **facts)))  # type: ignore[arg-type]


def twice(**fields: str) -> Batch:
    return a_batch(applied(), applied(number=2, **fields))


def named_in_form(name: str) -> Batch:
    return a_batch(applied()).with_forms(read_forms(applied(), name=name))


def said_in_form(**said: str) -> Batch:
    return a_batch(applied()).with_forms(read_forms(applied(), **said))


def a_form(facts: FormFacts, *printed: str) -> Batch:
    """What was read of the form, and the numbers printed on its pages."""
    (key,) = read_forms(applied())
    batch = a_batch(applied()).with_forms({key: facts})
    words = Words(tuple(PageWords(n, printed=number) for n, number in enumerate(printed, 1)), len(printed))
    return batch.with_words({key: words}) if printed else batch


def titled(title: str, **told: bool) -> Batch:
    return a_form(FormFacts({"name": FieldFound(NAME, 1)}, title=FieldFound(title, 1, **told)))


NAMED = FormFacts({"name": FieldFound(NAME, 1)})
SCANNED = FormFacts({"name": FieldFound(NAME, 1, is_recognised=True)})


def sealed(*pages: SealFacts, state: str = "looked", letters: bool = False) -> Batch:
    """What was seen on the form, or with `letters` on the letter; the other is sealed."""
    seals = Seals(pages, state)
    good, spoilt_one = a_batch(applied()), a_batch(applied(), seals=seals)
    others = {key: good.seals[key] for key in good.seals if (key == LETTER) is not letters}
    return spoilt_one.with_seals(others)


def says(name: str, score: float = 0.99, *, letters: bool = False) -> Batch:
    """The form's, or with `letters` the letter's seal is read so."""
    return sealed(*bearing(SEALED, name, score).pages, letters=letters)


def seen(path: str = "申报书.pdf", **told: object) -> Batch:
    """What one file's scanned pages look like."""
    batch = a_batch(applied())
    (member,) = (m for source in batch.sources.values() for m in source.members if m.path == path)
    return batch.with_pages({member.sha256: Pages(**told)})  # type: ignore[arg-type]


def letter_read(*names: str, is_recognised: bool = False) -> Batch:
    """Two enterprises are listed; these names stand in the letter's scan."""
    batch = a_batch(applied(), applied("济南二厂", number=2))
    facts = LetterFacts(("1\n2\n3", "\n".join(("企业名称", *names))) if names else (), is_recognised)
    attached = with_letter(batch, a_letter(batch.listed("national"), text=""))
    return replace(attached, letter_facts={LETTER: facts})


def returned(enterprise: str) -> Batch:
    point = Point("MAT-01", "must", "缺申报书", "请补交", track="national" if enterprise else "", enterprise=enterprise)
    asked = Correction(1, "2023-370100-1", "2023", "", "", "2023-08-29", "", "", (point,))
    return replace(a_batch(applied()), correction=asked)


NOTHING, GREY = SealFacts(Seen.NOT_SEEN, 1), SealFacts(Seen.GREY, 2)
LIKE = SealFacts(Seen.NOT_SEEN, 3, 0.6, 0.4, 0.2, 0.14, 42.0, 0.4)
FORM_DOCX = tuple(replace(m, path="申报书.docx", kind="docx", pdf=None) if "申报书" in m.path else m for m in pieces(NAME))
GOOD = with_awards(a_batch(applied(), applied("济南样例电子厂", number=2, track=PROVINCIAL)))
NESTED = a_member("证明材料/证书.zip")
BAD = (
    Bad("PACK-01", spoilt(Fault.UNREADABLE), MUST, "打不开"),
    Bad("PACK-01", spoilt(Fault.UNREADABLE, "内/证书.zip"), MUST, "内/证书.zip"),
    Bad("PACK-01", a_batch(applied(source=a_source(f"{NAME}.7z.001", container=Container.SEVENZ, troubles=[
        Trouble(Fault.UNREADABLE, detail="分卷压缩，请合成一个压缩包")]))), MUST, "只是分卷压缩的一卷"),
    Bad("PACK-06", a_batch(applied(source=a_source(f"{NAME}.zip", pieces(NAME), troubles=[
        Trouble(Fault.BOMB, "零.bin", "解开后超过原来的 200 倍")]))), MUST, "解到“零.bin”就停下了：解开后超过"),
    Bad("PDF-01", pdf("ok", "ok", bad=(*range(1, 10), 11, 12)), LOOK, "11 页等 11 页读"),
    Bad("PACK-02", spoilt(Fault.PASSWORD), MUST, "密码"),
    Bad("PACK-02", a_batch(applied(source=a_source(f"{NAME}.zip", pieces(NAME), troubles=[
        Trouble(Fault.PASSWORD, member.path) for member in pieces(NAME)]))), MUST, f"整个压缩包“{NAME}.zip”要输入密码"),
    Bad("PACK-03", spoilt(Fault.CRC, "申报书.pdf"), MUST, "与打包时不一样"),
    Bad("PACK-03", spoilt(Fault.SIZE, "申报书.pdf"), MUST, "大小"),
    Bad("PACK-04", a_batch(applied(source=a_source(f"{NAME}.zip", pieces(NAME), container=Container.RAR))),
        SHOULD, "rar"),
    Bad("PACK-04", having(a_member("证明材料/奖状.pdf", kind="jpeg")), SHOULD, "JPEG"),
    Bad("PACK-04", having(a_member("证明材料/奖状.jpg", kind="unknown")), SHOULD, "不是这种格式"),
    Bad("PACK-05", having(NESTED), LOOK, "没有看到"),
    Bad("PACK-05", having(NESTED, a_member("专利.pdf", within=NESTED.path)), LOOK, "已看过"),
    *(Bad("PACK-06", spoilt(fault, "x"), MUST, "不安全")
      for fault in (Fault.TRAVERSAL, Fault.LINK, Fault.OVERLAP, Fault.BOMB, Fault.STUCK)),
    Bad("PACK-07", spoilt(Fault.METHOD, "申报书.pdf"), LOOK, "无法检查"),
    Bad("PACK-08", having(*(a_member(f"证明材料/{n}.jpg", uncertain_name=True) for n in range(7))), LOOK,
        "等 7 个"),
    Bad("SIZE-01", sized(524_288_001), MUST, "多出 1 字节"),
    Bad("SIZE-01", sized(530_288_000), MUST, "多出 6.0 MB"),
    Bad("SIZE-01", sized(500_000_001), SHOULD, "多出 1 字节"),
    Bad("SIZE-01", a_batch(applied(source=a_source(f"{NAME}.7z", [*pieces(NAME), a_member("视频.mp4", size=10**9)],
                                                   container=Container.SEVENZ, size=10**8))), SHOULD, "可能超过"),
    Bad("MAT-01", without("申报书"), MUST, "没有找到申报书"),
    Bad("MAT-02", without("经验"), MUST, "没有找到典型经验材料"),
    Bad("MAT-03", without("证明", "承诺"), MUST, "没有找到证明材料"),
    *(Bad(f"MAT-0{n}", a_batch(applied(source=a_source(f"{NAME}.7z", container=Container.SEVENZ,
                                                       troubles=[Trouble(Fault.METHOD)]))), LOOK, "看不到里面")
      for n in (1, 2, 3)),
    Bad("MAT-06", replace(a_batch(applied()), notice=FURTHER), MUST, "没有找到视频材料"),
    Bad("MAT-06", replace(a_batch(applied(source=a_source(f"{NAME}.7z", container=Container.SEVENZ,
                                                          troubles=[Trouble(Fault.METHOD)]))), notice=FURTHER),
        LOOK, "看不到里面"),
    Bad("MAT-04", without("营业执照"), SHOULD, "可能已包含在申报书里"),
    Bad("MAT-04", without("营业执照", "审计"), SHOULD, "没有单独看到", times=2),
    Bad("MAT-05", having(a_member("扫描件0003.pdf"), a_member("未命名.docx")), LOOK, "认不出", times=2),
    Bad("MAT-05", having(*(a_member(f"扫描/{n}.pdf") for n in range(9))), LOOK, "“扫描”里有 9 个文件认不出"),
    Bad("MAT-05", having(a_member("申报书（改）.pdf")), LOOK, "现有 2 份"),
    Bad("MAT-05", having(a_member("申报书（改）.pdf"), a_member("申报书.docx")), LOOK, "现有 3 份"),
    Bad("PDF-01", pdf("failed", "failed"), MUST, "打不开"),
    Bad("PDF-01", pdf("failed", "stuck"), MUST, "打不开"),
    Bad("PDF-01", pdf("stuck", "stuck"), LOOK, "看到一半停住了"),
    Bad("PDF-01", having(a_member("证明材料/专利.pdf", kind="unknown")), MUST, "不是 PDF"),
    Bad("PDF-01", having(a_member("证明材料/专利.pdf", kind="html")), MUST, "里面是网页"),
    Bad("PDF-01", pdf("ok", "failed"), LOOK, "另一种打不开"),
    Bad("PDF-01", pdf("ok", "ok", bad=(4, 7)), LOOK, "第 4、7 页"),
    Bad("PDF-01", pages(damaged=(3, 5), damaged_parts=("font",)), LOOK, "第 3、5 页里损坏了：字体"),
    Bad("PDF-02", pdf("password", "password"), MUST, "密码"),
    Bad("PDF-02", pdf("password", "failed"), MUST, "密码"),
    *(Bad("PDF-03", pages(**{fault: (2, 5)}), SHOULD, f"第 2、5 页{says}") for fault, says in (
        ("blank", "是空白页"), ("turned", "的文字是倒的"), ("coarse", "扫描得太粗"), ("odd", "大小不合常理"))),
    Bad("PDF-03", pages(blank=(1,), coarse=(1,)), SHOULD, "第 1 页", times=2),
    *(Bad("PDF-03", seen(**{fault: (1,)}), SHOULD, f"“申报书.pdf”第 1 页看起来是{says}") for fault, says in (
        ("blank", "空白页"), ("upside_down", "倒的"), ("sideways", "横着的"))),
    Bad("PDF-03", seen("证明材料/营业执照.jpg", upside_down=(1,)), SHOULD, "“证明材料/营业执照.jpg”看起来是倒的"),
    Bad("PDF-03", seen(blank=(2, 4), sideways=(3,)), SHOULD, "页看起来是", times=2),
    Bad("PDF-03", seen(state="stuck"), SHOULD, "看到一半停住了"),
    Bad("PDF-04", pages(acts=("script",)), LOOK, "脚本"),
    Bad("PDF-04", pages(acts=("attached", "launch")), LOOK, "附件、会启动别的程序"),
    Bad("FILE-01", having(a_member("证明材料/专利.jpg", size=0)), MUST, "0 字节"),
    Bad("FILE-01", having(*(a_member(f"图/{n}.jpg", size=0) for n in range(900))), MUST, "900 个空文件"),
    Bad("FILE-02", having(*(a_member(f"网页/{n}.js") for n in range(900))), MUST, "900 个程序"),
    Bad("FILE-02", having(a_member("证明材料/查看.exe")), MUST, "程序"),
    Bad("FILE-02", having(a_member("证明材料/专利\u202efdp.exe")), MUST, "\N{REPLACEMENT CHARACTER}fdp.exe"),
    Bad("FILE-02", having(a_member("证明材料/专利.pdf.scr", kind="unknown")), MUST, "两个扩展名"),
    Bad("FILE-02", having(a_member("证明材料/专利.pdf", kind="exe")), MUST, "内容却是程序"),
    Bad("FILE-02", having(a_member("证明材料/专利.lnk", kind="lnk")), MUST, "快捷方式"),
    Bad("FILE-03", having(office("证明材料/计算.xlsx", macros=True)), LOOK, "宏"),
    Bad("FILE-03", having(office("证明材料/计算.xlsx", encrypted=True)), MUST, "密码"),
    Bad("FILE-04", a_batch(applied(source=a_source(f"{NAME}.zip", pieces(NAME), left_out=["图/Thumbs.db"]))),
        SHOULD, "Thumbs.db"),
    Bad("FILE-05", a_batch(applied(source=a_source(f"{NAME}.zip", pieces(NAME), left_out=["奖状"]))), LOOK, "奖状"),
    Bad("NAME-01", a_batch(applied(source=a_source("1申报材料(最终).zip", pieces(NAME)))), SHOULD, "最终"),
    Bad("NAME-02", a_batch(applied("济南（中）机床有限公司", name="济南(中)机床有限公司")), MUST, "括号不同"),
    Bad("NAME-02", a_batch(applied(name="济南试制机床有限责任公司")), MUST, "有限责任公司"),
    Bad("NAME-03", named_in_form("济南试制机床有限责任公司"), LOOK, "有限责任公司"),
    Bad("NAME-04", a_batch(applied("济南A/B机床有限公司")), MUST, "“/”"),
    Bad("NAME-04", a_batch(applied("某" * 60 + "公司")), MUST, "66"),
    Bad("NAME-04", a_batch(applied("济南ABC公司"), applied("济南abc公司", number=2)), MUST, "同一个名称", times=2),
    Bad("NAME-04", a_batch(applied("济南𠮷利机床有限公司")), LOOK, "生僻字"),
    Bad("NAME-04", having(a_member("证明材料/a:b.jpg")), LOOK, "“:”"),
    Bad("NAME-04", having(a_member("证明材料/A.jpg"), a_member("证明材料/a.jpg")), LOOK, "互相覆盖"),
    Bad("NAME-05", a_batch(applied("济南机床二部资料")), LOOK, "不像企业全称"),
    Bad("NAME-06", a_batch(applied(confirmed=False)), LOOK, "企业全称尚未核对"),
    Bad("CODE-01", a_batch(applied(code="")), MUST, "没有填写"),
    Bad("CODE-01", a_batch(applied(code="913700007456765903")), MUST, "最后一位校验码"),
    Bad("CODE-02", a_batch(applied(code=a_code(kind="92"))), LOOK, "不是企业的代码"),
    Bad("CODE-02", a_batch(applied(code="9144030071526726XG")), LOOK, "外省"),
    Bad("CODE-02", a_batch(applied(code=a_code(region="370700"))), LOOK, "潍坊市"),
    Bad("SCOPE-01", a_batch(applied(division="01")), LOOK, "不在通知的申报范围内"),
    Bad("SCOPE-01", a_batch(applied(division="M75")), LOOK, "由人判断"),
    Bad("SCOPE-01", a_batch(applied(division="机床")), LOOK, "不是国民经济行业分类"),
    Bad("AREA-01", a_batch(applied(area="")), MUST, "没有填写"),
    Bad("AREA-01", a_batch(applied(area="绿色制造")), MUST, "对不上"),
    Bad("FIELD-01", a_batch(applied(contact="", phone="")), MUST, "缺 2 格：联系人、联系电话"),
    Bad("FIELD-02", a_batch(applied(phone="1380013800")), SHOULD, "格式不对"),
    Bad("FIELD-02", a_batch(applied(phone="1.38E+10")), SHOULD, "科学计数法"),
    Bad("FIELD-02", a_batch(applied(phone="１３８００１３８０００")), SHOULD, "全角"),
    Bad("FIELD-02", a_batch(applied(email="zhang@")), SHOULD, "格式不对"),
    Bad("QUOTA-01", a_batch(*(applied(f"济南第{n}机床厂", number=n) for n in (1, 2, 3))), MUST, "多出 1 项"),
    Bad("QUOTA-01", with_letter(GOOD.without_enterprise("e1national"), a_letter([NAME])), MUST, "没有一家企业"),
    Bad("ORDER-01", a_batch(applied(order="1"), applied("济南二厂", number=2, order="3")), SHOULD, "缺少：2"),
    Bad("ORDER-01", a_batch(applied(order="1"), applied("济南二厂", number=2, order="1")), SHOULD, "重复：1"),
    Bad("ORDER-01", a_batch(applied(order="1"), applied("济南二厂", number=2)), SHOULD, "没有填的：“济南二厂”"),
    Bad("ORDER-01", a_batch(applied(order="2"), applied("济南二厂", number=2, order="1")), SHOULD, "次序不同"),
    Bad("DUP-01", a_batch(applied(), applied("济南二厂", number=2, code=a_code(1))), MUST, "代码相同"),
    Bad("DUP-01", a_batch(applied("济南（中）公司"), applied("济南 (中)公司", number=2)), MUST, "名称相同"),
    Bad("DUP-02", a_batch(
        applied(extra=[a_member("证明材料/奖.pdf", content="同")]),
        applied("济南样例电子厂", number=2, track=PROVINCIAL, extra=[a_member("证明材料/荣誉.pdf", content="同")]),
    ), LOOK, "一模一样"),
    Bad("DUP-03", a_batch(applied(), applied(track=PROVINCIAL)), LOOK, "同时申报"),
    Bad("DATE-01", GOOD, SHOULD, "晚了 1 天", today=date(2023, 9, 1)),
    Bad("FORM-01", said_in_form(code=a_code(2)), LOOK, "里读到的统一社会信用代码是"),
    Bad("FORM-01", said_in_form(experience="精益生产的经验"), LOOK, "典型经验名称是“精益生产的经验”，汇总表是“零缺陷管理的经验”"),
    Bad("FORM-01", said_in_form(area="4 数字化融合"), LOOK, "重点领域是“4 数字化融合”"),
    Bad("FORM-01", said_in_form(contact="李四", phone="13900139000"), LOOK, "里读到的联系", times=2),
    Bad("FORM-01", titled("2022年全国质量标杆申报书"), LOOK, "不是 2023 年的申报书"),
    Bad("FORM-01", titled("二〇二二年度质量标杆申报书", is_recognised=True), LOOK, "标题识别到的是"),
    Bad("FORM-01", titled("2023年全省质量标杆申报书"), LOOK, "申报的是全省质量标杆"),
    Bad("FORM-02", a_form(replace(NAMED, empty=("contact", "phone", "scale"))), LOOK, "没有填联系人、联系电话"),
    Bad("FORM-02", a_form(replace(SCANNED, empty=("code", "contact", "phone"))), LOOK, "没有填统一社会信用代码、"),
    Bad("FORM-02", a_form(NAMED, "1/3", "3/3"), LOOK, "第 1 页后面是第 3 页"),
    Bad("FORM-02", a_form(NAMED, "", "2", "", "6"), LOOK, "第 2 页到第 6 页之间缺页"),
    Bad("FORM-02", a_form(NAMED, "1/4", "2/4"), LOOK, "到第 2 页就没有了"),
    Bad("FORM-02", a_form(NAMED, "3/4", "4/4"), LOOK, "从第 3 页开始"),
    Bad("SEAL-01", sealed(NOTHING), LOOK, "没有看到红色圆章"),
    Bad("SEAL-01", sealed(LIKE, NOTHING), LOOK, "第 3 页框出的地方最像"),
    Bad("SEAL-01", sealed(GREY, replace(GREY, page=1)), LOOK, "第 1、2 页是黑白扫描"),
    Bad("SEAL-01", sealed(state="stuck"), LOOK, "停住"),
    Bad("SEAL-01", sealed(state="unreadable"), LOOK, "打不开"),
    Bad("SEAL-01", a_batch(applied(members=FORM_DOCX)), LOOK, "不是盖章后的扫描件"),
    Bad("SEAL-02", says("青岛鲁泰纺织集团有限公司"), LOOK, "章上读到的是“青岛鲁泰纺织集团有限公司”"),
    Bad("SEAL-02", says("济南试制机床集团有限公司"), LOOK, "章上读到的是“济南试制机床集团有限公司”"),
    Bad("LETTER-03", says("青岛市工业和信息化局", letters=True), LOOK, "章上读到的是“青岛市工业和信息化局”"),
    Bad("LETTER-03", sealed(NOTHING, letters=True), LOOK, "没有看到红色圆章"),
    Bad("LETTER-03", sealed(GREY, letters=True), LOOK, "黑白扫描"),
    Bad("LETTER-01", a_batch(applied(), letters=False), MUST, "还没有盖章的推荐文件"),
    Bad("LETTER-02", with_letter(a_batch(applied()), a_letter(["济南二厂"])), MUST, f"增加了“{NAME}”"),
    Bad("LETTER-02", with_letter(a_batch(applied()), a_letter([NAME, "济南二厂"])), MUST, "去掉了“济南二厂”"),
    Bad("LETTER-02", replace(with_letter(a_batch(applied()), a_letter([NAME], text=" \n")), letter_facts={LETTER: LetterFacts()}), LOOK, "扫描件"),
    Bad("LETTER-02", with_letter(a_batch(applied()), a_letter([NAME], text="关于推荐的函")), LOOK, "没有找到"),
    Bad("LETTER-02", letter_read("济南二厂", "济南试制机床有限公司"), MUST, "第 1 位上面是“济南二厂”"),
    Bad("LETTER-02", letter_read("济南二厂", NAME, is_recognised=True), LOOK, "识别到的名单与汇总表不一致：次序不同"),
    Bad("LETTER-02", letter_read(NAME, "济南二厂", "济南三厂有限公司"), MUST, "上面还有“济南三厂有限公司”"),
    Bad("LETTER-02", letter_read(NAME, is_recognised=True), LOOK, "没有识别到“济南二厂”"),
    Bad("LETTER-02", letter_read(), LOOK, "无法比对"),
    Bad("LETTER-04", with_letter(a_batch(applied()), a_letter([NAME], text=f"关于推荐2022年标杆的函 {NAME}")), LOOK, "写的是 2022 年，没有 2023 年"),
    Bad("RETURN-01", returned(NAME), Grade.SHOULD, "省厅补正通知（第 1 次）：缺申报书"),
    Bad("RETURN-02", returned(""), Grade.SHOULD, "省厅补正通知（第 1 次）：缺申报书"),
    *OF_SUBSTANCE,
)


def test_every_check_has_a_case_that_fails_it() -> None:
    assert {bad.check for bad in BAD} == {rule.id for rule in OF_BATCH}


def test_every_grade_a_check_may_give_has_a_case() -> None:
    given = {(bad.check, bad.grade) for bad in BAD}
    assert given == {(rule.id, grade) for rule in OF_BATCH for grade in rule.grades}


@pytest.mark.parametrize("check_id", sorted(rule.id for rule in OF_BATCH))
def test_a_faultless_batch_passes(check_id: str) -> None:
    states = {outcome.state for outcome in report(GOOD).outcomes if outcome.check == check_id}
    assert states == {State.PASSED}


def test_the_word_form_beside_its_sealed_scan_is_no_second_form() -> None:
    assert not found(having(a_member("申报书.docx")), "MAT-05")


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.check} {bad.says}")
def test_a_fault_is_found(bad: Bad) -> None:
    findings = found(bad.batch, bad.check, bad.today)
    assert [finding.grade for finding in findings] == [bad.grade] * bad.times
    assert all(bad.says in finding.what for finding in findings)
    assert all(finding.fix and finding.subject_name for finding in findings)
    assert len({finding.key for finding in findings}) == bad.times


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.check} {bad.says}")
def test_a_finding_says_in_plain_words_what_where_and_what_next(bad: Bad) -> None:
    for finding in found(bad.batch, bad.check, bad.today):
        assert ill_said(finding) == [], (finding.what, finding.fix, finding.why)
        assert finding.title and finding.who.title and finding.actual_grade.title
        names = [shown(m.name) for s in bad.batch.sources.values() for m in s.members if m.path in finding.member]
        if finding.member.count("/") and bad.check != "NAME-03":  # that one names the paper by its kind
            assert any(name in finding.what for name in names)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.check} {bad.says}")
def test_no_check_breaks_on_any_of_these(bad: Bad) -> None:
    assert report(bad.batch, bad.today).in_state(State.BROKEN) == ()


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.check} {bad.says}")
def test_the_same_facts_give_the_same_keys(bad: Bad) -> None:
    assert report(bad.batch, bad.today) == report(replace(bad.batch), bad.today)


def test_a_direct_sender_has_no_quota_and_no_region() -> None:
    many = a_batch(*(applied(f"省属第{n}机床厂", number=n, code=a_code(n, "440300")) for n in (1, 2, 3)), sender=DIRECT)
    assert not found(many, "QUOTA-01") and not found(many, "CODE-02")


def test_a_direct_sender_is_held_to_what_the_notice_says_of_its_kind() -> None:
    plain = notice_2023()
    first, *others = plain.tracks
    told = replace(plain, tracks=(replace(first, quotas=(OwnQuota("省属", 0, 1),)), *others))
    many = a_batch(*(applied(f"省属第{n}机床厂", number=n) for n in (1, 2)), sender=replace(DIRECT, kind="省属"))
    (finding,) = [each for each in report(many, IN_TIME, told).findings if each.check == "QUOTA-01"]
    assert finding.what == "全国质量标杆最多推荐 1 项，现有 2 项，多出 1 项" and finding.grade is MUST
    other = replace(many, sender=replace(DIRECT, kind="中央驻鲁"))
    assert not [each for each in report(other, IN_TIME, told).findings if each.check == "QUOTA-01"]


@pytest.mark.parametrize("told, is_one", [("历城区", True), ("高新区", True), ("即墨区", False), ("济南市历城区", False)])
def test_a_county_is_one_of_the_senders_city_where_the_notice_asks_for_it_as_such(told: str, is_one: bool) -> None:
    plain = notice_2023()
    columns = [replace(c, kind="district") if c.id == "county" else c for c in plain.track(PROVINCIAL).columns]
    asking = replace(plain, tracks=(plain.tracks[0], replace(plain.tracks[1], columns=tuple(columns))))
    batch = a_batch(applied(track=PROVINCIAL, county=told))
    wrong = [each.what for each in report(batch, IN_TIME, asking).findings if each.check == "FIELD-02"]
    assert wrong == ([] if is_one else [f"县（市、区）“{told}”不是济南市的县（市、区）"])


def test_the_same_enterprise_may_send_one_file_in_both_tracks() -> None:
    member = a_member("证明材料/奖.pdf", content="同")
    batch = a_batch(applied(extra=[member]), applied(track=PROVINCIAL, extra=[member]))
    assert not found(batch, "DUP-02")
