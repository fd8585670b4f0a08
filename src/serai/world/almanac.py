"""Where everything is over a period: computed once, asked often."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar, cast

from serai.earth import Orientation
from serai.orbit import Ephemeris, Motion
from serai.time import Span

T = TypeVar("T")


class Almanac:
    """The motions of a corridor's assets, tabulated for the spans that are asked about.

    It belongs to one assessment and is handed on, never global. Results are kept by what was asked,
    so that a pool with fewer assets, or another need over the same span, finds them again; what is
    kept depends on motions and orientation alone, never on terms or plans.
    """

    def __init__(self, motions: Mapping[str, Motion], orientation: Orientation) -> None:
        self._motions = motions
        self.orientation = orientation
        self._kept: dict[Hashable, object] = {}

    def ephemeris(self, ids: Sequence[str], span: Span, step_s: float = 60.0) -> Ephemeris:
        """Positions of some assets over a span; row ``i`` is ``ids[i]``."""
        key = ("ephemeris", tuple(ids), span, step_s)
        return self.once(
            key, lambda: Ephemeris.of([self._motions[i] for i in ids], span, self.orientation, step_s)
        )

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made the first time that ``key`` is asked for and then kept."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("T", self._kept[key])
