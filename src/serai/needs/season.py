"""The months of the year in which a need is asked."""

from __future__ import annotations

from serai.errors import Refused

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class SeasonUnreadable(Refused):
    """A season that is not written in month names."""


def months(text: str) -> frozenset[int]:
    """The months (1 to 12) that a season such as "Jun-Oct" or "Apr-Jun;Oct-Dec" names; "all" is all.

    >>> sorted(months("Nov-Jan"))
    [1, 11, 12]
    """
    wanted = text.strip()
    if wanted.casefold() in ("", "all"):
        return frozenset(range(1, 13))
    found: set[int] = set()
    for part in wanted.replace(",", ";").split(";"):
        first, _, last = (p.strip() for p in part.partition("-"))
        begin, end = _month(first, text), _month(last or first, text)
        while True:
            found.add(begin)
            if begin == end:
                break
            begin = begin % 12 + 1
    return frozenset(found)


def spelled(found: frozenset[int]) -> str:
    """Months as a season is written, runs of them as one.

    >>> spelled(frozenset({11, 12, 1, 5}))
    'May;Nov-Jan'
    """
    if len(found) == len(MONTHS):
        return "all"
    runs = []
    for first in sorted(m for m in found if (m - 2) % 12 + 1 not in found):
        last = first
        while last % 12 + 1 in found:
            last = last % 12 + 1
        runs.append(MONTHS[first - 1] if first == last else f"{MONTHS[first - 1]}-{MONTHS[last - 1]}")
    return ";".join(runs)


def _month(name: str, text: str) -> int:
    try:
        return [m.casefold() for m in MONTHS].index(name[:3].casefold()) + 1
    except ValueError:
        raise SeasonUnreadable("needs.season", text=text, name=name) from None
