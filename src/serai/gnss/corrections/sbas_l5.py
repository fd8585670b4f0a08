"""SBAS L5 DFMC: what a receiver knew at each epoch from the messages heard until then.

EUROCAE ED-259A and ICAO Annex 10 volume I (amendment 93); the time-outs of integrity, mask and message 37,
and the forms of degradation, are recalled: the sum of all terms is taken, and R_corr in full, whatever share
the message sends, so that no sigma is smaller than the standard's. Of GPS, Galileo and BeiDou.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.formats.sbas import Heard, l5
from serai.formats.sbas.tables import DFREI_DO_NOT_USE, satellite_of_l5_slot
from serai.gnss.constants import GPST_BEHIND_TAI_S
from serai.gnss.corrections.reasons import Why
from serai.gnss.corrections.table import Corrections, Draft, replayed

Integers = NDArray[np.int64]

DAY_S = 86_400
INTEGRITY_TIMEOUT_S = 12.0
MASK_TIMEOUT_S = 600.0
DEGRADATION_TIMEOUT_S = 360.0
TEST_S = 60.0
SYSTEMS = "GEC"
UNCHANGED, LISTED, WORSE = 0, 1, 2  # of message 34; anything else is "do not use"


@dataclass
class _Receiver:
    """What was heard, as it stands; integrity by place in the mask (from 0), with its time."""

    mask: l5.DfmcMask | None = None
    mask_s: float = float("-inf")
    corrections: dict[int, tuple[l5.DfmcCorrection, float]] = field(default_factory=dict)
    dfrei: dict[int, tuple[int, float]] = field(default_factory=dict)
    degradation: l5.DfmcDegradation | None = None
    degradation_s: float = float("-inf")
    test_s: float = float("-inf")

    def hear(self, kind: int, record: object, now_s: float) -> None:
        """Take one message in."""
        if kind == 0:
            self.test_s = now_s
        if isinstance(record, l5.DfmcMask):
            self._masked(record, now_s)
        elif isinstance(record, l5.DfmcCorrection):
            self._corrected(record, now_s)
        elif isinstance(record, l5.DfmcIntegrity) and self._current(record.iodm):
            self.dfrei |= {record.first + k: (dfrei, now_s) for k, dfrei in enumerate(record.dfrei)}
        elif isinstance(record, l5.DfmcChanges) and self._current(record.iodm):
            self._change(record, now_s)
        elif isinstance(record, l5.DfmcDegradation):
            self.degradation, self.degradation_s = record, now_s

    def _masked(self, record: l5.DfmcMask, now_s: float) -> None:
        if not self._current(record.iodm):
            self.dfrei = {}
        self.mask, self.mask_s = record, now_s

    def _corrected(self, record: l5.DfmcCorrection, now_s: float) -> None:
        self.corrections[record.slot] = (record, now_s)
        if self.mask is not None and record.slot in self.mask.slots:
            self.dfrei[self.mask.slots.index(record.slot)] = (record.dfrei, now_s)

    def _current(self, iodm: int) -> bool:
        return self.mask is not None and self.mask.iodm == iodm

    def _change(self, record: l5.DfmcChanges, now_s: float) -> None:
        listed = iter(record.dfrei)
        for k, change in enumerate(record.changes):
            old = self.dfrei.get(k)
            if change == LISTED:
                self.dfrei[k] = (next(listed, DFREI_DO_NOT_USE), now_s)
            elif old is not None and change in (UNCHANGED, WORSE):
                self.dfrei[k] = (min(old[0] + (change == WORSE), DFREI_DO_NOT_USE), now_s)
            elif change not in (UNCHANGED, WORSE):
                self.dfrei[k] = (DFREI_DO_NOT_USE, now_s)


def l5_table(heard: Iterable[Heard], epochs_tai_ns: Integers, *, heed_test: bool = True) -> Corrections:
    """Replay one sender's DFMC messages; with ``heed_test`` nothing is usable for a minute after type 0."""
    stream = sorted((h for h in heard if h.dfmc), key=lambda h: h.tai_ns)
    slots = {slot for h in stream if isinstance(h.record, l5.DfmcMask) for slot in h.record.slots}
    names = sorted({name for slot in slots if (name := satellite_of_l5_slot(slot)) and name[0] in SYSTEMS})
    draft = Draft(np.asarray(epochs_tai_ns, dtype=np.int64), names, along_track=False)
    column = {name: k for k, name in enumerate(names)}
    now = _Receiver()
    for e, second in replayed(stream, draft.tai_ns, lambda h: now.hear(h.kind, h.record, h.tai_ns * 1e-9)):
        _epoch(draft, e, column, now, second, heed_test=heed_test)
    return draft.whole()


def _epoch(
    draft: Draft, e: int, column: dict[str, int], now: _Receiver, second: float, *, heed_test: bool
) -> None:
    """One epoch's row of the table."""
    draft.why[e] = Why.NO_MASK
    if now.mask is None or second - now.mask_s > MASK_TIMEOUT_S:
        return
    draft.why[e] = Why.NOT_IN_MASK
    under_test = heed_test and second - now.test_s < TEST_S
    for place, slot in enumerate(now.mask.slots):
        k = column.get(satellite_of_l5_slot(slot) or "", -1)
        if k >= 0:
            draft.why[e, k] = (
                Why.UNDER_TEST if under_test else _satellite(draft, e, k, now, place, slot, second)
            )


def _satellite(draft: Draft, e: int, k: int, now: _Receiver, place: int, slot: int, second: float) -> Why:
    """One satellite's cell, and why it is not usable."""
    by, found, integrity = now.degradation, now.corrections.get(slot), now.dfrei.get(place)
    if by is None or second - now.degradation_s > DEGRADATION_TIMEOUT_S:
        return Why.NO_DEGRADATION
    if integrity is None or found is None:
        return Why.NO_CORRECTION
    if second - integrity[1] > INTEGRITY_TIMEOUT_S:
        return Why.TIMED_OUT
    if integrity[0] >= DFREI_DO_NOT_USE:
        return Why.DO_NOT_USE
    record, heard_s = found
    age = second - heard_s
    if age > by.valid_32_s:
        return Why.TIMED_OUT
    of_day = (second - GPST_BEHIND_TAI_S) % DAY_S
    since_t0 = (of_day - record.t_s + DAY_S / 2) % DAY_S - DAY_S / 2
    system = l5.CONSTELLATIONS.index(draft.satellites[k][0])
    draft.issue[e, k] = record.iodn
    draft.orbit[e, k] = np.array(record.r_m) + np.array(record.v_mps) * since_t0
    draft.rate[e, k] = record.v_mps
    draft.clock[e, k] = record.clock_m + record.clock_rate_mps * since_t0
    draft.clock_rate[e, k] = record.clock_rate_mps
    draft.sigma[e, k] = by.sigma_dfre_m[integrity[0]]
    steps = age // by.i_corr_s[system]
    draft.extra[e, k] = by.c_corr_m[system] * steps + by.r_corr_mps[system] * age
    draft.covariance[e, k] = draft.matrix(record, record.covariance.matrix())
    draft.floor[e, k] = by.c_covariance * 2.0 ** (record.covariance.scale - 5)
    return Why.USABLE
