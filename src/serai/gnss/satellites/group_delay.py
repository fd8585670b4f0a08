"""Group delays (TGD, BGD, ISC): how late a code leaves a satellite against the clock its message broadcasts.

IS-GPS-200N 20.3.3.3.3.2 and 30.3.3.3.1.1; Galileo OS SIS ICD 2.1, 5.1.5; BDS-SIS-ICD-B1I-3.0 5.2.4.10
(the clock is that of B3I, so B1I and B2I carry TGD1 and TGD2 and B3I nothing); BDS-SIS-ICD-B1C-1.0 7.6,
B2a-1.0 7.5, B2b-1.0 7.5; NavIC SPS ICD 1.1, 6.2.1.5; ICD GLONASS 5.1, table 4.5. Subtract it, times c, from
the satellite's clock. Unknown stays NaN: that code has no delay in that message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from serai.gnss.observations.inputs import Messages, column
from serai.gnss.signals import E5B, L1, L2, L5, S_BAND

Floats = NDArray[np.float64]


def group_delays(system: str, message: str, table: Messages, codes: Sequence[str]) -> Floats:
    """The delays (messages, 2) s of the one or two codes of a system; NaN in the second when there is one."""
    found = np.full((len(table), 2), np.nan)
    of = _BY_SYSTEM[system]
    for k, code in enumerate(codes[:2]):
        found[:, k] = of(message, table, code)
    return found


def _gps(message: str, table: Messages, code: str) -> Floats:
    tgd = column(table, "tgd_s")
    none = np.full(len(tgd), np.nan)
    correction = {
        "1C": "isc_l1ca_s",
        "2L": "isc_l2c_s",
        "2S": "isc_l2c_s",
        "2X": "isc_l2c_s",
        "5I": "isc_l5i5_s",
        "5Q": "isc_l5q5_s",
        "5X": "isc_l5q5_s",
        "1L": "isc_l1cp_s",
        "1S": "isc_l1cd_s",
        "1X": "isc_l1cp_s",
    }.get(code)
    if message == "LNAV":
        if code[0] == "1":
            return tgd  # C/A is taken as P(Y): LNAV sends no difference (IS-GPS-200N 20.3.3.3.3.2)
        return tgd * (L1 / L2) ** 2 if code[0] == "2" else none
    if correction is None:
        return tgd if code[0] == "1" else tgd * (L1 / L2) ** 2 if code[0] == "2" else none
    return tgd - column(table, correction)


def _galileo(message: str, table: Messages, code: str) -> Floats:
    name, second = ("bgd_e5a_e1_s", L5) if message == "FNAV" else ("bgd_e5b_e1_s", E5B)
    bgd = column(table, name)
    if code[0] == "1":
        return bgd
    band = "5" if message == "FNAV" else "7"
    return bgd * (L1 / second) ** 2 if code[0] == band else np.full(len(bgd), np.nan)


def _beidou(message: str, table: Messages, code: str) -> Floats:
    n = len(table)
    if code[0] == "6":
        return np.zeros(n)  # B3I is the reference of every BeiDou clock
    if message in ("D1", "D2"):
        if code[0] == "2" or code[:2] in ("1I", "1Q"):
            return column(table, "tgd1_b1i_s")
        return column(table, "tgd2_b2i_s") if code in ("7I", "7Q", "7X") else np.full(n, np.nan)
    if code[0] == "1":
        delay = column(table, "tgd_b1cp_s")
        return delay + column(table, "isc_b1cd_s") if code == "1D" else delay
    if code[0] == "5":
        delay = column(table, "tgd_b2ap_s")
        return delay + column(table, "isc_b2ad_s") if code == "5D" else delay
    return column(table, "tgd_b2bi_s") if code[0] == "7" else np.full(n, np.nan)


def _glonass(message: str, table: Messages, code: str) -> Floats:  # noqa: ARG001 (there is one message)
    n = len(table)
    if code[0] == "1":
        return np.zeros(n)
    if code[0] == "2":
        sent = column(
            table, "delta_tau_n_s"
        )  # tau of G2 less tau of G1: sent by GLONASS-M, in RINEX from 3.05
        return np.where(np.abs(sent) < 1e-6, sent, np.nan)
    return np.full(n, np.nan)


def _qzss(message: str, table: Messages, code: str) -> Floats:
    return _gps(message, table, code)


def _navic(message: str, table: Messages, code: str) -> Floats:  # noqa: ARG001 (there is one message)
    tgd = column(table, "tgd_s")
    if code[0] == "9":
        return tgd
    return tgd * (S_BAND / L5) ** 2 if code[0] == "5" else np.full(len(tgd), np.nan)


def _sbas(message: str, table: Messages, code: str) -> Floats:  # noqa: ARG001 (the clock is that of L1)
    n = len(table)
    return np.zeros(n) if code[0] == "1" else np.full(n, np.nan)


_BY_SYSTEM: Mapping[str, Callable[[str, Messages, str], Floats]] = {
    "G": _gps,
    "E": _galileo,
    "C": _beidou,
    "R": _glonass,
    "J": _qzss,
    "I": _navic,
    "S": _sbas,
}
