"""The normal distribution, by another code (scipy) over all that the recommendations ask of it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr, ndtri
from scipy.stats import norm

from serai.radio.propagation.normal import both_exceeded, exceeded, exceeded_by


def test_the_chance_to_exceed_far_into_both_tails():
    x = np.linspace(-37.0, 37.0, 2_001)
    np.testing.assert_allclose(exceeded(x), ndtr(-x), rtol=5e-13)  # the tail's steepness times the rounding


def test_what_a_chance_exceeds_and_back():
    chance = np.concatenate(
        [10.0 ** np.linspace(-300.0, -0.001, 2_001), 1.0 - 10.0 ** np.linspace(-15, -1, 99)]
    )
    np.testing.assert_allclose(exceeded_by(chance), -ndtri(chance), rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(exceeded(exceeded_by(chance)), chance, rtol=1e-11)


def test_at_the_ends_of_a_chance_and_beyond():
    np.testing.assert_array_equal(exceeded_by([0.0, 1.0]), [np.inf, -np.inf])
    assert np.isnan(exceeded_by([-0.1, 1.1, np.nan])).all()
    assert exceeded_by(0.5) == 0.0


@pytest.mark.parametrize("correlation", [-0.99, -0.5, 0.0, 0.3, 0.9, 0.999])
def test_both_exceeded_by_integration_of_another_code(correlation):
    root = np.sqrt(1.0 - correlation**2)
    for x in (-3.0, -0.4, 0.0, 0.7, 2.5):
        for y in (-2.0, 0.0, 0.7, 4.0):
            edge = np.clip(y / correlation if correlation else x, x, 40.0)
            want = quad(
                lambda t, y=y: norm.pdf(t) * ndtr((correlation * t - y) / root),
                x,
                12.0,
                points=[min(edge, 12.0)],
                limit=500,
                epsabs=1e-14,
            )[0]
            assert float(both_exceeded(x, y, correlation)) == pytest.approx(want, rel=1e-10, abs=1e-13)


def test_both_exceeded_where_the_answer_is_known():
    x, y = np.array([0.3, -1.2]), np.array([1.1, 0.4])
    np.testing.assert_allclose(both_exceeded(x, y, 0.0), exceeded(x) * exceeded(y), rtol=1e-13)
    # at the medians it is 1/4 + asin(rho) / (2 pi) (W. F. Sheppard 1899)
    rho = np.array([-0.7, -0.1, 0.2, 0.95])
    np.testing.assert_allclose(both_exceeded(0.0, 0.0, rho), 0.25 + np.arcsin(rho) / (2 * np.pi), rtol=1e-14)
