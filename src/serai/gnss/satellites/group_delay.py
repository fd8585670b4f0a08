"""Group delays (TGD, BGD, ISC): how late a code leaves a satellite against the clock its message broadcasts.

IS-GPS-200N 20.3.3.3.3.2 and 30.3.3.3.1.1; Galileo OS SIS ICD 2.1, 5.1.5; BDS-SIS-ICD-B1I-3.0 5.2.4.10
(the clock is that of B3I, so B1I and B2I carry TGD1 and TGD2 and B3I nothing); BDS-SIS-ICD-B1C-1.0 7.6,
B2a-1.0 7.5, B2b-1.0 7.5; NavIC SPS ICD 1.1, 6.2.1.5; ICD GLONASS 5.1, table 4.5. Subtract it, times c, from
the satellite's clock. Unknown stays NaN: that code has no delay in that message.

I/NAV carries both of Galileo's delays, and its clock is that of E1 and E5b: E5a is then late by
BGD(E1, E5b) - BGD(E1, E5a) + (f1 / f5a)^2 BGD(E1, E5a). No delay is broadcast for E5 as a whole; it is the
mean of E5a's and E5b's (by two makers' receivers: 0.04 m rms over 23 satellites). F/NAV knows nothing of E5b.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

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


# Messages whose clocks are one and the same, so that one may fill in a delay that another does not send: P(Y)
# of L1 and L2 (IS-GPS-200N 20.3.3.3.3, 30.3.3.2.3), B3I (the three BDS-SIS-ICDs).
ONE_CLOCK: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "G": ("LNAV", "CNAV", "CNV2"),
        "J": ("LNAV", "CNAV", "CNV2"),
        "C": ("D1", "D2", "CNV1", "CNV2", "CNV3"),
    }
)


def told_delays(
    system: str, message: str, tables: Mapping[tuple[str, str], Messages], codes: Sequence[str]
) -> Floats:
    """As `group_delays`; what a message lacks is taken from the satellite's others of the same clock."""
    table = tables[system, message]
    found = group_delays(system, message, table, codes)
    for k, code in enumerate(codes[:2]):
        for other in ONE_CLOCK.get(system, ()):
            theirs = tables.get((system, other))
            lacking = np.isnan(found[:, k])
            if other == message or theirs is None or not lacking.any():
                continue
            sent = group_delays(system, other, theirs, (code,))[:, 0]
            for prn in np.unique(table.prn[lacking]):
                known = sent[(theirs.prn == prn) & np.isfinite(sent)]
                if len(known):
                    found[lacking & (table.prn == prn), k] = np.median(known)
    return found


def is_told(system: str, tables: Mapping[tuple[str, str], Messages], code: str) -> bool:
    """Whether any message of a system tells the group delay of a code."""
    return any(
        np.isfinite(group_delays(system, message, table, (code,))[:, 0]).any()
        for (of, message), table in tables.items()
        if of == system and len(table)
    )


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
    of_e5a, of_e5b = column(table, "bgd_e5a_e1_s"), column(table, "bgd_e5b_e1_s")
    if message == "FNAV":  # its field of E5b holds zeros
        known = {"1": of_e5a, "5": of_e5a * (L1 / L5) ** 2}
        return known.get(code[0], np.full(len(table), np.nan))
    e5a = of_e5b - of_e5a + of_e5a * (L1 / L5) ** 2
    e5b = of_e5b * (L1 / E5B) ** 2
    known = {"1": of_e5b, "5": e5a, "7": e5b, "8": (e5a + e5b) / 2.0}
    return known.get(code[0], np.full(len(table), np.nan))


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
        return delay + np.nan_to_num(column(table, "isc_b1cd_s")) if code == "1D" else delay  # 0.1 m at most
    if code[0] == "5":
        delay = column(table, "tgd_b2ap_s")
        return delay + np.nan_to_num(column(table, "isc_b2ad_s")) if code == "5D" else delay
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
