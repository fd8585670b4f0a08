"""A whole link: forward and return, each an uplink and a downlink through a satellite, line by line.

A transparent satellite adds up the noise and interference of both legs; a regenerative one is only as good as
the worse of them. Unknown figures stay unknown on their line, and so do the sums behind them.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from serai.pool import Basis
from serai.radio.attenuation import Ground, attenuation
from serai.radio.budget import BOLTZMANN_DB, Budget, Kind, Line, Stated
from serai.radio.modcod import ModCod, best_at, useful
from serai.radio.p525 import free_space_loss_db
from serai.radio.p618_total import sky_noise_k

LOSSES: Mapping[str, str] = {  # name of the line by the name of the figure, in the order of the path
    "pointing_loss_db": "pointing loss",
    "gas_db": "gases",
    "rain_db": "rain",
    "cloud_db": "clouds",
    "scintillation_db": "scintillation",
    "combined_db": "fades that do not add",
    "depointing_db": "depointing of the satellite",
    "polarisation_db": "polarisation loss",
    "other_db": "other losses",
}
WEATHER = ("gas_db", "rain_db", "cloud_db", "scintillation_db")
HALVINGS = 40  # of the logarithm of the percent: rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One leg: what is radiated, lost and received. Each figure states what it rests on; None is unknown.

    ``losses`` by the names of ``LOSSES``; those left out are nothing, those with None are unknown.
    ``free_space_db`` replaces the loss of the range. ``system_k`` lets the noise behind rain be worked out.
    """

    name: str
    frequency_hz: float
    eirp_dbw: Stated
    g_over_t_dbk: Stated
    range_m: float | None = None
    free_space_db: float | None = None
    losses: Mapping[str, Stated]
    c_i_db: Stated | None = None
    noise_rise_db: Stated | None = None
    system_k: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """What goes over a link: its noise bandwidth, its modcod (or what it needs), its modem's loss."""

    bandwidth_hz: float | None = None
    symbol_rate_hz: float | None = None
    required_db: Stated | None = None
    family: tuple[ModCod, ...] = ()
    implementation_db: float = 0.0


def leg_lines(leg: Leg, bandwidth_hz: float | None) -> tuple[Line, ...]:
    """The lines of a leg, from EIRP to C/N0, and to C/N and C/(N+I) where a bandwidth is given."""
    loss = leg.free_space_db
    source = "given"
    if loss is None and leg.range_m is not None:
        loss, source = float(free_space_loss_db(leg.frequency_hz, leg.range_m)), "P.525-4"
    steps: list[tuple[str, Stated, str, Kind]] = [
        ("EIRP", leg.eirp_dbw, "dBW", Kind.GAIN),
        ("free-space loss", Stated(value=loss, basis=Basis.DERIVED, source=source), "dB", Kind.LOSS),
    ]
    steps += [(name, leg.losses[key], "dB", Kind.LOSS) for key, name in LOSSES.items() if key in leg.losses]
    steps.append(("G/T", leg.g_over_t_dbk, "dB/K", Kind.GAIN))
    if leg.noise_rise_db is not None:
        steps.append(("noise behind rain", leg.noise_rise_db, "dB", Kind.LOSS))
    steps.append(("Boltzmann constant", Stated(value=-BOLTZMANN_DB, source="-10 lg k"), "dB", Kind.GAIN))
    lines = [
        Line(name=f"{leg.name}: frequency", value=leg.frequency_hz / 1e9, unit="GHz", kind=Kind.INFORMATION)
    ]
    lines += [
        Line(name=f"{leg.name}: {n}", value=s.value, unit=u, kind=k, basis=s.basis, source=s.source)
        for n, s, u, k in steps
    ]
    c_n0 = _sum((1.0 if k is Kind.GAIN else -1.0, s.value) for _, s, _, k in steps)
    lines.append(Line(name=f"{leg.name}: C/N0", value=c_n0, unit="dBHz", kind=Kind.SUBTOTAL))
    if bandwidth_hz is not None:
        c_n = None if c_n0 is None else c_n0 - 10.0 * math.log10(bandwidth_hz)
        lines.append(Line(name=f"{leg.name}: C/N", value=c_n, unit="dB", kind=Kind.SUBTOTAL))
        if leg.c_i_db is not None:
            c_i = leg.c_i_db
            lines.append(
                Line(
                    name=f"{leg.name}: C/I",
                    value=c_i.value,
                    unit="dB",
                    kind=Kind.INFORMATION,
                    basis=c_i.basis,
                    source=c_i.source,
                )
            )
            lines.append(
                Line(name=f"{leg.name}: C/(N+I)", value=added(c_n, c_i.value), unit="dB", kind=Kind.SUBTOTAL)
            )
    return tuple(lines)


def added(*ratios_db: float | None) -> float | None:
    """Ratios of a carrier to several noises as that to all of them; unknown where one is."""
    if any(r is None for r in ratios_db):
        return None
    return -10.0 * math.log10(sum(10.0 ** (-r / 10.0) for r in ratios_db if r is not None))


def way_budget(title: str, legs: tuple[Leg, ...], carrier: Carrier, *, regenerative: bool = False) -> Budget:
    """One way of a link, forward or return: its legs, and what they come to against what the carrier needs.

    Lines: each leg's; overall C/(N+I) (transparent: of both legs together; regenerative: of the worse); the
    modcod that carries most (adaptive) or the one required, implementation loss, margin, throughput.
    """
    lines: list[Line] = []
    ends: list[float | None] = []
    for leg in legs:
        own = leg_lines(leg, carrier.bandwidth_hz)
        lines += own
        ends.append(own[-1].value)
    of = "C/(N+I)" if carrier.bandwidth_hz is not None else "C/N0"
    unit = "dB" if carrier.bandwidth_hz is not None else "dBHz"
    if regenerative:
        whole = None if any(e is None for e in ends) else min(e for e in ends if e is not None)
    else:
        whole = added(*ends)
    if len(legs) > 1:
        how = "the worse leg: regenerative" if regenerative else "both legs together: transparent"
        lines.append(Line(name=f"overall {of}", value=whole, unit=unit, kind=Kind.SUBTOTAL, source=how))
    lines += _judged(whole, unit, carrier)
    return Budget(title=title, lines=tuple(lines))


def _judged(whole: float | None, unit: str, carrier: Carrier) -> list[Line]:
    lines: list[Line] = []
    need = carrier.required_db
    if carrier.family and carrier.symbol_rate_hz is not None and carrier.bandwidth_hz is not None:
        es_n0 = (
            None
            if whole is None
            else whole + 10.0 * math.log10(carrier.bandwidth_hz / carrier.symbol_rate_hz)
        )
        lines.append(Line(name="Es/N0", value=es_n0, unit="dB", kind=Kind.SUBTOTAL))
        family = useful(carrier.family)
        best = -1 if es_n0 is None else int(best_at(es_n0, family, carrier.implementation_db))
        chosen = family[max(best, 0)]
        rate = (
            None if es_n0 is None else (chosen.bits_per_symbol * carrier.symbol_rate_hz if best >= 0 else 0.0)
        )
        lines.append(
            Line(
                name="throughput",
                value=None if rate is None else rate / 1e6,
                unit="Mbit/s",
                kind=Kind.INFORMATION,
                source=chosen.name if best >= 0 else "no modcod closes",
            )
        )
        if need is None:
            need = Stated(
                value=chosen.es_n0_db, basis=Basis.PUBLISHED, source=f"{chosen.name}, {chosen.source}"
            )
            whole = es_n0
    if need is not None:
        lines.append(
            Line(
                name="required",
                value=need.value,
                unit=unit,
                kind=Kind.INFORMATION,
                basis=need.basis,
                source=need.source,
            )
        )
        lines.append(
            Line(name="implementation loss", value=carrier.implementation_db, unit="dB", kind=Kind.LOSS)
        )
        margin = (
            None if whole is None or need.value is None else whole - need.value - carrier.implementation_db
        )
        lines.append(Line(name="margin", value=margin, unit="dB", kind=Kind.TOTAL))
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Where a leg meets the air: the figures of its ground end, for any share of the year."""

    ground: Ground
    lat_deg: float
    elevation_deg: float
    tilt_deg: float = 45.0
    diameter_m: float | None = None
    efficiency: float = 0.65

    def on(self, leg: Leg, percent: float) -> Leg:
        """The leg with the attenuation exceeded for a percent of the year, and the noise behind it."""
        found = attenuation(
            self.ground,
            lat_deg=self.lat_deg,
            frequency_ghz=leg.frequency_hz / 1e9,
            elevation_deg=self.elevation_deg,
            percent=percent,
            tilt_deg=self.tilt_deg,
            diameter_m=self.diameter_m,
            efficiency=self.efficiency,
        )
        taken = dict(leg.losses)
        for key in WEATHER:
            value = float(getattr(found, key))
            if math.isfinite(value):
                taken[key] = Stated(value=value, basis=Basis.DERIVED, source=f"{percent:.3g} % of the year")
        together = float(found.total_db)
        if math.isfinite(together):
            apart = sum(float(getattr(found, key)) for key in WEATHER)
            taken["combined_db"] = Stated(
                value=together - apart, basis=Basis.DERIVED, source="P.618-14 section 2.5"
            )
        rise = leg.noise_rise_db
        if leg.system_k is not None:
            clear = sum((taken[k].value or 0.0) for k in ("gas_db", "cloud_db") if k in taken)
            rain = taken["rain_db"].value or 0.0 if "rain_db" in taken else 0.0
            hotter = float(sky_noise_k(clear + rain)) - float(sky_noise_k(clear))
            rise = Stated(
                value=10.0 * math.log10(1.0 + hotter / leg.system_k),
                basis=Basis.DERIVED,
                source=f"P.618-14 section 3, system {leg.system_k:.0f} K in clear sky",
            )
        return replace(leg, losses=taken, noise_rise_db=rise)


def way_at(
    title: str,
    legs: tuple[Leg, ...],
    weather: tuple[Weather | None, ...],
    carrier: Carrier,
    percent: float,
    *,
    regenerative: bool = False,
) -> Budget:
    """A way in the weather exceeded for a percent of the year on every leg that meets it."""
    met = tuple(leg if w is None else w.on(leg, percent) for leg, w in zip(legs, weather, strict=True))
    return way_budget(title, met, carrier, regenerative=regenerative)


def availability_percent(
    legs: tuple[Leg, ...],
    weather: tuple[Weather | None, ...],
    carrier: Carrier,
    *,
    regenerative: bool = False,
    lowest_percent: float = 0.001,
    highest_percent: float = 5.0,
) -> float | None:
    """The percent of an average year for which a way closes; None where a figure is unknown.

    Within what P.618 covers: 99.999 means *at least* that, 0 that it does not even close for 95 %. Both legs
    fade for the same percent at once here, which is the safe side where they do not.
    """

    def margin(percent: float) -> float | None:
        return way_at("", legs, weather, carrier, percent, regenerative=regenerative).value("margin")

    rare, often = margin(lowest_percent), margin(highest_percent)
    if rare is None or often is None:
        return None
    if rare >= 0.0:
        return 100.0 - lowest_percent
    if often < 0.0:
        return 0.0
    low, high = math.log(lowest_percent), math.log(highest_percent)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        closes = margin(math.exp(middle))
        low, high = (low, middle) if closes is not None and closes >= 0.0 else (middle, high)
    return 100.0 - math.exp(high)


def as_rows(budgets: Iterable[Budget]) -> list[dict[str, object]]:
    """The lines of budgets as plain rows."""
    return [
        {
            "budget": b.title,
            "line": line.name,
            "kind": line.kind.name.lower(),
            "value": line.value,
            "unit": line.unit,
            "basis": str(line.basis),
            "source": line.source,
        }
        for b in budgets
        for line in b.lines
    ]


def as_csv(budgets: Iterable[Budget]) -> str:
    """The lines of budgets as CSV, unknown values empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = as_rows(budgets)
    writer.writerow(rows[0] if rows else [])
    for row in rows:
        writer.writerow(["" if v is None else v for v in row.values()])
    return out.getvalue()


def _sum(parts: Iterable[tuple[float, float | None]]) -> float | None:
    total = 0.0
    for sign, value in parts:
        if value is None:
            return None
        total += sign * value
    return total
