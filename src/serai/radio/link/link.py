"""A whole link: forward and return, each an uplink and a downlink through a satellite, line by line.

A transparent satellite adds up the noise and interference of both legs; a regenerative one is only as good as
the worse of them. Unknown figures stay unknown on their line, and so do the sums behind them.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from serai.radio.link.budget import BOLTZMANN_DB, Budget, Line, LineKind, Stated
from serai.radio.link.modcod import ModCod, best_at, useful
from serai.radio.link.transponder import LINEAR, SLOW, Drive, Passed, Transponder, through
from serai.radio.propagation.itu.p525 import free_space_loss_db
from serai.tables import Basis
from serai.wording import csv_cell, reason

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


RAIN_CROSS = "rain_cross_db"  # the twin in the other polarisation is sent through the same rain
INTERFERENCE: Mapping[str, str] = {
    "c_i_db": "C/I",
    "cross_polar_db": "C/I cross-polar",
    "rain_cross_db": "C/I cross-polar by rain",
    "adjacent_db": "C/I of the satellite beside",
    "c_im_db": "C/IM",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """How a ground end looks at a satellite that stands still: azimuth, elevation and skew, degrees.

    ``skew_deg`` is the turn of a linear polarisation parallel to the equator against the site's horizon,
    clockwise as seen from behind the antenna.
    """

    azimuth_deg: float
    elevation_deg: float
    skew_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One leg: what is radiated, lost and received. Each figure states what it rests on; None is unknown.

    ``losses`` by the names of ``LOSSES``; those left out are nothing, those with None are unknown.
    ``free_space_db`` replaces the loss of the range. ``interference`` holds the carrier's ratios to
    those who disturb it, in clear sky, by the names of ``INTERFERENCE``; ``beside_db`` is that of a carrier
    of 0 dBW to the satellite beside. ``system_k``, at the antenna's flange, lets the noise behind rain be
    worked out; ``power_control_db`` is the range of an uplink's power control.
    ``elevation_deg`` is to be known, where no ``aim`` tells it.
    """

    name: str
    frequency_hz: float
    eirp_dbw: Stated
    g_over_t_dbk: Stated
    range_m: float | None = None
    free_space_db: float | None = None
    losses: Mapping[str, Stated]
    interference: Mapping[str, Stated] = field(default_factory=dict)
    beside_db: Stated | None = None
    noise_rise_db: Stated | None = None
    system_k: float | None = None
    power_control_db: float = 0.0
    aim: Aim | None = None
    elevation_deg: float | None = None
    where: str = ""

    @property
    def path_loss_db(self) -> float | None:
        """The free-space loss: as given, else that of the range (P.525-4); None where neither is known."""
        if self.free_space_db is not None or self.range_m is None:
            return self.free_space_db
        return float(free_space_loss_db(self.frequency_hz, self.range_m))

    @property
    def powered_db(self) -> Stated | None:
        """What power control of the uplink puts against rain and clouds, up to its range; None without."""
        if self.power_control_db <= 0.0:
            return None
        slow = [self.losses[name].value for name in SLOW if name in self.losses]
        known = [v for v in slow if v is not None]
        value = None if len(known) < len(slow) else min(self.power_control_db, max(sum(known), 0.0))
        words = reason("radio.power_control", most_db=self.power_control_db)
        return Stated(value=value, basis=Basis.DERIVED, source=str(words))


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
    source = "given" if leg.free_space_db is not None else "P.525-4"
    loss = Stated(value=leg.path_loss_db, basis=Basis.DERIVED, source=source)
    steps: list[tuple[str, Stated, str, LineKind]] = [("EIRP", leg.eirp_dbw, "dBW", LineKind.GAIN)]
    powered = leg.powered_db
    if powered is not None:
        steps.append(("power control", powered, "dB", LineKind.GAIN))
    steps.append(("free-space loss", loss, "dB", LineKind.LOSS))
    steps += [
        (name, leg.losses[key], "dB", LineKind.LOSS) for key, name in LOSSES.items() if key in leg.losses
    ]
    steps.append(("G/T", leg.g_over_t_dbk, "dB/K", LineKind.GAIN))
    if leg.noise_rise_db is not None:
        steps.append(("noise behind rain", leg.noise_rise_db, "dB", LineKind.LOSS))
    steps.append(("Boltzmann constant", Stated(value=-BOLTZMANN_DB, source="-10 lg k"), "dB", LineKind.GAIN))
    lines = [
        _line(leg, name, Stated(value=value, basis=Basis.DERIVED), unit, LineKind.INFORMATION)
        for name, value, unit in _seen(leg)
    ]
    lines += [_line(leg, n, s, u, k) for n, s, u, k in steps]
    c_n0 = _sum((1.0 if k is LineKind.GAIN else -1.0, s.value) for _, s, _, k in steps)
    lines.append(Line(name=f"{leg.name}: C/N0", value=c_n0, unit="dBHz", kind=LineKind.SUBTOTAL))
    if bandwidth_hz is not None:
        c_n = None if c_n0 is None else c_n0 - 10.0 * math.log10(bandwidth_hz)
        lines.append(Line(name=f"{leg.name}: C/N", value=c_n, unit="dB", kind=LineKind.SUBTOTAL))
        lines += _disturbed(leg, c_n)
    return tuple(lines)


def _seen(leg: Leg) -> list[tuple[str, float, str]]:
    """Figures to be known and not summed: the frequency, and where the satellite stands."""
    seen = [("frequency", leg.frequency_hz / 1e9, "GHz")]
    if leg.aim is not None:
        seen += [
            ("azimuth", leg.aim.azimuth_deg, "deg"),
            ("elevation", leg.aim.elevation_deg, "deg"),
            ("skew", leg.aim.skew_deg, "deg"),
        ]
    elif leg.elevation_deg is not None:
        seen.append(("elevation", leg.elevation_deg, "deg"))
    if len(seen) > 1 and leg.range_m is not None:
        seen.append(("range", leg.range_m / 1e3, "km"))
    return seen


def _disturbed(leg: Leg, c_n_db: float | None) -> list[Line]:
    """The lines of those who disturb a leg, and C/(N+I)."""
    ratios = [(INTERFERENCE[key], leg.interference[key]) for key in INTERFERENCE if key in leg.interference]
    if not ratios:
        return []
    lines = [_line(leg, name, stated, "dB", LineKind.INFORMATION) for name, stated in ratios]
    both = added(c_n_db, *(stated.value for _, stated in ratios))
    return [*lines, Line(name=f"{leg.name}: C/(N+I)", value=both, unit="dB", kind=LineKind.SUBTOTAL)]


def _line(leg: Leg, name: str, stated: Stated, unit: str, kind: LineKind) -> Line:
    basis, source = stated.basis, stated.source
    return Line(
        name=f"{leg.name}: {name}", value=stated.value, unit=unit, kind=kind, basis=basis, source=source
    )


def added(*ratios_db: float | None) -> float | None:
    """Ratios of a carrier to several noises as that to all of them; unknown where one is."""
    if any(r is None for r in ratios_db):
        return None
    return -10.0 * math.log10(sum(10.0 ** (-r / 10.0) for r in ratios_db if r is not None))


def way_budget(
    title: str,
    legs: tuple[Leg, ...],
    carrier: Carrier,
    *,
    regenerative: bool = False,
    transponder: Transponder = LINEAR,
) -> Budget:
    """One way of a link, forward or return: its legs, and what they come to against what the carrier needs.

    Lines: each leg's; overall C/(N+I) (transparent: of both legs and the transponder together; regenerative:
    of the worse leg); the modcod that carries most (adaptive) or the one required, implementation loss,
    margin, throughput. Through a transparent satellite the downlink's EIRP and its ratios to interference
    fall with the uplink's weather, as the transponder passes it on.
    """
    lines: list[Line] = []
    ends: list[float | None] = []
    transparent = len(legs) == 2 and not regenerative
    for number, leg in enumerate(legs):
        if transparent and number == 1:
            passed = through(transponder, _drive(legs[0]), leg.eirp_dbw)
            one = _behind(leg, passed)
            lines += passed.lines
            if passed.c_im_db is not None and carrier.bandwidth_hz is not None:
                lines.append(_intermodulation(passed.c_im_db))
                ends.append(passed.c_im_db.value)
        else:
            one = _faded(leg)
        own = leg_lines(one, carrier.bandwidth_hz)
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


def _drive(leg: Leg) -> Drive:
    powered = leg.powered_db
    return Drive(
        where=leg.where or leg.name,
        frequency_hz=leg.frequency_hz,
        eirp_dbw=leg.eirp_dbw.value,
        free_space_db=leg.path_loss_db,
        losses=leg.losses,
        power_control_db=0.0 if powered is None or powered.value is None else powered.value,
    )


def _faded(leg: Leg) -> Leg:
    """A leg with its ratios to those who disturb it: an uplink's fall with it, and they do not.

    What rain itself turns over of the twin in the other polarisation falls in that rain as the carrier does.
    """
    fall = _drive(leg).fade_db if leg.name == "uplink" else 0.0
    return _with_beside(_less_wanted(leg, fall, kept=(RAIN_CROSS,)), fall)


def _with_beside(leg: Leg, fall_db: float | None) -> Leg:
    """With the ratio to the satellite beside, of what the leg radiates less a fall."""
    beside, eirp = leg.beside_db, leg.eirp_dbw
    if beside is None:
        return leg
    value = _sum([(1.0, eirp.value), (1.0, beside.value), (-1.0, fall_db)])
    ratio = replace(beside, value=value, basis=max(beside.basis, eirp.basis))
    return replace(leg, interference={**leg.interference, "adjacent_db": ratio})


def _behind(leg: Leg, passed: Passed) -> Leg:
    """A downlink with the carrier that the transponder passes on."""
    return _with_beside(replace(_less_wanted(leg, passed.fall_db), eirp_dbw=passed.eirp_dbw), 0.0)


def _less_wanted(leg: Leg, fall_db: float | None, kept: tuple[str, ...] = ()) -> Leg:
    def less(stated: Stated) -> Stated:
        value = None if stated.value is None or fall_db is None else stated.value - fall_db
        return replace(stated, value=value)

    ratios = {name: s if name in kept else less(s) for name, s in leg.interference.items()}
    return replace(leg, interference=ratios)


def _intermodulation(c_im: Stated) -> Line:
    return Line(
        name="transponder: C/IM",
        value=c_im.value,
        unit="dB",
        kind=LineKind.INFORMATION,
        basis=c_im.basis,
        source=c_im.source,
    )


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
