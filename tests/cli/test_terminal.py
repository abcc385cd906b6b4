"""What others named reaches a terminal as signs: no control, no turned order, no line of its own."""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from app.cli import main
from app.cli.terminal import asked, complain, say, say_json
from app.errors import WrongUse
from app.wording import visible
from tests.receive.ledgers import TOML

CLI = Path(__file__).resolve().parents[2] / "app" / "cli"
NASTY = "恶\x1b[2J\x07\x9b31m\u202egpj.exe\u2066\u2028\r名\n校验码：AAAA"


def steers(text: str) -> list[str]:
    return [c for c in text if c != "\n" and (unicodedata.category(c) in ("Cc", "Zl", "Zp") or c in "\u202e\u2066")]


def test_a_name_is_one_line_and_shows_what_it_hides(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"收下{NASTY}")
    complain(WrongUse(NASTY).line())
    out, err = capsys.readouterr()
    assert out.count("\n") == 1 and "␛[2J" in out and "〔U+202E〕" in out and "〔U+009B〕" in out
    assert not steers(out + err)
    assert visible("普通的名称 a\tb\n第二行") == "普通的名称 a\tb\n第二行"


def test_json_holds_the_name_and_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    say_json({"name": NASTY + "\udc80"})
    out = capsys.readouterr().out
    assert not steers(out) and json.loads(out) == {"name": NASTY + "\udc80"}


def test_nothing_prints_but_the_one_printer() -> None:
    """Progress alone writes over its own line, in `show`."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in sorted(CLI.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and (
            (isinstance(node.func, ast.Name) and node.func.id == "print") or "std" in ast.unparse(node.func)
        )
    ]
    assert {each.split(":")[0] for each in found} == {"terminal.py", "show.py"}
    assert sum(each.startswith("show.py") for each in found) == 2  # isatty, and the line of progress


@pytest.mark.skipif(sys.platform == "win32", reason="Windows holds no such names")
def test_commands_over_nasty_names_steer_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice, batch, packages = tmp_path / "通知.toml", tmp_path / "批次", tmp_path / "收到的"
    notice.write_bytes(TOML)
    for folder in ("甲\x1b[31m公司", "乙\u202e司公", "丙\n校验码：BBBB公司"):
        (packages / folder).mkdir(parents=True)
        (packages / folder / "申报书\x1b]0;x\x07\u202e.pdf").write_bytes(b"%PDF-1.7")
    (packages / "散\x9b1m.txt").write_bytes(b"x")
    (packages / "链\x1b接.zip").symlink_to(packages / "别处.zip")
    with zipfile.ZipFile(packages / "丁\x1b[1m公司.zip", "w") as archive:
        archive.writestr("里\u202e面.pdf", b"%PDF")
    words = [
        ["new", str(batch), "--sender", "370100", "--notice", str(notice)],
        ["collect", str(batch), "--track", "全省", "--each", str(packages)],
        ["check", str(batch)], ["check", str(batch), "--json"],
        ["order", str(batch), "--track", "全省", NASTY], ["set", str(batch), NASTY, "code=1"],
        ["verify", str(packages)], ["verify", str(packages), "--json"], ["attach", str(batch), NASTY],
        ["ledger-new", str(tmp_path / "台账")],
        ["look", str(tmp_path / "台账"), str(packages)], ["receive", str(tmp_path / "台账"), str(packages)],
        ["ledger", str(tmp_path / NASTY)], [NASTY],
    ]  # fmt: skip
    said = ""
    for each in words:
        main(each)
        out, err = capsys.readouterr()
        assert not steers(out + err), each
        assert not re.search("(?m)^校验码：", out + err), each
        said += out + err
    assert "␛" in said and "〔U+202E〕" in said and "是链接" in said


@pytest.mark.parametrize(("is_terminal", "typed", "told"), [(True, " 是 \n", "是"), (True, "", ""), (False, "是\n", "")])
def test_who_cannot_be_asked_has_said_nothing(monkeypatch: pytest.MonkeyPatch, is_terminal: bool, typed: str, told: str) -> None:
    """Windows calls its NUL a terminal, at which nothing is ever typed."""
    stdin = io.StringIO(typed)
    stdin.isatty = lambda: is_terminal
    monkeypatch.setattr("sys.stdin", stdin)
    assert asked("继续吗？") == told
