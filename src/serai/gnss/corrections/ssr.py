"""RTCM state-space corrections: what a receiver knew at each epoch from the messages until then.

RTCM 10403.3, 3.5.12: corrections hold at the message's epoch plus half its update interval; orbits and clocks
are subtracted (signs turned here), code biases added; axes from the Earth-fixed velocity. They belong to the
messages of RTCM's ephemerides: LNAV, I/NAV, BeiDou D1 and D2 by toe. Signal indices are those of DF380, DF382
and of the drafts (recalled), as RTKLIB reads them. GLONASS is not used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from serai.formats.rtcm.ssr import SsrMessage
from serai.gnss.constants import second_of_week
from serai.gnss.corrections.orbits import CorrectedOrbits
from serai.gnss.corrections.reasons import Why
from serai.gnss.corrections.table import Corrections, Draft
from serai.gnss.observations.inputs import Navigation
from serai.time import Instant

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

MESSAGES: Mapping[str, Sequence[str]] = {"G": ("LNAV",), "E": ("INAV",), "C": ("D1", "D2"), "J": ("LNAV",)}
ISSUES: Mapping[str, str] = {"G": "iode", "E": "iode", "C": "aode", "J": "iode"}
OLDEST_S = 90.0  # as RTKLIB's MAXAGESSR; the standard leaves it to the user
WEEK_S = 604_800
TOE_PERIOD_S, TOE_STEP_S = 8192, 8  # BeiDou's issue in 1258 and 1261
UNKNOWN_SIGMA_M = 0.1  # assumed where no URA is sent
CODES: Mapping[str, str] = {
    "G": "1C 1P 1W 1Y 1M 2C 2D 2S 2L 2X 2P 2W 2Y 2M 5I 5Q 5X",
    "E": "1A 1B 1C 1X 1Z 5I 5Q 5X 7I 7Q 7X 8I 8Q 8X 6A 6B 6C 6X 6Z",
    "C": "2I 2Q 2X 6I 6Q 6X 7I 7Q 7X",
    "J": "1C 1S 1L 2S 2L 2X 5I 5Q 5X 6S 6L 6X 1X",
}


@dataclass
class _Satellite:
    """One satellite's parts, each with the time it holds at (TAI s)."""

    orbit: tuple[int, Floats, Floats, float, int] | None = None  # iod, m, m/s, time, IOD SSR
    clock: tuple[tuple[float, float, float], float, int] | None = None
    fast_m: tuple[float, float] | None = None
    biases: dict[str, float] = field(default_factory=dict)
    ura: int | None = None


def ssr_table(stream: Sequence[SsrMessage], epochs_tai_ns: Integers) -> Corrections:
    """Replay a stream; its seconds of week are of the week nearest to the first epoch."""
    near = Instant(int(epochs_tai_ns[0]))
    timed = sorted(((_tai_s(m, near), m) for m in stream if m.system in MESSAGES), key=lambda pair: pair[0])
    names = sorted({one.satellite for _, m in timed for one in m.satellites})
    draft = Draft(np.asarray(epochs_tai_ns, dtype=np.int64), names, along_track=True)
    now = {name: _Satellite() for name in names}
    at = 0
    for e, tai_ns in enumerate(draft.tai_ns.tolist()):
        while at < len(timed) and timed[at][0] <= tai_ns * 1e-9:
            _hear(now, timed[at][1], timed[at][0])
            at += 1
        for k, name in enumerate(names):
            draft.why[e, k] = _cell(draft, e, k, now[name], tai_ns * 1e-9)
    return draft.whole()


def with_ephemerides(navigation: Navigation, table: Corrections) -> CorrectedOrbits:
    """The corrected orbits; BeiDou's messages are told by toe."""
    orbits = CorrectedOrbits.of(
        navigation,
        table,
        codes={"G": ("1C", "2W"), "E": ("1C", "7Q"), "C": ("2I", "6I"), "J": ("1C", "2L")},
        messages=MESSAGES,
        issues=ISSUES,
        delayed="" if table.bias_m else "GECJ",
        along_velocity=True,
        beidou_issue=_toe_issue,
    )
    return replace(orbits, frame="that of the corrections (ITRF of their provider)")


def _toe_issue(toe_ns: Integers) -> Integers:
    seconds = np.array([second_of_week(t, "C") for t in toe_ns.tolist()])
    return np.asarray((seconds % TOE_PERIOD_S) // TOE_STEP_S, dtype=np.int64)


def _tai_s(message: SsrMessage, near: Instant) -> float:
    week, second = near.gpst()
    week += round((second - message.second) / WEEK_S)
    return Instant.from_gpst(week, float(message.second)).tai_ns * 1e-9


def _hear(now: dict[str, _Satellite], message: SsrMessage, tai_s: float) -> None:
    holds = tai_s + message.interval_s / 2.0 if message.interval_s > 1.0 else tai_s
    for one in message.satellites:
        mine = now[one.satellite]
        if one.orbit_m is not None and one.orbit_rate_mps is not None and one.iod is not None:
            mine.orbit = (
                one.iod, np.array(one.orbit_m), np.array(one.orbit_rate_mps), holds, message.iod_ssr
            )  # fmt: skip
        if one.clock is not None and message.kind == "fast clock":
            mine.fast_m = (one.clock[0], holds)
        elif one.clock is not None:
            mine.clock, mine.fast_m = (one.clock, holds, message.iod_ssr), None
        codes = CODES.get(one.satellite[0], "").split()
        for index, metres in one.biases:
            if 0 <= index < len(codes):
                mine.biases[f"C{codes[index]}"] = metres
        if one.ura is not None:
            mine.ura = one.ura


def _cell(draft: Draft, e: int, k: int, one: _Satellite, second: float) -> Why:
    if one.orbit is None or one.clock is None or one.orbit[4] != one.clock[2]:
        return Why.NO_CORRECTION
    iod, shift, rate, orbit_s, _ = one.orbit
    (c0, c1, c2), clock_s, _ = one.clock
    if max(second - orbit_s, second - clock_s) > OLDEST_S:
        return Why.TIMED_OUT
    late = second - clock_s
    fast = one.fast_m[0] if one.fast_m is not None and second - one.fast_m[1] <= OLDEST_S else 0.0
    draft.issue[e, k] = iod
    draft.orbit[e, k] = -(shift + rate * (second - orbit_s))
    draft.rate[e, k] = -rate
    draft.clock[e, k] = -(c0 + c1 * late + c2 * late**2 + fast)
    draft.clock_rate[e, k] = -(c1 + 2.0 * c2 * late)
    draft.sigma[e, k] = _ura_m(one.ura)
    for code, metres in one.biases.items():
        draft.take_bias(e, k, code, -metres)
    return Why.USABLE


def _ura_m(index: int | None) -> float:
    """DF389: class and value, three bits each (RTCM 10403.3)."""
    if index is None or index in (0, 63):
        return UNKNOWN_SIGMA_M
    return float((3 ** (index >> 3) * (1 + 0.25 * (index & 7)) - 1) / 1000.0)
