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
        self._bulky: set[Hashable] = set()

    def ephemeris(self, ids: Sequence[str], span: Span, step_s: float = 60.0) -> Ephemeris:
        """Positions of some assets over a span; row ``i`` is ``ids[i]``."""
        key = ("ephemeris", tuple(ids), span, step_s)
        return self.once(
            key,
            lambda: Ephemeris.of(self.motions(ids), span, self.orientation, step_s),
            bulky=True,
        )

    def motions(self, ids: Sequence[str]) -> list[Motion]:
        """How some assets move, in the order asked."""
        return [self._motions[i] for i in ids]

    def once(self, key: Hashable, make: Callable[[], T], *, bulky: bool = False) -> T:
        """What ``make`` gives, made the first time that ``key`` is asked for and then kept.

        What is ``bulky`` is not handed on (see ``found_beside``).
        """
        if key not in self._kept:
            self._kept[key] = make()
            if bulky:
                self._bulky.add(key)
        return cast("T", self._kept[key])

    def several(self, keys: Sequence[Hashable], make: Callable[[Sequence[int]], Sequence[T]]) -> list[T]:
        """What belongs to some keys; ``make`` is given the places of those not asked for yet, all at once."""
        missing = [k for k, key in enumerate(keys) if key not in self._kept]
        if missing:
            self._kept.update(zip((keys[k] for k in missing), make(missing), strict=True))
        return [cast("T", self._kept[key]) for key in keys]

    @property
    def known(self) -> frozenset[Hashable]:
        """What has been asked for so far, by key."""
        return frozenset(self._kept)

    def found_beside(self, known: frozenset[Hashable]) -> Mapping[Hashable, object]:
        """What has been found beside what was known, but for what is bulky: to be handed to another almanac.

        Windows and passages are small, the positions that they were found from are not.
        """
        new = self._kept.keys() - known - self._bulky
        return {key: self._kept[key] for key in new}

    def keep(self, found: Mapping[Hashable, object]) -> None:
        """Take over what an almanac of the same motions and orientation has found; what is here stays."""
        self._kept = {**found, **self._kept}
