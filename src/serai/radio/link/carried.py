"""What a carrier brings for its C/N0, and what it needs to bring a rate: modcods in the width there is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from serai.radio.link.modcod import DVB_S2, DVB_S2X, NARROW_BAND, ModCod, useful


@dataclass(frozen=True, slots=True, kw_only=True)
class Modem:
    """How carriers of a kind fill what they get: the modcods they may use, the modem's loss, the roll-off."""

    family: tuple[ModCod, ...]
    implementation_db: float
    roll_off: float

    def symbols_hz(self, width_hz: float | None) -> float:
        """The symbol rate that fits into a width; without bound where the width is not known."""
        return math.inf if width_hz is None else width_hz / (1.0 + self.roll_off)

    def room(self, modcod: ModCod, c_i_db: float | None) -> float:
        """C/N0 over the symbol rate that a modcod lets noise take, as 1 / (Es/N0): what interference leaves.

        Zero where the interference alone is too much.
        """
        whole: float = 10.0 ** (-(modcod.es_n0_db + self.implementation_db) / 10.0)
        disturbed: float = 0.0 if c_i_db is None else 10.0 ** (-c_i_db / 10.0)
        return max(whole - disturbed, 0.0)


# Data over transponders: DVB-S2X, a modem 2 dB from its thresholds and a roll-off of 0.2 (assumed).
DATA_MODEM = Modem(family=useful((*DVB_S2, *DVB_S2X)), implementation_db=2.0, roll_off=0.2)
# Handhelds: the assumed carrier of a phone, whose threshold counts its modem; its roll-off is recalled.
PHONE_MODEM = Modem(family=NARROW_BAND[:1], implementation_db=0.0, roll_off=0.35)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A carrier as it is sent: its modcod and its symbol rate (Hz)."""

    modcod: ModCod
    symbol_rate_hz: float

    @property
    def rate_bps(self) -> float:
        """Information bits per second."""
        return self.modcod.bits_per_symbol * self.symbol_rate_hz


def most_carried(
    c_n0_dbhz: float, modem: Modem, *, width_hz: float | None = None, c_i_db: float | None = None
) -> Carried:
    """The carrier that brings most for a C/N0 (dBHz), in a width (Hz) and beside interference, where given.

    Power and width bound it: of a modcod, the symbol rate that both allow. Nothing is the rate of zero.
    """
    power: float = 10.0 ** (c_n0_dbhz / 10.0)
    fits = modem.symbols_hz(width_hz)
    sent = [Carried(modcod=m, symbol_rate_hz=min(fits, power * modem.room(m, c_i_db))) for m in modem.family]
    return max(sent, key=lambda one: one.rate_bps)


def least_carrier(
    rate_bps: float, modem: Modem, *, width_hz: float | None = None, c_i_db: float | None = None
) -> Carried:
    """The carrier that brings a rate for the least power, in a width and beside interference, where given.

    Where none fits the width it is the densest, wider than there is room; where interference leaves none, the
    most robust.
    """
    sent = [Carried(modcod=m, symbol_rate_hz=rate_bps / m.bits_per_symbol) for m in modem.family]
    heard = [one for one in sent if modem.room(one.modcod, c_i_db) > 0.0]
    if not heard:
        return min(sent, key=lambda one: one.modcod.es_n0_db)
    fits = modem.symbols_hz(width_hz)
    narrow = [one for one in heard if one.symbol_rate_hz <= fits]
    if not narrow:
        return min(heard, key=lambda one: one.symbol_rate_hz)
    return min(narrow, key=lambda one: one.symbol_rate_hz / modem.room(one.modcod, c_i_db))
