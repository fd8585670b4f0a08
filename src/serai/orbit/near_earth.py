"""SGP4 of near-Earth satellites in bulk: what is fixed by the elements, worked out for all at once.

F. Hoots, R. Roehrich, Spacetrack Report #3 (1980), as revised by D. Vallado et al., AIAA 2006-6753, improved
mode, WGS 72. Near Earth is a period below 225 minutes; slower satellites need the deep-space theory, which
is the ``sgp4`` library's here. ``kernel.py`` carries the coefficients through time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.formats.omm import MeanElements

Floats = NDArray[np.float64]

RADIUS_KM = 6_378.135  # WGS 72, as all of the following (AIAA 2006-6753, getgravconst)
XKE = 60.0 / math.sqrt(RADIUS_KM**3 / 398_600.8)  # sqrt(GM) in Earth radii and minutes
J2, J3, J4 = 0.001_082_616, -0.000_002_538_81, -0.000_001_655_97
DEEP_SPACE_MIN = 225.0  # minutes of period from which deep space begins
# The rows of the array that `coefficients` answers, in the order in which the kernel reads them
COEFFICIENTS = (
    "mo", "mdot", "argpo", "argpdot", "nodeo", "nodedot", "nodecf", "cc1", "bstar_cc4", "t2cof",
    "omgcof", "xmcof", "eta", "delmo", "d2", "d3", "d4", "bstar_cc5", "sinmao", "t3cof", "t4cof",
    "t5cof", "no", "ecco", "aycof", "xlcof", "con41", "sinio", "cosio", "x1mth2", "x7thm1", "ao",
)  # fmt: skip


def mean_motions_rad_min(elements: Sequence[MeanElements]) -> tuple[Floats, Floats]:
    """Mean motions as printed (Kozai) and as the theory needs them (Brouwer), radians per minute."""
    kozai = np.array([one.mean_motion_rev_day for one in elements]) * (2.0 * math.pi / 1_440.0)
    ecco = np.array([one.eccentricity for one in elements])
    cosio = np.cos(np.radians([one.inclination_deg for one in elements]))
    ak = (XKE / kozai) ** (2 / 3)
    d1 = 0.75 * J2 * (3.0 * cosio**2 - 1.0) / (1.0 - ecco**2) ** 1.5
    delta = d1 / ak**2
    adel = ak * (1.0 - delta**2 - delta * (1 / 3 + 134.0 * delta**2 / 81.0))
    return kozai, kozai / (1.0 + d1 / adel**2)


def is_near_earth(elements: Sequence[MeanElements]) -> NDArray[np.bool_]:
    """Which satellites move by the near-Earth theory."""
    if not elements:
        return np.zeros(0, dtype=bool)
    near: NDArray[np.bool_] = 2.0 * math.pi / mean_motions_rad_min(elements)[1] < DEEP_SPACE_MIN
    return near


def coefficients(elements: Sequence[MeanElements]) -> Floats:
    """The rows of ``COEFFICIENTS`` for each near-Earth satellite: array (satellites, rows).

    Names are those of the published code. Where its perigee is below 220 km the theory drops its higher
    drag terms; they are 0 here.
    """
    ecco = np.array([one.eccentricity for one in elements])
    inclo = np.radians([one.inclination_deg for one in elements])
    argpo = np.radians([one.arg_perigee_deg for one in elements])
    mo = np.radians([one.mean_anomaly_deg for one in elements])
    bstar = np.array([one.bstar for one in elements])
    no = mean_motions_rad_min(elements)[1]
    sinio, cosio = np.sin(inclo), np.cos(inclo)
    cosio2 = cosio**2
    omeosq = 1.0 - ecco**2
    rteosq = np.sqrt(omeosq)
    ao = (XKE / no) ** (2 / 3)
    pinvsq = 1.0 / (ao * omeosq) ** 2
    con42, con41, x1mth2 = 1.0 - 5.0 * cosio2, 3.0 * cosio2 - 1.0, 1.0 - cosio2

    perigee_km = (ao * (1.0 - ecco) - 1.0) * RADIUS_KM
    s_km = np.where(perigee_km < 98.0, 20.0, np.where(perigee_km < 156.0, perigee_km - 78.0, 78.0))
    sfour, qzms24 = s_km / RADIUS_KM + 1.0, ((120.0 - s_km) / RADIUS_KM) ** 4
    tsi = 1.0 / (ao - sfour)
    eta = ao * ecco * tsi
    etasq, eeta = eta**2, ecco * eta
    psisq = np.abs(1.0 - etasq)
    coef = qzms24 * tsi**4
    coef1 = coef / psisq**3.5
    cc2 = coef1 * no * (
        ao * (1.0 + 1.5 * etasq + eeta * (4.0 + etasq))
        + 0.375 * J2 * tsi / psisq * con41 * (8.0 + 3.0 * etasq * (8.0 + etasq))
    )  # fmt: skip
    cc1 = bstar * cc2
    eccentric = ecco > 1e-4
    safe = np.where(eccentric, ecco, 1.0)
    cc3 = np.where(eccentric, -2.0 * coef * tsi * (J3 / J2) * no * sinio / safe, 0.0)
    cc4 = 2.0 * no * coef1 * ao * omeosq * (
        eta * (2.0 + 0.5 * etasq)
        + ecco * (0.5 + 2.0 * etasq)
        - J2 * tsi / (ao * psisq) * (
            -3.0 * con41 * (1.0 - 2.0 * eeta + etasq * (1.5 - 0.5 * eeta))
            + 0.75 * x1mth2 * (2.0 * etasq - eeta * (1.0 + etasq)) * np.cos(2.0 * argpo)
        )
    )  # fmt: skip
    cc5 = 2.0 * coef1 * ao * omeosq * (1.0 + 2.75 * (etasq + eeta) + eeta * etasq)

    cosio4 = cosio2**2
    temp1 = 1.5 * J2 * pinvsq * no
    temp2 = 0.5 * temp1 * J2 * pinvsq
    temp3 = -0.46875 * J4 * pinvsq**2 * no
    mdot = (
        no + 0.5 * temp1 * rteosq * con41 + 0.0625 * temp2 * rteosq * (13.0 - 78.0 * cosio2 + 137.0 * cosio4)
    )
    argpdot = (
        -0.5 * temp1 * con42
        + 0.0625 * temp2 * (7.0 - 114.0 * cosio2 + 395.0 * cosio4)
        + temp3 * (3.0 - 36.0 * cosio2 + 49.0 * cosio4)
    )
    xhdot1 = -temp1 * cosio
    nodedot = xhdot1 + (0.5 * temp2 * (4.0 - 19.0 * cosio2) + 2.0 * temp3 * (3.0 - 7.0 * cosio2)) * cosio
    one_plus = np.where(np.abs(cosio + 1.0) > 1.5e-12, 1.0 + cosio, 1.5e-12)  # never through zero

    full = perigee_km >= 220.0  # the higher drag terms count
    cc1sq = cc1**2
    d2 = 4.0 * ao * tsi * cc1sq
    temp = d2 * tsi * cc1 / 3.0
    d3 = (17.0 * ao + sfour) * temp
    d4 = 0.5 * temp * ao * tsi * (221.0 * ao + 31.0 * sfour) * cc1
    rows = {
        "mo": mo,
        "mdot": mdot,
        "argpo": argpo,
        "argpdot": argpdot,
        "nodeo": np.radians([one.raan_deg for one in elements]),
        "nodedot": nodedot,
        "nodecf": 3.5 * omeosq * xhdot1 * cc1,
        "cc1": cc1,
        "bstar_cc4": bstar * cc4,
        "t2cof": 1.5 * cc1,
        "omgcof": np.where(full, bstar * cc3 * np.cos(argpo), 0.0),
        "xmcof": np.where(full & eccentric, -2 / 3 * coef * bstar / np.where(eccentric, eeta, 1.0), 0.0),
        "eta": eta,
        "delmo": (1.0 + eta * np.cos(mo)) ** 3,
        "d2": np.where(full, d2, 0.0),
        "d3": np.where(full, d3, 0.0),
        "d4": np.where(full, d4, 0.0),
        "bstar_cc5": np.where(full, bstar * cc5, 0.0),
        "sinmao": np.sin(mo),
        "t3cof": np.where(full, d2 + 2.0 * cc1sq, 0.0),
        "t4cof": np.where(full, 0.25 * (3.0 * d3 + cc1 * (12.0 * d2 + 10.0 * cc1sq)), 0.0),
        "t5cof": np.where(
            full,
            0.2 * (3.0 * d4 + 12.0 * cc1 * d3 + 6.0 * d2**2 + 15.0 * cc1sq * (2.0 * d2 + cc1sq)),
            0.0,
        ),
        "no": no,
        "ecco": ecco,
        "aycof": -0.5 * (J3 / J2) * sinio,
        "xlcof": -0.25 * (J3 / J2) * sinio * (3.0 + 5.0 * cosio) / one_plus,
        "con41": con41,
        "sinio": sinio,
        "cosio": cosio,
        "x1mth2": x1mth2,
        "x7thm1": 7.0 * cosio2 - 1.0,
        "ao": ao,
    }
    return np.stack([rows[name] for name in COEFFICIENTS], axis=1)
