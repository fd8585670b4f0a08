"""What is said of a region to hand, wherever it is shown; and its picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from serai.access.strips import edge_rings_deg
from serai.needs import AreaPicture, AreaStrip
from serai.pool.naming import asset_name
from serai.questions.areas.to_hand import FORECAST, LEAST, MONTH, RegionRow, RegionToHand, way_of
from serai.report.moments import beside
from serai.time import Instant
from serai.wording import Reason, reason

DAY_S = 86_400.0
RADAR = "radar"
MOST_DRAWN = 60  # strips beside those that add something


@dataclass(frozen=True, slots=True, kw_only=True)
class DayInHand:
    """One day of a region to hand: the looks that come into hand, and the share in hand before and after."""

    start: Instant
    looks: int
    added: float
    cumulative: float


def headline(of: RegionToHand, *, named: bool = True) -> Reason:
    """How much of the area is in hand by when; without its name where that stands above."""
    size = (of.outline.size, of.outline.unit)
    said = {"size": size}
    area = _says("lines", **said) if of.outline.by_length else _says("area", **said)
    if of.name and named:
        area = _says("named", name=of.name, of=area)
    first, whole = next((row for row in of.rows if row.rank), None), of.whole_at
    if first is None or first.in_hand is None:
        return _told(of, "nothing", area=area, days=of.span.duration_s)
    if whole is not None:
        return _told(of, "whole", area=area, at=_utc(whole), wait=whole.seconds_since(of.span.start))
    return _told(of, "part", area=area, share=of.covered, days=of.span.duration_s)


def new_map(of: RegionToHand) -> Reason:
    """How long one waits for a new map of it."""
    found = of.new_map
    if found.mean_s is None or found.worst_s is None:
        return _told(of, "no_new_map", share=found.share, days=of.span.duration_s)
    if found.reached < 1.0:
        return _told(of, "new_map_partly", share=found.share, mean=found.mean_s, reached=found.reached)
    return _told(of, "new_map", share=found.share, mean=found.mean_s, worst=found.worst_s)


def notes(of: RegionToHand) -> Iterator[Reason]:
    """What is not counted, and on what the answer rests."""
    yield from of.beside
    if not of.delivered:
        yield from (_told(of, "alone"), _told(of, "how"))
        return
    never = sum(1 for row in of.rows if not row.rank)
    if never:
        yield _says("never", count=never)
    yield _says("as_party", party=of.found.need.party) if of.found.need.party else _says("as_nobody")
    if of.on_paper:
        yield reason("questions.on_paper", names=of.on_paper)
    if of.barred:
        yield _says("barred", satellites=of.barred)
    if of.without_swath:
        yield _says("without_swath", satellites=of.without_swath)
    if of.staring:
        yield _says("staring", satellites=of.staring)
    if of.on_ground_s is None:
        yield _says("no_ground_time")
    yield from _clear(of)
    if any(row.station in row.hangs_on for row in of.rows if row.rank):
        yield _says("alone")
    if any(row.kind == RADAR for row in of.rows):
        yield _says("layover")
    yield _says("how")


def _clear(of: RegionToHand) -> Iterator[Reason]:
    """What the chances of a clear view rest on."""
    hidden = [row for row in of.rows if row.clear_chance != 1.0 or row.clear_by]
    told = sum(1 for row in hidden if row.clear_by == FORECAST)
    if of.clouds is not None:
        count = sum(1 for r in of.rows if r.clear_chance != 1.0)
        yield _says("forecast" if count else "hides_none", file=of.clouds.file, count=told, of=count)
    if any(row.clear_chance is None for row in of.rows):
        yield _says("no_clear_sky")
    elif of.sky is not None and any(row.clear_by == MONTH for row in of.rows):
        yield _says("clear_sky", need=of.sky.need, basis=reason(f"needs.basis.{of.sky.provenance.basis}"))


def by(of: RegionToHand, row: RegionRow) -> Reason:
    """By which station or other way a look comes, and whether it hangs on that alone."""
    station = asset_name(of.corridor.pool, row.station) if row.station else ""
    way = _says(f"way.{way_of(row)}", station=station)
    return _says("by", way=way, alone=row.station in row.hangs_on and bool(row.station))


def told(of: RegionToHand) -> list[RegionRow]:
    """The looks that come into hand and cover something worth telling."""
    return [row for row in of.rows if row.rank and (row.added >= LEAST or row.covered >= LEAST)]


def next_look(of: RegionToHand, clock: ZoneInfo | None = None) -> Reason:
    """The look that is in hand first: by whom, when, and by which station or other way."""
    row = of.rows[0]
    assert row.in_hand is not None  # asked for only where one is
    if not of.delivered:
        name = asset_name(of.corridor.pool, row.satellite)
        return _told(of, "next", satellite=name, at=beside(row.in_hand, clock), share=row.covered)
    party = of.corridor.pool.party(row.owner)
    return _says(
        "next",
        satellite=asset_name(of.corridor.pool, row.satellite),
        owner=party.name if party else row.owner,
        at=beside(row.start, clock),
        in_hand=beside(row.in_hand, clock),
        way=_says(f"by_way.{way_of(row)}", station=asset_name(of.corridor.pool, row.station))
        if row.station
        else _says(f"by_way.{way_of(row)}"),
        share=row.covered,
    )


def by_day(of: RegionToHand) -> list[DayInHand]:
    """Day by day from the start: what comes into hand, and what is in hand at its end."""
    at_s = np.array([r.in_hand.seconds_since(of.span.start) for r in of.rows if r.in_hand is not None])
    share = np.array([r.cumulative for r in of.rows if r.in_hand is not None])
    rows, before = [], 0.0
    last_s = max(of.span.duration_s, float(at_s.max()) + 1.0 if len(at_s) else 0.0)
    for day in range(int(np.ceil(last_s / DAY_S - 1e-9))):
        begin, end = day * DAY_S, (day + 1) * DAY_S
        so_far = float(share[at_s < end].max(initial=0.0))
        rows.append(
            DayInHand(
                start=of.span.start.plus(seconds=begin),
                looks=int(((at_s >= begin) & (at_s < end)).sum()),
                added=so_far - before,
                cumulative=so_far,
            )
        )
        before = so_far
    return rows


def picture(of: RegionToHand) -> AreaPicture:
    """The strips as they are laid in the sum, and when each sample of the area is first in hand."""
    ranked = [row for row in of.rows if row.rank]
    arrivals_s = np.array([of.found.arrivals_s[look] for look in of.found.ranked], dtype=np.float64)
    first, samples = of.found.first_to_cover, of.found.samples
    shown = [k for k, row in enumerate(ranked) if row.added > 0.0 or k < MOST_DRAWN]
    rings = edge_rings_deg(of.found.sweep, of.laid.where(np.array(shown, dtype=np.int64)))
    return AreaPicture(
        within=of.span,
        geometry=of.outline.geometry(),
        lon_deg=samples.lon_deg,
        lat_deg=samples.lat_deg,
        weight=samples.weight / samples.size,
        first_s=np.where(first >= 0, arrivals_s[first], np.inf) if ranked else np.full(len(samples), np.inf),
        strips=tuple(
            AreaStrip(
                number=ranked[k].rank,
                name=asset_name(of.corridor.pool, ranked[k].satellite),
                ring_deg=ring,
                in_hand_s=float(arrivals_s[k]),
                adds=ranked[k].added > 0.0,
            )
            for k, ring in zip(shown, rings, strict=True)
        ),
    )


def _utc(at: Instant) -> str:
    return at.utc(decimals=0)


def _told(of: RegionToHand, key: str, **values: object) -> Reason:
    """What is said of what is in hand, or of what is seen where nobody knows when it is in hand."""
    return _says(key if of.delivered else f"seen.{key}", **values)


def _says(key: str, **values: object) -> Reason:
    return reason(f"exhibit.region.{key}", **values)
