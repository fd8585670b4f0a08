"""What a place gets: the ladder of its links, looks at it, a region to hand, a need put there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from serai.earth import Box, Place
from serai.errors import Refused
from serai.formats.places import NamedPlace
from serai.outcome.planned import Day
from serai.questions.areas.to_hand import RegionToHand
from serai.questions.ladder import place_ladder
from serai.questions.looks import looks
from serai.questions.passes import passes
from serai.questions.region import region
from serai.questions.windows import FoundWindows
from serai.report.data.json import number
from serai.report.data.ladder import ladder_answer
from serai.report.data.pass_calendar import calendar_of
from serai.report.data.region import region_answer, region_geojson
from serai.serve.worker.asked import Asked, figure, moment, names, text
from serai.serve.worker.view import CallerView
from serai.serve.worker.warm import WarmCorridor
from serai.wording import say

Told = dict[str, object]
MOST_ROWS = 5000


def ladder_at(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """What can be had at a place, best first, as `serai connect --json` tells it."""
    found = place_ladder(
        CallerView.of(warm, asked).corridor,
        lat_deg=figure(asked, "lat_deg"),
        lon_deg=figure(asked, "lon_deg"),
        party=text(asked, "party"),
        country=text(asked, "country"),
        terminals=names(asked, "terminals"),
        at=moment(asked, "start") or warm.outcome.at,
        days=figure(asked, "days") or 1.0,
    )
    yield ladder_answer(found, warm.corridor.id, text(asked, "language"))


def passes_over(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """Passes over the corridor's stations; of all that they may take, unless satellites are named."""
    yield _windows(_passes(warm, asked), "passes")


def passes_calendar(warm: WarmCorridor, asked: Asked) -> Iterator[bytes]:
    """The same as a calendar whose events keep their names when elements are renewed."""
    yield calendar_of(_passes(warm, asked), made_by=text(asked, "made_by")).encode()


def looks_at(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """Looks of the corridor's satellites at a place."""
    place = Place(lat_deg=figure(asked, "lat_deg") or 0.0, lon_deg=figure(asked, "lon_deg") or 0.0)
    low, high = figure(asked, "incidence_from_deg"), figure(asked, "incidence_to_deg")
    found = looks(
        CallerView.of(warm, asked).corridor,
        [NamedPlace("place", place)],
        start=moment(asked, "start") or warm.outcome.at,
        days=figure(asked, "days"),
        off_nadir_deg=figure(asked, "off_nadir_deg"),
        incidence_deg=None if low is None or high is None else (low, high),
        sun_deg=figure(asked, "sun_deg"),
        satellites=names(asked, "satellites"),
    )
    yield _windows(found, "looks")


def region_to_hand(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """Which looks cover how much of an area, and when each is in hand."""
    yield region_answer(_region(warm, asked))


def region_strips(warm: WarmCorridor, asked: Asked) -> Iterator[bytes]:
    """The same as GeoJSON: the area, and the strip of each look."""
    yield region_geojson(_region(warm, asked)).encode()


def need_at(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """How a need of the corridor would stand, were it asked at this place: positioning, a link, an image."""
    outcome, language = warm.outcome, text(asked, "language")
    lat_deg, lon_deg = figure(asked, "lat_deg") or 0.0, figure(asked, "lon_deg") or 0.0
    there = Box(lon_min=lon_deg, lat_min=lat_deg, lon_max=lon_deg, lat_max=lat_deg)
    need = replace(CallerView.of(warm, asked).need(text(asked, "need")), box=there, area=None)
    day = Day(world=outcome.world, pool=outcome.pool, length=outcome.days)
    found = day.judged(need, outcome.plan)[1]
    yield {
        "need": need.id,
        "title": need.title,
        "service": need.service,
        "at": outcome.at.utc(),
        "state": str(found.state),
        "share_met": number(found.share_met),
        "figures": {
            f.measure.name: {
                "value": number(f.worst),
                "typical": number(f.typical),
                "unit": f.measure.unit,
                "threshold": number(f.measure.threshold),
                "share": number(share),
                "missing": say(f.missing, language) or None,
            }
            for f, share in zip(found.figures, found.shares, strict=True)
        },
        "path": list(found.path),
        "why": say(found.why, language),
        "substitutes": [say(one, language) for one in found.substitutes],
        "remedies": [say(one, language) for one in found.remedies],
        "flags": [say(one, language) for one in found.flags],
        "confidence": str(found.confidence),
    }


def _passes(warm: WarmCorridor, asked: Asked) -> FoundWindows:
    return passes(
        CallerView.of(warm, asked).corridor,
        start=moment(asked, "start") or warm.outcome.at,
        days=figure(asked, "days"),
        mask=figure(asked, "mask_deg"),
        satellites=names(asked, "satellites"),
        only_stations=names(asked, "stations"),
    )


def _region(warm: WarmCorridor, asked: Asked) -> RegionToHand:
    area = asked.get("area")
    return region(
        CallerView.of(warm, asked).corridor,
        dict(area) if isinstance(area, Mapping) else None,
        need=text(asked, "need"),
        party=text(asked, "party"),
        sensors=names(asked, "sensors"),
        resolution_m=figure(asked, "resolution_m"),
        emergency=bool(asked.get("emergency")),
        satellites=names(asked, "satellites"),
        without=names(asked, "losses"),
        start=moment(asked, "start") or warm.outcome.at,
        days=figure(asked, "days"),
    )


def _windows(found: FoundWindows, called: str) -> Told:
    """Windows in order of time, with what was left out; refused where there are too many for one answer."""
    if len(found) > MOST_ROWS:
        raise Refused("serve.too_many_rows", count=len(found), most=MOST_ROWS)
    sky = found.search.sky
    first = found.search.names[2]
    rows: Sequence[Mapping[str, object]] = sorted(found, key=lambda row: str(row[first]))
    return {
        "start": sky.span.start.utc(),
        "end": sky.span.end.utc(),
        "satellites": len(sky),
        "left_out": [one.name for one in sky.left_out],
        called: [dict(row) for row in rows],
    }
