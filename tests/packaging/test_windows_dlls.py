"""A folder for Windows that asks for a DLL which a fresh Windows does not have is refused."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from windows.pe import is_pe, libraries
from windows.wanting import faults, main, system_dlls

MODULE = Path(find_spec("setuptools").origin).with_name("gui-64.exe")  # of Windows; it asks for Visual C++'s run time
RUNTIME = "vcruntime140.dll"
PROGRAM = MODULE.read_bytes().replace(b"VCRUNTIME140.dll", b"KERNEL32.dll" + bytes(4))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A program that asks for what each Windows has, above a module that asks for more."""
    module = tmp_path / "_internal" / "python" / "Lib" / "site-packages" / "pack" / "module.pyd"
    module.parent.mkdir(parents=True)
    (tmp_path / "baopan.exe").write_bytes(PROGRAM)
    module.write_bytes(MODULE.read_bytes())
    return tmp_path


def test_what_a_program_asks_for_is_read_from_it() -> None:
    assert {"kernel32.dll", RUNTIME} <= set(libraries(MODULE)) and RUNTIME not in system_dlls()


def test_a_library_that_windows_lacks_is_missed(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = "_internal/python/Lib/site-packages/pack/module.pyd asks for vcruntime140.dll"
    assert list(faults(built, system_dlls())) == [told]
    assert main(built) == 1 and told in capsys.readouterr().out


@pytest.mark.parametrize("place", [
    "_internal/python", "_internal/python/Lib/site-packages/pack", "_internal/python/Lib/site-packages/pack.libs",
])  # fmt: skip
def test_it_is_found_where_it_is_looked_for(built: Path, place: str) -> None:
    (built / place).mkdir(exist_ok=True)
    (built / place / RUNTIME).write_bytes(b"")
    assert main(built) == 0


@pytest.mark.parametrize("place", [".", "_internal", "_internal/python/Lib/site-packages/other"])
def test_it_is_not_found_elsewhere(built: Path, place: str) -> None:
    (built / place).mkdir(exist_ok=True)
    (built / place / RUNTIME).write_bytes(b"")
    assert main(built) == 1


def test_what_no_windows_file_is_is_refused(tmp_path: Path) -> None:
    for name, content in (("a.txt", b"text"), ("b.exe", b"MZ" + bytes(200))):
        (tmp_path / name).write_bytes(content)
    assert not is_pe(tmp_path / "a.txt") and not is_pe(tmp_path)
    with pytest.raises(ValueError, match="no PE file"):
        libraries(tmp_path / "b.exe")
