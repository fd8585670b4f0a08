"""The parts that questions are made of: moments, lengths of time, places, names."""

from __future__ import annotations

import math
from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator, Field, StringConstraints

UTC = r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$"
MomentText = Annotated[str, StringConstraints(pattern=UTC, max_length=40)]
AssetName = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]


def _finite(shape: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON object without numbers that are none: JSON as others read it has no infinity."""
    left: list[Any] = [shape]
    while left:
        one = left.pop()
        if isinstance(one, float) and not math.isfinite(one):
            raise ValueError("a number that is not finite")
        left.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
    return shape


Shape = Annotated[dict[str, Any], AfterValidator(_finite)]
Start = Annotated[
    MomentText | None, Query(description="From when, UTC (2026-08-22T00:00:00Z); that of the assessment.")
]
Days = Annotated[float | None, Query(ge=0.01, le=14.0, description="How long; the corridor's own.")]
Latitude = Annotated[float, Query(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Query(ge=-180.0, le=180.0)]
Satellites = Annotated[
    list[AssetName] | None, Query(max_length=100, description="Only these; may be given again.")
]
Stations = Annotated[list[AssetName] | None, Query(max_length=100, description="Only these.")]
LatitudeValue = Annotated[float, Field(ge=-90.0, le=90.0)]


def plain(**asked: object) -> dict[str, object]:
    """What was asked, without what was left out."""
    return {name: value for name, value in asked.items() if value is not None}
