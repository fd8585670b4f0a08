"""Is a geostationary satellite where it is declared to be?"""

from __future__ import annotations

from serai.corridor.elements import day
from serai.earth import Orientation
from serai.orbit import NotGeosynchronous, Sgp4, Slot, geostationary_slot
from serai.time import Instant
from serai.wording import Reason, reason

# A kept slot is 0.1 to 0.2 deg wide and catalogue longitudes are good to some 0.05 deg; declared longitudes
# are often rounded to whole degrees. Beyond 1 deg a fixed dish of a metre at C band has lost the satellite.
SLOT_TOLERANCE_DEG = 1.0
# Kept satellites drift 0.02 deg a day between manoeuvres, and SGP4 elements fitted across a manoeuvre show up
# to 0.4 deg a day; one that really drifts at 0.5 leaves its neighbours' slot tolerance within two days.
DRIFT_TOLERANCE_DEG_DAY = 0.5


def slot_of(motion: Sgp4, at: Instant) -> Slot | None:
    """The slot a satellite keeps around an instant, or None when it is not geosynchronous.

    UT1 is taken as UTC: that turns the Earth by 0.004 deg at most, and slots are judged to 1 deg.
    """
    try:
        return geostationary_slot(motion, at, Orientation.none())
    except NotGeosynchronous:
        return None


def out_of_slot(
    name: str,
    declared_deg: float,
    motion: Sgp4,
    at: Instant,
    away_deg: float = SLOT_TOLERANCE_DEG,
    drifting_deg_day: float = DRIFT_TOLERANCE_DEG_DAY,
) -> Reason | str:
    """Why a satellite does not answer from its declared slot; empty when it is there and stays."""
    slot = slot_of(motion, at)
    of, declared = day(motion.elements.epoch), longitude(declared_deg)
    if slot is None:
        return reason("corridor.not_geostationary", satellite=name, declared=declared, of=of)
    away = abs((slot.longitude_deg - declared_deg + 180.0) % 360.0 - 180.0)
    if away <= away_deg and abs(slot.drift_deg_day) <= drifting_deg_day:
        return ""
    return reason(
        "corridor.out_of_slot",
        satellite=name,
        declared=declared,
        of=of,
        there=longitude(slot.longitude_deg),
        drift=drift(slot.drift_deg_day),
    )


def longitude(degrees: float) -> str:
    """A longitude as it is spoken of: '38.0 E', '27.5 W'."""
    degrees = (degrees + 180.0) % 360.0 - 180.0
    return f"{abs(degrees):.1f} {'E' if degrees >= 0 else 'W'}"


def drift(degrees_day: float) -> Reason | str:
    """How fast and which way it drifts, to stand after its longitude; empty when it does not."""
    if abs(degrees_day) < 0.05:
        return ""
    if degrees_day > 0:
        return reason("corridor.drifts_east", deg_day=degrees_day)
    return reason("corridor.drifts_west", deg_day=-degrees_day)
