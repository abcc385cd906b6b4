"""No sound archive is refused, whoever packed it; harm in its bytes is always told."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from app.model.source import Fault
from app.reading.containers import container_of
from app.reading.limits import Limits
from app.reading.survey import Survey, survey
from tests.reading.hostile.archives import FILES, SOUND

DIGESTS = {sha256(content).hexdigest() for content in FILES.values() if content}
LEFTOVERS = (r"^__macosx$", r"^\.ds_store$")
WITHOUT_CHECKSUM = (".tar", "no-crc.rar")  # a tar has one for its headers alone


def look(path: Path) -> Survey:
    return survey(path, container_of(path), LEFTOVERS, Limits(), lambda *_: None)


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_archive_is_whole(name: str, tmp_path: Path) -> None:
    SOUND[name](tmp_path / name)
    found = look(tmp_path / name)
    assert found.troubles == ()
    assert {m.sha256 for m in found.members if m.size and m.path != "后加.txt"} == DIGESTS
    names = {m.path.split("/")[-1] for m in found.members}
    assert {"申报书.txt", "证书.bin"} <= names


@pytest.mark.parametrize("name", SOUND)
def test_a_scratch_a_cut_or_a_flip_in_it_is_told(name: str, tmp_path: Path) -> None:
    SOUND[name](tmp_path / name)
    content = (tmp_path / name).read_bytes()
    used = len(content.rstrip(b"\0"))
    for how in ("cut 50", "cut 97", "zero 30", "zero 60", "zero 100", "flip 30"):
        act, share = how.split()
        at, made = min(used * int(share) // 100, used - 1), bytearray(content)
        if act == "cut":
            del made[at:]
        elif act == "zero":
            at = min(at, used - 60)
            made[at : at + 60] = bytes(60)
        else:
            made[at] ^= 0x10
        if (act != "cut" and name.endswith(WITHOUT_CHECKSUM)) or (act == "zero" and name == "padded.tar.gz"):
            continue
        (tmp_path / name).write_bytes(made)
        found = look(tmp_path / name)
        lost = DIGESTS - {m.sha256 for m in found.members}
        assert not lost or [t for t in found.troubles if t.fault is not Fault.METHOD], how
