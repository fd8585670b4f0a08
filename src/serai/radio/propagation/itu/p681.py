"""Roadside trees before a satellite, L and S band: Recommendation ITU-R P.681-11 (08/2019), section 4.1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

FREQUENCY = ValidityRange(
    of="ITU-R P.681-11, section 4.1",
    quantity=reason("radio.quantity.frequency"),
    low=0.8,
    high=20.0,
    unit="GHz",
)
ELEVATION = ValidityRange(
    of="ITU-R P.681-11, section 4.1",
    quantity=reason("radio.quantity.elevation"),
    low=7.0,
    high=90.0,
    unit=reason("radio.degrees"),
)
PERCENT = ValidityRange(
    of="ITU-R P.681-11, section 4.1",
    quantity=reason("radio.quantity.share_of_distance"),
    low=1.0,
    high=80.0,
    unit="%",
)
REFERENCE_GHZ = 1.5  # the frequency of the fit
FLOOR_DEG = 20.0  # below 20 degrees, down to 7, the fade of 20 degrees stands
TOP_DEG = 60.0  # from 60 to 90 degrees it falls along a line to the zenith
ZENITH_DB = (
    (1.0, 4.1),
    (5.0, 2.0),
    (10.0, 1.5),
    (15.0, 1.4),
    (20.0, 1.3),
    (30.0, 1.2),
)  # table 1, at 1.6 GHz


def tree_shadowing_db(frequency_ghz: ArrayLike, elevation_deg: ArrayLike, percent: ArrayLike) -> F:
    """The fade by roadside trees exceeded over a percent of the distance driven; the inputs broadcast.

    The extended empirical roadside shadowing model; NaN outside 0.8 to 20 GHz, 7 to 90 degrees, 1 to 80 %.
    Above 60 degrees the value at the zenith is that of table 1 at 1.6 GHz, scaled by frequency like the rest.
    """
    f, theta, p = (np.asarray(v, dtype=float) for v in (frequency_ghz, elevation_deg, percent))
    at = np.clip(theta, FLOOR_DEG, TOP_DEG)
    rare = np.minimum(p, 20.0)
    base = -(3.44 + 0.0975 * at - 0.002 * at**2) * np.log(rare) + (-0.443 * at + 34.76)
    fade = base * np.exp(1.5 * (1.0 / np.sqrt(REFERENCE_GHZ) - 1.0 / np.sqrt(f)))
    known, zenith = zip(*ZENITH_DB, strict=True)
    overhead = np.interp(rare, known, zenith) * np.exp(1.5 * (1.0 / np.sqrt(1.6) - 1.0 / np.sqrt(f)))
    steep = np.clip((theta - TOP_DEG) / (90.0 - TOP_DEG), 0.0, 1.0)
    fade = fade * (1.0 - steep) + np.minimum(overhead, fade) * steep
    fade = np.where(p > 20.0, fade * np.log(80.0 / np.maximum(p, 1e-9)) / np.log(4.0), fade)
    inside = FREQUENCY.holds(f) & ELEVATION.holds(theta) & PERCENT.holds(p)
    return np.asarray(np.where(inside, np.maximum(fade, 0.0), np.nan))
