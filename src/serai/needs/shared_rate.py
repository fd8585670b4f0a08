"""What a need gets of a rate when all needs ask at once, beside what it would have alone."""

from __future__ import annotations

from dataclasses import dataclass

from serai.needs.need import Need
from serai.wording import Reason

ENOUGH = 1.0 - 1e-6  # of what is asked: less short of it is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRate:
    """A need's rate (bit/s) as asked, alone, and when all ask; ``says`` tells it in a sentence.

    ``over`` is what it passes, by id; ``full`` what of it is full, empty where it has what it asks or all
    that it has alone; ``with_`` are the needs that pass what is full (where nothing is, anything of the
    same).
    """

    need: Need
    asked_bps: float
    alone_bps: float
    shared_bps: float
    says: Reason
    over: tuple[str, ...] = ()
    full: str = ""
    with_: tuple[str, ...] = ()

    @property
    def short(self) -> bool:
        """Whether it gets less for the others: less than is asked, and less than alone."""
        return self.shared_bps < min(self.asked_bps, self.alone_bps) * ENOUGH
