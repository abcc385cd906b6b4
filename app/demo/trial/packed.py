"""Ways of packing that a trial's packages come in, sound and not, and files that are wrong in themselves."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from app.demo.packing import raw_zip, zipped
from app.demo.rar_writer import write_rar5

Files = dict[str, bytes]
Pack = Callable[[Path, Files], None]
_METHOD = 200  # that APPNOTE 4.4.5 gives to nobody
_LOCAL, _CENTRAL = (30, 8), (46, 10)  # of both headers: where the name begins, where the method stands


def write_zip(path: Path, files: Files) -> None:
    _zip(path, zipped(files))


def cut(path: Path, files: Files) -> None:
    whole = zipped(files)
    _zip(path, whole[: len(whole) // 2])


def locked(path: Path, files: Files) -> None:
    write_rar5(path.with_name(f"{path.name}.rar"), files, password=True)


def flipped(path: Path, files: Files) -> None:
    """A stored member whose bytes are no longer those that were packed."""
    mark = b"what was packed" * 8
    whole = zipped({**files, "证明/图.pdf": mark})
    _zip(path, whole.replace(mark, mark[::-1]))


def of_unknown_method(path: Path, files: Files) -> None:
    """One member is packed in a way that no reader has."""
    name = "证明/图.pdf"
    whole, called = bytearray(zipped({**files, name: b"x" * 64})), name.encode()
    at = -1
    for begins, method in (_LOCAL, _CENTRAL):
        at = whole.index(called, at + 1)
        whole[at - begins + method : at - begins + method + 2] = _METHOD.to_bytes(2, "little")
    _zip(path, bytes(whole))


def unmarked(path: Path, files: Files) -> None:
    """As many Chinese programs pack: names in GB18030, nothing that says so."""
    _zip(path, raw_zip({name.encode("gb18030"): content for name, content in files.items()}))


def with_macros() -> bytes:
    """A .docm."""
    return zipped({
        "[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>",
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0",
    })  # fmt: skip


def a_pdf(action: str = "") -> bytes:
    """Of one blank page (ISO 32000-1, 7.5); `action`: what it does when it is opened."""
    opened = f" /OpenAction << /S /JavaScript /JS ({action}) >>" if action else ""
    things = (
        f"<< /Type /Catalog /Pages 2 0 R{opened} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
    )  # fmt: skip
    body, places = b"%PDF-1.4\n", list[int]()
    for number, thing in enumerate(things, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{thing}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(things) + 1
    return body + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode()


def a_locked_pdf() -> bytes:
    """That asks for a password."""
    from pypdf import PdfWriter

    writer, out = PdfWriter(clone_from=io.BytesIO(a_pdf())), io.BytesIO()
    writer.encrypt("1234", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def _zip(path: Path, content: bytes) -> None:
    path.with_name(f"{path.name}.zip").write_bytes(content)
