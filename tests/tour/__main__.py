"""`python -m tests.tour OUT`: the sample campaign through the real window; disc folder and pictures in OUT."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.demo import make_demo
from app.demo.province import make_province_demo
from tests.tour.clerk import Script
from tests.tour.province import ProvinceRoad
from tests.tour.road import Road
from ui import theme
from ui.shell.settings import Settings
from ui.window import MainWindow

_SLOWLY = 150  # ms a deed, where somebody may be watching


def main(out: Path, *, is_watched: bool) -> int:
    """0 when the disc folder is there and every byte of it was read back."""
    out.mkdir(parents=True, exist_ok=True)
    campaign = make_demo(out / "样例材料")
    app = QApplication([])
    theme.apply(app)
    script = Script()
    window = MainWindow(Settings(out / "settings.json"), script)
    window.show()
    road = Road(window, script, campaign, out, _SLOWLY if is_watched else 0)
    disc = road.walk()
    window.go_home()
    received = ProvinceRoad(window, script, make_province_demo(out / "各市光盘"), out).walk()
    window.close()
    told = "、".join(f"{step} {count}" for step, count in road.clicks.items())
    print(f"点击 {sum(road.clicks.values())} 次：{told}")
    print(f"刻录目录：{disc}\n省厅台账：登记 {received} 份")
    return 0


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main(Path(sys.argv[1]), is_watched="--watched" in sys.argv))
