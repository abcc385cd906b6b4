"""What day and time it is, in one place, so that a run can be repeated byte for byte."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def now() -> datetime:
    """Local time with zone, to the second; SOURCE_DATE_EPOCH (seconds, UTC) overrides it."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed:
        return datetime.fromtimestamp(int(fixed), UTC)
    return datetime.now().astimezone().replace(microsecond=0)


def today() -> date:
    return now().date()
