"""The fit, the filled values and their variances, before dense linear algebra and values really left out."""

from __future__ import annotations

import numpy as np
import pytest

from serai.observe.series.kernels import LANES
from serai.observe.series.season import SeasonModel, design, fit

EXACT = 2e-5  # values are kept in single precision
DAYS = np.sort(np.random.default_rng(5).uniform(6_000.0, 7_000.0, 50))


def made(pixels: int, seed: int = 0):
    rng = np.random.default_rng(seed)
    season = 0.5 + 0.2 * np.cos(2.0 * np.pi * DAYS / 365.25 + 1.0)
    values = season[:, None] + 0.05 * rng.standard_normal((len(DAYS), pixels))
    return values.astype(np.float32), rng.random(values.shape) < 0.7


def dense(values, valid, model, at):
    """Value, standard deviation of a new value and unit at every date, by full matrices (kriging)."""
    x = design(DAYS, model)
    keep = np.exp(-np.abs(DAYS[:, None] - DAYS[None, :]) / model.memory_days) * model.memory
    ridge = np.full(model.terms, max(model.ridge, 1e-12))
    ridge[0] = min(1e-6, ridge[0])
    prior = x @ np.diag(1.0 / ridge) @ x.T
    known = np.flatnonzero(valid)
    whole = keep + prior
    inverse = np.linalg.inv(whole[np.ix_(known, known)] + np.eye(len(known)))
    weight = whole[at][:, known] @ inverse
    unit = np.sqrt(values[known] @ inverse @ values[known] / (len(known) - model.terms))
    variance = np.diag(whole)[at] - np.einsum("ij,ij->i", weight, whole[at][:, known])
    return weight @ values[known], unit * np.sqrt(variance + 1.0), unit


@pytest.mark.parametrize("pixels", [1, LANES - 1, LANES, LANES + 1, 3 * LANES + 5])
def test_without_memory_it_is_ordinary_least_squares(pixels):
    values, valid = made(pixels)
    model = SeasonModel(memory=0.0, ridge=0.0)
    found = fit(DAYS, values, valid, model)
    x = design(DAYS, model)
    for n in range(pixels):
        beta, *_ = np.linalg.lstsq(x[valid[:, n]], values[valid[:, n], n].astype(float), rcond=None)
        assert found.coefficients[:, n] == pytest.approx(beta, abs=EXACT)
        assert found.filled[:, n] == pytest.approx(x @ beta, abs=EXACT)
        rest = values[valid[:, n], n] - x[valid[:, n]] @ beta
        assert found.spread[n] == pytest.approx(rest.std() * np.sqrt(len(rest) / (len(rest) - 6)), rel=1e-3)


def test_values_and_deviations_are_those_of_full_matrices():
    values, valid = made(7)
    model = SeasonModel()
    found = fit(DAYS, values, valid, model)
    for n in range(7):
        mean, sigma, _ = dense(values[:, n].astype(float), valid[:, n], model, np.arange(len(DAYS)))
        assert found.filled[:, n] == pytest.approx(mean, abs=1e-4)
        assert found.sigma[:, n] == pytest.approx(sigma, rel=2e-3)


def test_left_out_is_what_leaving_a_value_out_gives():
    values, valid = made(3)
    model = SeasonModel()
    found = fit(DAYS, values, valid, model)
    for n in range(3):
        for t in np.flatnonzero(valid[:, n])[::5]:
            others = valid[:, n].copy()
            others[t] = False
            mean, sigma, unit = dense(values[:, n].astype(float), others, model, np.array([t]))
            z = (values[t, n] - mean[0]) / (sigma[0] / unit * found.spread[n])
            assert found.left_out[t, n] == pytest.approx(z, abs=2e-2)
    assert np.isnan(found.left_out[~valid]).all()


def test_dates_after_the_history_are_forecast_and_change_nothing():
    values, valid = made(4)
    found = fit(DAYS, values, valid, SeasonModel(), 30)
    values[30:] += 5.0
    again = fit(DAYS, values, valid, SeasonModel(), 30)
    assert np.array_equal(found.filled, again.filled)
    assert (found.sigma[-1] > found.sigma[:30].max(axis=0)).all()  # a forecast is less sure


def test_a_pixel_with_no_more_dates_than_terms_is_unknown():
    values, valid = made(LANES + 2)
    valid[:, 3] = False
    valid[:6, 3] = True
    valid[:, LANES] = False
    found = fit(DAYS, values, valid, SeasonModel())
    for n in (3, LANES):
        assert np.isnan(found.filled[:, n]).all()
        assert np.isnan(found.sigma[:, n]).all()
        assert np.isnan(found.spread[n])
        assert np.isnan(found.coefficients[:, n]).all()
    rest = np.delete(np.arange(LANES + 2), [3, LANES])
    assert np.isfinite(found.filled[:, rest]).all()


def test_what_is_not_valid_is_never_looked_at():
    values, valid = made(5)
    clean = fit(DAYS, values, valid, SeasonModel())
    values[~valid] = np.nan
    assert np.array_equal(clean.filled, fit(DAYS, values, valid, SeasonModel()).filled)
