"""Free-space loss: Recommendation ITU-R P.525-4 (08/2019), section 2.2, equation (4)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth import LIGHT_MPS


def free_space_loss_db(frequency_hz: ArrayLike, range_m: ArrayLike) -> NDArray[np.float64]:
    """The basic free-space transmission loss between isotropic antennas, in dB; the inputs broadcast."""
    wavelengths = np.asarray(range_m, dtype=float) * np.asarray(frequency_hz, dtype=float) / LIGHT_MPS
    return np.asarray(20.0 * np.log10(4.0 * np.pi * wavelengths))
