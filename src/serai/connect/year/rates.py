"""How often things of a kind fail in a year and how long they are down: usual, least and most.

A corridor says its own in fault_rates.csv; a kind that it leaves out has the figures below. Wet cable is
derived from published counts; land fibre is recalled from a published survey; what nobody published is
assumed, with a range that says so. Each piece is one independent fault process with its mean time to repair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from serai.errors import Refused
from serai.pool import Pool
from serai.tables import Basis, Cell, Column, Role, Row, TableSpec
from serai.tables.column import YES_NO

HOURS_A_YEAR = 8766.0  # Julian
DAY_H = 24.0
BY_LENGTH = ("submarine", "terrestrial", "microwave")
COMMON = ("landing", "corridor")  # groups that fail at once; parties and slots do not break by themselves


class RatesMixedUp(Refused):
    """A row of fault_rates.csv whose figures contradict one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRate:
    """Faults a year (``per_1000_km``: of that much of it) and hours to repair, each (usual, least, most).

    Of "rain" the faults are a factor on the share of a year that P.618 gives, of "switching" one on how often
    the path in use fails; the hours are those of one fade and of one change.
    """

    kind: str
    faults: tuple[float, float, float]
    repair_h: tuple[float, float, float]
    basis: Basis
    source: str
    per_1000_km: bool = False

    def faults_a_year(self, case: int, length_km: float) -> float:
        """Faults a year of a piece in the usual (0), best (1) or worst (2) case."""
        return self.faults[case] * (length_km / 1000.0 if self.per_1000_km else 1.0)

    def unavailability(self, case: int, length_km: float, times: float = 1.0) -> float:
        """The share of the time that a piece is down: repair against repair and the time between faults.

        ``times`` as many faults as usual come in a season.
        """
        down = self.faults_a_year(case, length_km) * times * self.repair_h[case] / HOURS_A_YEAR
        return down / (1.0 + down)


_BUILT_IN = (
    FaultRate(
        kind="submarine",
        faults=(0.14, 0.10, 0.20),
        repair_h=(25.0 * DAY_H, 20.0 * DAY_H, 30.0 * DAY_H),
        basis=Basis.DERIVED,
        source="over 200 faults a year over about 1.4 million km; repair reported as 30 falling to 20 days",
        per_1000_km=True,
    ),
    FaultRate(
        kind="terrestrial",
        faults=(2.7, 0.7, 5.0),
        repair_h=(12.0, 6.0, 48.0),
        basis=Basis.RECALLED,
        source="4.39 cuts a year in 1,000 sheath miles, a survey of the 1990s in the United States",
        per_1000_km=True,
    ),
    FaultRate(
        kind="microwave",
        faults=(2.0, 0.5, 6.0),
        repair_h=(6.0, 2.0, 24.0),
        basis=Basis.ASSUMED,
        source="no figure published",
    ),
    FaultRate(
        kind="landing",
        faults=(0.1, 0.02, 0.3),
        repair_h=(24.0, 8.0, 72.0),
        basis=Basis.ASSUMED,
        source="no figure published",
    ),
    FaultRate(
        kind="sea-corridor",
        faults=(0.1, 0.02, 0.5),
        repair_h=(30.0 * DAY_H, 20.0 * DAY_H, 120.0 * DAY_H),
        basis=Basis.ASSUMED,
        source="no figure published of events that cut every cable of a strait",
    ),
    FaultRate(
        kind="land-corridor",
        faults=(0.5, 0.1, 2.0),
        repair_h=(48.0, 12.0, 240.0),
        basis=Basis.ASSUMED,
        source="no figure published of events that cut every way along a road or valley",
    ),
    FaultRate(
        kind="satellite",
        faults=(0.05, 0.01, 0.2),
        repair_h=(24.0, 4.0, 336.0),
        basis=Basis.ASSUMED,
        source="no figure published",
    ),
    FaultRate(
        kind="station",
        faults=(0.5, 0.1, 2.0),
        repair_h=(8.0, 2.0, 24.0),
        basis=Basis.ASSUMED,
        source="no figure published",
    ),
    FaultRate(
        kind="power",
        faults=(0.05, 0.01, 0.5),
        repair_h=(8.0, 2.0, 48.0),
        basis=Basis.ASSUMED,
        source="no figure published of landings whose mains, batteries and generators all failed",
    ),
    FaultRate(
        kind="service",
        faults=(0.5, 0.1, 2.0),
        repair_h=(2.5, 1.0, 12.0),
        basis=Basis.RECALLED,
        source="a broadband constellation was down everywhere for 2.5 h in July 2025; how often is assumed",
    ),
    FaultRate(
        kind="rain",
        faults=(1.0, 0.7, 1.5),
        repair_h=(0.5, 0.1, 2.0),
        basis=Basis.ASSUMED,
        source="years differ by about a third (P.618-14, P.678); no figure published of the length of a fade",
    ),
    FaultRate(
        kind="switching",
        faults=(1.0, 1.0, 1.0),
        repair_h=(0.05, 0.0, 1.0),
        basis=Basis.ASSUMED,
        source="routers find another way in minutes, a ring in milliseconds, people in an hour",
    ),
)
RATES: Mapping[str, FaultRate] = MappingProxyType({rate.kind: rate for rate in _BUILT_IN})


def rates_of(pool: Pool) -> Mapping[str, FaultRate]:
    """The rates of each kind: the corridor's own, and those above for kinds that it leaves out."""
    own = {rate.kind: rate for rate in pool.facts_of(FaultRate)}
    return MappingProxyType({**RATES, **own})


def _rate(row: Row) -> FaultRate:
    """A row of fault_rates.csv; RatesMixedUp where its range or its length makes no sense."""
    kind, by_length = row.text("id"), row.yes("per_1000_km") or False
    if by_length and kind not in BY_LENGTH:
        raise RatesMixedUp("connect.rates.no_length", kind=kind, kinds=BY_LENGTH)
    return FaultRate(
        kind=kind,
        faults=least_usual_most(row, "faults_a_year", "faults_least", "faults_most"),
        repair_h=least_usual_most(row, "repair_h", "repair_least_h", "repair_most_h"),
        basis=row.provenance.basis,
        source=row.provenance.source,
        per_1000_km=by_length,
    )


def least_usual_most(row: Row, *columns: str) -> tuple[float, float, float]:
    """The usual, the least and the most of a row (in that order); RatesMixedUp where they contradict."""
    usual, least, most = (row.number(c) or 0.0 for c in columns)
    if not least <= usual <= most:
        raise RatesMixedUp(
            "connect.rates.range", kind=row.text("id"), columns=columns, usual=usual, least=least, most=most
        )
    return usual, least, most


_NEEDED = Column(Cell.NUMBER, required=True, low=0.0)
FAULT_RATES = TableSpec(
    name="fault_rates",
    columns={
        "id": Column(required=True, choices=tuple(RATES)),
        "faults_a_year": _NEEDED,
        "faults_least": _NEEDED,
        "faults_most": _NEEDED,
        "repair_h": _NEEDED,
        "repair_least_h": _NEEDED,
        "repair_most_h": _NEEDED,
        "per_1000_km": YES_NO,
    },
    record=_rate,
    role=Role.FACT,
    about="how often cables, landings, stations and satellites fail in a year, and how long they are down",
)
