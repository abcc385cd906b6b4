"""先读我.txt: what the campaign is and how to walk through it, with and without the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.demo.campaign import Campaign, Fix
from app.demo.cast import TRACKS
from app.paths import RESOURCES

_ROLES = {"form": "申报书", "experience": "典型经验材料", "proof": "证明材料"}  # as the notice says


def readme(campaign: Campaign) -> bytes:
    """As `written` has it."""
    return written(
        "readme.txt",
        sender=campaign.sender,
        packages="\n".join(_packages(campaign)),
        commands="\n".join(_commands(campaign)),
    )


def written(name: str, **told: str) -> bytes:
    """A text of resources/demo, in UTF-8 with byte order mark and CRLF, so that every Notepad shows it."""
    text = (RESOURCES / "demo" / name).read_text(encoding="utf-8").format(**told)
    return ("\ufeff" + text.replace("\n", "\r\n")).encode()


def _packages(campaign: Campaign) -> Iterator[str]:
    for track in TRACKS:
        yield f"【{TRACKS[track]}】"
        for number, story in enumerate((s for s in campaign.story if s.track == track), 1):
            yield f"{number}. {story.package}"
            yield f"   {story.title}。{story.text}"


def _commands(campaign: Campaign) -> Iterator[str]:
    """The same road for the command line; run inside the campaign's folder."""

    def of(command: str, track: str) -> str:
        return f"baopan {command} ../济南批次 --track {TRACKS[track]}"

    for track in TRACKS:
        yield f"{of('collect', track)} --each 收到的材料/{TRACKS[track]}"
    yield from map(_set, campaign.renames)
    for track in TRACKS:
        for mended in campaign.mended[track]:
            yield f"{of('collect', track)} --replace {_inside(campaign, mended.path)}"
    for track in TRACKS:
        yield f"{of('fill', track)} {_inside(campaign, campaign.tables[track])}"
        yield f"{of('template', track)} {_inside(campaign, campaign.templates[track])}"
    yield from map(_set, campaign.fixes)
    for each in campaign.assignments:
        pages = f" --pages {each.pages}" if each.pages else ""
        yield f'baopan assign ../济南批次 {each.enterprise} "{each.member}" {_ROLES[each.role]}{pages}'
    for track in TRACKS:
        yield f"{of('letter', track)} --out ../草稿"
        yield f"{of('attach', track)} {_inside(campaign, campaign.letters[track])}"


def _inside(campaign: Campaign, path: Path) -> str:
    return path.relative_to(campaign.folder).as_posix()


def _set(fix: Fix) -> str:
    """Quoted: both cmd.exe and sh take brackets for their own."""
    return f'baopan set ../济南批次 "{fix.enterprise}" "{fix.field}={fix.value}"'
