"""Files are replaced whole, whatever their names."""

import pytest

from app.writing.atomic import beside_of, is_temporary, replace_beside, write_bytes


def test_a_name_of_255_bytes_can_be_written(tmp_path):
    path = tmp_path / ("名" * 84 + ".md")
    write_bytes(path, b"x")
    assert path.read_bytes() == b"x" and list(tmp_path.iterdir()) == [path]


def test_a_persons_part_file_is_not_taken_for_ours(tmp_path):
    (tmp_path / "登记表.pdf.part").write_bytes(b"theirs")
    write_bytes(tmp_path / "登记表.pdf", b"x")
    assert (tmp_path / "登记表.pdf.part").read_bytes() == b"theirs"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a"
    write_bytes(path, b"old")
    with pytest.raises(RuntimeError), replace_beside(path) as beside:
        beside.write_bytes(b"new")
        raise RuntimeError
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_names_of_ours_are_told_from_a_persons(tmp_path):
    assert is_temporary(beside_of(tmp_path / "登记表.pdf").name)
    for name in ("登记表.pdf.part", "x.part", ".part", "s0001.part", ".0123456789abcdef.part.pdf"):
        assert not is_temporary(name)
