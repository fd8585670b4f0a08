"""How well a station itself receives: by signal observed against expected, cycle slips, multipath and C/N0.

Faults of the station (jamming, snow, a cable, a reflector) show here before they show in positions, and are
told as its own: no service is judged by them. Multipath is code less phase (`estimators.code_multipath`),
slips are losses of lock that the receiver says, or jumps between the phases of two bands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.gnss.constants import C_MPS
from serai.gnss.estimators.code_multipath import ONE_SIGMA, multipath_m, partner_of
from serai.gnss.observations.clock_jumps import carriers_hz, steady
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.signals import carrier_hz
from serai.navigate.monitor.alarms import Alarm, AlarmKind, stretches
from serai.navigate.monitor.sky import elevations_deg

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

BANDS_DEG = ((0.0, 30.0), (30.0, 60.0), (60.0, 90.0))  # of elevation; the first begins at the mask
SLOT_NS = 300 * 10**9
FALL_DB = 3.0  # below the file's own usual at that elevation (assumed): half of the power
AGED_DB = 2.0  # below the files before (assumed)
SLIPPED = 0.05  # of the phases of a slot (assumed); a quiet receiver has a few in ten thousand
MULTIPATH_M = 1.5  # above 30 deg, one sigma (assumed): good antennas have 0.1 to 0.5 m there
FEWEST = 4  # satellites on a carrier for its strength, slips in a slot, for them to be the station's
FEWEST_VALUES = 20  # of multipath in a slot
SHORTEST = 2  # slots
LEAST_DBHZ = 12.0  # lower ones are the old digits of 1 to 9, or no C/N0 at all
JUMP_M = 0.15  # of one band's phase less another's beyond its drift since the epoch before: a slip


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalHealth:
    """One signal: rows expected above the mask of satellites that send it, and observed; slips of its phases.

    ``multipath_m`` (one sigma) and ``strength_dbhz`` are by `BANDS_DEG`, NaN where not told.
    """

    expected: int
    observed: int
    phases: int
    slips: int
    multipath_m: tuple[float, ...]
    strength_dbhz: tuple[float, ...]

    @property
    def share(self) -> float:
        """Observed of expected."""
        return self.observed / self.expected if self.expected else math.nan


@dataclass(frozen=True, slots=True)
class _Signal:
    """A signal's rows above the mask, and what was measured in each."""

    name: str
    code: str
    rows: Integers
    slipped: Flags
    multipath: Floats
    strength: Floats


def signal_health(
    observations: Observations, navigation: Navigation, place_m: Floats, mask_deg: float
) -> tuple[dict[str, SignalHealth], list[Alarm]]:
    """Every signal of a file, by names such as 'G1C', and what is wrong with the station's own reception."""
    sky = elevations_deg(observations, navigation, place_m)
    height = sky[observations.satellite, observations.epoch]
    steadied = steady(observations)
    found: dict[str, SignalHealth] = {}
    signals = []
    for system, codes in observations.codes.items():
        for code in dict.fromkeys(c[1:] for c in codes if c[0] == "C" and c in observations.values):
            one = _signal(steadied, system, code, height, mask_deg)
            if len(one.rows):
                found[one.name] = _health(one, observations, sky, height, mask_deg)
                signals.append(one)
    slots = (observations.tai_ns - observations.tai_ns[0]) // SLOT_NS
    alarms = _fallen(signals, observations, height, slots)
    alarms += _slipping(signals, observations, slots) + _reflected(signals, observations, height, slots)
    return found, alarms


def _signal(observations: Observations, system: str, code: str, height: Floats, mask_deg: float) -> _Signal:
    """The rows of a code above the mask, with what its phases and strengths say."""
    own = np.array([name[0] == system for name in observations.satellites])[observations.satellite]
    with np.errstate(invalid="ignore"):
        rows = np.flatnonzero(own & np.isfinite(observations.values[f"C{code}"]) & (height > mask_deg))
    nothing = np.full(len(rows), np.nan)
    strength = observations.values[f"S{code}"][rows] if f"S{code}" in observations.values else nothing
    reflected = multipath_m(observations, system, code)
    return _Signal(
        name=f"{system}{code}",
        code=code,
        rows=rows,
        slipped=_slips(observations, system, code, rows),
        multipath=nothing if reflected is None else reflected[rows],
        strength=np.where(strength >= LEAST_DBHZ, strength, np.nan),
    )


def _slips(observations: Observations, system: str, code: str, rows: Integers) -> Flags:
    """(rows,) where a phase has slipped since the satellite's row of the epoch before."""
    slipped = np.zeros(len(rows), dtype=bool)
    if f"L{code}" not in observations.values or not len(rows):
        return slipped
    order = np.lexsort((observations.epoch[rows], observations.satellite[rows]))
    at = rows[order]
    follows = (np.diff(observations.satellite[at]) == 0) & (np.diff(observations.epoch[at]) == 1)
    lost = (observations.lli[f"L{code}"][at] & 1) > 0
    partner = partner_of(observations, system, code)
    jumped = np.zeros(len(at), dtype=bool)
    if partner is not None:
        between = _metres(observations, code)[at] - _metres(observations, partner)[at]
        drift = np.where(follows, np.diff(between), np.nan)
        bend = np.append(np.nan, np.diff(drift))
        with np.errstate(invalid="ignore"):  # a step leaves two bends, of which the first is the slip
            jumped[1:] = (np.abs(bend) > JUMP_M) & (np.abs(drift) > JUMP_M / 2.0)
    slipped[order[1:]] = follows & (lost[1:] | jumped[1:])
    return slipped


def _metres(observations: Observations, code: str) -> Floats:
    phase: Floats = observations.values[f"L{code}"] * (C_MPS / carriers_hz(observations, code))
    return phase


def _health(
    one: _Signal, observations: Observations, sky: Floats, height: Floats, mask_deg: float
) -> SignalHealth:
    """A signal's figures; expected of the satellites that gave it at all."""
    sends = np.unique(observations.satellite[one.rows])
    with np.errstate(invalid="ignore"):
        expected = int(np.count_nonzero(sky[sends] > mask_deg))
    phase = observations.values.get(f"L{one.code}")
    return SignalHealth(
        expected=expected,
        observed=len(one.rows),
        phases=0 if phase is None else int(np.count_nonzero(np.isfinite(phase[one.rows]))),
        slips=int(np.count_nonzero(one.slipped)),
        multipath_m=_by_band(np.abs(one.multipath), height[one.rows], ONE_SIGMA),
        strength_dbhz=_by_band(one.strength, height[one.rows], 0.5),
    )


def _by_band(values: Floats, height: Floats, quantile: float) -> tuple[float, ...]:
    """A quantile of values in each band of elevation."""
    found = []
    for low, high in BANDS_DEG:
        own = values[(height >= low) & (height < high) & np.isfinite(values)]
        found.append(round(float(np.quantile(own, quantile)), 3) if len(own) >= FEWEST_VALUES else math.nan)
    return tuple(found)


def _fallen(
    signals: Sequence[_Signal], observations: Observations, height: Floats, slots: Integers
) -> list[Alarm]:
    """Stretches in which the C/N0 of a carrier, or of all, is below the file's own usual."""
    count = int(slots[-1]) + 1
    apart: dict[str, list[tuple[Integers, Integers, Floats]]] = {}
    for one in signals:
        told = np.flatnonzero(np.isfinite(one.strength))
        if len(told):
            rows = one.rows[told]
            less = one.strength[told] - _usual(one.strength[told], height[rows])
            place = slots[observations.epoch[rows]]
            whose = observations.satellite[rows].astype(np.int64)
            apart.setdefault(_carrier(one), []).append((place, whose, less))
    fall = {carrier: _medians(parts, count) for carrier, parts in apart.items()}
    if not fall:
        return []
    every = np.stack(list(fall.values()))
    with np.errstate(invalid="ignore"):
        low = every < -FALL_DB
    told = np.isfinite(every)
    all_low = (told.sum(axis=0) >= 2) & (low.sum(axis=0) == told.sum(axis=0))
    deepest = np.where(all_low, np.nanmin(np.where(told, every, 0.0), axis=0), np.nan)
    alarms = _alarms(AlarmKind.FADED, "", all_low, -deepest, observations, slots, FALL_DB, "dB")
    for carrier, values in fall.items():
        with np.errstate(invalid="ignore"):
            alone = (values < -FALL_DB) & ~all_low
        kind = AlarmKind.JAMMED if len(fall) > 1 else AlarmKind.FADED
        alarms += _alarms(kind, carrier, alone, -values, observations, slots, FALL_DB, "dB")
    return alarms


def _usual(strength: Floats, height: Floats) -> Floats:
    """The file's median of a signal at the elevation (by five degrees) of each value."""
    place = (height // 5.0).astype(np.int64)
    usual = np.array([np.median(strength[place == k]) if (place == k).any() else np.nan for k in range(19)])
    return np.asarray(usual[place])


def _medians(parts: Sequence[tuple[Integers, Integers, Floats]], count: int) -> Floats:
    """By slot the median over the satellites of a carrier; NaN with too few of them."""
    place, satellite, less = (np.concatenate([part[k] for part in parts]) for k in range(3))
    found = np.full(count, np.nan)
    order = np.argsort(place, kind="stable")
    edges = np.searchsorted(place[order], np.arange(count + 1))
    for k in range(count):
        own = order[edges[k] : edges[k + 1]]
        if len(np.unique(satellite[own])) >= FEWEST:
            found[k] = float(np.median(less[own]))
    return found


def _carrier(one: _Signal) -> str:
    """The carrier a signal is on: its frequency, for GLONASS's channels that of the middle one."""
    try:
        return f"{carrier_hz(one.name[0], one.code, 0) / 1e6:g} MHz"
    except Refused:
        return one.name


def _slipping(signals: Sequence[_Signal], observations: Observations, slots: Integers) -> list[Alarm]:
    """Stretches in which many phases slip."""
    count = int(slots[-1]) + 1
    slips, phases = np.zeros(count), np.zeros(count)
    for one in signals:
        place = slots[observations.epoch[one.rows]]
        slips += np.bincount(place[one.slipped], minlength=count)
        phases += np.bincount(place, minlength=count)
    share = slips / np.maximum(phases, 1.0)
    wrong = (share > SLIPPED) & (slips >= FEWEST)
    return _alarms(AlarmKind.SLIPS, "", wrong, 100.0 * share, observations, slots, 100.0 * SLIPPED, "%")


def _reflected(
    signals: Sequence[_Signal], observations: Observations, height: Floats, slots: Integers
) -> list[Alarm]:
    """Stretches in which a signal's multipath is large though its satellites stand high."""
    count, found = int(slots[-1]) + 1, []
    for one in signals:
        high = np.flatnonzero(np.isfinite(one.multipath) & (height[one.rows] > BANDS_DEG[1][0]))
        place, size = slots[observations.epoch[one.rows[high]]], np.full(count, np.nan)
        order = np.argsort(place, kind="stable")
        edges = np.searchsorted(place[order], np.arange(count + 1))
        for k in range(count):
            own = high[order[edges[k] : edges[k + 1]]]
            if len(own) >= FEWEST_VALUES:
                size[k] = float(np.quantile(np.abs(one.multipath[own]), ONE_SIGMA))
        with np.errstate(invalid="ignore"):
            wrong = size > MULTIPATH_M
        found += _alarms(AlarmKind.REFLECTED, one.name, wrong, size, observations, slots, MULTIPATH_M, "m")
    return found


def _alarms(
    kind: AlarmKind,
    who: str,
    wrong: Flags,
    size: Floats,
    observations: Observations,
    slots: Integers,
    limit: float,
    unit: str,
) -> list[Alarm]:
    """An alarm for every stretch of slots: from the first epoch of the first to the last of the last."""
    found = []
    for first, last in stretches(wrong, shortest=SHORTEST, bridged=1):
        here = size[first : last + 1]
        inside = np.flatnonzero((slots >= first) & (slots <= last))
        begin, end = (int(observations.tai_ns[inside[k]]) for k in (0, -1))
        worst = float(np.nanmax(here))
        told = {"worst": worst, "limit": limit, "unit": unit, "open": bool(last == slots[-1])}
        found.append(Alarm(kind=kind, who=who or "the station", begin=begin, end=end, **told))  # type: ignore[arg-type]
    return found


def whole_health(files: Iterable[Mapping[str, SignalHealth]]) -> dict[str, SignalHealth]:
    """Several files' signals as one: counts added, the others' means by what was observed."""
    by: dict[str, list[SignalHealth]] = {}
    for one in files:
        for name, health in one.items():
            by.setdefault(name, []).append(health)
    return {
        name: SignalHealth(
            expected=sum(h.expected for h in own),
            observed=sum(h.observed for h in own),
            phases=sum(h.phases for h in own),
            slips=sum(h.slips for h in own),
            multipath_m=_means([h.multipath_m for h in own], [h.observed for h in own]),
            strength_dbhz=_means([h.strength_dbhz for h in own], [h.observed for h in own]),
        )
        for name, own in by.items()
    }


def _means(rows: Sequence[Sequence[float]], weights: Sequence[int]) -> tuple[float, ...]:
    """By column the weighted mean of what is told."""
    table, weight = np.array(rows, dtype=np.float64), np.array(weights, dtype=np.float64)[:, None]
    told = np.isfinite(table)
    whole = np.where(told, weight, 0.0).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(told, table * weight, 0.0).sum(axis=0) / whole
    return tuple(float(v) for v in mean)


def faded_since(before: Iterable[Mapping[str, SignalHealth]], now: Mapping[str, SignalHealth]) -> float:
    """By how many dB a file's signals are weaker than those of the files before: the median; NaN without."""
    usual = whole_health(before)
    apart = [
        was - here
        for name, health in now.items()
        if name in usual
        for was, here in zip(usual[name].strength_dbhz, health.strength_dbhz, strict=True)
        if math.isfinite(was - here)
    ]
    return float(np.median(apart)) if apart else math.nan
