"""A link budget: named lines that an operator can audit, from what is radiated to the margin that is left.

Every line carries its unit, what it does to the sum and what it rests on. A figure that nobody published
stays on its line as unknown, and so do the sums behind it: no default takes its place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from textwrap import wrap

from serai.radio.propagation.itu.p525 import free_space_loss_db
from serai.tables import Basis

BOLTZMANN_DB = 10.0 * math.log10(1.380649e-23)  # dBW/K/Hz (SI, exact constant): -228.599
CLEAR_AIR_DB = 0.5  # assumed allowance for gases, clouds and scintillation until P.676 and P.840 are computed

NARROWEST = 24  # columns in which what a figure rests on can still be read
GIVEN = ("free-space loss", "bandwidth")  # losses that no better dish or drier sky takes away


class LineKind(Enum):
    """What a line does: it adds, it takes away, it is a sum so far, the result, or only for information."""

    GAIN = "+"
    LOSS = "-"
    SUBTOTAL = "="
    TOTAL = "=="
    INFORMATION = " "


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a budget; ``value`` is None where the figure is unknown."""

    name: str
    value: float | None
    unit: str
    kind: LineKind
    basis: Basis = Basis.DERIVED
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One direction of one link, as the lines that lead to its margin."""

    title: str
    lines: tuple[Line, ...]

    def __repr__(self) -> str:
        return f"Budget({self.title!r}, {len(self.lines)} lines)"

    def line(self, name: str) -> Line | None:
        """The line with this name, or None."""
        return next((line for line in self.lines if line.name == name), None)

    def value(self, name: str) -> float | None:
        """The value of a line; None when it is unknown or there is no such line."""
        line = self.line(name)
        return None if line is None else line.value

    @property
    def closes(self) -> bool | None:
        """Whether a margin is left; None where a figure is unknown."""
        margin = self.value("margin")
        return None if margin is None else margin >= 0.0

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the lines that nobody published, sums apart."""
        sums = (LineKind.SUBTOTAL, LineKind.TOTAL)
        return tuple(line.name for line in self.lines if line.value is None and line.kind not in sums)

    @property
    def basis(self) -> Basis:
        """The weakest basis among the lines that have a value."""
        return max((line.basis for line in self.lines if line.value is not None), default=Basis.PUBLISHED)

    @property
    def deciding(self) -> Line | None:
        """The line on which it hangs that a link does not close, or that nobody knows; None where it closes.

        The first unknown figure; else the smallest loss that would close the link if it were gone (rain,
        say); else the margin itself: no single loss is to blame, the link is short of EIRP or G/T.
        """
        margin = self.value("margin")
        sums = (LineKind.SUBTOTAL, LineKind.TOTAL)
        if margin is None:
            return next((x for x in self.lines if x.value is None and x.kind not in sums), None)
        if margin >= 0.0:
            return None
        losses = [x for x in self.lines if x.kind is LineKind.LOSS and not x.name.endswith(GIVEN)]
        enough = [x for x in losses if x.value is not None and margin + x.value >= 0.0]
        return min(enough, key=lambda x: x.value or 0.0, default=self.line("margin"))

    def table(self, columns: int | None = None) -> str:
        """The budget as an aligned table, its title first; what figures rest on is folded to ``columns``."""
        width = max((len(line.name) for line in self.lines), default=0)
        rows, decides = [self.title], self.deciding
        for line in self.lines:
            value = "unknown" if line.value is None else f"{line.value:.2f}"
            note = f"{line.basis}{': ' if line.source else ''}{line.source}" if line.value is not None else ""
            if line is decides:
                note += ("; " if note else "") + "decides"
            head = f"{line.kind.value:>2} {line.name:<{width}} {value:>9} {line.unit:<6} "
            rows += _folded(head, note, columns)
        return "\n".join(rows)


def _folded(head: str, note: str, columns: int | None) -> list[str]:
    """A row with its note, which goes on below itself, or below the figures where there is little room."""
    if columns is None or len(head) + len(note) <= columns:
        return [(head + note).rstrip()]
    room = columns - len(head)
    if room >= NARROWEST:
        first, *more = wrap(note, room)
        return [head + first, *(" " * len(head) + part for part in more)]
    return [head.rstrip(), *(" " * 6 + part for part in wrap(note, max(columns - 6, NARROWEST)))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A figure with what it rests on; ``value`` is None where nobody published it."""

    value: float | None
    basis: Basis = Basis.PUBLISHED
    source: str = ""


UNKNOWN = Stated(value=None)


def link_budget(
    title: str,
    *,
    frequency_hz: float,
    range_m: float,
    elevation_deg: float,
    eirp_dbw: Stated,
    g_over_t_dbk: Stated,
    rain_db: Stated,
    clear_air_db: Stated = Stated(
        value=CLEAR_AIR_DB, basis=Basis.ASSUMED, source="gases, clouds, scintillation"
    ),
    other_losses_db: Stated | None = None,
    bandwidth_hz: Stated | None = None,
    required_c_n0_dbhz: Stated | None = None,
) -> Budget:
    """The budget of one direction of a link: C/N0 (dBHz), C/N (dB) in a bandwidth, and the margin (dB).

    C/N0 = EIRP - losses + G/T - k. Noise rise of the receiver in rain, interference and the other
    direction's noise are left out; give them as ``other_losses_db``. Sums of unknown figures are unknown.
    """
    loss = Stated(
        value=float(free_space_loss_db(frequency_hz, range_m)), basis=Basis.DERIVED, source="P.525-4"
    )
    steps = [
        ("EIRP", eirp_dbw, "dBW", LineKind.GAIN),
        ("free-space loss", loss, "dB", LineKind.LOSS),
        ("clear-air losses", clear_air_db, "dB", LineKind.LOSS),
        ("rain margin", rain_db, "dB", LineKind.LOSS),
    ]
    if other_losses_db is not None:
        steps.append(("other losses", other_losses_db, "dB", LineKind.LOSS))
    steps.append(("G/T", g_over_t_dbk, "dB/K", LineKind.GAIN))
    steps.append(("Boltzmann constant", Stated(value=-BOLTZMANN_DB, source="-10 lg k"), "dB", LineKind.GAIN))
    lines = [
        Line(name="frequency", value=frequency_hz / 1e9, unit="GHz", kind=LineKind.INFORMATION),
        Line(name="range", value=range_m / 1e3, unit="km", kind=LineKind.INFORMATION),
        Line(name="elevation", value=elevation_deg, unit="deg", kind=LineKind.INFORMATION),
        *(
            Line(name=n, value=s.value, unit=u, kind=k, basis=s.basis, source=s.source)
            for n, s, u, k in steps
        ),
    ]
    c_n0 = _sum(*((1.0 if kind is LineKind.GAIN else -1.0, stated.value) for _, stated, _, kind in steps))
    lines.append(Line(name="C/N0", value=c_n0, unit="dBHz", kind=LineKind.SUBTOTAL))
    if bandwidth_hz is not None:
        width_db = None if bandwidth_hz.value is None else 10.0 * math.log10(bandwidth_hz.value)
        lines.append(
            Line(
                name="bandwidth",
                value=width_db,
                unit="dBHz",
                kind=LineKind.LOSS,
                basis=bandwidth_hz.basis,
                source=bandwidth_hz.source,
            )
        )
        c_n = _sum((1.0, c_n0), (-1.0, width_db))
        lines.append(Line(name="C/N", value=c_n, unit="dB", kind=LineKind.SUBTOTAL))
    if required_c_n0_dbhz is not None:
        need = required_c_n0_dbhz
        lines.append(
            Line(
                name="required C/N0",
                value=need.value,
                unit="dBHz",
                kind=LineKind.INFORMATION,
                basis=need.basis,
                source=need.source,
            )
        )
        margin = _sum((1.0, c_n0), (-1.0, need.value))
        lines.append(Line(name="margin", value=margin, unit="dB", kind=LineKind.TOTAL))
    return Budget(title=title, lines=tuple(lines))


def _sum(*parts: tuple[float, float | None]) -> float | None:
    total = 0.0
    for sign, value in parts:
        if value is None:
            return None
        total += sign * value
    return total
