"""The normal distribution in one and two dimensions, as P.618, P.837, P.1623 and P.1815 use it."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

F = NDArray[np.float64]

_complement = np.frompyfunc(math.erfc, 1, 1)
_inverse = np.frompyfunc(NormalDist().inv_cdf, 1, 1)  # M. J. Wichura, Applied Statistics 37, 1988, AS 241
NODES = 48  # of Gauss and Legendre: Owen's integral to the rounding


def exceeded(x: ArrayLike) -> F:
    """The chance Q(x) that a standard normal variable exceeds x."""
    return 0.5 * np.asarray(_complement(np.asarray(x, dtype=float) / math.sqrt(2.0)), dtype=float)


def exceeded_by(chance: ArrayLike) -> F:
    """The value that a standard normal variable exceeds with a chance: the inverse of ``exceeded``.

    Infinite for a chance of 0 or 1; NaN for what is none.
    """
    p = np.asarray(chance, dtype=float)
    inside = (p > 0.0) & (p < 1.0)
    found = -np.asarray(_inverse(np.where(inside, p, 0.5)), dtype=float)
    edge = np.where(p == 0.0, np.inf, np.where(p == 1.0, -np.inf, np.nan))
    return np.asarray(np.where(inside, found, edge))


def both_exceeded(x: ArrayLike, y: ArrayLike, correlation: ArrayLike) -> F:
    """The chance that two correlated standard normal variables exceed x and y; the inputs broadcast.

    By Owen's T function (D. B. Owen, Annals of Mathematical Statistics 27, 1956, equation 2.1), exact to
    rounding. ``correlation`` lies strictly between -1 and 1.
    """
    h, k, rho = (np.asarray(v, dtype=float) for v in (x, y, correlation))
    h, k = -h, -k  # the upper tail at (x, y) is the lower tail at (-x, -y)
    h, k = (np.where(v == 0.0, 1e-300, v) for v in (h, k))
    root = np.sqrt(1.0 - rho**2)
    below = 0.5 * (exceeded(-h) + exceeded(-k) - np.where(h * k < 0.0, 1.0, 0.0))
    joint = below - _owens_t(h, (k / h - rho) / root) - _owens_t(k, (h / k - rho) / root)
    return np.asarray(np.clip(joint, 0.0, 1.0))


def _owens_t(h: F, a: F) -> F:
    """Owen's T(h, a): his integral up to an a of 1, and beyond by his relation to T(a h, 1 / a) (2.3)."""
    h, a = np.broadcast_arrays(np.abs(h), a)
    size = np.abs(a)
    far = size > 1.0
    at, up_to = np.where(far, size * h, h), np.where(far, 1.0 / np.maximum(size, 1.0), size)
    places, weights = _gauss_legendre()
    t = up_to[..., None] * places
    inside = np.exp(-0.5 * at[..., None] ** 2 * (1.0 + t**2)) / (1.0 + t**2)
    found = up_to / (2.0 * math.pi) * (inside @ weights)
    one, other = exceeded(h), exceeded(size * h)
    return np.asarray(np.sign(a) * np.where(far, 0.5 * (one + other) - one * other - found, found))


@cache
def _gauss_legendre() -> tuple[F, F]:
    """Where an integral from 0 to 1 is looked at, and with what weights."""
    places, weights = np.polynomial.legendre.leggauss(NODES)
    return (places + 1.0) / 2.0, weights / 2.0


def log_normal_fit(chance: ArrayLike, values: ArrayLike) -> tuple[float, float]:
    """The mean and spread (m, s) of ln(values) = m + s Q^-1(chance), by least squares over the points."""
    at, log = exceeded_by(chance), np.log(np.asarray(values, dtype=float))
    spread = float(np.sum((at - at.mean()) * (log - log.mean())) / np.sum((at - at.mean()) ** 2))
    return float(log.mean() - spread * at.mean()), spread
