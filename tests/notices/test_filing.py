"""What each file serves as: its own words first, then its name, then its folder; what is unclear waits."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.notices import parse_notice, read_notice
from app.errors import NoticeInvalid
from app.model.batch import Batch, Enterprise, Sender
from app.model.documents.part import Part, whole
from app.model.documents.words import PageState, PageWords, Words
from app.model.source import Container, Member, Source
from app.notices.filing import Filing, filings_of, having
from app.notices.judging import judge
from app.notices.names import name_says
from app.notices.pieces import natural
from app.notices.read import load_notice

NOTICE, TOML = load_notice("2023")
KINDS = {"pdf": "pdf", "docx": "docx", "jpg": "jpeg", "xlsx": "xlsx", "zip": "zip"}
SOUND = ("申报书.pdf", "典型经验材料.docx", "证明材料/检测报告.pdf")  # what is required, told by name


def says(*heads: str, state: PageState = PageState.TEXT, length: int = 2_000, text: str = "") -> Words:
    """A document whose pages begin with these lines, "" where a page says nothing of itself."""
    pages = tuple(
        PageWords(n, head or "质量第一，顾客至上。", head.splitlines()[0] if head else "", state=state)
        for n, head in enumerate(heads, 1)
    )
    return Words(pages, len(pages), text or heads[0], length)


TEXT = "公司坚持质量第一，把顾客的要求逐条落实到设计、采购、制造和服务的每一道工序，\n全年一次交检合格率提高了三个百分点。"
PICTURE = Words((PageWords(1, state=PageState.PICTURE),), 1)


def filed(*paths: str, words: dict[str, Words] | None = None, **fields: str) -> dict[str, Filing]:
    """Path → filing, of one package; `words` of some of them. A name after "!/" lies in that archive."""
    members, told = [], {}
    for path in paths:
        within, _, inner = path.rpartition("!/")
        sha = hashlib.sha256(path.encode()).hexdigest()
        members.append(Member(inner, 1, sha, KINDS[path.rpartition(".")[2]], within=within))
        if words and path in words:
            told[sha] = words[path]
    source = Source("s1", "x", "materials/s1/x.zip", Container.ZIP, 1, "", tuple(members))
    one = Enterprise("e1", "national", "山东甲机械有限公司", ("s1",), fields=fields)
    batch = replace(Batch(Sender("局", "370100"), "2023", "").with_enterprise(one, [source]), words=told)
    return {key.partition("/")[2]: filing for key, filing in filings_of(batch, one, NOTICE).items()}


# -- by content, then by name ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "head", "material"),
    [
        ("扫描件0001.pdf", "2023年全国质量标杆\n申报书", "form"),
        ("IMG_2031.jpg", "营业执照\n（副本）", "licence"),
        ("材料3.pdf", "山东甲机械有限公司\n审计报告\n鲁正审字〔2023〕第5号", "audit"),
        ("a.docx", "山东甲机械有限公司基于QFD的质量管理经验", "experience"),
        ("质量管理体系.docx", "基于全生命周期的质量管理体系建设与提升", "experience"),
        ("典型经验材料（申报书附件）.pdf", "典型经验材料（申报书附件）", "experience"),
        ("附件3.docx", "附件3：典型经验材料", "experience"),
        ("2.pdf", "承诺书", "pledge"),
        ("扫描.pdf", "质量管理体系认证证书\n兹证明", "certificate"),
        ("证明材料/扫描2.pdf", "检验检测报告", "proof"),
    ],
)
def test_the_title_of_the_first_page_tells_what_a_file_is(path: str, head: str, material: str) -> None:
    filing = filed(path, words={path: says(head, "")})[path]
    assert filing.role == material and filing.why.startswith("首页标题：")


def test_fixed_phrases_tell_a_licence_without_its_heading() -> None:
    text = "统一社会信用代码 91370100MA3 名称 山东甲机械有限公司 类型 有限责任公司 成立日期 2003年 经营范围 机床"
    filing = filed("IMG_1.jpg", words={"IMG_1.jpg": says("", text=text)})["IMG_1.jpg"]
    assert filing.role == "licence" and filing.why == "首页有营业执照的固定栏目"


def test_what_was_recognised_from_a_scan_says_so() -> None:
    words = says("申 报 书", state=PageState.RECOGNISED)
    assert filed("1.pdf", words={"1.pdf": words})["1.pdf"].why == "识别出的首页标题：申报书"


def test_a_title_that_the_table_has_tells_the_experience() -> None:
    title = "零缺陷管控体系的构建"
    for path, head in ((f"{title}.docx", "正文"), ("3.docx", f"山东甲机械有限公司\n{title}")):
        assert filed(path, words={path: says(head)}, experience=title)[path].role == "experience"


def test_a_title_that_the_table_has_begins_the_experience_in_a_book() -> None:
    title = "零缺陷管控体系的构建"
    book = says("申报书", "一、基本情况", title, state=PageState.RECOGNISED)
    pages = tuple(replace(page, title="" if page.page > 1 else page.title) for page in book.pages)  # it does not stand out
    told = filed("整本.pdf", words={"整本.pdf": replace(book, pages=pages)}, experience=title)["整本.pdf"]
    assert told.proposed == (Part("form", ((1, 2),)), Part("experience", ((3, 3),)))
    spoken = says("申报书", f"典型经验名称 {title}", state=PageState.RECOGNISED)  # a field of the form
    assert filed("整本.pdf", words={"整本.pdf": spoken}, experience=title)["整本.pdf"].parts == whole("form")


@pytest.mark.parametrize(
    ("path", "head", "why"),
    [
        ("典型经验材料.pdf", "全国质量标杆申报书", "标题说是申报书，文件名说是典型经验材料，请确认"),
        ("证明材料/3.pdf", "科技进步奖申报书", "标题说是申报书，文件夹名说是证明材料，请确认"),
    ],
)
def test_witnesses_that_disagree_leave_it_to_a_person(path: str, head: str, why: str) -> None:
    filing = filed(path, words={path: says(head)})[path]
    assert not filing.parts and filing.proposed == whole("form") and filing.why == why


def test_a_scan_that_nobody_recognised_yet_goes_by_its_name_if_that_is_clear() -> None:
    told = filed("申报书.pdf", "扫描3.pdf", words=dict.fromkeys(("申报书.pdf", "扫描3.pdf"), PICTURE))
    assert told["申报书.pdf"].role == "form" and told["申报书.pdf"].is_pending
    assert told["申报书.pdf"].why == "还没有识别（扫描件），按文件名归类：申报书.pdf"
    assert not told["扫描3.pdf"].parts and told["扫描3.pdf"].is_pending


def test_a_book_is_told_as_half_read_until_each_of_its_pages_was_recognised() -> None:
    read = says("全国质量标杆申报书", "", "", state=PageState.RECOGNISED)
    half = replace(read, pages=(read.pages[0], *(replace(page, state=PageState.PICTURE) for page in read.pages[1:])))
    told = filed("整本.pdf", words={"整本.pdf": half})["整本.pdf"]
    assert told.role == "form" and told.is_pending and told.why == "识别出的首页标题：全国质量标杆申报书；其余 2 页还没有识别"
    told = filed("整本.pdf", words={"整本.pdf": read})["整本.pdf"]
    assert told.role == "form" and not told.is_pending and told.why == "识别出的首页标题：全国质量标杆申报书"


# -- names -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "materials", "is_clear"),
    [
        ("典型经验材料（申报书附件）.pdf", ("experience",), True),
        ("附件1-全省质量标杆申报书.docx", ("form",), True),
        ("01申报书山东某某公司.pdf", ("form",), True),
        ("质量标杆申报书(附承诺书).pdf", ("form",), True),
        ("证明材料-营业执照.pdf", ("licence",), True),
        ("获奖证书.jpg", ("certificate",), True),
        ("申报书证明材料.pdf", ("proof",), True),
        ("申报书及典型经验材料.pdf", ("form", "experience"), True),
        ("申报书（含典型经验）.pdf", ("form", "experience"), True),
        ("申报书 典型经验 证明材料.pdf", ("form", "experience", "proof"), True),
        ("申报书-典型经验材料.pdf", ("experience",), False),
        ("某公司基于QFD的质量管理经验.pdf", ("experience",), False),
        ("以卓越绩效标准引领高质量发展.docx", ("standard",), False),
        ("附件3 关键工序照片.jpg", ("proof",), False),
        ("IMG_0001.jpg", (), False),
    ],
)
def test_the_last_word_of_a_name_is_what_it_is(name: str, materials: tuple[str, ...], is_clear: bool) -> None:
    told = name_says(name, KINDS[name.rpartition(".")[2]], NOTICE)
    assert (told.materials, told.is_clear) == (materials, is_clear)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_name_tells_materials_of_the_notice_or_nothing(name: str) -> None:
    known = {material.id for material in NOTICE.materials}
    told = name_says(name, "pdf", NOTICE)
    assert known.issuperset(told.materials) and len(set(told.materials)) == len(told.materials)
    assert told.materials or not told.is_clear


@given(st.lists(st.text(max_size=9), max_size=4))
@settings(deadline=None)
def test_names_have_one_order_whatever_they_hold(names: list[str]) -> None:
    assert sorted(sorted(names, key=natural), key=natural) == sorted(names, key=natural)
    assert sorted(["10.jpg", "9.jpg", "02.jpg"], key=natural) == ["02.jpg", "9.jpg", "10.jpg"]


@given(st.lists(st.sampled_from(["申报书", "典型经验", "证明", "标准", "（", "）", "-", "1", "公司", "/"]), min_size=1, max_size=8))
@settings(deadline=None)
def test_every_file_is_filed_or_waits_with_a_reason(pieces: list[str]) -> None:
    path = "".join(pieces).strip("/").replace("//", "/") + "x.pdf"
    (filing,) = filed(path).values()
    assert filing.why and (filing.parts or filing.why)


# -- the package as a whole --------------------------------------------------------------------------
def test_a_doubtful_name_is_asked_about_only_while_something_is_missing() -> None:
    odd = "以卓越绩效标准引领高质量发展.docx"
    words = {odd: says("以卓越绩效标准引领高质量发展")}
    alone = filed("申报书.pdf", odd, words=words)[odd]
    assert not alone.parts and alone.proposed == whole("experience") and "也可能是典型经验材料" in alone.why
    assert filed(*SOUND, odd, words=words)[odd].role == "standard"


def test_a_folder_that_holds_everything_tells_nothing_of_the_rest() -> None:
    told = filed("某公司申报书/申报书.pdf", "某公司申报书/营业执照.jpg", "某公司申报书/IMG_1.jpg", "典型经验/IMG_2.jpg")
    assert not told["某公司申报书/IMG_1.jpg"].parts and "文件夹里还有别种材料" in told["某公司申报书/IMG_1.jpg"].why
    assert told["典型经验/IMG_2.jpg"].role == "experience"


def test_numbered_pages_are_of_the_page_before() -> None:
    paths = [f"扫描/第{n}页.jpg" for n in (1, 2, 10)]
    told = filed(*paths, words={paths[0]: says("申报书"), paths[1]: says(""), paths[2]: says("典型经验材料")})
    assert [told[path].role for path in paths] == ["form", "form", "experience"]


def test_numbers_that_a_scanner_gave_are_asked_about() -> None:
    told = filed("IMG_001.jpg", "IMG_002.jpg", words={"IMG_001.jpg": says("申报书"), "IMG_002.jpg": says("")})
    assert told["IMG_001.jpg"].role == "form"
    assert not told["IMG_002.jpg"].parts and told["IMG_002.jpg"].proposed == whole("form")


@pytest.mark.parametrize("path", ["申报书_03.jpg", "申报书/第3页.jpg", "申报书盖章页.pdf"])
def test_a_page_of_a_form_that_begins_with_the_pledge_is_no_pledge_of_its_own(path: str) -> None:
    told = filed(path, "承诺书.jpg", words={path: says("申报单位承诺"), "承诺书.jpg": says("承诺书")})
    assert [told[each].role for each in (path, "承诺书.jpg")] == ["form", "pledge"]


def test_a_form_that_is_nothing_but_a_pledge_is_asked_about() -> None:
    assert not filed("申报书.pdf", words={"申报书.pdf": says("承诺书")})["申报书.pdf"].parts


@pytest.mark.parametrize("name", ["IMG_{}.jpg", "IMG_2023081{}.jpg", "扫描/第{}页.jpg"])
def test_a_photographed_pledge_behind_a_form_is_asked_about_and_a_licence_is_not(name: str) -> None:
    form, pledge, licence = paths = [name.format(n) for n in (1, 2, 3)]
    words = {form: says("申报书"), pledge: says("申报单位承诺"), licence: says("营业执照")}
    told = filed(*paths, words=words)
    assert not told[pledge].parts and told[pledge].proposed == whole("form")
    assert told[licence].role == "licence"


def test_the_title_of_a_page_that_its_folder_gainsays_is_asked_about() -> None:
    assert not filed("申报书/2.jpg", words={"申报书/2.jpg": says("典型经验材料")})["申报书/2.jpg"].parts


def test_a_sealed_page_is_of_what_must_be_sealed() -> None:
    assert filed("申报书.docx", "盖章页.pdf")["盖章页.pdf"].role == "form"


# -- 整本 ----------------------------------------------------------------------------------------------
WHOLE = says("全国质量标杆申报书", "", "典型经验材料", "", "", "证明材料\n目录", "质量管理体系认证证书", "审计报告", "")


def test_a_document_of_several_materials_waits_with_its_pages() -> None:
    (filing,) = filed("全套材料.pdf", words={"全套材料.pdf": WHOLE}).values()
    assert not filing.parts
    assert filing.proposed == (Part("form", ((1, 2),)), Part("experience", ((3, 6),)), Part("proof", ((7, 9),)))
    assert filing.why == "各页标题说装有申报书（1–2 页）、典型经验材料（3–6 页）、证明材料（7–9 页），请确认"


def test_a_sheet_that_says_which_part_follows_belongs_to_that_part() -> None:
    words = says("全国质量标杆申报书", "", "第二部分　典型经验材料", "", "第三部分　证明材料", "营业执照")
    (filing,) = filed("整本.pdf", words={"整本.pdf": words}).values()
    assert filing.proposed == (Part("form", ((1, 2),)), Part("experience", ((3, 4),)), Part("proof", ((5, 6),)))


def test_a_document_whose_other_materials_are_there_apart_is_what_it_begins_with() -> None:
    told = filed("全套材料.pdf", "典型经验材料.docx", "证明材料/专利证书.pdf", words={"全套材料.pdf": WHOLE})
    assert told["全套材料.pdf"].role == "form"


def test_what_a_form_may_contain_makes_no_further_material_of_it() -> None:
    words = says("全国质量标杆申报书", "一、申报单位基本情况", "承诺书", "营业执照", f"三、典型经验\n{TEXT}")
    assert filed(*SOUND, words={"申报书.pdf": words})["申报书.pdf"].parts == whole("form")


def test_evidence_that_is_bound_into_the_form_and_nowhere_else_is_asked_about() -> None:
    form = {"申报材料.pdf": says("全国质量标杆申报书", "", "申报单位承诺", "营业执照", "审计报告", "")}
    (alone, _) = filed("申报材料.pdf", "典型经验材料.docx", words=form).values()
    assert not alone.parts and alone.proposed == (Part("form", ((1, 3),)), Part("proof", ((4, 6),)))
    assert filed("申报材料.pdf", *SOUND[1:], words=form)["申报材料.pdf"].parts == whole("form")


def test_running_text_begins_no_material() -> None:
    pages = (PageWords(1, "申报书", "申报书"), PageWords(2, f"形成了一套可以复制推广的全过程质量管理模式\n{TEXT}"))
    assert filed("1.pdf", words={"1.pdf": Words(pages, 2)})["1.pdf"].parts == whole("form")


# -- the notice --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("headings = ['^营业执照']", "headings = ['(a+)+$']", "materials[3].headings[0]：正则会让程序算个没完"),
        ("weak = ['附件']", "weak = ['附件(']", "materials[2].weak[0]：正则写法有误"),
        ('phrases = [["兹证明", "认证"]]', 'phrases = [["兹证明"]]', "materials[6].phrases[0]：每组 2 至 8 个说法"),
    ],
)
def test_headings_and_phrases_are_held_to_what_patterns_are(old: str, new: str, line: str) -> None:
    assert old in TOML.decode()
    with pytest.raises(NoticeInvalid) as told:
        parse_notice(TOML.decode().replace(old, new).encode())
    assert line in told.value.detail


def test_a_notice_without_headings_is_told_by_its_titles() -> None:
    notice = read_notice(Path(__file__).parent / "campaigns" / "green-factory.toml")[0]
    report = notice.material("report")
    assert report.heads("2023年度自评价报告") and not report.heads("自评价报告的说明")


def test_a_notice_of_before_there_were_headings_gets_those_of_its_materials() -> None:
    lines = TOML.decode().splitlines()
    old = "\n".join(line for line in lines if not line.startswith(("headings", "phrases", "weak")))
    notice = parse_notice(old.replace('title = "营业执照"', 'title = "执照"').encode())
    assert notice.material("audit").heads("审计报告") and notice.material("audit").phrases
    assert not notice.material("licence").phrases and notice.material("licence").heads("执照")


def test_a_notice_of_before_materials_said_what_they_are_for_gets_that() -> None:
    lines = TOML.decode().splitlines()
    old = "\n".join(line for line in lines if not line.startswith(("written", "evidence", "bears")))
    notice = parse_notice(old.replace("'^营业执照'", "'^执照'").encode())
    assert [m.id for m in notice.written] == ["experience"] and notice.material("proof").evidence
    assert [m.id for m in notice.bearing("name")] == ["form", "licence", "audit"]
    assert [m.id for m in notice.bearing("code")] == ["licence"]
    assert notice.material("licence").heads("执照副本") and not notice.material("licence").heads("营业执照"), "what it says stays"
    named = parse_notice(old.replace('title = "典型经验材料"', 'title = "典型经验材料"\nwritten = false').encode())
    assert not named.written and not named.bearing("name"), "one that says any of it knew of all of it"


def test_having_counts_the_parts_of_a_document() -> None:
    filings = {"a": Filing((Part("form", ((1, 2),)), Part("licence", ((3, 3),))))}
    assert having(filings, "proof", NOTICE) == having(filings, "form", NOTICE) == ("a",)


# -- at what cost ------------------------------------------------------------------------------------
def test_asked_again_a_files_witnesses_are_not_heard_again(monkeypatch):
    heard = []

    def hear(member, words, notice, called=()):
        heard.append(member.path)
        return judge(member, words, notice, called)

    monkeypatch.setattr("app.notices.filing.judge", hear)
    member = Member("a.pdf", 1, "a" * 64, "pdf")
    source = Source("s1", "x", "materials/s1/x.zip", Container.ZIP, 1, "", (member,))
    one = Enterprise("e1", "national", "山东甲机械有限公司", ("s1",))
    batch = Batch(Sender("局", "370100"), "2023", "").with_enterprise(one, [source])
    for _ in range(3):
        filings_of(batch, one, NOTICE)
    assert heard == ["a.pdf"]
    filings_of(batch, replace(one, fields={"phone": "0531-1"}), NOTICE)
    assert heard == ["a.pdf"]  # no file is another by it
    read = replace(batch, words={member.sha256: Words(pages=(PageWords(1, head="营业执照"),), count=1)})
    assert filings_of(read, one, NOTICE)["s1/a.pdf"].role == "licence"
    title = next(each.id for each in NOTICE.track("national").columns if each.id in {m.id for m in NOTICE.materials})
    filings_of(batch, one, NOTICE)
    before = len(heard)
    filings_of(batch, replace(one, fields={title: "实施精益管理提升质量的经验"}), NOTICE)
    assert len(heard) > before  # a title in the table may tell a file
    said = replace(one, parts={"s1/a.pdf": (Part("audit"),)})
    assert filings_of(read.with_enterprise(said), said, NOTICE)["s1/a.pdf"].role == "audit"
    other = replace(source, members=(replace(member, path="审计报告.pdf"),))
    assert filings_of(replace(batch, sources={"s1": other}), one, NOTICE)["s1/审计报告.pdf"].role == "audit"
    assert filings_of(batch, one, replace(NOTICE, materials=NOTICE.materials[:1]))["s1/a.pdf"].role == ""


def test_what_is_remembered_has_an_end(monkeypatch):
    heard = []
    monkeypatch.setattr("app.notices.filing.judge", lambda *asked: heard.append(asked[0].path) or judge(*asked))
    monkeypatch.setattr("app.notices.filing._MOST_REMEMBERED", 2)
    source = Source("s1", "x", "materials/s1/x.zip", Container.ZIP, 1, "", (Member("a.pdf", 1, "a" * 64, "pdf"),))
    batch = Batch(Sender("局", "370100"), "2023", "", sources={"s1": source})
    some = [Enterprise(f"new{at}", "national", "山东甲机械有限公司", ("s1",)) for at in range(5)]
    for one in some:
        filings_of(batch, one, NOTICE)
    assert len(heard) == 5
    filings_of(batch, some[-1], NOTICE)
    assert len(heard) == 5
    filings_of(batch, some[0], NOTICE)
    assert len(heard) == 6
