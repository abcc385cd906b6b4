"""A notice handed out and taken in: packed with the code to be told by telephone, opened and compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.editions import own
from app.editions.compare import Difference
from app.editions.opening import Opened
from app.editions.pack import ENDING, Packed
from app.job import Job
from ui.editions.session import NoticesSession
from ui.shell.ask import Ask

PATTERNS = f"通知包和通知规则 (*{ENDING} *.toml);;所有文件 (*)"
_MOST = 12  # differences that are shown before one is asked


def pack_notice(key: str, session: NoticesSession, ask: Ask, *, is_draft: bool) -> None:
    """Ask where to, pack, and show the code."""
    from app.checks.notices import load_notice
    from app.editions.enclosures import enclosed, enclosed_with_draft
    from app.editions.pack import complete, name_of, pack
    from app.errors import AppError

    try:
        notice = own.sound(own.open_draft(key)) if is_draft else load_notice(key)[0]
    except AppError as error:
        ask.show_error(error)
        return
    out = ask.save_file("打成通知包", name_of(notice), f"通知包 (*{ENDING})")
    if out is None:
        return
    if out.suffix != ENDING:
        out = out.with_name(out.name + ENDING)
    files = enclosed_with_draft(key) if is_draft else enclosed(key)

    def work(job: Job) -> Packed:
        return pack(complete(notice, files, session.sandbox, job), files, out, job)

    session.run("打成通知包", work, lambda made: ask.tell("已打成通知包", _told(made, len(files))))


def _told(made: Packed, files: int) -> str:
    return (
        f"{made.path}\n规则 1 份，随发文件 {files} 个\n\n校验码：{made.code}\n"
        "发出后请用电话把校验码告诉对方，对方打开时看到的应当一样。"
    )


def write_for_enterprises(key: str, session: NoticesSession, ask: Ask) -> None:
    """发给企业的一包: ask where to, make it of the notice, show where it lies."""
    from app.editions.forms import Forms, write_forms

    out = ask.choose_folder("发给企业的资料放在哪里")
    if out is None:
        return

    def work(job: Job) -> Forms:
        from app.checks.notices import load_notice
        from app.editions.enclosures import enclosed

        return write_forms(load_notice(key)[0], enclosed(key), out, job)

    session.run("制作发给企业的资料", work, lambda made: ask.tell(
        "已做好发给企业的资料", f"{made.folder}\n{len(made.files)} 个文件；压缩包：\n{made.archive}"))


def open_file(path: Path, session: NoticesSession, ask: Ask, then: Callable[[str], object]) -> None:
    """Look into it behind the window; once it is sound, show what it is and ask. `then` gets its id."""
    from app.editions.opening import open_pack, open_rules, unlike_own

    def work(job: Job) -> tuple[Opened, tuple[Difference, ...] | None]:
        if path.suffix.lower() == ".toml":
            opened = open_rules(path)
        else:
            place = session.scratch / f"opened{len(list(session.scratch.iterdir()))}"
            place.mkdir()
            opened = open_pack(path, place, session.sandbox, job)
        return opened, unlike_own(opened.notice)

    session.run("打开通知包", work, lambda seen: _offer(*seen, session=session, ask=ask, then=then))


def _offer(opened: Opened, unlike: tuple[Difference, ...] | None, *, session: NoticesSession, ask: Ask,
           then: Callable[[str], object]) -> None:
    from app.editions.opening import install

    notice = opened.notice
    files = len(opened.files)
    told = f"{notice.title}\n{notice.issuer}，{notice.year} 年，随发文件 {files} 个\n校验码：{opened.code}"
    if unlike == ():
        ask.tell("这份通知规则已经有了", f"{told}\n内容完全一样，不用再装入。")
        then(notice.id)
        return
    words = f"{told}\n请用电话与发放单位核对校验码，一样再装入。"
    if unlike:
        lines = [each.line for each in unlike[:_MOST]]
        if len(unlike) > _MOST:
            lines.append(f"……共 {len(unlike)} 处")
        words += "\n已有同一编号的规则，有这些不同（已有的批次和台账不受影响）：\n" + "\n".join(lines)
    if ask.confirm("装入通知规则", words, "换成这一份" if unlike else "校验码一样，装入"):
        def work(job: Job) -> str:
            install(opened)
            return notice.id

        session.run("装入通知规则", work, then)
