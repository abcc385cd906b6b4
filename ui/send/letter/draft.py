"""The draft that the preview shows. No widgets."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app import clock
from app.model.batch import Batch
from app.notices.notice import Notice
from app.writing import atomic


def draft_for_preview(batch: Batch, notice: Notice, track: str, folder: Path) -> Path:
    """The draft as a PDF named after its content, so that the preview knows when it is another."""
    from app.send.letter import draft_pdf_bytes

    content = draft_pdf_bytes(batch, track, notice, clock.today())
    path = folder / f"draft-{track}-{hashlib.sha256(content).hexdigest()[:16]}.pdf"
    if not path.exists():
        atomic.write_bytes(path, content)
    return path
