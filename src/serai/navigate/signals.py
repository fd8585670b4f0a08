"""Which satellites a receiver may range to: their system, whose clock they share, their health."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.navigate.fittings import NavSignal, OpenService
from serai.pool import Asset, Pool
from serai.time import Instant
from serai.wording import Reason, reason

# Systems whose ranges share one receiver clock unknown: QZSS time is kept on GPS time (IS-QZSS-PNT, "Time
# system"), and receivers treat its satellites as GPS ones; every other system has a clock of its own.
CLOCK = MappingProxyType({"QZSS": "GPS"})
LAST_BEIDOU_2 = 18  # numbers up to C18 are BeiDou-2, later BeiDou-3 (BDS-SIS-ICD-B1I-3.0, ranging codes)
FIRST_BEIDOU_3_GEO = 59  # C59 to C63 are BeiDou-3's geostationary satellites (the same table)


HEALTH_KEEPS_S = 86_400.0  # a satellite sends its health every half minute; tables of it have a date only


@dataclass(frozen=True, kw_only=True)
class RangingSatellites:
    """The satellites that count, row by row.

    ``asset`` (s,) is each one's place in the pool; ``system`` its constellation; ``generation`` the name
    its range error is looked up by ("BeiDou-2", "BeiDou-3", "BeiDou-3 GEO", else the system); ``clock``
    (s,) is the receiver clock it shares, an index into ``clocks``. ``needs`` (s, k) holds the open services
    of its system in the pool (the first again where it has fewer), without any of which its ranges do not
    count.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    asset: NDArray[np.intp]
    system: tuple[str, ...]
    generation: tuple[str, ...]
    signals: tuple[tuple[str, ...], ...]
    clock: NDArray[np.intp]
    clocks: tuple[str, ...]
    needs: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.ids)

    def of_systems(self, systems: Sequence[str]) -> NDArray[np.bool_]:
        """(s,) which satellites belong to any of some systems."""
        return np.array([s in systems for s in self.system], dtype=bool)

    def lost(self, alive: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(s,) which satellites no longer range when only some assets (assets,) are left."""
        gone: NDArray[np.bool_] = ~(alive[self.asset] & alive[self.needs].any(axis=1))
        return gone


def ranging(pool: Pool) -> tuple[RangingSatellites, tuple[Reason, ...]]:
    """The satellites of a pool that may be used for positioning, and what a reader must know of the rest.

    A satellite counts when it is in service, its row says so (``use``), it is not flagged unhealthy, its
    place is known (elements) and its system's open service is in the pool and running.
    """
    open_service = _open_services(pool)
    able = [(a, s) for a, s in pool.fitted_with(NavSignal) if a.motion is not None and s.counts]
    rows = [(a, s) for a, s in able if s.system in open_service]
    undeclared = Counter(s.system for _, s in able if s.system not in open_service)
    unknown = tuple(a.name for a, s in rows if s.health == "unknown")
    flags = [reason("navigate.flag.undeclared", count=n, system=system) for system, n in undeclared.items()]
    if unknown:
        flags.append(reason("navigate.flag.health_unknown", names=unknown))
    return _columns(rows, open_service, pool), tuple(flags)


def health_age(pool: Pool, at: Instant) -> tuple[Reason, ...]:
    """That what is known of the signals' health is older than a day, with the date of the oldest row used."""
    dates = [_day(s.provenance.as_of) for _, s in pool.fitted_with(NavSignal) if s.counts]
    known = [d for d in dates if d is not None]
    if not known or (age_s := at.seconds_since(min(known))) <= HEALTH_KEEPS_S:
        return ()
    return (reason("navigate.flag.health_age", day=min(known).utc(decimals=0)[:10], age=age_s),)


def _day(as_of: str) -> Instant | None:
    """The first moment of a date of a row; None where it is none."""
    try:
        return Instant.from_utc(f"{as_of[:10]}T00:00:00Z")
    except ValueError:
        return None


def _open_services(pool: Pool) -> dict[str, list[int]]:
    """The places in the pool of each system's own open services that run."""
    found: dict[str, list[int]] = {}
    for asset, service in pool.fitted_with(OpenService):
        for system in service.systems if service.works else ():
            found.setdefault(system, []).append(pool.place_of[asset.id])
    return found


def _columns(
    rows: Sequence[tuple[Asset, NavSignal]], open_service: Mapping[str, Sequence[int]], pool: Pool
) -> RangingSatellites:
    """The satellites that count, column by column."""
    shared = [CLOCK.get(s.system, s.system) for _, s in rows]
    clocks = tuple(dict.fromkeys(shared))
    return RangingSatellites(
        ids=tuple(a.id for a, _ in rows),
        names=tuple(a.name for a, _ in rows),
        asset=np.array([pool.place_of[a.id] for a, _ in rows], dtype=np.intp),
        system=tuple(s.system for _, s in rows),
        generation=tuple(_generation(s) for _, s in rows),
        signals=tuple(s.signals for _, s in rows),
        clock=np.array([clocks.index(clock) for clock in shared], dtype=np.intp),
        clocks=clocks,
        needs=_padded([open_service[s.system] for _, s in rows]),
    )


def _padded(places: Sequence[Sequence[int]]) -> NDArray[np.intp]:
    """Places (rows, k), the first of a row again where it has fewer than another."""
    most = max(map(len, places), default=1)
    filled = [[*row, *[row[0]] * (most - len(row))] for row in places]
    return np.array(filled, dtype=np.intp).reshape(len(places), most)


def _generation(signal: NavSignal) -> str:
    if signal.system != "BeiDou":
        return signal.system
    digits = signal.prn.lstrip("Cc")
    number = int(digits) if digits.isdecimal() else FIRST_BEIDOU_3_GEO
    if number <= LAST_BEIDOU_2:
        return "BeiDou-2"
    return "BeiDou-3" if number < FIRST_BEIDOU_3_GEO else "BeiDou-3 GEO"
