"""Rain and clear sky out of rain.csv and clear_sky.csv."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from serai.corridor.tables import MONTHS, place_of
from serai.tables import Row
from serai.world import ClearSky, Rain, Weather


def read_weather(rain: Iterable[Row], clear_sky: Iterable[Row]) -> Weather:
    """Every figure of rain and clear sky; a month that nobody published is NaN, which is unknown."""
    return Weather(rain=tuple(_rain(r) for r in rain), clear_sky=tuple(_clear_sky(r) for r in clear_sky))


def _rain(row: Row) -> Rain:
    ground_km = row.number("topographic_height_km") or 0.0
    return Rain(
        place=row.text("place"),
        at=replace(place_of(row), height_m=1000.0 * ground_km),
        r001_mm_h=row.number("r001_mm_h"),
        rain_height_km=row.number("rain_height_km"),
        provenance=row.provenance,
    )


def _clear_sky(row: Row) -> ClearSky:
    chances = (row.number(month) for month in MONTHS)
    return ClearSky(
        need=row.text("need"),
        monthly=tuple(math.nan if c is None else c for c in chances),
        provenance=row.provenance,
    )
