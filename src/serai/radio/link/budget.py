"""A link budget: named lines that an operator can audit, from what is radiated to the margin that is left.

Every line carries its unit, what it does to the sum and what it rests on. A figure that nobody published
stays on its line as unknown, and so do the sums behind it: no default takes its place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from textwrap import wrap

from serai.tables import Basis

BOLTZMANN_DB = 10.0 * math.log10(1.380649e-23)  # dBW/K/Hz (SI, exact constant): -228.599

NARROWEST = 24  # columns in which what a figure rests on can still be read
GIVEN = ("free-space loss",)  # losses that no better dish or drier sky takes away


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

    def of_one_leg(self) -> Budget:
        """The same with its lines named without the leg, which the title says."""
        return replace(self, lines=tuple(replace(x, name=x.name.split(": ", 1)[-1]) for x in self.lines))

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
            known = line.value is not None
            note = f"{line.basis}{': ' if line.source else ''}{line.source}" if known else line.source
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
        first, *more = wrap(note, room, break_on_hyphens=False)
        return [head + first, *(" " * len(head) + part for part in more)]
    below = wrap(note, max(columns - 6, NARROWEST), break_on_hyphens=False)
    return [head.rstrip(), *(" " * 6 + part for part in below)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A figure with what it rests on; ``value`` is None where nobody published it."""

    value: float | None
    basis: Basis = Basis.PUBLISHED
    source: str = ""


UNKNOWN = Stated(value=None)
