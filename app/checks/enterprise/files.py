"""Single files that must not, or need not, go along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.checks.cases import EnterpriseCase, Filed, place
from app.checks.check import Claim, Need, check
from app.checks.words import mark, some
from app.model.finding import Finding, Grade, Trait, Who
from app.notices.patterns import MATCHED

_PROGRAM_KINDS = frozenset({"exe", "lnk", "script", "msi"})
_PROGRAM_EXTENSIONS = frozenset((
    "exe", "com", "bat", "cmd", "scr", "pif", "cpl", "dll", "sys", "js", "jse", "vbs", "vbe", "wsf", "wsh",
    "hta", "msi", "msp", "lnk", "url", "ps1", "psm1", "reg", "inf", "scf", "chm", "jar", "sh", "app", "apk",
))
_DOCUMENT_EXTENSIONS = frozenset((
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "txt", "zip", "rar",
    "jpg", "jpeg", "png", "tif", "tiff",
))
_SINGLY = 20  # files of one fault that are told one by one


@check(
    "FILE-01", "没有空文件", Grade.MUST, Trait.COMPLETE, needs=Need.FILES, claim=Claim(2, "没有空文件"),
    clause="materials", asks="补交这个文件有内容的原件",
)
def not_empty(case: EnterpriseCase) -> Iterator[Finding]:
    """0 字节的文件没有内容，通常是复制或下载中断留下的。"""
    empty = [(filed, f"“{filed.shown}”是空文件（0 字节）") for filed in case.files
             if filed.member.size == 0 and filed.member.sha256]  # fmt: skip
    yield from _told(case, empty, "个空文件（0 字节）", lambda filed: "请企业重新提供这个文件")


@check(
    "FILE-02", "没有程序和脚本", Grade.MUST, Trait.SAFE, needs=Need.FILES,
    claim=Claim(1, "没有程序和脚本文件"), asks="查杀病毒，去掉这个文件，重新打包后补交",
)
def no_programs(case: EnterpriseCase) -> Iterator[Finding]:
    """程序、脚本和快捷方式可能带病毒，不得进入光盘；按扩展名和内容两样判断。"""
    programs = [(filed, what) for filed in case.files if (what := _as_program(filed))]
    yield from _told(case, programs, "个程序、脚本或快捷方式", _without_it)


def _without_it(filed: Filed) -> str:
    mend = "请企业重新打包" if filed.member.within else "在“收集材料”里把它设为不装入光盘"
    return f"请不要双击它；{mend}，并请企业检查电脑有没有病毒"


def _told(
    case: EnterpriseCase, files: Sequence[tuple[Filed, str]], kind: str, fix: Callable[[Filed], str]
) -> Iterator[Finding]:
    """One by one, or once for each package that has very many: nobody reads a thousand findings."""
    if len(files) <= _SINGLY:
        for filed, what in files:
            yield filed.finding(what, fix(filed))
        return
    for source in case.sources:
        group = [filed for filed, _ in files if filed.source is source]
        if not group:
            continue
        what = f"“{source.name}”里有 {len(group)} {kind}：{some([filed.shown for filed in group], 3)}"
        yield replace(
            group[0].finding(what, fix(group[0]).replace("它", "它们").replace("这个", "这些")),
            where=place(source),
            detail=mark([filed.key + filed.member.sha256 for filed in group]),
        )


def _as_program(filed: Filed) -> str:
    """What it is, in words; "" for what is none."""
    parts = filed.member.name.lower().rstrip(" .").split(".")
    extension = parts[-1].strip() if len(parts) > 1 else ""
    if extension not in _PROGRAM_EXTENSIONS and filed.member.kind not in _PROGRAM_KINDS:
        return ""
    posing = len(parts) > 2 and parts[-2].strip() in _DOCUMENT_EXTENSIONS
    if extension not in _PROGRAM_EXTENSIONS:
        return f"“{filed.shown}”看上去是文档，内容却是程序或脚本"
    if posing:
        return f"“{filed.shown}”有两个扩展名，是冒充 {parts[-2].strip()} 文档的程序、脚本或快捷方式"
    return f"“{filed.shown}”是程序、脚本或快捷方式"


@check(
    "FILE-03", "文档没有宏、没有加密", Grade.LOOK, Trait.SAFE, also=Grade.MUST, needs=Need.FILES,
    claim=Claim(2, "没有加密的文档"), asks="另存为不带宏、不加密码的文档或 PDF 后补交",
)
def no_macros(case: EnterpriseCase) -> Iterator[Finding]:
    """宏可能带病毒，要由人确认用途；加密的文档省厅打不开，必须重做。"""
    for filed in case.files:
        facts = filed.member.office
        if facts is not None and facts.encrypted:
            yield filed.finding(
                f"“{filed.shown}”加了密码，打不开", "请企业去掉密码后重新提供", grade=Grade.MUST
            )
        elif facts is not None and facts.macros:
            yield filed.finding(
                f"“{filed.shown}”带有宏", "请企业另存为不带宏的文档或 PDF；确有需要的写明理由"
            )


@check(
    "FILE-04", "没有系统残留文件", Grade.SHOULD, Trait.COMPLETE, who=Who.PROGRAM, needs=Need.FILES, asks=None
)
def no_leftovers(case: EnterpriseCase) -> Iterator[Finding]:
    """系统和办公软件留下的缩略图、锁定文件等不是材料，程序打包时自动去掉，原件不动。"""
    for source in case.sources:
        names = [left.path for left in source.left_out if _is_leftover(left.path, case.notice.leftovers)]
        if names:
            yield Finding(
                f"“{source.name}”里有 {len(names)} 个系统残留文件：{some(names)}",
                "不必处理：打包时已去掉",
                where=place(source),
                detail=mark(names),
            )


@check(
    "FILE-05", "文件都收进来了", Grade.LOOK, Trait.COMPLETE, who=Who.BUREAU, needs=Need.FILES,
    clause="materials", asks="核对其中有没有材料，有的改用普通的文件名后补交",
)
def all_taken(case: EnterpriseCase) -> Iterator[Finding]:
    """链接、读不出来或名称不能用的文件没有收进来；里面若有材料，就会少交。"""
    for source in case.sources:
        lost = [left for left in source.left_out if not _is_leftover(left.path, case.notice.leftovers)]
        if lost:
            said = "；".join(f"“{left.path}”：{left.reason}" for left in lost[:5])
            more = f"；等 {len(lost)} 个" if len(lost) > 5 else ""
            yield Finding(
                f"“{source.name}”里有 {len(lost)} 个文件没有收进来。{said}{more}",
                "请看其中有没有材料；有的，请处理后重新收集，没有的写明理由",
                where=place(source),
                detail=mark([left.path for left in lost]),
            )


def _is_leftover(path: str, patterns: Sequence[str]) -> bool:
    parts = re.split(r"!?/", path)
    return any(re.search(pattern, part[:MATCHED], re.IGNORECASE) for pattern in patterns for part in parts)
