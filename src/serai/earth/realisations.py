"""Terrestrial reference frames: from one realisation to another, and along with a plate from epoch to epoch.

Fourteen parameters each: translation, scale and small rotations at an epoch, and their yearly rates; vector
rotation as the IERS has it (Conventions 2010, eq. 4.3 to 4.8). Z. Altamimi et al., "ITRF2020", J. Geod. 97
(2023) 47, and itrf.ign.fr, "Transformation parameters from ITRF2020 to past ITRFs"; EUREF Technical Note 1
(Z. Altamimi) for ETRF2000, ETRF2014 and ETRF2020. Read from the EPSG registry and PROJ, which carry them.
Plates: Z. Altamimi et al., Geophys. J. Int. 209 (2017) 1906 (ITRF2014) and Geophys. Res. Lett. 50 (2023)
e2023GL106373 (ITRF2020). A plate is one rigid body here: beside its edges, and where the ground rises after
the ice, stations move otherwise by millimetres to centimetres a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused

Floats = NDArray[np.float64]

MM, PPB, MAS = 1e-3, 1e-9, np.pi / 180.0 / 3_600_000.0


@dataclass(frozen=True, slots=True)
class FromItrf2020:
    """The way from ITRF2020: mm, ppb, milliarcseconds at an epoch (decimal year); their yearly rates."""

    epoch: float
    at_epoch: tuple[float, float, float, float, float, float, float]
    rates: tuple[float, float, float, float, float, float, float]

    def matrix(self, year: float) -> tuple[Floats, Floats]:
        """Translation (3,) m and matrix (3, 3) of a year: r' = t + m r."""
        v = np.array(self.at_epoch) + np.array(self.rates) * (year - self.epoch)
        x, y, z = v[4:] * MAS
        turn = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
        return v[:3] * MM, np.eye(3) * (1.0 + v[3] * PPB) + turn


NOTHING = (0.0,) * 7
REALISATIONS: Mapping[str, FromItrf2020] = MappingProxyType(
    {
        "ITRF2020": FromItrf2020(2015.0, NOTHING, NOTHING),
        "ITRF2014": FromItrf2020(
            2015.0, (-1.4, -0.9, 1.4, -0.42, 0.0, 0.0, 0.0), (0.0, -0.1, 0.2, 0, 0, 0, 0)
        ),
        "ITRF2008": FromItrf2020(
            2015.0, (0.2, 1.0, 3.3, -0.29, 0.0, 0.0, 0.0), (0.0, -0.1, 0.1, 0.03, 0, 0, 0)
        ),
        "ITRF2005": FromItrf2020(
            2015.0, (2.7, 0.1, -1.4, 0.65, 0.0, 0.0, 0.0), (0.3, -0.1, 0.1, 0.03, 0, 0, 0)
        ),
        "ITRF2000": FromItrf2020(
            2015.0, (-0.2, 0.8, -34.2, 2.25, 0.0, 0.0, 0.0), (0.1, 0, -1.7, 0.11, 0, 0, 0)
        ),
        "ITRF97": FromItrf2020(
            2015.0, (6.5, -3.9, -77.9, 3.98, 0, 0, 0.36), (0.1, -0.6, -3.1, 0.12, 0, 0, 0.02)
        ),
        "ETRF2020": FromItrf2020(
            2015.0, (0, 0, 0, 0, 2.236, 13.494, -19.578), (0, 0, 0, 0, 0.086, 0.519, -0.753)
        ),
        "ETRF2014": FromItrf2020(
            2015.0, (-1.4, -0.9, 1.4, -0.42, 2.21, 13.806, -20.02), (0, -0.1, 0.2, 0, 0.085, 0.531, -0.77)
        ),
        "ETRF2000": FromItrf2020(
            2015.0,
            (53.8, 51.8, -82.2, 2.25, 2.106, 12.74, -20.592),
            (0.1, 0, -1.7, 0.11, 0.081, 0.49, -0.792),
        ),
    }
)
# What is the same to a centimetre or better: the IGS's own frames; realisations of WGS 84 (EPSG 7666, 7669,
# 7670, 9757, 10608). CGCS2000 is ITRF97 at 2000.0 (epoch fixed: a plate is needed to reach it).
SAME: Mapping[str, str] = MappingProxyType(
    {
        "IGS20": "ITRF2020",
        "IGB20": "ITRF2020",
        "IGS14": "ITRF2014",
        "IGB14": "ITRF2014",
        "IGS08": "ITRF2008",
        "IGB08": "ITRF2008",
        "IGS05": "ITRF2005",
        "IGS00": "ITRF2000",
        "IGB00": "ITRF2000",
        "WGS84(G2296)": "ITRF2020",
        "WGS84(G2139)": "ITRF2014",
        "WGS84(G1762)": "ITRF2008",
        "WGS84(G1674)": "ITRF2008",
        "WGS84(G1150)": "ITRF2000",
        "CGCS2000": "ITRF97",
    }
)
FIXED_EPOCH: Mapping[str, float] = MappingProxyType({"CGCS2000": 2000.0})
# Days from which GPS broadcasts each realisation of WGS 84, as decimal years (NGA; recalled).
WGS84_SINCE: Sequence[tuple[float, str]] = (
    (2024.02, "WGS84(G2296)"),
    (2021.01, "WGS84(G2139)"),
    (2013.79, "WGS84(G1762)"),
    (2012.11, "WGS84(G1674)"),
    (2002.05, "WGS84(G1150)"),
)
# Turns of plates, milliarcseconds a year about x, y and z.
PLATES: Mapping[str, Mapping[str, tuple[float, float, float]]] = MappingProxyType(
    {
        "ITRF2014": {
            "ANTA": (-0.248, -0.324, 0.675),
            "ARAB": (1.154, -0.136, 1.444),
            "AUST": (1.510, 1.182, 1.215),
            "EURA": (-0.085, -0.531, 0.770),
            "INDI": (1.154, -0.005, 1.454),
            "NAZC": (-0.333, -1.544, 1.623),
            "NOAM": (0.024, -0.694, -0.063),
            "NUBI": (0.099, -0.614, 0.733),
            "PCFC": (-0.409, 1.047, -2.169),
            "SOAM": (-0.270, -0.301, -0.140),
            "SOMA": (-0.121, -0.794, 0.884),
        },
        "ITRF2020": {
            "AMUR": (-0.131, -0.551, 0.837),
            "ANTA": (-0.269, -0.312, 0.678),
            "ARAB": (1.129, -0.146, 1.438),
            "AUST": (1.487, 1.175, 1.223),
            "CARB": (0.207, -1.422, 0.726),
            "EURA": (-0.085, -0.519, 0.753),
            "INDI": (1.137, 0.013, 1.444),
            "NAZC": (-0.327, -1.561, 1.605),
            "NOAM": (0.045, -0.666, -0.098),
            "NUBI": (0.090, -0.585, 0.717),
            "PCFC": (-0.404, 1.021, -2.154),
            "SOAM": (-0.261, -0.282, -0.157),
            "SOMA": (-0.081, -0.719, 0.864),
        },
    }
)
ORIGIN_RATE_MM = (0.37, 0.35, 0.74)  # of the ITRF2020 model: Altamimi et al. 2023


def realisation(name: str) -> str:
    """The realisation a frame's name stands for: 'IGb14' is ITRF2014; refused where it is not known."""
    plain = name.upper().replace(" ", "")
    found = SAME.get(plain, plain)
    if found not in REALISATIONS:
        raise Refused("earth.no_such_frame", name=name, known=(*REALISATIONS, *SAME))
    return found


def wgs84_of(year: float) -> str:
    """The realisation of WGS 84 that GPS broadcast in a year."""
    for since, name in WGS84_SINCE:
        if year >= since:
            return name
    raise Refused("earth.old_wgs84", year=year)


def between(r_m: Floats, source: str, target: str, year: float) -> Floats:
    """Positions (..., 3) m of one frame in another, both at one epoch (a decimal year)."""
    a, b = realisation(source), realisation(target)
    if a == b:
        return np.asarray(r_m, dtype=np.float64)
    shift, matrix = REALISATIONS[a].matrix(year)
    plain = np.linalg.solve(matrix, (np.asarray(r_m, dtype=np.float64) - shift)[..., None])[..., 0]
    shift, matrix = REALISATIONS[b].matrix(year)
    return np.asarray(plain @ matrix.T + shift)


def plate_velocity(r_m: Floats, plate: str, model: str = "ITRF2020") -> Floats:
    """How a place (..., 3) m on a plate moves in its model's frame, metres a year (..., 3)."""
    poles = PLATES.get(model)
    if poles is None or plate not in poles:
        known = tuple(PLATES["ITRF2020"] if poles is None else poles)
        raise Refused("earth.no_such_plate", plate=plate, model=model, known=known, models=tuple(PLATES))
    origin = np.array(ORIGIN_RATE_MM if model == "ITRF2020" else (0.0, 0.0, 0.0)) * MM
    return np.asarray(np.cross(np.array(poles[plate]) * MAS, r_m) + origin)


def carried(r_m: Floats, frame: str, plate: str, from_year: float, to_year: float) -> Floats:
    """Positions (..., 3) m of a frame at another epoch, moved along with their plate.

    By the ITRF2014 poles in that frame and those before it, by the ITRF2020 poles in ITRF2020.
    """
    model = "ITRF2020" if realisation(frame) == "ITRF2020" else "ITRF2014"
    then = between(r_m, frame, model, from_year)
    moved = then + plate_velocity(then, plate, model) * (to_year - from_year)
    return between(moved, model, frame, to_year)
