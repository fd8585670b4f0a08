"""Where something is and how it moves: the one question every moving thing answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from serai.earth.ellipsoid import Place
from serai.earth.orientation import Orientation

Floats = NDArray[np.float64]
Nanoseconds = NDArray[np.int64]


@runtime_checkable
class Motion(Protocol):
    """Anything with a position at every moment."""

    def state(self, tai_ns: Nanoseconds, orientation: Orientation) -> tuple[Floats, Floats]:
        """Earth-fixed (ITRF / WGS 84) positions (n, 3) in m and velocities (n, 3) in m/s at moments (n,).

        Rows are NaN where the motion has no answer; why is the motion's own to say.
        """
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A motion that stands still on the Earth."""

    place: Place

    def state(self, tai_ns: Nanoseconds, orientation: Orientation) -> tuple[Floats, Floats]:  # noqa: ARG002 (the protocol's)
        """The same position at every moment, and no velocity."""
        shape = (len(tai_ns), 3)
        return np.broadcast_to(self.place.ecef_m(), shape).copy(), np.zeros(shape)
