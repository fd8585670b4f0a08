"""Passes: when satellites stand above the horizon of stations, how high, and how sure the times are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from serai.access import Mask
from serai.access.limits import above
from serai.access.sweep import Best, Progress
from serai.errors import Refused
from serai.formats.places import NamedPlace
from serai.orbit import MOST_AGE_DAYS
from serai.questions.cautions import Allowed
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
    everything: bool = False,
    progress: Progress | None = None,
) -> FoundWindows:
    """Every pass of satellites over stations, with its highest moment and the azimuths.

    ``elements``: a corridor, its folder, a file of element sets, or such sets. ``stations``: a CSV file or
    places by name; a corridor's own when left out. ``mask`` is the lowest elevation in degrees (or
    'azimuth:elevation ...'); a station's own counts where it is higher. Satellites whose elements cannot be
    read, or are farther than ``max_age_days`` from their epoch in the period, are left out (the answer's
    ``search.sky.left_out``); ``strict`` refuses instead. ``columns`` are those of `serai passes --columns`
    beside the usual ones; ``frequency_ghz`` is the carrier's, for 'doppler'. Of a corridor's own stations
    the passes are told that they may take, by terms, band and dish, unless satellites are named or
    ``everything`` is asked for.
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
        everything=everything,
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
    everything: bool = False,
) -> WindowSearch:
    """The search behind `passes`, for those who take its windows as they are found."""
    more = ColumnsAsked.of(PASSES, columns, frequency_ghz)
    elements = corridor_of(elements)
    chosen = only(_sites(elements, stations), only_stations)
    may = None
    every = everything or bool(satellites) or stations is not None
    if not every and not isinstance(elements, str | Path | Sequence):
        from serai.questions.takes import takes

        may = takes(elements, [site.id for site in chosen])
        satellites = may.numbers(elements)
        if not satellites:
            count = int(may.candidates.any(axis=1).sum())
            raise Refused("questions.takes_nothing", stations=may.stations, candidates=count)
    sky = sky_of(
        elements, start=start, days=days, orientation=orientation, satellites=satellites, allowed=allowed
    )
    if may is not None:
        sky = replace(sky, beside=may.cautions)
    least = None if mask is None else str(mask)
    return WindowSearch(
        sky=sky,
        places=chosen,
        limits=above([_mask(site, least) for site in chosen]),
        best=Best.HIGHEST_ELEVATION,
        columns=PASSES,
        more=more,
        takes=may,
    )


def _sites(elements: Source, stations: Places | None) -> tuple[NamedPlace, ...]:
    """The stations that are given, or a corridor's own."""
    if stations is not None:
        return places_of(stations)
    if isinstance(elements, str | Path | Sequence):
        raise Refused("questions.places", option="--stations", instead="")
    return stations_of(elements)


def _mask(site: NamedPlace, least: str | None) -> Mask:
    """The mask that counts at a station: the higher of its own and the one asked for."""
    if not site.mask and least is None:
        raise Refused("questions.no_mask", station=site.id)
    own, asked = (Mask.read(text) if text else None for text in (site.mask, least))
    if own is None or asked is None:
        return own or asked or Mask.constant(0.0)
    return own.higher(asked)
