"""The satellite bands by the letters operators say, each with a frequency to compute with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A letter band with the middle of its usual up and down allocations."""

    name: str
    up_hz: float
    down_hz: float


# Middles of the bands of the ITU Radio Regulations, article 5, that fixed, broadcasting and mobile satellite
# services of the corridor use; a budget names the frequency it was computed at.
BANDS: Mapping[str, Band] = {
    band.name: band
    for band in (
        Band(name="VHF", up_hz=149.0e6, down_hz=137.5e6),
        Band(name="UHF", up_hz=401.3e6, down_hz=400.6e6),
        Band(name="L", up_hz=1.643e9, down_hz=1.542e9),
        Band(name="S", up_hz=1.995e9, down_hz=2.185e9),
        Band(name="C", up_hz=6.175e9, down_hz=3.950e9),
        Band(name="X", up_hz=8.150e9, down_hz=8.212e9),
        Band(name="Ku", up_hz=14.25e9, down_hz=11.70e9),
        Band(name="Ka", up_hz=29.25e9, down_hz=19.45e9),
    )
}


def band(name: str) -> Band | None:
    """The band of this name, or None where nobody knows it."""
    return BANDS.get(name.strip())
