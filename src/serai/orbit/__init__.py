"""Where things are: catalogued satellites, design orbits, tables, places, and all of them over a span."""

from serai.orbit.age import (
    MEASURED_DAYS,
    OrbitKind,
    fit_for,
    largest_age_s,
    orbit_kind,
    timing_uncertainties_s,
    timing_uncertainty_s,
)
from serai.orbit.ephemeris import Ephemeris, OutsideEphemeris
from serai.orbit.kepler import Circle, walker
from serai.orbit.motion import Fixed, Motion
from serai.orbit.revolution import revolutions
from serai.orbit.sgp4 import PropagationFailed, Sgp4, error_text, sgp4_error
from serai.orbit.slot import NotGeosynchronous, Slot, geostationary_slot
from serai.orbit.tabulated import TabulatedOrbit

__all__ = [
    "MEASURED_DAYS",
    "Circle",
    "Ephemeris",
    "Fixed",
    "Motion",
    "NotGeosynchronous",
    "OrbitKind",
    "OutsideEphemeris",
    "PropagationFailed",
    "Sgp4",
    "Slot",
    "TabulatedOrbit",
    "error_text",
    "fit_for",
    "geostationary_slot",
    "largest_age_s",
    "orbit_kind",
    "revolutions",
    "sgp4_error",
    "timing_uncertainties_s",
    "timing_uncertainty_s",
    "walker",
]
