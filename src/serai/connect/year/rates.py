"""How often things of a kind fail in a year and how long they are down: usual, least and most.

Wet cable is derived from published counts; land fibre is recalled from a published survey; what nobody
published is assumed, with a range that says so. Each piece is one independent fault process with its mean
time to repair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from serai.tables import Basis

HOURS_A_YEAR = 8766.0  # Julian
DAY_H = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRate:
    """Faults a year (``per_1000_km``: of that much of it) and hours to repair, each (usual, least, most)."""

    faults: tuple[float, float, float]
    repair_h: tuple[float, float, float]
    basis: Basis
    source: str
    per_1000_km: bool = False

    def faults_a_year(self, case: int, length_km: float) -> float:
        """Faults a year of a piece in the usual (0), best (1) or worst (2) case."""
        return self.faults[case] * (length_km / 1000.0 if self.per_1000_km else 1.0)

    def unavailability(self, case: int, length_km: float) -> float:
        """The share of the time that a piece is down: repair against repair and the time between faults."""
        down = self.faults_a_year(case, length_km) * self.repair_h[case] / HOURS_A_YEAR
        return down / (1.0 + down)


RATES: Mapping[str, FaultRate] = {
    "submarine": FaultRate(
        faults=(0.14, 0.10, 0.20),
        repair_h=(25.0 * DAY_H, 20.0 * DAY_H, 30.0 * DAY_H),
        basis=Basis.DERIVED,
        source="over 200 faults a year over about 1.4 million km; repair reported as 30 falling to 20 days",
        per_1000_km=True,
    ),
    "terrestrial": FaultRate(
        faults=(2.7, 0.7, 5.0),
        repair_h=(12.0, 6.0, 48.0),
        basis=Basis.RECALLED,
        source="4.39 cuts a year in 1,000 sheath miles, a survey of the 1990s in the United States",
        per_1000_km=True,
    ),
    "microwave": FaultRate(
        faults=(2.0, 0.5, 6.0), repair_h=(6.0, 2.0, 24.0), basis=Basis.ASSUMED, source="no figure published"
    ),
    "landing": FaultRate(
        faults=(0.1, 0.02, 0.3), repair_h=(24.0, 8.0, 72.0), basis=Basis.ASSUMED, source="no figure published"
    ),
    "sea corridor": FaultRate(
        faults=(0.1, 0.02, 0.5),
        repair_h=(30.0 * DAY_H, 20.0 * DAY_H, 120.0 * DAY_H),
        basis=Basis.ASSUMED,
        source="no figure published of events that cut every cable of a strait",
    ),
    "land corridor": FaultRate(
        faults=(0.5, 0.1, 2.0),
        repair_h=(48.0, 12.0, 240.0),
        basis=Basis.ASSUMED,
        source="no figure published of events that cut every way along a road or valley",
    ),
    "satellite": FaultRate(
        faults=(0.05, 0.01, 0.2),
        repair_h=(24.0, 4.0, 336.0),
        basis=Basis.ASSUMED,
        source="no figure published",
    ),
    "station": FaultRate(
        faults=(0.5, 0.1, 2.0), repair_h=(8.0, 2.0, 24.0), basis=Basis.ASSUMED, source="no figure published"
    ),
}
