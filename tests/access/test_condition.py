"""Sentences with a margin, joined by and, or, not, and the windows in which they hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.access import Condition, windows
from serai.errors import Refused
from serai.time import Instant, Span, Windows

START = Instant.from_utc("2026-08-22T00:00:00Z")
HOUR = Span.of(START, 3_600.0)
EDGE_S = 0.002


def wave(period_s: float, phase: float = 0.0, level: float = 0.0, pairs: int = 1) -> Condition:
    """Holds while a sine exceeds a level; each pair a little later than the one before."""

    def margin(pair, tai_ns):
        t = (tai_ns - START.tai_ns) / 1e9
        return np.sin(2 * np.pi * t / period_s + phase - pair) - level

    return Condition(says=f"wave of {period_s:g} s", margin=margin, pairs=pairs, shortest_s=period_s / 5)


def shown(*values: float) -> Condition:
    """The same few numbers at any moment, one a pair."""

    def margin(pair, tai_ns):
        return np.array(values)[pair] + 0.0 * tai_ns

    return Condition(says="given", margin=margin, pairs=len(values), shortest_s=600.0)


def same(a: Windows, b: Windows) -> bool:
    return len(a) == len(b) and all(
        abs(x.start.seconds_since(y.start)) < EDGE_S and abs(x.end.seconds_since(y.end)) < EDGE_S
        for x, y in zip(a, b, strict=True)
    )


def test_a_wave_holds_where_trigonometry_says():
    found = windows(wave(600.0, level=0.5), HOUR)
    starts = (found.start_ns - START.tai_ns) / 1e9
    assert starts == pytest.approx([600 * k + 50 for k in range(6)], abs=EDGE_S)
    assert found.duration_s == pytest.approx(200.0, abs=EDGE_S)
    assert found.best == pytest.approx(0.5, abs=1e-8)
    assert (found.best_ns - found.start_ns) / 1e9 == pytest.approx(100.0, abs=0.1)


few = settings(max_examples=40)  # each is several searches
periods, phases, levels = st.floats(200, 2_000), st.floats(0, 6), st.floats(-0.95, 0.95)
waves = st.builds(wave, periods, phases, levels)


@few
@given(waves, waves)
def test_both_hold_where_each_holds(a, b):
    assert same(windows(a & b, HOUR).of(0), (windows(a, HOUR).of(0) & windows(b, HOUR).of(0)))


@few
@given(waves, waves)
def test_either_holds_where_one_does(a, b):
    assert same(windows(a | b, HOUR).of(0), (windows(a, HOUR).of(0) | windows(b, HOUR).of(0)))


@few
@given(waves)
def test_a_denied_condition_holds_in_the_gaps(a):
    held, denied = windows(a, HOUR).of(0), windows(~a, HOUR).of(0)
    assert (held & denied).total_s < EDGE_S * (len(held) + 1)
    assert (held | denied).total_s == pytest.approx(3_600.0, abs=EDGE_S * (2 * len(held) + 2))


@few
@given(waves, waves)
def test_not_both_is_not_the_one_or_not_the_other(a, b):
    one, other = windows(~(a & b), HOUR).of(0), windows(~a | ~b, HOUR).of(0)
    assert same(one, other)
    assert same(windows(~~a, HOUR).of(0), windows(a, HOUR).of(0))


@few
@given(waves, waves, st.integers(0, 3_600))
def test_margins_of_joined_conditions_say_what_logic_has(a, b, second):
    moment, pair = np.array([START.tai_ns + second * 10**9]), np.array([0])
    in_a, in_b = (bool(one.margin(pair, moment)[0] >= 0) for one in (a, b))
    assert bool((a & b).margin(pair, moment)[0] >= 0) == (in_a and in_b)
    assert bool((a | b).margin(pair, moment)[0] >= 0) == (in_a or in_b)


def test_unknowns_obey_three_valued_logic():
    yes, no, unknown = 1.0, -1.0, np.nan
    a = shown(yes, yes, yes, no, no, no, unknown, unknown, unknown)
    b = shown(yes, no, unknown, yes, no, unknown, yes, no, unknown)
    pair, moment = np.arange(9), np.full(9, START.tai_ns)

    def words(condition: Condition) -> str:
        return "".join("?" if np.isnan(m) else "y" if m >= 0 else "n" for m in condition.margin(pair, moment))

    assert words(a & b) == "yn?nnn?n?"
    assert words(a | b) == "yyyyn?y??"
    assert words(~(a & b)) == "ny?yyy?y?"
    for condition in (a & b, a | b, ~(a & b)):
        held = set(windows(condition, HOUR).pair.tolist())
        assert held == {k for k, word in enumerate(words(condition)) if word == "y"}


def test_where_nothing_is_known_it_does_not_hold():
    def margin(pair, tai_ns):
        t = (tai_ns - START.tai_ns) / 1e9 + 0.0 * pair
        return np.where((t > 1_000.0) & (t < 2_000.0), np.nan, 1.0)

    found = windows(Condition(says="known", margin=margin, pairs=1, shortest_s=60.0), HOUR)
    edges = np.stack([found.start_ns, found.end_ns], axis=1) - START.tai_ns
    assert edges / 1e9 == pytest.approx(np.array([[0, 1_000], [2_000, 3_600]]), abs=EDGE_S)
    assert len(windows(shown(np.nan), HOUR)) == 0


@pytest.mark.parametrize("held_s", [10.0, 1.0, 0.2])
def test_a_hold_between_two_samples_is_found_by_its_summit(held_s):
    """A parabola that is above zero for a moment, with samples every 300 s."""
    for middle in (1_234.567, 150.0, 299.99, 0.5, 3_599.0):

        def margin(pair, tai_ns, middle=middle):
            t = (tai_ns - START.tai_ns) / 1e9 - middle + 0.0 * pair
            return (held_s / 2) ** 2 - t * t

        rare = Condition(says="brief", margin=margin, pairs=1, shortest_s=300.0)
        found, gaps = windows(rare, HOUR), windows(~rare, HOUR)
        clipped = min(middle + held_s / 2, 3_600.0) - max(middle - held_s / 2, 0.0)
        assert found.duration_s == pytest.approx([clipped], abs=2 * EDGE_S)
        assert gaps.duration_s.sum() == pytest.approx(3_600.0 - clipped, abs=3 * EDGE_S)


def test_a_kink_is_no_obstacle():
    """A tent that is above zero for four seconds around its top, and a roof with a hole."""

    def margin(pair, tai_ns):
        t = (tai_ns - START.tai_ns) / 1e9 + 0.0 * pair
        return 2.0 - np.abs(t - 1_717.0)

    tent = Condition(says="tent", margin=margin, pairs=1, shortest_s=200.0)
    assert windows(tent, HOUR).duration_s == pytest.approx([4.0], abs=2 * EDGE_S)
    assert windows(~tent, HOUR).duration_s == pytest.approx([1_715.0, 1_881.0], abs=2 * EDGE_S)


def test_many_pairs_are_found_in_pieces_as_if_at_once(monkeypatch):
    whole = windows(wave(600.0, pairs=50), HOUR)
    monkeypatch.setattr("serai.access.search.SAMPLES_AT_ONCE", 100)
    pieces = windows(wave(600.0, pairs=50), HOUR)
    assert np.array_equal(whole.start_ns, pieces.start_ns)
    assert np.array_equal(whole.pair, pieces.pair)
    assert sorted(set(whole.pair.tolist())) == list(range(50))


def test_no_time_and_no_pairs_hold_no_windows():
    assert len(windows(shown(1.0), Span.of(START, 0.0))) == 0
    assert len(windows(shown(), HOUR)) == 0
    assert windows(shown(1.0), Span.of(START, 0.5)).duration_s.tolist() == [0.5]


def test_the_search_for_the_best_can_be_saved():
    found = windows(wave(600.0), HOUR, best=False)
    assert np.isnan(found.best).all()
    assert (found.best_ns == found.start_ns).all()


def test_conditions_read_as_sentences():
    a, b = wave(600.0), wave(900.0)
    assert str((a & b).says) == "wave of 600 s and wave of 900 s"
    assert str((a & b | a).says) == "(wave of 600 s and wave of 900 s) or wave of 600 s"
    assert str((~a).says) == "not (wave of 600 s)"


def test_conditions_on_other_pairs_cannot_be_joined():
    with pytest.raises(Refused, match="only conditions on the same pairs can be joined"):
        shown(1.0) & shown(1.0, 2.0)
    with pytest.raises(Refused, match="shortest time above zero"):
        Condition(says="never", margin=lambda pair, tai_ns: pair + 0.0 * tai_ns, pairs=1, shortest_s=0.0)
    with pytest.raises(Refused, match="tolerance above zero"):
        windows(shown(1.0), HOUR, tolerance_s=0.0)
