"""The pass of a budget: read, flown, and its margin moment by moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.earth import Orientation, Place
from serai.orbit import MOST_AGE_DAYS
from serai.radio.link.availability import LegWeather
from serai.radio.link.budget_elements import sets_of
from serai.radio.link.budget_leg import Span, numbers, table_of
from serai.radio.link.budget_parts import BudgetRefused, needed
from serai.radio.link.link import Carrier, Leg
from serai.radio.link.pass_budget import PassBudget, pass_budget
from serai.radio.link.pass_geometry import Overhead, overhead
from serai.radio.propagation.attenuation import ELEVATION
from serai.time import Instant
from serai.wording import Reason

PASS: Mapping[str, Span] = {
    "altitude_km": (150.0, 40_000.0),
    "highest_elevation_deg": (0.0, 90.0),
    "lowest_elevation_deg": (0.0, 90.0),
    "lat_deg": (-90.0, 90.0),
    "lon_deg": (-180.0, 360.0),
    "height_m": (-500.0, 9000.0),
}
LOWEST_DEG = 5.0  # of a pass, where the file does not say
ELEVATIONS = 200  # at most, at which the air over a pass is worked out: between them its losses are straight


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """A pass as a budget flies it: its moments, the lowest elevation of them, and what to call it.

    ``cautions`` is what must be said of the element sets that it is flown by.
    """

    path: Overhead
    lowest_deg: float
    called: str
    cautions: tuple[Reason, ...] = ()

    @property
    def lowest(self) -> int:
        """The moment at which it stands lowest."""
        return int(np.argmin(self.path.elevation_deg))


def read_pass(where: str, value: object, folder: Path, max_age_days: float = MOST_AGE_DAYS) -> Flown:
    """The pass of a satellite that moves, its lowest elevation, and what to call it.

    A planner's by ``altitude_km`` and ``highest_elevation_deg``, or the next one of real elements by
    ``elements`` (a file beside the budget), ``satellite``, ``lat_deg``, ``lon_deg`` and ``after``: by the
    set whose epoch is nearest to it, refused where that is farther than ``max_age_days``.
    """
    table = table_of(where, value)
    n = numbers(where, table, PASS, ("elements", "satellite", "after"))
    lowest = n.get("lowest_elevation_deg", LOWEST_DEG)
    if "elements" in table:
        return _real_pass(where, table, n, lowest, folder, max_age_days)
    for name in ("altitude_km", "highest_elevation_deg"):
        if name not in n:
            raise BudgetRefused("radio.figure_or_elements", where=where, name=name)
    if lowest >= n["highest_elevation_deg"]:
        highest = n["highest_elevation_deg"]
        raise BudgetRefused("radio.low_pass", where=where, highest_deg=highest, lowest_deg=lowest)
    path = overhead(n["altitude_km"] * 1e3, n["highest_elevation_deg"], lowest)
    return Flown(path=path, lowest_deg=lowest, called="the pass")


def _real_pass(
    where: str,
    table: Mapping[str, object],
    n: Mapping[str, float],
    lowest: float,
    folder: Path,
    max_age_days: float,
) -> Flown:
    place = Place(
        lat_deg=needed(where, n, "lat_deg", "elements"),
        lon_deg=needed(where, n, "lon_deg", "elements"),
        height_m=n.get("height_m", 0.0),
    )
    for name in ("satellite", "after"):
        if name not in table:
            raise BudgetRefused("radio.needs", where=where, by="elements", name=name)
    sets = sets_of(where, folder / str(table["elements"]), str(table["satellite"]))
    after = Instant.from_utc(str(table["after"]))
    sets.refuse_older(after, max_age_days)
    path = sets.next_pass(place, lowest, after, Orientation.published())
    at = after if path is None or path.rise is None else path.rise
    if path is None:
        raise BudgetRefused(
            "radio.no_pass", where=where, name=sets.name, lowest_deg=lowest, after=after.utc(decimals=0)
        )
    sets.refuse_older(at, max_age_days)
    cautions, age = sets.cautions(at), f"elements {sets.age_days(at):.1f} d old"
    if path.rise is None:
        called = f"the day of {sets.name} from {at.utc(decimals=0)}, always in view, {age}"
        lowest = round(float(path.elevation_deg.min()), 2)
    else:
        called = f"the pass of {sets.name} from {at.utc(decimals=0)}, {age}"
    return Flown(path=path, lowest_deg=lowest, called=called, cautions=cautions)


def pass_over(
    where: str, path: Overhead, leg: Leg, weather: LegWeather | None, carrier: Carrier, percent: float
) -> PassBudget | None:
    """The pass moment by moment; None where a figure is unknown."""
    if not carrier.family or carrier.symbol_rate_hz is None:
        raise BudgetRefused("radio.pass_carrier", where=where)
    slant, losses, rises = _air(leg, weather, percent, path.elevation_deg)
    if losses is None or rises is None or leg.eirp_dbw.value is None or leg.g_over_t_dbk.value is None:
        return None
    return pass_budget(
        path.since_s,
        path.range_m,
        frequency_hz=leg.frequency_hz,
        eirp_dbw=leg.eirp_dbw.value,
        g_over_t_dbk=leg.g_over_t_dbk.value,
        symbol_rate_hz=carrier.symbol_rate_hz,
        family=carrier.family,
        losses_db=np.interp(_slant(path.elevation_deg), slant, losses + rises),
        implementation_db=carrier.implementation_db,
        fixed=carrier.family[0] if len(carrier.family) == 1 else None,
    )


def _air(
    leg: Leg, weather: LegWeather | None, percent: float, elevation_deg: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64] | None, NDArray[np.float64] | None]:
    """Losses and noise rise (dB) over the cosecants of the elevations met, ascending; None where unknown.

    Losses are nearly straight in the cosecant, so that a long pass costs what a short one does.
    """
    slant = np.unique(_slant(elevation_deg))
    if len(slant) > ELEVATIONS:
        slant = np.linspace(slant[0], slant[-1], ELEVATIONS)
    degrees = np.maximum(np.degrees(np.arcsin(1.0 / slant)), ELEVATION.low)
    air = [leg] * len(slant) if weather is None else weather.over(leg, np.full(len(slant), percent), degrees)
    losses = [[x.value for x in met.losses.values()] for met in air]
    rises = [0.0 if met.noise_rise_db is None else met.noise_rise_db.value for met in air]
    if None in rises or any(None in row for row in losses):
        return slant, None, None
    return slant, np.array(losses, dtype=float).sum(axis=1), np.array(rises, dtype=float)


def _slant(elevation_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cosecant of elevations, those below what the models cover as at their lowest."""
    return np.asarray(1.0 / np.sin(np.radians(np.maximum(elevation_deg, ELEVATION.low))))
