"""Free-space loss."""

from __future__ import annotations

import numpy as np
import pytest

from serai.radio import free_space_loss_db


def test_a_geostationary_link_at_4_ghz_loses_196_db():
    # the textbook figure: 92.45 + 20 lg(GHz) + 20 lg(km), equation (4) of P.525-4 with its rounded constant
    loss = float(free_space_loss_db(4.0e9, 38_000e3))
    assert loss == pytest.approx(92.45 + 20 * np.log10(4.0) + 20 * np.log10(38_000.0), abs=0.01)


def test_twice_the_range_or_twice_the_frequency_costs_six_decibels():
    near = free_space_loss_db(2.0e9, np.array([1.0e6, 2.0e6]))
    assert near[1] - near[0] == pytest.approx(20 * np.log10(2.0))
    assert free_space_loss_db(4.0e9, 1.0e6) - near[0] == pytest.approx(20 * np.log10(2.0))
