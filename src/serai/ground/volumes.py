"""How much data the passes of a span bring down to each station, from the rates at both ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.ground.antennas import image_dishes
from serai.ground.contacts import Contacts
from serai.pool import Pool
from serai.radio.link.budget import UNKNOWN, Stated
from serai.tables import Basis, weakest
from serai.time import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class StationVolume:
    """What the passes of a span bring to one station; a pass is *known* where both its rates are.

    ``known_bits`` is what the known passes bring, ``basis`` the weakest of their rates (None of none).
    ``at_most_bits`` is what the rates that are known allow for all passes; None where a pass has neither.
    ``silent`` are the assets whose rate nobody published: the station itself, and satellites, by id.
    """

    station: str
    passes: int
    seconds: float
    known_passes: int
    known_bits: float
    at_most_bits: float | None
    basis: Basis | None
    silent: tuple[str, ...] = ()

    @property
    def bits(self) -> float | None:
        """The volume of all passes; None where a rate of one of them is unknown."""
        return self.known_bits if self.known_passes == self.passes else None

    @property
    def bits_per_pass(self) -> float | None:
        """The mean of the known passes; None where there are none."""
        return self.known_bits / self.known_passes if self.known_passes else None


def station_volumes(
    reach: Contacts,
    pool: Pool,
    rates_bps: Mapping[str, Stated],
    *,
    within: Span | None = None,
    allowed: NDArray[np.bool_] | None = None,
) -> tuple[StationVolume, ...]:
    """The volume that each station can take in, over the contacts that begin ``within`` a span (all).

    The rate of a pass is the lesser of the satellite's (``rates_bps`` by its id) and of the station's fastest
    dish. ``allowed`` (satellites, stations) leaves out pairs that no term lets come down. Passes are counted
    whole and one at a time: antennas are for the plan.
    """
    satellite, column = np.divmod(reach.table.pair, max(len(reach.stations), 1))
    counted = np.ones(len(satellite), dtype=bool) if allowed is None else allowed[satellite, column]
    if within is not None:
        start = reach.table.start_ns
        counted = counted & (start >= within.start.tai_ns) & (start < within.end.tai_ns)
    stated = [rates_bps.get(name, UNKNOWN) for name in reach.satellites]
    seconds = reach.table.duration_s
    return tuple(
        _volume(station, _fastest(pool, station), reach.satellites, stated, satellite[mine], seconds[mine])
        for station, mine in ((name, counted & (column == k)) for k, name in enumerate(reach.stations))
    )


def _volume(
    station: str,
    taken: Stated,
    satellites: Sequence[str],
    stated: Sequence[Stated],
    passing: NDArray[np.int64],
    seconds: NDArray[np.float64],
) -> StationVolume:
    """What passes of so many seconds, each of the satellite at its place of the list, bring to a station."""
    sends = np.array([np.nan if s.value is None else s.value for s in stated], dtype=float)
    sent, takes_bps = sends[passing], np.nan if taken.value is None else taken.value
    known = np.isfinite(sent) & np.isfinite(takes_bps)
    most = np.fmin(sent, takes_bps) * seconds
    silent = dict.fromkeys(satellites[i] for i in passing[np.isnan(sent)].tolist())
    heard = {*passing[known].tolist()}
    return StationVolume(
        station=station,
        passes=len(seconds),
        seconds=float(seconds.sum()),
        known_passes=int(known.sum()),
        known_bits=float(most[known].sum()),
        at_most_bits=None if np.isnan(most).any() else float(most.sum()),
        basis=weakest([taken.basis, *(stated[i].basis for i in heard)]) if heard else None,
        silent=(*([station] if taken.value is None and len(seconds) else ()), *silent),
    )


def _fastest(pool: Pool, station: str) -> Stated:
    dishes = [d for d in image_dishes(pool[station]) if d.max_rate_bps is not None]
    best = max(dishes, key=lambda d: d.max_rate_bps or 0.0, default=None)
    if best is None:
        return UNKNOWN
    return Stated(value=best.max_rate_bps, basis=best.provenance.of("max_rate_bps"))
