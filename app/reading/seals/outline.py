"""Where a round or oval seal may lie on a map, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

DPI = 60  # of the map
MM = DPI / 25.4  # points a millimetre


@dataclass(frozen=True, slots=True)
class Ring:
    """Centre and half axes in points of the map; `turn` in degrees. `score` 0..1, a seal from 0.5 on."""

    x: float
    y: float
    a: float
    b: float
    turn: float
    score: float = 0.0
    closed: float = 0.0  # how much of its line is there and stands free

    @property
    def reach(self) -> tuple[float, float]:
        """Half width and half height of its frame."""
        from math import cos, hypot, radians, sin

        c, s = cos(radians(self.turn)), sin(radians(self.turn))
        return hypot(self.a * c, self.b * s), hypot(self.a * s, self.b * c)

    @property
    def millimetres(self) -> float:
        return 2 * max(self.a, self.b) / MM
