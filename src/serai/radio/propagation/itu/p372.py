"""Radio noise from the sky: Recommendation ITU-R P.372-16 (08/2022), sections 3, 4 and 6."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

FREQUENCY = ValidityRange(
    of="ITU-R P.372-16, section 6",
    quantity=reason("radio.quantity.frequency"),
    low=0.1,
    high=100.0,
    unit="GHz",
)
REFERENCE_K = 290.0
COSMIC_K = 2.7
GALAXY_K, GALAXY_GHZ, GALAXY_POWER = (
    20.0,
    0.408,
    -2.75,
)  # section 6.1: the quiet sky, and its fall with frequency


def galaxy_k(frequency_ghz: ArrayLike) -> F:
    """The brightness of the quiet galaxy away from its plane, from that of 408 MHz."""
    f = np.asarray(frequency_ghz, dtype=float)
    return np.asarray(GALAXY_K * (f / GALAXY_GHZ) ** GALAXY_POWER)


def sky_k(frequency_ghz: ArrayLike, attenuation_db: ArrayLike, mean_radiating_k: ArrayLike = 275.0) -> F:
    """The brightness of the sky through an attenuating atmosphere, the galaxy and cosmos behind it."""
    through = 10.0 ** (-np.asarray(attenuation_db, dtype=float) / 10.0)
    behind = COSMIC_K + galaxy_k(frequency_ghz)
    return np.asarray(np.asarray(mean_radiating_k) * (1.0 - through) + behind * through)


def system_k(
    sky: ArrayLike, *, receiver_k: ArrayLike, feeder_loss_db: ArrayLike = 0.0, ground_k: ArrayLike = 0.0
) -> F:
    """The system noise temperature at the receiver's input: antenna through its feeder, and the receiver."""
    through = 10.0 ** (-np.asarray(feeder_loss_db, dtype=float) / 10.0)
    return np.asarray(
        (np.asarray(sky) + np.asarray(ground_k)) * through
        + REFERENCE_K * (1.0 - through)
        + np.asarray(receiver_k)
    )


def noise_rise_db(clear_k: ArrayLike, faded_k: ArrayLike) -> F:
    """How much a system's noise grows from a clear sky to a faded one."""
    return np.asarray(10.0 * np.log10(np.asarray(faded_k, dtype=float) / np.asarray(clear_k, dtype=float)))
