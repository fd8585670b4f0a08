"""Real NDVI of 68 dates: hidden values come back nearer than by linear interpolation, as surely as told."""

from __future__ import annotations

import numpy as np
import pytest

from serai.observe.series.pixels import FARTHEST, STEPS
from serai.observe.series.record import limits_of
from serai.observe.series.season import SeasonModel, fit

VALUES_NEARER, DATES_NEARER = 0.93, 0.75  # of the rms error of a linear fill
WITHIN = 0.05  # of the share stated


@pytest.fixture(scope="module")
def ndvi(shared_data):
    with np.load(shared_data / "monitor" / "ndvi_slovenia_2015_2017.npz") as made:
        days = made["timestamps"].astype("datetime64[s]").astype(float) / 86_400.0
        return days, made["ndvi"].reshape(68, -1), made["valid"].reshape(68, -1)


def linear(days, values, valid):
    found = np.empty_like(values)
    for n in range(values.shape[1]):
        known = np.flatnonzero(valid[:, n])
        found[:, n] = np.interp(days, days[known], values[known, n])
    return found


def rms(found, values, hidden):
    return float(np.sqrt(((found - values)[hidden] ** 2).mean()))


def judged(ndvi, hidden):
    """Errors of the model and of a linear fill, shares within the limits told, errors of a season alone."""
    days, values, valid = ndvi
    left = valid & ~hidden
    found = fit(days, values, left, SeasonModel())
    z = np.abs(found.left_out[np.isfinite(found.left_out)])
    limits = limits_of(np.histogram(np.minimum(z, FARTHEST), STEPS, (0.0, FARTHEST))[0])
    off = np.abs((values - found.filled) / found.sigma)[hidden]
    plain = fit(days, values, left, SeasonModel(memory=0.0, ridge=0.0))  # what nrt fits (test_season.py)
    return (
        rms(found.filled, values, hidden),
        rms(linear(days, values, left), values, hidden),
        np.array([(off <= limit).mean() for limit in limits]),
        rms(plain.filled, values, hidden),
    )


def dates_hidden(ndvi, dates):
    hidden = np.zeros_like(ndvi[2])
    hidden[dates] = ndvi[2][dates]
    return hidden


@pytest.mark.parametrize("seed", range(5))
def test_one_value_in_ten_hidden(ndvi, seed):
    hidden = ndvi[2] & (np.random.default_rng(seed).random(ndvi[2].shape) < 0.1)
    ours, by_line, shares, by_season = judged(ndvi, hidden)
    assert ours < VALUES_NEARER * by_line
    assert ours < by_season
    assert shares == pytest.approx([0.68, 0.95], abs=WITHIN)


def test_seven_whole_dates_hidden(ndvi):
    clear = np.flatnonzero(ndvi[2].mean(axis=1) > 0.95)
    seven = clear[np.linspace(3, len(clear) - 4, 7).round().astype(int)]
    ours, by_line, _, by_season = judged(ndvi, dates_hidden(ndvi, seven))
    assert by_line == pytest.approx(0.081, abs=0.001)
    assert ours < DATES_NEARER * by_line
    assert ours < by_season


def test_every_clear_date_hidden_once_in_sets_of_seven(ndvi):
    clear = np.flatnonzero(ndvi[2].mean(axis=1) > 0.5)
    sets = [clear[k::6] for k in range(6)]
    told = [judged(ndvi, dates_hidden(ndvi, dates)) for dates in sets]
    ours, by_line, shares = (np.array([one[k] for one in told]) for k in range(3))
    print(ours, by_line, shares)
    assert np.sqrt((ours**2).mean()) < np.sqrt((by_line**2).mean())
    assert shares.mean(axis=0) == pytest.approx([0.68, 0.95], abs=WITHIN)
