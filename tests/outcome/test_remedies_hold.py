"""What a remedy promises is what the assessment gives once it is agreed, for every remedy of the corridor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from serai.needs import Assessment, measures_of
from serai.outcome.outcome import Outcome, assess, open_corridor
from serai.outcome.planned import Day, planned
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


def shares_with(day: Outcome, need: str, term: str) -> tuple[dict[str, float], Assessment]:
    """The certain share of each measure of a need once a term is agreed and the day planned with it.

    Also of a measure that turns on other figures. It is what `assess` does for a corridor with the term.
    """
    agreed = day.corridor.with_terms(term)
    plan = planned(agreed.needs, agreed.pool.whole, day.world, lambda *_: None)
    then = Day(world=day.world, pool=agreed.pool, length=day.days)
    answer, after = then.judged(day.corridor.need(need), plan)
    held = answer.held(np.ones((1, len(agreed.pool.assets)), dtype=bool)).certain[0].tolist()
    return {m.name: share for m, share in zip(measures_of(answer), held, strict=True)}, after


def test_what_a_remedy_promises_is_what_the_day_planned_with_its_term_gives(day: Outcome) -> None:
    tried = 0
    for one in day.assessments:
        for term, remedy in terms_of(one):
            shares, after = shares_with(day, one.need.id, term)
            for measure, share in promised(remedy).items():
                assert shares[measure] == pytest.approx(share, abs=1e-9), (one.need.id, term, measure)
            if "wait" in remedy.values:
                assert str(remedy.values["wait"]) in str(after.why), (one.need.id, term)
            if promised(remedy):
                assert "and the day planned with it" in str(remedy)
            tried += 1
            assert after.state <= one.state, (one.need.id, term)
    assert tried >= 3


def test_what_a_remedy_promises_is_what_an_assessment_with_its_term_says(day: Outcome) -> None:
    need, term, remedy = next(
        (one.need.id, term, remedy)
        for one in day.assessments
        for term, remedy in terms_of(one)
        if promised(remedy)
    )
    then = assess(day.corridor.with_terms(term), at=day.at, world=day.world, losses=False)
    told = dict(zip((f.measure.name for f in then[need].figures), then[need].shares, strict=True))
    for measure, share in promised(remedy).items():
        assert told[measure] == pytest.approx(share, abs=1e-9)


def test_a_plan_that_nobody_can_make_again_tells_what_a_term_gives_as_the_day_is_booked(day: Outcome) -> None:
    by_hand = replace(day.as_made, planned_with=None)
    one = next(one for one in day.assessments if any(promised(r) for _, r in terms_of(one)))
    again = Day(world=day.world, pool=day.corridor.pool, length=day.days).judged(one.need, by_hand)[1]
    said = [str(remedy) for _, remedy in terms_of(again)]
    assert said
    assert all("and the day booked as it is now" in words for words in said)
