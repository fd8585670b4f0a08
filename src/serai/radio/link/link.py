"""A whole link: forward and return, each an uplink and a downlink through a satellite, line by line.

A transparent satellite adds up the noise and interference of both legs; a regenerative one is only as good as
the worse of them. Unknown figures stay unknown on their line, and so do the sums behind them.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from serai.radio.link.budget import BOLTZMANN_DB, Budget, Line, LineKind, Stated
from serai.radio.link.modcod import ModCod, best_at, useful
from serai.radio.propagation.itu.p525 import free_space_loss_db
from serai.tables import Basis
from serai.wording import csv_cell

LOSSES: Mapping[str, str] = {  # name of the line by the name of the figure, in the order of the path
    "pointing_loss_db": "pointing loss",
    "gas_db": "gases",
    "rain_db": "rain",
    "cloud_db": "clouds",
    "scintillation_db": "scintillation",
    "combined_db": "fades that do not add",
    "trees_db": "roadside trees",
    "ionosphere_db": "ionospheric scintillation",
    "depointing_db": "depointing of the satellite",
    "polarisation_db": "polarisation loss",
    "scan_db": "scan loss of the array",
    "other_db": "other losses",
}


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
    steps: list[tuple[str, Stated, str, LineKind]] = [
        ("EIRP", leg.eirp_dbw, "dBW", LineKind.GAIN),
        ("free-space loss", Stated(value=loss, basis=Basis.DERIVED, source=source), "dB", LineKind.LOSS),
    ]
    steps += [
        (name, leg.losses[key], "dB", LineKind.LOSS) for key, name in LOSSES.items() if key in leg.losses
    ]
    steps.append(("G/T", leg.g_over_t_dbk, "dB/K", LineKind.GAIN))
    if leg.noise_rise_db is not None:
        steps.append(("noise behind rain", leg.noise_rise_db, "dB", LineKind.LOSS))
    steps.append(("Boltzmann constant", Stated(value=-BOLTZMANN_DB, source="-10 lg k"), "dB", LineKind.GAIN))
    lines = [
        Line(
            name=f"{leg.name}: frequency", value=leg.frequency_hz / 1e9, unit="GHz", kind=LineKind.INFORMATION
        )
    ]
    lines += [
        Line(name=f"{leg.name}: {n}", value=s.value, unit=u, kind=k, basis=s.basis, source=s.source)
        for n, s, u, k in steps
    ]
    c_n0 = _sum((1.0 if k is LineKind.GAIN else -1.0, s.value) for _, s, _, k in steps)
    lines.append(Line(name=f"{leg.name}: C/N0", value=c_n0, unit="dBHz", kind=LineKind.SUBTOTAL))
    if bandwidth_hz is not None:
        c_n = None if c_n0 is None else c_n0 - 10.0 * math.log10(bandwidth_hz)
        lines.append(Line(name=f"{leg.name}: C/N", value=c_n, unit="dB", kind=LineKind.SUBTOTAL))
        if leg.c_i_db is not None:
            c_i = leg.c_i_db
            lines.append(
                Line(
                    name=f"{leg.name}: C/I",
                    value=c_i.value,
                    unit="dB",
                    kind=LineKind.INFORMATION,
                    basis=c_i.basis,
                    source=c_i.source,
                )
            )
            lines.append(
                Line(
                    name=f"{leg.name}: C/(N+I)",
                    value=added(c_n, c_i.value),
                    unit="dB",
                    kind=LineKind.SUBTOTAL,
                )
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
        lines.append(Line(name=f"overall {of}", value=whole, unit=unit, kind=LineKind.SUBTOTAL, source=how))
    lines += _judged(whole, unit, carrier)
    return Budget(title=title, lines=tuple(lines))


def _judged(whole: float | None, unit: str, carrier: Carrier) -> list[Line]:
    """The lines after the overall ratio: what the modcods make of it, what is required, and the margin."""
    lines: list[Line] = []
    need = carrier.required_db
    if carrier.family and carrier.symbol_rate_hz is not None and carrier.bandwidth_hz is not None:
        wider_db = 10.0 * math.log10(carrier.bandwidth_hz / carrier.symbol_rate_hz)
        es_n0 = None if whole is None else whole + wider_db
        lines.append(Line(name="Es/N0", value=es_n0, unit="dB", kind=LineKind.SUBTOTAL))
        chosen, closes = _chosen(es_n0, carrier)
        rate = None if es_n0 is None else chosen.bits_per_symbol * carrier.symbol_rate_hz
        lines.append(_throughput(rate, chosen, closes=closes))
        if need is None:
            need = Stated(value=chosen.es_n0_db, basis=chosen.basis, source=f"{chosen.name}, {chosen.source}")
            whole = es_n0
    return lines if need is None else [*lines, *_margin(whole, need, unit, carrier.implementation_db)]


def _chosen(es_n0_db: float | None, carrier: Carrier) -> tuple[ModCod, bool]:
    """The modcod that carries most, or the most robust one; and whether it closes."""
    family = useful(carrier.family)
    best = -1 if es_n0_db is None else int(best_at(es_n0_db, family, carrier.implementation_db))
    return family[max(best, 0)], best >= 0


def _throughput(rate_bps: float | None, chosen: ModCod, *, closes: bool) -> Line:
    rate = rate_bps if closes or rate_bps is None else 0.0
    fast = rate is None or rate >= 1e6
    return Line(
        name="throughput",
        value=None if rate is None else rate / (1e6 if fast else 1e3),
        unit="Mbit/s" if fast else "kbit/s",
        kind=LineKind.SUBTOTAL,
        source=chosen.name if closes else "no modcod closes",
    )


def _margin(whole: float | None, need: Stated, unit: str, implementation_db: float) -> list[Line]:
    margin = None if whole is None or need.value is None else whole - need.value - implementation_db
    return [
        Line(
            name="required",
            value=need.value,
            unit=unit,
            kind=LineKind.INFORMATION,
            basis=need.basis,
            source=need.source,
        ),
        Line(name="implementation loss", value=implementation_db, unit="dB", kind=LineKind.LOSS),
        Line(name="margin", value=margin, unit="dB", kind=LineKind.TOTAL),
    ]


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
        writer.writerow(["" if v is None else csv_cell(v) for v in row.values()])
    return out.getvalue()


def _sum(parts: Iterable[tuple[float, float | None]]) -> float | None:
    total = 0.0
    for sign, value in parts:
        if value is None:
            return None
        total += sign * value
    return total
