"""What every corridor says of a satellite or a station, whatever its services."""

from __future__ import annotations

from dataclasses import dataclass

from serai.tables import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacecraft:
    """A satellite as its owner declares it; None where nobody published a figure."""

    norad: int | None
    cospar: str
    orbit: str  # LEO, MEO, IGSO, GEO or HEO
    role: str
    operator: str
    declared_lon_deg: float | None
    declared_altitude_km: float | None
    declared_inclination_deg: float | None
    image_bands: tuple[str, ...] = ()  # in which it sends its images; empty: not known


def spacecraft(row: Row) -> Spacecraft:
    """What a row of satellites.csv declares."""
    return Spacecraft(
        norad=row.count("norad"),
        cospar=row.text("cospar"),
        orbit=row.text("orbit"),
        role=row.text("role"),
        operator=row.text("operator"),
        declared_lon_deg=row.number("declared_lon_deg"),
        declared_altitude_km=row.number("declared_altitude_km"),
        declared_inclination_deg=row.number("declared_inclination_deg"),
        image_bands=row.list("image_bands"),
    )
