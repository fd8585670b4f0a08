"""Observations of MSM messages, types 4 to 7 of every system: a row is one signal of one satellite.

RTCM 10403.3, 3.5.16. Ranges are the rough range of the satellite plus the fine one of the cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.formats.rtcm.frames import RtcmStream
from serai.formats.rtcm.times import near_moscow_week, near_week
from serai.time.instant import Instant

Floats = NDArray[np.float64]

METRES_PER_MS = 299_792.458
SYSTEMS: Mapping[int, str] = {107: "G", 108: "R", 109: "E", 110: "S", 111: "J", 112: "C", 113: "I"}
EPOCH_FIELDS: Mapping[str, str] = {
    "G": "DF004", "E": "DF248", "S": "DF004", "J": "DF428", "C": "DF427", "I": "DF546",
}  # fmt: skip
NUMBERS = tuple(10 * group + kind for group in SYSTEMS for kind in (4, 5, 6, 7))
NO_ROUGH_MS = 255
NO_RATE_MPS = -8192
NO_FINE_MS, NO_PHASE_MS, NO_FINE_RATE = -(2.0**-10), -(2.0**-8), -1.6384
ROUND = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class MsmObservations:
    """Rows in the order of the stream; NaN where not observed.

    ``code`` is the RINEX 3 band and attribute ('1C', '5X'), '' where reserved; phases are in metres, and
    ``lock`` is the index of the message (DF402 or DF407); ``half_cycle``: its ambiguity is open.
    """

    number: NDArray[np.int16]
    station: NDArray[np.int16]
    tai_ns: NDArray[np.int64]
    satellite: NDArray[np.str_]
    code: NDArray[np.str_]
    pseudorange_m: Floats
    phase_m: Floats
    range_rate_mps: Floats
    cn0_dbhz: Floats
    lock: NDArray[np.int16]
    half_cycle: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.number)


def observations(stream: RtcmStream, *, near: Instant) -> MsmObservations:
    """Give the observations of a stream that was sent within days of `near`."""
    rows: list[tuple[Any, ...]] = []
    for number, fields in stream.parsed(*NUMBERS):
        system = SYSTEMS[number // 10]
        if system == "R":
            tai = near_moscow_week(int(fields["DF416"]), float(fields["DF034"]) / 1000.0, near)
        elif EPOCH_FIELDS[system] in fields:
            tai = near_week(float(fields[EPOCH_FIELDS[system]]) / 1000.0, near, system)
        else:
            continue
        rows += _cells(number, system, tai, fields)
    columns = list(zip(*rows, strict=True)) if rows else [()] * 11
    kinds = (np.int16, np.int16, np.int64, np.str_, np.str_, *[np.float64] * 4, np.int16, np.bool_)
    parts: list[NDArray[Any]] = [
        np.array(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)
    ]
    return MsmObservations(
        number=parts[0],
        station=parts[1],
        tai_ns=parts[2],
        satellite=parts[3],
        code=parts[4],
        pseudorange_m=parts[5],
        phase_m=parts[6],
        range_rate_mps=parts[7],
        cn0_dbhz=parts[8],
        lock=parts[9],
        half_cycle=parts[10],
    )


def _cells(number: int, system: str, tai: int, fields: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    rough, rates = {}, {}
    for k in range(1, int(fields["NSat"]) + 1):
        prn = fields[f"PRN_{k:02d}"]
        whole = fields[f"DF397_{k:02d}"]
        rough[prn] = float("nan") if whole == NO_ROUGH_MS else whole + fields[f"DF398_{k:02d}"]
        rate = fields.get(f"DF399_{k:02d}", NO_RATE_MPS)
        rates[prn] = float("nan") if rate == NO_RATE_MPS else float(rate)
    fine = number % 10 in (6, 7)
    names = ("DF405", "DF406", "DF407", "DF408") if fine else ("DF400", "DF401", "DF402", "DF403")
    out = []
    for k in range(1, int(fields["NCell"]) + 1):
        prn = fields[f"CELLPRN_{k:02d}"]
        if not str(prn).isdecimal():
            continue  # reserved, or a satellite of Galileo's trials: there is no number to call it by
        code, phase, lock, strength = (fields[f"{name}_{k:02d}"] for name in names)
        rate = fields.get(f"DF404_{k:02d}", NO_FINE_RATE)
        signal = str(fields[f"CELLSIG_{k:02d}"])
        out.append(
            (
                number,
                int(fields["DF003"]),
                tai,
                _name(system, str(prn)),
                signal if len(signal) == 2 else "",
                _sum(rough[prn], code, NO_FINE_MS) * METRES_PER_MS,
                _sum(rough[prn], phase, NO_PHASE_MS) * METRES_PER_MS,
                _sum(rates[prn], rate, NO_FINE_RATE),
                float(strength) if strength else float("nan"),
                int(lock),
                bool(fields[f"DF420_{k:02d}"]),
            )
        )
    return out


def _sum(rough: float, fine: float, none: float) -> float:
    return float("nan") if fine <= none + ROUND else rough + fine


def _name(system: str, prn: str) -> str:
    number = int(prn)
    less = {"S": 100, "J": 192}.get(system, 0)
    return f"{system}{number - less if number > less else number:02d}"
