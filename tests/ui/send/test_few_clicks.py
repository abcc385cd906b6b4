"""Whoever has everything ready is soon done."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.model.batch import Place
from app.send.making.at_once import PAPERS
from app.send.paper import COVERS, FACES, REGISTER
from tests.tour.clerk import Script
from tests.tour.smooth import SmoothRoad
from tests.tour.sound import make_sound
from ui import theme
from ui.shell.settings import Settings
from ui.window import MainWindow

MOST_CLICKS = 18  # an office that is not the first in the list: two more; 25 are what a person may expect


@pytest.mark.long
def test_twelve_sound_packages_become_a_disc_in_few_clicks(qapp: QApplication, tmp_path: Path) -> None:
    theme.apply(qapp)
    script = Script()
    window = MainWindow(Settings(tmp_path / "settings.json"), script)
    window.show()
    road = SmoothRoad(window, script, make_sound(tmp_path / "材料"), tmp_path)
    batch = road.walk()
    window.close()
    deeds = road.clerk.deeds
    told = "\n".join(f"{number} {deed}" for number, deed in enumerate(deeds, 1))
    print(f"{told}\n点击 {len(deeds)} 次，填写 {len(road.clerk.typed)} 处")
    assert len(deeds) <= MOST_CLICKS, told
    assert len(batch.enterprises) == 12 and len(batch.letters) == 2
    (made,) = batch.stagings.values()
    proof = batch.readbacks[made.disc_id]
    assert Path(made.image).is_file() and proof.place is Place.IMAGE and not proof.problems
    assert {path.name for path in (Path(made.folder).parents[1] / PAPERS).iterdir()} == {REGISTER, FACES, COVERS}
