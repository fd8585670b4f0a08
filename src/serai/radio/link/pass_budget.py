"""A pass of a satellite that moves: margin over time, the modcod of each second, what comes down in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.link.budget import BOLTZMANN_DB
from serai.radio.link.modcod import ModCod, best_at, useful
from serai.radio.propagation.itu.p525 import free_space_loss_db

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
