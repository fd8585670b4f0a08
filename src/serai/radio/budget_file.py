"""A link budget as an operator writes it: a TOML file of legs and carriers, read into `chain`.

Top level: title, payload ('transparent' or 'regenerative'), percent (of the year). Tables forward and return,
each with up, down and carrier; one leg alone is a link to a satellite that ends there.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from serai.errors import Refused
from serai.pool import Basis
from serai.radio.antenna import parabolic_gain_dbi
from serai.radio.attenuation import PERCENT, Ground
from serai.radio.budget import Budget, Stated
from serai.radio.chain import LOSSES, Carrier, Leg, Weather, availability_percent, way_at
from serai.radio.limits import refuse_outside
from serai.radio.modcod import FAMILIES, ModCod, named

WAYS = ("forward", "return")
LEG_NUMBERS = (
    *("frequency_ghz", "range_km", "free_space_db", "eirp_dbw", "g_over_t_dbk", "c_i_db", "noise_rise_db"),
    *("power_w", "diameter_m", "efficiency", "system_k"),
    *LOSSES,
)
CARRIER_NUMBERS = ("bandwidth_hz", "symbol_rate_hz", "required_db", "implementation_db")
PLACE_NUMBERS = ("lat_deg", "elevation_deg", "polarisation_deg")


class BudgetRefused(Refused):
    """A budget file cannot be read as written."""

    key: ClassVar[str] = "budget_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of a budget file: its lines at the percent asked for, and the percent for which it closes."""

    name: str
    budget: Budget
    available_percent: float | None


def read_budget(path: Path) -> tuple[Way, ...]:
    """The ways of a budget file; what cannot be read is refused with the name of its table and figure."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise BudgetRefused(f"{path.name} is no TOML: {fault}") from None
    payload = told.get("payload", "transparent")
    if payload not in ("transparent", "regenerative"):
        raise BudgetRefused(
            f"{path.name}, payload: expected 'transparent' or 'regenerative', got '{payload}'"
        )
    percent = float(told.get("percent", 0.1))
    refuse_outside(PERCENT, percent)
    ways = [w for w in WAYS if w in told]
    if not ways:
        raise BudgetRefused(
            f"{path.name}: expected a table [forward.up], [forward.down] or [return...], found none"
        )
    out = []
    for name in ways:
        where = f"{path.name}, {name}"
        table = told[name]
        carrier = _carrier(f"{where}.carrier", table.get("carrier", {}))
        legs, weather = [], []
        for leg in ("up", "down"):
            if leg in table:
                legs.append(_leg(f"{where}.{leg}", f"{leg}link", table[leg]))
                weather.append(_weather(f"{where}.{leg}.ground", table[leg]))
        if not legs:
            raise BudgetRefused(f"{where}: expected [{name}.up] or [{name}.down], found neither")
        regenerative = payload == "regenerative"
        given = (tuple(legs), tuple(weather), carrier)
        title = f"{told.get('title', path.stem)}: {name}"
        met = any(w is not None for w in weather)
        out.append(
            Way(
                name=name,
                budget=way_at(title, *given, percent, regenerative=regenerative),
                available_percent=availability_percent(*given, regenerative=regenerative) if met else None,
            )
        )
    return tuple(out)


def _numbers(
    where: str, table: Mapping[str, object], names: tuple[str, ...], tables: tuple[str, ...]
) -> dict[str, float]:
    for name in table:
        if name not in names and name not in tables:
            raise BudgetRefused(
                f"{where}: '{name}' is not a figure of it; expected one of {', '.join(names)}"
            )
    found = {}
    for name in names:
        value = table.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BudgetRefused(f"{where}, {name}: expected a number, got {value!r}")
        found[name] = float(value)
    return found


def _leg(where: str, name: str, table: Mapping[str, object]) -> Leg:
    n = _numbers(where, table, LEG_NUMBERS, ("ground", "source", "unknown"))
    source = str(table.get("source", ""))
    if "frequency_ghz" not in n:
        raise BudgetRefused(f"{where}: expected frequency_ghz, got nothing")
    if "range_km" not in n and "free_space_db" not in n:
        raise BudgetRefused(f"{where}: expected range_km or free_space_db, got neither")
    f_hz = n["frequency_ghz"] * 1e9
    gain = None
    if "diameter_m" in n:
        gain = float(parabolic_gain_dbi(f_hz, n["diameter_m"], n.get("efficiency", 0.6)))
    eirp, g_over_t = n.get("eirp_dbw"), n.get("g_over_t_dbk")
    from_dish = f"{n['diameter_m']:g} m dish, {gain:.1f} dBi" if gain is not None else source
    if eirp is None and gain is not None and "power_w" in n:
        eirp = gain + _db(n["power_w"])
    if g_over_t is None and gain is not None and "system_k" in n:
        g_over_t = gain - _db(n["system_k"])
    return Leg(
        name=name,
        frequency_hz=f_hz,
        eirp_dbw=Stated(value=eirp, source=source if "eirp_dbw" in n else from_dish),
        g_over_t_dbk=Stated(value=g_over_t, source=source if "g_over_t_dbk" in n else from_dish),
        range_m=n["range_km"] * 1e3 if "range_km" in n else None,
        free_space_db=n.get("free_space_db"),
        losses={k: Stated(value=n[k], source=source) for k in LOSSES if k in n},
        c_i_db=Stated(value=n["c_i_db"], source=source) if "c_i_db" in n else None,
        noise_rise_db=Stated(value=n["noise_rise_db"], source=source) if "noise_rise_db" in n else None,
        system_k=n.get("system_k"),
    )


def _weather(where: str, leg: Mapping[str, object]) -> Weather | None:
    table = leg.get("ground")
    if table is None:
        return None
    if not isinstance(table, dict):
        raise BudgetRefused(f"{where}: expected a table of the place's figures")
    own = tuple(Ground.__dataclass_fields__)
    n = _numbers(where, table, (*PLACE_NUMBERS, *own), ())
    for name in ("lat_deg", "elevation_deg"):
        if name not in n:
            raise BudgetRefused(f"{where}: expected {name}, got nothing")
    diameter = leg.get("diameter_m")
    return Weather(
        ground=Ground(**{name: n[name] for name in own if name in n}),
        lat_deg=n["lat_deg"],
        elevation_deg=n["elevation_deg"],
        tilt_deg=n.get("polarisation_deg", 45.0),
        diameter_m=float(diameter) if isinstance(diameter, int | float) else None,
    )


def _carrier(where: str, table: Mapping[str, object]) -> Carrier:
    n = _numbers(where, table, CARRIER_NUMBERS, ("modcod", "family", "source"))
    required = None
    if "required_db" in n:
        required = Stated(value=n["required_db"], source=str(table.get("source", "")))
    family: tuple[ModCod, ...] = ()
    if "modcod" in table:
        chosen = named(str(table["modcod"]))
        if chosen is None:
            raise BudgetRefused(
                f"{where}: no modcod '{table['modcod']}'; such as 'QPSK 1/2' of {', '.join(FAMILIES)}"
            )
        required = Stated(
            value=chosen.es_n0_db, basis=Basis.PUBLISHED, source=f"{chosen.name}, {chosen.source}"
        )
        family = (chosen,)
    if "family" in table:
        if table["family"] not in FAMILIES:
            raise BudgetRefused(
                f"{where}: no family '{table['family']}'; expected one of {', '.join(FAMILIES)}"
            )
        family = FAMILIES[str(table["family"])]
    return Carrier(
        bandwidth_hz=n.get("bandwidth_hz", n.get("symbol_rate_hz")),
        symbol_rate_hz=n.get("symbol_rate_hz"),
        required_db=required,
        family=family,
        implementation_db=n.get("implementation_db", 0.0),
    )


def _db(value: float) -> float:
    return 10.0 * math.log10(value)
