"""The normal distribution in one and two dimensions, as P.618, P.837, P.1623 and P.1815 use it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, owens_t

F = NDArray[np.float64]


def exceeded(x: ArrayLike) -> F:
    """The chance Q(x) that a standard normal variable exceeds x."""
    return np.asarray(ndtr(-np.asarray(x, dtype=float)))


def exceeded_by(chance: ArrayLike) -> F:
    """The value that a standard normal variable exceeds with a chance: the inverse of ``exceeded``."""
    return np.asarray(-ndtri(np.asarray(chance, dtype=float)))


def both_exceeded(x: ArrayLike, y: ArrayLike, correlation: ArrayLike) -> F:
    """The chance that two correlated standard normal variables exceed x and y; the inputs broadcast.

    By Owen's T function (D. B. Owen, Annals of Mathematical Statistics 27, 1956, equation 2.1), exact to
    rounding. ``correlation`` lies strictly between -1 and 1.
    """
    h, k, rho = (np.asarray(v, dtype=float) for v in (x, y, correlation))
    h, k = -h, -k  # the upper tail at (x, y) is the lower tail at (-x, -y)
    h, k = (np.where(v == 0.0, 1e-300, v) for v in (h, k))
    root = np.sqrt(1.0 - rho**2)
    below = 0.5 * (ndtr(h) + ndtr(k) - np.where(h * k < 0.0, 1.0, 0.0))
    joint = below - owens_t(h, (k / h - rho) / root) - owens_t(k, (h / k - rho) / root)
    return np.asarray(np.clip(joint, 0.0, 1.0))


def log_normal_fit(chance: ArrayLike, values: ArrayLike) -> tuple[float, float]:
    """The mean and spread (m, s) of ln(values) = m + s Q^-1(chance), by least squares over the points."""
    at, log = exceeded_by(chance), np.log(np.asarray(values, dtype=float))
    spread = float(np.sum((at - at.mean()) * (log - log.mean())) / np.sum((at - at.mean()) ** 2))
    return float(log.mean() - spread * at.mean()), spread
