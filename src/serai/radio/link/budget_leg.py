"""The tables of a budget file, read and checked: a leg, the ground under it, its carrier, its pass."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from serai.earth import Orientation, Place
from serai.formats import read_elements
from serai.orbit import Sgp4
from serai.radio.link.availability import LegWeather
from serai.radio.link.budget import Stated
from serai.radio.link.budget_parts import (
    EFFICIENCY,
    BudgetRefused,
    interference,
    losses_of,
    needed,
    radiated,
    received,
)
from serai.radio.link.link import LOSSES, Carrier, Leg
from serai.radio.link.modcod import FAMILIES, ModCod, named
from serai.radio.link.pass_geometry import Overhead, next_pass, overhead
from serai.radio.propagation.attenuation import ELEVATION, FREQUENCY, Ground
from serai.radio.propagation.attenuation_table import LATITUDE, RANGES
from serai.radio.propagation.limits import refuse_outside
from serai.tables import Basis
from serai.time import Instant

Span = tuple[float, float]
DB: Span = (-100.0, 200.0)
SHARE: Span = (0.01, 1.0)
ANGLE: Span = (0.0, 90.0)
LEG: Mapping[str, Span] = {
    "frequency_ghz": (0.03, 350.0),
    "range_km": (100.0, 500_000.0),
    "free_space_db": (50.0, 300.0),
    "eirp_dbw": DB,
    "g_over_t_dbk": DB,
    "power_w": (1e-6, 1e6),
    "diameter_m": (0.01, 100.0),
    "efficiency": SHARE,
    "system_k": (1.0, 10_000.0),
    "pointing_deg": ANGLE,
    "elevation_deg": ANGLE,
    "trees_percent": (0.01, 100.0),
    "s4": (0.0, 1.0),
    "s4_percent": (0.001, 99.0),
    "scan_deg": (0.0, 89.0),
    "scan_power": (0.5, 5.0),
    "beam_off_deg": ANGLE,
    "beam_edge_deg": (0.001, 90.0),
    "edge_eirp_dbw": DB,
    "edge_g_over_t_dbk": DB,
    "c_i_db": DB,
    "neighbour_deg": (0.1, 180.0),
    "neighbour_eirp_dbw": DB,
    "noise_rise_db": (0.0, 50.0),
    **dict.fromkeys(LOSSES, (-20.0, 200.0)),
}
CARRIER: Mapping[str, Span] = {
    "bandwidth_hz": (1.0, 1e12),
    "symbol_rate_hz": (1.0, 1e12),
    "required_db": DB,
    "implementation_db": (0.0, 20.0),
}
GROUND: Mapping[str, Span] = {
    "lat_deg": (-90.0, 90.0),
    "elevation_deg": (0.0, 90.0),
    "polarisation_deg": (-180.0, 180.0),
    "height_km": (-0.5, 9.0),
    **{name: RANGES[name] for name in Ground.__dataclass_fields__ if name in RANGES},
}
PASS: Mapping[str, Span] = {
    "altitude_km": (150.0, 40_000.0),
    "highest_elevation_deg": ANGLE,
    "lowest_elevation_deg": ANGLE,
    "lat_deg": (-90.0, 90.0),
    "lon_deg": (-180.0, 360.0),
    "height_m": (-500.0, 9000.0),
}
LOWEST_DEG = 5.0  # of a pass, where the file does not say


def table_of(where: str, value: object) -> Mapping[str, object]:
    """A table of the file, or the refusal of what stands in its place."""
    if not isinstance(value, dict):
        raise BudgetRefused("radio.no_table", where=where, got=repr(value))
    return value


def numbers(
    where: str, table: Mapping[str, object], known: Mapping[str, Span], others: tuple[str, ...] = ()
) -> dict[str, float]:
    """The figures of a table; one that is not known, no number or out of all reason is refused."""
    for name in table:
        if name not in known and name not in others:
            raise BudgetRefused("radio.no_such_figure", where=where, name=name, known=(*known, *others))
    found = {}
    for name, (low, high) in known.items():
        value = table.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BudgetRefused("radio.figure_no_number", where=where, name=name, got=repr(value))
        if not low <= value <= high:
            raise BudgetRefused(
                "radio.figure_not_between", where=where, name=name, low=low, high=high, got=value
            )
        found[name] = float(value)
    return found


def read_leg(where: str, name: str, value: object, *, passes: bool = False) -> Leg:
    """One leg. With ``passes`` the pass gives its range. Figures with a source count as published, without
    one as assumed, unless the table says otherwise (``basis``).
    """
    table = table_of(where, value)
    n = numbers(where, table, LEG, ("ground", "source", "basis"))
    source = str(table.get("source", ""))
    basis = _basis(where, table, Basis.PUBLISHED if source else Basis.ASSUMED)
    if "frequency_ghz" not in n:
        raise BudgetRefused("radio.figure_missing", where=where, name="frequency_ghz")
    if not passes and "range_km" not in n and "free_space_db" not in n:
        raise BudgetRefused("radio.no_range", where=where)

    def stated(name: str) -> Stated:
        return Stated(value=n.get(name), basis=basis, source=source)

    f_hz = n["frequency_ghz"] * 1e9
    losses = {key: stated(key) for key in LOSSES if key in n} | losses_of(where, n, f_hz)
    return Leg(
        name=name,
        frequency_hz=f_hz,
        eirp_dbw=radiated(where, n, stated("eirp_dbw"), f_hz),
        g_over_t_dbk=received(where, n, stated("g_over_t_dbk"), f_hz),
        range_m=n["range_km"] * 1e3 if "range_km" in n else None,
        free_space_db=n.get("free_space_db"),
        losses=losses,
        c_i_db=interference(where, name, n, stated, f_hz),
        noise_rise_db=stated("noise_rise_db") if "noise_rise_db" in n else None,
        system_k=n.get("system_k"),
    )


def read_weather(where: str, leg: Mapping[str, object]) -> LegWeather | None:
    """The air over the ground end of a leg, where its table says where that is."""
    if "ground" not in leg:
        return None
    n = numbers(where, table_of(where, leg["ground"]), GROUND)
    for name in ("lat_deg", "elevation_deg"):
        if name not in n:
            raise BudgetRefused("radio.figure_missing", where=where, name=name)
    if "rain_db" in leg and "r001_mm_h" in n:
        raise BudgetRefused("radio.rain_twice", where=where)
    figures = numbers(where, leg, LEG, ("ground", "source", "basis"))
    refuse_outside(LATITUDE, n["lat_deg"], where)
    refuse_outside(ELEVATION, n["elevation_deg"], where)
    refuse_outside(FREQUENCY, figures["frequency_ghz"], where)
    return LegWeather(
        ground=Ground(**{name: n[name] for name in Ground.__dataclass_fields__ if name in n}),
        lat_deg=n["lat_deg"],
        elevation_deg=n["elevation_deg"],
        tilt_deg=n.get("polarisation_deg", 45.0),
        diameter_m=figures.get("diameter_m"),
        efficiency=figures.get("efficiency", EFFICIENCY),
    )


def read_carrier(where: str, value: object) -> Carrier:
    """What goes over the link: its width, the modcod it keeps, the family it picks from, or what it needs."""
    table = table_of(where, value)
    n = numbers(where, table, CARRIER, ("modcod", "family", "source", "basis"))
    source = str(table.get("source", ""))
    basis = _basis(where, table, Basis.PUBLISHED if source else Basis.ASSUMED)
    said = [name for name in ("required_db", "modcod", "family") if name in table]
    if len(said) > 1:
        raise BudgetRefused("radio.required_twice", where=where, names=tuple(said))
    required = Stated(value=n["required_db"], basis=basis, source=source) if "required_db" in n else None
    family: tuple[ModCod, ...] = ()
    if "modcod" in table:
        chosen = named(str(table["modcod"]))
        if chosen is None:
            name = str(table["modcod"])
            raise BudgetRefused("radio.no_modcod", where=where, name=name, families=tuple(FAMILIES))
        family = (chosen,)
    if "family" in table:
        if table["family"] not in FAMILIES:
            name = str(table["family"])
            raise BudgetRefused("radio.no_family", where=where, name=name, families=tuple(FAMILIES))
        family = FAMILIES[str(table["family"])]
    if family and "symbol_rate_hz" not in n:
        raise BudgetRefused("radio.needs", where=where, by=said[0], name="symbol_rate_hz")
    return Carrier(
        bandwidth_hz=n.get("bandwidth_hz", n.get("symbol_rate_hz")),
        symbol_rate_hz=n.get("symbol_rate_hz"),
        required_db=required,
        family=family,
        implementation_db=n.get("implementation_db", 0.0),
    )


def read_pass(where: str, value: object, folder: Path) -> tuple[Overhead, float, str]:
    """The pass of a satellite that moves, its lowest elevation, and what to call it.

    A planner's by ``altitude_km`` and ``highest_elevation_deg``, or the next one of real elements by
    ``elements`` (a file beside the budget), ``satellite``, ``lat_deg``, ``lon_deg`` and ``after``.
    """
    table = table_of(where, value)
    n = numbers(where, table, PASS, ("elements", "satellite", "after"))
    lowest = n.get("lowest_elevation_deg", LOWEST_DEG)
    if "elements" in table:
        return _real_pass(where, table, n, lowest, folder)
    for name in ("altitude_km", "highest_elevation_deg"):
        if name not in n:
            raise BudgetRefused("radio.figure_or_elements", where=where, name=name)
    if lowest >= n["highest_elevation_deg"]:
        highest = n["highest_elevation_deg"]
        raise BudgetRefused("radio.low_pass", where=where, highest_deg=highest, lowest_deg=lowest)
    return overhead(n["altitude_km"] * 1e3, n["highest_elevation_deg"], lowest), lowest, "the pass"


def _real_pass(
    where: str, table: Mapping[str, object], n: Mapping[str, float], lowest: float, folder: Path
) -> tuple[Overhead, float, str]:
    place = Place(
        lat_deg=needed(where, n, "lat_deg", "elements"),
        lon_deg=needed(where, n, "lon_deg", "elements"),
        height_m=n.get("height_m", 0.0),
    )
    for name in ("satellite", "after"):
        if name not in table:
            raise BudgetRefused("radio.needs", where=where, by="elements", name=name)
    wanted = str(table["satellite"]).casefold()
    found = [
        one
        for one in read_elements(folder / str(table["elements"]))
        if wanted in (one.object_name.casefold(), str(one.norad))
    ]
    if not found:
        name, file = str(table["satellite"]), str(table["elements"])
        raise BudgetRefused("radio.no_satellite", where=where, name=name, file=file)
    after = Instant.from_utc(str(table["after"]))
    path = next_pass(Sgp4(found[0]), place, lowest, after, Orientation.published())
    if path is None or path.rise is None:
        name, at = found[0].object_name, after.utc(decimals=0)
        raise BudgetRefused("radio.no_pass", where=where, name=name, lowest_deg=lowest, after=at)
    age_d = path.rise.seconds_since(found[0].epoch) / 86_400.0
    name = f"the pass of {found[0].object_name} from {path.rise.utc(decimals=0)}, elements {age_d:.1f} d old"
    return path, lowest, name


def _basis(where: str, table: Mapping[str, object], otherwise: Basis) -> Basis:
    if "basis" not in table:
        return otherwise
    found = next((b for b in Basis if str(b) == table["basis"]), None)
    if found is None:
        known = tuple(map(str, Basis))
        raise BudgetRefused("radio.no_basis", where=where, known=known, got=repr(table["basis"]))
    return found
