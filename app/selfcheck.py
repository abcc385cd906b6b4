"""What a finished build must have; asked of the built program itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from app.job import Job
from app.paths import RESOURCES
from app.windows import NO_WINDOW

_WINDOW_SECONDS = 60


def problems(job: Job) -> list[str]:
    """What is missing or broken, in words; empty when the program is whole."""
    found: list[str] = []
    steps: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
        ("检查规则", _checks), ("通知规则", _notices), ("资源文件", _resources),
        ("推荐文件排版", _typesetting), ("解压组件", _archives), ("扫描件识别", _recognition),
        ("台账", _ledger), ("手册与许可", _manual), ("窗口与中文", _window),
    )
    for name, step in job.each(steps, "正在自检", name=lambda s: s[0]):
        try:
            found.extend(step())
        except Exception as error:  # whatever a broken build raises is what we are asked for
            found.append(f"{name}：{error}")
    return found


def _checks() -> Iterable[str]:
    from app.checks import checks_in

    if len(checks_in()) < 50:
        yield f"检查规则只有 {len(checks_in())} 条"


def _notices() -> Iterable[str]:
    from app.checks.notices import load_notice
    from app.notices.read import notice_ids

    ids = notice_ids()
    if not ids:
        yield "没有通知规则"
    for key in ids:
        load_notice(key)


def _resources() -> Iterable[str]:
    for name in ("gbt4754-2017-divisions.csv", "papers/letter.typ", "collection/page.html", "fonts"):
        if not (RESOURCES / name).exists():
            yield f"资源文件 {name}"


def _typesetting() -> Iterable[str]:
    from app.checks.notices import load_notice
    from app.model.batch import Batch, Enterprise, Sender
    from app.notices.read import notice_ids
    from app.writing.papers.letter import compose_letter
    from app.writing.papers.letter_docx import letter_docx
    from app.writing.papers.letter_pdf import letter_pdf

    notice = load_notice(notice_ids()[0])[0]
    track, senders = notice.tracks[0].id, [city.sender for city in notice.region.cities]
    one = Enterprise("e1", track, "自检有限公司", ())
    batch = Batch(senders[0] if senders else Sender("自检有限公司"), notice.id, "").with_enterprise(one)
    draft = compose_letter(batch, track, notice, notice.deadline)
    if not letter_pdf(draft).startswith(b"%PDF"):
        yield "推荐文件排版"
    if not letter_docx(draft).startswith(b"PK"):
        yield "推荐文件的 Word 版"


def _manual() -> Iterable[str]:
    from app.program.licences import licences
    from app.program.manual import topics

    if len(topics()) < 10:
        yield f"使用手册只有 {len(topics())} 页"
    if len(licences()) < 20:
        yield f"组件的许可只有 {len(licences())} 份"


def _ledger() -> Iterable[str]:
    """One is made, and an index of experiences; and the driver of the office's database loads its own
    library when it is read.
    """
    from app.checks.notices import load_notice
    from app.ledger import Ledger
    from app.ledger.engines.server import Server
    from app.notices.read import notice_ids
    from app.reading.scratch import ScratchFolder
    from app.receive.collection.index import Index

    with ScratchFolder() as folder:
        Ledger.create(folder / "台账", load_notice(notice_ids()[0])[1]).close()
        Index(folder / "索引").write((), "自检")
        if Index(folder / "索引").stamp() != "自检":
            yield "全文检索组件"
    if not Server.is_shared:
        yield "局域网数据库组件"


def _archives() -> Iterable[str]:
    from app.model.source import Container, Trouble
    from app.reading.containers import stream
    from app.reading.limits import Limits
    from app.reading.scratch import ScratchFolder

    with ScratchFolder() as folder:
        for container in (Container.ZIP, Container.SEVENZ, Container.RAR):
            path = folder / f"坏.{container.value}"
            path.write_bytes(b"not an archive")
            troubles: list[Trouble] = []
            for _ in stream(path, container, Limits(), troubles, lambda done, item: None):
                pass
            if not troubles:
                yield f"{container.value} 解压组件"
    from app.reading.containers.sevenzip_program import binary

    done = subprocess.run(
        [str(binary())], capture_output=True, stdin=subprocess.DEVNULL, timeout=20, creationflags=NO_WINDOW
    )
    if done.returncode != 0:
        yield "7-Zip 组件"


def _recognition() -> Iterable[str]:
    from app.reading.limits import Limits
    from app.reading.ocr import engine
    from app.reading.sandbox import Sandbox, SandboxError

    if not engine.has_ocr():
        yield "扫描件识别组件或它的模型"
        return
    stall = _WINDOW_SECONDS + engine.SECONDS
    limits = replace(Limits(), stall_seconds=stall, memory_bytes=engine.MEMORY_BYTES)
    with Sandbox(1) as sandbox:
        try:
            reads = sandbox.call(engine.reads_itself, job=Job(), limits=limits)
        except SandboxError:
            reads = False
    if not reads:
        yield "扫描件识别组件不能工作"


def _window() -> Iterable[str]:
    """Asked of the window's own process: the core never imports Qt."""
    frozen = getattr(sys, "frozen", False)
    program = [str(_built_window())] if frozen else [sys.executable, "-m", "ui"]
    done = subprocess.run(
        [*program, "--selfcheck"], capture_output=True, stdin=subprocess.DEVNULL, timeout=_WINDOW_SECONDS,
        cwd=None if frozen else RESOURCES.parent, creationflags=NO_WINDOW,
    )
    if done.returncode != 0:
        yield f"窗口与中文：{done.stdout.decode('utf-8', 'replace').strip()[-200:]}"


def _built_window() -> Path:
    """The window's program, beside the command line's in a build."""
    own = Path(sys.executable)
    return own.with_name("baopan" + own.suffix)
