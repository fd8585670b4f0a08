"""What an outcome says of element sets far from the time asked about, to either side."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from serai.observe.cautions import flags
from serai.outcome.outcome import Outcome
from serai.time import Instant

NOTHING_OUT = SimpleNamespace(inside=(), not_applied=())


@pytest.mark.parametrize(
    ("at", "way", "mend"),
    [
        ("2026-12-01T00:00:00Z", "older", "fetch newer ones (serai fetch elements)"),
        ("2010-01-01T00:00:00Z", "newer", "ask about a time nearer to them (--at)"),
    ],
)
def test_elements_are_called_old_or_new_by_the_sign_of_their_age(valleys, at, way, mend):
    outcome = Outcome.__new__(Outcome)
    outcome.__dict__.update(corridor=valleys.read(), at=Instant.from_utc(at), events=NOTHING_OUT)
    (says,) = map(str, outcome.cautions)
    assert f"days {way} than the time asked about" in says
    assert says.endswith(f"not as timed, or {mend}")
    assert "(newest of 2026-08-21T13:00:00Z)" in says


def test_their_seconds_are_whole(valleys):
    valleys.change("elements", "13:00:00.000000", "13:00:00.123456")
    outcome = Outcome.__new__(Outcome)
    at = Instant.from_utc("2027-01-01T00:00:00Z")
    outcome.__dict__.update(corridor=valleys.read(), at=at, events=NOTHING_OUT)
    assert "(newest of 2026-08-21T13:00:00Z)" in str(outcome.cautions[0])


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-12-01T00:00:00Z", "element sets too old for a look's exact second: Eye 1"),
        (
            "2026-03-01T00:00:00Z",
            "element sets of too long after the time asked about for a look's exact second: Eye 1",
        ),
    ],
)
def test_a_looks_flag_goes_by_the_sign_as_well(valleys, at, says):
    eyes, period = SimpleNamespace(found=(), unknown=()), SimpleNamespace(by_rate=False)
    need = SimpleNamespace(measure=lambda _: None, environment="open")
    case = SimpleNamespace(pool=valleys.read().pool, period=period, eligible=eyes, need=need)
    seen = SimpleNamespace(satellites=("eye-1",))
    found = flags(case, seen, SimpleNamespace(at=Instant.from_utc(at)))
    assert tuple(map(str, found)) == (says,)
