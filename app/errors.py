"""What can keep the program from working; a bad package is a Finding, never one of these."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from app.windows import is_held, is_too_long
from app.wording import told_place


class Cancelled(Exception):
    """The person asked to stop; nothing is shown but the stop itself."""


class AppError(Exception):
    """Shown as title · advice · detail; never as a trace.

    `exit_code` is the command line's: 2 wrong use or unreadable input, 3 the program could not work.
    """

    code: ClassVar[str] = "E000"
    title: ClassVar[str] = "程序遇到没有料到的情况"
    advice: ClassVar[str] = "请把日志发给维护人员；已保存的内容没有丢失。"
    exit_code: ClassVar[int] = 3

    def __init__(self, detail: object = "") -> None:
        self.detail = str(detail)
        super().__init__(self.line())

    def line(self) -> str:
        """One Chinese line for the command line and the log."""
        where = f"：{self.detail}" if self.detail else ""
        return f"{self.title}{where}。{self.advice}（{self.code}）"

    def __reduce__(self) -> tuple[type[AppError], tuple[str]]:
        return type(self), (self.detail,)


# E1xx: the computer
class FileInUse(AppError):
    code, title = "E101", "文件正被其他程序占用"
    advice = "请先在 Excel、WPS 或压缩软件中关闭该文件，再重试。"


class DiskFull(AppError):
    code, title = "E102", "磁盘空间不够"
    advice = "请清出空间或换一个磁盘再重试；已完成的部分已保留。"


class NoPermission(AppError):
    code, title = "E103", "没有读写权限"
    advice = "请换一个有权限的文件夹，或请管理员开通后重试。"


class PathTooLong(AppError):
    code, title = "E104", "路径太长"
    advice = "请把文件放到更短的文件夹里（例如 D:\\报盘），再重试。"


class ReadFailed(AppError):
    code, title = "E105", "读写出错"
    advice = "请检查磁盘、U 盘或光驱是否连接正常，再重试。"


class SandboxFailed(AppError):
    code, title = "E106", "检查文件的后台程序没能启动"
    advice = "请重新启动本程序；如仍出现，请把日志发给维护人员。"


# E2xx: what we rely on
class NoticeInvalid(AppError):
    code, title, exit_code = "E201", "通知规则文件有误", 2
    advice = "请按下列各条改正后重新载入。"


class TemplateInvalid(AppError):
    code, title, exit_code = "E202", "省厅模板无法填写", 2
    advice = "请确认是汇总表的空白模板（.xlsx），且有“企业名称”一列的表头；也可以先不用模板。"


class BatchFromNewerVersion(AppError):
    code, title, exit_code = "E203", "这个批次由更新版本的程序建立", 2
    advice = "请用新版程序打开；本程序没有改动它。"


class BatchDamaged(AppError):
    code, title, exit_code = "E204", "批次文件已损坏", 2
    advice = "可以恢复（命令行用 recover）；损坏的文件会另存，不会删除，收到的材料都在。"


class BatchInUse(AppError):
    code, title, exit_code = "E205", "这个批次已经打开", 2
    advice = "请在那个窗口里继续，或先把它关闭；同一批次同时只能由一个窗口修改。"


class NotABatch(AppError):
    code, title, exit_code = "E206", "这里没有批次", 2
    advice = "请选择新建批次时建立的文件夹（里面有 history.jsonl）。"


class LedgerInUse(AppError):
    code, title, exit_code = "E207", "这本台账已经打开", 2
    advice = "请在那个窗口或那台电脑上继续，或先把它关闭；同一本台账同时只能由一处修改。"
    beside = "可以先只读打开：看得到那边的进展，改不了。"


class WrongName(AppError):
    code, title, exit_code = "E216", "写的名称不一样，没有删除", 2
    advice = "请照写文件夹的名称，一个字也不能差。"


class LedgerBusy(LedgerInUse):
    code, title, exit_code = "E215", "别人正在写这本台账", 3
    advice = "请过几秒再试；这次没有改动任何内容。"


class LedgerDamaged(AppError):
    code, title, exit_code = "E208", "台账文件已损坏", 2
    advice = (
        "可以用备份恢复，没有备份就留下完好的部分：在窗口里打开时会问，命令行用 ledger-restore。"
        "存放的材料没有动；损坏的文件会另存，不会删除。"
    )


class LedgerFromNewerVersion(AppError):
    code, title, exit_code = "E209", "这本台账由更新版本的程序建立", 2
    advice = "请用新版程序打开；本程序没有改动它。"


class NotALedger(AppError):
    code, title, exit_code = "E210", "这里没有台账", 2
    advice = "请选择新建台账时建立的文件夹（里面有“台账.sqlite”）。"


class ChangedMeanwhile(AppError):
    code, title, exit_code = "E211", "别人刚改过这一份", 2
    advice = "这次没有改动任何内容；已按最新的重新显示，请看过再决定。"


class LedgerReadOnly(AppError):
    code, title, exit_code = "E212", "这本台账是只读打开的", 2
    advice = "请在能修改的那个窗口或那台电脑上继续，或等它关闭后重新打开。"


class DatabaseUnreachable(AppError):
    code, title = "E213", "连不上台账的数据库"
    advice = "请确认网线插好、数据库那台电脑开着，再重试；已保存的内容没有丢失。"


class LedgerMoved(AppError):
    code, title, exit_code = "E214", "这本台账已经搬走", 2
    advice = "请打开搬去的那一本；这里留下的是搬走时的样子，没有删除。"


# E3xx: what was handed in or asked for
class SourceVanished(AppError):
    code, title, exit_code = "E301", "文件找不到了", 2
    advice = "请确认它没有被移走、U 盘没有拔出，再重试。"


class Unreadable(AppError):
    code, title, exit_code = "E302", "文件读不出来", 2
    advice = "请确认文件完好，或请对方重新提供。"


class TableUnknown(AppError):
    code, title, exit_code = "E303", "表格里没有认出表头", 2
    advice = "请确认表头有“企业名称”（或申报单位名称等）一列；也可以从 Excel 里复制后粘贴到汇总表。"


class WrongUse(AppError):
    code, title, exit_code = "E304", "这一步做不了", 2
    advice = "请按提示改正后重试。"


class NothingFound(AppError):
    code, title, exit_code = "E305", "没有找到", 2
    advice = "请核对名称后重试。"


class DriveEmpty(AppError):
    code, title, exit_code = "E306", "光驱里没有可读的光盘", 2
    advice = "请放入刻好的光盘，等光驱停止闪烁后重试；空白盘要先刻录。"


class DriveGone(AppError):
    code, title = "E307", "光盘中途读不到了"
    advice = "请确认光盘没有取出、光驱或 U 盘没有断开，放好后重新校验。"


class WrongDisc(AppError):
    code, title, exit_code = "E308", "这不是要校验的光盘", 2
    advice = "请核对盘面上的编号，换上这一批次的光盘再校验。"


class OtherNotice(AppError):
    code, title, exit_code = "E309", "这张光盘不是按这份通知报送的", 2
    advice = "请核对年度；另一年的光盘请登记到那一年的台账里。台账没有变动。"


class NoSubmission(AppError):
    code, title, exit_code = "E310", "这里没有申报材料", 2
    advice = "没有推荐文件、汇总表，也没有企业的材料包；请核对是不是这张盘。台账没有变动。"


class DiscOdd(AppError):
    code, title, exit_code = "E311", "光盘的目录或清单内容异常，没有读完", 2
    advice = "读它会占满内存或停住不动，已经停下；请不要再用这张盘，由制作单位重做一张。"


class LeadsOutside(AppError):
    code, title, exit_code = "E312", "记载的路径指到了别处", 2
    advice = "光盘、批次或台账里写的路径不在它自己的文件夹里，没有去读写；请核对它的来历。"


# E4xx: what we wrote
class NotReady(AppError):
    code, title, exit_code = "E401", "还不能制作光盘", 1
    advice = "请先处理必须补正的问题，并核对每一个待核对项。"


class DoesNotFit(AppError):
    code, title, exit_code = "E402", "所选光盘放不下", 1
    advice = "请改用更大的光盘。"


class VerifyFailed(AppError):
    code, title = "E403", "写出的内容与原件不一致"
    advice = "没有留下不完整的结果；请检查磁盘后重试。"


class MaterialChanged(VerifyFailed):
    code, title, exit_code = "E407", "批次里存的材料已不是收集时的样子", 2
    advice = "没有留下不完整的结果；请重新收集这家企业的材料（推荐文件请重新放入），再制作光盘。"


class NotOurs(AppError):
    code, title, exit_code = "E404", "同名文件夹不是本程序生成的", 2
    advice = "为免误删，没有改动它；请换一个输出位置，或先把它移走。"


class BurnFailed(AppError):
    code, title = "E405", "刻录没有成功"
    advice = "请换一张空白盘再刻；映像文件没有变动，不必重新制作。"


class NoBurner(AppError):
    code, title = "E406", "这台电脑没有可用的刻录程序"
    advice = "请把映像文件（.iso）拷到有刻录机的电脑，用“刻录光盘映像”刻盘（不是当文件刻），再读盘校验。"


class PrinterRefused(AppError):
    code, title = "E408", "打印机没有接受"
    advice = "请看打印机是否开着、有没有纸，再试；也可以用其他软件打开后打印。"


class ScanFailed(AppError):
    code, title = "E409", "查毒没有做完"
    advice = "查毒程序没有给出结论，仍算“未查毒”；请看它能不能用，或在设置里改查毒命令。"


_BY_ERRNO: dict[int, type[AppError]] = {
    getattr(errno, "ENOMEDIUM", 123): DriveEmpty,  # only Linux has it
    errno.ENOSPC: DiskFull, errno.EDQUOT: DiskFull, errno.ENAMETOOLONG: PathTooLong,
    errno.EACCES: NoPermission, errno.EPERM: NoPermission, errno.EROFS: NoPermission,
    errno.ENOENT: SourceVanished, errno.ENOTDIR: SourceVanished,
}
_BY_WINERROR: dict[int, type[AppError]] = {
    5: NoPermission, 21: DriveEmpty, 32: FileInUse, 33: FileInUse, 112: DiskFull, 206: PathTooLong,
}


def from_os(error: OSError, path: Path | str | None = None) -> AppError:
    """The AppError that says what this OSError means to a clerk; `path` is named in the detail."""
    by_windows = _BY_WINERROR.get(getattr(error, "winerror", None) or 0)
    kind = by_windows or _BY_ERRNO.get(error.errno or 0) or ReadFailed
    named = [each for each in (error.filename, path) if isinstance(each, str | Path)]
    if kind is NoPermission and any(map(is_held, named)):
        kind = FileInUse
    if kind is SourceVanished and any(map(is_too_long, named)):
        kind = PathTooLong
    return kind(told_place(str(path if path is not None else error.filename or "")))


@contextmanager
def os_errors(path: Path | str | None = None) -> Iterator[None]:
    """Turn any OSError inside into its AppError; the one place an adapter needs."""
    try:
        yield
    except OSError as error:
        raise from_os(error, path) from error


def joined(problems: Sequence[str]) -> str:
    """Several problems as one detail, a line each."""
    return "\n".join(problems)
