"""Tag files as RFC 8493 wants them, and the check code."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.disc import bag
from app.model.disc import Entry, check_code, crockford, paper_code, paper_codes, qr_content

HEX = "0f" * 32


def test_the_declaration_has_no_byte_order_mark():
    assert bag.declaration() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert bag.parse_declaration(bag.declaration()) == ("1.0", "UTF-8")


@pytest.mark.parametrize("content", [b"", b"BagIt-Version: 2.0\n", b"\xff\xfe", b"BagIt-Version: 1.0\n" + (
    b"Tag-File-Character-Encoding: no-such\n")])
def test_a_declaration_we_do_not_know_is_refused(content):
    with pytest.raises(ValueError):
        bag.parse_declaration(content)


def test_the_older_version_and_another_encoding_are_known():
    declared = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: GB18030\n"
    assert bag.parse_declaration(declared) == ("0.97", "GB18030")


def test_long_values_stay_on_one_line_and_empty_ones_are_left_out():
    value = "二〇二三年全国质量标杆" * 40
    content = bag.info([("External-Description", value), ("Contact-Name", ""), ("Contact-Phone", "0531\r\n 666")])
    assert content.decode() == f"External-Description: {value}\nContact-Phone: 0531 666\n"


def test_folded_lines_of_others_are_joined():
    assert bag.parse_info("A-b: one\n  two\nC: x:y\n") == [("a-b", "one two"), ("c", "x:y")]


def test_the_manifest_is_in_order_and_reads_back():
    entries = [Entry("data/乙.zip", 1, HEX), Entry("data/a.zip", 2, "ab" * 32)]
    content = bag.manifest(entries).decode()
    assert content == f"{'ab' * 32}  data/a.zip\n{HEX}  data/乙.zip\n"
    assert bag.parse_manifest(content, "sha256") == ({e.path: e.sha256 for e in entries}, [])


def test_manifests_of_others_are_read():
    text = f"{HEX.upper()} *./data/a b.zip\r\n\r\n{HEX}\tdata/50%25%0A.pdf\n"
    assert bag.parse_manifest(text, "sha256") == ({"data/a b.zip": HEX, "data/50%\n.pdf": HEX}, [])


def test_faulty_lines_are_named_and_left_out():
    text = f"nonsense\nabc  data/short\n{HEX}  data/a\n{'1' * 64}  data/a\n"
    listed, faults = bag.parse_manifest(text, "sha256")
    assert listed == {"data/a": HEX}
    assert [fault[:6] for fault in faults] == ["第 1 行不", "第 2 行不", "第 4 行："]


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "data/../../a", "..\\a", "C:\\a", "c:a", "~/a", "\\\\host\\a", "data//a", "data/./a"]
)
def test_paths_that_lead_elsewhere_are_unsafe(path):
    assert bag.unsafe(path)


def test_ordinary_paths_are_safe():
    assert not any(map(bag.unsafe, ("data/全省质量标杆/申报材料/甲（乙）.zip", "data/a..b/c...pdf", "说明文件.TXT")))


@given(st.text(max_size=400))
def test_no_manifest_text_breaks_the_reader(text):
    listed, _ = bag.parse_manifest(text, "sha512")
    assert all(len(digest) == 128 for digest in listed.values())


def test_the_check_code_is_the_first_60_bits_in_crockfords_base_32():
    told = hashlib.sha256(b"x").hexdigest()
    bits = f"{int(told[:15], 16):060b}"
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    plain = "".join(alphabet[int(bits[n : n + 5], 2)] for n in range(0, 60, 5))
    assert check_code(b"x") == f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"
    assert crockford(b"\xff" * 32, 4) == "ZZZZ"


DIGEST = hashlib.sha256(b"x").hexdigest()
CODE = check_code(b"x")
GROUPS = " ".join(DIGEST[at : at + 4] for at in range(0, 64, 4))


@pytest.mark.parametrize("typed", [CODE, CODE.lower().replace("-", " "), f"　{CODE}\n", CODE.replace("-", "－")])
def test_the_code_is_read_in_any_writing(typed):
    told = paper_code(typed)
    assert told.is_complete and not told.is_whole and told.fits(CODE, "") and told.shown == CODE


@pytest.mark.parametrize("typed", [DIGEST, DIGEST.upper(), GROUPS, qr_content("QLBG23_3701_01", DIGEST) + "\r\n"])
def test_the_whole_digest_is_read_as_printed_or_scanned(typed):
    told = paper_code(typed)
    assert told.is_complete and told.is_whole and told.fits("", DIGEST) and told.shown == DIGEST


def test_the_whole_digest_is_compared_as_a_whole():
    """A disc that shares the first 60 bits is another one."""
    other = DIGEST[:15] + "".join("1" if digit == "0" else "0" for digit in DIGEST[15:])
    assert paper_code(CODE).fits(CODE, other) and not paper_code(DIGEST).fits(CODE, other)
    assert not paper_code(qr_content("a", DIGEST)).fits(CODE, other)


@pytest.mark.parametrize("typed", ["", "-", CODE[:-1], CODE + "1", DIGEST[:-1], DIGEST[:-1] + "G", f"BAOPAN1|a|{CODE}|{DIGEST[:60]}"])
def test_half_a_code_is_none(typed):
    told = paper_code(typed)
    assert not told.is_complete and not told.fits(CODE, DIGEST) and not told.fits("", "")


def test_several_codes_of_either_kind_stand_in_one_line():
    assert [each.is_whole for each in paper_codes(f"{CODE}，{GROUPS}、,\n{qr_content('a', DIGEST)}")] == [False, True, True]
