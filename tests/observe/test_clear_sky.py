"""What tells the chance of a clear look: a forecast, a month's figure, or both."""

from __future__ import annotations

import pytest

from serai.observe.clear_sky import told_by
from serai.tables import Basis
from serai.world import SkyChance


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (1.0, "(by the forecast)"),
        (0.75, "(by the forecast for 75 % of the place and the time, else that of August, recalled)"),
        (0.0, "in August (recalled)"),
    ],
)
def test_a_month_is_named_only_where_the_forecast_does_not_tell_all(share: float, said: str) -> None:
    sky = SkyChance(chance=0.5, month=8, basis=Basis.RECALLED, forecast=share)
    assert str(told_by(sky)) == said
