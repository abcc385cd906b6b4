"""What the applicants say of their experience: plausible prose, two to three pages."""

from __future__ import annotations

from collections.abc import Iterable

from app.demo.cast import Applicant, sample


def summary(who: Applicant) -> str:
    """The abstract in the application form."""
    return _filled((sample("prose")["summary"],), who)[0]


def sections(who: Applicant) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(heading, paragraphs) of the 典型经验材料."""
    own = sample("prose")["by_area"][who.area[0]]
    return tuple(
        (each["heading"], _filled((*(own if "by_area" in each else ()), *each["paragraphs"]), who))
        for each in sample("prose")["sections"]
    )


def _filled(texts: Iterable[str], who: Applicant) -> tuple[str, ...]:
    return tuple(text.format(who=who, revenue=int(who.revenue) / 10_000) for text in texts)
