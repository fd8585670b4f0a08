"""How sure the orbits of an SP3 file are: the exponents of its ``++`` lines, one a satellite.

The Extended Standard Product 3 Orbit Format (SP3-d), 2016: an exponent n stands for a standard deviation of
2**n mm over the whole file, 0 for one that is not known.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.formats.refusal import FaultJudge
from serai.formats.rinex.header import Text
from serai.wording import reason

MILLIMETRE = 1e-3
CELLS = range(9, 60, 3)  # where the seventeen satellites and exponents of a line begin
MOST = 40  # 2**40 mm is beyond the Moon: no exponent of an orbit


def accuracies_m(text: Text, begin: int, satellites: Sequence[str], judge: FaultJudge) -> NDArray[np.float64]:
    """Standard deviations of satellites, metres; NaN where the header has none or says 0."""
    named: list[str] = []
    exponents: list[float] = []
    for index in range(begin):
        line = text.line(index)
        if line.startswith("++"):
            exponents += [_exponent(index, line[at : at + 3], judge) for at in CELLS]
        elif line.startswith("+"):
            named += [_name(line[at : at + 3]) for at in CELLS]
    known = {name: n for name, n in zip(named, exponents, strict=False) if name}
    return np.array([2.0 ** known.get(name, np.nan) * MILLIMETRE for name in satellites])


def _name(cell: str) -> str:
    """A satellite as its rows name it; SP3-a leaves out the letter of GPS. Empty: none is named here."""
    letter, number = cell[:1].strip() or "G", cell[1:].strip()
    return f"{letter}{int(number):02d}" if number.isdecimal() and int(number) > 0 and letter.isalpha() else ""


def _exponent(index: int, cell: str, judge: FaultJudge) -> float:
    said = cell.strip()
    if said in ("", "0"):
        return np.nan
    if said.isdecimal() and int(said) <= MOST:
        return float(said)
    judge.fault("accuracies", index + 1, reason("formats.expected.sp3_accuracy", most=MOST), said)
    return np.nan
