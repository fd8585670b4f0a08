"""What is held when: a book of uses, which says of one more why it does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from serai.needs import Booking, Use
from serai.plan.platform_faults import platform_faults
from serai.pool import Pool
from serai.time import Instant
from serai.wording import Reason, reason

FULL = 1.0 + 1e-9  # shares of an asset add up to one; the margin is rounding


class Ledger:
    """The uses granted so far, and whether one more fits."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._held: dict[str, list[Use]] = {}

    def hold(self, uses: tuple[Use, ...]) -> None:
        """Write uses into the book."""
        for use in uses:
            self._held.setdefault(use.asset, []).append(use)

    def refusal(self, uses: tuple[Use, ...]) -> Reason | str:
        """Why the uses do not fit, in one sentence; empty when they do."""
        refusals = map(self._refusal, uses)
        return next((why for why in refusals if why), "")

    def over(self, more: Sequence[Booking], bookings: Sequence[Booking]) -> list[Reason]:
        """What platforms would not allow if some bookings came to those that stand."""
        return platform_faults((*bookings, *more), self._pool)

    def _refusal(self, use: Use) -> Reason | str:
        """Why one use does not fit; empty when it does."""
        if use.asset not in self._pool:
            return reason("plan.refused.not_in_pool", asset=use.asset)
        asset = self._pool[use.asset]
        if not asset.usable:
            return reason("plan.refused.out", asset=asset.name, why=asset.out)
        kept = next((k for k in asset.kept_back if k.overlaps(use.span)), None)
        if kept is not None:
            return reason("plan.refused.kept_back", asset=asset.name, owner=asset.owner, until=str(kept.end))
        lost = next((s for s in asset.lost_during if s.overlaps(use.span)), None)
        if lost is not None:
            return reason("plan.refused.lost", asset=asset.name, start=lost.start.utc(0), end=lost.end.utc(0))
        clash = self._clash(use)
        return reason("plan.refused.taken", asset=asset.name, at=str(clash)) if clash is not None else ""

    def _clash(self, use: Use) -> Instant | None:
        """The first instant at which a use would ask more of its asset than there is."""
        others = [u for u in self._held.get(use.asset, ()) if u.span.overlaps(use.span)]
        others = [u for u in others if not (u.serves and u.serves == use.serves)]
        for at in sorted({use.span.start, *(u.span.start for u in others if u.span.start > use.span.start)}):
            held: dict[str, float] = {}
            for i, other in enumerate(others):
                if other.span.contains(at):
                    key = other.serves or f"#{i}"
                    held[key] = max(held.get(key, 0.0), other.share)
            if sum(held.values()) + use.share > FULL:
                return at
        return None
