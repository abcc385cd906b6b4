"""Words of the command line → options; wrong use is told in one Chinese line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeAlias

from app import __version__
from app.cli import disc, judging, making, papers, province, review, sending
from app.errors import WrongUse
from app.model.disc import DVD, MEDIA


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split()).removeprefix("usage: ")
        raise WrongUse(f"命令写法不对，应为：{usage}")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Raises WrongUse."""
    return _parser().parse_args(arguments)


def _parser() -> Parser:
    parser = Parser(prog="baopan", description="标杆报盘：申报材料的收集、核对、刻盘与接收，全程离线")
    parser.add_argument("--version", action="version", version=f"标杆报盘 {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=Parser)
    _making(commands)
    _papers(commands)
    _judging(commands)
    _sending(commands)
    _disc(commands)
    _province(commands)
    _review(commands)
    return parser


# argparse has no public name for what add_subparsers gives
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001
Run = Callable[[argparse.Namespace], int]


def _add(
    commands: Commands, name: str, run: Run, about: str, *, batch: bool = True
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    command.set_defaults(run=run)
    if batch:
        command.add_argument("batch", type=Path, metavar="BATCH", help="批次文件夹")
    return command


def _track(command: argparse.ArgumentParser, *, required: bool = True) -> None:
    command.add_argument("--track", required=required, metavar="NAME", help="申报类别，如通知里的简称")


def _making(commands: Commands) -> None:
    command = _add(commands, "demo", making.demo, "生成一套样例材料，供试用和练习", batch=False)
    command.add_argument("folder", type=Path, metavar="DIR")
    command.add_argument("--seed", type=int, default=2023, metavar="N")
    command.add_argument("--province", action="store_true", help="改为生成各市交到省厅的光盘")

    command = _add(commands, "new", making.new, "新建批次")
    command.add_argument("--sender", required=True, metavar="CODE_OR_NAME", help="市的代码或直报企业全称")
    command.add_argument("--notice", default="2023", metavar="ID_OR_FILE", help="规则编号，或 .toml 文件")
    command.add_argument("--contact", default="", help="联系人")
    command.add_argument("--phone", default="", help="联系电话")

    command = _add(commands, "collect", making.collect_packages, "收集企业材料（原件不动）")
    _track(command)
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="一家企业的文件夹或压缩包")
    command.add_argument("--each", action="store_true", help="PATH 里面每一个是一家")
    command.add_argument("--replace", action="store_true", help="同名企业已收过时，用新的替换")
    command.add_argument("--into", default="", metavar="ENTERPRISE", help="添加到已有的一家")

    command = _add(commands, "fill", making.fill_rows, "从表格填入汇总表")
    _track(command)
    command.add_argument("table", type=Path, metavar="TABLE", help=".xlsx .xls .et")

    command = _add(commands, "set", making.set_cells, "填写汇总表的格")
    command.add_argument("enterprise", metavar="ENTERPRISE")
    command.add_argument("values", nargs="+", metavar="FIELD=VALUE")

    command = _add(commands, "assign", making.assign_role, "给文件归类")
    command.add_argument("enterprise", metavar="ENTERPRISE")
    command.add_argument("file", metavar="FILE", help="包内的文件，或一个文件夹（里面的全部）")
    command.add_argument("role", metavar="ROLE", help="申报书、典型经验材料、证明材料、营业执照…，或：不装入")

    command = _add(commands, "order", making.set_order, "排推荐次序")
    _track(command)
    command.add_argument("names", nargs="+", metavar="NAME")

    command = _add(commands, "confirm", making.confirm_names, "确认企业全称已核对")
    command.add_argument("names", nargs="*", metavar="ENTERPRISE", help="不写则全部确认")

    command = _add(commands, "remove", making.remove_enterprise, "把一家移出本批次（材料仍保留，可撤销）")
    command.add_argument("enterprise", metavar="ENTERPRISE")

    command = _add(commands, "template", making.load_template, "载入省厅的汇总表模板")
    _track(command)
    command.add_argument("table", type=Path, metavar="TEMPLATE.xlsx")

    _add(commands, "undo", making.undo, "撤销最近一次改动")
    _add(commands, "history", making.history, "看谁在什么时候做了什么")
    _add(commands, "recover", making.recover, "把损坏的批次恢复到最后一次完好的状态")
    command = _add(commands, "backup", making.backup, "把整个批次备份到另一个位置")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")


def _papers(commands: Commands) -> None:
    command = _add(commands, "offers", papers.offers, "读申报书，列出可填入汇总表的内容")
    command.add_argument("enterprise", nargs="?", default="", metavar="ENTERPRISE", help="不写则全部")
    command.add_argument("--take", action="store_true", help="填入空着的格；已填的格从不改动")

    command = _add(commands, "merge-scans", papers.merge_scans, "把几个扫描件合并成一个 PDF（原件保留）")
    command.add_argument("enterprise", metavar="ENTERPRISE")
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("--as", required=True, dest="name", metavar="NAME", help="合并后的文件名")

    command = _add(commands, "weights", papers.weights, "看一家的材料里什么占地方")
    command.add_argument("enterprise", metavar="ENTERPRISE")
    command.add_argument("--most", type=int, default=10, metavar="N", help="列出前几个，默认 10")

    command = _add(commands, "shrink", papers.shrink, "给扫描件做一个较小的副本（原件保留）")
    command.add_argument("enterprise", metavar="ENTERPRISE")
    command.add_argument("file", metavar="FILE")
    command.add_argument("--dpi", type=int, default=150, metavar="N", help="分辨率，默认 150")


def _judging(commands: Commands) -> None:
    command = _add(commands, "check", judging.check, "核对全部问题")
    command.add_argument("--json", action="store_true", help="输出 JSON")

    command = _add(commands, "decide", judging.decide_finding, "对一个问题下结论")
    command.add_argument("finding", metavar="FINDING")
    command.add_argument("verdict", choices=("accept", "return"), help="accept 情况属实 · return 退回补正")
    command.add_argument("--reason", required=True, metavar="TEXT")

    command = _add(commands, "corrections", judging.corrections, "导出补正单（每家一份 PDF 和 Word）")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")

    _add(commands, "rules", judging.rules, "列出全部检查规则", batch=False)


def _sending(commands: Commands) -> None:
    command = _add(commands, "letter", sending.letter, "起草推荐文件（PDF 和 Word）")
    _track(command)
    command.add_argument("--out", required=True, type=Path, metavar="DIR")
    command.add_argument("--number", help="发文字号")
    command.add_argument("--day", help="成文日期，如 2023-08-25")

    command = _add(commands, "attach", sending.attach, "放回盖章的推荐文件")
    _track(command)
    command.add_argument("letter", type=Path, metavar="LETTER.pdf")

    _add(commands, "selfcheck", sending.selfcheck, "检查本程序是否完整", batch=False)


def _disc(commands: Commands) -> None:
    media = [each.id for each in MEDIA]
    command = _add(commands, "stage", disc.stage, "生成刻录目录，输出校验码")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")
    command.add_argument("--medium", default=DVD.id, choices=media)
    command.add_argument("--iso", action="store_true", help="同时在旁边生成光盘映像")

    command = _add(commands, "burn", disc.burn, "用系统的刻录程序刻下一张光盘")
    command.add_argument("--drive", default="", metavar="D", help="光驱，如 E: 或 /dev/sr0；只有一个时不必写")
    command.add_argument("--medium", default="", choices=media, help="空白盘的种类，默认同刻录目录")
    command.add_argument("--disc", default="", metavar="ID", help="刻哪一张，如 QLBG23_3701_02")

    command = _add(commands, "readback", disc.readback, "把刻好的盘逐字节读回，结果记入批次")
    command.add_argument("disc", metavar="DISC", help="光驱（E:、/dev/sr0）、映像或文件夹")
    command.add_argument("--resume", action="store_true", help="接着上次停下的地方读（没有取出过光盘）")
    command.add_argument("--json", action="store_true", help="输出 JSON")

    command = _add(commands, "verify", disc.verify, "逐字节核对一张或一套盘", batch=False)
    command.add_argument("discs", nargs="+", metavar="DISC", help="光驱（E:、/dev/sr0）、映像或文件夹")
    command.add_argument("--code", default="", metavar="XXXX-XXXX-XXXX", help="交接登记表上的校验码")
    command.add_argument("--json", action="store_true", help="输出 JSON")

    command = _add(commands, "papers", disc.papers, "做交接登记表、盘面和封面清单（PDF）")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")


def _of_ledger(commands: Commands, name: str, run: Run, about: str) -> argparse.ArgumentParser:
    command = _add(commands, name, run, about, batch=False)
    command.add_argument("ledger", type=Path, metavar="LEDGER", help="台账文件夹")
    return command


def _of_submission(commands: Commands, name: str, run: Run, about: str) -> argparse.ArgumentParser:
    command = _of_ledger(commands, name, run, about)
    command.add_argument("submission", metavar="SUBMISSION", help="登记号")
    command.add_argument("--clerk", default="", metavar="NAME", help="经办人")
    return command


def _province(commands: Commands) -> None:
    command = _of_ledger(commands, "ledger-new", province.new_ledger, "新建台账（省厅）")
    _notice(command)
    _of_ledger(commands, "ledger", province.list_ledger, "列出台账里的全部报送")
    command = _of_ledger(commands, "ledger-backup", province.back_up_ledger, "备份台账")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")

    command = _of_ledger(commands, "look", province.look_at_disc, "几秒钟看出一张盘是什么，不复制")
    command.add_argument("disc", metavar="DISC")
    _notice(command)

    command = _of_ledger(commands, "receive", province.receive_disc, "校验、存放并登记一张或一套光盘")
    command.add_argument("discs", nargs="+", metavar="DISC", help="光驱、文件夹、映像，或整张盘的压缩包")
    command.add_argument("--code", default="", metavar="XXXX-XXXX-XXXX", help="交接登记表上的校验码")
    command.add_argument("--clerk", default="", metavar="NAME", help="经办人")
    command.add_argument("--sender", default="", metavar="CODE_OR_NAME", help="看不出报送单位时写明")
    command.add_argument("--also", default="", metavar="DISC", help="同一张盘的另一份，用来补读读不出的文件")
    command.add_argument(
        "--handed-in", "--day", dest="day", default="", metavar="DAY", help="收到的日期，不写则为今天"
    )
    command.add_argument("--json", action="store_true", help="输出 JSON")
    _notice(command)

    command = _of_submission(commands, "judge", province.decide_received, "对收到的一处问题下结论")
    command.add_argument("finding", metavar="FINDING")
    command.add_argument("verdict", choices=("accept", "return"), help="accept 情况属实 · return 退回补正")
    command.add_argument("--reason", required=True, metavar="TEXT")

    command = _of_submission(commands, "accept", province.accept_submission, "受理，出具接收回执")
    command.add_argument("--reason", default="", metavar="TEXT")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")

    command = _of_submission(commands, "return", province.return_submission, "退回补正，出具补正通知")
    command.add_argument("--reason", default="", metavar="TEXT")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")
    command.add_argument("--due", default="", metavar="DAY", help="补正期限")

    command = _add(commands, "correct", province.correct_batch, "在市局的批次里打开补正通知")
    command.add_argument("file", type=Path, metavar="NOTICE_FILE")

    command = _of_ledger(commands, "merge", province.merge_table, "把各家的汇总表并成一张总表")
    command.add_argument("--out", required=True, type=Path, metavar="TABLE.xlsx")
    _track(command, required=False)
    command.add_argument("--columns", nargs="+", metavar="COLUMN", help="只要这些列")
    command.add_argument("--template", type=Path, metavar="TEMPLATE.xlsx")


def _review(commands: Commands) -> None:
    command = _of_ledger(commands, "experts", review.export_for_experts, "按组解开申报材料，供专家评审")
    _groups(command)

    command = _of_ledger(commands, "sheets", review.write_sheets, "给每位专家一张评分表")
    command.add_argument("--expert", required=True, action="append", metavar="NAME[=GROUP、GROUP]")
    _groups(command)

    command = _of_ledger(commands, "scores", review.read_scores, "读入专家填好的评分表")
    command.add_argument("files", nargs="+", type=Path, metavar="SHEET.xlsx")
    way = command.add_mutually_exclusive_group()
    way.add_argument("--trim", action="store_true", default=None, help="去掉一个最高分和一个最低分")
    way.add_argument("--all", dest="trim", action="store_false", help="全部分数计入平均")

    command = _of_ledger(commands, "recommend", review.recommend_rows, "标记评审后拟推荐、拟认定的企业")
    _track(command)
    command.add_argument("names", nargs="*", metavar="ENTERPRISE")
    command.add_argument("--first", type=int, default=0, metavar="N", help="取前几名（并列的都取）")

    command = _of_ledger(commands, "results", review.write_lists, "写出评审结果、公示名单和网上申报提醒名单")
    command.add_argument("--out", required=True, type=Path, metavar="DIR")


def _groups(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", required=True, type=Path, metavar="DIR")
    command.add_argument("--by", default="area", metavar="area|division|city|COLUMN", help="按什么分组")
    command.add_argument("--accepted", action="store_true", help="只要已受理的")


def _notice(command: argparse.ArgumentParser) -> None:
    command.add_argument("--notice", default="2023", metavar="ID_OR_FILE", help="新建台账时的规则")
