"""Looks: when satellites can see points, and how far off nadir at best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from serai.access import limits as ready
from serai.access.limits import Limits
from serai.access.sweep import Best, Progress
from serai.errors import Refused
from serai.questions.columns import LOOKS
from serai.questions.places import Places, places_of
from serai.questions.sky import BulkSky, Moment, Source, Turning, sky_of
from serai.questions.windows import FoundWindows, WindowSearch

Side = Literal["left", "right"]


def looks(
    elements: Source,
    points: Places,
    *,
    start: Moment | None = None,
    days: float | None = None,
    off_nadir_deg: float | None = None,
    incidence_deg: tuple[float, float] | None = None,
    side: Side | None = None,
    sun_deg: float | None = None,
    orientation: Turning | None = None,
    satellites: Sequence[str] = (),
    progress: Progress | None = None,
) -> FoundWindows:
    """Every look of satellites at points, with its least angle off nadir.

    A look is said by ``off_nadir_deg`` (the largest, from the satellite's geodetic nadir), by
    ``incidence_deg`` (lowest and highest, from the point's vertical), or both; ``side`` is that of the track
    and ``sun_deg`` the least elevation of the Sun at the point.
    """
    sky = sky_of(elements, start=start, days=days, orientation=orientation, satellites=satellites)
    limits = look_limits(off_nadir_deg, incidence_deg, side, sun_deg)
    return look_search(sky, points, limits).found(progress)


def look_search(sky: BulkSky, points: Places, limits: Limits) -> WindowSearch:
    """The search behind `looks`, for those who take its windows as they are found."""
    return WindowSearch(
        sky=sky, places=places_of(points), limits=limits, best=Best.LEAST_OFF_NADIR, columns=LOOKS
    )


def look_limits(
    off_nadir_deg: float | None,
    incidence_deg: tuple[float, float] | None,
    side: Side | None,
    sun_deg: float | None,
) -> Limits:
    """What must hold for a look; refused where nothing says what a look is."""
    found: Limits = ()
    if off_nadir_deg is not None:
        found += ready.off_nadir(off_nadir_deg)
    if incidence_deg is not None:
        found += ready.incidence(*incidence_deg)
    if not found:
        raise Refused("questions.no_look")
    if side is not None:
        found += ready.looking(side)
    if sun_deg is not None:
        if not -90.0 <= sun_deg <= 90.0:
            raise Refused("questions.sun", sun_deg=sun_deg)
        found += ready.sun_at_place(sun_deg)
    return found
