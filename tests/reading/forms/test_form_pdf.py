"""Words of a PDF where they stand: a seal over a field adds nothing to it."""

from __future__ import annotations

from pathlib import Path

from app.reading.forms.pdf import pdf_pieces
from tests.builders import a_pdf


def pieces_of(path: Path, text: str) -> list[str]:
    path.write_bytes(a_pdf(text=text))
    return [piece.text for piece in pdf_pieces(path, lambda: None)]


def test_letters_round_a_seal_are_no_part_of_what_they_lie_over(tmp_path: Path) -> None:
    ring = "Name: Alpha Works) Tj ET BT /F1 24 Tf 0 1 -1 0 160 690 Tm (RING"
    assert pieces_of(tmp_path / "form.pdf", ring) == ["Name: Alpha Works"]


def test_what_stands_far_apart_on_a_line_is_two_pieces(tmp_path: Path) -> None:
    row = "Name) Tj ET BT /F1 24 Tf 300 700 Td (Alpha Works"
    assert pieces_of(tmp_path / "form.pdf", row) == ["Name", "Alpha Works"]


def test_digits_set_wide_apart_are_one_number(tmp_path: Path) -> None:
    row = "Phone) Tj ET BT /F1 12 Tf 300 700 Td 20 Tc (13800138000"
    assert pieces_of(tmp_path / "form.pdf", row) == ["Phone", "13800138000"]
