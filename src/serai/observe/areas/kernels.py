"""What share of an area and a period holds, compiled: every loss, every place of the area, its own looks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import alone, compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]

REQUEST, REVISIT, RATE, QUICKEST, CLEAR = range(5)
# What a measure asks, in seconds: its threshold, how soon a look must be in hand, the first and the last
# moment at which looks are known, the period, the revisit; the chance of a clear sky, and how long it stays
THRESHOLD, SOON, FIRST, LAST, PERIOD, WINDOW, CHANCE, PERSISTS, ASKED = range(9)


@compiled
def _counted(at_s: Floats, arrivals_s: Floats, look: int, soon_s: float) -> bool:
    """Whether a look is in hand so soon after it is taken."""
    return bool(np.isfinite(arrivals_s[look]) and arrivals_s[look] - at_s[look] <= soon_s)


@compiled
def _requests(at_s: Floats, arrivals_s: Floats, mine: Integers, instants_s: Floats, asked: Floats) -> float:
    """The share of requests answered in time by an image taken after them."""
    held, later, j = 0, np.inf, mine.shape[0] - 1
    for k in range(instants_s.shape[0] - 1, -1, -1):
        while j >= 0 and at_s[mine[j]] >= instants_s[k]:
            later = min(later, arrivals_s[mine[j]])
            j -= 1
        if later - instants_s[k] <= asked[THRESHOLD]:
            held += 1
    return float(held / instants_s.shape[0])


@compiled
def _revisit(at_s: Floats, arrivals_s: Floats, mine: Integers, instants_s: Floats, asked: Floats) -> float:
    """The share of instants that lie in a gap between counted looks no longer than asked."""
    held, before, j, n = 0, asked[FIRST], 0, mine.shape[0]
    for k in range(instants_s.shape[0]):
        while j < n:
            if _counted(at_s, arrivals_s, mine[j], asked[SOON]):
                if at_s[mine[j]] > instants_s[k]:
                    break
                before = at_s[mine[j]]
            j += 1
        after = at_s[mine[j]] if j < n else asked[LAST]
        if after - before <= asked[THRESHOLD]:
            held += 1
    return float(held / instants_s.shape[0])


@compiled
def _quickest(at_s: Floats, arrivals_s: Floats, mine: Integers, instants_s: Floats, asked: Floats) -> float:
    """The share of instants within a revisit of which a look begins that is in hand soon enough."""
    held, j, n = 0, 0, mine.shape[0]
    for k in range(instants_s.shape[0]):
        while j < n and (
            at_s[mine[j]] < instants_s[k] or not _counted(at_s, arrivals_s, mine[j], asked[THRESHOLD])
        ):
            j += 1
        if j < n and at_s[mine[j]] < instants_s[k] + asked[WINDOW]:
            held += 1
    return float(held / instants_s.shape[0])


@compiled
def _skies(
    at_s: Floats, arrivals_s: Floats, hidden: Bytes, mine: Integers, asked: Floats
) -> tuple[float, float]:
    """How many skies are looked at in the period, each once while it stays; how many looks need none."""
    skies, sure, last = 0.0, 0.0, -np.inf
    for j in range(mine.shape[0]):
        look = mine[j]
        if at_s[look] < 0.0 or not _counted(at_s, arrivals_s, look, asked[SOON]):
            continue
        if at_s[look] >= asked[PERIOD]:
            break
        if hidden[look] == 0:
            sure += 1.0
            continue
        block = np.floor(at_s[look] / asked[PERSISTS]) if asked[PERSISTS] > 0.0 else float(j)
        if block != last:
            skies += 1.0
            last = block
    return skies, sure


@compiled
def _by_rate(
    at_s: Floats, arrivals_s: Floats, hidden: Bytes, mine: Integers, asked: Floats, clear: bool
) -> float:
    """The share of the intervals asked for that hold a look, by the rate; or the chance of a clear one."""
    skies, sure = _skies(at_s, arrivals_s, hidden, mine, asked)
    each = asked[THRESHOLD] / asked[PERIOD]
    if not clear:
        return float(min(1.0, (skies + sure) * each))
    return float(1.0 - (1.0 - asked[CHANCE]) ** (skies * each) * (1.0 - min(1.0, sure * each)))


@alone
def held(
    kind: int,
    at_s: Floats,
    arrivals_s: Floats,
    hidden: Bytes,
    bounds: Integers,
    mine: Integers,
    weight: Floats,
    instants_s: Floats,
    asked: Floats,
    out: Floats,
) -> None:
    """The share of the area and the time (losses,) into ``out``, over places of ``weight`` (places,).

    ``arrivals_s`` (losses, looks); ``mine[bounds[p]:bounds[p + 1]]`` are the looks of place ``p`` in order
    of time; ``hidden`` (looks,) is 1 where cloud hides the ground from a look.
    """
    for loss in range(arrivals_s.shape[0]):
        total = 0.0
        for p in range(weight.shape[0]):
            looks = mine[bounds[p] : bounds[p + 1]]
            if looks.shape[0] == 0 and kind != REVISIT:
                continue
            here = 0.0
            if kind == REQUEST:
                here = _requests(at_s, arrivals_s[loss], looks, instants_s, asked)
            elif kind == REVISIT:
                here = _revisit(at_s, arrivals_s[loss], looks, instants_s, asked)
            elif kind == QUICKEST:
                here = _quickest(at_s, arrivals_s[loss], looks, instants_s, asked)
            else:
                here = _by_rate(at_s, arrivals_s[loss], hidden, looks, asked, kind == CLEAR)
            total += weight[p] * here
        out[loss] = total
