"""Orbits of every kind, and elements made of a few numbers, for tests of the bulk search."""

from __future__ import annotations

from serai.formats import MeanElements
from serai.orbit import Sgp4
from serai.time import Instant

EPOCH = Instant.from_utc("2026-08-22T00:00:00Z")
MU_KM3_S2, RADIUS_KM, DAY_S = 398_600.8, 6_378.135, 86_400.0


def satellite(
    perigee_km: float,
    eccentricity: float = 0.0005,
    inclination_deg: float = 97.0,
    *,
    raan_deg: float = 0.0,
    arg_perigee_deg: float = 0.0,
    mean_anomaly_deg: float = 0.0,
    bstar: float = 1e-5,
    norad: int = 1,
) -> Sgp4:
    """A satellite by the height of its perigee; bstar near 0.1 brings it down within the day."""
    axis_km = (RADIUS_KM + perigee_km) / (1.0 - eccentricity)
    turns = DAY_S / (2 * 3.141592653589793) * (MU_KM3_S2 / axis_km**3) ** 0.5
    return Sgp4(
        MeanElements(
            object_name=f"{perigee_km:g} km",
            object_id="",
            norad=norad,
            epoch=EPOCH,
            mean_motion_rev_day=turns,
            eccentricity=eccentricity,
            inclination_deg=inclination_deg,
            raan_deg=raan_deg,
            arg_perigee_deg=arg_perigee_deg,
            mean_anomaly_deg=mean_anomaly_deg,
            bstar=bstar,
        )
    )


LOW = satellite(500.0)
GEOSTATIONARY = satellite(35_786.0, 0.0002, 0.05, mean_anomaly_deg=30.0)
MOLNIYA = satellite(600.0, 0.72, 63.4, arg_perigee_deg=270.0)
TRANSFER = satellite(250.0, 0.1, 28.5)
MEDIUM = satellite(21_500.0, 0.001, 55.0)
DECAYING = satellite(130.0, 0.001, 51.6, bstar=0.05)
