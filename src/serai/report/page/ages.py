"""How old the element sets are, by kind of orbit, and how far off that lets a satellite be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from serai.orbit import OrbitKind, Sgp4, orbit_kind, timing_uncertainty_s
from serai.outcome.outcome import Outcome
from serai.pool import Asset

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """The element sets of one kind of orbit on the day: how many, their ages in days, the drift in seconds.

    ``drift_s`` is the measured median (and 90 %) of a satellite early or late at the median age; None
    where it was never measured.
    """

    kind: OrbitKind
    count: int
    median_days: float
    oldest_days: float
    oldest: str
    newest_days: float
    drift_s: tuple[float | None, float | None]


def element_ages(outcome: Outcome) -> list[Ages]:
    """The ages of the element sets of every usable satellite, by kind of orbit."""
    found: dict[OrbitKind, list[tuple[float, str]]] = {}
    for asset in outcome.pool.assets:
        if isinstance(asset.motion, Sgp4) and asset.usable:
            kind = orbit_kind(asset.motion.elements)
            found.setdefault(kind, []).append((asset.motion.age_s(outcome.at) / DAY_S, asset.name))
    return [_ages(kind, found[kind]) for kind in OrbitKind if kind in found]


def without_elements(outcome: Outcome) -> list[Asset]:
    """The satellites that answer nothing, each with its reason in ``out``."""
    return [a for a in outcome.pool.assets if a.kind == "satellite" and a.out]


def _ages(kind: OrbitKind, found: Sequence[tuple[float, str]]) -> Ages:
    middle = median(age for age, _ in found)
    oldest, name = max(found)
    return Ages(
        kind=kind,
        count=len(found),
        median_days=middle,
        oldest_days=oldest,
        oldest=name,
        newest_days=min(found)[0],
        drift_s=timing_uncertainty_s(kind, middle * DAY_S),
    )
