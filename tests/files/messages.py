"""Messages of satellites and receivers whose parity stays right while their bits are broken.

A damaged message of wrong parity is left out before any field is looked at, so that damage to a log hardly
meets what decodes the fields. Here the bits are damaged first and the parity is put right after.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from tests.formats.b2b import test_messages
from tests.formats.rtcm import test_rtcm
from tests.formats.sbas import test_sbas

from serai.formats import rtcm, sbas
from serai.formats.b2b import messages
from serai.formats.crc24q import crc24q
from serai.time import Instant

Fields = Sequence[tuple[int, int]]
NEAR = Instant.from_gpst(2223, 10.0)
ONES = -1  # every bit of a field set
PIECE = b"\xf0\x9f\x9b\xb0"  # stands between the messages of a sample


def packed(fields: Fields, tail_b: int = 0, seed: int = 7) -> bytes:
    """Bits of (value, width) pairs, filled with zeros to whole bytes; then so many bytes at random."""
    number = width = 0
    for value, bits in fields:
        number, width = number << bits | value & (1 << bits) - 1, width + bits
    spare = -width % 8
    return (number << spare).to_bytes((width + spare) // 8, "big") + random.Random(seed).randbytes(tail_b)


def msm(number: int, satellites: Sequence[int], signals: Sequence[int], fields: Fields = ()) -> bytes:
    """An MSM (RTCM 10403.3, 3.5.16) of every cell of the satellites (1 to 64) and signals (1 to 32).

    ``fields`` are those of its satellites and cells; left out, they come at random.
    """
    time = [(3, 3), (36_000_000, 27)] if number // 10 == 108 else [(10_000, 30)]
    head = [(number, 12), (7, 12), *time, (0, 1), (0, 3), (0, 7), (0, 2), (0, 2), (0, 1), (0, 3)]
    masks = [
        (sum(1 << 64 - s for s in satellites), 64),
        (sum(1 << 32 - s for s in signals), 32),
        (ONES, len(satellites) * len(signals)),
    ]
    return packed([*head, *masks, *fields], 0 if fields else 40 * len(satellites) * (1 + len(signals)))


def samples() -> dict[str, tuple[Callable[..., object], bytes]]:
    """Each message by what it is, and its reader."""
    found: dict[str, tuple[Callable[..., object], bytes]] = {}
    for number in (1074, 1075, 1076, 1077, 1087, 1097, 1107, 1117, 1127, 1137):
        found[f"MSM {number}"] = (_rtcm, msm(number, (1, 5, 40, 64), (2, 15, 32)))
    for number, bits in ((1019, 488), (1020, 360), (1042, 511), (1044, 485), (1045, 496), (1046, 504)):
        found[f"ephemeris {number}"] = (_rtcm, packed([(number, 12)], bits // 8))
    for first, time in ((1057, 20), (1063, 17), (1240, 20), (1246, 20), (1252, 20), (1258, 20)):
        for what, named in enumerate(("orbits", "clocks", "biases", "both", "accuracy", "fast clocks")):
            datum = [(0, 1)] if named in ("orbits", "both") else []
            head = [(first + what, 12), (900, time), (2, 4), (0, 1), *datum, (1, 4), (7, 16), (1, 4), (2, 6)]
            found[f"SSR {first + what}"] = (_rtcm, packed(head, 70))
    for kind in (0, 1, 2, 6, 7, 9, 10, 17, 18, 24, 25, 26, 27, 28):
        found[f"SBAS L1 {kind}"] = (_sbas, packed([(0x53, 8), (kind, 6)], 26))
    for kind in (0, 31, 32, 34, 35, 36, 37, 39, 40, 42, 47):
        found[f"SBAS L5 {kind}"] = (_sbas_l5, packed([(0x5, 4), (kind, 6)], 26))
    for kind in (1, 2, 3, 4, 5, 6, 7, 63):
        found[f"PPP-B2b {kind}"] = (_b2b, packed([(kind, 6), *test_messages.HEAD], 50))
    return found


def state_space() -> bytes:
    """A stream of one message of state-space corrections."""
    return test_rtcm.frame(samples()["SSR 1060"][1])


def _rtcm(raw: bytes, *, lenient: bool = False) -> object:
    stream = rtcm.read_rtcm(b"".join(test_rtcm.frame(one[:1023]) for one in _pieces(raw, 2)))
    seen = rtcm.observations(stream, near=NEAR)
    return seen, rtcm.ephemerides(stream, near=NEAR), [*rtcm.corrections(stream)], lenient


def _sbas(raw: bytes, *, lenient: bool = False, band: int = 0) -> object:
    lines = [test_sbas.line(_checked(one, 226, 32), band=band) for one in _pieces(raw, 1)]
    return [*sbas.messages(sbas.read_sbas_log("".join(lines).encode(), lenient=lenient))]


def _sbas_l5(raw: bytes, *, lenient: bool = False) -> object:
    return _sbas(raw, lenient=lenient, band=1)


def _b2b(raw: bytes, *, lenient: bool = False) -> object:
    lines = [test_messages.line(_checked(one, 462, 64)) for one in _pieces(raw, 1)]
    return [*messages.messages(messages.read_b2b_log("".join(lines).encode(), lenient=lenient))]


def _pieces(raw: bytes, least_b: int) -> Iterator[bytes]:
    yield from (one.ljust(least_b, b"\0") for one in raw.split(PIECE))


def _checked(raw: bytes, bits: int, whole_b: int) -> bytes:
    """The first bits of a message with their parity behind them, in so many bytes."""
    spare = 8 * whole_b - bits
    number = int.from_bytes(raw[:whole_b].ljust(whole_b, b"\0"), "big") >> spare
    covered = np.frombuffer((number << spare).to_bytes(whole_b, "big"), dtype=np.uint8).reshape(1, whole_b)
    parity = int(crc24q(covered, bits)[0])
    return ((number << 24 | parity) << spare - 24).to_bytes(whole_b, "big")
