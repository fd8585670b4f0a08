"""Numbers, durations, lengths, rates and shares as an operator reads them: each in one way everywhere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

# Steps of a unit to the one an operator would say: (at least this much, factor, unit), largest first.
DURATION = ((72 * 3600.0, 1 / 86400.0, "d"), (5400.0, 1 / 3600.0, "h"), (91.0, 1 / 60.0, "min"))
SECONDS: Mapping[str, float] = {
    "d": 86400.0,
    "h": 3600.0,
    "min": 60.0,
    "s": 1.0,
    "ms": 1e-3,
    "us": 1e-6,
    "ns": 1e-9,
}
METRES = ((1_000.0, 1e-3, "km"), (1.0, 1.0, "m"), (0.01, 100.0, "cm"), (0.0, 1000.0, "mm"))
RATES = ((1e12, 1e-12, "Tbit/s"), (1e9, 1e-9, "Gbit/s"), (1e6, 1e-6, "Mbit/s"), (1e3, 1e-3, "kbit/s"))
DATA = ((1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (0.0, "kB"))
ROUNDS_UP = 1 - 5e-4  # what three digits would round up to the next unit is said in that unit


def number(value: float) -> str:
    """A number to three significant digits, as short as it can be said.

    >>> number(353.2), number(0.0283), number(12.0)
    ('353', '0.0283', '12')
    """
    if value == 0.0 or not math.isfinite(value):
        return "0" if value == 0.0 else "unbounded"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(value: float) -> str:
    """A number to six significant digits, in full.

    >>> exact(28_800_000.0), exact(0.0283)
    ('28,800,000', '0.0283')
    """
    return f"{value:,.0f}" if 1e6 <= abs(value) < math.inf else f"{value:.6g}"


def quantity(value: float, unit: str) -> str:
    """A figure in the unit that an operator would say it in.

    >>> quantity(0.0283, "h"), quantity(192.0, "h"), quantity(0.1, "m"), quantity(2e7, "bit/s")
    ('1.7 min', '8 d', '10 cm', '20 Mbit/s')
    >>> quantity(0.9998, "m")
    '1 m'
    """
    if not math.isfinite(value):
        return "never" if unit in SECONDS else "unbounded"
    if unit in ("h", "min", "s", "d"):
        return _stepped(value * SECONDS[unit], DURATION, 1.0, "s")
    if unit in ("ms", "us", "ns"):
        seconds = value * SECONDS[unit]
        steps = ((10.0, 1.0, "s"), (1e-3, 1e3, "ms"), (1e-6, 1e6, "µs"))
        return _stepped(seconds, steps, 1e9, "ns")
    if unit == "m":
        return _stepped(value, METRES[:-1], 1000.0, "mm")
    if unit == "bit/s":
        return _stepped(value, RATES, 1.0, "bit/s")
    return f"{number(value)} {unit}".rstrip()


def duration(length_s: float) -> str:
    """A length of time, in seconds, as an operator says it.

    >>> duration(90.0), duration(5399.0), duration(7200.0), duration(180_000.0)
    ('90 s', '1.5 h', '2 h', '50 h')
    """
    return quantity(length_s, "s")


def rate(rate_bps: float) -> str:
    """A data rate as an operator says it.

    >>> rate(5e9)
    '5 Gbit/s'
    """
    return quantity(rate_bps, "bit/s")


def _stepped(value: float, steps: Sequence[tuple[float, float, str]], factor: float, unit: str) -> str:
    for least, times, name in steps:
        if abs(value) >= least * ROUNDS_UP:
            return f"{number(value * times)} {name}"
    return f"{number(value * factor)} {unit}"


def percent(share: float | None) -> str:
    """A share of time in percent, never rounded up to all of it nor down to nothing of it.

    >>> percent(0.9996), percent(1.0), percent(0.514), percent(0.0004)
    ('99.9 %', '100 %', '51 %', '<0.1 %')
    """
    if share is None or math.isnan(share):
        return "unknown"
    if share >= 1.0 - 1e-12:
        return "100 %"
    if share > 0.98:
        return f"{math.floor(share * 1000) / 10:g} %"
    if 0.0 < share < 0.001:
        return "<0.1 %"
    return f"{share * 100:.0f} %" if share >= 0.02 else f"{round(share * 100, 1):g} %"


def required_percent(share: float) -> str:
    """A share that is asked for, as exactly as it was asked.

    >>> required_percent(0.9995), required_percent(0.95)
    ('99.95 %', '95 %')
    """
    return f"{round(share * 100, 6):g} %"


def data(bits: float) -> str:
    """An amount of data in bytes.

    >>> data(5.14e11), data(9.6e12)
    ('64.2 GB', '1.2 TB')
    """
    size = bits / 8.0
    least, unit = next(step for step in DATA if size >= step[0])
    return f"{number(size / (least or 1e3))} {unit}"
