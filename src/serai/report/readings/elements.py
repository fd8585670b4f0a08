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
    age_s = ages_s[len(ages_s) // 2]
    first, last = (epochs[k].utc(decimals=0) for k in (0, -1))
    when = reason("outcome.epoch_days", first=first, last=last)
    if first[:10] == last[:10]:
        when = reason("outcome.epoch_day", first=first)
    if len(epochs) == 1:
        return reason("outcome.rests_on_one", when=when, age_s=age_s)
    return reason("outcome.rests_on_elements", count=len(epochs), when=when, age_s=age_s)
