"""A link budget as an operator writes it: a TOML file of legs and carriers, read into `chain`.

Top level: title, payload ('transparent' or 'regenerative'), percent (of the year). Tables forward and return,
each with up, down, carrier and, for a satellite that moves, pass; one leg alone ends at the satellite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from serai.files import BadData, text, toml_of
from serai.radio.link.availability import LegWeather, availability_percent, way_at
from serai.radio.link.budget import Budget
from serai.radio.link.budget_leg import (
    numbers,
    read_carrier,
    read_leg,
    read_pass,
    read_weather,
    table_of,
)
from serai.radio.link.budget_parts import BudgetRefused
from serai.radio.link.link import Carrier, Leg
from serai.radio.link.pass_budget import PassBudget, pass_budget
from serai.radio.link.pass_geometry import Overhead
from serai.radio.propagation.attenuation import ELEVATION, PERCENT
from serai.radio.propagation.limits import refuse_outside

WAYS = ("forward", "return")
LEGS = ("up", "down")
TOP = ("title", "payload", "percent", *WAYS)
PAYLOADS = ("transparent", "regenerative")
PERCENT_OF_YEAR = 0.1  # of an average year, where the file does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetWay:
    """One way of a budget file: its lines at the percent asked for, and the percent for which it closes.

    ``adaptive``: it closes when any modcod of its family does. With a pass, the lines are those of its lowest
    elevation, and ``over`` holds it moment by moment.
    """

    name: str
    budget: Budget
    available_percent: float | None
    adaptive: bool = False
    path: Overhead | None = None
    over: PassBudget | None = None

    def __repr__(self) -> str:
        margin = self.budget.value("margin")
        return f"Way({self.name}: margin {'unknown' if margin is None else f'{margin:.2f} dB'})"


def read_budget(path: Path) -> tuple[BudgetWay, ...]:
    """The ways of a budget file; what cannot be read is refused with the name of its table and figure."""
    try:
        told = toml_of(text(path), path.name)
    except BadData as bad:
        raise BudgetRefused(bad.reason) from None
    for name in told:
        if name not in TOP:
            raise BudgetRefused("radio.unknown_name", where=path.name, name=name, known=TOP)
    payload = told.get("payload", PAYLOADS[0])
    if payload not in PAYLOADS:
        raise BudgetRefused("radio.payload", file=path.name, got=str(payload))
    top = {k: told[k] for k in ("percent",) if k in told}
    percent = numbers(path.name, top, {"percent": (0.0, 100.0)}).get("percent", PERCENT_OF_YEAR)
    refuse_outside(PERCENT, percent, path.name)
    ways = [w for w in WAYS if w in told]
    if not ways:
        raise BudgetRefused("radio.no_way", file=path.name)
    title = str(told.get("title", path.stem))
    return tuple(
        _way(f"{path.name}, {name}", name, told[name], path.parent, title, percent, payload == PAYLOADS[1])
        for name in ways
    )


def _way(
    where: str, name: str, value: object, folder: Path, title: str, percent: float, regenerative: bool
) -> BudgetWay:
    table = table_of(where, value)
    for key in table:
        if key not in (*LEGS, "carrier", "pass"):
            raise BudgetRefused("radio.unknown_table", where=where, name=key)
    flown = read_pass(f"{where}.pass", table["pass"], folder) if "pass" in table else None
    lowest_deg = None if flown is None else flown[1]
    carrier = read_carrier(f"{where}.carrier", table.get("carrier", {}))
    legs, weather = [], []
    for leg in LEGS:
        if leg in table:
            at = f"{where}.{leg}"
            legs.append(read_leg(at, f"{leg}link", table[leg], passes=flown is not None))
            weather.append(_weather(f"{at}.ground", table_of(at, table[leg]), lowest_deg))
    if not legs:
        raise BudgetRefused("radio.no_leg", where=where, name=name)
    said = f"{title}: {name}"
    path = over = None
    if flown is not None:
        if len(legs) != 1:
            raise BudgetRefused("radio.pass_of_two", where=where)
        if legs[0].c_i_db is not None:
            raise BudgetRefused("radio.pass_interference", where=where)
        path = flown[0]
        over = _over(where, path, legs[0], weather[0], carrier, percent)
        legs[0] = replace(legs[0], range_m=float(path.range_m[0]))
        said += f", at {flown[1]:g} deg, the lowest of {flown[2]}"
    given = (tuple(legs), tuple(weather), carrier)
    met = any(w is not None for w in weather)
    return BudgetWay(
        name=name,
        budget=way_at(said, *given, percent, regenerative=regenerative),
        available_percent=availability_percent(*given, regenerative=regenerative) if met else None,
        adaptive=len(carrier.family) > 1,
        path=path,
        over=over,
    )


def _weather(where: str, leg: Mapping[str, object], lowest_deg: float | None) -> LegWeather | None:
    """The air over a leg; on a pass at its lowest elevation, which its table then need not say."""
    if lowest_deg is None or "ground" not in leg:
        return read_weather(where, leg)
    refuse_outside(ELEVATION, lowest_deg, where)
    ground = {**table_of(where, leg["ground"]), "elevation_deg": lowest_deg}
    return read_weather(where, {**leg, "ground": ground})


def _over(
    where: str, path: Overhead, leg: Leg, weather: LegWeather | None, carrier: Carrier, percent: float
) -> PassBudget | None:
    """The pass moment by moment; None where a figure is unknown."""
    if not carrier.family or carrier.symbol_rate_hz is None:
        raise BudgetRefused("radio.pass_carrier", where=where)
    losses, rises = [], []
    for degrees in path.elevation_deg.tolist():
        met = _met(leg, weather, percent, degrees)
        losses.append([x.value for x in met.losses.values()])
        rises.append(0.0 if met.noise_rise_db is None else met.noise_rise_db.value)
    known = all(None not in row for row in losses) and None not in rises
    if not known or leg.eirp_dbw.value is None or leg.g_over_t_dbk.value is None:
        return None
    return pass_budget(
        path.since_s,
        path.range_m,
        frequency_hz=leg.frequency_hz,
        eirp_dbw=leg.eirp_dbw.value,
        g_over_t_dbk=leg.g_over_t_dbk.value,
        symbol_rate_hz=carrier.symbol_rate_hz,
        family=carrier.family,
        losses_db=np.array(losses, dtype=float).sum(axis=1) + np.array(rises, dtype=float),
        implementation_db=carrier.implementation_db,
        fixed=carrier.family[0] if len(carrier.family) == 1 else None,
    )


def _met(leg: Leg, weather: LegWeather | None, percent: float, elevation_deg: float) -> Leg:
    """The leg as the air at an elevation leaves it."""
    if weather is None:
        return leg
    return replace(weather, elevation_deg=max(elevation_deg, ELEVATION.low)).on(leg, percent)
