"""Zeros and summits of many functions at once, each in its own bracket."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# f(which, t): values of the functions numbered `which` (m,) at t (m,), seconds
Functions = Callable[[Integers, Floats], Floats]

GOLDEN = 0.381966011250105  # 2 - golden ratio
SUMMIT_SLACK = 4.0  # how far above its best value a summit may rise, in differences to its neighbours
_MOST_ROUNDS = 80  # bisection alone takes a day down to a nanosecond in 47


def zeros(
    f: Functions, low: Floats, high: Floats, f_low: Floats, f_high: Floats, tolerance_s: float
) -> Floats:
    """Where each function crosses zero between ``low`` and ``high``: the end on which it is at least 0.

    Exactly one of each pair of values is at least 0; NaN counts as below.  Inverse quadratic steps where they
    can be trusted, else halves (T. R. Chandrupatla, Advances in Engineering Software 28 (1997) 145).
    """
    which = np.arange(len(low))
    a, b, c = high.astype(np.float64), low.astype(np.float64), high.astype(np.float64)
    fa, fb, fc = _below(f_high), _below(f_low), _below(f_high)
    out = np.empty(len(low))
    share = np.full(len(low), 0.5)
    for _ in range(_MOST_ROUNDS if len(low) else 0):
        t = a + share * (b - a)
        ft = _below(f(which, t))
        same = (ft >= 0.0) == (fa >= 0.0)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = t, ft
        width = np.abs(b - a)
        done = (width <= tolerance_s) | (fa == 0.0)
        if done.any():
            out[which[done]] = np.where(fa >= 0.0, a, b)[done]
            keep = ~done
            which, width = which[keep], width[keep]
            a, b, c, fa, fb, fc = (x[keep] for x in (a, b, c, fa, fb, fc))
            if not len(which):
                return out
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
            quadratic = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
            step = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        share = np.where(quadratic & np.isfinite(step), step, 0.5)
        least = np.minimum(0.5, 0.5 * tolerance_s / width)
        share = np.clip(share, least, 1.0 - least)
    out[which] = np.where(fa >= 0.0, a, b)
    return out


def summits(
    f: Functions,
    low: Floats,
    high: Floats,
    f_low: Floats,
    f_high: Floats,
    start: Floats,
    f_start: Floats,
    tolerance_s: float,
    *,
    enough: float = np.inf,
    worthwhile: float = -np.inf,
    rise: Floats | None = None,
) -> tuple[Floats, Floats]:
    """The greatest value of each function between ``low`` and ``high``, and where: (t, value).

    ``start`` lies between with a value not below both ends' (it may be an end itself). A search ends early
    when its value reaches ``enough``, and when no summit of its bracket can reach ``worthwhile``: one that is
    ``SUMMIT_SLACK`` times the differences to both ends (at first ``rise``, when given) above the best value.
    Parabolas, with golden sections between them so that kinks and cusps are bracketed too.
    """
    which = np.arange(len(low))
    a, b, x = low.astype(np.float64), high.astype(np.float64), start.astype(np.float64)
    fa, fb, fx = _lowest(f_low), _lowest(f_high), _lowest(f_start)
    best_t, best = x.copy(), fx.copy()
    for turn in range(_MOST_ROUNDS if len(low) else 0):
        if turn or rise is None:
            with np.errstate(invalid="ignore"):
                rise = np.maximum(fx - fa, fx - fb)
        hopeless = fx + SUMMIT_SLACK * rise < worthwhile
        done = (b - a <= tolerance_s) | (fx >= enough) | hopeless
        if done.any():
            best_t[which[done]], best[which[done]] = x[done], fx[done]
            keep = ~done
            which = which[keep]
            a, b, x, fa, fb, fx = (y[keep] for y in (a, b, x, fa, fb, fx))
            if not len(which):
                return best_t, best
        u = _next_probe(a, b, x, fa, fb, fx, tolerance_s, parabola=turn % 3 != 2)
        fu = _lowest(f(which, u))
        better, left = fu > fx, u < x
        a, fa = _either(better & ~left, x, fx, a, fa)
        b, fb = _either(better & left, x, fx, b, fb)
        a, fa = _either(~better & left, u, fu, a, fa)
        b, fb = _either(~better & ~left, u, fu, b, fb)
        x, fx = _either(better, u, fu, x, fx)
    best_t[which], best[which] = x, fx
    return best_t, best


def _next_probe(
    a: Floats, b: Floats, x: Floats, fa: Floats, fb: Floats, fx: Floats, tolerance_s: float, *, parabola: bool
) -> Floats:
    """Where to look next: the parabola's summit, or a golden section of the longer side."""
    right = b - x > x - a
    golden = np.where(right, x + GOLDEN * (b - x), x - GOLDEN * (x - a))
    if not parabola:
        return golden
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        p, q = (x - a) * (fx - fb), (x - b) * (fx - fa)
        vertex = x - 0.5 * ((x - a) * p - (x - b) * q) / (p - q)
    usable = np.isfinite(vertex) & (vertex > a) & (vertex < b) & (x > a) & (x < b)
    nudge = np.minimum(0.25 * tolerance_s, 0.25 * (b - a))
    # beside a summit already found, step just past it on the longer side, so that the bracket shrinks
    vertex = np.where(np.abs(vertex - x) < nudge, np.where(right, x + nudge, x - nudge), vertex)
    return np.where(usable, vertex, golden)


def _either(take: NDArray[np.bool_], t: Floats, ft: Floats, s: Floats, fs: Floats) -> tuple[Floats, Floats]:
    return np.where(take, t, s), np.where(take, ft, fs)


def _below(values: Floats) -> Floats:
    """Unknown as below zero: it never holds."""
    return np.where(np.isnan(values), -1.0, values)


def _lowest(values: Floats) -> Floats:
    """Unknown as lower than anything known: no summit lies there."""
    return np.where(np.isnan(values), -np.inf, values)
