"""SGP4 of near-Earth satellites in bulk: what is fixed by the elements, worked out for all at once.

F. Hoots, R. Roehrich, Spacetrack Report #3 (1980), as revised by D. Vallado et al., AIAA 2006-6753, improved
mode, WGS 72. Near Earth is a period below 225 minutes; slower satellites need the deep-space theory, which
is the ``sgp4`` library's here. ``kernel.py`` carries the coefficients through time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.formats.omm import MeanElements
from serai.orbit.lifetime import Drag

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
    "begin", "end",
)  # fmt: skip
DRAG_TERMS = ("cc1", "d2", "d3", "d4", "bstar_cc4", "ecco", "ao")  # in the order of `Drag`


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


@dataclass(frozen=True, slots=True, eq=False)
class _Sets:
    """What element sets say, radians and minutes, and what follows from shape and plane alone."""

    ecco: Floats
    argpo: Floats
    mo: Floats
    nodeo: Floats
    bstar: Floats
    no: Floats
    ao: Floats
    sinio: Floats
    cosio: Floats
    cosio2: Floats
    omeosq: Floats
    con41: Floats
    x1mth2: Floats

    @classmethod
    def of(cls, elements: Sequence[MeanElements]) -> _Sets:
        """The sets as arrays."""
        ecco = np.array([one.eccentricity for one in elements])
        inclo = np.radians([one.inclination_deg for one in elements])
        no = mean_motions_rad_min(elements)[1]
        cosio = np.cos(inclo)
        cosio2 = cosio**2
        return cls(
            ecco=ecco,
            argpo=np.radians([one.arg_perigee_deg for one in elements]),
            mo=np.radians([one.mean_anomaly_deg for one in elements]),
            nodeo=np.radians([one.raan_deg for one in elements]),
            bstar=np.array([one.bstar for one in elements]),
            no=no,
            ao=(XKE / no) ** (2 / 3),
            sinio=np.sin(inclo),
            cosio=cosio,
            cosio2=cosio2,
            omeosq=1.0 - ecco**2,
            con41=3.0 * cosio2 - 1.0,
            x1mth2=1.0 - cosio2,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Drag:
    """The drag terms; ``full`` where the perigee is high enough for the higher ones."""

    full: NDArray[np.bool_]
    eccentric: NDArray[np.bool_]
    sfour: Floats
    tsi: Floats
    eta: Floats
    eeta: Floats
    coef: Floats
    cc1: Floats
    cc3: Floats
    cc4: Floats
    cc5: Floats


def coefficients(elements: Sequence[MeanElements]) -> Floats:
    """The rows of ``COEFFICIENTS`` for each near-Earth satellite: array (satellites, rows).

    Names are those of the published code. Where its perigee is below 220 km the theory drops its higher
    drag terms; they are 0 here. The last two, ``begin`` and ``end``, are the minutes from its epoch between
    which a set describes an orbit: no limit here, `serai.orbit.sgp4.describes` has them.
    """
    of = _Sets.of(elements)
    drag = _drag(of)
    one_plus = np.where(np.abs(of.cosio + 1.0) > 1.5e-12, 1.0 + of.cosio, 1.5e-12)  # never through zero
    rows = {
        **_secular(of, drag),
        **_higher_drag(of, drag),
        "mo": of.mo,
        "argpo": of.argpo,
        "nodeo": of.nodeo,
        "cc1": drag.cc1,
        "bstar_cc4": of.bstar * drag.cc4,
        "t2cof": 1.5 * drag.cc1,
        "eta": drag.eta,
        "delmo": (1.0 + drag.eta * np.cos(of.mo)) ** 3,
        "sinmao": np.sin(of.mo),
        "no": of.no,
        "ecco": of.ecco,
        "aycof": -0.5 * (J3 / J2) * of.sinio,
        "xlcof": -0.25 * (J3 / J2) * of.sinio * (3.0 + 5.0 * of.cosio) / one_plus,
        "con41": of.con41,
        "sinio": of.sinio,
        "cosio": of.cosio,
        "x1mth2": of.x1mth2,
        "x7thm1": 7.0 * of.cosio2 - 1.0,
        "ao": of.ao,
    }
    rows["begin"], rows["end"] = np.full(of.ao.shape, -np.inf), np.full(of.ao.shape, np.inf)
    return np.stack([rows[name] for name in COEFFICIENTS], axis=1)


def drag_terms(elements: Sequence[MeanElements]) -> Drag:
    """What drag does to the orbits of any sets; deep space has the first term alone."""
    of = _Sets.of(elements)
    drag = _drag(of)
    far = ~is_near_earth(elements)
    higher = _higher_drag(of, drag)
    rows = {"cc1": drag.cc1, "bstar_cc4": of.bstar * drag.cc4, "ecco": of.ecco, "ao": of.ao}
    rows |= {name: np.where(far, 0.0, higher[name]) for name in ("d2", "d3", "d4")}
    return Drag(*(rows[name] for name in DRAG_TERMS))


def _drag(of: _Sets) -> _Drag:
    ecco, ao, no, con41 = of.ecco, of.ao, of.no, of.con41
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
    eccentric = ecco > 1e-4
    safe = np.where(eccentric, ecco, 1.0)
    cc4 = 2.0 * no * coef1 * ao * of.omeosq * (
        eta * (2.0 + 0.5 * etasq)
        + ecco * (0.5 + 2.0 * etasq)
        - J2 * tsi / (ao * psisq) * (
            -3.0 * con41 * (1.0 - 2.0 * eeta + etasq * (1.5 - 0.5 * eeta))
            + 0.75 * of.x1mth2 * (2.0 * etasq - eeta * (1.0 + etasq)) * np.cos(2.0 * of.argpo)
        )
    )  # fmt: skip
    return _Drag(
        full=perigee_km >= 220.0,
        eccentric=eccentric,
        sfour=sfour,
        tsi=tsi,
        eta=eta,
        eeta=eeta,
        coef=coef,
        cc1=of.bstar * cc2,
        cc3=np.where(eccentric, -2.0 * coef * tsi * (J3 / J2) * no * of.sinio / safe, 0.0),
        cc4=cc4,
        cc5=2.0 * coef1 * ao * of.omeosq * (1.0 + 2.75 * (etasq + eeta) + eeta * etasq),
    )


def _secular(of: _Sets, drag: _Drag) -> dict[str, Floats]:
    """The rates by which anomaly, perigee and node drift under the Earth's flattening."""
    cosio, cosio2, no, con41 = of.cosio, of.cosio2, of.no, of.con41
    pinvsq = 1.0 / (of.ao * of.omeosq) ** 2
    con42 = 1.0 - 5.0 * cosio2
    rteosq = np.sqrt(of.omeosq)
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
    return {
        "mdot": mdot,
        "argpdot": argpdot,
        "nodedot": xhdot1
        + (0.5 * temp2 * (4.0 - 19.0 * cosio2) + 2.0 * temp3 * (3.0 - 7.0 * cosio2)) * cosio,
        "nodecf": 3.5 * of.omeosq * xhdot1 * drag.cc1,
    }


def _higher_drag(of: _Sets, drag: _Drag) -> dict[str, Floats]:
    """The drag terms that are 0 where the perigee is below 220 km."""
    ao, bstar, cc1, tsi, sfour = of.ao, of.bstar, drag.cc1, drag.tsi, drag.sfour
    cc1sq = cc1**2
    d2 = 4.0 * ao * tsi * cc1sq
    temp = d2 * tsi * cc1 / 3.0
    d3 = (17.0 * ao + sfour) * temp
    d4 = 0.5 * temp * ao * tsi * (221.0 * ao + 31.0 * sfour) * cc1
    round_orbit = np.where(drag.eccentric, drag.eeta, 1.0)
    counted = {
        "omgcof": bstar * drag.cc3 * np.cos(of.argpo),
        "xmcof": np.where(drag.eccentric, -2 / 3 * drag.coef * bstar / round_orbit, 0.0),
        "d2": d2,
        "d3": d3,
        "d4": d4,
        "bstar_cc5": bstar * drag.cc5,
        "t3cof": d2 + 2.0 * cc1sq,
        "t4cof": 0.25 * (3.0 * d3 + cc1 * (12.0 * d2 + 10.0 * cc1sq)),
        "t5cof": 0.2 * (3.0 * d4 + 12.0 * cc1 * d3 + 6.0 * d2**2 + 15.0 * cc1sq * (2.0 * d2 + cc1sq)),
    }
    return {name: np.where(drag.full, value, 0.0) for name, value in counted.items()}
