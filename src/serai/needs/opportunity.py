"""One way to use exclusive resources for a need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from serai.needs.need import Need
from serai.time import Instant, Span
from serai.wording import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """An asset held for a while.

    ``share`` is the part of the asset that is held (one antenna of four is 0.25; an unknown number
    of antennas counts as one). ``serves`` names what it is held for: two uses of one asset that
    serve the same thing (one pass that carries two images) are held once. ``roll_deg`` is how far the asset
    turns aside for it, to the right of its track; None where it need not turn, or nobody knows.
    """

    asset: str
    span: Span
    share: float = 1.0
    serves: str = ""
    roll_deg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One bookable way to meet part of a need: what it uses, what it would give, why, and what follows.

    ``predicted`` holds ranges (low, high) by measure name, in the measure's unit. ``counts_at`` is
    when the result counts (a look's middle, a delivery). ``follow_on`` is a need that must be met
    before the result is of use, such as carrying an image down; None when there is none.
    """

    id: str
    need: str
    uses: tuple[Use, ...]
    counts_at: Instant
    why: Reason | str
    predicted: Mapping[str, tuple[float, float]] = field(default_factory=lambda: MappingProxyType({}))
    follow_on: Need | None = None

    @property
    def span(self) -> Span:
        """From the first use's start to the last use's end."""
        return Span(min(u.span.start for u in self.uses), max(u.span.end for u in self.uses))
