"""Which contacts are left when stations are kept back or lost and other needs have booked their antennas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from serai.ground.antennas import image_antennas
from serai.ground.contacts import Contacts, pass_of
from serai.needs import Plan, Use
from serai.pool import Pool
from serai.time import Instant, Span, Windows, WindowTable

FULL = 1.0 + 1e-9  # shares of an asset add up to one; the margin is rounding


def free_contacts(reach: Contacts, pool: Pool, plan: Plan, need: str, shortest_s: float) -> Contacts:
    """The contacts, or what is left of them, for which nothing is kept back or lost and an antenna is free.

    What other needs have booked is taken. A pass that is booked for the same satellite stays free: one
    more image comes down in it. What is left must still last ``shortest_s``.
    """
    booked: dict[str, list[Use]] = {}
    for booking in plan.bookings:
        if booking.need != need:
            for use in booking.opportunity.uses:
                booked.setdefault(use.asset, []).append(use)
    left = {row: _left(reach, row, pool, booked) for row in _disturbed(reach, pool, booked)}
    changed = {row: spans for row, spans in left.items() if spans.total_s < reach.table.duration_s[row]}
    return _with(reach, changed, shortest_s) if changed else reach


def _disturbed(reach: Contacts, pool: Pool, booked: Mapping[str, Sequence[Use]]) -> list[int]:
    """The rows of contacts in whose time a station or satellite is not free or a booking lies."""
    rows: dict[int, None] = {}
    column = reach.table.pair % len(reach.stations) if len(reach.stations) else reach.table.pair
    for k, name in enumerate(reach.stations):
        spans = [*pool[name].not_free, *(u.span for u in booked.get(name, ()))]
        rows |= dict.fromkeys(_touched(reach, column == k, spans) if spans else ())
    for k, name in enumerate(reach.satellites):
        lost = pool[name].lost_during
        if len(lost):
            rows |= dict.fromkeys(_touched(reach, reach.table.pair // len(reach.stations) == k, list(lost)))
    return list(rows)


def _left(reach: Contacts, row: int, pool: Pool, booked: Mapping[str, Sequence[Use]]) -> Windows:
    """What is left of one contact for one more antenna."""
    contact = Span(Instant(int(reach.table.start_ns[row])), Instant(int(reach.table.end_ns[row])))
    above, below = divmod(int(reach.table.pair[row]), len(reach.stations))
    satellite, station = reach.satellites[above], pool[reach.stations[below]]
    same_pass = pass_of(satellite, station.id)
    uses = booked.get(station.id, ())
    others = [u for u in uses if not u.serves.startswith(same_pass) and u.span.overlaps(contact)]
    free = Windows([contact]) - station.not_free - pool[satellite].lost_during
    return free - _full(others, 1.0 / image_antennas(station)) if others else free


def _touched(reach: Contacts, among: NDArray[np.bool_], spans: Sequence[Span]) -> list[int]:
    """The rows of some contacts (all,) that meet any of some spans."""
    mine = np.flatnonzero(among)
    hit = np.zeros(len(mine), dtype=bool)
    for span in spans:
        hit |= (reach.table.start_ns[mine] < span.end.tai_ns) & (reach.table.end_ns[mine] > span.start.tai_ns)
    return [int(row) for row in mine[hit]]


def _full(uses: Sequence[Use], share: float) -> Windows:
    """When so much is held that another share does not fit."""
    edges = sorted({moment for use in uses for moment in (use.span.start, use.span.end)})
    taken = []
    for start, end in pairwise(edges):
        held: dict[object, float] = {}
        for number, use in enumerate(uses):
            if use.span.contains(start):
                purpose: object = use.serves or number
                held[purpose] = max(held.get(purpose, 0.0), use.share)
        if sum(held.values()) + share > FULL:
            taken.append(Span(start, end))
    return Windows(taken)


def _with(reach: Contacts, changed: dict[int, Windows], shortest_s: float) -> Contacts:
    """The contacts with some rows replaced by what is left of them."""
    untouched = np.ones(len(reach.table), dtype=bool)
    untouched[list(changed)] = False
    kept = [(row, span) for row, spans in sorted(changed.items()) for span in spans.at_least(shortest_s)]
    rows = np.array([row for row, _ in kept], dtype=np.int64)
    start = np.array([span.start.tai_ns for _, span in kept], dtype=np.int64)
    end = np.array([span.end.tai_ns for _, span in kept], dtype=np.int64)
    pieces = WindowTable(
        reach.table.pair[rows],
        start,
        end,
        np.ones(len(rows), dtype=bool),
        np.ones(len(rows), dtype=bool),
        np.full(len(rows), np.nan),
        start.copy(),
    )
    return replace(reach, table=WindowTable.concatenate([reach.table.where(untouched), pieces]))
