"""95 % errors from covariances: the exact quantile of the horizontal error ellipse, 1.96 sigma up, time.

The horizontal figure is the radius of the circle about the true position that holds 95 % of the errors of
a centred normal distribution with the ellipse's axes: K(c) times the larger sigma, c the ratio of the axes.
K is Harter's table (H. L. Harter, "Circular error probabilities", J. Am. Stat. Assoc. 55 (1960) 723-731),
recomputed by numerical integration in tests/navigate; it runs from 1.96 (a line) to 2.448 (a circle). The
usual "2 drms" lies between 95.4 % and 98.2 % and would overstate the error by 2 to 16 %.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth import LIGHT_MPS
from serai.navigate.geometry import Solution

Floats = NDArray[np.float64]

ONE_SIDED = 1.959964  # |x| <= this many sigma for 95 % of a centred normal error
AXIS_RATIO = np.linspace(0.0, 1.0, 21)
K95 = np.array(
    [
        1.959964, 1.960603, 1.962530, 1.965778, 1.970408, 1.976505, 1.984196, 1.993656, 2.005137,
        2.019017, 2.035859, 2.056384, 2.081304, 2.111112, 2.145981, 2.185802, 2.230287, 2.279075,
        2.331798, 2.388120, 2.447747,
    ]
)  # fmt: skip


def horizontal_95_m(variance: Floats) -> Floats:
    """The 95 % radius (...) of horizontal errors with covariances (ee, en, ..., nn, ...) as in Solution.q."""
    ee, en, nn = variance[0], variance[1], variance[3]
    middle, spread = (ee + nn) / 2.0, np.hypot((ee - nn) / 2.0, en)
    major = np.sqrt(middle + spread)
    minor = np.sqrt(np.maximum(middle - spread, 0.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = minor / major
    radius: Floats = major * np.interp(ratio, AXIS_RATIO, K95)
    return np.where(np.isnan(major), np.nan, radius)


def vertical_95_m(variance: Floats) -> Floats:
    """The 95 % bound (...) of vertical errors: 1.96 sigma."""
    bound: Floats = ONE_SIDED * np.sqrt(variance[5])
    return bound


def time_95_ns(solution: Solution, utc_offset_95_ns: Floats) -> Floats:
    """The 95 % error (cells,) of UTC from the best clock that has a published offset, nanoseconds.

    A receiver that solves for its position reads each system's clock with the cofactor of that clock; the
    system time's own offset from UTC (clocks,), 95 %, NaN where nobody published one, is added in quadrature.
    """
    own = ONE_SIDED * np.sqrt(solution.clock) / LIGHT_MPS * 1e9
    each = np.hypot(own, utc_offset_95_ns[:, None])
    best: Floats = np.where(np.isnan(each), np.inf, each).min(axis=0, initial=np.inf)
    return best
