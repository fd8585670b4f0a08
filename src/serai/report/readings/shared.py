"""What a need gets when all needs ask at once, in words; verdicts are those of each need alone."""

from __future__ import annotations

from serai.needs import Assessment
from serai.outcome.outcome import Outcome
from serai.wording import Reason, reason


def shared_said(outcome: Outcome, one: Assessment) -> Reason | str:
    """What a need that asks for a rate gets when all ask; nothing for another need."""
    found = outcome.shared.get(one.need.id)
    return "" if found is None else found.says


def short_said(outcome: Outcome) -> list[Reason]:
    """A sentence for each need that gets less for the others, in the corridor's order."""
    ids = (a.need.id for a in outcome.assessments)
    return [
        reason("outcome.all_ask", need=need, says=found.says)
        for need in ids
        if (found := outcome.shared.get(need)) is not None and found.short
    ]
