"""The revolution (orbit number) that a catalogued satellite is in, as its element set counts them.

A revolution begins at the ascending node; REV_AT_EPOCH (CCSDS 502.0-B-3; columns 64 to 68 of a second line)
is the number of the one that the epoch lies in.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.orbit.near_earth import COEFFICIENTS, coefficients, is_near_earth
from serai.orbit.sgp4 import Sgp4

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

TURN = 2.0 * np.pi


def revolutions(motion: Sgp4, tai_ns: Integers) -> Integers:
    """The number of the revolution at each moment (n,), counted on from REV_AT_EPOCH.

    Whole turns come from the mean argument of latitude, drag included; which of two turns a moment near a
    node belongs to, from the true one. Where there is no position it is that of the epoch.
    """
    epoch_ns = motion.elements.epoch.tai_ns
    moments = np.append(np.asarray(tai_ns, dtype=np.int64), epoch_ns)
    minutes = (moments - epoch_ns) / 60e9
    mean = _mean_argument(motion, minutes)
    _, r, v = motion.teme_km(moments)
    true = _argument(r, v)
    # the equation of the centre stays below half a turn, so the whole turns between the two are certain
    turns = np.rint((mean - true) / TURN)
    since = np.where(np.isfinite(turns), turns - turns[-1], 0.0)
    return motion.elements.rev_at_epoch + since[:-1].astype(np.int64)


def _mean_argument(motion: Sgp4, t: Floats) -> Floats:
    """Mean anomaly and argument of perigee together at minutes from the epoch, radians, without a break."""
    of = motion.satrec
    grown: Floats = of.mo + of.argpo + (of.mdot + of.argpdot) * t
    if not is_near_earth([motion.elements])[0]:
        return grown
    row = dict(zip(COEFFICIENTS, coefficients([motion.elements])[0].tolist(), strict=True))
    drag = t * t * (row["t2cof"] + t * (row["t3cof"] + t * (row["t4cof"] + t * row["t5cof"])))
    grown += row["no"] * drag
    return grown


def _argument(r: Floats, v: Floats) -> Floats:
    """The angle from the ascending node to positions (n, 3) in the plane of motion, radians 0 ... 2 pi."""
    h = np.cross(r, v)
    node = np.stack([-h[:, 1], h[:, 0], np.zeros(len(h))], axis=1)
    ahead = np.cross(h, node)
    size = np.linalg.norm(h, axis=1)
    along, across = np.einsum("ij,ij->i", r, node), np.einsum("ij,ij->i", r, ahead) / size
    angle: Floats = np.arctan2(across, along) % TURN
    return angle
