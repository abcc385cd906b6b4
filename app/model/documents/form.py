"""What was read out of an application form or a licence: offers for the table, never the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FieldFound:
    """`page` from 1, 0 where the file has no fixed pages. `is_recognised`: by OCR from a picture."""

    text: str
    page: int = 0
    is_recognised: bool = False


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Column id → what the file says of it. `reason`: why nothing could be read, in words for the clerk."""

    fields: Mapping[str, FieldFound] = field(default_factory=dict)
    reason: str = ""
