"""PPP-B2b: what a receiver knew at each epoch from the messages heard until then.

BDS-SIS-ICD-PPP-B2b-1.0: IOD SSR ties messages together, IODP a mask and the places that count it, IOD Corr a
clock to an orbit (6.2). Nominal validity is 96 s for orbits, 86,400 s for biases and 12 s for clocks
(recalled), counted here from when they were heard: clocks come every 6 s, 6 to 8 s after the moment they hold
at, so that counted from that moment they would lapse between two. Corrections are subtracted (7.2): here
their signs are turned. They belong to CNAV-1 of BeiDou and LNAV of GPS by IODC.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.formats.b2b import records as r
from serai.formats.b2b.messages import B2bHeard
from serai.gnss.corrections.reasons import Why
from serai.gnss.corrections.table import Corrections, Draft, replayed

Integers = NDArray[np.int64]

MESSAGES: Mapping[str, Sequence[str]] = {"C": ("CNV1",), "G": ("LNAV",)}
ISSUES: Mapping[str, str] = {"C": "iodc", "G": "iodc"}
ORBIT_S, CLOCK_S, BIAS_S = 96.0, 12.0, 86_400.0
KEPT = 4  # clocks of a satellite kept, so that one for the orbit's IOD Corr is found at a change
UNKNOWN_SIGMA_M = 1.0  # assumed where the URA is not told


@dataclass(slots=True)
class _Satellite:
    """One satellite's orbit, its last clocks and biases, each with when it was heard (TAI s) and IOD SSR."""

    orbit: tuple[r.Orbit, float, int] | None = None
    clocks: list[tuple[int, float, float, int]] = field(default_factory=list)  # IOD Corr, m, time, IOD SSR
    biases: tuple[tuple[tuple[int, float], ...], float, int] | None = None
    ura: tuple[int, int] | None = None

    def clock(self, iod_corr: int, iod_ssr: int) -> tuple[int, float, float, int] | None:
        """The newest clock that goes with an orbit by its IOD Corr and IOD SSR."""
        return next((c for c in self.clocks if c[0] == iod_corr and c[3] == iod_ssr), None)

    def sigma_m(self) -> float:
        """One sigma by the URA told."""
        ura = r.ura_m(*self.ura) if self.ura else float("nan")
        return UNKNOWN_SIGMA_M if math.isnan(ura) else ura


@dataclass
class _Receiver:
    """What was heard, as it stands."""

    mask: r.SatelliteMask | None = None
    satellites: dict[int, _Satellite] = field(default_factory=dict)

    def hear(self, record: object, tai_s: float) -> None:
        """Take one message in."""
        if isinstance(record, r.SatelliteMask):
            self.mask = record
        elif isinstance(record, r.OrbitCorrections):
            for one in record.satellites:
                self._of(one.slot).orbit = (one, tai_s, record.iod_ssr)
                self._of(one.slot).ura = (one.ura_class, one.ura_value)
        elif isinstance(record, r.CodeBiases):
            for slot, each in record.satellites:
                self._of(slot).biases = (each, tai_s, record.iod_ssr)
        elif isinstance(record, r.Clocks):
            self._clocks(record, tai_s)
        elif isinstance(record, r.Accuracies):
            for k, ura in enumerate(record.ura):
                known = self._slot(record.first + k, record.iodp, record.iod_ssr)
                if known is not None:
                    self._of(known).ura = ura
        elif isinstance(record, r.Combined):
            for part in (record.orbits, record.clocks):
                self.hear(part, tai_s)

    def _of(self, slot: int) -> _Satellite:
        return self.satellites.setdefault(slot, _Satellite())

    def _slot(self, place: int, iodp: int | None, iod_ssr: int) -> int | None:
        mask = self.mask
        if mask is None or iodp != mask.iodp or iod_ssr != mask.iod_ssr or place >= len(mask.slots):
            return None
        return mask.slots[place]

    def _clocks(self, record: r.Clocks, tai_s: float) -> None:
        for place, slot, iod_corr, metres in record.satellites:
            known = slot if place is None else self._slot(place, record.iodp, record.iod_ssr)
            if known is not None and not math.isnan(metres):
                clocks = self._of(known).clocks
                clocks.insert(0, (iod_corr, metres, tai_s, record.iod_ssr))
                del clocks[KEPT:]


def b2b_table(heard: Iterable[B2bHeard], epochs_tai_ns: Integers) -> Corrections:
    """Replay one sender's messages."""
    stream = sorted(heard, key=lambda h: h.tai_ns)
    slots = {slot for h in stream if isinstance(h.record, r.SatelliteMask) for slot in h.record.slots}
    names = sorted({name for slot in slots if (name := r.satellite_of_slot(slot)) and name[0] in MESSAGES})
    draft = Draft(np.asarray(epochs_tai_ns, dtype=np.int64), names, along_track=True)
    column = {name: k for k, name in enumerate(names)}
    now = _Receiver()
    for e, second in replayed(stream, draft.tai_ns, lambda h: now.hear(h.record, h.tai_ns * 1e-9)):
        draft.why[e] = Why.NO_MASK if now.mask is None else Why.NOT_IN_MASK
        for slot in now.mask.slots if now.mask is not None else ():
            k = column.get(r.satellite_of_slot(slot) or "", -1)
            if k >= 0:
                draft.why[e, k] = _satellite(draft, e, k, now, slot, second)
    return draft.whole()


def _satellite(draft: Draft, e: int, k: int, now: _Receiver, slot: int, second: float) -> Why:
    """One satellite's cell, and why it is not usable."""
    one = now.satellites.get(slot)
    if one is None or one.orbit is None or not one.clocks or now.mask is None:
        return Why.NO_CORRECTION
    if one.ura == (7, 7):
        return Why.DO_NOT_USE
    orbit, when, iod_ssr = one.orbit
    clock = one.clock(orbit.iod_corr, iod_ssr)
    unknown = math.isnan(orbit.radial_m + orbit.along_m + orbit.cross_m)
    if clock is None or unknown or iod_ssr != now.mask.iod_ssr:
        return Why.NO_CORRECTION
    if second - when > ORBIT_S or second - clock[2] > CLOCK_S:
        return Why.TIMED_OUT
    draft.issue[e, k] = orbit.iodn
    draft.orbit[e, k] = (-orbit.radial_m, -orbit.along_m, -orbit.cross_m)
    draft.clock[e, k] = -clock[1]
    draft.sigma[e, k] = one.sigma_m()
    _take_biases(draft, e, k, one, iod_ssr, second)
    return Why.USABLE


def _take_biases(draft: Draft, e: int, k: int, one: _Satellite, iod_ssr: int, second: float) -> None:
    """Keep a satellite's differential code biases where they are of the orbit's IOD SSR and not too old."""
    if one.biases is None or second - one.biases[1] > BIAS_S or one.biases[2] != iod_ssr:
        return
    codes = r.BIAS_CODES[draft.satellites[k][0]]
    for mode, metres in one.biases[0]:
        if mode in codes and not math.isnan(metres):
            draft.take_bias(e, k, codes[mode], metres)
