"""Limits: a token bucket by its arithmetic, Retry-After that is enough, work counted by tenant."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.serve.trust.limits import Buckets, ComputeLimits, TooMany, refuse_flood
from serai.wording import PSEUDO, say


class Seconds:
    """A clock that only goes forward when it is told."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def test_a_burst_is_let_through_and_then_so_many_a_second():
    clock = Seconds()
    buckets = Buckets(2.0, 5.0, clock)
    assert [buckets.take("amina") for _ in range(5)] == [0.0] * 5
    assert buckets.take("amina") == 0.5
    assert buckets.take("li") == 0.0  # another's is full
    clock.now_s += 0.5
    assert buckets.take("amina") == 0.0
    assert buckets.take("amina") == 0.5
    clock.now_s += 1_000.0
    assert [buckets.take("amina") > 0.0 for _ in range(6)] == [False] * 5 + [True]


@given(
    rate=st.floats(0.1, 50.0),
    burst=st.floats(1.0, 50.0),
    waits=st.lists(st.floats(0.0, 3.0), max_size=60),
)
def test_never_more_than_the_burst_and_the_rate_and_after_the_wait_told_there_is_room(rate, burst, waits):
    clock = Seconds()
    buckets = Buckets(rate, burst, clock)
    began_s = clock.now_s
    for taken, wait_s in enumerate(waits, start=1):
        clock.now_s += wait_s
        told_s = buckets.take("amina")
        if told_s:
            clock.now_s += told_s + 1e-6
            assert buckets.take("amina") == 0.0
        assert taken <= burst + rate * (clock.now_s - began_s) + 1e-6


def test_retry_after_is_whole_seconds_and_one_at_least():
    clock = Seconds()
    buckets = Buckets(0.4, 1.0, clock)
    refuse_flood(buckets, "amina")
    with pytest.raises(TooMany, match="too many requests; ask again in 3 s") as refused:
        refuse_flood(buckets, "amina")
    assert refused.value.retry_after_s == 3
    fast = Buckets(100.0, 1.0, clock)
    refuse_flood(fast, "amina")
    with pytest.raises(TooMany) as refused:
        refuse_flood(fast, "amina")
    assert refused.value.retry_after_s == 1


def test_made_up_names_fill_no_memory_and_free_nobody_who_is_over_the_limit():
    clock = Seconds()
    buckets = Buckets(1.0, 3.0, clock, most=100)
    for _ in range(3):
        buckets.take("flood")
    for k in range(99):
        buckets.take(f"a{k}")
    clock.now_s += 1.0  # those of one request are full again
    for k in range(1_000):
        buckets.take(f"b{k}")
        assert len(buckets) <= 100
        clock.now_s += 0.0001
    buckets = Buckets(0.001, 2.0, clock, most=100)
    for _ in range(2):
        buckets.take("flood")
    for k in range(90):
        buckets.take(f"a{k}")
    assert buckets.take("flood") > 0.0


def limits(clock, **changed):
    said = {"each_at_once": 2, "all_at_once": 3, "seconds_per_hour": 360.0, "burst_s": 10.0, **changed}
    return ComputeLimits(**said, clock=clock)


def test_so_much_at_once_of_each_and_of_all():
    compute = limits(Seconds())
    with ExitStack() as stack:
        for tenant in ("Pakistan", "Pakistan", "China"):
            stack.enter_context(compute.work(tenant))
        with pytest.raises(TooMany, match="your organisation has as much work running as it may"):
            stack.enter_context(compute.work("Pakistan"))
        with pytest.raises(TooMany, match="the service has as much work running as it can"):
            stack.enter_context(compute.work("Italy"))
        assert compute.running() == 3
    assert compute.running() == 0
    with compute.work("Italy"):
        assert compute.running() == 1


def test_the_seconds_of_a_tenants_work_are_counted_and_come_back_with_time():
    clock = Seconds()
    compute = limits(clock)
    with compute.work("Pakistan"):
        clock.now_s += 12.0  # begun with 10 to spend: 1.2 came back meanwhile, none above the burst
    with pytest.raises(TooMany, match="has used its share of computing") as refused:
        compute.work("Pakistan").__enter__()
    assert refused.value.retry_after_s == 20  # 2 s at a tenth of a second a second
    with compute.work("China"):
        pass
    clock.now_s += 20.0
    with compute.work("Pakistan"):
        pass


def test_work_that_fails_is_counted_and_ends():
    clock = Seconds()
    compute = limits(clock)

    def fails() -> None:
        with compute.work("Pakistan"):
            clock.now_s += 20.0
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert compute.running() == 0
    with pytest.raises(TooMany):
        compute.work("Pakistan").__enter__()


@pytest.mark.parametrize("kind", ["rate", "seconds", "each", "all"])
def test_every_limit_is_said_from_the_catalogue(kind):
    refused = TooMany(kind, 2.0)
    assert say(refused.reason, PSEUDO).startswith("⟦")
    assert "ask again in 2 s" in str(refused)
