"""A plan as a scene on a globe (CZML): satellites, stations, boxes, looks and passes in time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from serai.formats.czml import NODE_S, Colour, Packet, between, box, document, moving, standing
from serai.orbit import Fixed
from serai.pool.naming import asset_name
from serai.questions.corridor_plan import CorridorPlan
from serai.report.data.corridor_plan import PlannedLook, planned_looks
from serai.time import Span

SATELLITE: Colour = (217, 142, 4, 255)
STATION: Colour = (31, 147, 137, 255)
NEED: Colour = (207, 63, 46, 255)
LOOK: Colour = (207, 63, 46, 220)
PASS: Colour = (27, 94, 155, 220)


def plan_czml(of: CorridorPlan) -> str:
    """The scene of a plan: looks are lines to the box's centre, passes lines to the station.

    A satellite that nobody can place any more (its new elements are bad) is not drawn, nor are its lines.
    """
    rows = planned_looks(of)
    return document(of.corridor.name, _shown(of, rows), list(_packets(of, rows)))


def _shown(of: CorridorPlan, rows: tuple[PlannedLook, ...]) -> Span:
    """From the plan's start until the last of it is down."""
    span = of.horizon.span
    return Span(span.start, max([span.end, *(row.end for row in rows if row.end is not None)]))


def _packets(of: CorridorPlan, rows: tuple[PlannedLook, ...]) -> Iterator[Packet]:
    pool, span = of.corridor.pool, _shown(of, rows)
    nodes = np.arange(0.0, span.duration_s + NODE_S, NODE_S)
    times_ns = span.start.tai_ns + np.round(nodes * 1e9).astype(np.int64)
    names, placed = sorted({row.satellite for row in rows}), set[str]()
    if names:
        until = Span(span.start, span.end.plus(seconds=NODE_S))
        ways = of.world.almanac.ephemeris(names, until).on_grid(times_ns)
        for name, way in zip(names, ways, strict=True):
            if np.isnan(way).any():
                continue
            placed.add(name)
            yield moving(f"satellite/{name}", asset_name(pool, name), span.start, nodes, way, SATELLITE)
    for name in sorted({row.station for row in rows if row.station is not None}):
        motion = pool[name].motion
        assert isinstance(motion, Fixed)  # a pass comes down at a place
        yield standing(f"station/{name}", asset_name(pool, name), motion.place, STATION)
    for name in sorted({row.need for row in rows}):
        need = of.corridor.need(name)
        yield box(f"need/{name}", f"{name} {need.title}", need.box, NEED)
    for number, row in enumerate(rows):
        if row.satellite in placed:
            yield from _lines(of, number, row)


def _lines(of: CorridorPlan, number: int, row: PlannedLook) -> Iterator[Packet]:
    """A look and its pass."""
    pool, above = of.corridor.pool, f"satellite/{row.satellite}"
    satellite = asset_name(pool, row.satellite)
    yield between(
        f"look/{number}", f"{satellite} looks for {row.need}", (above, f"need/{row.need}"),
        Span(row.look_start, row.look_end), LOOK, 3.0,
    )  # fmt: skip
    if row.station is not None and row.start is not None and row.end is not None:
        yield between(
            f"pass/{number}", f"{satellite} comes down at {asset_name(pool, row.station)}",
            (above, f"station/{row.station}"), Span(row.start, row.end), PASS, 2.0,
        )  # fmt: skip
