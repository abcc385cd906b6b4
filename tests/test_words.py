"""No campaign's words in code: what a track, a province or an office is called is said by the notice."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from app.checks.notices import load_notice
from app.notices.read import notice_ids

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(
    path for top in ("app", "ui") for path in (ROOT / top).rglob("*.py") if not path.is_relative_to(ROOT / "app" / "demo")
)


@cache
def forbidden() -> re.Pattern[str]:
    """The words of the notices that come with the program."""
    words: set[str] = set()
    for key in notice_ids():
        notice, _ = load_notice(key)
        region = notice.region
        words |= {notice.campaign, region.name, region.short, *re.findall(r"\w+", region.direct), *region.bureaus}
        words |= {word for track in notice.tracks for word in (track.short, track.title, *track.words)}
        words |= {name for city in region.cities for name in (city.name, city.spoken)}
        words |= {notice.issuer, notice.recipient, notice.department}
        codes = {rf"(?<!\d){region.prefix}\d{{4}}(?!\d)"}
    return re.compile("|".join([*map(re.escape, sorted(words)), "工业和信息化", *sorted(codes)]))


def texts(tree: ast.Module) -> list[str]:
    """String literals, docstrings aside: these may give examples."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_says_a_campaigns_words(path: Path) -> None:
    said = forbidden()
    assert [text for text in texts(ast.parse(path.read_text("utf-8"))) if said.search(text)] == []


@pytest.mark.parametrize("name", ["papers/*.typ", "catalogue.html"])
def test_no_paper_says_them_either(name: str) -> None:
    said = forbidden()
    for path in (ROOT / "resources").glob(name):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("//")]
        assert not [line for line in lines if said.search(line)], path.name
