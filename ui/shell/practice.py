"""The five minutes with a sample: a batch that is never sent, and a hint for each step."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from app.job import Job
from app.model.batch import Batch

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.store.store import BatchStore

MARK = "练习："
HINTS = (
    "练习（不会报送）· 每行一家，每格一类材料，点一格看文件。"
    "标“缺”的找企业补：右键“替换材料”，补来的在“样例材料”里。",
    "练习（不会报送）· 红条必须补正，蓝条请您看一眼再决定。点一条，右边就是出问题的那一页。",
    "练习（不会报送）· 在表里直接改；拖动行首调整推荐次序。缺的必填格标红。",
    "练习（不会报送）· 起草 → 打印盖章 → 把盖章扫描件放回来，程序核对名单。",
    "练习（不会报送）· 选光盘种类，生成刻录目录。练习做完删掉这个批次即可，不影响正式工作。",
)


def is_practice(batch: Batch) -> bool:
    return batch.sender.name.startswith(MARK)


def make_practice(job: Job) -> BatchStore:
    """A new practice batch with the sample campaign collected into it. Raises AppError, Cancelled."""
    from app import clock
    from app.demo import make_demo
    from app.notices.read import load_notice
    from app.notices.regions import sender_named
    from app.paths import documents_dir, free_folder
    from app.reading.sandbox import Sandbox
    from app.send.collect import collect
    from app.store.store import BatchStore

    home = free_folder(documents_dir() / "标杆报盘" / "练习")
    campaign = make_demo(home / "样例材料", job=job.part(0, 0.4))
    bureau = sender_named(campaign.sender)
    sender = dataclasses.replace(bureau, name=f"{MARK}{bureau.name}", contact="练习", phone="0531-00000000")
    notice, content = load_notice("2023")
    store = BatchStore.create(home / "批次", Batch(sender, notice.id, clock.now().isoformat()), content)
    try:
        with Sandbox() as sandbox:
            for number, track in enumerate(campaign.received):
                stretch = job.part(0.4 + 0.3 * number, 0.7 + 0.3 * number)
                collect(store, track, campaign.received[track], sandbox=sandbox, job=stretch)
    except BaseException:
        store.close()
        raise
    return store


def make_ledger_practice(job: Job) -> tuple[Ledger, Path]:
    """An empty ledger, and the folder with the sample province's discs. Raises AppError, Cancelled."""
    from app.demo.province import make_province_demo
    from app.ledger import Ledger
    from app.notices.read import load_notice
    from app.paths import documents_dir, free_folder

    home = free_folder(documents_dir() / "标杆报盘" / "省厅练习")
    campaign = make_province_demo(home / "样例光盘", job=job)
    _, content = load_notice(campaign.notice)
    return Ledger.create(home / "练习台账", content), campaign.folder
