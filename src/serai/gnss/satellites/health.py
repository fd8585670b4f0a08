"""Satellite health: which broadcast messages may be used for which signals, by their own flags."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.gnss.observations.inputs import Messages, column

# Where each band's three bits (data validity, two of signal health) begin in the Galileo health word of RINEX
# 3.05, table A8.
GALILEO_BANDS = (("1", 0), ("5", 3), ("7", 6))
# CNAV's health bits by band (IS-GPS-200N, 30.3.3.1.1.2; IS-QZSS-PNT, 4.3.2.3): GPS still sets that of L5.
CNAV_BANDS = (("1", 0b100), ("2", 0b010), ("5", 0b001))


def usable(system: str, message: str, table: Messages, codes: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each message of a table calls the satellite (Galileo, CNAV: the signals) healthy."""
    health = column(table, "health", 0.0)
    known: NDArray[np.bool_] = np.isfinite(health)
    word = np.where(known, health, 0).astype(np.int64)
    bands = {code[0] for code in codes}
    if system == "E":
        fine = np.ones(len(table), dtype=bool)
        for band, shift in GALILEO_BANDS:
            if band in bands or (band == "1" and not bands & {"1", "5", "7"}):
                fine &= (word >> shift) & 0b111 == 0
        if "8" in bands:
            fine &= (word >> 3) & 0b111111 == 0
        accuracy = column(table, "ura_m", 1.0)
        fine &= known & ~(accuracy < 0)  # SISA "no accuracy prediction": Galileo OS SDD 1.3, 2.3.1.4
        return fine
    if message == "CNAV":
        asked = sum(bit for band, bit in CNAV_BANDS if band in bands)
        known &= word & (asked or 0b111) == 0
    elif system == "J":
        known &= word & 0b111110 == 0  # the last bit is of L1C/B alone (IS-QZSS-PNT, 4.1.2.3)
    elif system == "S":
        known &= word < 32  # MSB: ranging off (as RINEX 3.05 table A15 folds the health word)
    else:
        known &= word == 0
    return known
