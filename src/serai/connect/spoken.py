"""Numbers and lists as operators say them."""

from __future__ import annotations

import math
from collections.abc import Iterable


def bits(rate_bps: float) -> str:
    """A rate as operators say it.

    >>> bits(5e9)
    '5 Gbit/s'
    """
    if not math.isfinite(rate_bps):
        return "an unknown rate"
    for unit, size in (("Tbit/s", 1e12), ("Gbit/s", 1e9), ("Mbit/s", 1e6), ("kbit/s", 1e3)):
        if rate_bps >= size:
            return f"{rate_bps / size:.3g} {unit}"
    return f"{rate_bps:.3g} bit/s"


def seconds(value: float) -> str:
    """A time as operators say it.

    >>> seconds(90.0), seconds(3600.0)
    ('90 s', '60 min')
    """
    return f"{value:.0f} s" if value < 180.0 else f"{value / 60.0:.0f} min"


def listed(names: Iterable[str], word: str = "and") -> str:
    """Names in a row, each once.

    >>> listed(["Karachi", "Gwadar", "Karachi"])
    'Karachi and Gwadar'
    """
    each = list(dict.fromkeys(names))
    return ", ".join(each[:-1]) + f" {word} {each[-1]}" if len(each) > 1 else "".join(each)


def group_name(slug: str) -> str:
    """A shared-risk group as operators say it.

    >>> group_name("corridor:red-sea"), group_name("landing:karachi")
    ('the Red Sea corridor', 'the landing at Karachi')
    """
    kind, _, name = slug.partition(":")
    words = name.replace("-", " ").title()
    if kind == "slot":
        return f"the orbital slot at {name.replace('-', '.').upper()}"
    places = {"corridor": f"the {words} corridor", "landing": f"the landing at {words}"}
    return places.get(kind, f"the {kind.replace('-', ' ')} {words}" if name else slug)
