"""`make manual`: the photographs of the walk through the sample become the manual's pictures.

manual_pictures.py FROM: a folder of photographs, as `make run` leaves them. SystemExit where one is missing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
_WIDTH, _COLOURS = 1000, 128  # pixels; of a palette: a page of the window has no more that tell anything


def take(photographs: Path, pictures: Path) -> int:
    """How many; each as small as it can be read."""
    from app.program.manual import pictures_wanted

    pictures.mkdir(parents=True, exist_ok=True)
    wanted = sorted(set(pictures_wanted().values()))
    missing = [name for name in wanted if not (photographs / name).is_file()]
    if missing:
        raise SystemExit(f"没有这些页的截图：{'、'.join(missing)}")
    for name in wanted:
        with Image.open(photographs / name) as photograph:
            size = (_WIDTH, round(photograph.height * _WIDTH / photograph.width))
            small = photograph.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        small.quantize(_COLOURS).save(pictures / name, optimize=True)
    return len(wanted)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from app.program.manual import PICTURES

    print(f"手册图片 {take(Path(sys.argv[1]), PICTURES)} 张：{PICTURES}")
