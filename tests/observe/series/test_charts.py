"""Control charts before their published equations, written out one pixel and one date after the other."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from serai.observe.series.charts import NEVER, confirmed, cusum, cusum_critical, ewma, mosum

UNTIL, DATES, PIXELS, TERMS = 40, 90, 60, 6


@pytest.fixture(scope="module")
def residual():
    rng = np.random.default_rng(3)
    found = rng.standard_normal((DATES, PIXELS)) * rng.uniform(0.5, 2.0, PIXELS)
    found[60:, ::2] -= 1.5
    return found.astype(np.float32), rng.random((DATES, PIXELS)) < 0.6


def by_hand(residual, valid, step):
    """Each pixel by itself: alarm and process, where ``step`` makes a function of date and value."""
    alarms, processes = [], []
    for n in range(PIXELS):
        history = residual[:UNTIL, n][valid[:UNTIL, n]].astype(float)
        told = step(history)
        alarm, process = NEVER, told(None)[0]
        for t in range(UNTIL, DATES):
            if valid[t, n]:
                process, over = told(float(residual[t, n]))
                if over:
                    alarm = t
                    break
        alarms.append(alarm)
        processes.append(process)
    return alarms, processes


def test_ewma_is_that_of_its_equation(residual):
    def step(history):
        sigma, process = history.std(), 0.0
        for value in history:
            process = 0.7 * process + 0.3 * value
        limit = 3.0 * sigma * np.sqrt(0.3 / 1.7)
        state = [process]

        def told(value):
            if value is not None and abs(value) <= 2.5 * sigma:
                state[0] = 0.7 * state[0] + 0.3 * value
                return state[0], abs(state[0]) >= limit
            return state[0], False

        return told

    found = ewma(*residual, UNTIL, limit=3.0, outlier=2.5)
    alarms, processes = by_hand(*residual, step)
    assert found.alarm.tolist() == alarms
    assert found.process == pytest.approx(processes)
    assert 5 < sum(a != NEVER for a in alarms) < PIXELS


def test_cusum_is_that_of_its_equation(residual):
    critical = cusum_critical(0.05)

    def step(history):
        unit = np.sqrt(((history - history.mean()) ** 2).sum() / (len(history) - TERMS) * len(history))
        state = [history.sum() / unit, len(history)]

        def told(value):
            if value is None:
                return state[0], False
            state[0] += value / unit
            state[1] += 1
            x = state[1] / len(history)
            return state[0], abs(state[0]) >= np.sqrt(x * (x - 1) * (critical**2 + np.log(x / (x - 1))))

        return told

    found = cusum(*residual, UNTIL, terms=TERMS)
    alarms, processes = by_hand(*residual, step)
    assert found.alarm.tolist() == alarms
    assert found.process == pytest.approx(processes)
    assert 5 < sum(a != NEVER for a in alarms) < PIXELS


def test_mosum_is_that_of_its_equation(residual):
    def step(history):
        unit = np.sqrt(((history - history.mean()) ** 2).sum() / (len(history) - TERMS) * len(history))
        window = list(history[-int(0.25 * len(history)) :] / unit)
        count = [len(history)]

        def told(value):
            if value is not None:
                window.append(value / unit)
                window.pop(0)
                count[0] += 1
            x = count[0] / len(history)
            return sum(window), abs(sum(window)) >= 1.0 * np.sqrt(2.0 * (np.log(x) if x > np.e else 1.0))

        return told

    found = mosum(*residual, UNTIL, terms=TERMS, critical=1.0)
    alarms, processes = by_hand(*residual, step)
    assert found.alarm.tolist() == alarms
    assert found.process == pytest.approx(processes, abs=1e-12)
    assert 5 < sum(a != NEVER for a in alarms) < PIXELS


def test_the_critical_value_of_cusum_is_that_of_a_normal_vector_in_space():
    """2 (1 - F(a) + a f(a)) is the chance that chi-square with three degrees passes a squared.

    Chu, Stinchcombe and White 1996 print 7.78 and 6.25 for 5 and 10 %.
    """
    for chance, printed in ((0.05, 7.78), (0.10, 6.25)):
        assert cusum_critical(chance) ** 2 == pytest.approx(chi2.ppf(1.0 - chance, 3))
        assert cusum_critical(chance) ** 2 == pytest.approx(printed, abs=0.04)


def series(*z):
    residual = np.array([0.0, *z], np.float32)[:, None]
    return residual, np.ones_like(residual), np.ones(residual.shape, bool), 1


@pytest.mark.parametrize(
    ("z", "confirmed_at", "first"),
    [
        ((2.0, 2.0, 2.0), 3, 1),
        ((-2.0, -2.0, -2.0), 3, 1),
        ((2.0, 2.0, -2.0, -2.0, -2.0), 5, 3),  # the other side begins a run of its own
        ((2.0, 0.0, 2.0, 2.0, 2.0), 5, 3),
        ((2.0, 2.0), NEVER, NEVER),
        ((1.5, 1.5, 1.5), 3, 1),  # at the threshold
        ((1.5, 1.49, 1.5, 1.5), NEVER, NEVER),
    ],
)
def test_a_break_is_dates_in_a_row_on_one_side(z, confirmed_at, first):
    found = confirmed(*series(*z), dates=3, threshold=1.5)
    assert (found.confirmed[0], found.first[0]) == (confirmed_at, first)


def test_a_date_without_a_value_neither_confirms_nor_ends_a_run():
    residual, sigma, valid, until = series(2.0, 0.0, 3.0, 4.0)
    valid[2] = False
    found = confirmed(residual, sigma, valid, until, dates=3, threshold=1.5)
    assert (found.confirmed[0], found.first[0]) == (4, 1)
    assert found.weakest[0] == 2.0
    assert found.departure[0] == 3.0
