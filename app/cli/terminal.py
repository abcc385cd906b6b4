"""The one way to a terminal, and from it: what others named, in a line of its own and steering nothing."""

from __future__ import annotations

import json
import re
import sys
from getpass import getpass
from typing import TYPE_CHECKING

from app.wording import visible

if TYPE_CHECKING:
    from app.ledger import Ledger

_BEYOND_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def say(line: str) -> None:
    """One line on stdout; a line break in a name makes no second one."""
    print(visible(line).replace("\n", "␊"))


def say_lines(text: str) -> None:
    """Of our own making: a line each."""
    for line in text.splitlines():
        say(line)


def complain(text: str) -> None:
    """On stderr; what follows the first line is set in, so that no name begins a line of ours."""
    print(visible(text).replace("\n", "\n  "), file=sys.stderr)


def complain_of_claim(ledger: Ledger, key: str) -> None:
    """Where another works on what is decided here, it is said: nobody can be asked."""
    if claim := ledger.claims().get(key):
        complain(f"{key}：{claim.words}，最好先问一声")


def asked_password(*, piped: bool) -> str:
    """Never an argument: the list of running programs shows those to everybody. `piped`: a line of stdin."""
    typed = sys.stdin.readline() if piped else getpass("密码：")
    return typed.rstrip("\r\n")


def asked(question: str) -> str:
    """What is typed at a terminal, without blanks around it; "" where nobody sits at one.

    Windows takes its NUL for a terminal: it has nothing to say.
    """
    try:
        return input(question).strip() if sys.stdin.isatty() else ""
    except EOFError:
        return ""


def say_json(told: object) -> None:
    """On stdout. What JSON lets stand as it is, and a terminal obeys, is written as its escape."""
    text = json.dumps(told, ensure_ascii=False, indent=1)
    print(_BEYOND_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", text))
