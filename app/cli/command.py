"""A command of the command line: its words, what it takes and what it does, told in one place."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from app.errors import WrongUse
from app.store.store import BatchStore

if TYPE_CHECKING:
    from app.ledger import Ledger

Argument = Callable[[Any], object]  # adds itself to a parser, or to a group of one
Code: TypeAlias = "int | None"  # the exit code; None is 0


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    about: str
    takes: tuple[Argument, ...]
    run: Callable[[Namespace], Code]


def arg(*names: str, **told: Any) -> Argument:
    """As argparse's add_argument has it."""
    return lambda parser: parser.add_argument(*names, **told)


def either(*arguments: Argument) -> Argument:
    """At most one of them."""

    def add(parser: Any) -> None:
        group = parser.add_mutually_exclusive_group()
        for each in arguments:
            each(group)

    return add


BATCH = arg("batch", type=Path, metavar="BATCH", help="批次文件夹")
LEDGER = arg("ledger", type=Path, metavar="LEDGER", help="台账文件夹")
ENTERPRISE = arg("enterprise", metavar="ENTERPRISE")
TRACK = arg("--track", required=True, metavar="NAME", help="申报类别，如通知里的简称")
OUT = arg("--out", required=True, type=Path, metavar="DIR")
AS_JSON = arg("--json", action="store_true", help="输出 JSON")
NO_OCR = arg("--no-ocr", dest="recognises", action="store_false", help="这次不识别扫描件上的文字")
CHECK_CODE = arg(
    "--code", default="", metavar="XXXX-XXXX-XXXX", help="交接登记表上的校验码，或整个数字摘要、二维码的文字"
)
SUBMISSION = arg("submission", metavar="SUBMISSION", help="登记号")
CLERK = arg("--clerk", default="", metavar="NAME", help="经办人；不写则用这台电脑上登记的（clerk）")
REASON = arg("--reason", default="", metavar="TEXT")
VERDICT = arg("verdict", choices=("accept", "return"), help="accept 核对通过 · return 退回补正")


def command(name: str, about: str, *takes: Argument) -> Callable[[Callable[[Namespace], Code]], Command]:
    return lambda run: Command(name, about, takes, run)


def on_batch(
    name: str, about: str, *takes: Argument, reads: bool = False
) -> Callable[[Callable[[BatchStore, Namespace], Code]], Command]:
    """Of a command that works in the batch it is given first, open while it runs.

    `reads`: it changes nothing there, and may also be had of a batch that a colleague has.
    """

    def made(run: Callable[[BatchStore, Namespace], Code]) -> Command:
        def opened(options: Namespace) -> Code:
            with BatchStore.open(options.batch) as store:
                if not reads:
                    store.refuse_if_away()
                return run(store, options)

        return Command(name, about, (BATCH, *takes), opened)

    return made


def on_ledger(
    name: str, about: str, *takes: Argument
) -> Callable[[Callable[[Ledger, Namespace], Code]], Command]:
    """As `on_batch`, in a ledger."""

    def made(run: Callable[[Ledger, Namespace], Code]) -> Command:
        def opened(options: Namespace) -> Code:
            from app.ledger import Ledger

            with Ledger.open(options.ledger) as ledger:
                return run(ledger, options)

        return Command(name, about, (LEDGER, *takes), opened)

    return made


def day_named(text: str) -> date | None:
    """None of "". Raises WrongUse."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(f"日期“{text}”应写成 2023-08-31 这样") from error
