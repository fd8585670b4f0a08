"""Pseudoranges ready for an estimator, from observations and orbits: one row per satellite and epoch.

Codes are chosen per satellite (`pick_codes`), corrected for the satellite's clock and group delays and, in
pairs, freed of the ionosphere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from serai.gnss.constants import C_MPS
from serai.gnss.measurements.noise import (
    CA_M,
    code_factor,
    group_delay_m,
    orbit_clock_m,
    unknown_delay_m,
)
from serai.gnss.observations.inputs import Observations
from serai.gnss.satellites.beidou2_bias import correction_kind, pair_correction_kind
from serai.gnss.satellites.code_bias import CA, behind_precise_m
from serai.gnss.signals import L1, LAST_BEIDOU_2, Choice, carrier_hz

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BEIDOU_2 = "B"  # the clock of BeiDou-2 where it is not that of BeiDou-3
B2I_CODES = ("7I", "7Q", "7X")
NEVER_B2I = frozenset(f"C{number:02d}" for number in range(LAST_BEIDOU_2 + 1, 100))  # BeiDou-3
FLIGHT_S = 0.075  # of a signal from a medium orbit; only to find the message before the range is known


class Orbits(Protocol):
    """Where satellites are and what their clocks show, for rows of (satellite, moment)."""

    @property
    def frame(self) -> str: ...

    def select(self, satellites: Sequence[str], satellite: Integers, tai_ns: Integers) -> Integers: ...
    def states(
        self, chosen: Integers, tai_ns: Integers, offset_s: Floats
    ) -> tuple[Floats, Floats, Floats]: ...
    def delays_s(self, chosen: Integers) -> Floats: ...


@dataclass(frozen=True)
class Ranges:
    """Ranges of many epochs: ``first`` (e + 1) delimits the rows of each epoch.

    ``sat_m`` is where the satellite was at transmission, in the frame of that moment; ``range_m`` the code
    with the satellite's clock and delays taken out; ``group`` the receiver clock it shares, an index into
    ``groups`` (system letters); ``iono_scale`` the ionosphere's delay over that on L1, 0 when free of it.
    ``source`` is the row of the observation table, ``satellite`` an index into ``names``.
    """

    tai_ns: Integers
    first: Integers
    source: Integers
    sat_m: Floats
    range_m: Floats
    group: Integers
    groups: str
    sigma_m: Floats
    code_factor: Floats
    iono_scale: Floats
    bias_kind: Integers
    chosen: Integers
    codes: dict[str, tuple[str, ...]]
    satellite: Integers | None = None
    names: tuple[str, ...] = ()


def ranges(
    observations: Observations,
    orbits: Orbits,
    choice: Choice,
    systems: str,
    *,
    align: bool = True,
    delayed: bool = True,
) -> Ranges:
    """The usable ranges of the systems named, in their epochs; epochs keep their place even when empty.

    Without ``align`` GPS C/A stays as observed: for corrections that are made for C/A. Without ``delayed`` no
    group delay is taken out: between two receivers' ranges of one code it does not matter.
    """
    names = observations.satellites
    picked = pick_codes(observations, choice, systems)
    sat_of_row = np.asarray(observations.satellite, dtype=np.int64)
    usable = np.array([picked.get(name) is not None for name in names], dtype=bool)
    rows = np.flatnonzero(usable[sat_of_row])
    code, scale = _observed(observations, picked, rows)
    told = np.zeros(len(names), dtype=bool)
    if align:
        told = _align(observations, picked, rows, code)
    fine = np.isfinite(code)
    rows, code, scale = rows[fine], code[fine], scale[fine]
    satellite = sat_of_row[rows]
    epoch = np.asarray(observations.epoch, dtype=np.int64)[rows]
    tai_ns = np.asarray(observations.tai_ns, dtype=np.int64)
    received = tai_ns[epoch]
    chosen = orbits.select(names, satellite, received - round(FLIGHT_S * 1e9))
    keep = chosen >= 0
    rows, code, scale, satellite, epoch = rows[keep], code[keep], scale[keep], satellite[keep], epoch[keep]
    received, chosen = received[keep], chosen[keep]
    flight = -code / C_MPS
    _, _, clock = orbits.states(chosen, received, flight)
    sent = flight - clock[:, 0]
    sat, _, clock = orbits.states(chosen, received, sent)
    per_sat = _per_satellite(names, picked, observations, told)
    delay, unknown = _delay(orbits.delays_s(chosen), per_sat.alpha[satellite], per_sat.beta[satellite])
    if not delayed:
        delay, unknown = np.zeros_like(delay), np.zeros_like(unknown)
    apart = np.where(unknown, per_sat.unknown[satellite], 0.0)
    code = np.where(np.isfinite(apart), code, np.nan)
    qzss = "G" if delayed else "J"  # two makers' receivers differ by metres between GPS and QZSS
    of = [qzss if name[0] == "J" else _clock(name, dual=choice.dual) for name in names]
    groups = "".join(dict.fromkeys(qzss if s == "J" else s for s in systems))
    if BEIDOU_2 in of:
        groups += BEIDOU_2
    letter = np.array([groups.find(clock) for clock in of], dtype=np.int64)
    return Ranges(
        tai_ns=tai_ns,
        first=np.searchsorted(epoch, np.arange(len(tai_ns) + 1)).astype(np.int64),
        source=rows.astype(np.int64),
        sat_m=np.ascontiguousarray(sat),
        range_m=code + C_MPS * (clock[:, 0] - delay),
        group=letter[satellite],
        groups=groups,
        sigma_m=np.hypot(per_sat.sigma[satellite], apart),
        code_factor=per_sat.code[satellite],
        iono_scale=scale,
        bias_kind=per_sat.bias[satellite],
        chosen=chosen,
        codes={name: codes for name, codes in picked.items() if codes is not None},
        satellite=satellite,
        names=tuple(names),
    )


def _clock(name: str, *, dual: bool) -> str:
    """The receiver clock a satellite's ranges share: its system's, by the letter.

    QZSS keeps GPS time. The pair B1I + B3I of BeiDou-2 and of BeiDou-3 passes receivers with metres between
    them (1.9 m in B1I - B3I at ESBC, alike for all satellites), so that BeiDou-2 has its own clock there.
    """
    if name[0] == "J":
        return "G"
    return BEIDOU_2 if dual and name[0] == "C" and int(name[1:]) <= LAST_BEIDOU_2 else name[0]


def pick_codes(observations: Observations, choice: Choice, systems: str) -> dict[str, tuple[str, ...] | None]:
    """The option of codes for each satellite: the first listed of those it has half as often as its best.

    Its system's favourite, chosen alike among all its satellites, comes before the others, and satellites
    without any code of its bands are not used: a receiver's bands are metres apart. BeiDou-2, with a clock of
    its own in pairs, has its own favourite there.
    """
    names = observations.satellites
    seen = _seen(observations, choice)
    found: dict[str, tuple[str, ...] | None] = dict.fromkeys(names)
    members: dict[str, list[int]] = {}
    for k, name in enumerate(names):
        if name[0] in systems:
            members.setdefault(name[0] + _clock(name, dual=choice.dual), []).append(k)
    for group, own in members.items():
        options = [o for o in choice.codes.get(group[0], ()) if all(code in seen for code in o)]
        if options:
            counts = np.array([_counts(seen, option, names, own) for option in options])
            for place, best in zip(own, _best(options, counts), strict=True):
                found[names[place]] = None if best is None else tuple(options[best])
    return found


def _counts(
    seen: dict[str, Integers], option: Sequence[str], names: Sequence[str], own: Sequence[int]
) -> Integers:
    """How often each of some satellites was observed by all codes of an option; BeiDou-3 never by B2I."""
    counts: Integers = np.min([seen[code][own] for code in option], axis=0)
    if option[-1] in B2I_CODES:
        counts[[names[k] in NEVER_B2I for k in own]] = 0
    return counts


def _seen(observations: Observations, choice: Choice) -> dict[str, Integers]:
    """How often each satellite was observed by each code of a choice that the file has."""
    values, n = observations.values, len(observations.satellites)
    satellite = np.asarray(observations.satellite, dtype=np.int64)
    return {
        code: np.bincount(satellite[np.isfinite(values[f"C{code}"])], minlength=n)
        for code in {c for options in choice.codes.values() for option in options for c in option}
        if f"C{code}" in values
    }


def _best(options: Sequence[Sequence[str]], counts: Integers) -> list[int | None]:
    """Of counts (options, satellites) each satellite's option, on the bands of their common favourite."""
    whole = counts.sum(axis=1)
    favourite = int(np.argmax(2 * whole >= whole.max()))  # the first listed of those seen enough
    bands = [tuple(code[0] for code in option) for option in options]
    alike = [k for k in range(len(options)) if bands[k] == bands[favourite]]
    order = [favourite, *alike]
    most = counts[alike].max(axis=0)
    return [
        next(i for i in order if 2 * counts[i, k] >= most[k]) if most[k] > 0 else None
        for k in range(counts.shape[1])
    ]


def _observed(
    observations: Observations, picked: dict[str, tuple[str, ...] | None], rows: Integers
) -> tuple[Floats, Floats]:
    """Code ranges (or pairs free of the ionosphere) of rows, and the ionosphere's scale against L1."""
    satellite = np.asarray(observations.satellite, dtype=np.int64)[rows]
    code, scale = np.full(len(rows), np.nan), np.zeros(len(rows))
    by_codes: dict[tuple[str, ...], list[int]] = {}
    for k, name in enumerate(observations.satellites):
        codes = picked.get(name)
        if codes is not None:
            by_codes.setdefault((name[0], *codes), []).append(k)
    for key, members in by_codes.items():
        system, codes = key[0], key[1:]
        inside = np.zeros(len(observations.satellites), dtype=bool)
        inside[members] = True
        here = np.flatnonzero(inside[satellite])
        first = np.asarray(observations.values[f"C{codes[0]}"])[rows[here]]
        if len(codes) == 1:
            code[here] = first
            hz = np.array([_hz(observations, name, codes[0]) for name in observations.satellites])
            scale[here] = (L1 / hz[satellite[here]]) ** 2
        else:
            second = np.asarray(observations.values[f"C{codes[1]}"])[rows[here]]
            f1 = carrier_hz(system, codes[0], 0)
            f2 = carrier_hz(system, codes[1], 0)  # GLONASS pairs have one ratio, 9:7, for every channel
            alpha = f1 * f1 / (f1 * f1 - f2 * f2)
            code[here] = alpha * first + (1.0 - alpha) * second
    return code, scale


def _align(
    observations: Observations, picked: dict[str, tuple[str, ...] | None], rows: Integers, code: Floats
) -> NDArray[np.bool_]:
    """Bring GPS C/A ranges to P(Y), in place: the first code of a pair counts with its factor.

    Tells of which satellites the file says how far they are apart.
    """
    factor = np.zeros(len(observations.satellites))
    for k, name in enumerate(observations.satellites):
        codes = picked.get(name)
        if name[0] == "G" and codes is not None and codes[0] == CA:
            f1, f2 = carrier_hz("G", CA), carrier_hz("G", codes[-1])
            factor[k] = 1.0 if len(codes) == 1 else f1 * f1 / (f1 * f1 - f2 * f2)
    if not factor.any():
        return factor > 0.0
    behind = behind_precise_m(observations)
    shift = np.nan_to_num(behind) * factor
    code -= shift[np.asarray(observations.satellite, dtype=np.int64)[rows]]
    return np.isfinite(behind)


def _hz(observations: Observations, name: str, code: str) -> float:
    """The carrier of a satellite's code; GLONASS channel 0 where the channel is not known (0.8 % at most)."""
    channel = observations.glonass_channels.get(name, 0)
    try:
        return carrier_hz(name[0], code, channel)
    except ValueError:
        return L1  # another system's code: not asked for


@dataclass(frozen=True)
class _PerSatellite:
    """Figures by satellite: weights, the pair's factors (alpha, beta), BeiDou-2's bias and the weight
    of a delay not known.
    """

    sigma: Floats
    code: Floats
    alpha: Floats
    beta: Floats
    bias: Integers
    unknown: Floats


def _per_satellite(
    names: Sequence[str],
    picked: dict[str, tuple[str, ...] | None],
    observations: Observations,
    told: NDArray[np.bool_],
) -> _PerSatellite:
    """The figures of each satellite; ``told``: whether its C/A ranges were brought to P(Y)."""
    n = len(names)
    sigma, code, alpha, beta, unknown = np.zeros(n), np.zeros(n), np.ones(n), np.zeros(n), np.zeros(n)
    bias = np.zeros(n, dtype=np.int64)
    for k, name in enumerate(names):
        codes = picked.get(name)
        if codes is None:
            continue
        unknown[k] = unknown_delay_m(name[0], codes)
        if len(codes) == 1:
            apart = CA_M if name[0] == "G" and codes[0] == CA and not told[k] else 0.0
            sigma[k] = np.linalg.norm([orbit_clock_m(name), group_delay_m(name), apart])
            code[k] = code_factor(name[0], codes[0])
            bias[k] = correction_kind(name, codes[0])
            continue
        f1, f2 = (_hz(observations, name, c) for c in codes)
        alpha[k] = f1 * f1 / (f1 * f1 - f2 * f2)
        beta[k] = 1.0 - alpha[k]
        sigma[k] = orbit_clock_m(name)
        bias[k] = pair_correction_kind(name, codes)
        code[k] = np.hypot(
            alpha[k] * code_factor(name[0], codes[0]), beta[k] * code_factor(name[0], codes[1])
        )
    return _PerSatellite(sigma, code, alpha, beta, bias, unknown)


def _delay(delays_s: Floats, alpha: Floats, beta: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """The group delay of a code or of its pair, and whether it is not known: then none is applied at all.

    One delay of a pair without the other would be wrong by itself, times the pair's factor.
    """
    unknown = np.isnan(delays_s[:, 0]) | (np.isnan(delays_s[:, 1]) & (beta != 0.0))
    combined = alpha * delays_s[:, 0] + beta * np.where(beta != 0.0, delays_s[:, 1], 0.0)
    return np.where(unknown, 0.0, combined), unknown
