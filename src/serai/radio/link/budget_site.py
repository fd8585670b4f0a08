"""The ground ends of a budget: places by name, the satellite above them, their own figures or the maps'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from serai.earth import Place
from serai.orbit import MOST_AGE_DAYS
from serai.radio.link.budget_leg import Span, numbers, table_of
from serai.radio.link.budget_parts import BudgetRefused
from serai.radio.link.ground_end import TILTS, GroundEnd, aim_at, tilt_of
from serai.radio.propagation.attenuation import ELEVATION, Ground
from serai.radio.propagation.attenuation_table import RANGES
from serai.radio.propagation.limits import refuse_outside
from serai.radio.propagation.maps import Maps
from serai.radio.propagation.site_climate import ground_at

GROUND: Mapping[str, Span] = {
    "lat_deg": (-90.0, 90.0),
    "lon_deg": (-180.0, 360.0),
    "elevation_deg": (0.0, 90.0),
    "polarisation_deg": (-180.0, 180.0),
    "height_km": (-0.5, 9.0),
    **{name: RANGES[name] for name in Ground.__dataclass_fields__ if name in RANGES},
}
WORDS = ("polarisation",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """What a file says of the sky as a whole: its places, the satellite's longitude, the maps at hand.

    ``percent`` is the share of the year that the lines are for; ``older`` lets older maps stand in;
    ``max_age_days`` is how far the elements of a pass may be from their epoch.
    """

    places: Mapping[str, object]
    satellite_lon_deg: float | None = None
    maps: Maps | None = None
    percent: float = 0.1
    older: bool = False
    max_age_days: float = MOST_AGE_DAYS


def read_ground_end(
    where: str, leg: Mapping[str, object], above: Above, lowest_deg: float | None
) -> GroundEnd | None:
    """The ground end of a leg: a table of its own, or the name of a place; None where it has none.

    With ``lowest_deg``, of a pass, that is the elevation. With a longitude and the satellite's the elevation,
    the range, the skew and the tilt are worked out, and what the table leaves out is read from the maps.
    """
    if "ground" not in leg:
        return None
    at, table = _table(where, leg["ground"], above)
    n = numbers(at, table, GROUND, WORDS)
    if lowest_deg is not None:
        refuse_outside(ELEVATION, lowest_deg, at)
        n = {**n, "elevation_deg": lowest_deg}
    if "lat_deg" not in n:
        raise BudgetRefused("radio.figure_missing", where=at, name="lat_deg")
    polarisation = str(table.get("polarisation", "circular"))
    if polarisation not in TILTS:
        raise BudgetRefused("radio.no_polarisation", where=at, known=tuple(TILTS), got=polarisation)
    if "polarisation" in table and "polarisation_deg" in n:
        raise BudgetRefused("radio.tilt_twice", where=at)
    sky = GroundEnd(
        ground=_ground(n, above),
        lat_deg=n["lat_deg"],
        lon_deg=n.get("lon_deg"),
        elevation_deg=n.get("elevation_deg", np.nan),
        tilt_deg=n.get("polarisation_deg", tilt_of(polarisation, None)),
        where=at,
    )
    sky = _aimed(at, sky, n, polarisation, above) if lowest_deg is None else sky
    if np.isnan(sky.elevation_deg):
        raise BudgetRefused("radio.no_elevation", where=at)
    return sky


def _table(where: str, value: object, above: Above) -> tuple[str, Mapping[str, object]]:
    """The table of a ground end and what to call it."""
    if not isinstance(value, str):
        return f"{where}.ground", table_of(f"{where}.ground", value)
    if value not in above.places:
        raise BudgetRefused("radio.no_place", where=where, name=value, known=tuple(above.places))
    return f"places.{value}", table_of(f"places.{value}", above.places[value])


def _ground(n: Mapping[str, float], above: Above) -> Ground:
    """The place's own figures, and behind them those of the maps where its longitude is given."""
    own = Ground(**{name: n[name] for name in Ground.__dataclass_fields__ if name in n})
    if "lon_deg" not in n or above.maps is None:
        return own
    found = ground_at(
        above.maps,
        lat_deg=n["lat_deg"],
        lon_deg=n["lon_deg"],
        percent=above.percent,
        height_km=n.get("height_km"),
        older=above.older,
    )
    read = {f.name: getattr(found.ground, f.name) for f in fields(Ground)}
    return Ground(**{k: None if v is None else float(np.asarray(v)) for k, v in read.items()}).under(own)


def _aimed(at: str, sky: GroundEnd, n: Mapping[str, float], polarisation: str, above: Above) -> GroundEnd:
    """With the satellite where its longitude puts it."""
    if sky.lon_deg is None or above.satellite_lon_deg is None:
        return sky
    if "elevation_deg" in n:
        raise BudgetRefused("radio.elevation_twice", where=at)
    height_m = 1e3 * float(np.asarray(sky.ground.height_km if sky.ground.height_km is not None else 0.0))
    place = Place(lat_deg=sky.lat_deg, lon_deg=_within(sky.lon_deg), height_m=height_m)
    aim, range_m = aim_at(place, above.satellite_lon_deg)
    if aim.elevation_deg < 0.0:
        raise BudgetRefused(
            "radio.below_horizon",
            where=at,
            satellite_lon_deg=above.satellite_lon_deg,
            elevation_deg=aim.elevation_deg,
        )
    tilt = n.get("polarisation_deg", tilt_of(polarisation, aim.skew_deg))
    return replace(sky, elevation_deg=aim.elevation_deg, range_m=range_m, tilt_deg=tilt, aim=aim)


def _within(lon_deg: float) -> float:
    return (lon_deg + 180.0) % 360.0 - 180.0
