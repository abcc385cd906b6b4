"""The readers, each as a foreign file first meets it: run in the reading child, as the program does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.model.batch import Track
from app.model.source import Container
from app.notices.read import load_notice, parse_notice
from app.reading.containers import container_of
from app.reading.limits import Limits
from app.reading.survey import survey

Report = Callable[[int, str], None]
Reader = Callable[[Path, Report], None]
LIMITS = Limits(total_bytes=50_000_000, members=2_000, stall_seconds=30)
_NOTICE = load_notice("2023")[0]


def surveyed(path: Path, report: Report) -> None:
    """An archive or a document, as collecting meets it; what is said to be sound must be so."""
    seen = survey(path, container_of(path), _NOTICE.leftovers, LIMITS, report)
    for member in seen.members:
        assert not member.path.startswith(("/", "../")) and "/../" not in f"/{member.path}/", member.path
        assert member.size >= 0
    if container_of(path) is Container.FILE and seen.members and seen.members[0].sha256:
        assert seen.members[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def table(path: Path, report: Report) -> None:
    from app.reading.sheet import read_sheet_in

    read_sheet_in(path, _NOTICE.rules(Track.PROVINCIAL), report)


def template(path: Path, report: Report) -> None:
    from app.writing.template_map import open_template

    open_template(path, _NOTICE.rules(Track.PROVINCIAL))


def image(path: Path, report: Report) -> None:
    from app.reading.disc_image import open_image

    disc = open_image(path)
    for name in sorted(disc.files)[:20]:
        try:
            for _ in disc.chunks(name):
                pass
        except OSError:
            continue  # an unreadable sector is told as one


def history(path: Path, report: Report) -> None:
    from app.store import journal

    journal.read(path)
    journal.newest_schema(path)


def manifest(path: Path, report: Report) -> None:
    from app.writing import bag

    bag.parse_manifest(path.read_text("utf-8", "replace"), "sha256")
    bag.parse_info(path.read_text("utf-8", "replace"))


def notice(path: Path, report: Report) -> None:
    parse_notice(path.read_bytes())


def form(path: Path, report: Report) -> None:
    from app.reading.form_labels import form_labels
    from app.reading.forms import read_fields

    read_fields(path, path.suffix[1:], form_labels(_NOTICE), path.parent, lambda: report(0, ""))


READERS: dict[str, tuple[Reader, ...]] = {
    "xlsx": (table, template, surveyed), "xls": (table,), "iso": (image,), "history": (history,),
    "manifest": (manifest,), "notice": (notice,), "docx": (surveyed, form), "pdf": (surveyed, form),
}
