"""isoburn.exe, which is part of every Windows since 7; it shows its own window and asks for the disc.

It tells no progress, and on some versions no exit code either: only reading the disc back says how it went.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from app.burning.burner import Drive, drives, refuse_larger
from app.burning.process import failed, run
from app.job import Job
from app.model.disc import Medium


def burner(environ: dict[str, str] | None = None) -> IsoBurn | None:
    root = (environ if environ is not None else dict(os.environ)).get("SystemRoot", "C:\\Windows")
    program = Path(root) / "System32" / "isoburn.exe"
    return IsoBurn(program) if program.is_file() else None


@dataclass(frozen=True, slots=True)
class IsoBurn:
    program: Path
    name: str = "Windows 光盘映像刻录机"

    def drives(self) -> tuple[Drive, ...]:
        return drives()

    def burn(self, image: Path, drive: Drive, medium: Medium, job: Job) -> None:
        """See Burner. `/Q` starts at once on the named drive."""
        size = refuse_larger(image, medium)
        job.at(0.0, f"正在由{self.name}刻录，请等它的窗口关闭", image.name, 0, size)
        command = [str(self.program), "/Q", drive.id, str(image.absolute())]
        code, said = run(command, lambda _: None, job)
        if code:
            raise failed(code, said, ())
        job.at(1.0, f"{self.name}已结束，请读盘校验", image.name, size, size)

