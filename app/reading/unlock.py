"""A locked archive or PDF opened with the password that a person typed. Runs in a sandbox child."""

from __future__ import annotations

from pathlib import Path

from app.errors import os_errors
from app.model.source import Container, Fault, Member
from app.reading.containers import Report
from app.reading.containers.sevenzip_program import password_typed
from app.reading.limits import Limits
from app.reading.peek import peek
from app.reading.scratch import ScratchFolder
from app.reading.unpack import unpack


def unlock_archive(stored: Path, password: str, out: Path, limits: Limits, report: Report) -> bool:
    """Its files into `out`, an empty folder, as safely as any archive's; False where the password is wrong.

    Whatever the kind: 7-Zip's program reads all that have passwords.
    """
    with password_typed(password):
        unpacked = unpack(stored, Container.RAR, out, limits, report)
    is_wrong = any(trouble.fault is Fault.PASSWORD for trouble in unpacked.troubles)
    return unpacked.files > 0 and not is_wrong


def unlock_pdf(
    stored: Path, container: Container, member: Member, password: str, out: Path,
    limits: Limits, report: Report,
) -> bool:  # fmt: skip
    """The same pages without a password as `out`; False where the password is wrong."""
    import pypdf

    with ScratchFolder() as folder:
        locked = folder / "locked.pdf"
        peek(stored, container, member, locked, limits, report)
        with os_errors(locked), locked.open("rb") as file:
            reader = pypdf.PdfReader(file)
            if reader.is_encrypted and not reader.decrypt(password):
                return False
            report(0, member.path)
            writer = pypdf.PdfWriter(clone_from=reader)
            with os_errors(out), out.open("wb") as made:
                writer.write(made)
    return True
