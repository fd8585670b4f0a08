"""The slow angles of Moon and Sun that tides are made of: Doodson's arguments.

As the IERS Conventions (2010), 7.1.1, step 2, take them (J. L. Simon et al., A&A 282 (1994) 663).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

TT_AHEAD_OF_TAI_S = 32.184  # IAU 1991
S_PER_CENTURY = 36_525.0 * 86_400.0
NOON_2000_S = 43_200.0  # of 2000-01-01, where J2000.0 stands
# Degrees at J2000.0, then by powers of centuries: s, h, p, N', ps, and tau + s without the turn of the day.
ANGLES_DEG = np.array(
    [
        [218.31664563, 481_267.88194, -0.0014663889, 0.00000185139, 0.0],
        [280.46645, 36_000.7697489, 0.00030322222, 0.000000020, -0.00000000654],
        [83.35324312, 4_069.01363525, -0.01032172222, -0.0000124991, 0.00000005263],
        [234.95544499, 1_934.13626197, -0.00207561111, -0.00000213944, 0.00000001650],
        [282.93734098, 1.71945766667, 0.00045688889, -0.00000001778, -0.00000000334],
        [280.4606184, 36_000.7700536, 0.00038793, -0.0000000258, 0.0],
    ]
)
PRECESSION_DEG = np.array([0.0, 1.396971278, 0.000308889, 0.000000021, 0.000000007])  # added to s
RATES_DEG_PER_DAY = np.array(  # of tau, s, h, p, N', ps, in this century
    [
        360.0 + (36_000.7700536 - 481_267.88194) / 36_525.0,
        (481_267.88194 + 1.396971278) / 36_525.0,
        36_000.7697489 / 36_525.0,
        4_069.01363525 / 36_525.0,
        1_934.13626197 / 36_525.0,
        1.71945766667 / 36_525.0,
    ]
)


def arguments_deg(tai_ns: Integers, utc_day_s: Floats) -> Floats:
    """tau, s, h, p, N', ps (n, 6) in degrees; ``utc_day_s`` is the second of the UT day."""
    t = (np.asarray(tai_ns, dtype=np.int64) / 1e9 + TT_AHEAD_OF_TAI_S - NOON_2000_S) / S_PER_CENTURY
    powers = t[:, None] ** np.arange(5)
    slow = powers @ ANGLES_DEG.T
    tau = np.asarray(utc_day_s) / 240.0 + slow[:, 5] - slow[:, 0]
    s = slow[:, 0] + powers @ PRECESSION_DEG
    return np.column_stack([tau, s, slow[:, 1:5]])
