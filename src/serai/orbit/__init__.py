"""Where things are: catalogued satellites, design orbits, tables, places, and all of them over a span."""

from serai.orbit.age import (
    MEASURED_DAYS,
    MOST_AGE_DAYS,
    OrbitKind,
    fit_for,
    largest_age_s,
    orbit_kind,
    timing_uncertainties_s,
    timing_uncertainty_s,
)
from serai.orbit.design import PaperOrbit
from serai.orbit.ephemeris import Ephemeris, OutsideEphemeris
from serai.orbit.exchanged import ExchangedOrbit, Stretch, along_track_m, inertial_table, table_of
from serai.orbit.kepler import Circle, walker
from serai.orbit.motion import Fixed, Motion
from serai.orbit.revolution import revolutions
from serai.orbit.sgp4 import PropagationFailed, Sgp4, error_text, errors_of, sgp4_error
from serai.orbit.slot import NotGeosynchronous, Slot, geostationary_slot
from serai.orbit.tabulated import TabulatedOrbit

__all__ = [
    "MEASURED_DAYS",
    "MOST_AGE_DAYS",
    "Circle",
    "Ephemeris",
    "ExchangedOrbit",
    "Fixed",
    "Motion",
    "NotGeosynchronous",
    "OrbitKind",
    "OutsideEphemeris",
    "PaperOrbit",
    "PropagationFailed",
    "Sgp4",
    "Slot",
    "Stretch",
    "TabulatedOrbit",
    "along_track_m",
    "error_text",
    "errors_of",
    "fit_for",
    "geostationary_slot",
    "inertial_table",
    "largest_age_s",
    "orbit_kind",
    "revolutions",
    "sgp4_error",
    "table_of",
    "timing_uncertainties_s",
    "timing_uncertainty_s",
    "walker",
]
