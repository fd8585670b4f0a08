"""Attenuation by atmospheric gases, layer by layer: Recommendation ITU-R P.676-13 (08/2022), annex 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu import p835
from serai.radio.propagation.itu.p453 import refractivity
from serai.radio.propagation.itu.p676_lines import OXYGEN, VAPOUR
from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

FREQUENCY = ValidityRange(
    of="ITU-R P.676-13, annex 1",
    quantity=reason("radio.quantity.frequency"),
    low=1.0,
    high=1000.0,
    unit="GHz",
)
ELEVATION = ValidityRange(
    of="ITU-R P.676-13, annex 1, section 2.2.1",
    quantity=reason("radio.quantity.elevation"),
    low=0.0,
    high=90.0,
    unit=reason("radio.degrees"),
)
HEIGHT = ValidityRange(
    of="ITU-R P.676-13, annex 1, section 2.2.1",
    quantity=reason("radio.quantity.height"),
    low=0.0,
    high=100.0,
    unit="km",
)
EARTH_KM = 6371.0  # section 2.2.1
LAYERS = 922  # equation (14): the layers that reach 100 km
CHUNK = 8192  # cells worked on at once, so that they stay in the processor's cache


def specific_attenuation_db_km(
    frequency_ghz: ArrayLike, dry_hpa: ArrayLike, temperature_k: ArrayLike, vapour_g_m3: ArrayLike
) -> tuple[F, F]:
    """The attenuation per kilometre by dry air and by water vapour, equations (1) to (9); inputs broadcast.

    ``dry_hpa`` is the pressure without the vapour's own. NaN outside 1 to 1000 GHz.
    """
    dry, wet = _in_pieces((frequency_ghz, dry_hpa, temperature_k, vapour_g_m3), (_dry_air, _water_vapour))
    return dry, wet


def dry_air_db_km(
    frequency_ghz: ArrayLike, dry_hpa: ArrayLike, temperature_k: ArrayLike, vapour_g_m3: ArrayLike
) -> F:
    """The dry-air part of the specific attenuation alone, in half the time."""
    return _in_pieces((frequency_ghz, dry_hpa, temperature_k, vapour_g_m3), (_dry_air,))[0]


def _in_pieces(given: tuple[ArrayLike, ...], parts: tuple[Callable[..., F], ...]) -> tuple[F, ...]:
    """The parts over pieces of the first axis, so that what varies with the place alone is done once."""
    arrays = [np.asarray(v, dtype=float) for v in given]
    shape = np.broadcast_shapes(*(v.shape for v in arrays))
    deep = [v.reshape((1,) * (max(len(shape), 1) - v.ndim) + v.shape) for v in arrays]
    whole = np.broadcast_shapes(*(v.shape for v in deep))
    out = tuple(np.empty(whole) for _ in parts)
    step = max(1, CHUNK // max(1, int(np.prod(whole[1:]))))
    for start in range(0, whole[0], step):
        piece = slice(start, start + step)
        f, p, t, rho = (v[piece] if v.shape[0] > 1 else v for v in deep)
        theta, e = 300.0 / t, rho * t / p835.VAPOUR_PER_K
        inside = FREQUENCY.holds(f)
        for total, part in zip(out, parts, strict=True):
            total[piece] = np.where(inside, 0.1820 * f * part(f, p, theta, e), np.nan)
    return tuple(v.reshape(shape) for v in out)


def _dry_air(f: F, p: F, theta: F, e: F) -> F:
    """N'' of oxygen, nitrogen and the Debye spectrum: equations (2a), (3), (5) to (9)."""
    fast = theta**0.8
    total, warm = p + e, p * 1e-7 * theta**3
    d = 5.6e-4 * total * fast
    n = (
        f
        * p
        * theta**2
        * (6.14e-5 / (d * (1.0 + (f / d) ** 2)) + 1.4e-12 * p * theta**1.5 / (1.0 + 1.9e-5 * f**1.5))
    )
    broad, wet, mixed = 1e-4 * p * fast, 1.1e-4 * e * theta, 1e-4 * total * fast
    for f0, a1, a2, a3, _, a5, a6 in OXYGEN:  # a4 is zero for every line of the table
        width = np.sqrt((a3 * (broad + wet)) ** 2 + 2.25e-6)
        shift = (a5 + a6 * theta) * mixed
        n = n + a1 * warm * np.exp(a2 * (1.0 - theta)) * _shape(f, f0, width, shift)
    return np.asarray(n)


def _water_vapour(f: F, p: F, theta: F, e: F) -> F:
    """N'' of water vapour: equations (2b), (3), (5) and (6)."""
    n: F = np.zeros(np.broadcast_shapes(f.shape, p.shape, theta.shape))
    log = np.log(theta)
    strength = 0.1 * e * theta**3.5
    for f0, b1, b2, b3, b4, b5, b6 in VAPOUR:
        width = b3 * 1e-4 * (p * np.exp(b4 * log) + b5 * e * np.exp(b6 * log))
        width = 0.535 * width + np.sqrt(0.217 * width**2 + 2.1316e-12 * f0**2 / theta)
        n = n + b1 * strength * np.exp(b2 * (1.0 - theta)) * _shape(f, f0, width, 0.0)
    return np.asarray(n)


def _shape(f: F, f0: float, width: F, shift: F | float) -> F:
    """The line shape F_i of equation (5)."""
    below, above = f0 - f, f0 + f
    square = width * width
    return (
        f
        / f0
        * (
            (width - shift * below) / (below * below + square)
            + (width - shift * above) / (above * above + square)
        )
    )


@dataclass(frozen=True, kw_only=True)
class SlantPath:
    """What the atmosphere does to a path: attenuation (dB, per frequency) and bending (radians)."""

    attenuation_db: F
    bending_rad: F


def slant_path(
    frequency_ghz: ArrayLike,
    *,
    elevation_deg: float,
    lower_km: float = 0.0,
    upper_km: float | None = None,
    atmosphere: p835.Atmosphere | None = None,
) -> SlantPath:
    """The gas attenuation from one height to another or into space: section 2.2.1, equations (13) to (19).

    ``frequency_ghz`` (n,); ``elevation_deg`` the apparent elevation at the lower end, not negative;
    ``upper_km`` None goes out to space from the ground by the layers of equation (14). The atmosphere is the
    mean annual global one of P.835-6 unless another is given.
    """
    f = np.atleast_1d(np.asarray(frequency_ghz, dtype=float))
    if not (ELEVATION.holds(elevation_deg) and HEIGHT.holds(lower_km)) or (upper_km or 100.0) <= lower_km:
        return SlantPath(attenuation_db=np.full(f.shape, np.nan), bending_rad=np.full(f.shape, np.nan))
    thick_km = _layers(lower_km, upper_km)
    bottom_km = lower_km + np.concatenate(([0.0], np.cumsum(thick_km)[:-1]))
    middle_km = np.minimum(bottom_km + thick_km / 2.0, p835.TOP_KM)
    p, t, rho = _air(middle_km, atmosphere)
    e = rho * t / p835.VAPOUR_PER_K
    n = 1.0 + 1e-6 * refractivity(p - e, e, t)
    r = EARTH_KM + bottom_km
    bent = n[0] * r[0] * np.cos(np.radians(elevation_deg))  # Snell: constant along the path
    enter = np.arcsin(np.clip(bent / (n * r), -1.0, 1.0))
    leave = np.arcsin(np.clip(bent / (n * (r + thick_km)), -1.0, 1.0))
    along = -r * np.cos(enter) + np.sqrt((r * np.cos(enter)) ** 2 + 2.0 * r * thick_km + thick_km**2)
    dry, wet = specific_attenuation_db_km(f[:, None], p - e, t, rho)
    bending = float(np.sum(enter[1:] - leave[:-1]))
    return SlantPath(attenuation_db=np.asarray((dry + wet) @ along), bending_rad=np.full(f.shape, bending))


def _layers(lower_km: float, upper_km: float | None) -> F:
    """The thickness of each layer: equation (14), or (16a) to (16d) between two heights."""
    if lower_km == 0.0 and upper_km is None:
        return 1e-4 * np.exp(np.arange(LAYERS) / 100.0)
    growth = np.exp(0.01) - 1.0
    top = p835.TOP_KM if upper_km is None else upper_km
    first = int(np.floor(100.0 * np.log(1e4 * lower_km * growth + 1.0) + 1.0))
    last = int(np.ceil(100.0 * np.log(1e4 * top * growth + 1.0) + 1.0))
    m = (np.exp(0.02) - np.exp(0.01)) / (np.exp(last / 100.0) - np.exp(first / 100.0)) * (top - lower_km)
    return np.asarray(m * np.exp((np.arange(first, last) - 1) / 100.0))


def _air(height_km: F, atmosphere: p835.Atmosphere | None) -> tuple[F, F, F]:
    if atmosphere is None:
        return (
            p835.pressure_hpa(height_km),
            p835.temperature_k(height_km),
            p835.vapour_density_g_m3(height_km),
        )
    return (
        atmosphere.pressure_hpa(height_km),
        atmosphere.temperature_k(height_km),
        atmosphere.vapour_g_m3(height_km),
    )
