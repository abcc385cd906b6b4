"""A burner for tests: a drive is a file."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.burning.burner import Drive, refuse_larger
from app.job import Job
from app.model.disc import Medium


@dataclass(frozen=True, slots=True)
class FakeBurner:
    """`folder` holds the discs; `spoilt` bytes at the end of each image do not arrive."""

    folder: Path
    spoilt: int = 0
    name: str = "试验刻录机"

    def drives(self) -> tuple[Drive, ...]:
        return (Drive(str(self.folder / "disc.iso"), "试验光驱"),)

    def burn(self, image: Path, drive: Drive, medium: Medium, job: Job) -> None:
        size = refuse_larger(image, medium)
        for percent in (0, 50, 100):
            job.at(percent / 100, "正在刻录", image.name, size * percent // 100, size)
        shutil.copyfile(image, drive.id)
        with Path(drive.id).open("rb+") as disc:
            disc.truncate(size - self.spoilt)
