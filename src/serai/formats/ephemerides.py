"""Broadcast ephemerides as columns: Kepler elements, and state vectors of GLONASS and SBAS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ephemerides:
    """All Kepler ephemerides of one message of one system, rows sorted by (prn, toe).

    ``columns`` holds float64 by name: af0 af1 af2 (s, s/s, s/s^2 at toc), sqrt_a (sqrt m), a_dot (m/s), e,
    i0, idot, omega0, omega, omega_dot, m0, delta_n (rad, rad/s), delta_n_dot (rad/s^2), cuc cus cic cis
    (rad), crs crc (m), and what the message has beside: see `rinex.nav_layouts`. ``a_dot`` and
    ``delta_n_dot`` are 0 in messages whose model has none; others are NaN where the file is blank.
    ``prn`` is the number in 'G01', 'J02', 'C59'. For CNAV and CNAV-2 toe is toc (IS-GPS-200N 30.3.3.1.1).
    ``ttr_tai_ns`` (transmission of the message) is `NO_TIME` where it is not known.
    """

    system: str
    message: str
    prn: NDArray[np.int16]
    toc_tai_ns: Integers
    toe_tai_ns: Integers
    ttr_tai_ns: Integers
    columns: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.prn)

    def __getitem__(self, name: str) -> Floats:
        return self.columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self.columns


@dataclass(frozen=True, slots=True, kw_only=True)
class StateVectors:
    """All state vectors of GLONASS (PZ-90) or SBAS (WGS 84), Earth-fixed at toe; rows by (prn, toe).

    ``r_m``, ``v_mps``, ``a_mps2`` are (n, 3); GLONASS accelerations are those of the Sun and Moon only.
    ``columns`` of GLONASS: tau_n_s (its clock is toe + ... - tau_n + gamma_n dt), gamma_n, channel, health,
    age (days), and of RINEX 3.05 on status, delta_tau_n_s, urai, health_flags (NaN before). Of SBAS: af0,
    af1, health, ura_m, iodn; its prn is the number in 'S22', the PRN less 100.
    """

    system: str
    message: str
    prn: NDArray[np.int16]
    toe_tai_ns: Integers
    ttr_tai_ns: Integers
    r_m: Floats
    v_mps: Floats
    a_mps2: Floats
    columns: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.prn)

    def __getitem__(self, name: str) -> Floats:
        return self.columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self.columns


@dataclass(frozen=True, slots=True, kw_only=True)
class IonosphereParameters:
    """Broadcast ionosphere parameters, in the order of the model's ICD.

    'klobuchar': alpha0-3, beta0-3 (s, s/semicircle, ...); 'bdgim': alpha1-9 (TECU); 'nequick': ai0-2 and
    the disturbance flags. ``region`` is '' or, for QZSS, 'WIDE' or 'JAPN'. ``tai_ns`` is None where the
    file gives no time.
    """

    model: str
    system: str
    satellite: str
    tai_ns: int | None
    region: str
    parameters: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOffset:
    """The offset between two time scales: a0 + a1 (t - reference) + a2 (t - reference)^2, seconds.

    ``code`` names them as RINEX does: 'GPUT' is UTC less GPST apart from whole seconds, 'GAGP' GPST less
    GST, 'BDUT' UTC less BDT, 'GLUT' UTC less GLONASS time, 'GLGP' GPST less GLONASS time. ``satellite`` is
    the one that sent it, or its system's letter alone. ``utc`` names the realisation of UTC where given.
    """

    code: str
    satellite: str
    reference_tai_ns: int
    a0_s: float
    a1: float
    a2: float
    utc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarthOrientationMessage:
    """Earth orientation as broadcast: pole (arcseconds) and UT1 less UTC (s; GPS time less it for CNAV) at
    a reference time, each with its rate per day and half acceleration per day^2, in the file's order.
    """

    system: str
    message: str
    satellite: str
    reference_tai_ns: int
    xp: tuple[float, float, float]
    yp: tuple[float, float, float]
    dut1: tuple[float, float, float]
