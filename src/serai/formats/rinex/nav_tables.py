"""Records of numbers to ephemerides: times made absolute, columns named, units made plain."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.ephemerides import Ephemerides, StateVectors
from serai.formats.refusal import FaultJudge, quoted
from serai.formats.rinex.clocks import NO_TIME, OF_SYSTEM, no_such_second, tai_of
from serai.formats.rinex.header import Text
from serai.formats.rinex.nav_layouts import KEPLER, LINES, NEEDED, STATES, Key
from serai.formats.rinex.nav_records import Frames, Numbers
from serai.wording import reason

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

KM = 1000.0
WEEK_S, DAY_S = 604_800.0, 86_400.0
TIMES = ("toe", "ttr", "-")
GLONASS_CHANNEL_WRAP = 128  # some writers print negative channels as unsigned bytes


def tables_of(
    text: Text, frames: Frames, numbers: Numbers, judge: FaultJudge, version: float
) -> tuple[dict[Key, Ephemerides | StateVectors], dict[Key, int]]:
    """Sort the ephemeris records into tables by system and message; and count kinds that have no layout."""
    tables: dict[Key, Ephemerides | StateVectors] = {}
    unread: dict[Key, int] = {}
    keys = np.char.add(frames.satellite.astype("U1"), frames.message)
    for joined in np.unique(keys).tolist():
        key = (joined[:1], joined[1:])
        rows = np.flatnonzero(keys == joined)
        if key not in LINES:
            unread[key] = len(rows)
            continue
        rows = _whole(text, frames, numbers, key, rows, judge)
        if not len(rows):
            continue
        prn = np.array([int(name[1:]) for name in frames.satellite[rows].tolist()], dtype=np.int16)
        mine = numbers.where(rows)
        tables[key] = _kepler(key, prn, mine) if key in KEPLER else _states(key, prn, mine, version)
    return tables, unread


def _whole(
    text: Text, frames: Frames, numbers: Numbers, key: Key, rows: Integers, judge: FaultJudge
) -> Integers:
    """Keep the records that have all their lines, a real satellite and every number an orbit needs."""
    names = KEPLER.get(key) or STATES[key]
    expected = LINES[key]
    good: NDArray[np.bool_] = np.isin(frames.lines[rows] - 1, expected)
    wrong = reason("formats.expected.lines", lines=tuple(n + 1 for n in expected), message=key[1])
    needed = NEEDED if key in KEPLER else ("x", "y", "z", "vx", "vy", "vz")
    there = numbers.values[rows][:, [names.index(n) for n in needed]]
    finite: NDArray[np.bool_] = np.all(np.isfinite(there), axis=1)
    late = no_such_second(numbers.day[rows], numbers.ns[rows], OF_SYSTEM[key[0]])
    for i in np.flatnonzero(~(good & finite & ~late)).tolist():
        line = int(frames.first[rows[i]])
        satellite = str(frames.satellite[rows[i]])
        said, got = reason("formats.expected.time_that_exists"), quoted(text.line(line))
        if not good[i]:
            count = int(frames.lines[rows[i]])
            said, got = wrong, reason("formats.came.lines", count=count, satellite=satellite)
        elif not finite[i]:
            said = reason("formats.expected.orbit_numbers")
            got = reason("formats.came.blank", satellite=satellite)
        judge.fault("records not read", line + 1, said, got)
    kept: Integers = rows[good & finite & ~late]
    return kept


def _kepler(key: Key, prn: NDArray[np.int16], numbers: Numbers) -> Ephemerides:
    system = OF_SYSTEM[key[0]]
    columns = dict(zip(KEPLER[key], numbers.values.T[: len(KEPLER[key])], strict=True))
    toc = tai_of(numbers.day, numbers.ns, system)
    toe = _near(columns["toe"], numbers, toc, WEEK_S) if "toe" in columns else toc
    toe = np.where(toe == NO_TIME, toc, toe)
    ttr = _near(columns["ttr"], numbers, toc, WEEK_S)
    order = np.lexsort((toe, prn))
    zeros = np.zeros(len(prn))
    kept = {name: column[order] for name, column in columns.items() if name not in TIMES}
    return Ephemerides(
        system=key[0],
        message=key[1],
        prn=prn[order],
        toc_tai_ns=toc[order],
        toe_tai_ns=toe[order],
        ttr_tai_ns=ttr[order],
        columns=MappingProxyType({"a_dot": zeros, "delta_n_dot": zeros, **kept}),
    )


def _states(key: Key, prn: NDArray[np.int16], numbers: Numbers, version: float) -> StateVectors:
    raw: Mapping[str, Floats] = dict(zip(STATES[key], numbers.values.T, strict=False))
    toe = tai_of(numbers.day, numbers.ns, OF_SYSTEM[key[0]])
    period = DAY_S if key[0] == "R" and version < 3.0 else WEEK_S
    ttr = _near(raw["ttr"], numbers, toe, period)
    columns = {
        name: column
        for name, column in raw.items()
        if name
        not in ("x", "y", "z", "vx", "vy", "vz", "ax", "ay", "az", "ttr", "minus_tau_n", "delta_tau_n")
    }
    if key[0] == "R":
        columns["tau_n_s"] = -raw["minus_tau_n"]
        columns["delta_tau_n_s"] = np.where(np.abs(raw["delta_tau_n"]) < 1.0, raw["delta_tau_n"], np.nan)
        channel = raw["channel"]
        columns["channel"] = np.where(channel > GLONASS_CHANNEL_WRAP, channel - 256, channel)
    order = np.lexsort((toe, prn))
    vectors = [np.stack([raw[p + axis] for axis in "xyz"], axis=1)[order] * KM for p in ("", "v", "a")]
    return StateVectors(
        system=key[0],
        message=key[1],
        prn=prn[order],
        toe_tai_ns=toe[order],
        ttr_tai_ns=ttr[order],
        r_m=vectors[0],
        v_mps=vectors[1],
        a_mps2=vectors[2],
        columns=MappingProxyType({name: column[order] for name, column in columns.items()}),
    )


def _near(second: Floats, numbers: Numbers, tai: Integers, period_s: float) -> Integers:
    """TAI of a second of the week (or day) in the one that brings it nearest to the record's own time.

    A week number that rolled over, or was printed in another system's count, so cannot mislead. Seconds
    outside -1 ... 2 periods stand for unknown: RINEX writes 0.9999E+09.
    """
    own = (((numbers.day - 1) * DAY_S) % period_s) + numbers.ns / 1e9  # 2000-01-02 was a Sunday
    known = np.isfinite(second) & (second >= -period_s) & (second <= 2 * period_s)
    apart = np.where(known, second, own) - own
    apart -= np.round(apart / period_s) * period_s
    return np.where(known, tai + np.round(apart * 1e9).astype(np.int64), NO_TIME)
