"""Ephemerides of an RTCM stream: 1019 GPS, 1020 GLONASS, 1042 BeiDou, 1044 QZSS, 1045 and 1046 Galileo.

RTCM 10403.3, 3.5.17. Angles come in semicircles and become radians; times become absolute by `near`, since
GPS weeks roll over.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from serai.formats.ephemerides import Ephemerides, StateVectors
from serai.formats.rinex.clocks import NO_TIME
from serai.formats.rtcm.frames import RtcmStream
from serai.formats.rtcm.times import near_moscow_day, near_week
from serai.time.instant import Instant

Key = tuple[str, str]

_MIDDLE = "crs delta_n m0 cuc e cus sqrt_a toe cic omega0 cis i0 crc omega omega_dot"
_INAV_END = "bgd_e5a_e1_s bgd_e5b_e1_s health_e5b invalid_e5b health invalid"
# names in the order of the message's fields, behind its number
FIELDS: Mapping[int, tuple[Key, str]] = {
    1019: (
        ("G", "LNAV"),
        f"prn week ura l2_codes idot iode toc af2 af1 af0 iodc {_MIDDLE} tgd_s health l2p_flag fit",
    ),
    1042: (
        ("C", "D"),
        f"prn week ura idot aode toc af2 af1 af0 aodc {_MIDDLE} tgd1_b1i_ns tgd2_b2i_ns health",
    ),
    1044: (
        ("J", "LNAV"),
        f"prn toc af2 af1 af0 iode {_MIDDLE} idot l2_codes week ura health tgd_s iodc fit",
    ),
    1045: (
        ("E", "FNAV"),
        f"prn week iode sisa idot toc af2 af1 af0 {_MIDDLE} bgd_e5a_e1_s health invalid",
    ),
    1046: (
        ("E", "INAV"),
        f"prn week iode sisa idot toc af2 af1 af0 {_MIDDLE} {_INAV_END}",
    ),
}
SEMICIRCLES = ("idot", "delta_n", "m0", "omega0", "i0", "omega", "omega_dot")
NS = 1e-9
GLONASS = 1020
KM = 1000.0


def ephemerides(stream: RtcmStream, *, near: Instant) -> Mapping[Key, Ephemerides | StateVectors]:
    """Give the ephemerides of a stream as those of a RINEX file, each once, rows sorted by (prn, toe).

    BeiDou's are under ('C', 'D1') and ('C', 'D2') as in RINEX. Accuracy stays an index, `ura` or `sisa`.
    """
    rows: dict[Key, dict[tuple[float, ...], dict[str, float]]] = {}
    states: dict[tuple[float, ...], dict[str, Any]] = {}
    for number, fields in stream.parsed(GLONASS, *FIELDS):
        if number == GLONASS:
            one = _glonass(fields, near)
            states[one["prn"], one["toe"]] = one
            continue
        key, names = FIELDS[number]
        values = _values(fields, names.split())
        if values is None:
            continue
        if key[0] == "C":
            key = ("C", "D2" if values["prn"] <= 5 or values["prn"] >= 59 else "D1")
        identity = (values["prn"], values["toe"], values["toc"], values["af0"])
        rows.setdefault(key, {})[identity] = values
    tables: dict[Key, Ephemerides | StateVectors] = {
        key: _kepler(key, list(mine.values()), near) for key, mine in rows.items()
    }
    if states:
        tables["R", "FDMA"] = _states(list(states.values()))
    return MappingProxyType(tables)


def _values(fields: Mapping[str, Any], names: list[str]) -> dict[str, float] | None:
    numbers = [value for name, value in fields.items() if name.startswith("DF")][1 : len(names) + 1]
    if len(numbers) < len(names):
        return None
    values = dict(zip(names, map(float, numbers), strict=True))
    for name in SEMICIRCLES:
        values[name] *= math.pi
    for name in ("tgd1_b1i", "tgd2_b2i"):
        if f"{name}_ns" in values:
            values[f"{name}_s"] = values.pop(f"{name}_ns") * NS
    return values


def _kepler(key: Key, rows: list[dict[str, float]], near: Instant) -> Ephemerides:
    prn = np.array([row["prn"] for row in rows], dtype=np.int16)
    toe = np.array([near_week(row["toe"], near, key[0]) for row in rows], dtype=np.int64)
    toc = np.array([near_week(row["toc"], near, key[0]) for row in rows], dtype=np.int64)
    order = np.lexsort((toe, prn))
    names = [name for name in rows[0] if name not in ("prn", "toe", "toc")]
    columns = {name: np.array([row[name] for row in rows])[order] for name in names}
    zeros = np.zeros(len(rows))
    return Ephemerides(
        system=key[0],
        message=key[1],
        prn=prn[order],
        toc_tai_ns=toc[order],
        toe_tai_ns=toe[order],
        ttr_tai_ns=np.full(len(rows), NO_TIME, dtype=np.int64),
        columns=MappingProxyType({"a_dot": zeros, "delta_n_dot": zeros, **columns}),
    )


def _glonass(fields: Mapping[str, Any], near: Instant) -> dict[str, Any]:
    f = fields
    return {
        "prn": f["DF038"],
        "channel": float(f["DF040"]) - 7.0,
        "health": float(f["DF108"]),
        "toe": near_moscow_day(float(f["DF110"]) * 900.0, near),
        "r": (f["DF112"], f["DF115"], f["DF118"]),
        "v": (f["DF111"], f["DF114"], f["DF117"]),
        "a": (f["DF113"], f["DF116"], f["DF119"]),
        "gamma_n": float(f["DF121"]) * 2.0**-40,
        "tau_n_s": float(f["DF124"]) * 2.0**-30,
        "age": float(f["DF126"]),
    }


def _states(rows: list[dict[str, Any]]) -> StateVectors:
    prn = np.array([row["prn"] for row in rows], dtype=np.int16)
    toe = np.array([row["toe"] for row in rows], dtype=np.int64)
    order = np.lexsort((toe, prn))
    r, v, a = (np.array([row[name] for row in rows], dtype=np.float64)[order] * KM for name in "rva")
    names = ("tau_n_s", "gamma_n", "channel", "health", "age")
    return StateVectors(
        system="R",
        message="FDMA",
        prn=prn[order],
        toe_tai_ns=toe[order],
        ttr_tai_ns=np.full(len(rows), NO_TIME, dtype=np.int64),
        r_m=r,
        v_mps=v,
        a_mps2=a,
        columns=MappingProxyType({name: np.array([row[name] for row in rows])[order] for name in names}),
    )
