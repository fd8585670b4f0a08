"""Coordinates as an operator reads them."""

from __future__ import annotations


def longitude(lon_deg: float) -> str:
    """A longitude with its side.

    >>> longitude(80.0), longitude(355.0), longitude(110.5)
    ('80 E', '5 W', '110.5 E')
    """
    value = (lon_deg + 180.0) % 360.0 - 180.0
    return f"{round(abs(value), 1):g} {'E' if value >= 0 else 'W'}"


def latitude(lat_deg: float) -> str:
    """A latitude with its side.

    >>> latitude(35.0), latitude(-15.5)
    ('35 N', '15.5 S')
    """
    return f"{round(abs(lat_deg), 1):g} {'N' if lat_deg >= 0 else 'S'}"


def where(lat_deg: float, lon_deg: float) -> str:
    """Coordinates with their sides, to a tenth of a degree.

    >>> where(36.71, 9.72)
    '36.7 N 9.7 E'
    """
    north, east = ("N" if lat_deg >= 0 else "S"), ("E" if lon_deg >= 0 else "W")
    return f"{abs(lat_deg):.1f} {north} {abs(lon_deg):.1f} {east}"
