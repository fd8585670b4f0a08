"""Quantities over the day, as they are told: no more decimals than are known, nothing where there is none."""

from __future__ import annotations

import numpy as np

from serai.needs.exhibit import Series
from serai.serve.worker.lanes import series_told


def test_a_series_is_told_to_its_decimals_and_null_where_there_is_none():
    values = np.array([1.23456, np.nan, 2.0])
    assert series_told(Series(name="PDOP", values=values, unit="m", decimals=2), "en") == {
        "name": "PDOP",
        "unit": "m",
        "values": [1.23, None, 2.0],
    }
    assert series_told(Series(name="", values=values, decimals=0), "en")["values"] == [1.0, None, 2.0]
