"""A region to hand as an answer: every look, what all cover together, and when that is in hand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from serai.access.strip_views import StripViews, strip_views
from serai.access.strips import Strips
from serai.corridor import Corridor
from serai.earth import Orientation
from serai.earth.outline import Outline
from serai.observe.areas.region import RegionLooks
from serai.observe.areas.sensing import without_swath
from serai.observe.fittings import BROADCAST, SEES_GROUND_ONLY, STATION, Sensor
from serai.observe.next_looks import quickest_way
from serai.questions.constellations.selection import on_paper_in
from serai.time import Instant, Span
from serai.wording import Reason
from serai.world import ClearSky

if TYPE_CHECKING:
    from serai.formats.clouds.grid import CloudForecast

FORECAST, MONTH = "forecast", "month"  # what a chance of a clear view comes from
WHOLE = 0.999  # of an area: covered, by the count of samples
LEAST = 0.0005  # of an area: less is not worth telling
NEW_MAP = 0.9  # of an area: a map of it, unless another share is asked for
HOUR_S, MOST_ASKED = 3_600.0, 96  # requests are an hour apart, or as many over half of a longer period


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """One look at an area, for tables and programs; shares are of the whole area, None where unknown.

    ``clear_by`` is what the chance of a clear view comes from: forecast, month, or nothing. ``gsd_m`` is a
    camera's pixel across the track there, ``glint_deg`` how far the Sun's mirror image lies from the line of
    sight; both, and the Sun, are of the strip's middle. ``rank`` counts the looks in the order in which
    they come into hand, 0 for one that never does; ``added`` and ``cumulative`` go by it.
    """

    rank: int
    satellite: str
    name: str
    owner: str
    sensor: str
    kind: str
    resolution_m: float | None
    start: Instant
    end: Instant
    covered: float
    added: float
    cumulative: float
    clear_chance: float | None
    in_hand: Instant | None
    station: str
    way: str
    term: str
    downlink_term: str
    hangs_on: tuple[str, ...]
    incidence_deg: float
    off_nadir_deg: float
    right: bool
    sun_deg: float
    sun_azimuth_deg: float
    glint_deg: float | None
    gsd_m: float | None
    clear_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberShare:
    """What one owner's looks cover by themselves, and what those of all others do; shares of the area."""

    owner: str
    satellites: tuple[str, ...]
    looks: int
    alone: float
    without: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMap:
    """How long one waits for a share of an area to be anew in hand, asked at any hour of half of a period.

    ``mean_s`` and ``worst_s`` are of the hours from which it is reached within the period; None where it is
    from none. ``reached`` is their share.
    """

    share: float
    mean_s: float | None
    worst_s: float | None
    reached: float


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionToHand:
    """Looks at an area over a period by a corridor's pool, and what they cover together.

    Satellites of a file alone are not ``delivered``: *in hand* is then the moment at which a look ends.
    ``beside`` is what else must be said of them.
    """

    corridor: Corridor
    outline: Outline
    name: str
    found: RegionLooks
    orientation: Orientation
    on_ground_s: float | None
    sky: ClearSky | None
    new_map_share: float = NEW_MAP
    delivered: bool = True
    clouds: CloudForecast | None = None
    beside: tuple[Reason, ...] = ()

    def __repr__(self) -> str:
        return f"RegionToHand({self.name!r}, {self.outline!r}: {len(self.rows)} looks)"

    @property
    def span(self) -> Span:
        return self.found.span

    @cached_property
    def rows(self) -> tuple[RegionRow, ...]:
        """The looks in the order in which they come into hand, then those that never do, by time."""
        ranked = self.found.ranked
        cumulative = np.minimum(np.cumsum(self.found.added_share), 1.0)
        told = [
            self._row(int(look), k + 1, float(self.found.added_share[k]), float(cumulative[k]))
            for k, look in enumerate(ranked)
        ]
        reached = float(cumulative[-1]) if len(cumulative) else 0.0
        never = np.setdiff1d(np.arange(len(self.found)), ranked)
        return (*told, *(self._row(int(look), 0, 0.0, reached) for look in never))

    @property
    def covered(self) -> float:
        """The share of the area that is in hand in the end."""
        return max((row.cumulative for row in self.rows), default=0.0)

    @property
    def whole_at(self) -> Instant | None:
        """When all of the area is in hand; None where it never is."""
        return next((r.in_hand for r in self.rows if r.rank and r.cumulative >= WHOLE), None)

    @cached_property
    def new_map(self) -> NewMap:
        """How long one waits for a map of the area, or of most of it, made of looks taken after one asks."""
        half_s = 0.5 * self.span.duration_s
        asked_s = np.arange(0.0, half_s, max(HOUR_S, half_s / MOST_ASKED))
        waits_s = self.found.waits_s(self.new_map_share, asked_s)
        known = waits_s[np.isfinite(waits_s)]
        return NewMap(
            share=self.new_map_share,
            mean_s=float(known.mean()) if len(known) else None,
            worst_s=float(known.max()) if len(known) else None,
            reached=len(known) / len(waits_s),
        )

    @cached_property
    def members(self) -> tuple[MemberShare, ...]:
        """What each owner brings of what comes into hand: who covers most by itself first."""
        ranked = [row for row in self.rows if row.rank]
        told = []
        for owner in dict.fromkeys(row.owner for row in ranked):
            mine = np.array([row.owner == owner for row in ranked], dtype=bool)
            names = tuple(dict.fromkeys(row.satellite for row in ranked if row.owner == owner))
            told.append(
                MemberShare(
                    owner=owner,
                    satellites=names,
                    looks=int(mine.sum()),
                    alone=self.found.together(mine),
                    without=self.found.together(~mine),
                )
            )
        return tuple(sorted(told, key=lambda m: (-m.alone, m.owner)))

    @property
    def laid(self) -> Strips:
        """The strips of the looks that come into hand, each where it adds most, in their order."""
        return self.found.joined[1]

    @property
    def without_swath(self) -> tuple[str, ...]:
        """Satellites that look here and of which nobody published how wide."""
        return without_swath(self.found.eligible.found)

    @property
    def staring(self) -> tuple[str, ...]:
        """Imagers that stare, which are not counted in strips."""
        return tuple({e.asset.id: e.asset.name for e in self.found.eligible.found if e.stares}.values())

    @property
    def on_paper(self) -> tuple[str, ...]:
        """Satellites that exist on paper alone, by name."""
        pool = self.corridor.pool
        return tuple(pool[name].name for name in sorted(on_paper_in(pool), key=pool.place_of.__getitem__))

    @property
    def barred(self) -> tuple[str, ...]:
        """Satellites that would do, but whose images no term lets the one who asks have."""
        return tuple(asset.name for asset in self.found.eligible.barred)

    def _row(self, look: int, rank: int, added: float, cumulative: float) -> RegionRow:
        found, pool = self.found, self.corridor.pool
        eye = found.eye_when_joined(rank - 1) if added > 0.0 else found.eye(look)
        arrival_s = float(found.arrivals_s[look])
        station = found.station(look)
        way = None if station else quickest_way(found.eligible.found, eye.asset.id)
        own = next((w for w in eye.ways if w.kind == STATION), None) if station else way
        down = pool.terms.downlink(eye.asset, pool[station]) if station else None
        strips, seen = found.strips, self.views
        start, end = Instant(int(strips.start_ns[look])), Instant(int(strips.end_ns[look]))
        clear, clear_by = self._clear(eye.sensor.needs_clear_sky, look)
        return RegionRow(
            rank=rank,
            satellite=eye.asset.id,
            name=eye.asset.name,
            owner=eye.asset.owner,
            sensor=eye.sensor.name,
            kind=eye.sensor.kind,
            resolution_m=eye.sensor.resolution_m,
            start=start,
            end=end,
            covered=float(found.covered_share[look]),
            added=added,
            cumulative=cumulative,
            clear_chance=clear,
            clear_by=clear_by,
            in_hand=self.span.start.plus(seconds=arrival_s) if math.isfinite(arrival_s) else None,
            station=station,
            way=STATION if station else way.kind if way else "",
            term=own.term.id if own and own.term else "",
            downlink_term=down.id if down else "",
            hangs_on=found.hangs_on(look),
            incidence_deg=float(strips.incidence_deg[look]),
            off_nadir_deg=float(strips.off_nadir_deg[look]),
            right=bool(found.looks.right[look]),
            sun_deg=float(seen.sun_deg[look]),
            sun_azimuth_deg=float(seen.azimuth_deg[look]),
            glint_deg=float(seen.glint_deg[look]) if eye.sensor.needs_daylight else None,
            gsd_m=_gsd_m(eye.sensor, float(seen.across[look])),
        )

    @cached_property
    def views(self) -> StripViews:
        """How the middle of each look's strip is seen, and by what light."""
        return strip_views(self.found.sweep, self.found.strips, self.orientation)

    def _clear(self, hidden: bool, look: int) -> tuple[float | None, str]:
        """The chance that no cloud hides a look's middle, and what says so; a radar's is 1.

        A forecast counts where it reaches, else the month's figure, where somebody gave one.
        """
        if not hidden:
            return 1.0, ""
        at, seen = Instant(int(self.found.strips.at_ns[look])), self.views
        if self.clouds is not None:
            told = self.clouds.clear(float(seen.lat_deg[look]), float(seen.lon_deg[look]), at)
            if told is not None:
                return told, FORECAST
        chance = math.nan if self.sky is None else self.sky.in_month(at.datetime().month)
        return (chance, MONTH) if math.isfinite(chance) else (None, "")


def _gsd_m(sensor: Sensor, stretch: float) -> float | None:
    """How coarse a camera's pixel is across the track there; None for a radar, or where nobody said."""
    if sensor.kind not in SEES_GROUND_ONLY or sensor.resolution_m is None:
        return None
    return sensor.resolution_m * stretch


def way_of(row: RegionRow) -> str:
    """The key of how a look comes into hand: a station, a broadcast, an open archive, or none."""
    return row.way if row.way in (STATION, BROADCAST) else "open" if row.way else ""
