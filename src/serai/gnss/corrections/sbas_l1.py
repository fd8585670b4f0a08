"""SBAS L1: what a receiver knew at each epoch from the messages heard until then.

RTCA DO-229F, appendix A: masks and their issue, fast, long-term and ionosphere corrections, what degrades
them (messages 7 and 10, regions 27, covariances 28) and when each times out (A.4.6; figures recalled). The
GEO's own ranging (message 9) and GLONASS are not used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.formats.sbas import Heard
from serai.formats.sbas import records as r
from serai.formats.sbas.tables import (
    SIGMA2_UDRE_M2,
    UDREI_DO_NOT_USE,
    UDREI_NOT_MONITORED,
    satellite_of_l1_slot,
)
from serai.gnss.constants import C_MPS, GPST_BEHIND_TAI_S
from serai.gnss.corrections.reasons import Why
from serai.gnss.corrections.sbas_fast import (
    TIMEOUT_NON_PRECISION_S,
    TIMEOUT_PRECISION_S,
    WITHOUT_ISSUE,
    Fast,
)
from serai.gnss.corrections.sbas_ionosphere import IonosphericGrid, Point
from serai.gnss.corrections.sbas_regions import delta_udre
from serai.gnss.corrections.table import Corrections, Draft, replayed

Integers = NDArray[np.int64]

DAY_S = 86_400
MASK_TIMEOUT_S = 600.0
TEST_S = 60.0  # message 0 is to be heeded for at least a minute (DO-229F, A.4.4.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long messages may be used, seconds (DO-229F, A.4.6), for one phase of flight."""

    fast_s: tuple[int, ...]
    udre_s: float
    slow_s: float  # 7, 10, 24, 25, 28


PRECISION = Timeouts(fast_s=TIMEOUT_PRECISION_S, udre_s=12.0, slow_s=240.0)
NON_PRECISION = Timeouts(fast_s=TIMEOUT_NON_PRECISION_S, udre_s=18.0, slow_s=360.0)
REGIONS_TIMEOUT_S = 86_400.0


@dataclass(frozen=True, kw_only=True)
class L1Table:
    """The satellites' corrections, and by epoch the ionosphere's points, masks and degradation figures."""

    corrections: Corrections
    points: tuple[dict[tuple[int, int], Point], ...]
    listed: tuple[frozenset[tuple[int, int]], ...]
    degradation: tuple[r.Degradation | None, ...]


@dataclass(slots=True)
class _Long:
    """A long-term correction with the time it was heard."""

    record: r.LongTerm
    time_s: float


@dataclass(frozen=True, slots=True)
class _Ageing:
    """Degradation of corrections with age: the factors of message 7 and those of message 10."""

    told: r.FastDegradation
    degradation: r.Degradation

    def indicator(self, place: int) -> int:
        """The degradation factor indicator (ai) of a place in the mask."""
        return self.told.ai[place - 1] if place <= len(self.told.ai) else 0


@dataclass
class _Receiver:
    """What was heard, as it stands."""

    limits: Timeouts
    mask: r.PrnMask | None = None
    mask_s: float = float("-inf")
    fast: dict[int, Fast] = field(default_factory=dict)
    long: dict[int, _Long] = field(default_factory=dict)
    ai: r.FastDegradation | None = None
    ai_s: float = float("-inf")
    degradation: r.Degradation | None = None
    degradation_s: float = float("-inf")
    covariances: dict[int, tuple[r.Covariance, float]] = field(default_factory=dict)
    regions: dict[int, r.ServiceRegions] = field(default_factory=dict)
    regions_s: float = float("-inf")
    grid: IonosphericGrid = field(default_factory=IonosphericGrid)
    test_s: float = float("-inf")
    told_s: float = float("-inf")  # when message 2 was last heard: then message 0 does not stand for it

    def hear(self, record: object, now_s: float) -> None:
        """Take one message in."""
        if isinstance(record, r.PrnMask):
            if self.mask is None or record.iodp != self.mask.iodp:
                self.fast, self.long, self.covariances = {}, {}, {}
            self.mask, self.mask_s = record, now_s
        elif isinstance(record, r.FastCorrections):
            self._fast(record, now_s)
        elif isinstance(record, r.IntegrityInfo):
            self._integrity(record, now_s)
        elif isinstance(record, r.LongTerms):
            self._long(record.satellites, now_s)
        elif isinstance(record, r.Mixed):
            self._fast(record.fast, now_s)
            self._long(record.satellites, now_s)
        else:
            self._figures(record, now_s)

    def _figures(self, record: object, now_s: float) -> None:
        """Messages that say how good the corrections are."""
        if isinstance(record, r.FastDegradation):
            self.ai, self.ai_s = record, now_s
        elif isinstance(record, r.Degradation):
            self.degradation, self.degradation_s = record, now_s
        elif isinstance(record, r.Covariances) and self._current(record.iodp):
            for place, covariance in record.satellites:
                self.covariances[place] = (covariance, now_s)
        elif isinstance(record, r.ServiceRegions):
            if any(old.iods != record.iods for old in self.regions.values()):
                self.regions = {}
            self.regions[record.number], self.regions_s = record, now_s
        elif isinstance(record, r.NoUse) and record.kind == 0:
            self.test_s = now_s
        elif isinstance(record, r.IonosphereMask | r.IonosphereDelays):
            self.grid.hear(record, now_s)

    def ageing(self, second: float) -> _Ageing | None:
        """How corrections age, where both messages that say it are there, of this mask and not too old."""
        told, by = self.ai, self.degradation
        fresh = second - self.degradation_s <= self.limits.slow_s and second - self.ai_s <= self.limits.slow_s
        if not fresh or by is None or told is None or not self._current(told.iodp):
            return None
        return _Ageing(told, by)

    def _current(self, iodp: int) -> bool:
        return self.mask is not None and self.mask.iodp == iodp

    def _fast(self, record: r.FastCorrections, now_s: float) -> None:
        if record.kind == 0:
            self.test_s = now_s
            if now_s - self.told_s <= TEST_S:
                return
        elif record.kind == 2:
            self.told_s = now_s
        if not self._current(record.iodp):
            return
        for k, (metres, udrei) in enumerate(zip(record.corrections_m, record.udrei, strict=True)):
            one = self.fast.setdefault(record.first + k + 1, Fast())
            one.hear(metres, record.iodf, udrei, now_s, record.first // 13)

    def _integrity(self, record: r.IntegrityInfo, now_s: float) -> None:
        """UDREI of message 6: for corrections of the issue it names, or for all where it names none."""
        for k, udrei in enumerate(record.udrei):
            one = self.fast.get(k + 1)
            if one is None or one.block < 0:
                continue
            named = record.iodf[one.block] if one.block < len(record.iodf) else WITHOUT_ISSUE
            if named in (WITHOUT_ISSUE, one.iodf):
                one.udrei, one.udre_s = udrei, now_s

    def _long(self, satellites: Iterable[r.LongTerm], now_s: float) -> None:
        for one in satellites:
            if self._current(one.iodp):
                self.long[one.place] = _Long(one, now_s)


def l1_table(
    heard: Iterable[Heard],
    epochs_tai_ns: Integers,
    *,
    limits: Timeouts = PRECISION,
    place_deg: tuple[float, float] | None = None,
    heed_test: bool = True,
) -> L1Table:
    """Replay one sender's messages; ``place_deg`` (latitude, longitude) chooses among message 27's regions.

    With ``heed_test`` nothing is usable for a minute after each message 0.
    """
    stream = sorted((h for h in heard if not h.dfmc), key=lambda h: h.tai_ns)
    slots = {slot for h in stream if isinstance(h.record, r.PrnMask) for slot in h.record.slots}
    names = sorted({name for slot in slots if (name := satellite_of_l1_slot(slot)) and name[0] == "G"})
    draft = Draft(np.asarray(epochs_tai_ns, dtype=np.int64), names, along_track=False)
    column = {name: k for k, name in enumerate(names)}
    now = _Receiver(limits)
    points, listed, degradation = [], [], []
    for e, second in replayed(stream, draft.tai_ns, lambda h: now.hear(h.record, h.tai_ns * 1e-9)):
        _epoch(draft, e, column, now, second, place_deg, heed_test=heed_test)
        points.append(now.grid.known(second))
        listed.append(now.grid.listed())
        degradation.append(now.degradation if second - now.degradation_s <= limits.slow_s else None)
    return L1Table(
        corrections=draft.whole(),
        points=tuple(points),
        listed=tuple(listed),
        degradation=tuple(degradation),
    )


def _epoch(
    draft: Draft,
    e: int,
    column: dict[str, int],
    now: _Receiver,
    second: float,
    place_deg: tuple[float, float] | None,
    *,
    heed_test: bool,
) -> None:
    """One epoch's row of the table."""
    draft.why[e] = Why.NO_MASK
    if now.mask is None or second - now.mask_s > MASK_TIMEOUT_S:
        return
    draft.why[e] = Why.NOT_IN_MASK
    draft.rss[e] = now.degradation is not None and now.degradation.rss_udre
    ageing = now.ageing(second)
    regional = second - now.regions_s <= REGIONS_TIMEOUT_S
    factor = delta_udre(now.regions.values(), place_deg) if regional else 1.0
    under_test = heed_test and second - now.test_s < TEST_S
    for place, slot in enumerate(now.mask.slots, start=1):
        k = column.get(satellite_of_l1_slot(slot) or "", -1)
        if k >= 0:
            draft.why[e, k] = (
                Why.UNDER_TEST if under_test else _satellite(draft, e, k, now, place, second, ageing, factor)
            )


def _satellite(
    draft: Draft,
    e: int,
    k: int,
    now: _Receiver,
    place: int,
    second: float,
    ageing: _Ageing | None,
    factor: float,
) -> Why:
    """One satellite's cell, and why it is not usable."""
    if ageing is None:
        return Why.NO_DEGRADATION
    fast, long = now.fast.get(place), now.long.get(place)
    by, ai = ageing.degradation, ageing.indicator(place)
    timeout = float(now.limits.fast_s[ai])
    why = _state(fast, long, now.limits, timeout, second)
    if why is not Why.USABLE or fast is None or long is None:
        return why
    record = long.record
    since_t0 = _since_t0(record, second)
    velocity, af1 = record.v_mps or (0.0, 0.0, 0.0), record.af1 or 0.0
    rate = fast.rate_mps(ai, timeout)
    draft.issue[e, k] = record.iod
    draft.orbit[e, k] = np.array(record.r_m) + np.array(velocity) * since_t0
    draft.rate[e, k] = velocity
    draft.clock[e, k] = (
        C_MPS * (record.af0_s + af1 * since_t0) + fast.correction_m + rate * (second - fast.time_s)
    )
    draft.clock_rate[e, k] = C_MPS * af1 + rate
    draft.sigma[e, k] = factor * np.sqrt(SIGMA2_UDRE_M2[fast.udrei])
    aged_m = fast.extra_m(second, ai, ageing.told.latency_s, timeout, by)
    parts = np.array([aged_m, _long_m(record, long.time_s, since_t0, second, by)])
    draft.extra[e, k] = np.sqrt((parts**2).sum()) if by.rss_udre else parts.sum()
    covariance = now.covariances.get(place)
    if covariance is not None and second - covariance[1] <= now.limits.slow_s:
        draft.covariance[e, k] = draft.matrix(covariance[0], covariance[0].matrix())
        draft.floor[e, k] = by.c_covariance * 2.0 ** (covariance[0].scale - 5)
    return Why.USABLE


def _state(fast: Fast | None, long: _Long | None, limits: Timeouts, timeout: float, second: float) -> Why:
    """Whether fast and long-term corrections are there, monitored and not too old."""
    if fast is None or fast.time_s == float("-inf"):
        return Why.NO_CORRECTION
    if second - fast.udre_s > limits.udre_s:
        return Why.TIMED_OUT
    if fast.udrei == UDREI_DO_NOT_USE:
        return Why.DO_NOT_USE
    if fast.udrei == UDREI_NOT_MONITORED:
        return Why.NOT_MONITORED
    if long is None:
        return Why.NO_CORRECTION
    if second - fast.time_s > timeout or second - long.time_s > limits.slow_s:
        return Why.TIMED_OUT
    return Why.USABLE


def _since_t0(record: r.LongTerm, second: float) -> float:
    """Seconds since the moment a long-term correction's rates count from; 0 where it has none."""
    if record.t0_s is None:
        return 0.0
    of_day = (second - GPST_BEHIND_TAI_S) % DAY_S
    return (of_day - record.t0_s + DAY_S / 2) % DAY_S - DAY_S / 2


def _long_m(record: r.LongTerm, heard_s: float, since_t0: float, second: float, by: r.Degradation) -> float:
    """What a long-term correction's age adds to sigma (A.4.5.1.3), metres."""
    if record.t0_s is None:
        return by.c_ltc_v0_m * ((second - heard_s) // by.i_ltc_v0_s if by.i_ltc_v0_s else 0.0)
    if 0.0 < since_t0 < by.i_ltc_v1_s:
        return 0.0
    return by.c_ltc_lsb_m + by.c_ltc_v1_mps * max(0.0, -since_t0, since_t0 - by.i_ltc_v1_s)
