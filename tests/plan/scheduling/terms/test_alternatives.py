"""What is told to those who got nothing, or got it late, is true when it is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.plan.scheduling import (
    Effort,
    Licence,
    OwnUse,
    Resource,
    ScheduleProblem,
    Task,
    TaskOption,
    UseQuota,
    choice_faults,
    schedule_faults,
    scheduled,
)
from serai.plan.scheduling.terms.alternatives import (
    asked_with,
    late_requests,
    planned_with,
    refused_requests,
    way_in_words,
)
from tests.plan.scheduling.terms.day import PARTNERS, partners_day, shares_alike
from tests.plan.scheduling.terms.test_terms import asked, quota, use

CLASH = (use(0, 10), use(5, 15))
KEPT = Resource(id="dish", owner="o", kept_back=((30, 40),))
LICENSED = replace(
    asked(use(0, 10)), licences=(Licence(id="l", nation="PK", state="refused"),),
    options=(TaskOption(id="a", task="task a", needs=("l",)),),
)  # fmt: skip
DUE = asked(tasks=(Task(id="t", due=19, handling=5),), options=(TaskOption(id="a", task="t", ready=15),))
TOLD = [
    (asked(use(0, 10), quotas=(quota(at_most=3, taken=5),)), "take a, if o allows 3 images more under q"),
    (asked(use(0, 10), quotas=(quota(at_most=4, of="area"),)), "take a, if o allows 1 of area more under q"),
    (asked(use(29, 32), resources=(KEPT,)), "take a, if o opens dish from 30 to 40"),
    (LICENSED, "take a, if PK grants the licence l"),
    (DUE, "take a, if it may be in hand 1 later"),
    (replace(DUE, epoch="2026-08-22T00:00:00Z"), "take a, if it may be in hand 1 s later"),
    (asked(*CLASH, fixed=("a",)), "nothing that an owner could agree to would serve it"),
    (asked(*CLASH, ranks="23"), "nothing that an owner could agree to would serve it"),
    (asked(use(0, 10), resources=(Resource(id="dish", closed=((5, 6, 1),)),)),
     "nothing that an owner could agree to would serve it"),
    (asked(*CLASH, firm=("a",)), "nothing that an owner could agree to would serve it"),
    (asked(*CLASH, parties="op", own_uses=(OwnUse(id="w", owner="o", on=("dish",), at_least=1),)),
     "nothing that an owner could agree to would serve it"),
    (asked(*CLASH), "take b, if a gives way"),
    (asked(use(0, 10), use(0, 10), use(5, 15), resources=(Resource(id="dish", units=2),)),
     "take c, if a gives way"),
    (asked(use(20, 30), use(25, 35), resources=(KEPT,), quotas=(quota(at_most=1),)),
     "take b, if o opens dish from 30 to 40 and a gives way"),
]  # fmt: skip


@pytest.mark.parametrize(("of", "says"), TOLD, ids=[f"told {k}" for k in range(len(TOLD))])
def test_the_best_alternative_is_said_in_words(of, says):
    made = scheduled(of, solver="greedy")
    (refused,) = refused_requests(made, of)
    assert str(way_in_words(refused, of)) == says
    if refused.way is not None:
        assert choice_faults(refused.way.chosen, refused.way.agreed) == []


def test_of_several_ways_the_one_that_asks_least_of_others_is_told():
    """b could have its own dish's kept window with one word; on the other dish a booking would give way."""
    resources = (Resource(id="dish", owner="o"), Resource(id="bowl", owner="o", kept_back=((0, 50),)))
    of = ScheduleProblem(
        start=0,
        end=100,
        resources=resources,
        tasks=(Task(id="first", party="p"), Task(id="second", party="p")),
        options=(
            TaskOption(id="a", task="first", value=9, uses=(use(0, 10),)),
            TaskOption(id="b dish", task="second", value=5, uses=(use(5, 15),)),
            TaskOption(id="b bowl", task="second", value=2, uses=(use(5, 15, "bowl"),)),
        ),
    )
    made = scheduled(of, solver="mip")
    (refused,) = refused_requests(made, of)
    assert str(refused.why) == "dish is taken at 5 by a and b dish; it has 1 unit"
    assert str(way_in_words(refused, of)) == "take b bowl, if o opens bowl from 0 to 50"


def late(**more: object) -> ScheduleProblem:
    """A task with a result at 900, and one at 30 that a quota used up stands in the way of."""
    options = (
        TaskOption(id="soon", task="t", ready=30, uses=(use(0, 10, "bowl"),)),
        TaskOption(id="late", task="t", ready=900, uses=(use(500, 510),)),
    )
    resources = (Resource(id="dish"), Resource(id="bowl", owner="pakistan"))
    full = UseQuota(id="passes", owner="pakistan", on=("bowl",), at_most=2, taken=2)
    return ScheduleProblem(
        start=0, end=1000, resources=resources, tasks=(Task(id="t", party="p"),), options=options,
        quotas=(full,), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_late_result_is_told_how_it_could_be_earlier():
    of = late(epoch="2026-08-22T00:00:00Z")
    made = scheduled(of, solver="mip")
    (found,) = late_requests(made, of)
    assert (found.has, found.by) == ("late", 870)
    assert str(found.why) == "the quota passes has 1 image by soon beside 2 taken before, but 2 at most"
    assert str(way_in_words(found, of)) == (
        "take soon, 14.5 min earlier, if pakistan allows 1 image more under passes"
    )
    assert list(late_requests(made, of, least=871)) == []


def test_every_alternative_of_a_seeded_day_is_true_when_asked_for():
    """The judge is silent on the plan with it, and a plan made with it agreed serves the request."""
    of = partners_day(3, shares_alike(40) | {"pakistan": 40})
    made = scheduled(of, solver="greedy")
    refused = list(refused_requests(made, of))
    assert len(refused) >= 10
    told = [one for one in refused if one.way is not None]
    assert len(told) >= 8
    for one in told[::5]:  # benchmarks/terms.py tries all of a day of 200
        assert one.way is not None
        assert choice_faults(one.way.chosen, one.way.agreed) == []
        again = planned_with(one.way, of, Effort(units=1), solver="greedy")
        assert schedule_faults(again, asked_with(one.way, of)) == []
        assert one.task in {of.option[n].task for n in again.chosen}


def test_the_day_of_partners_is_the_same_for_the_same_seed():
    asked_for = shares_alike(20)
    assert partners_day(1, asked_for).digest == partners_day(1, asked_for).digest
    assert partners_day(1, asked_for).digest != partners_day(2, asked_for).digest
    assert sum(asked_for.values()) == 20
    assert set(asked_for) == set(PARTNERS)
