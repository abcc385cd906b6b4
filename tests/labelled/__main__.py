"""`python -m tests.labelled [--seed N] [--styles KIND…] [--faults KIND…] [--keep FOLDER] [--no-ocr]`: what is told
of packages whose truth is known. Without a list all of them are made; OCR takes minutes. `--keep`: what documents say is
kept there, and not read again while their readers stay the same."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.labelled import letters
from tests.labelled.faults import FAULTS
from tests.labelled.measure import Faulty, Roles, faults_told, lines, roles_told, sort_in, sound_told
from tests.labelled.run import faulty, judged, sound
from tests.labelled.styles import STYLES

SEED = 4711  # for reporting; 1 to 99 are for learning


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--seed", type=int, default=SEED)
    wanted.add_argument("--styles", nargs="*", metavar="KIND")
    wanted.add_argument("--faults", nargs="*", metavar="KIND")
    wanted.add_argument("--keep", type=Path)
    wanted.add_argument("--no-ocr", dest="recognises", action="store_false")
    options = wanted.parse_args()
    both = options.styles is None and options.faults is None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = [
            *([_sound(options.seed, options.styles or list(STYLES), folder / "sound", options.keep, options.recognises)] if both or options.styles is not None else []),
            *([_faulty(options.seed, options.faults or [*FAULTS, *letters.FAULTY], folder / "faulty", options.keep, options.recognises)] if both or options.faults is not None else []),
        ]  # fmt: skip
    return 0 if all(results) else 1


def _sound(seed: int, kinds: list[str], folder: Path, keep: Path | None, recognises: bool) -> bool:
    start = time.monotonic()
    packages = sound(seed, kinds)
    told = judged(packages, folder, keep, recognises=recognises)
    found, roles = sound_told(packages, told), roles_told(packages, told)
    print(f"sound: {found.packages} packages, {len({p.kind for p in packages})} styles, seed {seed}, {time.monotonic() - start:.0f} s")
    print(f"  false musts {len(found.musts)}; needless looks {len(found.looks)}, {found.each:.2f} each; looks that are due {found.due}")
    _print(lines("false musts", found.musts), lines("needless looks", found.looks), _roles(roles))
    return not found.musts and found.each <= 0.5 and roles.share >= 0.99 and not roles.wrong


def _faulty(seed: int, kinds: list[str], folder: Path, keep: Path | None, recognises: bool) -> bool:
    start = time.monotonic()
    packages = faulty(seed, [kind for kind in kinds if kind in FAULTS])
    found, roles = Faulty(), Roles()
    if packages:
        told = judged(packages, folder / "packages", keep, recognises=recognises)
        found, roles = faults_told(packages, told), roles_told(packages, told)
    sealed = [kind for kind in kinds if kind in letters.FAULTY]
    own = letters.attached(seed, [*letters.SOUND, *sealed], folder / "letters", keep, recognises=recognises) if sealed else []
    doubts = [f"{kind}  {f['check']}  {f['what']}" for kind, awaited, told in own if awaited is None for f in told if f["grade"] in ("must", "look")]
    for kind, awaited, told in own:
        if awaited is not None:
            sort_in(found, kind, (awaited,), told)
    count = len(found.told) + len(found.silent) + len(found.vague)
    print(f"faulty: {count} packages and letters, seed {seed}, {time.monotonic() - start:.0f} s")
    print(f"  told, naming the thing: {len(found.told)} of {count} = {found.share:.1%}")
    _print(lines("not told", found.silent), lines("not named", found.vague), lines("sound letters doubted", doubts), _roles(roles))
    return found.share >= 0.95 and not doubts


def _roles(roles: Roles) -> Iterable[str]:
    count = roles.right + roles.broad + roles.waiting + len(roles.mute) + len(roles.wrong)
    yield (
        f"  roles: {count} files: right {roles.right}, called 证明材料 only {roles.broad}, waiting with a reason {roles.waiting} "
        f"= {roles.share:.1%}; waiting without {len(roles.mute)}; silently wrong {len(roles.wrong)}"
    )
    yield from lines("waiting without a reason", roles.mute)
    yield from lines("silently wrong", roles.wrong)


def _print(*told: Iterable[str]) -> None:
    for each in told:
        for line in each:
            print(line)


if __name__ == "__main__":
    sys.exit(main())
