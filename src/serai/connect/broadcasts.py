"""Where a broadcast reaches: one text to every receiver in an area, by as many services as share it.

A text to one person goes by one service, which must serve every place of its user. A broadcast is heard by
whoever stands in its area: coast stations and the networks of several countries reach a need's places
together, each its own.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import refusal
from serai.connect.endpoints import Ends
from serai.connect.fittings import Messenger
from serai.needs import Need
from serai.pool import Asset, Pool

B = NDArray[np.bool_]


def spreads(messenger: Messenger, ways: frozenset[str]) -> bool:
    """Whether a service is asked for as a broadcast: it sends one, and a text to one person will not do."""
    return "broadcast" in messenger.carries and "message" not in ways


def reach(asset: Asset, messenger: Messenger, need: Need, ends: Ends, pool: Pool, ways: frozenset[str]) -> B:
    """Which places of the user (places,) a service reaches; all or none unless it is asked as a broadcast."""
    places = range(len(ends.places))
    if spreads(messenger, ways):
        return np.array([not refusal(asset, messenger, need, ends, pool, p) for p in places], dtype=bool)
    return np.full(len(places), not refusal(asset, messenger, need, ends, pool))


def together(reached: Iterable[B | None], places: int) -> B:
    """Which places (places,) any of several services reaches; None is one that reaches all."""
    out = np.zeros(places, dtype=bool)
    for one in reached:
        out |= True if one is None else one
    return out
