"""Layers of a stack: its arrays, and indices worked out from bands with their published formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from serai.observe.series.kernels import Singles

TURBIDITY_A, TURBIDITY_C = 228.1, 0.1641  # Dogliotti et al. 2015 (doi 10.1016/j.rse.2014.09.020), 645 nm, FNU


@dataclass(frozen=True, slots=True)
class SpectralIndex:
    """An index of bands of reflectance: the bands it needs, in order, and its value."""

    bands: tuple[str, ...]
    of: Callable[..., Singles]


def normalised_difference(one: Singles, other: Singles) -> Singles:
    """(one - other) / (one + other); NaN where both are zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return ((one - other) / (one + other)).astype(np.float32)


def surface_water(green: Singles, short: Singles) -> Singles:
    """1 where MNDWI is above zero, which is water (Xu 2006), else 0."""
    index = normalised_difference(green, short)
    return np.where(np.isnan(index), np.nan, index > 0.0).astype(np.float32)


def turbidity(red: Singles) -> Singles:
    """Turbidity in FNU from the water's reflectance in the red; NaN where the formula has no answer."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = TURBIDITY_A * red / (1.0 - red / TURBIDITY_C)
    return np.where((red >= 0.0) & (red < TURBIDITY_C), found, np.nan).astype(np.float32)


INDICES: Mapping[str, SpectralIndex] = {
    "ndvi": SpectralIndex(("nir", "red"), normalised_difference),  # Rouse et al. 1974
    "ndwi": SpectralIndex(("green", "nir"), normalised_difference),  # McFeeters 1996
    "mndwi": SpectralIndex(("green", "swir1"), normalised_difference),  # Xu 2006
    "nbr": SpectralIndex(("nir", "swir2"), normalised_difference),  # Key and Benson 2006
    "water": SpectralIndex(("green", "swir1"), surface_water),
    "turbidity": SpectralIndex(("red",), turbidity),
}
