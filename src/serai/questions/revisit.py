"""Revisit: how often each place is seen again by all satellites together, and how long it waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access.abeam import Abeam, Side
from serai.access.coverage import Coverage, coverage
from serai.access.limits import Limits, above
from serai.access.sweep import Best, Progress, gathered, sweep
from serai.earth import Box, Place
from serai.errors import Refused
from serai.formats.places import NamedPlace
from serai.orbit import MOST_AGE_DAYS
from serai.questions.cautions import Allowed
from serai.questions.constellations.membership import (
    LocalTimes,
    MemberAdds,
    figures_of,
    local_times_of,
    members_add,
)
from serai.questions.grid import WHOLE_EARTH, Cells, cells_of
from serai.questions.looks import LookLimits
from serai.questions.places import Places, places_of
from serai.questions.sky import BulkSky, Lost, Moment, Source, Turning, of_constellation, sky_of
from serai.time import WindowTable
from serai.wording import plural


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Revisit:
    """How well places are covered: ``coverage`` has a value a place, ``figures`` those over all places.

    ``ids`` name the places and ``cells`` the grid, where it is one; ``holds`` says what a look is. ``table``
    has the looks themselves, pairs counted as satellite * places + place.
    """

    sky: BulkSky
    ids: tuple[str, ...]
    table: WindowTable
    places: tuple[Place, ...]
    weight: NDArray[np.float64] | None
    cells: Cells | None
    holds: tuple[str, ...]
    coverage: Coverage
    without_position: tuple[Lost, ...]

    def __repr__(self) -> str:
        mean = self.figures["mean_revisit_h"]
        return (
            f"Revisit({plural(len(self.ids), 'place')}, {self.sky!r}: "
            f"mean revisit {'unknown' if mean is None else f'{mean:.4g} h'})"
        )

    @property
    def figures(self) -> dict[str, float | None]:
        """Means over the places, and the worst anywhere, in hours; None where there is nothing to say."""
        return figures_of(self.coverage)

    @property
    def members(self) -> tuple[MemberAdds, ...]:
        """What each satellite adds: its looks, and how often places are seen without it."""
        names = [flight.name for flight in self.sky.flights]
        return members_add(names, self.table, self.places, self.sky.span, self.weight)

    @property
    def local_times(self) -> LocalTimes:
        """When by the mean Sun at each place it is looked at."""
        return local_times_of(self.table, self.places, self.sky.span.start)


def revisit(
    elements: Source,
    points: Places | None = None,
    *,
    start: Moment | None = None,
    days: float | None = None,
    grid_deg: float | None = None,
    box: Box = WHOLE_EARTH,
    off_nadir_deg: float | None = None,
    incidence_deg: tuple[float, float] | None = None,
    side: Side | None = None,
    sun_deg: float | None = None,
    mask_deg: float | None = None,
    squint_deg: float = 0.0,
    cone: bool = False,
    at_least: int = 4,
    orientation: Turning | None = None,
    satellites: Sequence[str] = (),
    constellation: str = "",
    paper: Sequence[str] = (),
    max_age_days: float = MOST_AGE_DAYS,
    strict: bool = False,
    progress: Progress | None = None,
) -> Revisit:
    """How often each place is seen again, by all the satellites together.

    Places are ``points`` or the cells of a grid ``grid_deg`` wide over a box. A look is said as in `looks`,
    or by ``mask_deg``: the satellite at least so high over the point. ``at_least`` counts the share of time
    covered by 1 to so many satellites. ``max_age_days`` and ``strict`` as in `serai.questions.passes.passes`.
    Of a corridor a ``constellation`` of its constellations.csv may be named; ``paper`` are orbits on paper
    (`serai.orbit.PaperOrbit`) beside the others.
    """
    allowed = Allowed(max_age_days, strict)
    sky = sky_of(
        of_constellation(elements, constellation), start=start, days=days, orientation=orientation,
        satellites=satellites, paper=paper, allowed=allowed,
    )  # fmt: skip
    mask_says = [limit.says for limit in above(mask_deg)] if mask_deg is not None else []
    places, weight, cells = _places(points, grid_deg, box)
    abeam: Abeam | None = None
    limits: Limits = above(mask_deg) if mask_deg is not None else ()
    if mask_deg is None or off_nadir_deg is not None or incidence_deg is not None:
        asked = LookLimits(
            off_nadir_deg=off_nadir_deg,
            incidence_deg=incidence_deg,
            side=side,
            sun_deg=sun_deg,
            squint_deg=squint_deg,
            cone=cone,
        )
        abeam = asked.abeam
        limits += abeam.cone if abeam else asked.limits
    where = [one.place for one in places]
    best = Best.ABEAM if abeam else Best.NOTHING
    seen = gathered(
        sweep(sky.motions, where, limits, sky.span, sky.orientation, best=best, progress=progress)
    )
    if abeam:
        seen = abeam.of(seen, sky.motions, where, sky.orientation)
    seen = sky.of_satellites(seen, len(where), larger=False)
    return Revisit(
        sky=sky,
        ids=tuple(one.id for one in places),
        table=seen.table,
        places=tuple(where),
        weight=weight,
        cells=cells,
        holds=tuple(
            str(says) for says in ((*mask_says, *abeam.says) if abeam else [limit.says for limit in limits])
        ),
        coverage=coverage(seen.table, where, sky.span, at_least=at_least, weight=weight),
        without_position=tuple(sky.without_position(seen.satellites.tolist(), seen.errors.tolist())),
    )


def _places(
    points: Places | None, grid_deg: float | None, box: Box
) -> tuple[tuple[NamedPlace, ...], NDArray[np.float64] | None, Cells | None]:
    """The places that are asked about, their weights, and the grid when they are the cells of one."""
    if grid_deg is None:
        if points is None:
            raise Refused("questions.points_or_grid")
        return places_of(points), None, None
    if points is not None:
        raise Refused("questions.points_and_grid")
    return cells_of(box, grid_deg)
