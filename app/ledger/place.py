"""Where a ledger is: a folder with its materials, and in it where the rows are when they are in PostgreSQL.

The folder is what people open, pass on and back up; each computer may call it by another path.
"""

from __future__ import annotations

from pathlib import Path

from app.errors import NotALedger, os_errors
from app.writing import atomic

SCHEME = "postgresql://"
ADDRESS = "台账.数据库地址.txt"


def address_of(folder: Path) -> str:
    """"" where the rows are in the folder itself. Raises NotALedger, AppError."""
    path = folder / ADDRESS
    with os_errors(path):
        try:
            lines = path.read_text("utf-8-sig").split()
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            raise NotALedger(str(path)) from error
    if not lines or not lines[0].startswith(SCHEME):
        raise NotALedger(str(path))
    return lines[0]


def keep_address(folder: Path, address: str) -> None:
    """The rows of this folder's ledger are there from now on; "": in the folder. Raises AppError."""
    path = folder / ADDRESS
    if address:
        atomic.write_bytes(path, f"{address}\n".encode())
    else:
        with os_errors(path):
            path.unlink(missing_ok=True)
