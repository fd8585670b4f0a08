"""What the atmosphere takes from a path to a satellite, by cause and in all (ITU-R P.618-14, section 2.5).

``Ground`` holds the figures of places, each given by hand, read from a corridor or from a digital map;
``attenuation`` turns them into decibels. A part whose figures are unknown is NaN and named, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu import p676, p676_slant, p840
from serai.radio.propagation.itu.p618 import (
    HIGHEST_GHZ,
    HIGHEST_PERCENT,
    LOWEST_PERCENT,
    rain_attenuation_db,
)
from serai.radio.propagation.itu.p618_scintillation import PERCENT as SCINTILLATION_PERCENT
from serai.radio.propagation.itu.p618_scintillation import scintillation_db
from serai.radio.propagation.itu.p618_total import total_db
from serai.radio.propagation.itu.p835 import vapour_pressure_hpa
from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

FREQUENCY = ValidityRange(
    of="ITU-R P.618-14, section 2.2.1.1",
    quantity=reason("radio.quantity.frequency"),
    low=1.0,
    high=HIGHEST_GHZ,
    unit="GHz",
)
PERCENT = ValidityRange(
    of="ITU-R P.618-14, section 2.2.1.1",
    quantity=reason("radio.quantity.share_of_year"),
    low=LOWEST_PERCENT,
    high=HIGHEST_PERCENT,
    unit="%",
)
ELEVATION = ValidityRange(
    of="ITU-R P.618-14, section 2.4.1, and P.840-9",
    quantity=reason("radio.quantity.elevation"),
    low=5.0,
    high=90.0,
    unit=reason("radio.degrees"),
)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The figures of places (arrays that broadcast, or numbers); None or NaN is unknown.

    ``pressure_hpa``, ``temperature_k`` and ``vapour_g_m3`` are annual means at the ground. Those ending in
    ``_exceeded`` hold for the percent asked about, held at 5 % for anything rarer, as are
    ``column_kg_m2`` (water vapour over a square metre) and ``liquid_kg_m2`` (cloud water). ``reduced_kg_m2``
    is the cloud water of P.840-7, reduced to 0 degrees, for those who ask for older maps.
    """

    height_km: ArrayLike | None = None
    r001_mm_h: ArrayLike | None = None
    rain_height_km: ArrayLike | None = None
    wet_refractivity: ArrayLike | None = None
    pressure_hpa: ArrayLike | None = None
    temperature_k: ArrayLike | None = None
    vapour_g_m3: ArrayLike | None = None
    pressure_exceeded_hpa: ArrayLike | None = None
    temperature_exceeded_k: ArrayLike | None = None
    vapour_exceeded_g_m3: ArrayLike | None = None
    column_kg_m2: ArrayLike | None = None
    liquid_kg_m2: ArrayLike | None = None
    reduced_kg_m2: ArrayLike | None = None

    def known(self, name: str) -> bool:
        """Whether a figure was given, at least for some place."""
        value = getattr(self, name)
        return value is not None and bool(np.isfinite(np.asarray(value, dtype=float)).any())

    def under(self, own: Ground) -> Ground:
        """These figures with a place's own in front of them."""
        given = {f.name: getattr(own, f.name) for f in fields(own) if own.known(f.name)}
        return replace(self, **given)


@dataclass(frozen=True, kw_only=True)
class Attenuation:
    """Decibels by each cause, and the figures that were not known."""

    rain_db: F
    gas_db: F
    cloud_db: F
    scintillation_db: F
    total_db: F
    lacking: tuple[str, ...] = ()
    gas_method: str = ""


RAIN = ("height_km", "r001_mm_h", "rain_height_km")
GAS = ("pressure_hpa", "temperature_k", "vapour_g_m3")
EXCEEDED = ("pressure_exceeded_hpa", "temperature_exceeded_k", "vapour_exceeded_g_m3")


def attenuation(
    ground: Ground,
    *,
    lat_deg: ArrayLike,
    frequency_ghz: ArrayLike,
    elevation_deg: ArrayLike,
    percent: ArrayLike,
    tilt_deg: ArrayLike = 45.0,
    diameter_m: ArrayLike | None = 1.0,
    efficiency: ArrayLike = 0.65,
) -> Attenuation:
    """The attenuation exceeded for a percent of an average year by each cause and in all; inputs broadcast.

    A cause whose figures are unknown is NaN, and so is the total; ``lacking`` names them. Above 5 % of the
    time rain takes nothing that P.618 predicts, so rain and total are NaN there, as outside 1 to 55 GHz.
    Scintillation below 4 GHz is that of 4 GHz, and rarer than 0.01 % that of 0.01 %: the safe and the far
    end of what P.618 gives.
    """
    shape = np.broadcast_shapes(
        *(np.shape(v) for v in (lat_deg, frequency_ghz, elevation_deg, percent, tilt_deg)),
        *(np.shape(getattr(ground, f.name)) for f in fields(ground) if ground.known(f.name)),
    )
    unknown = np.full((), np.nan)
    lacking = [name for name in RAIN if not ground.known(name)]
    rain = unknown
    if not lacking:
        rain = rain_attenuation_db(
            r001_mm_h=_of(ground.r001_mm_h),
            rain_height_km=_of(ground.rain_height_km),
            height_km=_of(ground.height_km),
            lat_deg=lat_deg,
            elevation_deg=elevation_deg,
            frequency_ghz=frequency_ghz,
            percent=percent,
            tilt_deg=tilt_deg,
        )
    gas, method, missing = _gas(ground, frequency_ghz, elevation_deg)
    lacking += missing
    cloud = _cloud(ground, frequency_ghz, elevation_deg)
    if cloud is None:
        lacking.append("liquid_kg_m2")
    twinkle = None
    if ground.known("wet_refractivity") and diameter_m is not None:
        twinkle = scintillation_db(
            wet_refractivity=_of(ground.wet_refractivity),
            frequency_ghz=np.maximum(np.asarray(frequency_ghz, dtype=float), 4.0),
            elevation_deg=elevation_deg,
            diameter_m=diameter_m,
            percent=np.clip(np.asarray(percent, dtype=float), SCINTILLATION_PERCENT.low, None),
            efficiency=efficiency,
        )
    else:
        lacking.append("wet_refractivity" if diameter_m is not None else "diameter_m")
    parts = [np.broadcast_to(unknown if v is None else v, shape) for v in (gas, cloud, rain, twinkle)]
    return Attenuation(
        gas_db=parts[0],
        cloud_db=parts[1],
        rain_db=parts[2],
        scintillation_db=parts[3],
        total_db=total_db(*parts),
        lacking=tuple(lacking),
        gas_method=method,
    )


def _gas(
    ground: Ground, frequency_ghz: ArrayLike, elevation_deg: ArrayLike
) -> tuple[F | None, str, list[str]]:
    """Gases by the statistical method where the column is known, else by the instantaneous one."""
    missing = [name for name in GAS if not ground.known(name)]
    if missing:
        return None, "", missing
    p, t, rho = (_of(getattr(ground, name)) for name in GAS)
    statistical = all(ground.known(name) for name in EXCEEDED)
    e = (
        _of(getattr(ground, EXCEEDED[0])),
        _of(getattr(ground, EXCEEDED[1])),
        _of(getattr(ground, EXCEEDED[2])),
    )
    oxygen = p676_slant.oxygen_db(
        frequency_ghz,
        elevation_deg,
        pressure_hpa=p,
        temperature_k=t,
        vapour_g_m3=rho,
        exceeded=e if statistical else None,
    )
    if ground.known("column_kg_m2"):
        vapour = p676_slant.vapour_db(
            frequency_ghz,
            elevation_deg,
            pressure_hpa=p,
            temperature_k=t,
            vapour_g_m3=rho,
            column_kg_m2=_of(ground.column_kg_m2),
        )
        how = "statistical (sections 1.2 and 2.3)" if statistical else "sections 1.1 and 2.3"
        return oxygen + vapour, f"ITU-R P.676-13, annex 2, {how}", []
    dry = p - vapour_pressure_hpa(rho, t)
    wet = p676.specific_attenuation_db_km(frequency_ghz, dry, t, rho)[1]
    sin = np.sin(np.radians(np.asarray(elevation_deg, dtype=float)))
    vapour = wet * p676_slant.vapour_height_km(frequency_ghz) / sin
    return oxygen + vapour, "ITU-R P.676-13, annex 2, instantaneous (sections 1.1 and 2.1)", []


def _cloud(ground: Ground, frequency_ghz: ArrayLike, elevation_deg: ArrayLike) -> F | None:
    if ground.known("liquid_kg_m2"):
        return p840.cloud_attenuation_db(_of(ground.liquid_kg_m2), frequency_ghz, elevation_deg)
    if ground.known("reduced_kg_m2"):
        cold = p840.droplets_db_km_per_g_m3(frequency_ghz, 273.15)  # P.840-7, section 3.1
        return np.asarray(_of(ground.reduced_kg_m2) * cold / np.sin(np.radians(np.asarray(elevation_deg))))
    return None


def _of(value: ArrayLike | None) -> F:
    return np.asarray(np.nan if value is None else value, dtype=float)
