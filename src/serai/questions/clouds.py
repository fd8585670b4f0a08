"""A corridor under a forecast of cloud of one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from serai.corridor import Corridor
from serai.formats.clouds.netcdf import read_cloud_forecast


def with_clouds(corridor: Corridor, file: str | Path) -> Corridor:
    """The corridor whose clear looks go by a forecast (NetCDF), as far as it goes; refused in a sentence."""
    return replace(corridor, weather=replace(corridor.weather, forecast=read_cloud_forecast(file)))
