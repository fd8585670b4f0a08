"""What the indices of SBAS messages stand for: variances, degradation, grid points, satellites.

RTCA DO-229F, appendix A; for L5, ICAO Annex 10 volume I (amendment 93) and EUROCAE ED-259A.
"""

from __future__ import annotations

UDREI_NOT_MONITORED, UDREI_DO_NOT_USE = 14, 15
SIGMA2_UDRE_M2 = (  # DO-229F, table A-6; NaN: not monitored, do not use
    0.0520, 0.0924, 0.1444, 0.2830, 0.4678, 0.8315, 1.2992, 1.8709, 2.5465, 3.3260, 5.1968, 20.7870,
    230.9661, 2078.695, float("nan"), float("nan"),
)  # fmt: skip
SIGMA2_GIVE_M2 = (  # DO-229F, table A-17; NaN: not monitored
    0.0084, 0.0333, 0.0749, 0.1331, 0.2079, 0.2994, 0.4075, 0.5322, 0.6735, 0.8315, 1.1974, 1.8709,
    3.3260, 20.7870, 187.0826, float("nan"),
)  # fmt: skip
FAST_DEGRADATION_MPS2 = (  # DO-229F, table A-8
    0.0, 0.00005, 0.00009, 0.00012, 0.00015, 0.00020, 0.00030, 0.00045, 0.00060, 0.00090, 0.00150,
    0.00210, 0.00270, 0.00330, 0.00460, 0.00580,
)  # fmt: skip
DELTA_UDRE = (1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 20.0, 30.0, 40.0, 50.0, 100.0)
DFREI_DO_NOT_USE = 15
# sigma_DFRE = first + step * the four bits of message 37, for DFREI 0 to 14 (ED-259A, message 37)
DFRE_FIRST_M = (0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 10.0)
DFRE_STEP_M = (0.0625, 0.125, 0.125, 0.125, 0.125, 0.25, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 1.0, 3.0, 6.0)

_MIDDLE = tuple(range(-55, 60, 5))
_WIDE = (-75, -65, *_MIDDLE, 65, 75)
BANDS = 11


def satellite_of_l1_slot(slot: int) -> str | None:
    """Name the satellite of a PRN mask slot of L1 (1 to 210): GPS, GLONASS, SBAS; None for the rest."""
    if 1 <= slot <= 37:
        return f"G{slot:02d}"
    if 38 <= slot <= 61:
        return f"R{slot - 37:02d}"
    if 120 <= slot <= 158:
        return f"S{slot - 100:02d}"
    return None


def satellite_of_l5_slot(slot: int) -> str | None:
    """Name the satellite of a mask slot of L5 DFMC (1 to 214); None for reserved ones."""
    if 1 <= slot <= 32:
        return f"G{slot:02d}"
    if 38 <= slot <= 69:
        return f"R{slot - 37:02d}"
    if 75 <= slot <= 110:
        return f"E{slot - 74:02d}"
    if 120 <= slot <= 158:
        return f"S{slot - 100:02d}"
    if 159 <= slot <= 195:
        return f"C{slot - 158:02d}"
    return None


def grid_points(band: int) -> tuple[tuple[int, int], ...]:
    """List the ionosphere grid points of a band, (latitude, longitude) in degrees, in the mask's order.

    DO-229F, table A-14: bands 0 to 8 are columns of 40 degrees of longitude, 9 and 10 the polar rings.
    """
    if band >= 9:
        sign, last = (1, -180) if band == 9 else (-1, -170)
        rings = ((60, 5, -180), (65, 10, -180), (70, 10, -180), (75, 10, -180), (85, 30, last))
        return tuple((sign * lat, lon) for lat, step, first in rings for lon in range(first, 180, step))
    south = band % 2 == 1  # this band's one point near the pole is on that side
    points: list[tuple[int, int]] = []
    for k in range(8):
        column: tuple[int, ...] = _WIDE if k % 2 == 0 else _MIDDLE
        if k == band - band % 2:
            column = (-85, *column) if south else (*column, 85)
        points += [(lat, -180 + 40 * band + 5 * k) for lat in column]
    return tuple(points)
