"""Months in which things of a kind, or of a group, fail more often (or less) than over the rest of a year."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from serai.connect.year.rates import COMMON, RATES, RatesMixedUp, least_usual_most
from serai.needs.season import months
from serai.pool import Pool
from serai.tables import Basis, Cell, Column, Expected, Role, Row, TableSpec
from serai.tables.column import ID
from serai.wording import reason

KINDS = tuple(kind for kind in RATES if kind != "switching")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSeason:
    """How many times as often things of a kind or a group fail in some months: (usual, least, most)."""

    id: str
    of: str
    months: frozenset[int]
    times: tuple[float, float, float]
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class YearPart:
    """Months that are alike, and their share of a year; every month counts the same."""

    months: frozenset[int]

    @property
    def share(self) -> float:
        """Their share of a year."""
        return len(self.months) / 12.0

    @property
    def month(self) -> int:
        """One of them, which stands for all."""
        return min(self.months)


WHOLE_YEAR = YearPart(frozenset(range(1, 13)))


def seasons_of(pool: Pool, *names: str) -> tuple[FaultSeason, ...]:
    """The seasons of what has one of these names, those of its kind and of its group."""
    return tuple(season for season in pool.facts_of(FaultSeason) if season.of in names)


def parts(seasons: frozenset[FaultSeason]) -> tuple[YearPart, ...]:
    """The year in parts whose months have the same seasons on, by the first month of each."""
    alike: dict[frozenset[str], set[int]] = {}
    for month in range(1, 13):
        alike.setdefault(frozenset(s.id for s in seasons if month in s.months), set()).add(month)
    return tuple(YearPart(frozenset(found)) for found in alike.values())


def _season(row: Row) -> FaultSeason:
    """A row of fault_seasons.csv; RatesMixedUp where it speaks of nothing or of two things."""
    kind, group = row.text("kind"), row.text("group")
    if bool(kind) == bool(group):
        raise RatesMixedUp("connect.rates.season_of", id=row.text("id"))
    if group and group.split(":")[0] not in COMMON:
        raise RatesMixedUp("connect.rates.season_group", id=row.text("id"), group=group, kinds=COMMON)
    times = least_usual_most(row, "factor", "factor_least", "factor_most")
    if times[1] <= 0.0:
        raise RatesMixedUp("connect.rates.season_factor", id=row.text("id"), factor=times[1])
    when = row.value("months")
    assert isinstance(when, frozenset)
    return FaultSeason(
        id=row.text("id"),
        of=kind or group,
        months=when,
        times=times,
        basis=row.provenance.basis,
        source=row.provenance.source,
    )


def _months(raw: str) -> frozenset[int]:
    try:
        return months(raw)
    except ValueError as error:
        raise Expected(reason("corridor.months")) from error


_FACTOR = Column(Cell.NUMBER, required=True, low=0.0)
FAULT_SEASONS = TableSpec(
    name="fault_seasons",
    columns=MappingProxyType(
        {
            "id": ID,
            "kind": Column(choices=KINDS),
            "group": Column(),
            "months": Column(required=True, read=_months),
            "factor": _FACTOR,
            "factor_least": _FACTOR,
            "factor_most": _FACTOR,
        }
    ),
    record=_season,
    role=Role.FACT,
    refers=("group",),
    about="months in which things of a kind or a group fail more often than over the rest of a year",
)
