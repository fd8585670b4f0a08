"""Regular moments over a span, for what is sampled and not root-found."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.time.windows import Span


def grid(span: Span, step_s: float) -> NDArray[np.int64]:
    """Moments every ``step_s`` seconds, TAI ns: the start included, the end excluded."""
    step_ns = round(step_s * 1e9)
    if step_ns <= 0:
        raise Refused("time.grid_step", step_s=step_s)
    return np.arange(span.start.tai_ns, span.end.tai_ns, step_ns, dtype=np.int64)


def cut_at(grid_ns: NDArray[np.int64], instants_ns: NDArray[np.int64]) -> NDArray[np.int64]:
    """The grid with further moments put in, ordered, each once.

    Moments outside the grid's first and last are left out: they say nothing about the span sampled.
    """
    if not len(grid_ns):
        return np.empty(0, np.int64)
    inside = instants_ns[(instants_ns >= grid_ns[0]) & (instants_ns <= grid_ns[-1])]
    return np.union1d(grid_ns, inside)
