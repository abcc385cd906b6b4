"""How much a foreign archive may cost us before it is refused."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.model.source import Fault

VOLUMES = "分卷压缩，请合成一个压缩包"
CUT_SHORT = "压缩包不完整，可能没有传完或拷完"
_JUDGE_RATIO_ABOVE = 100_000_000  # bytes out; small files of zeros are honest


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, counts and seconds. `ratio` is bytes out to bytes in, judged above 100 MB out.

    `depth`: how many archives may lie inside one another below the one handed in.
    `stall_seconds`: how long a reader may go on without a sign of progress. `seconds` of the processor: what
    looking at one document may cost, `source_seconds`: at all documents of one source; what was not looked
    at then is told as such.
    """

    total_bytes: int = 8_000_000_000
    ratio: int = 200
    members: int = 20_000
    depth: int = 2
    stall_seconds: float = 20.0
    seconds: float = 300.0
    source_seconds: float = 3_600.0
    memory_bytes: int = 2_000_000_000


class Allowance:
    """Seconds of the processor that this process may still spend on one thing."""

    def __init__(self, seconds: float) -> None:
        self._end = time.process_time() + seconds

    @property
    def is_spent(self) -> bool:
        return time.process_time() >= self._end


class Bad(Exception):
    """A fault of what is being read; ends as a Trouble, never leaves `reading`."""

    def __init__(self, fault: Fault, detail: str = "", path: str = "") -> None:
        super().__init__(fault, detail, path)
        self.fault, self.detail, self.path = fault, detail, path


class Budget:
    """Counts what one source has cost, nested archives too; raises Bad(BOMB) beyond the limits."""

    def __init__(self, limits: Limits, packed_bytes: int = 0) -> None:
        """`packed_bytes` 0: not packed, no ratio to judge."""
        self.limits = limits
        self._packed = packed_bytes
        self._members = 0
        self._declared = 0
        self.bytes = 0
        self.is_spent = False

    def expect(self, size: int) -> None:
        """One more member that says it has `size` bytes."""
        self._members += 1
        if self._members > self.limits.members:
            raise Bad(Fault.BOMB, f"文件超过 {self.limits.members} 个")
        self._declared += size
        self._judge(self._declared)

    def spend(self, count: int) -> None:
        self.bytes += count
        self._judge(self.bytes)

    def _judge(self, total: int) -> None:
        if total > self.limits.total_bytes:
            self.is_spent = True
            raise Bad(Fault.BOMB, "解开后大得不合常理")
        if self._packed and total > max(_JUDGE_RATIO_ABOVE, self.limits.ratio * self._packed):
            self.is_spent = True
            raise Bad(Fault.BOMB, f"解开后超过原来的 {self.limits.ratio} 倍")
