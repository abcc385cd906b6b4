"""Which ledger is to be opened: one that is there, or a new one for a notice."""

from __future__ import annotations

from pathlib import Path

from app.checks.notices import load_notice
from app.errors import AppError
from app.notices.read import notice_ids
from app.paths import free_folder
from ui.receive.places import has_rows
from ui.shell.ask import Ask
from ui.shell.settings import Settings


def choose_ledger(ask: Ask, settings: Settings) -> Path | None:
    """The folder to open; a new ledger is made when that is wanted. None: the person went back."""
    known = next((r for r in settings.recent if has_rows(Path(r.folder))), None)
    options = ["打开已有台账…", "新建台账…"]
    if known is not None:
        options.insert(0, f"接着用：{known.title}")
    text = "一本台账对应一份通知，是一个文件夹：登记的每一行和收到的全部材料都在里面。"
    chosen = ask.choose("接收台账", text, options)
    if chosen is None:
        return None
    if known is not None and chosen == 0:
        return Path(known.folder)
    if options[chosen].startswith("打开"):
        return ask.choose_folder("选择台账文件夹")
    return _new(ask)


def _new(ask: Ask) -> Path | None:
    key = _notice(ask)
    base = ask.choose_folder("新台账放在哪个文件夹里（要放得下全部光盘）") if key else None
    if key is None or base is None:
        return None
    try:
        return make_ledger(base, key)
    except AppError as error:
        ask.show_error(error)
        return None


def make_ledger(base: Path, key: str) -> Path:
    """A new ledger for the notice of id `key`, in a folder of its own in `base`. Raises AppError."""
    from app.ledger import Ledger

    notice, content = load_notice(key)
    folder = free_folder(base / f"{notice.year}年{notice.campaign}接收台账")
    Ledger.create(folder, content).close()
    return folder


def _notice(ask: Ask) -> str | None:
    """The only one there is, or the one a person picks; the newest first."""
    found = []
    for key in reversed(notice_ids()):
        try:
            found.append((key, load_notice(key)[0].title))
        except AppError:
            continue  # told when it is loaded
    if len(found) <= 1:
        return found[0][0] if found else None
    chosen = ask.choose("哪一份通知", "台账按这份通知核验。", [title for _, title in found])
    return None if chosen is None else found[chosen][0]
