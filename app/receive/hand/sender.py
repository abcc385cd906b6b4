"""Who a hand-made disc is from."""

from __future__ import annotations

from collections.abc import Mapping

from app.model.batch import Sender
from app.model.submission import TrackLayout
from app.notices.regions import Region
from app.receive.hand.clues import Clues
from app.receive.hand.units import inside


def sender_told(
    files: Mapping[str, int], clues: Clues, tracks: Mapping[str, TrackLayout], region: Region
) -> Sender:
    """The bureau of the one city that is named: in the tables, the label and readme, the paths outside the
    packages, the names of several enterprises; of several where no city is named, of the one whose
    districts are. Else, for a single enterprise, that one itself (直报). An empty name when nothing tells.
    """
    packages = {path: name for track in tracks.values() for path, name in track.packages.items()}
    names = sorted(set(packages.values()))
    outside = [path for path in files if not inside(path, packages)]
    above = [path.rpartition("/")[0] for path in packages]
    words = (*clues.labels, *clues.words)
    places = (clues.table_words, words, [*outside, *above], names if len(names) > 1 else [])
    for city_in in (_city_in, *([_city_of_districts_in] if len(names) > 1 else [])):
        for told in places:
            found = city_in("\n".join(told), region)
            if found is not None:
                return found
    return Sender(names[0]) if len(names) == 1 else Sender("")


def _city_in(text: str, region: Region) -> Sender | None:
    """The one city named: by its bureau, by its name, by its name without 市."""
    spellings = [(city, (city.bureau, city.name, city.spoken)) for city in region.cities]
    for which in range(3):
        meant = [city for city, spelt in spellings if spelt[which] in text]
        if len(meant) == 1:
            return meant[0].sender
    return None


def _city_of_districts_in(text: str, region: Region) -> Sender | None:
    """The one city of which districts are named that no other has."""
    meant = {city.code: city for district, city in region.by_district.items() if district in text}
    return next(iter(meant.values())).sender if len(meant) == 1 else None
