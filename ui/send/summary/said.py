"""What the page of the 汇总表 says of its tracks and of what was done."""

from __future__ import annotations

from collections.abc import Mapping

from app.model.batch import Batch
from app.notices.notice import Track
from ui.send.summary.row_table import RowModel


def tab_title(batch: Batch, rules: Track, missing: int) -> str:
    """全国 2 / 2 where there is a quota, 全省 10 where there is none; · 缺 3 格 while cells are `missing`."""
    count = len(batch.in_track(rules.id))
    most = rules.quota_of(batch.sender).most
    counted = f"{rules.short}　{count} / {most}" if most else f"{rules.short}　{count}"
    return f"{counted} · 缺 {missing} 格" if missing else counted


def taken_words(rows: RowModel, rules: Track, wanted: Mapping[str, Mapping[str, str]]) -> str:
    """For the history: enterprise id → column id → text, as it was offered."""
    if len(wanted) > 1:
        return f"采用{rules.short}汇总表里现成的 {sum(map(len, wanted.values()))} 格"
    ((key, cells),) = wanted.items()
    told = rows.offers.of(key)
    papers = "、".join(dict.fromkeys(told[column].paper for column in cells if column in told))
    name = next((one.name for one in rows.rows if one.id == key), "")
    return f"采用{name}{papers}里的{'、'.join(rules.column(column).title for column in cells)}"
