"""Electronic signatures: who signed, and whether the file is still what was signed. Nothing is trusted."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from app.checks.words import signed, unseen
from app.model.documents.pages import SealFacts, Seals, Seen, Signature
from app.reading.limits import Allowance
from app.reading.pages.examine import examine
from app.reading.pages.images import page_images
from app.reading.pdf.signatures import signatures_of

SIGNER = "济南试制机床有限公司"
_ROOM = 6_000  # hexadecimal digits left for the signature
_SEAL = b"0.85 0.1 0.12 RG 0.85 0.1 0.12 rg 4 w 10 10 100 100 re S 40 40 40 40 re f"


@cache
def a_signed_pdf() -> bytes:
    """One page with a field that draws a red square, signed by SIGNER."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 3>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[5 0 R]>>",
        b"<</Length 0>>stream\n\nendstream",
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 132/Rect[200 200 320 320]/P 3 0 R/AP<</N 7 0 R>>/V 6 0 R>>",
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 AAAAAAAA BBBBBBBB CCCCCCCC]/Contents<"
        + b"0" * _ROOM + b">>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 120 120]/Length %d>>stream\n" % len(_SEAL) + _SEAL + b"\nendstream",
    ]  # fmt: skip
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    first = out.index(b"/Contents<") + len(b"/Contents")
    second = first + _ROOM + 2
    for word, number in ((b"AAAAAAAA", first), (b"BBBBBBBB", second), (b"CCCCCCCC", len(out) - second)):
        out[out.index(word) : out.index(word) + 8] = b"%08d" % number
    signature = _signature(bytes(out[:first] + out[second:])).hex().encode()
    out[first + 1 : first + 1 + len(signature)] = signature
    return bytes(out)


def _signature(content: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SIGNER)])
    born, ends = datetime(2023, 1, 1, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(born).not_valid_after(ends).sign(key, hashes.SHA256())
    )  # fmt: skip
    made = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    return made.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])


def told(tmp_path: Path, content: bytes) -> tuple[Signature, ...]:
    (tmp_path / "申报书.pdf").write_bytes(content)
    return signatures_of(tmp_path / "申报书.pdf")


def test_the_signer_is_named_and_the_file_is_what_was_signed(tmp_path: Path) -> None:
    assert told(tmp_path, a_signed_pdf()) == (Signature(SIGNER, is_last=True, is_intact=True),)


def test_a_byte_changed_afterwards_is_seen(tmp_path: Path) -> None:
    changed = a_signed_pdf().replace(b"MediaBox[0 0 595 842]", b"MediaBox[0 0 595 843]")
    assert told(tmp_path, changed) == (Signature(SIGNER, is_last=True, is_intact=False),)


def test_what_was_added_afterwards_is_seen(tmp_path: Path) -> None:
    assert told(tmp_path, a_signed_pdf() + b"8 0 obj\nnull\nendobj\n%%EOF\n") == (Signature(SIGNER, is_last=False, is_intact=True),)


@pytest.mark.parametrize("numbers", [b"[0 00000001 00000002 99999999]", b"[5 00000100 00000200 00000010]", b"[0 99999999 00000001 00000001]"])
def test_numbers_that_make_no_sense_are_no_signature(tmp_path: Path, numbers: bytes) -> None:
    forged = a_signed_pdf()
    at = forged.index(b"/ByteRange") + len(b"/ByteRange")
    assert told(tmp_path, forged[:at] + numbers + forged[forged.index(b"]", at) + 1 :]) == ()


def test_a_signature_that_is_none_has_no_signer(tmp_path: Path) -> None:
    plain = a_signed_pdf()
    at = plain.index(b"/Contents<") + len(b"/Contents<")
    assert told(tmp_path, plain[:at] + b"3003020100" + b"0" * (_ROOM - 10) + plain[at + _ROOM :]) == (Signature("", True, None),)


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.4 /ByteRange [0 1 2 3]"])
def test_what_holds_no_signature_tells_of_none(tmp_path: Path, content: bytes) -> None:
    assert told(tmp_path, content) == ()


def test_what_a_signature_draws_is_seen_and_told_beside_the_seals(tmp_path: Path) -> None:
    """A square is no seal, but its red is there to be seen."""
    (tmp_path / "申报书.pdf").write_bytes(a_signed_pdf())
    seals = examine(tmp_path / "申报书.pdf", lambda done, item: None, for_seals=True, for_pages=False).seals
    (page,) = (page.draw(60) for page in page_images(tmp_path / "申报书.pdf", lambda done, item: None, Allowance(9)))
    assert (page[:, :, 0].astype(int) - page[:, :, 1] > 90).sum() > 300
    assert seals is not None and seals.signatures == (Signature(SIGNER, True, True),) and not seals.seen
    words = unseen(seals).what
    assert f"签名人写的是“{SIGNER}”" in words and "签名后文件没有再改动" in words and "不核实" in words


def test_the_words_claim_no_more_than_was_seen() -> None:
    page = SealFacts(Seen.NOT_SEEN)
    assert "又有改动" in signed(Seals((page,), signatures=(Signature(SIGNER, True, False),)))
    assert "又有改动" in signed(Seals((page,), signatures=(Signature(SIGNER, False, True),)))
    assert "看不出签名后有没有改动" in signed(Seals((page,), signatures=(Signature("", True, None),)))
    assert signed(Seals((page,))) == ""
