"""The next looks at a need's place: when, by whom, and when and by which way each is in hand."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np

from serai.needs import Heading, Table, TableCell, TableRow
from serai.observe.areas.sites import sites_seen
from serai.observe.fittings import BROADCAST, STATION
from serai.observe.scene import Scene
from serai.observe.sensors import DataWay, EligibleSensor
from serai.observe.timeliness import ServedLooks
from serai.time import Instant
from serai.wording import Reason, reason

SHOWN = 12  # looks told: the first of the period that come into hand
COLUMNS = ("look", "satellite", "in_hand", "by")


def next_looks(case: Scene, served: ServedLooks) -> Table:
    """The first looks of the judged period that come into hand, by time; ties by satellite id."""
    arrivals_s = case.arrivals()[0]
    had = np.flatnonzero(np.isfinite(arrivals_s) & served.inside)
    ids = [case.pool.assets[int(place)].id for place in case.by.satellite[had]]
    order = sorted(range(len(had)), key=lambda k: (float(case.by.at_s[had[k]]), ids[k]))
    return Table(
        key="next_looks",
        title=_says("title"),
        about=_says("about", shown=SHOWN),
        label="",
        headings=tuple(Heading(text=_says(c)) for c in COLUMNS),
        rows=tuple(_row(case, served, int(had[k]), float(arrivals_s[had[k]])) for k in order[:SHOWN]),
        of="looks",
    )


def _row(case: Scene, served: ServedLooks, look: int, arrival_s: float) -> TableRow:
    """One look, the moment it is in hand, and by which station or other way it comes."""
    asset = case.pool.assets[int(case.by.satellite[look])]
    eye = case.eligible.found[int(case.looks.eye[look])]
    owner = case.pool.party(asset.owner)
    at = case.by.start.plus(seconds=float(case.by.at_s[look]))
    in_hand = case.by.start.plus(seconds=arrival_s)
    station = served.station_of(look)
    way = None if station else quickest_way(case.eligible.found, asset.id)
    by = case.pool[station].name if station else way_told(way)
    incidence_deg = float(case.looks.incidence_deg[look])
    sites = sites_seen(case.need, case.looks, look)
    kind = reason(f"observe.kind.{eye.sensor.kind}")
    return TableRow(
        about=asset.id,
        cells=(
            TableCell(moment=at, under=_says("seen", sensor=kind, incidence=incidence_deg)),
            TableCell(
                text=f"{asset.name} ({', '.join(sites)})" if sites else asset.name,
                under=owner.name if owner else "",
            ),
            TableCell(moment=in_hand, under=_says("after", wait=in_hand.seconds_since(at))),
            TableCell(text=by),
        ),
        says=_says("row", satellite=asset.name, at=_utc(at), in_hand=_utc(in_hand), by=by),
        weight=(-float(case.by.at_s[look]),),
        values=MappingProxyType(
            {
                "at": _utc(at),
                "satellite": asset.id,
                "owner": asset.owner,
                "sensor": eye.sensor.kind,
                "incidence_deg": round(incidence_deg, 1),
                "in_hand": _utc(in_hand),
                "station": station or None,
                "way": STATION if station else (way.kind if way else ""),
                **({"sites": list(sites)} if sites else {}),
            }
        ),
    )


def quickest_way(found: Sequence[EligibleSensor], satellite: str) -> DataWay | None:
    """The way without a station of the pool by which a satellite's data come first."""
    ways = [way for eye in found if eye.asset.id == satellite for way in eye.ways]
    known = [way for way in ways if way.kind != STATION and way.delay_s is not None]
    return min(known, key=lambda way: way.delay_s or 0.0, default=None)


def way_told(way: DataWay | None) -> Reason | str:
    """An open archive or a broadcast, and the term by which it is had."""
    if way is None:
        return ""
    kind = _says("broadcast") if way.kind == BROADCAST else _says("open")
    return _says("way", kind=kind, term=way.term.id) if way.term else kind


def _utc(at: Instant) -> str:
    return at.utc(decimals=0)


def _says(key: str, **values: object) -> Reason:
    return reason(f"exhibit.next_looks.{key}", **values)
