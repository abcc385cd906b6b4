"""An experience: whose it is, in which files it stands, its words."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.documents.part import Ranges


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that the experience stands in, or some `pages` of it, () for all. `key`: the member's in the
    batch of its submission; `kind` by content.
    """

    key: str
    name: str
    kind: str
    sha256: str
    pages: Ranges = ()


@dataclass(frozen=True, slots=True)
class Experience:
    """One enterprise's, as its row in the ledger has it. `key` names the row, `enterprise` is its id in the
    batch of `submission`. `track` and `stage` in the notice's words; `area`, `industry`, `scale` in words, ""
    where the row tells none. `is_chosen`: it is on a list that is final.
    """

    key: str
    submission: str
    enterprise: str
    name: str
    code: str
    track: str
    stage: str
    city: str
    sender: str
    year: int
    title: str = ""
    area: str = ""
    industry: str = ""
    scale: str = ""
    is_chosen: bool = False
    papers: tuple[Paper, ...] = ()

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is told of it beside its name and title; never persons or telephones."""
        told = (
            ("类别", f"{self.year}年{self.track}（{self.stage}）"), ("所属市", self.city),
            ("推荐单位", self.sender), ("统一社会信用代码", self.code),
            ("重点领域", self.area), ("所属行业", self.industry),
            ("企业规模", self.scale),
        )  # fmt: skip
        return tuple((label, text) for label, text in told if text)


@dataclass(frozen=True, slots=True)
class PageText:
    """What stands on one page, from 1, of the paper with that number, from 0; `text` with its line breaks."""

    paper: int
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class ExperienceText:
    """All that is known of its words. `lacking`: papers of which nothing, or not all, could be read, and why,
    in words.
    """

    pages: tuple[PageText, ...] = ()
    abstract: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        return "\n".join(page.text for page in self.pages)
