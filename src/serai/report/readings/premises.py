"""What a need takes as lost, in words: "red-sea (corridor) lost first; without that loss it is met"."""

from __future__ import annotations

from collections.abc import Iterable

from serai.needs import Assessment, State, with_year
from serai.needs.naming import state_name
from serai.pool import Pool
from serai.pool.naming import asset_name
from serai.wording import Reason, reason


def premise_said(one: Assessment, pool: Pool) -> Reason | str:
    """The condition under which a need is judged, and its state without; nothing where it takes none."""
    if one.premise is None:
        return ""
    lost = lost_names(one.premise.lost, pool)
    found = [year for year in one.premise.annual_without if year.state is not State.UNKNOWN]
    return reason(
        "needs.premise.given",
        lost=lost,
        state=state_name(one.premise.verdict_without),
        year=reason("needs.premise.year", availability=found[0].told) if found else "",
    )


def premise_briefly(one: Assessment, pool: Pool) -> Reason | str:
    """The same in a few words, and only where the condition changes the state."""
    if one.premise is None or one.premise.verdict_without is with_year(one.state, one.annual):
        return ""
    lost = lost_names(one.premise.lost, pool)
    return reason("needs.premise.briefly", lost=lost, state=state_name(one.premise.verdict_without))


def lost_names(lost: Iterable[str], pool: Pool) -> tuple[str, ...]:
    """What a need takes as lost (assets, groups, parties), as people call it."""
    return tuple(_name(pool.whole, name) for name in lost)


def _name(pool: Pool, name: str) -> str:
    party = pool.party(name)
    return party.name if party is not None and name not in pool else asset_name(pool, name)
