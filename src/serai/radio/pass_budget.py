"""A pass of a satellite that moves: margin over time, the modcod of each second, what comes down in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.pool import Pool
from serai.radio.budget import BOLTZMANN_DB
from serai.radio.contacts import Contacts
from serai.radio.dish import image_dishes
from serai.radio.modcod import ModCod, best_at, useful
from serai.radio.p525 import free_space_loss_db

F = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class PassBudget:
    """A pass second by second: Es/N0 (dB), the modcod's index into ``modcods`` (-1 none), rate, margin."""

    since_s: F
    es_n0_db: F
    modcod: NDArray[np.int64]
    modcods: tuple[ModCod, ...]
    rate_bps: F
    margin_db: F

    @property
    def volume_bits(self) -> float:
        """What comes down in the pass: the rate summed over the time, by trapezia."""
        return float(np.trapezoid(self.rate_bps, self.since_s)) if len(self.since_s) > 1 else 0.0

    def named(self) -> tuple[str, ...]:
        """The modcod of each moment by name, empty where none closes."""
        return tuple(self.modcods[k].name if k >= 0 else "" for k in self.modcod)


def pass_budget(
    since_s: ArrayLike,
    range_m: ArrayLike,
    *,
    frequency_hz: float,
    eirp_dbw: ArrayLike,
    g_over_t_dbk: ArrayLike,
    symbol_rate_hz: float,
    family: Sequence[ModCod],
    losses_db: ArrayLike = 0.0,
    implementation_db: float = 0.0,
    fixed: ModCod | None = None,
) -> PassBudget:
    """The budget of a downlink along a pass; every figure may vary over the moments (n,).

    With ``fixed`` the one modcod is kept, and the margin is that to it; else the best is taken each moment,
    and the margin is what is left above it. ``losses_db`` holds gases, rain, pointing and scan loss.
    """
    t = np.asarray(since_s, dtype=float)
    loss = free_space_loss_db(frequency_hz, range_m) + np.asarray(losses_db, dtype=float)
    c_n0 = np.asarray(eirp_dbw, dtype=float) - loss + np.asarray(g_over_t_dbk, dtype=float) - BOLTZMANN_DB
    es_n0 = np.broadcast_to(c_n0 - 10.0 * np.log10(symbol_rate_hz), t.shape)
    modcods = (fixed,) if fixed is not None else useful(family)
    best = best_at(es_n0, modcods, implementation_db)
    needs = np.array([m.es_n0_db for m in modcods]) + implementation_db
    carries = np.array([0.0, *(m.bits_per_symbol for m in modcods)])
    return PassBudget(
        since_s=t,
        es_n0_db=es_n0,
        modcod=best,
        modcods=tuple(modcods),
        rate_bps=carries[best + 1] * symbol_rate_hz,
        margin_db=es_n0 - needs[np.maximum(best, 0)],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StationVolume:
    """What the passes of a span bring to one station, in bits; None where a rate is unknown.

    ``at_most_bits`` is what the rates that are known allow; None where none is.
    """

    station: str
    passes: int
    seconds: float
    bits: float | None
    at_most_bits: float | None
    missing: str = ""

    @property
    def bits_per_pass(self) -> float | None:
        """The mean of a pass; None where the volume is unknown or nothing passes."""
        return None if self.bits is None or not self.passes else self.bits / self.passes


def station_volumes(
    reach: Contacts, pool: Pool, rates_bps: Mapping[str, float | None]
) -> tuple[StationVolume, ...]:
    """The volume that each station can take in over the span of the contacts.

    The rate of a pass is the lesser of the satellite's (``rates_bps`` by its id) and of the station's fastest
    dish; with either unknown the station's volume is *unknown*, the first missing figure is named, and the
    other rate is only a bound. Passes are counted whole and one at a time: antennas are for the plan.
    """
    count = len(reach.stations)
    satellite, column = np.divmod(reach.table.pair, count)
    sends = np.array([_rate(rates_bps.get(name)) for name in reach.satellites], dtype=float)
    takes = np.array([_fastest(pool, name) for name in reach.stations], dtype=float)
    out = []
    for k, station in enumerate(reach.stations):
        mine = column == k
        seconds, rate = reach.table.duration_s[mine], sends[satellite[mine]]
        known = np.fmin(rate, takes[k])
        missing = ""
        if np.isnan(takes[k]) and len(seconds):
            missing = f"rate of {pool[station].name} (dishes.csv, max_rate_bps)"
        elif np.isnan(rate).any():
            silent = reach.satellites[int(satellite[mine][np.isnan(rate)][0])]
            missing = f"downlink rate of {pool[silent].name} (sensors.csv, rate_bps)"
        total = float(np.sum(known * seconds))
        bound = None if np.isnan(total) else total
        out.append(
            StationVolume(
                station=station,
                passes=len(seconds),
                seconds=float(seconds.sum()),
                bits=None if missing else bound,
                at_most_bits=bound,
                missing=missing,
            )
        )
    return tuple(out)


def _rate(rate_bps: float | None) -> float:
    return float("nan") if rate_bps is None else rate_bps


def _fastest(pool: Pool, station: str) -> float:
    rates = [d.max_rate_bps for d in image_dishes(pool[station]) if d.max_rate_bps is not None]
    return max(rates, default=float("nan"))
