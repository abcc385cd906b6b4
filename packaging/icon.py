"""The program's mark as a file: `icon.py OUT.ico` in all sizes Windows asks for, `icon.py OUT.png SIDE`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication

ROOT = Path(__file__).resolve().parents[1]
SIDES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # pixels


def picture(side: int) -> Image.Image:
    from ui.theme import brand

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    brand(side).save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data())))


def main(out: Path, side: int = 256) -> None:
    app = QGuiApplication.instance() or QGuiApplication([])
    if out.suffix == ".ico":
        largest, *others = (picture(side) for side in reversed(SIDES))
        largest.save(out, sizes=[(side, side) for side in SIDES], append_images=others)
    else:
        picture(side).save(out)
    del app


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
