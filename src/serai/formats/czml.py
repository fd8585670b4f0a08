"""CZML: scenes in time for a globe (Cesium), written packet by packet; units are metres and UTC.

Facts of the format: the CZML guide (github.com/AnalyticalGraphicsInc/czml-writer/wiki/CZML-Guide).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from serai.earth import Box, Place
from serai.time import Instant, Span
from serai.wording import harmless_json

Packet = Mapping[str, object]
Colour = tuple[int, int, int, int]  # red, green, blue, opacity: 0 to 255
DEGREE = 7  # of the polynomial that a globe lays through the nodes beside a moment
NODE_S = 240.0  # with which a low orbit is within a metre of its nodes' polynomial, 3 m at the ends


def document(name: str, span: Span, packets: Sequence[Packet]) -> str:
    """A whole scene: the clock runs over a span, ten minutes a second."""
    head: Packet = {
        "id": "document",
        "name": name,
        "version": "1.0",
        "clock": {
            "interval": interval(span),
            "currentTime": span.start.utc(),
            "multiplier": 600,
            "range": "LOOP_STOP",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }
    return harmless_json(json.dumps([head, *packets], ensure_ascii=False, separators=(",", ":")))


def interval(span: Span) -> str:
    """A span as ISO 8601 says it."""
    return f"{span.start.utc()}/{span.end.utc()}"


def moving(
    ident: str,
    name: str,
    epoch: Instant,
    seconds: NDArray[np.float64],
    r_m: NDArray[np.float64],
    colour: Colour,
) -> Packet:
    """Something that moves: Earth-fixed positions (n, 3) in metres at seconds (n,) after an epoch."""
    nodes = np.column_stack([seconds, r_m])
    return {
        "id": ident,
        "name": name,
        "position": {
            "epoch": epoch.utc(),
            "referenceFrame": "FIXED",
            "interpolationAlgorithm": "LAGRANGE",
            "interpolationDegree": DEGREE,
            "cartesian": [round(float(v)) for v in nodes.ravel()],
        },
        "point": {"pixelSize": 6, "color": {"rgba": list(colour)}},
        "label": _label(name),
        "path": {"leadTime": 0, "trailTime": 1800, "width": 1, "material": _solid(colour)},
    }


def standing(ident: str, name: str, place: Place, colour: Colour) -> Packet:
    """A place on the ground."""
    return {
        "id": ident,
        "name": name,
        "position": {"cartographicDegrees": [place.lon_deg, place.lat_deg, place.height_m]},
        "point": {"pixelSize": 8, "color": {"rgba": list(colour)}},
        "label": _label(name),
    }


def box(ident: str, name: str, around: Box, colour: Colour) -> Packet:
    """A box on the ground, its centre to be looked at."""
    centre = around.centre()
    return {
        "id": ident,
        "name": name,
        "position": {"cartographicDegrees": [centre.lon_deg, centre.lat_deg, 0.0]},
        "rectangle": {
            "coordinates": {"wsenDegrees": [around.lon_min, around.lat_min, around.lon_max, around.lat_max]},
            "height": 0,
            "fill": True,
            "material": _solid((*colour[:3], 60)),
        },
        "label": _label(name),
    }


def between(
    ident: str, name: str, ends: tuple[str, str], while_: Span, colour: Colour, width: float
) -> Packet:
    """A line between two other packets, by their ids, for a time."""
    return {
        "id": ident,
        "name": name,
        "availability": interval(while_),
        "polyline": {
            "positions": {"references": [f"{end}#position" for end in ends]},
            "arcType": "NONE",
            "width": width,
            "material": _solid(colour),
        },
    }


def _label(text: str) -> Packet:
    return {
        "text": text,
        "font": "12px sans-serif",
        "pixelOffset": {"cartesian2": [10, 0]},
        "horizontalOrigin": "LEFT",
    }


def _solid(colour: Colour) -> Packet:
    return {"solidColor": {"color": {"rgba": list(colour)}}}
