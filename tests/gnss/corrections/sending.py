"""A sender of SBAS and PPP-B2b messages, bit by bit after the standards, for errors that are known.

Nothing of the readers is used but the checksum, so that reading and correcting are judged together.
"""

from __future__ import annotations

import numpy as np

from serai.formats.crc24q import crc24q
from serai.time import Instant

L1, L5 = 0, 1
Fields = list[tuple[int, int]]  # (value, bits)
NONE = 511
PREAMBLE = (0x5, 0xC, 0x6, 0x9, 0x3, 0xA)  # of L5, a part with each message


def packed(head: Fields, fields: Fields, covered: int, filling: int) -> bytes:
    """The message with its parity: `covered` bits, then 24 of checksum, then filling to whole bytes."""
    number = width = 0
    for value, bits in [*head, *fields]:
        number, width = (number << bits) | (int(value) & ((1 << bits) - 1)), width + bits
    assert width <= covered, "more fields than the message has bits"
    number <<= covered - width
    size = (covered + 24 + filling) // 8
    raw = np.frombuffer((number << (24 + filling)).to_bytes(size, "big"), np.uint8).reshape(1, size)
    return ((number << 24 | int(crc24q(raw, covered)[0])) << filling).to_bytes(size, "big")


def sbas(kind: int, fields: Fields, *, dfmc: bool = False) -> bytes:
    return packed([(PREAMBLE[kind % 6], 4) if dfmc else (0x53, 8), (kind, 6)], fields, 226, 6)


def b2b(kind: int, fields: Fields) -> bytes:
    return packed([(kind, 6)], fields, 462, 26)


def sbas_line(tai_ns: int, raw: bytes, *, prn: int = 130, band: int = L1) -> str:
    week, second = Instant(tai_ns).gpst()
    return f"{week} {second:.1f} {prn} {band} 32 {raw.hex()}\n"


def b2b_line(tai_ns: int, raw: bytes, kind: int, *, prn: int = 60) -> str:
    week, second = Instant(tai_ns).gpst()
    return f"{week} {second:.0f} {prn} {kind} 64 {raw.hex()}\n"


def mask(slots: list[int], iodp: int) -> Fields:
    return [*((int(k in slots), 1) for k in range(1, 211)), (iodp, 2)]


def fast(corrections_m: list[float], udrei: list[int], *, iodf: int, iodp: int) -> Fields:
    eighths = [(round(c / 0.125), 12) for c in corrections_m]
    return [(iodf, 2), (iodp, 2), *eighths, *((u, 4) for u in udrei)]


def long_half(pair: list[tuple[int, int, np.ndarray, int]], iodp: int) -> Fields:
    """Two of (place, IODE, metres, clock in 2^-31 s) without rates."""
    out: Fields = [(0, 1)]
    for place, iode, where, clock in pair:
        out += [(place, 6), (iode, 8), *((round(x / 0.125), 9) for x in where), (clock, 10)]
    return [*out, (iodp, 2), (0, 1)]


def degradation(**given: int) -> Fields:
    """Message 10 in units of its own; all zero but what is given."""
    names = (
        ("b_rrc", 10), ("c_ltc_lsb", 10), ("c_ltc_v1", 10), ("i_ltc_v1", 9), ("c_ltc_v0", 10),
        ("i_ltc_v0", 9), ("c_geo_lsb", 10), ("c_geo_v", 10), ("i_geo", 9), ("c_er", 6),
        ("c_iono_step", 10), ("i_iono", 9), ("c_iono_ramp", 10), ("rss_udre", 1), ("rss_iono", 1),
        ("c_covariance", 7),
    )  # fmt: skip
    return [(given.get(name, 0), bits) for name, bits in names]


def grid_mask(band: int, points: list[int], iodi: int) -> Fields:
    return [(1, 4), (band, 4), (iodi, 2), *((int(k in points), 1) for k in range(201))]


def grid_delays(band: int, block: int, delays: list[float | None], givei: list[int], iodi: int) -> Fields:
    pairs = [
        field
        for delay, give in zip(delays, givei, strict=True)
        for field in ((NONE if delay is None else round(delay / 0.125), 9), (give, 4))
    ]
    return [(band, 4), (block, 4), *pairs, (iodi, 2)]


def dfmc_correction(
    slot: int, iodn: int, where: np.ndarray, clock_m: float, second: int, dfrei: int, root: int = 16
) -> Fields:
    """Message 32 without rates; the covariance is root^2 / 1024 times the unit matrix."""
    return [
        (slot, 8), (iodn, 10), *((round(x / 0.0625), 11) for x in where), (round(clock_m / 0.03125), 12),
        (0, 8), (0, 8), (0, 8), (0, 9), (second // 16, 13), (0, 3), (root, 9), (root, 9), (root, 9),
        (root, 9), *[(0, 10)] * 6, (dfrei, 4), (0, 4),
    ]  # fmt: skip


def b2b_head(second: int, iod_ssr: int) -> Fields:
    return [(second, 17), (0, 4), (iod_ssr, 2)]


def b2b_orbit(slot: int, iodn: int, iod_corr: int, rac_m: np.ndarray, ura: tuple[int, int]) -> Fields:
    steps = [round(rac_m[0] / 0.0016), round(rac_m[1] / 0.0064), round(rac_m[2] / 0.0064)]
    return [
        (slot, 9), (iodn, 10), (iod_corr, 3), (steps[0], 15), (steps[1], 13), (steps[2], 13), (ura[0], 3),
        (ura[1], 3),
    ]  # fmt: skip
