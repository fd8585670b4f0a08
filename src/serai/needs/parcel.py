"""What a follow-on need asks to move."""

from __future__ import annotations

from dataclasses import dataclass

from serai.time import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Something on board that must still be carried to its user, such as an image that was just taken."""

    aboard: str
    ready: Instant
    by: Instant
    size_bits: float | None = None
    rate_bps: float | None = None  # at which its satellite sends it down
