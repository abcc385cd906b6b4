"""Who is at work on this computer: told once a day, kept until somebody else says so.

`clerk.json` in the user's folder; a damaged one is as none.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from datetime import date

from app import clock
from app.errors import AppError
from app.paths import user_dir
from app.store.lock import user_name
from app.writing.atomic import write_text

_log = logging.getLogger(__name__)
_FILE = "clerk.json"
_LONGEST = 40  # characters of a name


@dataclass(frozen=True, slots=True)
class Clerk:
    """`day`: when it was last said, ISO 8601."""

    name: str
    day: str

    def is_of(self, today: date) -> bool:
        return bool(self.name) and self.day == today.isoformat()


def kept() -> Clerk:
    """The last one who said so; nameless where nobody did."""
    try:
        told = json.loads((user_dir() / _FILE).read_text("utf-8"))
        return Clerk(plain(str(told["name"])), str(told["day"]))
    except FileNotFoundError:
        return Clerk("", "")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        _log.info("who works here is asked anew: %s", error)
        return Clerk("", "")


def keep(name: str) -> Clerk:
    """Of today; where it cannot be written it holds for this run of the caller alone."""
    clerk = Clerk(plain(name), clock.today().isoformat())
    try:
        write_text(user_dir() / _FILE, json.dumps(asdict(clerk), ensure_ascii=False))
    except AppError as error:
        _log.info("who works here is not kept: %s", error)
    return clerk


def at_work() -> str:
    """The name that histories and papers carry: whoever said so, else what the system calls its user."""
    return kept().name or user_name()


def plain(name: str) -> str:
    """One line without what is not seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:_LONGEST]
