"""Maps of an area one after the other: each made of looks taken after those of the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WHOLE = 1.0 - 1e-9  # a sum of shares that is all asked for may fall short by so little
AT_FIRST = 64  # looks that are tried for a map; twice as many where they do not make one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MadeMap:
    """A map: when its first and its last look were taken and when it was in hand (s), and its looks."""

    first_s: float
    last_s: float
    in_hand_s: float
    looks: Integers


def maps_in_turn(
    taken_s: Floats, in_hand_s: Floats, added: Callable[[Integers], Floats], share: float
) -> tuple[MadeMap, ...]:
    """The maps of a share of an area that looks (n,), in the order in which they are in hand, make in turn.

    ``added`` tells what each of some looks adds to those before it, as shares of the area. A map is of the
    looks that add something until it has its share; the next is of looks taken later than all of them.
    """
    found: list[MadeMap] = []
    after_s = -np.inf
    while True:
        rows = np.flatnonzero(taken_s > after_s)
        used = _first_map(rows, added, share)
        if used is None:
            return tuple(found)
        made = MadeMap(
            first_s=float(taken_s[used].min()),
            last_s=float(taken_s[used].max()),
            in_hand_s=float(in_hand_s[used[-1]]),
            looks=used,
        )
        found.append(made)
        after_s = made.last_s


def _first_map(rows: Integers, added: Callable[[Integers], Floats], share: float) -> Integers | None:
    """The looks of the first map among some, in the order in which they are in hand; None for no map."""
    tried = AT_FIRST
    while len(rows):
        more = added(rows[:tried])
        enough = np.flatnonzero(np.cumsum(more) >= share * WHOLE)
        if len(enough):
            upto = int(enough[0]) + 1
            return rows[:upto][more[:upto] > 0.0]
        if tried >= len(rows):
            return None
        tried *= 2
    return None
