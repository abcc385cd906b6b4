"""What the program told of packages whose truth is known: false musts, needless looks, faults told, roles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.demo.cast import notice
from tests.labelled.package import Package, Told, Truth, truths

Finding = Mapping[str, Any]


@dataclass
class Sound:
    """Of packages without a fault. `looks` are needless ones; what the style makes due is not among them."""

    packages: int = 0
    musts: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    due: int = 0
    by_style: Counter[str] = field(default_factory=Counter)

    @property
    def each(self) -> float:
        return len(self.looks) / max(self.packages, 1)


def sound_told(packages: Sequence[Package], told: Mapping[str, Any]) -> Sound:
    found = Sound(len(packages))
    for package in packages:
        for finding in of(package, told):
            line = f"{package.kind}  {finding['check']}  {finding['what']}"
            if finding["grade"] == "must":
                found.musts.append(line)
            elif finding["grade"] == "look" and finding["check"] in package.due:
                found.due += 1
            elif finding["grade"] == "look":
                found.looks.append(line)
            else:
                continue
            found.by_style[package.kind] += finding["check"] not in package.due
    return found


@dataclass
class Faulty:
    """`silent`: nothing of the sort was told. `vague`: told, but what it is about is not named."""

    told: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    vague: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return len(self.told) / max(len(self.told) + len(self.silent) + len(self.vague), 1)


def faults_told(packages: Sequence[Package], told: Mapping[str, Any]) -> Faulty:
    found = Faulty()
    for package in packages:
        sort_in(found, package.kind, package.awaited, of(package, told))
    return found


def sort_in(found: Faulty, kind: str, awaited: Sequence[Told], findings: Sequence[Finding]) -> None:
    for one in awaited:
        mine = [finding for finding in findings if finding["check"] in one.checks]
        if any(_names(finding, one) for finding in mine):
            found.told.append(kind)
        else:
            others = sorted({f["check"] for f in findings if f["grade"] in ("must", "look")} - set(one.checks))
            said = f"told: {mine[0]['what']}" if mine else f"not told by {'/'.join(one.checks)}; told {'、'.join(others) or 'nothing'}"
            (found.vague if mine else found.silent).append(f"{kind}  {said}")


def of(package: Package, told: Mapping[str, Any]) -> list[Finding]:
    return [f for f in told["findings"] if f["subject"] == package.who.name and f["state"] == "found"]


def _names(finding: Finding, told: Told) -> bool:
    text = _plain(" ".join(str(finding.get(key, "")) for key in ("what", "where", "fix")))
    return all(any(_plain(word) in text for word in group) for group in told.words)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


# -- roles ------------------------------------------------------------------------------------------------
@dataclass
class Roles:
    """Files by what became of them. `broad`: called 证明材料 where a kind of it is meant. `wrong`: in silence."""

    right: int = 0
    broad: int = 0
    waiting: int = 0
    mute: list[str] = field(default_factory=list)  # waiting without a reason
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        good = self.right + self.broad + self.waiting
        return good / max(good + len(self.wrong) + len(self.mute), 1)


def roles_told(packages: Sequence[Package], told: Mapping[str, Any]) -> Roles:
    found, ids = Roles(), {material.title: material.id for material in notice().materials}
    files: dict[tuple[str, str], Finding] = {(f["subject"], _place(f["path"])): f for f in told.get("files", ())}
    for package in packages:
        for path, truth in truths(package).items():
            file = files.get((package.who.name, _place(path)))
            if file is not None:
                _sort_role(found, f"{package.kind}  {path}", truth, file, ids)
    return found


def _place(path: str) -> str:
    return path.removeprefix("/")


def _sort_role(found: Roles, line: str, truth: Truth, file: Finding, ids: Mapping[str, str]) -> None:
    if file["state"] != "filed" or file.get("pending"):
        if file.get("why"):
            found.waiting += 1
        else:
            found.mute.append(line)
        return
    said = {ids.get(title, title): (file.get("pages") or {}).get(title, "") for title in file["materials"]}
    parents = {material.id: material.part_of or material.id for material in notice().materials}
    true = {material: ",".join(f"{a}-{b}" if a != b else f"{a}" for a, b in pages) for material, pages in truth}
    if said == true:
        found.right += 1
    elif {parents.get(m, m) for m in said} == {parents[m] for m in true} and (len(said) == 1 or not any(true.values())):
        found.broad += 1
    else:
        found.wrong.append(f"{line}: {said} for {true}（{file.get('why', '')}）")


def lines(name: str, told: Sequence[str]) -> Iterator[str]:
    if told:
        yield f"  {name}:"
        yield from (f"    {line}" for line in told)
