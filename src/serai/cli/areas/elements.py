"""`looks --area` and `revisit --area` with `--elements`: satellites of a file, and what sweeps the area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from serai.cli.areas.corridor import AreaAsked, PoolAsked, area_of_corridor, show_looks, show_revisit
from serai.errors import Refused

if TYPE_CHECKING:
    from enum import StrEnum

    from serai.questions.areas.to_hand import RegionToHand

OF_POINTS = ("--points", "--csv")
OF_ELEMENTS = ("--off-nadir", "--incidence", "--swath")
OF_A_CORRIDOR = (
    *("--need", "--party", "--sensor", "--resolution", "--emergency", "--without", "--page"),
    *("--clouds", "--constellation", "--like"),
)


@dataclass(frozen=True, slots=True)
class WhenAsked:
    """Over which period, by which corridor, and in which form the answer is told."""

    folder: Path | None
    start: str | None
    days: float | None
    tz: str | None
    json: bool


@dataclass(frozen=True, slots=True)
class SweepAsked:
    """The options that belong to points, or to an area by element sets; None or empty where left out."""

    points: Path | None
    csv: bool
    elements: Path | None
    off_nadir_deg: float | None
    incidence_deg: tuple[float, float] | None
    swath_km: float | None
    side: StrEnum | None
    sun_deg: float | None
    orientation: str | None
    max_age_days: float
    strict: bool

    def looks(self, of: AreaAsked, pool: PoolAsked, when: WhenAsked) -> None:
        """Print the looks at the area."""
        show_looks(self._found(of, pool, when), of, when.tz, json=when.json)

    def revisit(self, of: AreaAsked, pool: PoolAsked, when: WhenAsked) -> None:
        """Print how often a new map of it is there."""
        show_revisit(self._found(of, pool, when), when.tz, json=when.json)

    def _found(self, of: AreaAsked, pool: PoolAsked, when: WhenAsked) -> RegionToHand:
        """The looks at the area, by the corridor or by the file of element sets."""
        _refuse_over_an_area(OF_POINTS, (self.points, self.csv))
        if self.elements is None:
            aside = (self.off_nadir_deg, self.incidence_deg, self.swath_km)
            _refuse_over_an_area(OF_ELEMENTS, aside)
            return area_of_corridor(of, pool, when.folder, when.start, when.days, when.tz)
        whose = (of.need, of.party, of.sensors, of.resolution_m, of.emergency, of.without, of.page)
        if (option := _first(OF_A_CORRIDOR, (*whose, of.clouds, pool.constellation, pool.like))) is not None:
            raise Refused("cli.not_with_elements", option=option)
        return self._by_elements(self.elements, of, pool, when)

    def _by_elements(self, elements: Path, of: AreaAsked, pool: PoolAsked, when: WhenAsked) -> RegionToHand:
        from serai.cli.input.bulk_inputs import asked
        from serai.questions.areas.of_elements import SweptBy, region_of_elements

        assert of.area is not None  # a need is a corridor's and refused above
        over = asked(when.folder, elements, when.start, when.days, when.tz)
        return region_of_elements(
            elements,
            of.area,
            SweptBy(
                off_nadir_deg=self.off_nadir_deg,
                incidence_deg=self.incidence_deg,
                swath_km=self.swath_km,
                side="left" if self.side == "left" else "right" if self.side else None,
                sun_deg=self.sun_deg,
            ),
            start=over.start,
            days=over.days,
            satellites=pool.satellites,
            paper=pool.paper,
            orientation=self.orientation,
            max_age_days=self.max_age_days,
            strict=self.strict,
            **({} if of.percent is None else {"new_map_share": of.percent / 100.0}),
        )


def _refuse_over_an_area(options: Sequence[str], values: Sequence[object]) -> None:
    """Refuse the first option that was given of those that an area has no use for."""
    if (option := _first(options, values)) is not None:
        raise Refused("cli.not_with_area", option=option)


def _first(options: Sequence[str], values: Sequence[object]) -> str | None:
    """The first option that was given."""
    return next((option for option, value in zip(options, values, strict=True) if value), None)
