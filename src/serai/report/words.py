"""How figures, shares, times and names are said on a page and in a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from serai.needs import Measure, State
from serai.pool import Pool
from serai.time import Instant, Span

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
ROUNDS_UP = 1 - 5e-4  # what three digits would round up to the next unit is said in that unit
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

WORST_FIRST = (State.NOT_MET, State.DEGRADED, State.UNKNOWN, State.MET, State.OUT_OF_SEASON)
MEANS: Mapping[State, str] = {
    State.MET: "the threshold holds for the share of time required",
    State.DEGRADED: "it holds for at least half of the share required",
    State.NOT_MET: "it holds for less than half of the share required",
    State.UNKNOWN: "a figure it needs is missing, and is named",
    State.OUT_OF_SEASON: "nobody asks in this month",
}

UNMENDED = "nothing in the pool mends it"


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


def measure_name(measure: Measure | str) -> str:
    """What a measure is called: "request to hand", "horizontal error (95 %)"."""
    name = measure if isinstance(measure, str) else measure.name
    if name.endswith("_95"):
        return f"{name[:-3].replace('_', ' ')} (95 %)"
    return name.replace("_", " ")


def limit(measure: Measure, level: float | None = None) -> str:
    """A measure's threshold, or another of its levels, with the side that is better."""
    value = measure.threshold if level is None else level
    return f"{'≤' if measure.lower_is_better else '≥'} {quantity(value, measure.unit)}"


def asset_name(pool: Pool, asset_id: str) -> str:
    """What people call an asset; a shared-risk group "corridor:red-sea" is "red-sea (corridor)"."""
    if asset_id in pool:
        return pool[asset_id].name
    kind, colon, slug = asset_id.partition(":")
    return f"{slug} ({kind})" if colon else asset_id


def some(names: Iterable[str], most: int) -> str:
    """Names in a row, the first few of them when there are many: "Kashi, Miyun and 3 more"."""
    every = list(names)
    if len(every) <= most + 1:
        return ", ".join(every)
    return f"{', '.join(every[:most])} and {len(every) - most} more"


def sentence(text: str) -> str:
    """A text with a capital at its start and a full stop at its end."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if not text or text.endswith((".", "?", "!")) else ".")


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """A count with its noun: "1 need", "3 needs", "1,136 passes"."""
    return f"{count} {noun}" if count == 1 else f"{count:,} {nouns or noun + 's'}"


def day(at: Instant) -> str:
    """The date of an instant in UTC: "22 Aug 2026"."""
    text = at.utc(decimals=0)
    return f"{int(text[8:10])} {MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def clock(at: Instant) -> str:
    """The time of day of an instant in UTC: "04:17:09"."""
    return at.utc(decimals=0)[11:19]


def minute(at: Instant) -> str:
    """An instant to the minute in UTC: "22 Aug 2026 04:17"."""
    return f"{day(at)} {clock(at)[:5]}"


def period(span: Span) -> str:
    """A span in words: "22 Aug 2026 00:00 to 23 Aug 2026 00:00 UTC"."""
    return f"{minute(span.start)} to {minute(span.end)} UTC"


def days(length: float) -> str:
    """A number of days in words: "1 day", "2.5 days"."""
    return "1 day" if length == 1.0 else f"{length:g} days"
