"""Words of the command line → options; wrong use is told in one Chinese line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import cache
from typing import Any, NoReturn

from app import __version__
from app.cli import (
    amending,
    answering,
    awarded,
    disc,
    filing,
    judging,
    ledger,
    making,
    papers,
    province,
    receiving,
    sending,
)
from app.cli.command import Command
from app.cli.notices import adopting, giving, listing, trying, writing
from app.cli.program import about
from app.cli.review import collection, exchange, publicity, ranking, stages, statistics
from app.errors import WrongUse

# As the help lists them.
_MODULES = (
    making, awarded, filing, papers, judging, sending, disc, ledger, receiving, province, answering, amending,
    ranking, stages, publicity, collection, exchange, statistics, listing, writing, giving, trying,
    adopting, about,
)  # fmt: skip

GROUPS = {"notice": "通知规则：新建、检查、比较、打包、试用"}  # commands of two words: the first


class Parser(argparse.ArgumentParser):
    _is_mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Names that may be left out may also follow an option: `recommend LEDGER --track T NAME`."""
        mixes = any(each.nargs == "*" and not each.option_strings for each in self._actions)
        if self._is_mixing or not mixes:
            return super().parse_known_args(args, namespace)
        self._is_mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_mixing = False

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split()).removeprefix("usage: ")
        raise WrongUse(f"命令写法不对，应为：{usage}")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """`run` is what the command does. Raises WrongUse."""
    return _parser().parse_args(arguments)


@cache
def _parser() -> Parser:
    """Over a hundred commands: 25 ms, once."""
    parser = Parser(prog="baopan", description="标杆报盘：申报材料的收集、核对、刻盘与接收，全程离线")
    parser.add_argument("--version", action="version", version=f"标杆报盘 {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=Parser)
    groups: dict[str, Any] = {}
    for each in (each for module in _MODULES for each in vars(module).values() if isinstance(each, Command)):
        group, _, name = each.name.rpartition(" ")
        if group and group not in groups:
            about = f"{GROUPS[group]}（{group} -h 列出各条）"
            whole = commands.add_parser(group, help=about, description=about)
            groups[group] = whole.add_subparsers(
                dest=group, required=True, metavar="命令", parser_class=Parser
            )
        own = groups.get(group, commands).add_parser(name, help=each.about, description=each.about)
        own.set_defaults(run=each.run)
        for add in each.takes:
            add(own)
    return parser
