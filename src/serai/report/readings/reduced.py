"""What is said of a stretch of time in which something is out of service."""

from __future__ import annotations

from serai.needs.naming import state_name
from serai.outcome.outcome import Outcome
from serai.outcome.reduced import Reduced
from serai.pool.naming import asset_name
from serai.wording import Reason, reason


def costs(outcome: Outcome, one: Reduced) -> tuple[Reason, ...]:
    """Which needs stand worse, and which hang on what they would not otherwise."""
    said = []
    if one.after:
        worse = tuple(
            reason("outcome.reduced.worse", need=n, state=state_name(s)) for n, s in one.after.items()
        )
        said.append(reason("outcome.reduced.all_worse", needs=worse))
    if one.hangs_on:
        hang = tuple(
            reason("outcome.reduced.hangs", need=n, losses=tuple(asset_name(outcome.pool, x.id) for x in on))
            for n, on in one.hangs_on.items()
        )
        said.append(reason("outcome.reduced.all_hang", needs=hang))
    return tuple(said) or (reason("outcome.reduced.neither"),)
