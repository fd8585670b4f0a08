"""When each look is in hand: by the stations that may take it down, an open archive, or a broadcast.

A look comes down in the first contact after it that lasts long enough from then on (`contact_min_s`), at
once when the satellite is in contact as it looks; then come processing and the last mile. What has not
come down within a day is given up: the satellite's memory is needed for newer looks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.ground import ContactRules, Contacts
from serai.ground.contacts import NEVER_NS
from serai.observe.looks import Looks
from serai.pool import Pool
from serai.time import Instant
from serai.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

KEPT_ON_BOARD_S = 86_400.0  # assumed: how long a look waits on board for a contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """The looks of a need with the moment each is in hand, by every way; seconds after ``start``.

    ``at_s`` (n,) when the point is seen; ``satellite`` (n,) and ``stations`` (s,) are places in the
    pool's assets. ``down_s`` (n, s) is when the data are down at a station, infinite where a term or
    the sky does not let it; ``otherwise_s`` (n,) when they come without a station of the pool.
    ``obtainable`` (n,): there is such a way, however late; ``taskable`` (n,): the look can be asked for.
    ``on_ground_s`` comes on top of both.
    """

    start: Instant
    at_s: Floats
    satellite: Integers
    stations: Integers
    down_s: Floats
    otherwise_s: Floats
    obtainable: Flags
    taskable: Flags
    on_ground_s: float

    def arrivals_s(self, alive: Flags) -> Floats:
        """When each look is in hand (losses, n) with the assets left (losses, assets); infinite if never."""
        lit = alive[:, self.satellite]
        in_hand = np.where(lit, self.otherwise_s, np.inf)
        for column, station in enumerate(self.stations):
            there = lit & alive[:, station][:, None]
            np.minimum(in_hand, np.where(there, self.down_s[:, column], np.inf), out=in_hand)
        in_hand += self.on_ground_s
        return in_hand

    def usable(self, alive: Flags, arrivals_s: Floats) -> Flags:
        """Which looks (losses, n) can be had at all, however late."""
        had: Flags = np.isfinite(arrivals_s) | (alive[:, self.satellite] & self.obtainable)
        return had

    def rests_on(self, assets: int) -> Flags:
        """(assets,) which assets can matter: satellites that look, stations where something comes down."""
        matters = np.zeros(assets, dtype=bool)
        matters[self.satellite] = True
        matters[self.stations] = True
        return matters


def deliveries(
    seen: Looks,
    reach: Contacts,
    pool: Pool,
    world: World,
    start: Instant,
    on_ground_s: float,
    allowed: Flags,
) -> Deliveries:
    """When each look is in hand; ``reach`` are the contacts that are free, ``allowed`` (its
    satellites, its stations) where a term lets data come down.
    """
    lasting_s = world.rules_of(ContactRules).contact_min_s
    index_of = np.full(len(pool.assets), -1, dtype=np.int64)
    index_of[[pool.place_of[s] for s in reach.satellites]] = np.arange(len(reach.satellites))
    index = index_of[seen.satellite]
    comes_down = seen.by_station & (index >= 0)
    begin = reach.starts_after(np.maximum(index, 0), seen.end_ns, lasting_s)
    waited_ns = np.where(begin == NEVER_NS, 0, begin - seen.end_ns[:, None])
    ok = (begin != NEVER_NS) & (waited_ns <= round(KEPT_ON_BOARD_S * 1e9))
    allowed = allowed if len(allowed) else np.zeros((1, len(reach.stations)), dtype=bool)  # nobody passes
    ok &= comes_down[:, None] & allowed[np.maximum(index, 0)]
    down_s = np.where(ok, (begin - start.tai_ns) / 1e9 + lasting_s, np.inf)
    used = ok.any(axis=0)
    stations = np.array([pool.place_of[s] for s in reach.stations], dtype=np.int64)
    return Deliveries(
        start=start,
        at_s=(seen.at_ns - start.tai_ns) / 1e9,
        satellite=seen.satellite,
        stations=stations[used],
        down_s=np.ascontiguousarray(down_s[:, used]),
        otherwise_s=(seen.end_ns - start.tai_ns) / 1e9 + seen.delay_s,
        obtainable=seen.obtainable,
        taskable=seen.by_station,
        on_ground_s=on_ground_s,
    )
