"""The tables of a budget file, read and checked: a leg, the air over its ground end, its carrier."""

from __future__ import annotations

from collections.abc import Mapping

from serai.radio.link.availability import LegWeather
from serai.radio.link.budget import Stated
from serai.radio.link.budget_parts import (
    EFFICIENCY,
    BudgetRefused,
    beside,
    interference,
    losses_of,
    radiated,
    received,
)
from serai.radio.link.ground_end import GroundEnd
from serai.radio.link.link import LOSSES, Carrier, Leg
from serai.radio.link.modcod import FAMILIES, ModCod, named
from serai.radio.link.patterns import PATTERNS
from serai.radio.propagation.attenuation import ELEVATION, FREQUENCY
from serai.radio.propagation.attenuation_table import LATITUDE
from serai.radio.propagation.limits import refuse_outside
from serai.tables import Basis

Span = tuple[float, float]
DB: Span = (-100.0, 200.0)
WORDS = ("ground", "source", "basis", "pattern")  # of a leg, beside its figures
NOT_PUBLISHED = "unknown"  # what stands in place of an end's figure that nobody published
ENDS = ("eirp_dbw", "g_over_t_dbk")
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
    "antenna_k": (1.0, 1_000.0),
    "feed_db": (0.0, 20.0),
    "feed_k": (10.0, 400.0),
    "lnb_k": (1.0, 10_000.0),
    "lnb_nf_db": (0.0, 20.0),
    "lnb_gain_db": (10.0, 90.0),
    "cable_db": (0.0, 60.0),
    "receiver_nf_db": (0.0, 40.0),
    "upc_db": (0.0, 30.0),
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
    "neighbour_power_dbw": DB,
    "neighbour_diameter_m": (0.1, 100.0),
    "cross_polar_db": (0.0, 60.0),
    "noise_rise_db": (0.0, 50.0),
    **dict.fromkeys(LOSSES, (-20.0, 200.0)),
}
CARRIER: Mapping[str, Span] = {
    "bandwidth_hz": (1.0, 1e12),
    "symbol_rate_hz": (1.0, 1e12),
    "required_db": DB,
    "implementation_db": (0.0, 20.0),
}


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


def leg_figures(where: str, leg: Mapping[str, object]) -> dict[str, float]:
    """The figures of a leg's table, those of its ends that are said to be unknown left out."""
    told = {k: v for k, v in leg.items() if not (k in ENDS and v == NOT_PUBLISHED)}
    return numbers(where, told, LEG, WORDS)


def read_leg(
    where: str, name: str, value: object, *, end: GroundEnd | None = None, passes: bool = False
) -> Leg:
    """One leg. With ``passes`` the pass gives its range, with ``end`` the place of its ground end does.

    Figures with a source count as published, without one as assumed, unless the table says otherwise
    (``basis``). A leg without a receiver is refused, unless the table says that its G/T is unknown.
    """
    table = table_of(where, value)
    n = leg_figures(where, table)
    source = str(table.get("source", ""))
    basis = basis_of(where, table, Basis.PUBLISHED if source else Basis.ASSUMED)
    if "frequency_ghz" not in n:
        raise BudgetRefused("radio.figure_missing", where=where, name="frequency_ghz")
    seen = end is not None and end.range_m is not None
    if seen and "range_km" in n:
        raise BudgetRefused("radio.range_twice", where=where)
    if not passes and not seen and "range_km" not in n and "free_space_db" not in n:
        raise BudgetRefused("radio.no_range", where=where)

    def stated(name: str) -> Stated:
        return Stated(value=n.get(name), basis=basis, source=source)

    f_hz = n["frequency_ghz"] * 1e9
    pattern = str(table.get("pattern", PATTERNS[0]))
    if pattern not in PATTERNS:
        raise BudgetRefused("radio.no_pattern", where=where, known=PATTERNS, got=pattern)
    losses = {key: stated(key) for key in LOSSES if key in n} | losses_of(where, n, f_hz)
    dark, silent = (table.get(end) == NOT_PUBLISHED for end in ENDS)
    sent = radiated(where, n, stated("eirp_dbw"), f_hz, silent=dark)
    figure, system_k = received(where, n, stated("g_over_t_dbk"), f_hz, silent=silent)
    return Leg(
        name=name,
        frequency_hz=f_hz,
        eirp_dbw=sent,
        g_over_t_dbk=figure,
        range_m=n["range_km"] * 1e3 if "range_km" in n else end.range_m if end is not None else None,
        free_space_db=n.get("free_space_db"),
        losses=losses,
        interference=interference(n, stated),
        beside_db=beside(where, name, n, f_hz, pattern),
        noise_rise_db=stated("noise_rise_db") if "noise_rise_db" in n else None,
        system_k=system_k,
        power_control_db=n.get("upc_db", 0.0),
        aim=None if end is None else end.aim,
        where=where,
    )


def read_weather(where: str, leg: Mapping[str, object], end: GroundEnd) -> LegWeather:
    """The air over the ground end of a leg, which ``end`` places."""
    at = end.where
    if "rain_db" in leg and end.ground.known("r001_mm_h"):
        raise BudgetRefused("radio.rain_twice", where=at)
    figures = leg_figures(where, leg)
    refuse_outside(LATITUDE, end.lat_deg, at)
    refuse_outside(ELEVATION, end.elevation_deg, at)
    refuse_outside(FREQUENCY, figures["frequency_ghz"], at)
    return LegWeather(
        ground=end.ground,
        lat_deg=end.lat_deg,
        lon_deg=end.lon_deg,
        elevation_deg=end.elevation_deg,
        tilt_deg=end.tilt_deg,
        diameter_m=figures.get("diameter_m"),
        efficiency=figures.get("efficiency", EFFICIENCY),
    )


def read_carrier(where: str, value: object) -> Carrier:
    """What goes over the link: its width, the modcod it keeps, the family it picks from, or what it needs."""
    table = table_of(where, value)
    n = numbers(where, table, CARRIER, ("modcod", "family", "source", "basis"))
    source = str(table.get("source", ""))
    basis = basis_of(where, table, Basis.PUBLISHED if source else Basis.ASSUMED)
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


def basis_of(where: str, table: Mapping[str, object], otherwise: Basis) -> Basis:
    """What the figures of a table rest on, as it says itself, else as its source does."""
    if "basis" not in table:
        return otherwise
    found = next((b for b in Basis if str(b) == table["basis"]), None)
    if found is None:
        known = tuple(map(str, Basis))
        raise BudgetRefused("radio.no_basis", where=where, known=known, got=repr(table["basis"]))
    return found
