"""Messages of SBAS L5 DFMC, from bits to records.

ICAO Annex 10 volume I, amendment 93 (2023), and EUROCAE ED-259A: the two-frequency, several-constellation
service. Orbit and clock corrections are to be added to the ephemeris. Message 42
(time offsets) is kept as bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from serai.formats.bits import Bits
from serai.formats.sbas import records as r
from serai.formats.sbas.l1 import covariance
from serai.formats.sbas.tables import DFRE_FIRST_M, DFRE_STEP_M

DATA = 216
FIRST = 10
INTERVAL_S = 6
SHORTEST_S = 30  # of a validity interval of message 37
CONSTELLATIONS = ("G", "R", "E", "C", "S", "?")


@dataclass(frozen=True, slots=True)
class DfmcMask:
    """Message 31: the slots that messages 34 to 36 count (`tables.satellite_of_l5_slot`), and their issue."""

    iodm: int
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DfmcCorrection:
    """Message 32: one satellite's correction, its covariance and integrity; ``t_s`` in the GPS day."""

    slot: int
    iodn: int
    r_m: r.Vector
    clock_m: float
    v_mps: r.Vector
    clock_rate_mps: float
    t_s: int
    covariance: r.Covariance
    dfrei: int
    delta_r_corr: int


@dataclass(frozen=True, slots=True)
class DfmcChanges:
    """Message 34: how DFREI changed: 0 none, 1 listed next in ``dfrei``, 2 one worse, 3 do not use."""

    iodm: int
    changes: tuple[int, ...]
    dfrei: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DfmcIntegrity:
    """Messages 35 (the mask's first 53 satellites) and 36 (from the 54th on): DFREI of each."""

    iodm: int
    first: int
    dfrei: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DfmcDegradation:
    """Message 37: how corrections lose worth as they age, and what each DFREI stands for (m, sigma).

    Per constellation in the order G, R, E, C, S and a reserved one: interval, step and rate of
    the corrections.
    """

    valid_32_s: int
    valid_39_s: int
    c_er_m: float
    c_covariance: float
    i_corr_s: tuple[int, ...]
    c_corr_m: tuple[float, ...]
    r_corr_mps: tuple[float, ...]
    sigma_dfre_m: tuple[float, ...]
    time_reference: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DfmcEphemerisOne:
    """Message 39: the sender's own orbit, first part; angles in radians, clock in metres."""

    slot: int
    iodg: int
    provider: int
    cuc: float
    cus: float
    idot: float
    omega: float
    omega0: float
    m0: float
    af0_m: float
    af1_mps: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DfmcEphemerisTwo:
    """Message 40: the second part, with covariance and integrity; ``t_s`` in the GPS day."""

    iodg: int
    i0: float
    e: float
    a_m: float
    t_s: int
    covariance: r.Covariance
    dfrei: int
    delta_r_corr: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DfmcAlmanac:
    """One satellite of message 47; ``t_s`` in the GPS day."""

    slot: int
    provider: int
    own: bool
    a_m: float
    e: float
    i0: float
    omega: float
    omega0: float
    omega_dot: float
    m0: float
    t_s: int


@dataclass(frozen=True, slots=True)
class DfmcAlmanacs:
    """Message 47: up to two SBAS satellites, and the count of week rollovers."""

    satellites: tuple[DfmcAlmanac, ...]
    rollovers: int


def decode_l5(kind: int, bits: Bits) -> object:
    """Decode one message; `bits` stand at its data."""
    decoder = _DECODERS.get(kind)
    if decoder is not None:
        return decoder(bits)
    if kind == 0:
        return _under_test(bits)
    if kind in (62, 63):
        return r.NoUse(kind)
    return r.Unread(kind, bits.value >> (bits.length - FIRST - DATA) & ((1 << DATA) - 1))


def _mask(bits: Bits) -> DfmcMask:
    slots = bits.ones(214)
    return DfmcMask(bits.u(2), slots)


def _correction(bits: Bits) -> DfmcCorrection:
    return DfmcCorrection(
        slot=bits.u(8),
        iodn=bits.u(10),
        r_m=(bits.s(11) * 0.0625, bits.s(11) * 0.0625, bits.s(11) * 0.0625),
        clock_m=bits.s(12) * 0.03125,
        v_mps=(bits.s(8) * 2.0**-11, bits.s(8) * 2.0**-11, bits.s(8) * 2.0**-11),
        clock_rate_mps=bits.s(9) * 2.0**-12,
        t_s=bits.u(13) * 16,
        covariance=covariance(bits),
        dfrei=bits.u(4),
        delta_r_corr=bits.u(4),
    )


def _changes(bits: Bits) -> DfmcChanges:
    changes, dfrei, _ = bits.many(92, 2), bits.many(7, 4), bits.u(2)
    return DfmcChanges(bits.u(2), changes, dfrei)


def _first_53(bits: Bits) -> DfmcIntegrity:
    dfrei, _ = bits.many(53, 4), bits.u(2)
    return DfmcIntegrity(bits.u(2), 0, dfrei)


def _from_54(bits: Bits) -> DfmcIntegrity:
    dfrei, _ = bits.many(39, 4), bits.u(58)
    return DfmcIntegrity(bits.u(2), 53, dfrei)


def _under_test(bits: Bits) -> DfmcIntegrity | DfmcChanges | r.NoUse:
    """Type 0: nothing, or under test what 34, 35 or 36 would say, named by the two bits before the issue.

    Read off SouthPAN's messages, whose DFREI are then those of its messages 32; no text was at hand.
    """
    data = bits.value >> (bits.length - FIRST - DATA) & ((1 << DATA) - 1)
    if data == 0:
        return r.NoUse(0)
    like = _LIKE.get(data >> 2 & 0b11)
    return r.NoUse(0) if like is None else like(bits)


def _degradation(bits: Bits) -> DfmcDegradation:
    valid_32, valid_39 = (SHORTEST_S + INTERVAL_S * bits.u(6) for _ in range(2))
    c_er, c_covariance = bits.u(6) * 0.5, bits.u(7) * 0.1
    each = [(bits.u(5), bits.u(8), bits.u(8)) for _ in CONSTELLATIONS]
    table = bits.many(15, 4)
    sigma = tuple(f + n * step for f, step, n in zip(DFRE_FIRST_M, DFRE_STEP_M, table, strict=True))
    return DfmcDegradation(
        valid_32_s=valid_32,
        valid_39_s=valid_39,
        c_er_m=c_er,
        c_covariance=c_covariance,
        i_corr_s=tuple(SHORTEST_S + INTERVAL_S * i for i, _, _ in each),
        c_corr_m=tuple(c * 0.01 for _, c, _ in each),
        r_corr_mps=tuple(rate * 0.0002 for _, _, rate in each),
        sigma_dfre_m=sigma,
        time_reference=bits.u(3),
    )


def _ephemeris_one(bits: Bits) -> DfmcEphemerisOne:
    return DfmcEphemerisOne(
        slot=bits.u(6) + 119,
        iodg=bits.u(2),
        provider=bits.u(5),
        cuc=bits.s(19) * math.pi * 2.0**-19 * 1e-4,
        cus=bits.s(19) * math.pi * 2.0**-19 * 1e-4,
        idot=bits.s(22) * 7.0 / 6.0 * math.pi * 2.0**-21 * 1e-6,
        omega=bits.s(34) * math.pi * 2.0**-33,
        omega0=bits.s(34) * math.pi * 2.0**-33,
        m0=bits.s(34) * math.pi * 2.0**-33,
        af0_m=bits.s(25) * 0.02,
        af1_mps=bits.s(16) * 4e-5,
    )


def _ephemeris_two(bits: Bits) -> DfmcEphemerisTwo:
    return DfmcEphemerisTwo(
        iodg=bits.u(2),
        i0=bits.u(33) * math.pi * 2.0**-33,
        e=bits.u(30) * 2.0**-30,
        a_m=bits.u(31) * 0.02,
        t_s=bits.u(13) * 16,
        covariance=covariance(bits),
        dfrei=bits.u(4),
        delta_r_corr=bits.u(4),
    )


def _almanac(bits: Bits) -> DfmcAlmanac:
    return DfmcAlmanac(
        slot=bits.u(6) + 119,
        provider=bits.u(5),
        own=bool(bits.u(1)),
        a_m=bits.u(16) * 650.0,
        e=bits.u(8) * 2.0**-8,
        i0=bits.u(13) * math.pi * 2.0**-13,
        omega=bits.s(14) * math.pi * 2.0**-13,
        omega0=bits.s(14) * math.pi * 2.0**-13,
        omega_dot=bits.s(8) * 1e-9,
        m0=bits.s(15) * math.pi * 2.0**-14,
        t_s=bits.u(6) * 1800,
    )


def _almanacs(bits: Bits) -> DfmcAlmanacs:
    both = tuple(_almanac(bits) for _ in range(2))
    return DfmcAlmanacs(tuple(one for one in both if one.slot > 119), bits.u(4))


_LIKE: Mapping[int, Callable[[Bits], DfmcIntegrity | DfmcChanges]] = {1: _changes, 2: _first_53, 3: _from_54}

_DECODERS: Mapping[int, Callable[[Bits], object]] = {
    31: _mask,
    32: _correction,
    34: _changes,
    35: _first_53,
    36: _from_54,
    37: _degradation,
    39: _ephemeris_one,
    40: _ephemeris_two,
    47: _almanacs,
}
