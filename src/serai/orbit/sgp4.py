"""Motion of catalogued satellites by SGP4 (near Earth and deep space), through the ``sgp4`` library.

WGS 72 constants and the improved mode 'i', the library's reference (D. Vallado et al., "Revisiting Spacetrack
Report #3", AIAA 2006-6753).  Time is counted as elapsed seconds since the elements' epoch, leap seconds
included.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sgp4.api import WGS72, Satrec, SatrecArray

from serai.earth.ellipsoid import A_M, geodetic
from serai.earth.frames import teme_to_itrf
from serai.earth.orientation import Orientation
from serai.errors import Refused
from serai.formats.omm import MeanElements
from serai.orbit.lifetime import BEYOND_SERIES, DECAYED, Drag, first_failure_min, lifetimes, pulled_down_min
from serai.orbit.near_earth import DRAG_TERMS, drag_terms
from serai.time.instant import Instant
from serai.time.leap_seconds import DAY_S, S, utc_offset_s
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
Nanoseconds = NDArray[np.int64]
FAST_FALL_MIN = 3.0 * 1_440.0
_JD_2000 = 2_451_544.5  # Julian date of 2000-01-01 00:00
_JD_SGP4_ZERO = 2_433_281.5  # SGP4 counts its epoch in days from 1949-12-31 00:00 UTC
_REV_PER_DAY = 1_440.0 / (2.0 * math.pi)  # of one radian per minute
_ERRORS: Mapping[int, Reason] = {
    0: reason("orbit.no_error"),
    1: reason("orbit.mean_eccentricity"),
    2: reason("orbit.negative_mean_motion"),
    3: reason("orbit.perturbed_eccentricity"),
    4: reason("orbit.negative_semilatus_rectum"),
    DECAYED: reason("orbit.decayed"),
    BEYOND_SERIES: reason("orbit.beyond_series"),
}


class PropagationFailed(Refused):
    """SGP4 has no position for a satellite at a moment: its elements have decayed or left their range."""

    def __init__(self, name: str, at: Instant, code: int) -> None:
        self.name, self.at, self.code = name, at, code
        super().__init__("orbit.propagation_failed", name=name, at=at.utc(), why=sgp4_error(code))


def sgp4_error(code: int) -> Reason:
    """What an SGP4 error code says; 0 is no error (the codes of the ``sgp4`` library)."""
    return _ERRORS.get(code) or reason("orbit.sgp4_error", code=code)


def error_text(code: int) -> str:
    """What an SGP4 error code says, in English."""
    return str(sgp4_error(code))


@dataclass(frozen=True, slots=True)
class Sgp4:
    """The motion that one set of mean elements describes."""

    elements: MeanElements
    satrec: Any = field(init=False, repr=False, compare=False)
    drag: list[tuple[float, ...]] = field(default_factory=list, init=False, repr=False, compare=False)
    """Its drag terms, once they have been worked out (see ``describes``)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "satrec", _satrec(self.elements))

    def __reduce__(self) -> tuple[type[Sgp4], tuple[MeanElements]]:
        return Sgp4, (self.elements,)

    def state(self, tai_ns: Nanoseconds, orientation: Orientation) -> tuple[Floats, Floats]:
        """Earth-fixed positions (n, 3) m and velocities m/s; NaN rows where SGP4 reports an error."""
        moments = np.asarray(tai_ns, dtype=np.int64)
        _, r_km, v_kmps = self.teme_km(moments)
        r_m, v_mps = teme_to_itrf(r_km * 1e3, v_kmps * 1e3, moments, orientation)
        assert v_mps is not None
        return r_m, v_mps

    def teme_km(self, tai_ns: Nanoseconds) -> tuple[NDArray[np.uint8], Floats, Floats]:
        """Error codes (n,), TEME positions (n, 3) km and velocities km/s; NaN rows where a code is not 0."""
        moments = np.asarray(tai_ns, dtype=np.int64)
        elapsed_day = (moments - self.elements.epoch.tai_ns) / (DAY_S * S)
        epoch = np.full(moments.shape, self.satrec.jdsatepoch)
        codes, r_km, v_kmps = self.satrec.sgp4_array(epoch, self.satrec.jdsatepochF + elapsed_day)
        _outlived([self], moments, codes[None])
        return _without_errors(codes, r_km, v_kmps)

    def errors(self, tai_ns: Nanoseconds) -> NDArray[np.uint8]:
        """SGP4's error code at each moment, 0 where there is none; ``error_text`` puts it into words."""
        return self.teme_km(tai_ns)[0]

    def state_at(self, at: Instant, orientation: Orientation) -> tuple[Floats, Floats]:
        """Earth-fixed position (3,) m and velocity m/s at one moment; raises ``PropagationFailed``."""
        moment = np.array([at.tai_ns], dtype=np.int64)
        code = int(self.errors(moment)[0])
        if code:
            raise PropagationFailed(self.elements.object_name or str(self.elements.norad), at, code)
        r_m, v_mps = self.state(moment, orientation)
        return r_m[0], v_mps[0]

    def geodetic(self, tai_ns: Nanoseconds, orientation: Orientation) -> tuple[Floats, Floats, Floats]:
        """Geodetic latitude and longitude (deg) and height (m) of the satellite at moments (n,)."""
        return geodetic(self.state(tai_ns, orientation)[0])

    def age_s(self, at: Instant) -> float:
        """How old the elements are at a moment, seconds (negative before their epoch)."""
        return at.seconds_since(self.elements.epoch)

    @property
    def semi_major_axis_km(self) -> float:
        """Mean (Brouwer) semi-major axis, km."""
        return float(self.satrec.a * self.satrec.radiusearthkm)

    @property
    def mean_altitude_km(self) -> float:
        """Mean semi-major axis above the equatorial radius of WGS 84, km."""
        return self.semi_major_axis_km - A_M / 1e3

    @property
    def perigee_km(self) -> float:
        """Lowest mean height above the equatorial radius, km."""
        return self.semi_major_axis_km * (1.0 - self.elements.eccentricity) - A_M / 1e3

    @property
    def apogee_km(self) -> float:
        """Greatest mean height above the equatorial radius, km."""
        return self.semi_major_axis_km * (1.0 + self.elements.eccentricity) - A_M / 1e3

    @property
    def inclination_deg(self) -> float:
        """Inclination of the elements, degrees."""
        return self.elements.inclination_deg

    @property
    def period_s(self) -> float:
        """The time of one revolution, seconds."""
        return self.elements.period_s


def teme_batch(motions: Sequence[Sgp4], tai_ns: Nanoseconds) -> tuple[NDArray[np.uint8], Floats, Floats]:
    """Error codes (sats, n), TEME positions (sats, n, 3) m and velocities m/s at moments (n,)."""
    moments = np.asarray(tai_ns, dtype=np.int64)
    codes = np.empty((len(motions), len(moments)), np.uint8)
    r, v = np.empty((*codes.shape, 3)), np.empty((*codes.shape, 3))
    # TAI - UTC at each epoch; elapsed time is then TAI throughout, whatever leap seconds lie between
    offsets = utc_offset_s(np.array([motion.elements.epoch.tai_ns for motion in motions], dtype=np.int64))
    for offset in sorted(set(offsets.tolist())):
        rows = np.flatnonzero(offsets == offset)
        whole, fraction = _julian(moments - offset * S)
        found = SatrecArray([motions[int(row)].satrec for row in rows]).sgp4(whole, fraction)
        codes[rows], r[rows], v[rows] = found
    _outlived(motions, moments, codes)
    _without_errors(codes, r, v)
    r *= 1e3
    v *= 1e3
    return codes, r, v


def errors_of(motions: Sequence[Sgp4], tai_ns: Nanoseconds) -> NDArray[np.uint8]:
    """SGP4's error codes (sats, n) at moments (n,), all sets at once; 0 where there is none."""
    return teme_batch(motions, tai_ns)[0]


def describes(motions: Sequence[Sgp4], reach_min: Floats) -> tuple[Floats, Floats]:
    """From when until when each set describes an orbit, minutes from its epoch (sets,); infinite: no end.

    ``reach_min`` (sets,) is how far from the epoch it matters. From decay on, by drag or by the pull of the
    Moon and the Sun, there is no position, whatever the theory makes of it (`serai.orbit.lifetime`).
    """
    elements = [motion.elements for motion in motions]
    found = lifetimes(_drag(motions), reach_min)
    for row, (motion, one) in enumerate(zip(motions, elements, strict=True)):
        reach = float(reach_min[row])
        if found.end[row] == 0.0:  # a flight from ground to ground, less than a revolution
            turn, past = one.period_s / 60.0, (one.mean_anomaly_deg % 360.0) / 360.0
            found.begin[row], found.end[row] = -past * turn, (1.0 - past) * turn
        if found.falls[row] < np.inf:
            last, falls = min(float(found.end[row]), reach), float(found.falls[row])
            if (
                last > falls
            ):  # a fast fall is followed from the epoch, for its shape may leave the theory first
                hit = first_failure_min(motion.satrec, falls if falls > FAST_FALL_MIN else 0.0, last)
                found.end[row] = hit if hit < last else found.end[row]
        found.end[row] = min(float(found.end[row]), pulled_down_min(motion.satrec, reach))
    return found.begin, found.end


def _drag(motions: Sequence[Sgp4]) -> Drag:
    """The drag terms of some sets, worked out in one go for all that have not been asked yet."""
    new = [motion for motion in motions if not motion.drag]
    if new:
        found = drag_terms([motion.elements for motion in new])
        columns = (getattr(found, name).tolist() for name in DRAG_TERMS)
        for motion, row in zip(new, zip(*columns, strict=True), strict=True):
            motion.drag[:] = [row]
    rows = np.array([motion.drag[0] for motion in motions], dtype=np.float64)
    return Drag(*rows.reshape(-1, len(DRAG_TERMS)).T)


def _outlived(motions: Sequence[Sgp4], moments: Nanoseconds, codes: NDArray[np.uint8]) -> None:
    """Put an error code (sats, n) beside each moment at which a set describes no orbit."""
    if not codes.size:
        return
    epochs = np.array([motion.elements.epoch.tai_ns for motion in motions], dtype=np.int64)
    minutes = (moments[None, :] - epochs[:, None]) / (60.0 * S)
    begin, end = describes(motions, np.abs(minutes).max(axis=1))
    shrinks = np.array([motion.elements.bstar >= 0.0 for motion in motions])[:, None]
    late = np.where(shrinks, DECAYED, BEYOND_SERIES).astype(np.uint8)
    code = np.where(minutes > end[:, None], late, 0)
    code = np.where(minutes < begin[:, None], BEYOND_SERIES, code)
    codes[:] = np.where(codes == 0, code, codes)  # the library's own word first


def _satrec(one: MeanElements) -> Satrec:
    made = Satrec()
    whole, fraction = _julian(np.array([one.epoch.tai_ns - int(utc_offset_s(one.epoch.tai_ns)) * S]))
    number = (
        one.norad if one.norad < 340_000 else 0
    )  # the library's five characters end at Z9999; unused here
    made.sgp4init(
        WGS72,
        "i",
        number,
        float(whole[0])
        + float(fraction[0])
        - _JD_SGP4_ZERO,  # in this order, as its own reader of lines does
        one.bstar,
        one.ndot / (_REV_PER_DAY * 1_440.0),
        one.nddot / (_REV_PER_DAY * 1_440.0**2),
        one.eccentricity,
        math.radians(one.arg_perigee_deg),
        math.radians(one.inclination_deg),
        math.radians(one.mean_anomaly_deg),
        one.mean_motion_rev_day / _REV_PER_DAY,
        math.radians(one.raan_deg),
    )
    # one number rounds the epoch to 40 us, which is 0.3 m along the track; as two numbers it is exact
    made.jdsatepoch, made.jdsatepochF = float(whole[0]), float(fraction[0])
    return made


def _julian(utc_ns: Nanoseconds) -> tuple[Floats, Floats]:
    days, rest = np.divmod(utc_ns, DAY_S * S)
    return days + _JD_2000, rest / (DAY_S * S)


def _without_errors(
    codes: NDArray[np.uint8], r: Floats, v: Floats
) -> tuple[NDArray[np.uint8], Floats, Floats]:
    bad = codes != 0
    if bad.any():
        r[bad], v[bad] = np.nan, np.nan  # the library leaves a number beside error 6 (decayed)
    return codes, r, v
