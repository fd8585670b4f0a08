"""The first sentence names the gravest needs, the worst first, and what to do about it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from serai.needs import AnnualCause, State
from serai.outcome.headline import cause, headline, remedy
from serai.time import Instant


def need(own: str, verdict: State, priority: int = 1, **more):
    asked = SimpleNamespace(id=own, title=f"Link {own}", priority=priority, service="connect")
    told = {
        "state": verdict,
        "why": "no path",
        "remedies": (),
        "substitutes": (),
        "fortnight": None,
        "by_year": None,
        "beyond_mending": True,
        "missing": (),
        **more,
    }
    return SimpleNamespace(need=asked, verdict=verdict, **told)


def said(*needs) -> str:
    return str(headline(SimpleNamespace(assessments=needs)).sentence)


def worst(*needs) -> str | None:
    found = headline(SimpleNamespace(assessments=needs)).worst
    return None if found is None else found.need.id


LOST, WEAK, UNKNOWN = State.NOT_MET, State.DEGRADED, State.UNKNOWN
MET, RESTS = State.MET, State.OUT_OF_SEASON
LATER, LATEST = (
    SimpleNamespace(at=Instant.from_utc(at)) for at in ("2026-08-28T00:00:00Z", "2026-09-01T06:00:00Z")
)


@pytest.mark.parametrize(
    ("needs", "sentence", "first"),
    [
        ((), "nothing is asked in this month", None),
        ((need("A", RESTS),), "nothing is asked in this month", None),
        ((need("A", MET), need("B", RESTS)), "all that is asked is met (1 need)", None),
        ((need("A", MET), need("B", LOST)), "1 first-priority need is not met: B Link B", "B"),
        (
            (need("B", LOST), need("A", LOST), need("C", WEAK)),
            "2 first-priority needs are not met: A Link A, B Link B",
            "A",
        ),
        (
            tuple(need(x, LOST) for x in "DCBA"),
            "4 first-priority needs are not met: A Link A, B Link B and 2 more",
            "A",
        ),
        (
            (need("A", LOST, 2), need("B", WEAK), need("C", UNKNOWN)),
            "2 first-priority needs are degraded or unknown: B Link B, C Link C",
            "B",
        ),
        (
            (need("A", MET), need("B", WEAK, 3), need("C", LOST, 3), need("D", LOST, 2)),
            "every first-priority need is met; 3 lower ones are not: D Link D, C Link C, B Link B",
            "D",
        ),
    ],
)
def test_it_says_the_gravest_first(needs, sentence, first):
    assert said(*needs) == sentence
    assert worst(*needs) == first


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"remedies": ("T1", "T2"), "substitutes": ("S1",)}, "would mend it: T1"),
        ({"substitutes": ("S1", "S2")}, "would serve now: S1"),
        ({}, "nothing in the pool mends it"),
        ({"beyond_mending": False, "missing": ("M1", "M2")}, "missing: M1"),
        ({"beyond_mending": False}, "what would mend it was not looked for"),
        (
            {"beyond_mending": False, "fortnight": SimpleNamespace(worst=(LATER, LATEST))},
            "what would mend 28 August: serai assess --at 2026-08-28 --need A",
        ),
        (
            {"beyond_mending": False, "fortnight": SimpleNamespace(worst=(LATEST,))},
            "what would mend 1 September: serai assess --at 2026-09-01T06:00:00Z --need A",
        ),
        (
            {
                "beyond_mending": False,
                "by_year": SimpleNamespace(causes=(AnnualCause(id="cable", hours=16.7),)),
            },
            "a year loses most by cable (16.7 h): another way around it would mend most",
        ),
        ({"beyond_mending": False, "by_year": SimpleNamespace(causes=())}, "what would mend it was not"),
    ],
)
def test_one_remedy_is_told(more, says):
    assert str(remedy(need("A", LOST, **more))).startswith(says)


def test_the_cause_is_the_days_unless_the_other_days_are_worse():
    fortnight = SimpleNamespace(says=lambda state: f"{state} today; met on 3 of 14 days")
    worse = need("A", WEAK, fortnight=fortnight, state=MET)
    assert str(cause(worse)) == "met today; met on 3 of 14 days"
    assert str(cause(need("A", WEAK, fortnight=fortnight))) == "no path"
    assert str(cause(need("A", LOST))) == "no path"
    year = SimpleNamespace(briefly=lambda state: f"{state} today; degraded over a year")
    assert str(cause(need("A", WEAK, state=MET, by_year=year))) == "met today; degraded over a year"
