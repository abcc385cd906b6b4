"""Files that libraries stamp with the clock's time, stamped with a day: the same content, the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date


def dated(content: bytes, day: date) -> bytes:
    """A ZIP (.docx, .xlsx) of the same parts with this day as their time (ZIP counts from 1980)."""
    moment = (min(max(day.year, 1980), 2107), day.month, day.day, 0, 0, 0)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, moment)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # the same on Windows and Linux
            target.writestr(part, source.read(name))
    return buffer.getvalue()
