"""The ionosphere on a slant path, L and S band: Recommendation ITU-R P.531-14 (08/2019), sections 3, 4."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

FREQUENCY = ValidityRange(
    of="ITU-R P.531-14", quantity=reason("radio.quantity.frequency"), low=0.1, high=12.0, unit="GHz"
)
INDEX = ValidityRange(
    of="ITU-R P.531-14, section 4",
    quantity=reason("radio.quantity.scintillation_index"),
    low=0.0,
    high=1.0,
    unit="",
)
SCALING = 1.5  # section 4.3: S4 falls with the frequency to this power
FLUCTUATION_DB, POWER = 27.5, 1.26  # section 4, equation (14): peak to peak from S4


def index_at(index: ArrayLike, from_ghz: ArrayLike, to_ghz: ArrayLike) -> F:
    """The scintillation index S4 at another frequency, at most 1."""
    ratio = np.asarray(from_ghz, dtype=float) / np.asarray(to_ghz, dtype=float)
    return np.asarray(np.minimum(np.asarray(index) * ratio**SCALING, 1.0))


def peak_to_peak_db(index: ArrayLike) -> F:
    """The peak-to-peak fluctuation of the power at a scintillation index."""
    return np.asarray(FLUCTUATION_DB * np.asarray(index, dtype=float) ** POWER)


def scintillation_fade_db(index: ArrayLike, percent: ArrayLike) -> F:
    """The fade below the mean exceeded for a percent of the time while it scintillates.

    By the Nakagami law of section 4.4: the power is gamma distributed with m = 1 / S4^2.
    """
    from scipy.special import gammainccinv, gammaincinv

    s4, p = np.asarray(index, dtype=float), np.asarray(percent, dtype=float) / 100.0
    m = 1.0 / np.maximum(s4, 1e-3) ** 2
    power = np.where(p < 0.5, gammaincinv(m, p), gammainccinv(m, 1.0 - p)) / m
    fade = np.maximum(-10.0 * np.log10(power), 0.0)
    return np.asarray(
        np.where(INDEX.holds(s4) & (p > 0.0) & (p < 1.0), np.where(s4 > 1e-3, fade, 0.0), np.nan)
    )


def faraday_rotation_rad(frequency_ghz: ArrayLike, field_t: ArrayLike, electrons_m2: ArrayLike) -> F:
    """The turn of a linear polarisation, section 3.1, equation (3), from the field and the electrons."""
    f = np.asarray(frequency_ghz, dtype=float)
    return np.asarray(2.36e-14 * np.asarray(field_t) * np.asarray(electrons_m2) / f**2)


def group_delay_s(frequency_ghz: ArrayLike, electrons_m2: ArrayLike) -> F:
    """The delay of a signal by the electrons along its path, section 3.2, equation (4)."""
    hz = np.asarray(frequency_ghz, dtype=float) * 1e9
    return np.asarray(1.345e-7 * np.asarray(electrons_m2) / hz**2)
