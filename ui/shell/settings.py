"""What the window remembers between runs: JSON in the user's folder."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app import PRODUCT
from app.paths import documents_dir, user_dir

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)
KEPT = 8
SYSTEM, DAY, NIGHT, SHARP = "system", "day", "night", "sharp"
SIZES = (100, 115, 130)
_BASE = "base"  # among the folders
TAKEN, PUT = "taken", "put"  # what was chosen last, and where something was put last
_ON_DISCS = ("光盘", "映像", "U 盘", "交给同事", "交来")
_MOST = 60  # folders that are remembered


@dataclass
class Recent:
    """A batch folder, what to call it, how far it was, and when (ISO 8601)."""

    folder: str
    title: str
    state: str = ""
    when: str = ""


@dataclass
class Settings:
    """Loses itself rather than keep the program from starting: a damaged file means defaults."""

    path: Path
    recent: list[Recent] = field(default_factory=list)
    folders: dict[str, str] = field(default_factory=dict)
    geometry: str = ""
    recognises: bool = True  # 识别扫描件
    colours: str = SYSTEM  # whose: the system's, or always day, night, sharp
    size: int = SIZES[0]  # per cent, of all that is shown
    shares: dict[str, int] = field(default_factory=dict)  # of borders that were dragged, thousandths
    orders: dict[str, str] = field(default_factory=dict)  # of lists, the heading they are sorted by

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        where = path or user_dir() / "settings.json"
        try:
            kept = json.loads(where.read_text("utf-8"))
            recent = [Recent(**{k: str(v) for k, v in each.items()}) for each in kept["recent"]]
            folders = {str(k): str(v) for k, v in kept["folders"].items()}
            colours, size = kept.get("colours"), kept.get("size")
            shares = {str(k): v for k, v in dict(kept.get("shares", {})).items() if isinstance(v, int)}
            return cls(
                where, recent, folders, str(kept["geometry"]), kept.get("recognises", True) is not False,
                colours if colours in (DAY, NIGHT, SHARP) else SYSTEM, size if size in SIZES else SIZES[0],
                shares, {str(k): v for k, v in dict(kept.get("orders", {})).items() if isinstance(v, str)},
            )  # fmt: skip
        except FileNotFoundError:
            return cls(where)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            log.info("settings start afresh: %s", error)
            return cls(where)

    def save(self) -> None:
        from app.errors import AppError  # not before the first paint
        from app.writing.atomic import write_text

        recent = [asdict(each) for each in self.recent]
        kept = {
            "recent": recent, "folders": self.folders, "geometry": self.geometry,
            "recognises": self.recognises, "colours": self.colours, "size": self.size,
            "shares": self.shares, "orders": self.orders,
        }  # fmt: skip
        try:
            write_text(self.path, json.dumps(kept, indent=1))  # a folder's name may be no UTF-8
        except AppError as error:  # a full disk must not stop the work over a window's place
            log.info("settings not saved: %s", error)

    def keep_geometry(self, encoded: bytes) -> None:
        """The window's place: base 64 of Qt's own form."""
        self.geometry = encoded.decode("ascii")
        self.save()

    def remember_batch(self, folder: Path, title: str, state: str) -> None:
        from app import clock

        entry = Recent(str(folder), title, state, clock.now().isoformat())
        self.recent = [entry, *(each for each in self.recent if each.folder != entry.folder)][:KEPT]
        self.save()

    def forget_batch(self, folder: str) -> None:
        self.recent = [each for each in self.recent if each.folder != folder]
        self.save()

    @property
    def base(self) -> Path:
        """Where new batches are kept: the documents folder unless a person said otherwise."""
        return Path(self.folders.get(_BASE) or documents_dir() / PRODUCT)

    def set_base(self, folder: Path) -> None:
        if folder != self.base:
            self.folders[_BASE] = str(folder)

    def folder_for(self, purpose: str, sort: str = TAKEN) -> str:
        """Where a question called `purpose` begins: where it was answered last, else on a stick where it is
        about discs, else where the last one of its sort was, else where people keep their things."""
        from app.paths import stick, usual_place

        kept = self.folders.get(purpose, "")
        if kept:
            return kept
        drive = stick() if any(word in purpose for word in _ON_DISCS) else None
        return str(drive or self.folders.get(sort) or usual_place())

    def remember_folder(self, purpose: str, folder: Path, sort: str = TAKEN) -> None:
        for key in (purpose, sort):
            self.folders.pop(key, None)
            self.folders[key] = str(folder)
        for key in [key for key in self.folders if key != _BASE][:-_MOST]:  # some are called by an enterprise
            del self.folders[key]
        self.save()


def when(recent: str, now: datetime) -> str:
    """今天 09:42, 昨天, 8月21日; empty if it is not a time."""
    from datetime import datetime

    try:
        then = datetime.fromisoformat(recent)
    except ValueError:
        return ""
    days = (now.date() - then.date()).days
    if days == 0:
        return f"今天 {then:%H:%M}"
    if days == 1:
        return "昨天"
    return f"{then.month}月{then.day}日" if then.year == now.year else f"{then:%Y-%m-%d}"
