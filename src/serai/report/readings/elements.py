"""Which element sets an assessment rests on, in a sentence."""

from __future__ import annotations

from serai.outcome.outcome import Outcome
from serai.wording import Reason, reason


def rests_on_elements(outcome: Outcome) -> Reason | str:
    """How many element sets there are, of which days, and how old the middle one is; "" without any."""
    epochs = sorted(e.epoch for e in outcome.corridor.elements.values())
    if not epochs:
        return ""
    ages_s = sorted(abs(outcome.at.seconds_since(epoch)) for epoch in epochs)
    return reason(
        "outcome.rests_on_elements",
        count=len(epochs),
        first=epochs[0].utc(decimals=0),
        last=epochs[-1].utc(decimals=0),
        age_s=ages_s[len(ages_s) // 2],
    )
