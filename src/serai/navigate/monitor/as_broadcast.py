"""Broadcast messages as a receiver had them at the time: only those already sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.gnss.satellites.broadcast import Broadcast

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AsSent:
    """Orbits and clocks by the newest usable message sent before each moment; satisfies `ranges.Orbits`."""

    broadcast: Broadcast

    @property
    def frame(self) -> str:
        return self.broadcast.frame

    def select(self, satellites: Sequence[str], satellite: Integers, tai_ns: Integers) -> Integers:
        """The message for rows of (satellite, moment); -1 where none was sent that may be used."""
        return self.broadcast.choose(self.broadcast.places(satellites)[satellite], tai_ns, live=True)

    def states(self, chosen: Integers, tai_ns: Integers, offset_s: Floats) -> tuple[Floats, Floats, Floats]:
        """As `Broadcast.states`."""
        return self.broadcast.states(chosen, tai_ns, offset_s)

    def delays_s(self, chosen: Integers) -> Floats:
        """As `Broadcast.delays_s`."""
        return self.broadcast.delays_s(chosen)
