"""Names, numbers and lists as an operator reads them."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np

from serai.earth import Place
from serai.needs import Measure, Need

GIVES = MappingProxyType(
    {  # what stands after "gives" for each measure
        "horizontal_error_95": "a horizontal error (95 %)",
        "vertical_error_95": "a vertical error (95 %)",
        "convergence": "convergence",
        "time_to_alert": "a time to alert",
        "horizontal_protection": "a horizontal protection level",
        "vertical_protection": "a vertical protection level",
        "beacon_location": "a beacon's location error",
        "beacon_delay": "a beacon's location delay",
        "timing_error_95": "an error of UTC (95 %)",
    }
)


def listed(names: Sequence[str]) -> str:
    """'GPS, BeiDou and Galileo'."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def number(value: float) -> str:
    """Three significant digits without an exponent: 0.215, 3.14, 57."""
    if value == 0 or not np.isfinite(value):
        return f"{value:g}"
    digits = max(0, 2 - int(np.floor(np.log10(abs(value)))))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """A share of the time; never '100 %' unless it is all of it."""
    value = share * 100.0
    if share >= 1.0:
        return "100 %"
    if value > 99.0 or 0.0 < value < 1.0:
        return f"{min(round(value, 2), 99.99):g} %"
    return f"{value:.0f} %"


def brief(name: str) -> str:
    """A service's name without what stands in brackets."""
    return name.partition(" (")[0]


def longitude(deg: float) -> str:
    """'80 E', '5 W', '110.5 E'."""
    value = (deg + 180.0) % 360.0 - 180.0
    return f"{round(abs(value), 1):g} {'E' if value >= 0 else 'W'}"


def where(place: Place) -> str:
    """'36.7 N 9.7 E'."""
    north = "N" if place.lat_deg >= 0 else "S"
    return f"{abs(place.lat_deg):.1f} {north} {abs(place.lon_deg):.1f} {'E' if place.lon_deg >= 0 else 'W'}"


def called(need: Need) -> str:
    """What to call a need's place: the last part of its title after a comma, else its coordinates."""
    _, comma, last = need.title.rpartition(",")
    return last.strip() if comma and last.strip() else where(need.box.centre())


def asked(measure: Measure) -> str:
    """'asked: 0.1 m for 95 % of the time'."""
    share = measure.share_required
    often = "" if share is None else f" for {percent(share)} of the time"
    return f"asked: {number(measure.threshold)} {measure.unit}{often}"
