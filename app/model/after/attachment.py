"""Files kept with something the ledger tells of: photographs, minutes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Owner:
    """What files are kept with: `key` in the ledger, `folder` among the attachments, `words` for people."""

    key: str
    folder: str
    words: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """`owner`: the key of whose it is. `stored`: where it is below the store, "/" separated; `name` as it was
    given. `size` in bytes, `at` ISO 8601. `withdrawn`: when it was taken off again, "" while it counts; the
    file stays.
    """

    owner: str
    stored: str
    name: str
    sha256: str
    size: int
    at: str
    who: str
    withdrawn: str = ""
