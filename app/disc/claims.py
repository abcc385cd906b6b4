"""What submission.json claims, held against what a disc's lists and its directory show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from app.disc import bag
from app.disc.submission_json import FILE, DiscSubmission, FileLine, PackageLine, TrackPart

NOWHERE = FileLine("", 0, "")


def upheld(
    said: DiscSubmission, expected: Mapping[str, Mapping[str, str]], may_be_there: Callable[[str], bool],
    actual: Callable[[str], str], lie: Callable[[str, str], None],
) -> DiscSubmission:
    """With those of its paths alone that may be followed, as they are there (`actual`).

    They lie in data/, are listed (`expected`) or may be there, and serve once. `lie(path, what)` is told of
    every other, and of digests that are not those listed. Who compares the bytes compares the sizes.
    """
    seen: set[str] = set()

    def may_follow(line: FileLine | PackageLine) -> bool:
        path = actual(line.path)
        if not path.startswith(bag.PAYLOAD):
            lie(line.path, "submission.json 写了它，但它不在 data 文件夹里，没有去读")
        elif path not in expected and not may_be_there(path):
            lie(line.path, "submission.json 写了它，光盘和清单上都没有")
        elif path in seen:
            lie(line.path, "在 submission.json 里写了两次，只算第一次")
        else:
            if expected.get(path, {}).get("sha256", line.sha256) != line.sha256:
                lie(line.path, "submission.json 写的摘要与清单不同")
            seen.add(path)
            return True
        return False

    def parts() -> Iterator[TrackPart]:
        told: set[str] = set()
        for track in said.tracks:
            if track.id in told:
                lie(FILE, f"类别“{track.id}”写了两次，只算第一次")
                continue
            told.add(track.id)
            packages = tuple(replace(p, path=actual(p.path)) for p in track.packages if may_follow(p))
            letter = track.letter if track.letter and may_follow(track.letter) else None
            table = track.table if may_follow(track.table) else NOWHERE
            yield replace(
                track,
                packages=packages,
                letter=letter and replace(letter, path=actual(letter.path)),
                table=replace(table, path=actual(table.path)),
            )

    return replace(said, tracks=tuple(parts()))
