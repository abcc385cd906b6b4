"""The bytes behind each path of a package: scans, text PDFs, Word files, leftovers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.demo.cast import Applicant, applicant
from app.demo.documents.jpeg_pdf import jpeg_pdf
from app.demo.documents.papers import AUDITOR, CERTIFIER, LAB, REGISTRAR, SOCIETY, Typesetter, set_paper
from app.demo.documents.scan import DPI, Scanner, Stamp, half_pressed, inked, photograph
from app.demo.documents.searchable import bound, searchable
from app.demo.documents.word import WORD
from app.demo.packing import zipped

# Where the seals go: kind → (page, x mm, y mm, whose; "" is the applicant's own).
_SEALS: dict[str, tuple[tuple[int, float, float, str], ...]] = {
    "form": ((1, 132, 158, ""), (3, 157, 134, "")),
    "licence": ((1, 232, 154, REGISTRAR),),
    "report": ((1, 105, 252, LAB), (2, 160, 170, LAB)),
    "certificate": ((1, 105, 236, CERTIFIER),),
    "pledge": ((1, 157, 169, ""),),
    "honour": ((1, 236, 166, SOCIETY),),
    "audit": ((1, 105, 252, AUDITOR), (2, 150, 190, "")),
}
_BOUND = ("form", "experience", "licence", "audit", "certificate", "pledge")  # what a 整本 holds, in order
_STRANGER = "青岛海晟化工集团有限公司"  # whose seal was pressed by mistake: two firms share an office
_CUT_AT = 0.55  # share of a file that arrived before its transfer broke off


class Contents:
    """Makes each paper once; the same seed gives the same bytes."""

    def __init__(self, seed: int) -> None:
        self._typesetter = Typesetter()
        self._scanner = Scanner(seed)
        self._made: dict[tuple[str, Applicant], bytes] = {}
        self._seals: dict[str, Stamp] = {}

    def of(self, kind: str | Mapping[str, str], who: Applicant) -> bytes:
        """A paper of `who`: `<kind>[.style][@other applicant]` as resources/demo/packages.toml has it.

        A mapping is a zip of papers.
        """
        if not isinstance(kind, str):
            return zipped({path: self.of(inner, who) for path, inner in kind.items()})
        kind, _, other = kind.partition("@")
        who = applicant(other) if other else who
        key = (kind, who)
        if key not in self._made:
            self._made[key] = self._make(kind, who)
        return self._made[key]

    def scan(self, pdf: bytes, name: str, seals: tuple[tuple[int, float, float, str], ...]) -> bytes:
        """A scanned PDF of `pdf` with seals pressed on it."""
        return jpeg_pdf(self._scanner.pages(pdf, name, tuple(self._stamp(*seal) for seal in seals)))

    def _make(self, kind: str, who: Applicant) -> bytes:
        if kind in LEFTOVERS:
            return LEFTOVERS[kind]()
        base, _, style = kind.partition(".")
        if style in WORD:
            return WORD[style](base, who)
        if style == "cut":
            whole = self.of(base, who)
            return whole[: int(len(whole) * _CUT_AT)]
        if base == "photo":
            return photograph(f"{who.name}/{style}")
        if base == "book":
            return bound(self.of(f"{each}.searchable", who) for each in _BOUND)
        paper = set_paper(base, who, self._typesetter, **_marks(style, who))
        if style in ("text", "stamped"):
            return paper
        owner = _STRANGER if style == "strange" else who.name
        stamps = () if style == "logo" else self._stamps(base, owner, is_half=style == "half")
        pages = self._scanner.pages(paper, f"{who.name}/{base}", stamps, grey=style == "grey")
        if style == "careless":
            pages = self._scanner.careless(pages, f"{who.name}/{base}")
        if style == "searchable":
            return searchable(jpeg_pdf(pages), paper)
        return pages[0] if style == "jpg" else jpeg_pdf(pages)

    def _stamps(self, base: str, own: str, *, is_half: bool) -> tuple[Stamp, ...]:
        places = _SEALS.get(base, ())
        stamps = [self._stamp(page, x, y, owner or own) for page, x, y, owner in places]
        return tuple(half_pressed(stamp) if is_half else stamp for stamp in stamps)

    def _stamp(self, page: int, x: float, y: float, owner: str) -> Stamp:
        if owner not in self._seals:
            caption = {LAB: "检测专用章"}.get(owner, "")
            png = self._typesetter.png("seal", DPI, name=owner, caption=caption)
            self._seals[owner] = Stamp(inked(png, owner), 0, 0, 0)
        return Stamp(self._seals[owner].seal, page, x, y)


def _marks(style: str, who: Applicant) -> dict[str, str]:
    """What is printed on a paper beside its words."""
    if style == "stamped":
        return {"seal": who.name}
    return {"logo": who.name[2:4]} if style == "logo" else {}  # after the city's or the province's name


def _ole(names: tuple[str, ...]) -> bytes:
    """As much of a compound file as Windows' thumbnail cache begins with ([MS-CFB] 2.2)."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + bytes.fromhex("3e000300feff0900")
    return head.ljust(512, b"\xff") + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)


LEFTOVERS: dict[str, Callable[[], bytes]] = {
    "thumbs": lambda: _ole(("Root Entry", "Catalog", "256_c1b2")),
    "lock": lambda: ("\x05admin".ljust(54) + "\x05\0a\0d\0m\0i\0n\0".ljust(108)).encode(),
    "desktop": lambda: b"[.ShellClassInfo]\r\nConfirmFileOp=0\r\n",
    "ds_store": lambda: b"\0\0\0\x01Bud1".ljust(4096, b"\0"),
    "apple": lambda: b"\0\x05\x16\x07\0\x02\0\0Mac OS X        ".ljust(212, b"\0"),
}
