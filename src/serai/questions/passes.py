"""Passes: when satellites stand above the horizon of stations, how high, and how sure the times are."""

from __future__ import annotations

from collections.abc import Sequence

from serai.access import Mask
from serai.access.limits import above
from serai.access.sweep import Best, Progress
from serai.corridor import Corridor
from serai.errors import Refused
from serai.formats.places import NamedPlace
from serai.questions.cautions import MOST_AGE_DAYS, Allowed
from serai.questions.columns import PASSES
from serai.questions.on_demand import ColumnsAsked
from serai.questions.places import Places, only, places_of, stations_of
from serai.questions.sky import DEFAULT, Moment, Source, Turning, corridor_of, sky_of
from serai.questions.windows import FoundWindows, WindowSearch


def passes(
    elements: Source,
    stations: Places | None = None,
    *,
    start: Moment | None = None,
    days: float | None = None,
    mask: str | float | None = None,
    orientation: Turning | None = None,
    satellites: Sequence[str] = (),
    only_stations: Sequence[str] = (),
    max_age_days: float = MOST_AGE_DAYS,
    strict: bool = False,
    columns: Sequence[str] = (),
    frequency_ghz: float | None = None,
    progress: Progress | None = None,
) -> FoundWindows:
    """Every pass of satellites over stations, with its highest moment and the azimuths.

    ``elements``: a corridor, its folder, a file of element sets, or such sets. ``stations``: a CSV file or
    places by name; a corridor's own when left out. ``mask`` is the lowest elevation in degrees (or
    'azimuth:elevation ...'); a station's own counts where it is higher. Satellites whose elements cannot be
    read, or are farther than ``max_age_days`` from their epoch in the period, are left out (the answer's
    ``search.sky.left_out``); ``strict`` refuses instead. ``columns`` are those of `serai passes --columns`
    beside the usual ones; ``frequency_ghz`` is the carrier's, for 'doppler'.
    """
    return pass_search(
        elements,
        stations,
        start=start,
        days=days,
        mask=mask,
        orientation=orientation,
        satellites=satellites,
        only_stations=only_stations,
        allowed=Allowed(max_age_days, strict),
        columns=columns,
        frequency_ghz=frequency_ghz,
    ).found(progress)


def pass_search(
    elements: Source,
    stations: Places | None = None,
    *,
    start: Moment | None = None,
    days: float | None = None,
    mask: str | float | None = None,
    orientation: Turning | None = None,
    satellites: Sequence[str] = (),
    only_stations: Sequence[str] = (),
    allowed: Allowed = DEFAULT,
    columns: Sequence[str] = (),
    frequency_ghz: float | None = None,
) -> WindowSearch:
    """The search behind `passes`, for those who take its windows as they are found."""
    more = ColumnsAsked.of(PASSES, columns, frequency_ghz)
    elements = corridor_of(elements)
    sky = sky_of(
        elements, start=start, days=days, orientation=orientation, satellites=satellites, allowed=allowed
    )
    if stations is not None:
        sites = places_of(stations)
    elif isinstance(elements, Corridor):
        sites = stations_of(elements)
    else:
        raise Refused("questions.places", option="--stations", instead="")
    chosen = only(sites, only_stations)
    least = None if mask is None else str(mask)
    limits = above([_mask(site, least) for site in chosen])
    return WindowSearch(
        sky=sky, places=chosen, limits=limits, best=Best.HIGHEST_ELEVATION, columns=PASSES, more=more
    )


def _mask(site: NamedPlace, least: str | None) -> Mask:
    """The mask that counts at a station: the higher of its own and the one asked for."""
    if not site.mask and least is None:
        raise Refused("questions.no_mask", station=site.id)
    own, asked = (Mask.read(text) if text else None for text in (site.mask, least))
    if own is None or asked is None:
        return own or asked or Mask.constant(0.0)
    return own.higher(asked)
