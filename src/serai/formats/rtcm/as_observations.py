"""MSM observations of an RTCM 3 stream in the columns of an observation file (RINEX)."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.rinex.observations import Observations
from serai.formats.rtcm.frames import RtcmStream
from serai.formats.rtcm.msm import MsmObservations, observations
from serai.time.instant import Instant

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

REFERENCE_POINT = (1005, 1006)
GLONASS = 1020
LOCK_LOST, HALF_CYCLE = 1, 2  # bits of RINEX's loss-of-lock digit


def as_observations(stream: RtcmStream, *, near: Instant) -> Observations:
    """The observations of a stream that was sent within days of ``near``; phases are metres, not cycles.

    Whoever knows the carriers turns phases to cycles (`serai.gnss.observations.reading`).
    """
    found = observations(stream, near=near)
    there = found.code != ""
    times = np.unique(found.tai_ns[there])
    names = tuple(sorted({str(name) for name in found.satellite[there]}))
    place = {name: k for k, name in enumerate(names)}
    satellite = np.array([place.get(str(name), 0) for name in found.satellite], dtype=np.int64)
    key = np.searchsorted(times, found.tai_ns) * max(len(names), 1) + satellite
    keys = np.unique(key[there])
    row = np.searchsorted(keys, key)
    values: dict[str, Floats] = {}
    locks: dict[str, NDArray[np.uint8]] = {}
    codes: dict[str, list[str]] = {}
    lost = _lost(found, satellite)
    for code in sorted({str(c) for c in found.code[there]}):
        own = np.flatnonzero(found.code == code)
        for kind, column in _kinds(found):
            values[kind + code] = np.full(len(keys), np.nan)
            values[kind + code][row[own]] = column[own]
        locks[f"L{code}"] = np.zeros(len(keys), np.uint8)
        locks[f"L{code}"][row[own]] = lost[own]
        for system in sorted({str(name)[0] for name in found.satellite[own]}):
            codes.setdefault(system, []).extend(f"{kind}{code}" for kind, _ in _kinds(found))
    gaps = np.diff(times) / 1e9
    return Observations(
        version=0.0,
        marker="",
        receiver="",
        antenna="",
        approx_position_m=_reference_point(stream),
        antenna_delta_hen_m=np.zeros(3),
        interval_s=float(np.median(gaps)) if len(gaps) else None,
        time_system="GPS",
        glonass_channels=MappingProxyType(_channels(stream)),
        skipped=MappingProxyType(dict(stream.skipped)),
        tai_ns=times,
        flags=np.zeros(len(times), np.uint8),
        clock_offset_s=np.full(len(times), np.nan),
        satellites=names,
        epoch=(keys // max(len(names), 1)).astype(np.int32),
        satellite=(keys % max(len(names), 1)).astype(np.int16),
        codes=MappingProxyType({system: tuple(own) for system, own in codes.items()}),
        renamed=MappingProxyType({}),
        values=MappingProxyType(values),
        lli=MappingProxyType(locks),
    )


def _kinds(found: MsmObservations) -> tuple[tuple[str, Floats], ...]:
    """RINEX's letters of what a cell holds; range rates still in m/s."""
    return (
        ("C", found.pseudorange_m),
        ("L", found.phase_m),
        ("D", -found.range_rate_mps),
        ("S", found.cn0_dbhz),
    )


def _lost(found: MsmObservations, satellite: Integers) -> NDArray[np.uint8]:
    """By row the loss-of-lock digit: a lock time that fell since the last row of the satellite and code."""
    digit = np.where(found.half_cycle, HALF_CYCLE, 0).astype(np.uint8)
    order = np.lexsort((found.tai_ns, found.code, satellite))
    same = (np.diff(satellite[order]) == 0) & (found.code[order][1:] == found.code[order][:-1])
    fell = same & (np.diff(found.lock[order].astype(np.int64)) < 0)
    digit[order[1:][fell]] |= LOCK_LOST
    return digit


def _reference_point(stream: RtcmStream) -> Floats | None:
    """The antenna reference point that the station says it has, Earth-fixed metres."""
    for _, fields in stream.parsed(*REFERENCE_POINT):
        return np.array([float(fields[name]) for name in ("DF025", "DF026", "DF027")])
    return None


def _channels(stream: RtcmStream) -> dict[str, int]:
    """GLONASS channels, as the ephemerides of the stream have them."""
    return {f"R{int(f['DF038']):02d}": int(f["DF040"]) - 7 for _, f in stream.parsed(GLONASS)}
