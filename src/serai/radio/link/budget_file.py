"""A link budget as an operator writes it: a TOML file of legs and carriers, read into `chain`.

Top level: title, payload ('transparent' or 'regenerative'), percent (of the year), satellite_lon_deg, and
places by name. Tables forward and return, each with up, down, carrier, the transponder between and, for a
satellite that moves, pass; one leg alone ends at the satellite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from serai.files import BadData, text, toml_of
from serai.orbit import MOST_AGE_DAYS
from serai.radio.link.availability import LegWeather, availability_percent, together, way_at
from serai.radio.link.budget import Budget
from serai.radio.link.budget_leg import (
    numbers,
    read_carrier,
    read_leg,
    read_weather,
    table_of,
)
from serai.radio.link.budget_parts import BudgetRefused
from serai.radio.link.budget_pass import Flown, pass_over, read_pass
from serai.radio.link.budget_site import Above, read_ground_end
from serai.radio.link.budget_transponder import read_transponder
from serai.radio.link.link import Carrier, Leg
from serai.radio.link.pass_budget import PassBudget
from serai.radio.link.pass_geometry import Overhead
from serai.radio.link.transponder import Transponder
from serai.radio.propagation.attenuation import PERCENT
from serai.radio.propagation.limits import refuse_outside
from serai.radio.propagation.maps import Maps
from serai.wording import Reason

WAYS = ("forward", "return")
LEGS = ("up", "down")
TABLES = (*LEGS, "carrier", "pass", "transponder")
TOP = ("title", "payload", "percent", "satellite_lon_deg", "places", *WAYS)
PAYLOADS = ("transparent", "regenerative")
PERCENT_OF_YEAR = 0.1  # of an average year, where the file does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetWay:
    """One way of a budget file: its lines at the percent asked for, and the percent for which it closes.

    ``adaptive``: it closes when any modcod of its family does. With a pass, the lines are those of its lowest
    elevation, and ``over`` holds it moment by moment. ``without_weather`` names the legs (up, down) whose
    weather is in no figure; ``joint``: how the weather of two grounds is taken, *independent*
    or *together*. ``cautions`` is what must be said of the element sets of its pass.
    """

    name: str
    budget: Budget
    available_percent: float | None
    adaptive: bool = False
    path: Overhead | None = None
    over: PassBudget | None = None
    without_weather: tuple[str, ...] = ()
    joint: str = ""
    cautions: tuple[Reason, ...] = ()

    def __repr__(self) -> str:
        margin = self.budget.value("margin")
        return f"Way({self.name}: margin {'unknown' if margin is None else f'{margin:.2f} dB'})"


def read_budget(
    path: Path, maps: Maps | None = None, *, older: bool = False, max_age_days: float = MOST_AGE_DAYS
) -> tuple[BudgetWay, ...]:
    """The ways of a budget file; what cannot be read is refused with the name of its table and figure.

    ``maps`` give what a place with a longitude leaves out; ``older`` lets older ones stand in. A pass by
    elements farther than ``max_age_days`` from their epoch is refused.
    """
    return ways_of(tables_of(path), path, maps, older=older, max_age_days=max_age_days)


def tables_of(path: Path) -> dict[str, Any]:
    """A budget file as its tables, unread."""
    try:
        return toml_of(text(path), path.name)
    except BadData as bad:
        raise BudgetRefused(bad.reason) from None


def ways_of(
    told: Mapping[str, object],
    path: Path,
    maps: Maps | None = None,
    *,
    older: bool = False,
    max_age_days: float = MOST_AGE_DAYS,
    only: tuple[str, ...] = WAYS,
) -> tuple[BudgetWay, ...]:
    """The ways (``only`` those) of a budget that stands in memory as its file at ``path`` says it."""
    for name in told:
        if name not in TOP:
            raise BudgetRefused("radio.unknown_name", where=path.name, name=name, known=TOP)
    payload = told.get("payload", PAYLOADS[0])
    if payload not in PAYLOADS:
        raise BudgetRefused("radio.payload", file=path.name, got=str(payload))
    known = {"percent": (0.0, 100.0), "satellite_lon_deg": (-180.0, 360.0)}
    top = numbers(path.name, {k: told[k] for k in known if k in told}, known)
    percent = top.get("percent", PERCENT_OF_YEAR)
    refuse_outside(PERCENT, percent, path.name)
    ways = [w for w in WAYS if w in told]
    if not ways:
        raise BudgetRefused("radio.no_way", file=path.name)
    above = Above(
        places=table_of(f"{path.name}, places", told.get("places", {})),
        satellite_lon_deg=top.get("satellite_lon_deg"),
        maps=maps,
        percent=percent,
        older=older,
        max_age_days=max_age_days,
    )
    title = str(told.get("title", path.stem))
    regenerative = payload == PAYLOADS[1]
    return tuple(
        _way(f"{path.name}, {name}", name, told[name], path.parent, title, above, regenerative)
        for name in ways
        if name in only
    )


def _way(
    where: str, name: str, value: object, folder: Path, title: str, above: Above, regenerative: bool
) -> BudgetWay:
    table = table_of(where, value)
    for key in table:
        if key not in TABLES:
            raise BudgetRefused("radio.unknown_table", where=where, name=key)
    flown = None
    if "pass" in table:
        flown = read_pass(f"{where}.pass", table["pass"], folder, above.max_age_days)
    carrier = read_carrier(f"{where}.carrier", table.get("carrier", {}))
    legs, weather = _legs(where, table, above, flown)
    if not legs:
        raise BudgetRefused("radio.no_leg", where=where, name=name)
    transponder = read_transponder(f"{where}.transponder", table, regenerative)
    _refuse_no_width(f"{where}.carrier", legs, transponder, carrier)
    said, over = f"{title}: {name}", None
    if flown is not None:
        if len(legs) != 1:
            raise BudgetRefused("radio.pass_of_two", where=where)
        if legs[0].interference:
            raise BudgetRefused("radio.pass_interference", where=where)
        over = pass_over(where, flown.path, legs[0], weather[0], carrier, above.percent)
        legs[0] = replace(legs[0], range_m=float(flown.path.range_m[flown.lowest]))
        said += f", at {flown.lowest_deg:g} deg, the lowest of {flown.called}"
    given = (tuple(legs), tuple(weather), carrier)
    known = sum(w is not None for w in weather)
    budget = way_at(said, *given, above.percent, regenerative=regenerative, transponder=transponder)
    available = (
        availability_percent(*given, regenerative=regenerative, transponder=transponder) if known else None
    )
    return BudgetWay(
        name=name,
        budget=budget,
        available_percent=available,
        adaptive=len(carrier.family) > 1,
        path=None if flown is None else flown.path,
        over=over,
        without_weather=_dry(table, legs, weather) if known else (),
        joint="" if known < 2 else "together" if together(tuple(weather)) else "independent",
        cautions=() if flown is None else flown.cautions,
    )


def _refuse_no_width(where: str, legs: list[Leg], transponder: Transponder, carrier: Carrier) -> None:
    """Who disturbs is weighed in a bandwidth: without one the sums are of C/N0 and would leave it out."""
    if carrier.bandwidth_hz is not None:
        return
    told = [name for leg in legs for name in leg.interference]
    told += ["neighbour_deg" for leg in legs if leg.beside_db is not None]
    told += ["c_im_db"] if transponder.c_im_db is not None else []
    if told:
        raise BudgetRefused("radio.needs", where=where, by=told[0], name="bandwidth_hz or symbol_rate_hz")


def _legs(
    where: str, table: Mapping[str, object], above: Above, flown: Flown | None
) -> tuple[list[Leg], list[LegWeather | None]]:
    legs: list[Leg] = []
    weather: list[LegWeather | None] = []
    for leg in LEGS:
        if leg not in table:
            continue
        at, own = f"{where}.{leg}", table_of(f"{where}.{leg}", table[leg])
        sky = read_ground_end(at, own, above, None if flown is None else flown.lowest_deg)
        legs.append(read_leg(at, f"{leg}link", own, end=sky, passes=flown is not None))
        weather.append(None if sky is None else read_weather(at, own, sky))
    return legs, weather


def _dry(table: Mapping[str, object], legs: list[Leg], weather: list[LegWeather | None]) -> tuple[str, ...]:
    """The legs that neither meet the air of a ground nor state their rain."""
    named = [leg for leg in LEGS if leg in table]
    return tuple(
        name
        for name, leg, met in zip(named, legs, weather, strict=True)
        if met is None and "rain_db" not in leg.losses
    )
