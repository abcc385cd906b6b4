"""Where a notice says what the checks hold its senders to, what experts go by, whom they may ask, what the
letter says: data that papers cite.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# What a clause may be about; a check names one of these (`Check.clause`), a notice says where it stands.
TOPICS = (
    "scope", "area", "quota", "deadline", "letter", "table", "package", "materials", "seal", "name", "size",
    "disc", "experience", "award",
)  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """One demand of the notice: what it is `about`, where it stands (`at`: 一（三）1), and what it `says`."""

    about: str
    at: str
    says: str = ""


@dataclass(frozen=True)
class Criterion:
    """What experts score one by one: `most` points each, all of a track's together 100. `says`: how."""

    title: str
    most: int
    says: str = ""

    @property
    def heading(self) -> str:
        """Of its column in a score sheet."""
        return f"{self.title}（0—{self.most}）"


@dataclass(frozen=True)
class Office:
    """How the receiving department is reached, as its papers print it; empty where the notice is silent."""

    phone: str = ""
    email: str = ""
    address: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        told = (("联系电话", self.phone), ("电子邮箱", self.email), ("通讯地址", self.address))
        return tuple(f"{label}：{text}" for label, text in told if text)


@dataclass(frozen=True)
class LetterText:
    """Words of the draft 推荐文件; `{…}` places are filled by app.writing.papers.letter.

    `declarations`: sentences a person vouches for before it is drafted. `paper`: how many sealed sheets of it
    go along with the disc, 0: none do. `direct_…`: of a 直报 sender, who writes of itself alone
    (`direct_self`) or of companies of its own.
    """

    kind: str  # 函
    title: str
    opening: str
    body: tuple[str, ...]
    closing: str
    attachments: tuple[str, ...]
    direct_title: str = "{sender}\n关于申报{year}年{track}的函"
    direct_self: str = "根据{notice}要求，我单位自愿申报{year}年{track}（名单附后）。"
    direct_group: str = (
        "根据{notice}要求，我单位组织所属企业自愿申报，经审核，"
        "择优推荐{first}等{count}家企业申报{year}年{track}（名单附后）。"
    )
    direct_body: tuple[str, ...] = (
        "我单位对申报材料的真实性、完整性负责，近三年无重大质量、安全、环保事故。"
        "申报汇总表及申报材料光盘随函报送。",
    )
    declarations: tuple[str, ...] = ()
    paper: int = 0

    def sheets(self, letters: int) -> str:
        """What goes along with the disc on paper: 盖章的纸质推荐文件 3 份, of several 2 件、各 3 份; "" where
        nothing does.
        """
        if not self.paper or not letters:
            return ""
        count = f"{self.paper} 份" if letters == 1 else f" {letters} 件、各 {self.paper} 份".strip()
        return f"盖章的纸质推荐文件 {count}"


def cited(clauses: Iterable[Clause], about: str) -> Clause | None:
    """The clause that speaks of it."""
    return next((clause for clause in clauses if about and clause.about == about), None)
