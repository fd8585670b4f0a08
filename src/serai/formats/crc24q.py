"""The parity of SBAS, RTCM 3 and PPP-B2b messages, for many messages of one length at once.

CRC-24Q: x^24 + x^23 + x^18 + x^17 + x^14 + x^11 + x^10 + x^7 + x^6 + x^5 + x^4 + x^3 + x + 1 (RTCA DO-229F,
A.4.3.3; RTCM 10403.3, 4.2). Starts from zero, so leading zero bits do not change it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

POLYNOMIAL = 0x1864CFB


def crc24q(messages: NDArray[np.uint8], bits: int) -> NDArray[np.uint32]:
    """The parity of the first `bits` bits of each row of bytes."""
    messages = _shifted(messages[:, : (bits + 7) // 8], -bits % 8)
    table = _table()
    crc = np.zeros(len(messages), dtype=np.uint32)
    for column in messages.T:
        crc = ((crc << np.uint32(8)) & np.uint32(0xFFFFFF)) ^ table[(crc >> np.uint32(16)) ^ column]
    return crc


def bits_of(messages: NDArray[np.uint8], start: int, width: int) -> NDArray[np.uint32]:
    """Read the same unsigned number, of at most 24 bits, out of each row."""
    low, high = start // 8, (start + width + 7) // 8
    number = np.zeros(len(messages), dtype=np.uint64)
    for column in messages[:, low:high].T:
        number = (number << np.uint64(8)) | column
    spare = high * 8 - start - width
    return ((number >> np.uint64(spare)) & np.uint64((1 << width) - 1)).astype(np.uint32)


def _shifted(messages: NDArray[np.uint8], by: int) -> NDArray[np.uint8]:
    """Move rows of bits to the right, zeros coming in at the left."""
    wide = messages.astype(np.uint16)
    out = wide >> by
    out[:, 1:] |= (wide[:, :-1] << (8 - by)) & 0xFF
    return out.astype(np.uint8)


def _table() -> NDArray[np.uint32]:
    crc = np.arange(256, dtype=np.uint32) << np.uint32(16)
    for _ in range(8):
        crc = (crc << np.uint32(1)) ^ np.where(crc & np.uint32(0x800000), np.uint32(POLYNOMIAL), np.uint32(0))
    return crc & np.uint32(0xFFFFFF)
