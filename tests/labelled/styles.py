"""How sound packages really come: styles of names, folders, files and scans. Whole books are in `books`."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.demo.campaign import Packing
from app.demo.cast import Applicant
from tests.builders import an_ole
from tests.labelled.package import File, Package, a
from tests.labelled.papers import (
    Papers,
    form_seals,
    page_count,
    pptx,
    sheet,
    split,
    word_experience,
    word_form,
)

Style = Callable[["Desk"], Package]
STYLES: dict[str, Style] = {}


def style(make: Style) -> Style:
    STYLES[make.__name__.replace("_", "-")] = make
    return make


@dataclass(frozen=True)
class Desk:
    """Where one enterprise makes its package: `chance` is its own, so a style alone is as in the whole set."""

    who: Applicant
    papers: Papers
    chance: random.Random

    # -- papers in the ways they are made ------------------------------------------------------------
    def form_pdf(self, **changes: object) -> bytes:
        layout = self.chance.choice(({}, {"annex": "附件5"}, {"wide": True}, {"cover": False, "word": "申报书"}, {"face": "fang"}))
        return self.papers.pdf("form", self.who, **{**layout, **changes})

    def form(self, owner: str = "", grey: bool = False, **changes: object) -> bytes:
        """Scanned, sealed."""
        pdf = self.form_pdf(**changes)
        return self.papers.scan(pdf, f"{self.who.code}/form", form_seals(self.who, pdf, owner), grey)

    def sealed_form(self, owner: str = "", **changes: object) -> bytes:
        """A text PDF with the seal drawn on it."""
        pdf = self.form_pdf(**changes)
        return self.papers.stamped(pdf, form_seals(self.who, pdf, owner))

    def text(self, kind: str, **changes: object) -> bytes:
        return self.papers.pdf(kind, self.who, **changes)

    def scan(self, kind: str, **changes: object) -> bytes:
        seals = [(1, 150, 60, f"{self.who.name}")] if kind == "copy" else []
        return self.papers.scan(self.text(kind, **changes), f"{self.who.code}/{kind}", seals)

    def jpgs(self, pdf: bytes, name: str, sealed: bool = False) -> list[bytes]:
        return self.papers.pages(pdf, f"{self.who.code}/{name}", form_seals(self.who, pdf) if sealed else ())

    def jpg(self, kind: str, **changes: object) -> bytes:
        return self.jpgs(self.text(kind, **changes), kind)[0]

    def package(self, kind: str, files: Mapping[str, File], **more: object) -> Package:
        return Package(kind, self.who, files, **more)

    def proofs(self) -> dict[str, File]:
        """The usual evidence, each as its own file."""
        return {
            "营业执照.jpg": a("licence", self.jpg("licence")), "2022年度审计报告.pdf": a("audit", self.text("audit")),
            "质量管理体系认证证书.pdf": a("certificate", self.scan("certificate")), "承诺书.pdf": a("pledge", self.text("pledge")),
        }  # fmt: skip


def below(folder: str, files: Mapping[str, File]) -> dict[str, File]:
    return {f"{folder}/{path}": file for path, file in files.items()}


# -- names and folders ---------------------------------------------------------------------------------
@style
def plain_names(d: Desk) -> Package:
    return d.package("plain-names", {
        "申报书（盖章）.pdf": a("form", d.form()), "典型经验材料.pdf": a("experience", d.text("experience")),
        **below("证明材料", d.proofs()),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def numbered_folders(d: Desk) -> Package:
    return d.package("numbered-folders", {
        "一、申报书/申报书.pdf": a("form", d.form()), "二、典型经验材料/典型经验材料.docx": a("experience", word_experience(d.who)),
        **below("三、证明材料", d.proofs()),
    })  # fmt: skip


@style
def experience_by_its_title(d: Desk) -> Package:
    """Named by what it tells: “…质量管理体系认证…的经验” looks like a certificate."""
    title = f"构建{d.who.method}质量管理体系的实践"
    return d.package("experience-by-its-title", {
        "1.申报书.pdf": a("form", d.form()), f"2.{title}.pdf": a("experience", d.text("experience", title=title)),
        **below("3.附件", d.proofs()),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def experience_as_annex_of_the_form(d: Desk) -> Package:
    return d.package("experience-as-annex-of-the-form", {
        "全省质量标杆申报书.pdf": a("form", d.form()), "典型经验材料（申报书附件）.pdf": a("experience", d.text("experience")),
        **below("相关证明材料", d.proofs()),
    })  # fmt: skip


@style
def experience_of_a_prize_project(d: Desk) -> Package:
    title = f"“获奖项目”{d.who.product}标准化生产案例"
    return d.package("experience-of-a-prize-project", {
        "申报书.pdf": a("form", d.sealed_form()), f"{title}.docx": a("experience", word_experience(d.who, title=title)),
        **below("佐证", d.proofs()),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def company_before_each_name(d: Desk) -> Package:
    name = d.who.name
    return d.package("company-before-each-name", {
        f"{name}申报书.pdf": a("form", d.form()), f"{name}典型经验材料.pdf": a("experience", d.text("experience", cover=True)),
        **{f"{name}{path}": file for path, file in d.proofs().items()},
    }, packing=Packing.ZIP_GBK)  # fmt: skip


@style
def scanner_names(d: Desk) -> Package:
    return d.package("scanner-names", {
        "扫描件0001.pdf": a("form", d.form()), "扫描件0002.pdf": a("experience", d.scan("experience")),
        "扫描件0003.pdf": a("licence", d.scan("licence")), "扫描件0004.pdf": a("audit", d.scan("audit")),
    })  # fmt: skip


@style
def camera_names(d: Desk) -> Package:
    form = d.jpgs(d.form_pdf(), "form", sealed=True)
    return d.package("camera-names", {
        **{f"IMG_2023081{n}.jpg": a("form", page) for n, page in enumerate(form)},
        "典型经验.docx": a("experience", word_experience(d.who)), "IMG_20230820.jpg": a("licence", d.jpg("licence")),
        "IMG_20230821.jpg": a("certificate", d.jpg("certificate")),
    }, due=("MAT-05",))  # fmt: skip


@style
def wechat_names(d: Desk) -> Package:
    return d.package("wechat-names", {
        "申报书.pdf": a("form", d.form()), "经验材料.pdf": a("experience", d.text("experience")),
        "微信图片_20230815093012.jpg": a("licence", d.jpg("licence")), "微信图片_20230815093047.jpg": a("certificate", d.jpg("certificate")),
        "mmexport1692063412345.jpg": a("honour", d.jpg("honour")),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def pinyin_names(d: Desk) -> Package:
    return d.package("pinyin-names", {
        "shenbaoshu.pdf": a("form", d.form()), "dianxingjingyan.docx": a("experience", word_experience(d.who)),
        "yingyezhizhao.jpg": a("licence", d.jpg("licence")), "shenjibaogao2022.pdf": a("audit", d.text("audit")),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def english_names(d: Desk) -> Package:
    return d.package("english-names", {
        "Application Form.pdf": a("form", d.form()), "Best Practice.pdf": a("experience", d.text("experience")),
        "Business License.pdf": a("licence", d.scan("licence")), "ISO9001.pdf": a("certificate", d.text("certificate")),
    }, packing=Packing.SEVENZ)  # fmt: skip


@style
def numbers_alone(d: Desk) -> Package:
    return d.package("numbers-alone", {
        "1.pdf": a("form", d.form()), "2.pdf": a("experience", d.text("experience")), "3.pdf": a("licence", d.text("licence")),
        "4.pdf": a("audit", d.text("audit")), "5.pdf": a("report", d.text("report")),
    }, packing=Packing.RAR5)  # fmt: skip


@style
def loose_files(d: Desk) -> Package:
    return d.package("loose-files", {
        "申报表.pdf": a("form", d.form(word="申 报 表")), "总结材料.pdf": a("experience", d.text("experience")),
        **d.proofs(), "检测报告.pdf": a("report", d.scan("report")),
    })  # fmt: skip


@style
def deep_folders(d: Desk) -> Package:
    top = f"{d.who.name}/2023年质量标杆申报材料"
    return d.package("deep-folders", {
        f"{top}/1 申报书/盖章版/申报书.pdf": a("form", d.form()), f"{top}/2 典型经验/正式稿/典型经验材料.pdf": a("experience", d.text("experience")),
        **below(f"{top}/3 证明材料/资质", d.proofs()), f"{top}/3 证明材料/检测/型式检验报告.pdf": a("report", d.text("report")),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def folder_by_short_name(d: Desk) -> Package:
    short = d.who.name.replace("有限公司", "").replace("股份", "").replace("有限责任公司", "").replace("集团", "")
    return d.package("folder-by-short-name", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.pdf": a("experience", d.text("experience")), **below("证明材料", d.proofs()),
    }, called=short)  # fmt: skip


@style
def mac_zip(d: Desk) -> Package:
    return d.package("mac-zip", {
        "申报书盖章版.pdf": a("form", d.form()), "典型经验材料.docx": a("experience", word_experience(d.who)), **below("证明材料", d.proofs()),
        "__MACOSX/._申报书盖章版.pdf": File(b"\0\x05\x16\x07\0\x02\0\0Mac OS X        ".ljust(120, b"\0")), ".DS_Store": File(b"\0\0\0\x01Bud1".ljust(4096, b"\0")),
    }, packing=Packing.ZIP_MAC)  # fmt: skip


@style
def nested_zip(d: Desk) -> Package:
    return d.package("nested-zip", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.pdf": a("experience", d.text("experience")), "证明材料.zip": File(d.proofs()),
    }, packing=Packing.ZIP, due=("PACK-05",))  # fmt: skip


@style
def rar_with_files(d: Desk) -> Package:
    return d.package("rar-with-files", {
        "申报书（签字盖章）.pdf": a("form", d.form()), "典型经验总结.pdf": a("experience", d.text("experience")), **below("证明材料", d.proofs()),
    }, packing=Packing.RAR4)  # fmt: skip


@style
def leftovers(d: Desk) -> Package:
    return d.package("leftovers", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.docx": a("experience", word_experience(d.who)), **below("证明材料", d.proofs()),
        "~$型经验材料.docx": File(b"\x05admin".ljust(162, b"\0")), "证明材料/desktop.ini": File(b"[.ShellClassInfo]\r\n"),
    })  # fmt: skip


# -- how the form and the experience are made ----------------------------------------------------------
@style
def word_beside_scan(d: Desk) -> Package:
    return d.package("word-beside-scan", {
        "申报书.docx": a("form", word_form(d.who)), "申报书（盖章扫描）.pdf": a("form", d.form()),
        "典型经验材料.docx": a("experience", word_experience(d.who)), "典型经验材料.pdf": a("experience", d.scan("experience")),
        **below("证明材料", d.proofs()),
    })  # fmt: skip


@style
def form_by_pages(d: Desk) -> Package:
    pages = d.jpgs(d.form_pdf(cover=True), "form", sealed=True)
    return d.package("form-by-pages", {
        **{f"申报书_{n:02d}.jpg": a("form", page) for n, page in enumerate(pages, 1)},
        "典型经验材料.pdf": a("experience", d.text("experience")), **below("证明材料", d.proofs()),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def pages_in_folders(d: Desk) -> Package:
    form, told = d.jpgs(d.form_pdf(cover=True), "form", sealed=True), d.jpgs(d.text("experience"), "experience")
    return d.package("pages-in-folders", {
        **{f"申报书/第{n}页.jpg": a("form", page) for n, page in enumerate(form, 1)},
        **{f"典型经验材料/第{n}页.jpg": a("experience", page) for n, page in enumerate(told, 1)}, **below("证明材料", d.proofs()),
    })  # fmt: skip


@style
def cover_and_body(d: Desk) -> Package:
    pdf = d.form_pdf(cover=True)
    cover, body = split(pdf, 2)
    return d.package("cover-and-body", {
        "申报书封面.pdf": a("form", d.papers.scan(cover, f"{d.who.code}/cover", [(1, 138, 118, d.who.name)])),
        "申报书正文.pdf": a("form", d.papers.scan(body, f"{d.who.code}/body", [(-1, 152, 156, d.who.name)])),
        "典型经验材料.pdf": a("experience", d.text("experience")), **below("证明材料", d.proofs()),
    })  # fmt: skip


@style
def sealed_page_and_text(d: Desk) -> Package:
    pdf = d.form_pdf(cover=True)
    last = split(pdf, page_count(pdf))[-1]
    return d.package("sealed-page-and-text", {
        "申报书.pdf": a("form", pdf), "申报书盖章页.pdf": a("form", d.papers.scan(last, f"{d.who.code}/last", [(1, 152, 156, d.who.name)])),
        "典型经验材料.docx": a("experience", word_experience(d.who)), **below("证明材料", d.proofs()),
    })  # fmt: skip


@style
def grey_scan_with_colour_page(d: Desk) -> Package:
    pdf = d.form_pdf(cover=True)
    first, last = split(pdf, page_count(pdf))
    from app.demo.documents.jpeg_pdf import jpeg_pdf

    pages = d.papers.pages(first, f"{d.who.code}/grey", (), grey=True)
    pages += d.papers.pages(last, f"{d.who.code}/colour", [(1, 152, 156, d.who.name)])
    return d.package("grey-scan-with-colour-page", {
        "申报书.pdf": a("form", jpeg_pdf(pages)), "典型经验材料.pdf": a("experience", d.text("experience")), **below("证明材料", d.proofs()),
    })  # fmt: skip


@style
def grey_scan(d: Desk) -> Package:
    return d.package("grey-scan", {
        "申报书.pdf": a("form", d.form(grey=True)), "典型经验材料.pdf": a("experience", d.text("experience")), **below("证明材料", d.proofs()),
    }, due=("SEAL-01",))  # fmt: skip


@style
def form_in_one_table(d: Desk) -> Package:
    return d.package("form-in-one-table", {
        "质量标杆申报书.pdf": a("form", d.form(cover=False, word="申报书", wide=True)), "典型经验材料.pdf": a("experience", d.text("experience", label="附件")),
        **below("证明材料", d.proofs()),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def form_with_electronic_seal(d: Desk) -> Package:
    return d.package("form-with-electronic-seal", {
        "申报书.pdf": a("form", d.sealed_form()), "典型经验材料.pdf": a("experience", d.text("experience")), **below("证明材料", d.proofs()),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def form_numbered_pages(d: Desk) -> Package:
    return d.package("form-numbered-pages", {
        "申报书.pdf": a("form", d.form(cover=True, numbered="of")), "典型经验材料.pdf": a("experience", d.text("experience", numbered="dash")),
        **below("证明材料", d.proofs()),
    })  # fmt: skip


@style
def old_word(d: Desk) -> Package:
    return d.package("old-word", {
        "申报书.doc": a("form", an_ole("WordDocument")), "申报书（盖章）.pdf": a("form", d.form()),
        "典型经验材料.wps": a("experience", an_ole("WordDocument", "WpsCustomData")), **below("证明材料", d.proofs()),
    })  # fmt: skip


@style
def presentation_beside(d: Desk) -> Package:
    return d.package("presentation-beside", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.docx": a("experience", word_experience(d.who)),
        "典型经验汇报.pptx": a("experience", pptx([d.who.experience, "主要做法", "实施成效"])), **below("证明材料", d.proofs()),
    }, due=("MAT-05",))  # fmt: skip


# -- the evidence ---------------------------------------------------------------------------------------
@style
def audit_as_spreadsheet(d: Desk) -> Package:
    rows = [["项目", "本年", "上年"], ["营业收入", int(d.who.revenue), int(int(d.who.revenue) * 0.9)], ["净利润", 900, 850]]
    proofs = {path: file for path, file in d.proofs().items() if "审计" not in path}
    return d.package("audit-as-spreadsheet", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.docx": a("experience", word_experience(d.who)),
        **below("证明材料", {**proofs, "2022年财务报表.xlsx": a("audit", sheet(f"{d.who.name}利润表（2022年度）", rows))}),
    })  # fmt: skip


@style
def many_certificates(d: Desk) -> Package:
    what = ("环境管理体系", "职业健康安全管理体系", "知识产权管理体系", "两化融合管理体系")
    more = {f"{n}.{one}认证证书.jpg": a("certificate", d.jpg("certificate", title=f"{one}认证证书", number=f"00{n}32E")) for n, one in enumerate(what, 2)}
    patents = {f"专利{n}.jpg": a("certificate", d.jpg("patent", number=4_000_000 + n)) for n in range(1, 4)}
    return d.package("many-certificates", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.pdf": a("experience", d.text("experience")),
        **below("证明材料", {**d.proofs(), **more, **patents}),
    }, packing=Packing.ZIP)  # fmt: skip


@style
def licence_inside_the_form(d: Desk) -> Package:
    """As the notice has it, a form may contain the licence: the whole file is the form."""
    from tests.labelled.papers import joined

    pdf = d.form_pdf()
    whole, _ = joined(d.papers.scan(pdf, f"{d.who.code}/form", form_seals(d.who, pdf)), d.scan("licence"))
    return d.package("licence-inside-the-form", {
        "申报书（含营业执照）.pdf": a("form", whole), "典型经验材料.pdf": a("experience", d.text("experience")),
        "证明材料/审计报告.pdf": a("audit", d.text("audit")),
    })  # fmt: skip


@style
def standard_and_report(d: Desk) -> Package:
    return d.package("standard-and-report", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.pdf": a("experience", d.text("experience")),
        **below("支撑材料", {**d.proofs(), "团体标准.pdf": a("standard", d.text("standard")), "产品检验报告.pdf": a("report", d.scan("report"))}),
    })  # fmt: skip


@style
def portrait_licence(d: Desk) -> Package:
    return d.package("portrait-licence", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.docx": a("experience", word_experience(d.who)),
        "附件1 营业执照副本.pdf": a("licence", d.scan("licence", portrait=True)), "附件2 审计报告.pdf": a("audit", d.scan("audit")),
        "附件3 荣誉证书.jpg": a("honour", d.jpg("honour")),
    }, packing=Packing.ZIP_GBK)  # fmt: skip


@style
def landscape_tables(d: Desk) -> Package:
    table = [["序号", "年份", "指标", "目标", "实际"], *[[str(n), "2022", f"指标{n}", "≥98%", "99%"] for n in range(1, 14)]]
    ledger = d.text("plain", title=f"{d.who.product}质量指标统计表", table=table, flipped=True, size=16)
    return d.package("landscape-tables", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.pdf": a("experience", d.text("experience")),
        **below("证明材料", {**d.proofs(), "质量指标统计表.pdf": a("proof", ledger)}),
    })  # fmt: skip


@style
def evidence_in_one_scan(d: Desk) -> Package:
    from tests.labelled.papers import joined

    whole, _ = joined(d.scan("licence"), d.scan("audit"), d.scan("certificate"))
    return d.package("evidence-in-one-scan", {
        "申报书.pdf": a("form", d.form()), "典型经验材料.pdf": a("experience", d.text("experience")),
        "证明材料.pdf": File(whole, (("proof", ()),)),
    }, packing=Packing.ZIP)  # fmt: skip
