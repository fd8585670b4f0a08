"""The windows of one condition with a smooth margin: sample, bracket, refine all brackets at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from serai.access.condition import Condition
from serai.access.refine import summits, zeros
from serai.time.windows import Span

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Rows = tuple[Integers, Integers, Integers]  # pair, start and end (TAI ns), ordered by pair and start
SAMPLES_AT_ONCE = 250_000  # margins looked at together: a few arrays of them stay in the processor's cache
SUMMIT_TOLERANCE_S = 0.05  # a hold that short beside its summit is not looked for further


class Edges(NamedTuple):
    """Brackets of one edge each: times in seconds after the start, and the margins there."""

    pair: Integers
    low: Floats
    high: Floats
    f_low: Floats
    f_high: Floats


class Extremes(NamedTuple):
    """Samples higher (or lower) than their neighbours, and those; one extreme lies between them."""

    pair: Integers
    low: Floats
    t: Floats
    high: Floats
    f_low: Floats
    f: Floats
    f_high: Floats
    rise: Floats  # the largest difference beside the sample: what bounds the extreme


class Search:
    """The search of one condition over one span."""

    def __init__(self, condition: Condition, within: Span, tolerance_s: float) -> None:
        self.condition, self.tolerance_s = condition, tolerance_s
        self.start_ns, self.length_ns = within.start.tai_ns, within.end.tai_ns - within.start.tai_ns
        step_ns = min(round(condition.shortest_s * 1e9), self.length_ns)
        self.offsets = np.arange(0, self.length_ns, step_ns, dtype=np.int64)
        self.t = np.append(self.offsets, self.length_ns) / 1e9  # the samples, and one at the very end

    def rows(self) -> Rows:
        """All windows, by pair and start."""
        at_once = max(1, SAMPLES_AT_ONCE // len(self.t))
        chunks = [
            np.arange(first, min(first + at_once, self.condition.pairs))
            for first in range(0, self.condition.pairs, at_once)
        ]
        first, last, edges, peaks, dips = zip(*(self._scanned(chunk) for chunk in chunks), strict=True)
        hidden = [
            *self._around(Extremes._make(_columns(peaks)), 1.0),
            *self._around(Extremes._make(_columns(dips)), -1.0),
        ]
        bracket = Edges._make(_columns([*edges, *hidden]))
        edge_ns = np.rint(self._edge_s(bracket) * 1e9).astype(np.int64)
        rising = bracket.f_high >= 0.0
        held_first, held_last = np.concatenate(first), np.concatenate(last)
        pair, start = _ordered(
            np.append(bracket.pair[rising], held_first),
            np.append(edge_ns[rising], np.zeros_like(held_first)),
        )
        _, end = _ordered(
            np.append(bracket.pair[~rising], held_last),
            np.append(edge_ns[~rising], np.full_like(held_last, self.length_ns)),
        )
        lasting = end > start
        return pair[lasting], self.start_ns + start[lasting], self.start_ns + end[lasting]

    def _margin(self, pair: Integers, t: Floats) -> Floats:
        return self.condition.margin(pair, self.start_ns + np.rint(t * 1e9).astype(np.int64))

    def _scanned(self, pairs: Integers) -> tuple[Integers, Integers, Edges, Extremes, Extremes]:
        """Pairs that hold at the first and at the last sample; edges, peaks below zero and dips above it."""
        f = np.empty((len(pairs), len(self.t)))
        f[:, :-1] = self.condition.margin(pairs[:, None], self.start_ns + self.offsets)
        f[:, -1] = self._margin(pairs, np.full(len(pairs), self.t[-1]))
        holds = f >= 0.0  # NaN does not
        which, k = np.nonzero(holds[:, 1:] != holds[:, :-1])
        edges = Edges(pairs[which], self.t[k], self.t[k + 1], f[which, k], f[which, k + 1])
        peaks = dips = f
        if (unknown := np.isnan(f)).any():
            peaks, dips = np.where(unknown, -np.inf, f), np.where(unknown, np.inf, f)
        peak = _tops(peaks, ~holds & ~unknown, np.greater, np.greater_equal)
        dip = _tops(dips, holds, np.less, np.less_equal)
        return (
            pairs[holds[:, 0]],
            pairs[holds[:, -1]],
            edges,
            self._beside(pairs, f, *peak),
            self._beside(pairs, f, *dip),
        )

    def _beside(self, pairs: Integers, f: Floats, which: Integers, k: Integers) -> Extremes:
        """Samples with their neighbours; the first and the last sample are their own."""
        last = len(self.t) - 1
        left, right = np.maximum(k - 1, 0), np.minimum(k + 1, last)
        here = f[which, k]
        rise = np.maximum(np.abs(here - f[which, left]), np.abs(here - f[which, right]))
        for edge, inner, further in ((0, right, np.minimum(k + 2, last)), (last, left, np.maximum(k - 2, 0))):
            # the first and the last sample have one neighbour: the next difference says how steep it is there
            beyond = np.abs(f[which, inner] - f[which, further]) if last > 1 else np.inf
            rise = np.where(k == edge, np.maximum(rise, beyond), rise)
        return Extremes(
            pairs[which],
            self.t[left],
            self.t[k],
            self.t[right],
            f[which, left],
            here,
            f[which, right],
            np.where(np.isnan(rise), np.inf, rise),
        )

    def _around(self, seen: Extremes, sign: float) -> list[Edges]:
        """Brackets of both edges of each hold (sign 1) or gap (sign -1) that no sample fell into."""
        if sign < 0.0:  # beside the unknown, which never holds, a gap is no gap between two holds
            known = ~(np.isnan(seen.f_low) | np.isnan(seen.f_high))
            seen = Extremes._make(column[known] for column in seen)
        top, value = summits(
            lambda k, at: sign * self._margin(seen.pair[k], at),
            low=seen.low,
            high=seen.high,
            f_low=sign * seen.f_low,
            f_high=sign * seen.f_high,
            start=seen.t,
            f_start=sign * seen.f,
            rise=seen.rise,
            tolerance_s=SUMMIT_TOLERANCE_S,
            enough=0.0 if sign > 0 else np.nextafter(0.0, 1.0),
            worthwhile=0.0,
        )
        reached = (value >= 0.0) if sign > 0 else (value > 0.0)
        kept = Extremes._make(column[reached] for column in seen)
        top, value = top[reached], sign * value[reached]
        return [
            Edges(kept.pair, kept.low, top, kept.f_low, value),
            Edges(kept.pair, top, kept.high, value, kept.f_high),
        ]

    def _edge_s(self, bracket: Edges) -> Floats:
        return zeros(
            lambda k, at: self._margin(bracket.pair[k], at),
            low=bracket.low,
            high=bracket.high,
            f_low=bracket.f_low,
            f_high=bracket.f_high,
            tolerance_s=self.tolerance_s,
        )


def nothing() -> Rows:
    """No windows."""
    no = np.empty(0, np.int64)
    return no, no, no


def _tops(
    f: Floats, asked: NDArray[np.bool_], above: np.ufunc, not_below: np.ufunc
) -> tuple[Integers, Integers]:
    """The samples asked for that stand above the one before and not below the one after (row, column)."""
    top = asked.copy()
    top[:, 1:] &= above(f[:, 1:], f[:, :-1])
    top[:, :-1] &= not_below(f[:, :-1], f[:, 1:])
    which, k = np.nonzero(top)
    return which, k


def _columns(parts: Sequence[Edges] | Sequence[Extremes]) -> Iterator[NDArray[Any]]:
    """The columns of several tables, one below the other."""
    return (np.concatenate(column) for column in zip(*parts, strict=True))


def _ordered(which: Integers, at: Integers) -> tuple[Integers, Integers]:
    order = np.lexsort((at, which))
    return which[order], at[order]
