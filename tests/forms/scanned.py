"""A drawn form as a scanner gives it: askew, grey, coarse, grainy, with a seal over its words."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from app.demo.documents.papers import Typesetter
from app.demo.documents.scan import inked
from tests.forms.drawn import LAYOUTS, Form, a_form


@dataclass(frozen=True)
class Scan:
    form: Form
    jpeg: bytes
    dpi: int
    lean: float  # degrees


_typesetter = Typesetter()


def scans(seed: str, each: int, layouts: tuple[str, ...] = tuple(LAYOUTS)) -> list[Scan]:
    made = []
    for layout in layouts:
        for number in range(each):
            chance = random.Random(f"{seed}/{layout}/{number}")
            made.append(scanned(a_form(layout, chance), chance))
    return made


def scanned(form: Form, chance: random.Random) -> Scan:
    dpi, lean = chance.choice((120, 150, 200, 200, 300)), chance.uniform(-1.2, 1.2)
    document = pypdfium2.PdfDocument(form.pdf)
    page = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    document.close()
    if form.seal is not None:
        page = _sealed(page, form, dpi, chance)
    page = page.rotate(lean, Image.Resampling.BICUBIC, fillcolor=(235, 234, 230))
    if chance.random() < 0.4:
        page = page.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.8) * dpi / 200))
    tint = chance.randrange(225, 256)
    page = ImageChops.multiply(page, Image.new("RGB", page.size, (tint, tint, max(tint - 8, 0))))
    grain = np.random.default_rng(chance.getrandbits(32)).normal(0, chance.uniform(1, 7), (page.height, page.width, 1))
    page = Image.fromarray((np.asarray(page) + grain).clip(0, 255).astype("uint8"))
    if form.seal is None and chance.random() < 0.3:
        page = page.convert("L").convert("RGB")
    out = io.BytesIO()
    page.save(out, "JPEG", quality=chance.randrange(45, 92), dpi=(dpi, dpi))
    return Scan(form, out.getvalue(), dpi, lean)


def _sealed(page: Image.Image, form: Form, dpi: int, chance: random.Random) -> Image.Image:
    assert form.seal is not None
    name = form.said["name"]
    seal = inked(_typesetter.png("seal", dpi, name=name, caption=""), name)
    seal = seal.rotate(chance.uniform(-12, 12), Image.Resampling.BICUBIC)
    ground = Image.new("RGBA", page.size, (255, 255, 255, 255))
    x, y = (round(mm / 25.4 * dpi) for mm in form.seal)
    ground.alpha_composite(seal, (max(x - seal.width // 2, 0), max(y - seal.height // 2, 0)))
    return ImageChops.multiply(page, ground.convert("RGB"))
