"""What documents say (Words), as the checks of this folder ask for it; and why it cannot be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import NotLooked
from app.checks.words import some
from app.model.documents.pages import SCANS, WORD
from app.model.documents.words import Words

_WITH_WORDS = frozenset((*SCANS, *WORD, "text"))
_AWAITED = "还没有读取"
_SCAN = "是扫描件，没有识别文字，请人工翻看"
_WHY = {
    "stuck": "读到一半停住了，请人工翻看",
    "unreadable": "打不开，请人工翻看",
    "locked": "要密码才能打开，请人工翻看",
    "other": "是程序读不出文字的格式，请人工翻看",
}


def read(case: EnterpriseCase, files: Iterable[Filed], material: str = "") -> list[tuple[Filed, Words]]:
    """Those whose words are known, wholly or in part; with `material`, of the pages that are it."""
    told = ((filed, _said(case, filed, material)) for filed in files)
    return [(filed, said) for filed, said in told if said and said.state == "read" and not said.is_open]


def unread(case: EnterpriseCase, files: Iterable[Filed], material: str = "") -> Iterator[NotLooked]:
    """Why nothing is known of the others: those of one reason in one line."""
    reasons: dict[str, list[str]] = {}
    for filed in files:
        if reason := _why_unread(filed, _said(case, filed, material)):
            reasons.setdefault(reason, []).append(filed.member.name)
    for reason, names in reasons.items():
        yield NotLooked(f"{some(names, 3)}{reason}", is_pending=reason == _AWAITED)


def _said(case: EnterpriseCase, filed: Filed, material: str) -> Words | None:
    return case.words_as(filed, material) if material else case.words(filed)


def _why_unread(filed: Filed, said: Words | None) -> str:
    """"" where something is known."""
    if said is None:
        is_document = filed.member.kind in _WITH_WORDS and filed.member.sha256 and filed.member.size
        return _AWAITED if is_document else _WHY["other"]
    if said.state != "read":
        return _WHY.get(said.state, _WHY["other"])
    return _SCAN if said.is_open else ""


def by(said: Words) -> str:
    """读到, or 识别到 where OCR may have erred."""
    return "识别到" if said.is_recognised else "读到"


def joined(text: str) -> str:
    """Without blanks and line breaks, as OCR and typesetting strew them into a sentence."""
    return re.sub(r"\s+", "", text)
