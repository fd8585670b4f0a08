"""What a remedy promises is what the assessment gives once it is agreed, for every remedy of the corridor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from serai.needs import Assessment, measures_of
from serai.outcome.outcome import Outcome, assess, open_corridor
from serai.wording import Reason

LOSSES = ((), ("station:kashi",))  # ... of the day as it is, and of the day without its busiest station


@pytest.fixture(scope="module", params=LOSSES, ids=["whole", "without kashi"])
def day(request: pytest.FixtureRequest, root: Path) -> Outcome:
    corridor = open_corridor(root / "corridors" / "belt-and-road")
    whole = assess(corridor, losses=False)
    if not request.param:
        return whole
    lost = corridor.without(*request.param)
    return assess(lost, world=whole.world, plan=whole.plan, losses=False)


def terms_of(one: Assessment) -> Iterator[tuple[str, Reason]]:
    """The remedies of a need that are terms to agree, each with what it promises."""
    for remedy in one.remedies:
        if isinstance(remedy, Reason) and "term" in remedy.values:
            yield str(remedy.values["term"]), remedy


def promised(remedy: Reason) -> dict[str, float]:
    """The share that each measure would hold for, by the measure's name."""
    raised = remedy.values.get("raised")
    if not isinstance(raised, Reason):
        return {}
    found = raised.values["measures"]
    assert isinstance(found, tuple)
    return {r.values["measure"].key.rpartition(".")[2]: r.values["after"] for r in found}


def certain(outcome: Outcome, need: str) -> dict[str, float]:
    """The certain share of each measure of a need, by its name: also of one that turns on other figures."""
    answer = outcome.answer(need)
    assert answer is not None
    held = answer.held(np.ones((1, len(outcome.pool.assets)), dtype=bool)).certain[0].tolist()
    return {m.name: share for m, share in zip(measures_of(answer), held, strict=True)}


def test_what_a_remedy_promises_is_what_agreeing_it_gives_under_the_plan_as_it_stands(day: Outcome) -> None:
    """The words say "the day booked as it is now": planning again may share a pass out otherwise."""
    tried = 0
    for one in day.assessments:
        for term, remedy in terms_of(one):
            agreed = day.corridor.only(one.need.id).with_terms(term)
            then = assess(agreed, at=day.at, world=day.world, plan=day.plan, losses=False)
            after, shares = then[one.need.id], certain(then, one.need.id)
            for measure, share in promised(remedy).items():
                assert shares[measure] == pytest.approx(share, abs=1e-9), (one.need.id, term, measure)
            if "wait" in remedy.values:
                assert str(remedy.values["wait"]) in str(after.why), (one.need.id, term)
            if promised(remedy):
                assert "and the day booked as it is now" in str(remedy)
            tried += 1
            assert after.state <= one.state, (one.need.id, term)
    assert tried >= 3
