"""95 % of errors: the quantile of the ellipse, of a line and of a clock."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from serai.navigate.accuracy import AXIS_RATIO, K95, horizontal_95_m, time_95_ns, vertical_95_m
from serai.navigate.geometry import Solution

TABLE_TOLERANCE = 2e-6  # the table is printed to six digits; 95 % changes by 1e-6 there


def share_within(radius: float, ratio: float) -> float:
    """The probability of a circle of some radius for errors of sigma 1 and ``ratio``, by quadrature."""
    if ratio == 0.0:
        return float(norm.cdf(radius) - norm.cdf(-radius))

    def of_angle(t: float) -> float:
        spread = np.cos(t) ** 2 + (np.sin(t) / ratio) ** 2
        return (1 - np.exp(-radius * radius / 2 * spread)) / (ratio * spread)

    return float(2 / np.pi * quad(of_angle, 0, np.pi / 2, limit=400)[0])


def variance(ee: float, en: float, nn: float, uu: float = 1.0) -> np.ndarray:
    return np.array([ee, en, 0.0, nn, 0.0, uu])[:, None]


@pytest.mark.parametrize("k", range(len(K95)))
def test_the_table_holds_95_percent_at_every_ratio_of_axes(k):
    assert share_within(K95[k], AXIS_RATIO[k]) == pytest.approx(0.95, abs=TABLE_TOLERANCE)


def test_a_circle_of_errors_is_2_448_sigma_wide():
    assert horizontal_95_m(variance(4.0, 0.0, 4.0))[0] == pytest.approx(
        2 * np.sqrt(-2 * np.log(0.05)), rel=1e-6
    )


def test_errors_along_a_line_are_as_wide_as_one_coordinate():
    assert horizontal_95_m(variance(0.5, 0.5, 0.5))[0] == pytest.approx(1.959964, rel=1e-6)


def test_turning_the_ellipse_changes_nothing():
    turn = np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]])
    turned = turn @ np.diag([3.0, 0.8]) @ turn.T
    straight = horizontal_95_m(variance(3.0, 0.0, 0.8))[0]
    assert horizontal_95_m(variance(turned[0, 0], turned[0, 1], turned[1, 1]))[0] == pytest.approx(straight)


def test_where_there_is_no_position_there_is_no_error_figure():
    nothing = np.full((6, 1), np.nan)
    assert np.isnan(horizontal_95_m(nothing)[0])
    assert np.isnan(vertical_95_m(nothing)[0])


def test_time_comes_from_the_clock_whose_offset_from_utc_is_known():
    light_m_per_ns = 0.299792458
    sigma_m = 10 * light_m_per_ns / 1.959964  # a clock good to 10 ns (95 %)
    found = Solution(
        q=np.ones((6, 1)),
        clock=np.array([[sigma_m**2], [sigma_m**2 / 100]]),
        satellites=np.array([9]),
    )
    assert time_95_ns(found, np.array([24.0, np.nan]))[0] == pytest.approx(26.0)  # 10 and 24 in quadrature
    assert time_95_ns(found, np.array([np.nan, np.nan]))[0] == np.inf
