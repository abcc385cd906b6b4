"""The package as it arrived: can it be opened, is it whole, is it safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.checks.cases import EnterpriseCase, place
from app.checks.check import Claim, Mend, Need, check
from app.checks.enterprise.pdf import NO_PAPER
from app.checks.words import mark, some
from app.model.finding import Finding, Grade, Trait
from app.model.source import Container, Fault, Source

_EXTENSIONS = {
    Container.ZIP: (".zip",),
    Container.SEVENZ: (".7z",),
    Container.RAR: (".rar",),
    Container.TAR: (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz"),
}
# what a document's extension promises → the kinds its content may have
_PROMISED = {
    **{kind: {kind} for kind in ("pdf", "png", "gif", "bmp", "zip", "rar", "7z")},
    "jpg": {"jpeg"}, "jpeg": {"jpeg"}, "tif": {"tiff"}, "tiff": {"tiff"},
    # an encrypted office file is an OLE container: FILE-03 tells that
    "docx": {"docx", "ole"}, "docm": {"docx", "ole"}, "xlsx": {"xlsx", "ole"}, "xlsm": {"xlsx", "ole"},
    "pptx": {"pptx", "ole"}, "xls": {"xls", "ole"}, "ppt": {"ppt", "ole"},
    "doc": {"doc", "ole", "rtf", "docx"},  # Word opens these alike
    "wps": {"wps", "doc", "ole", "docx"},  # WPS writes either form under its own extension
    "et": {"et", "xls", "ole", "xlsx"}, "dps": {"dps", "ppt", "ole", "pptx"},
}
_CONTENTS = {
    "pdf": "是 PDF", "jpeg": "是 JPEG 图片", "png": "是 PNG 图片", "tiff": "是 TIFF 图片",
    "gif": "是 GIF 图片",
    "bmp": "是 BMP 图片", "webp": "是 WebP 图片", "mp4": "是视频", "zip": "是 zip 压缩包",
    "rar": "是 rar 压缩包", "7z": "是 7z 压缩包", "tar": "是 tar 压缩包", "gz": "是 gz 压缩包",
    "bz2": "是 bz2 压缩包", "xz": "是 xz 压缩包",
    "docx": "是 Word 文档", "doc": "是 Word 文档", "xlsx": "是 Excel 表格", "xls": "是 Excel 表格",
    "pptx": "是演示文稿", "ppt": "是演示文稿", "wps": "是 WPS 文档", "et": "是 WPS 表格",
    "ole": "是旧版 Office 文档", "rtf": "是写字板文档", "ofd": "是 OFD 文档", "text": "只是纯文本",
    "html": "是网页", "xml": "是网页或数据文件", "exe": "是程序", "script": "是脚本", "lnk": "是快捷方式",
}
_ARCHIVE_KINDS = frozenset({"zip", "7z", "rar", "tar", "gz", "bz2", "xz"})
_VOLUME = re.compile(r"\.(\d{3}|z\d\d|r\d\d)$", re.IGNORECASE)  # PACK-01 tells what to do with one
_DANGERS = {
    Fault.TRAVERSAL: "路径指向包外（含“..”、盘符或绝对路径）",
    Fault.LINK: "是链接或设备，不是文件",
    Fault.OVERLAP: "与别的文件共用同一段数据",
    Fault.BOMB: "解开后大小、个数或层数超过限度",
    Fault.STUCK: "长时间读不下去，已停止",
}


@dataclass(frozen=True, slots=True)
class Damaged:
    """One fault of one source: of the whole (no paths), or of the members at `paths`."""

    source: Source
    fault: Fault
    detail: str
    paths: tuple[str, ...]

    @property
    def named(self) -> str:
        return some([self.source.name]) + (f"里的{some(self.paths)}" if self.paths else "")

    def finding(self, what: str, fix: str) -> Finding:
        """Its key changes with the archive and with the members that are damaged."""
        where = place(self.source, self.paths[0] if len(self.paths) == 1 else "")
        detail = mark([self.fault, self.detail, self.source.sha256, *self.paths])
        return Finding(what, fix, where=where, why="" if self.detail in what else self.detail, detail=detail)


def _damages(case: EnterpriseCase, *faults: Fault) -> Iterator[Damaged]:
    """Alike troubles of one source as one: an archive with a password has it on every member."""
    for source in case.sources:
        groups: dict[tuple[Fault, str, bool], list[str]] = {}
        for trouble in source.troubles:
            if trouble.fault in faults:
                key = (trouble.fault, trouble.detail, bool(trouble.path))
                groups.setdefault(key, []).append(trouble.path)
        for (fault, detail, _), paths in groups.items():
            yield Damaged(source, fault, detail, tuple(dict.fromkeys(filter(None, paths))))


OPENS = Claim(1, "压缩包能打开、没有密码")


@check(
    "PACK-01", "压缩包能打开", Grade.MUST, Trait.USABLE, needs=Need.FILES, claim=OPENS, clause="package",
    asks="用原文件重新打包成一个不分卷的 .zip 压缩包，打开核对后补交",
)
def readable(case: EnterpriseCase) -> Iterator[Finding]:
    """通知要求把材料打包报送；打不开或不完整的压缩包，省厅无法评审。"""
    for damaged in _damages(case, Fault.UNREADABLE):
        if "分卷" in damaged.detail:
            yield damaged.finding(
                f"{damaged.named}只是分卷压缩的一卷，单独打不开",
                "请企业重新打包成一个不分卷的 .zip 后再发一次"
            )
            continue
        yield damaged.finding(
            f"{damaged.named}打不开，文件已损坏或没有复制完整",
            "请企业重新打包后再发一次；如果是从 U 盘或邮件取来的，请先重新复制一次",
        )


@check(
    "PACK-02", "压缩包没有密码", Grade.MUST, Trait.USABLE, needs=Need.FILES, mend=Mend.UNLOCK,
    claim=OPENS, clause="package", asks="去掉密码，重新打包后补交",
)
def unlocked(case: EnterpriseCase) -> Iterator[Finding]:
    """加了密码的材料省厅打不开，等于没有报送。"""
    for damaged in _damages(case, Fault.PASSWORD):
        every = {member.path for member in damaged.source.members} <= set(damaged.paths)
        named = f"整个压缩包{some([damaged.source.name])}" if damaged.paths and every else damaged.named
        yield damaged.finding(
            f"{named}要输入密码才能打开",
            "请企业去掉密码，重新打包后再发一次",
        )


@check(
    "PACK-03", "压缩包里的文件完好", Grade.MUST, Trait.COMPLETE, needs=Need.FILES, clause="package",
    asks="用原文件重新打包后补交",
)
def whole(case: EnterpriseCase) -> Iterator[Finding]:
    """压缩包里记着每个文件打包时的内容和大小；对不上说明文件在打包或传送中损坏。"""
    for damaged in _damages(case, Fault.CRC, Fault.SIZE):
        why = "内容与打包时不一样了" if damaged.fault is Fault.CRC else "实际大小与记录的不同"
        yield damaged.finding(f"{damaged.named}已损坏：{why}", "请企业用原文件重新打包后再发一次")


@check(
    "PACK-04", "扩展名与内容一致", Grade.SHOULD, Trait.USABLE, needs=Need.FILES,
    asks="另存为扩展名所说的格式，或改成正确的扩展名",
)
def truly_named(case: EnterpriseCase) -> Iterator[Finding]:
    """扩展名与内容不符的文件，别人双击打不开。程序按内容读取，不影响检查。"""
    for source in case.sources:
        endings = _EXTENSIONS.get(source.container, ())
        if endings and not source.name.lower().endswith(endings) and not _VOLUME.search(source.name):
            yield Finding(
                f"“{source.name}”的内容其实是 {endings[0]} 压缩包",
                "不必退回：程序打包时会统一写成 .zip；以后请企业直接用 .zip 打包",
                where=place(source),
            )
    for filed in case.files:
        extension = filed.member.name.rpartition(".")[2].lower()
        wanted = _PROMISED.get(extension)
        kind = filed.member.kind
        lost = extension == "pdf" and kind in NO_PAPER  # PDF-01 tells that
        if wanted and filed.member.sha256 and kind not in wanted | {"empty"} and not lost:
            yield filed.finding(
                f"“{filed.shown}”的扩展名是 .{extension}，内容却{_CONTENTS.get(kind, '不是这种格式')}",
                "请企业用正确的软件另存为真正的这种格式，或改成正确的扩展名",
            )


@check(
    "PACK-05", "没有压缩包套压缩包", Grade.LOOK, Trait.USABLE, needs=Need.FILES,
    asks="把里面的文件解出来，直接放进材料包",
)
def not_nested(case: EnterpriseCase) -> Iterator[Finding]:
    """压缩包里再放压缩包容易被漏看。程序向里看两层，里面的文件按同样的规则检查。"""
    for filed in case.files:
        if filed.member.kind in _ARCHIVE_KINDS:
            seen = "已看过里面的文件" if filed.key in case.opened else "里面的文件没有看到"
            nested = "" if filed.source.container is Container.FILE else "压缩包里的"
            yield filed.finding(
                f"“{filed.shown}”是{nested}压缩包（{seen}）",
                "请打开核对内容；最好请企业把里面的文件直接放进材料包",
            )


@check(
    "PACK-06", "压缩包安全", Grade.MUST, Trait.SAFE, needs=Need.FILES, clause="package",
    asks="查杀病毒，用常用压缩软件把材料文件夹重新打包后补交",
)
def safe(case: EnterpriseCase) -> Iterator[Finding]:
    """会把文件写到包外、或解开后大得异常的压缩包一律不解开，以免损坏电脑。"""
    for damaged in _damages(case, *_DANGERS):
        why = damaged.detail or _DANGERS[damaged.fault]
        stopped = damaged.fault in (Fault.BOMB, Fault.STUCK) and damaged.paths
        yield damaged.finding(
            f"{some([damaged.source.name])}不安全，解到{some(damaged.paths)}就停下了：{why}"
            if stopped
            else f"{damaged.named}不安全，没有解开：{why}",
            "请企业用常用压缩软件把材料文件夹重新打包后再发一次，并检查发送的电脑有没有病毒",
        )


@check(
    "PACK-07", "压缩方式能读", Grade.LOOK, Trait.USABLE, needs=Need.FILES, clause="package",
    asks="用普通的 .zip 重新打包后补交",
)
def known_method(case: EnterpriseCase) -> Iterator[Finding]:
    """有的压缩方式很少见，本程序读不了。这不等于损坏，只是无法检查。"""
    for damaged in _damages(case, Fault.METHOD):
        yield damaged.finding(
            f"{damaged.named}用了本程序读不了的压缩方式，无法检查",
            "请用压缩软件打开核对；最好请企业用普通的 .zip 重新打包",
        )


@check(
    "PACK-08", "文件名的编码明确", Grade.LOOK, Trait.USABLE, needs=Need.FILES,
    asks="核对文件名，用常用压缩软件重新打包后补交",
)
def surely_named(case: EnterpriseCase) -> Iterator[Finding]:
    """有的压缩软件不写明文件名用什么编码，程序按中文国标编码读出，少数情况会读成乱码。"""
    for source in case.sources:
        names = [m.path for m in source.members if m.uncertain_name]
        if names:
            yield Finding(
                f"“{source.name}”里有 {len(names)} 个文件名没有写明编码，读出来是：{some(names)}",
                "请看这些名称是不是正常的中文；是乱码的，请企业重新打包",
                where=place(source),
                detail=mark(names),
            )
