"""The sample campaign as data: which package has which fault, and how it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.demo.cast import APPLICANTS
from app.model.batch import Track


class Packing(StrEnum):
    """How a package was made."""

    FOLDER = "folder"
    ZIP = "zip"  # UTF-8 names, flagged
    ZIP_GBK = "zip-gbk"  # Windows Explorer before Windows 11 24H2: GBK names, no flag
    ZIP_MAC = "zip-mac"  # macOS: UTF-8 names, no flag
    ZIP_CUT = "zip-cut"  # the upload broke off
    SEVENZ = "7z"
    RAR4 = "rar4"
    RAR5 = "rar5"
    RAR5_PASSWORD = "rar5-password"


@dataclass(frozen=True, slots=True)
class Package:
    """What lies in 收到的材料 or 补正后的材料 for one enterprise.

    `files` pairs the path inside with the paper it holds: a kind of `papers.py`, `<kind>!cut` for one
    that broke off, or another applicant's as `<kind>@<name>`.
    """

    applicant: str
    file: str  # name of the file or folder as it arrived
    packing: Packing
    files: tuple[tuple[str, str], ...]
    title: str = ""  # the story, for the tutorial
    text: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One package of the tutorial: what is the matter with it and what the clerk does."""

    track: Track
    package: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A cell the clerk corrects by hand; `field` is a column id of the notice, `name` renames."""

    enterprise: str  # its name at that time
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A file that no rule recognises: `member` is its path inside the package."""

    enterprise: str
    member: str
    role: str


@dataclass(frozen=True, slots=True)
class Mended:
    """The package that takes the place of the one the same enterprise sent first."""

    enterprise: str
    path: Path


@dataclass(frozen=True, slots=True)
class Campaign:
    """Where everything lies and what makes a clean batch of it.

    The road: new → collect `received` → `renames` → collect `mended` in place of the first → fill
    `tables` → `order` → `fixes` and `assignments` → check; what is left are looks, which a person
    decides → letter, attach `letters` → stage.
    """

    folder: Path
    sender: str  # GB/T 2260 code of the bureau
    received: Mapping[Track, tuple[Path, ...]]
    mended: Mapping[Track, tuple[Mended, ...]]
    tables: Mapping[Track, Path]
    letters: Mapping[Track, Path]
    templates: Mapping[Track, Path]
    order: Mapping[Track, tuple[str, ...]]
    renames: tuple[Fix, ...]
    fixes: tuple[Fix, ...]
    assignments: tuple[Assignment, ...]
    story: tuple[Story, ...]
    readme: Path

    @property
    def template(self) -> Path:
        """The province's template of the 全省 track."""
        return self.templates[Track.PROVINCIAL]


_WHOLE = (
    ("申报书（盖章）.pdf", "form"),
    ("典型经验材料.pdf", "experience"),
    ("证明材料/1营业执照.jpg", "licence.jpg"),
    ("证明材料/2 2022年审计报告.pdf", "audit"),
    ("证明材料/3质量管理体系证书.pdf", "certificate"),
)
_WITH_WORD = (
    ("2023年质量标杆申报书.pdf", "form"),
    ("典型经验材料.docx", "experience.docx"),
    ("证明材料/营业执照.pdf", "licence"),
    ("证明材料/审计报告（2022）.pdf", "audit"),
    ("证明材料/检测报告.pdf", "report"),
)


def _without(files: tuple[tuple[str, str], ...], *kinds: str) -> tuple[tuple[str, str], ...]:
    return tuple(file for file in files if file[1] not in kinds)


def _instead(files: tuple[tuple[str, str], ...], **papers: str) -> tuple[tuple[str, str], ...]:
    return tuple((path, papers.get(kind.partition(".")[0], kind)) for path, kind in files)


RECEIVED = (
    Package(
        "山东鲁泰精密机械股份有限公司", "山东鲁泰精密机械股份有限公司.zip", Packing.ZIP, _WHOLE,
        "名称、材料都齐全", "压缩包完好，文件名就是企业全称。刻盘时原样放入，一个字节都不变。",
    ),
    Package(
        "济南泉城重型装备制造有限公司", "济南泉城重型装备制造有限公司.zip", Packing.ZIP_GBK,
        _instead(_WITH_WORD, audit="audit!cut"),
        "审计报告打不开", "在旧版 Windows 里打的包，文件名按国标码识别，不会变成乱码。其中的审计报告没有传完，"
        "两种阅读器都打不开，已请企业补正。",
    ),
    Package(
        "山东黄河智能仪表有限公司", "山东黄河智能仪表有限公司", Packing.FOLDER, (
            ("01申报书/申报书（盖章）.pdf", "form-grey"),
            ("02典型经验材料/典型经验材料.pdf", "experience"),
            ("03证明材料/资质/营业执照.jpg", "licence.jpg"),
            ("03证明材料/资质/质量管理体系证书.pdf", "certificate"),
            ("03证明材料/财务/2022年审计报告.pdf", "audit"),
            ("03证明材料/检测报告.pdf", "report@山东齐峰电子信息有限公司"),
        ),
        "申报书是黑白扫描的", "交来的是文件夹，刻盘时自动压缩。申报书是黑白扫描件，看不出公章是不是红色，请打开看一眼。"
        "它的检测报告和山东齐峰电子的完全相同，请问清是怎么回事。",
    ),
    Package(
        "济南历下新材料科技股份有限公司", "济南历下新材料科技股份有限公司.7z", Packing.SEVENZ,
        (*_WITH_WORD, ("Thumbs.db", "thumbs"), ("证明材料/Thumbs.db", "thumbs"), ("~$型经验材料.docx", "lock"),
         ("desktop.ini", "desktop")),
        "混进了系统残留文件", "7z 压缩包里有 Thumbs.db、~$ 开头的临时文件。程序打包时自动去掉，不必退回。",
    ),
    Package(
        "山东岱岳轴承集团有限公司", "山东岱岳轴承集团有限公司.zip", Packing.ZIP, _without(_WHOLE, "experience"),
        "缺少典型经验材料", "通知要求的三样材料缺一样，已请企业补正。信用代码的区划是泰安市，因为企业所在的区后来划归济南，"
        "属于正常情况，核对后说明理由即可。",
    ),
    Package(
        "济南长清食品工业有限公司", "济南长清食品工业有限公司.rar", Packing.RAR5,
        (*_without(_WHOLE, "licence.jpg"), ("证明材料/营业执照.pdf", "licence.jpg")),
        "扩展名和内容不符", "营业执照写着 .pdf，其实是一张 JPEG 照片，只改了扩展名。建议修改，不影响报送。",
    ),
    Package(
        "山东齐峰电子信息有限公司", "山东齐峰电子信息有限公司", Packing.FOLDER, (
            ("扫描件0001.pdf", "form"), ("扫描件0002.pdf", "audit"), ("扫描件0003.pdf", "licence"),
            ("典型经验材料.docx", "experience.docx"), ("检测报告.pdf", "report"),
        ),
        "扫描件没有起名", "扫描仪自动起的名字，程序认不出是什么材料。预览后归类：0001 是申报书，0002 是审计报告，0003 是营业执照。",
    ),
    Package(
        "章丘铸锻（集团）有限责任公司", "章丘铸锻(集团)有限责任公司.zip", Packing.ZIP, (
            ("申报书.pdf", "form"), ("典型经验材料.docx", "experience.docx"),
            ("证明材料.zip", "zip:licence.jpg=营业执照.jpg,audit=2022年审计报告.pdf,certificate=质量管理体系证书.pdf"),
        ),
        "括号是半角的", "压缩包的名称用半角括号 (集团)，汇总表和执照用全角括号（集团），要改成一致。包里还套着一个压缩包，程序会打开看。",
    ),
    Package(
        "山东海岱物流股份有限公司", "海岱物流.rar", Packing.RAR4, _WHOLE,
        "压缩包用了简称", "压缩包名是简称“海岱物流”，请把企业名称改成全称，刻盘时按全称命名。汇总表里它的信用代码错了一位。",
    ),
    Package(
        "济南云图软件有限公司", "济南云图软件有限公司.zip", Packing.ZIP_MAC, (
            ("申报书（盖章）.pdf", "form"), ("典型经验材料.pdf", "experience.text"), (".DS_Store", "ds_store"),
            ("__MACOSX/._申报书（盖章）.pdf", "apple"), ("__MACOSX/._典型经验材料.pdf", "apple"),
        ),
        "缺少证明材料", "苹果电脑打的包，带着 __MACOSX 残留，程序会去掉；但一份证明材料也没有，已请企业补正。",
    ),
    Package(
        "山东平阴阿胶药业有限公司", "山东平阴阿胶药业有限公司.zip", Packing.ZIP_CUT, _WHOLE,
        "压缩包不完整", "上传中断，压缩包只有前一半，打不开。已请企业重新提供。",
    ),
    Package(
        "济南商河纺织有限公司", "济南商河纺织有限公司.rar", Packing.RAR5_PASSWORD, _WITH_WORD,
        "压缩包有密码", "设了密码，省厅和专家都打不开。已请企业去掉密码重新打包。",
    ),
)
MENDED = (
    Package("济南泉城重型装备制造有限公司", "济南泉城重型装备制造有限公司.zip", Packing.ZIP_GBK, _WITH_WORD),
    Package("山东岱岳轴承集团有限公司", "山东岱岳轴承集团有限公司.zip", Packing.ZIP, _WHOLE),
    Package(
        "济南云图软件有限公司", "济南云图软件有限公司.7z", Packing.SEVENZ, (
            ("申报书（盖章）.pdf", "form"), ("典型经验材料.pdf", "experience.text"),
            ("证明材料/营业执照.pdf", "licence"), ("证明材料/2022年审计报告.pdf", "audit"),
            ("证明材料/质量管理体系证书.pdf", "certificate"),
        ),
    ),
    Package("山东平阴阿胶药业有限公司", "山东平阴阿胶药业有限公司.zip", Packing.ZIP, _WHOLE),
    Package("济南商河纺织有限公司", "济南商河纺织有限公司.rar", Packing.RAR5, _WITH_WORD),
)
# What the clerk's own tables have wrong: (enterprise, column id) → what stands there.
TABLE_FAULTS: dict[tuple[str, str], str] = {
    ("济南长清食品工业有限公司", "phone"): "1.38E+10",
    ("山东齐峰电子信息有限公司", "contact"): "",
    ("山东海岱物流股份有限公司", "code"): "91370105MADM9K098A",
}
_RENAMES = (Fix("海岱物流", "name", "山东海岱物流股份有限公司"),)
_NAME_FIXES = (Fix("章丘铸锻(集团)有限责任公司", "name", "章丘铸锻（集团）有限责任公司"),)
_ASSIGNMENTS = (
    Assignment("山东齐峰电子信息有限公司", "扫描件0001.pdf", "form"),
    Assignment("山东齐峰电子信息有限公司", "扫描件0002.pdf", "audit"),
    Assignment("山东齐峰电子信息有限公司", "扫描件0003.pdf", "licence"),
)


def track_of(package: Package) -> Track:
    return next(each.track for each in APPLICANTS if each.name == package.applicant)


def received_path(folder: Path, package: Package) -> Path:
    return folder / "收到的材料" / track_of(package).short / package.file


def mended_path(folder: Path, package: Package) -> Path:
    return folder / "补正后的材料" / track_of(package).short / package.file


def campaign_at(folder: Path) -> Campaign:
    """Pure: where the parts of the campaign in `folder` lie, whether or not they were made yet."""
    table_fixes = tuple(
        Fix(each.name, column, str(getattr(each, column)))
        for each in APPLICANTS for name, column in TABLE_FAULTS if name == each.name
    )
    return Campaign(
        folder=folder,
        sender="370100",
        received={t: tuple(received_path(folder, p) for p in RECEIVED if track_of(p) is t) for t in Track},
        mended={
            t: tuple(Mended(p.applicant, mended_path(folder, p)) for p in MENDED if track_of(p) is t) for t in Track
        },
        tables={t: folder / "汇总表" / f"{t.short}质量标杆申报汇总表.xlsx" for t in Track},
        letters={t: folder / "盖章的推荐文件" / f"{t.short}推荐文件（盖章扫描）.pdf" for t in Track},
        templates={t: folder / "省厅模板" / f"{t.short}质量标杆申报汇总表模板.xlsx" for t in Track},
        order={t: tuple(each.name for each in APPLICANTS if each.track is t) for t in Track},
        renames=_RENAMES,
        fixes=_NAME_FIXES + table_fixes,
        assignments=_ASSIGNMENTS,
        story=tuple(Story(track_of(p), p.file, p.title, p.text) for p in RECEIVED),
        readme=folder / "先读我.txt",
    )
