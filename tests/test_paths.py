"""What others wrote never leads a path out of its folder: one function joins the two, and nothing goes round it."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import LeadsOutside
from app.paths import inside, unsafe
from tests.test_architecture import ROOT, SOURCES

OUT = ("../x", "a/../../x", "/etc/passwd", "//host/x", "\\\\host\\x", "..\\x", "a\\..\\..\\x", "C:\\x", "c:x", "", "a//b", ".", "a/./b", "a\0b", "..")


@pytest.mark.parametrize("path", OUT)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(LeadsOutside):
        inside(tmp_path, path)


@given(st.text("./\\a:C中\0 ", max_size=12) | st.text(max_size=20))
def test_what_is_not_refused_lies_below(path: str) -> None:
    root = Path("/root/of/it")
    if not unsafe(path):
        assert root in Path(os.path.normpath(inside(root, path))).parents
        assert root in Path(os.path.normpath(inside(root, path.replace("\\", "/")))).parents


@pytest.mark.parametrize("path", ["链接", "链接/深/a.txt", "甲/链接/a.txt"])
def test_no_link_on_the_way_is_followed(tmp_path: Path, path: str) -> None:
    (tmp_path / "外").mkdir()
    (tmp_path / "内" / "甲").mkdir(parents=True)
    for place in ("链接", "甲/链接"):
        (tmp_path / "内" / place).symlink_to(tmp_path / "外", target_is_directory=True)
    with pytest.raises(LeadsOutside):
        inside(tmp_path / "内", path)
    assert inside(tmp_path / "内", "甲/新/a.txt") == tmp_path / "内" / "甲" / "新" / "a.txt"


# Words that hold what a disc, a batch or a ledger has put down. Only `inside` makes a place of them.
FOREIGN = re.compile(r"(^|\.)(stored|folder|passed|submission|submission_id|below|path|table|letter|disc_id|source_id)$|\[")
ROOMS = ("app/disc", "app/receive", "app/ledger", "app/store", "app/batch", "app/send", "app/cli", "ui")


def raw_joins(tree: ast.AST, source: str) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            right = node.right
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "joinpath":
            right = node.args[0]
        else:
            continue
        parts = [v.value for v in right.values if isinstance(v, ast.FormattedValue)] if isinstance(right, ast.JoinedStr) else [right]
        whole = [p for p in parts if isinstance(p, ast.Name | ast.Attribute) or (isinstance(p, ast.Subscript) and not isinstance(p.slice, ast.Slice))]
        names = [ast.get_source_segment(source, part) or "" for part in whole]
        if any(map(FOREIGN.search, names)):
            found.append(ast.get_source_segment(source, node) or "")
    return found


@pytest.mark.parametrize("path", [p for p in SOURCES if p.relative_to(ROOT).as_posix().startswith(ROOMS)], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_goes_round_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert raw_joins(ast.parse(text), text) == []


@pytest.mark.parametrize("line, is_one", [
    ("store.folder / source.stored", True), ("home / record.files[path]", True), ("root / path", True), ('f / f"{s.stored}.x"', True),
    ('out / "名单.xlsx"', False), ("inside(root, path)", False), ("done / total", False), ("folder.joinpath(source.stored)", True),
])  # fmt: skip
def test_a_raw_join_is_known_when_it_is_seen(line: str, is_one: bool) -> None:
    assert bool(raw_joins(ast.parse(line), line)) is is_one
