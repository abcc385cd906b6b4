"""What the program tells of itself, in the window and on the command line."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from app import __version__
from app.program import about, licences
from app.program.manual import look_up, pictures_wanted, topics
from tests.road import baopan

ROOT = Path(__file__).resolve().parents[2]
FIRM = "济南某某机床有限公司"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(about, "log_file", lambda: tmp_path / "baopan.log")
    return tmp_path / "baopan.log"


def test_the_diagnosis_tells_where_our_code_broke_and_no_names(log: Path) -> None:
    log.write_text(
        f"2023-08-25 09:00:00,100 WARNING app.store: {FIRM} 的材料读不到\n"
        "2023-08-25 09:00:01,100 CRITICAL baopan: unforeseen\nTraceback (most recent call last):\n"
        f'  File "/home/{FIRM}/ui/send/view.py", line 12, in _undo\n    self.session.undo()\n'
        f'  File "/home/李工/app/store/store.py", line 88, in undo\n    raise KeyError("{FIRM}")\nKeyError: \'{FIRM}\'\n', "utf-8")
    told = about.diagnosis("Qt 6.9.3")
    assert "KeyError app/store/store.py:88" in told and "WARNING 1 · CRITICAL 1" in told and "Qt 6.9.3" in told
    assert FIRM not in told and "李工" not in told and __version__ in told


def test_a_log_that_is_not_there_is_no_fault(log: Path) -> None:
    assert "没有警告和错误" in about.diagnosis()


def test_a_long_log_is_looked_at_from_its_end(log: Path) -> None:
    log.write_text("x" * 900_000 + "\n2023-08-25 09:00:00,100 ERROR app: y\n", "utf-8")
    assert "ERROR 1" in about.diagnosis()


def test_the_licence_of_everything_that_is_required_is_told() -> None:
    found = {each.name.lower().replace("_", "-"): each for each in licences.licences()}
    asked = map(Requirement, tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"])
    here = [each.name for each in asked if each.marker is None or each.marker.evaluate()]
    missing = [name for name in here if name.lower() not in found]
    assert missing == []
    assert "psycopg-binary" in found and "pytest" not in found  # what is needed by what is needed; nothing of ours for tests
    assert all(each.terms for each in found.values())
    assert sum(bool(each.text) for each in found.values()) > len(found) * 0.7


def test_a_build_tells_what_was_written_when_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    licences.write_licences(tmp_path / "licences.json")
    was = licences.licences()
    monkeypatch.setattr(licences, "BUILT", tmp_path / "licences.json")
    monkeypatch.setattr(licences, "_installed", lambda: pytest.fail("a build has no packages"))
    assert licences.licences() == was


def test_all_words_that_are_looked_for_must_be_there() -> None:
    found = look_up("校验码 登记表", topics())
    assert {"disc", "insert"} <= {hit.topic.id for hit in found} and all("校验码" in hit.around for hit in found)
    assert look_up("校验码 没有这样的词", topics()) == ()
    assert [hit.topic.id for hit in look_up("", topics())] == [each.id for each in topics()]
    assert look_up("读盘", topics())[0].topic.id == "insert"  # whose title it is


def test_the_manual_names_what_is_in_the_window() -> None:
    """Buttons that it quotes with an ellipsis are buttons."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py"))
    for topic in topics():
        for quoted in re.findall(r"“([^”“]*…)”", topic.text):
            assert f'"{quoted}' in source or f"“{quoted}" in source, (topic.id, quoted)


def test_both_can_be_asked_for_on_the_command_line() -> None:
    code, out, _ = baopan("about", "--json")
    told = json.loads(out)
    assert code == 0 and told["version"] == __version__ and {"numpy"} <= {each["name"] for each in told["parts"]}
    assert __version__ in baopan("about", "--diagnosis")[1]
    assert baopan("manual", "坏道")[1].startswith("读盘")
    assert "光盘种类" in baopan("manual", "--page", "制作光盘")[1]
    assert baopan("manual", "没有这样的词")[0] == 1 and baopan("manual", "--page", "没有")[0] == 2


def test_the_manuals_pictures_are_made_of_what_the_tour_photographs(tmp_path: Path) -> None:
    from PIL import Image

    tour = "".join(path.read_text("utf-8") for path in (ROOT / "tests" / "tour").glob("*.py"))
    assert [name for name in pictures_wanted().values() if f'"{name}"' not in tour and f'"{name[:-4]}"' not in tour] == []
    spec = importlib.util.spec_from_file_location("manual_pictures", ROOT / "packaging" / "manual_pictures.py")
    assert spec is not None and spec.loader is not None
    packaging = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(packaging)
    with pytest.raises(SystemExit, match="1-collect"):
        packaging.take(tmp_path, tmp_path / "pictures")
    for name in pictures_wanted().values():
        Image.new("RGB", (1366, 768), "white").save(tmp_path / name)
    assert packaging.take(tmp_path, tmp_path / "pictures") == len(set(pictures_wanted().values()))
    with Image.open(tmp_path / "pictures" / "1-collect.png") as small:
        assert small.size == (1000, 562)
