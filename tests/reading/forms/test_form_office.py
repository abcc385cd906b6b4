"""Old Word papers are read by an office that is there; it runs nothing, fetches nothing, outlives nothing."""

import http.server
import io
import os
import select
import subprocess
import threading
from pathlib import Path

import pytest

from app.model.source import Container, Member, OfficeFacts
from app.reading.forms.docx import NotReadable
from app.reading.forms.office import as_docx, office_program
from app.reading.forms.read import read_form
from app.reading.limits import Limits
from app.reading.office import office_facts, ole_streams
from tests.reading.forms.test_forms import LABELS, a_docx, read, texts

needs_office = pytest.mark.skipif(not office_program(), reason="no LibreOffice here")
SETTLED = "MacroSecurityLevel", "DisableMacrosExecution", "BlockUntrustedRefererLinks"
HOSTILE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"
 xmlns:ooo="http://openoffice.org/2004/office" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded ooo:name="Standard">
<ooo:module ooo:name="Module1"><ooo:source-code>Sub Main
Shell("touch {mark}")
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>
<office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load"
 xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"/></office:event-listeners>
</office:scripts><office:body><office:text><text:p>企业名称：济南样例有限公司</text:p>
<text:p><draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{address}/a.png" xlink:type="simple"/>
</draw:frame></text:p></office:text></office:body></office:document>"""


def an_office(path: Path, script: str, monkeypatch) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr("app.reading.forms.office.office_program", lambda: str(path))


@pytest.fixture(scope="session")
def old_word(tmp_path_factory) -> bytes:
    """A real .doc. By way of .fodt, for LibreOffice 7.4 writes no tables from a .docx into a .doc."""
    folder = tmp_path_factory.mktemp("word")
    profile = (folder / "profile").as_uri()
    a_docx(folder / "a.docx", before=["质量标杆申报书"])
    for kind, name in (("fodt", "a.docx"), ("doc:MS Word 97", "a.fodt")):
        subprocess.run(
            [office_program(), "--headless", f"-env:UserInstallation={profile}", "--convert-to", kind,
             "--outdir", str(folder), str(folder / name)], check=True, capture_output=True, timeout=120,
        )
    return (folder / "a.doc").read_bytes()


@needs_office
@pytest.mark.parametrize("kind", ["doc", "wps"])
def test_an_old_word_paper_tells_the_same_as_a_new_one(tmp_path: Path, kind: str, old_word: bytes):
    new = read(a_docx(tmp_path / "a.docx", before=["质量标杆申报书"]), "docx")
    (tmp_path / "old").write_bytes(old_word)
    told = texts(read(tmp_path / "old", kind))
    assert told == texts(new) and told["phone"] == "13800000005" and len(told) == 10


@needs_office
def test_a_document_neither_runs_its_macro_nor_fetches_its_picture(tmp_path: Path):
    asked: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_OPTIONS = do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        mark = tmp_path / "ran"
        said = HOSTILE.replace("{mark}", str(mark)).replace("{address}", f"http://127.0.0.1:{server.server_port}")
        (tmp_path / "a").write_text(said, "utf-8")
        told = read(tmp_path / "a", "doc")
        server.shutdown()
    assert texts(told) == {"name": "济南样例有限公司"}
    assert not asked and not mark.exists()


@needs_office
@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_broken_old_word_paper_says_that_it_does_not_open(tmp_path: Path, content: bytes):
    (tmp_path / "a").write_bytes(content)
    assert read(tmp_path / "a", "doc").reason


@needs_office
def test_a_cut_off_or_locked_document_gives_no_made_up_fields(tmp_path: Path, old_word: bytes):
    (tmp_path / "cut").write_bytes(old_word[: len(old_word) // 2])
    assert not read(tmp_path / "cut", "doc").fields
    locked = bytearray(old_word)
    locked[ole_streams(io.BytesIO(old_word))["WordDocument"][0] + 11] |= 1  # fEncrypted, [MS-DOC] 2.5.2
    facts = office_facts(io.BytesIO(bytes(locked)), "doc", frozenset())
    (tmp_path / "locked").write_bytes(locked)
    assert facts is not None and facts.encrypted and not read(tmp_path / "locked", "doc").fields


def test_a_paper_with_a_password_is_not_even_tried(tmp_path: Path):
    locked = Member("申报书.doc", 9, "0" * 64, "doc", office=OfficeFacts(encrypted=True))
    told = read_form(tmp_path / "none", Container.ZIP, locked, Limits(), lambda *_: None, labels=LABELS)
    assert "密码" in told.reason and "补交" in told.reason


@pytest.mark.parametrize("kind", ["doc", "wps"])
def test_old_word_papers_are_told_as_not_readable_without_an_office(tmp_path: Path, kind: str, monkeypatch):
    monkeypatch.setattr("app.reading.forms.office.office_program", lambda: "")
    path = tmp_path / "a"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "另存为" in read(path, kind).reason


def test_an_office_that_hangs_is_given_up_with_all_it_started(tmp_path: Path, monkeypatch):
    """The launcher is not the office: that one is its child."""
    os.mkfifo(tmp_path / "held")  # open as long as any of them lives
    reader = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    an_office(tmp_path / "soffice", "exec 3> held; sleep 600 & echo $! >&3; wait", monkeypatch)
    (tmp_path / "a").write_bytes(b"x")

    def is_told(seconds: float) -> bool:
        return bool(select.select([reader], [], [], seconds)[0])

    class Patient(subprocess.Popen):
        def wait(self, timeout: float | None = None) -> int:
            """Time is up when the office itself runs, not before."""
            if timeout is None:
                return super().wait()
            assert timeout == 7 and is_told(60)
            raise subprocess.TimeoutExpired(self.args, timeout)

    monkeypatch.setattr(subprocess, "Popen", Patient)
    with pytest.raises(NotReadable, match="没有打开"):
        as_docx(tmp_path / "a", "doc", tmp_path, seconds=7)
    assert int(os.read(reader, 20)) > 0
    assert is_told(60) and os.read(reader, 1) == b"", "the child lives on"
    os.close(reader)


def test_the_office_gets_a_profile_of_its_own_that_forbids_macros_and_links(tmp_path: Path, monkeypatch):
    seen = tmp_path / "seen"
    an_office(tmp_path / "soffice", f'echo "$@" > {seen}; exit 1', monkeypatch)
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(NotReadable):
        as_docx(tmp_path / "a", "doc", tmp_path)
    assert f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}" in seen.read_text()
    settings = (tmp_path / "profile" / "user" / "registrymodifications.xcu").read_text("utf-8")
    assert all(name in settings for name in SETTLED)
