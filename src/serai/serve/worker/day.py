"""The day's plan, and where everything is: for lists, calendars, maps and globes."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from serai.earth.ellipsoid import geodetic
from serai.errors import Refused
from serai.plan.scheduling import Effort
from serai.questions.corridor_plan import CorridorPlan, corridor_plan
from serai.report.data.corridor_map import corridor_geojson
from serai.report.data.corridor_plan import plan_answer, plan_calendar, plan_geojson
from serai.report.data.plan_scene import plan_czml
from serai.report.data.rows import geojson
from serai.serve.worker.asked import Asked, figure, moment, names, text
from serai.serve.worker.seen_plan import seen_plan, seen_plan_answer
from serai.serve.worker.view import CallerView
from serai.serve.worker.warm import WarmCorridor
from serai.time import Span

Told = dict[str, object]
MAGIC = b"SRTK"
MOST_NODES = 2_000_000  # satellites times moments: 24 MB
EFFORT = Effort(units=10.0, wall_s=30.0)


def plan_of(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """The plan as `serai plan --json` tells it."""
    view, of = CallerView.of(warm, asked), _whole_plan(warm, asked)
    yield plan_answer(of) if view.whole else seen_plan_answer(view, of)


def plan_events(warm: WarmCorridor, asked: Asked) -> Iterator[bytes]:
    """The plan as a calendar; an event keeps its name when the day is planned again."""
    yield plan_calendar(_plan(warm, asked), made_by=text(asked, "made_by")).encode()


def plan_features(warm: WarmCorridor, asked: Asked) -> Iterator[bytes]:
    """The booked looks as GeoJSON."""
    yield plan_geojson(_plan(warm, asked)).encode()


def plan_scene(warm: WarmCorridor, asked: Asked) -> Iterator[bytes]:
    """The plan as a scene for a globe (CZML)."""
    yield plan_czml(_plan(warm, asked)).encode()


def needs_features(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """The boxes of the needs as GeoJSON, each with its verdict and deciding figure."""
    yield geojson(CallerView.of(warm, asked).told)


def corridor_features(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """What stands, runs, is asked and can be struck, as GeoJSON; in the language asked for."""
    view = CallerView.of(warm, asked)
    told = view.told if view.whole else replace(view.told, corridor=view.corridor)
    yield corridor_geojson(told, text(asked, "language"))


def positions(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """Where everything that moves is at one moment: degrees, and metres above the ellipsoid."""
    at = moment(asked, "start") or warm.outcome.at
    ids = _moving(warm, asked)
    span = Span(at, at.plus(seconds=60.0))
    r_m = warm.outcome.world.almanac.ephemeris(ids, span).on_grid(np.array([at.tai_ns], dtype=np.int64))
    lat, lon, height = geodetic(r_m[:, 0, :])
    rows = zip(ids, lat.tolist(), lon.tolist(), height.tolist(), strict=True)
    yield {
        "at": at.utc(),
        "positions": [
            {"id": name, "lat_deg": round(a, 5), "lon_deg": round(b, 5), "height_m": round(h, 1)}
            for name, a, b, h in rows
            if a == a
        ],
    }


def tracks(warm: WarmCorridor, asked: Asked) -> Iterator[bytes]:
    """Where everything that moves is, at even steps: a head in JSON, then positions as 32-bit floats."""
    at, step_s = moment(asked, "start") or warm.outcome.at, figure(asked, "step_s") or 60.0
    ids = _moving(warm, asked)
    count = int((figure(asked, "hours") or 3.0) * 3600.0 / step_s) + 1
    if len(ids) * count > MOST_NODES:
        raise Refused("serve.too_many_rows", count=len(ids) * count, most=MOST_NODES)
    times_ns = at.tai_ns + np.round(np.arange(count) * step_s * 1e9).astype(np.int64)
    span = Span(at, at.plus(seconds=count * step_s + 60.0))
    r_m = warm.outcome.world.almanac.ephemeris(ids, span).on_grid(times_ns)
    head = {
        "ids": ids, "names": [warm.corridor.pool[name].name for name in ids], "start": at.utc(),
        "step_s": step_s, "count": count, "frame": "Earth-fixed", "unit": "m", "type": "float32",
    }  # fmt: skip
    said = json.dumps(head, ensure_ascii=False).encode()
    said += b" " * (-len(said) % 4)  # so that the numbers stand at a multiple of four
    yield MAGIC + struct.pack("<I", len(said)) + said + np.ascontiguousarray(r_m, "<f4").tobytes()


def _plan(warm: WarmCorridor, asked: Asked) -> CorridorPlan:
    """The plan as far as it is for needs that the caller sees."""
    return seen_plan(CallerView.of(warm, asked), _whole_plan(warm, asked))


def _whole_plan(warm: WarmCorridor, asked: Asked) -> CorridorPlan:
    return corridor_plan(
        warm.corridor,
        at=moment(asked, "start") or warm.outcome.at,
        days=figure(asked, "days"),
        effort=EFFORT,
    )


def _moving(warm: WarmCorridor, asked: Asked) -> list[str]:
    """The ids of the satellites asked for, or of all that can be used."""
    pool, wanted = CallerView.of(warm, asked).corridor.pool, names(asked, "satellites")
    meant = frozenset[str]().union(*(pool.exactly(name) for name in wanted)) if wanted else None
    return [
        a.id
        for a in pool.assets
        if a.usable and a.motion is not None and a.kind == "satellite" and (meant is None or a.id in meant)
    ]
