"""What a carrier brings for its C/N0, and what it needs to bring a rate: modcods in the width there is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from serai.radio.link.modcod import DVB_S2, DVB_S2X, NARROW_BAND, ModCod, useful


@dataclass(frozen=True, kw_only=True)
class Modem:
    """How carriers of a kind fill what they get: the modcods they may use, the modem's loss, the roll-off."""

    family: tuple[ModCod, ...]
    implementation_db: float
    roll_off: float

    def symbols_hz(self, width_hz: float | None) -> float:
        """The symbol rate that fits into a width; without bound where the width is not known."""
        return math.inf if width_hz is None else width_hz / (1.0 + self.roll_off)

    def room(self, c_i_db: float | None) -> list[float]:
        """C/N0 over the symbol rate that each modcod lets noise take: what interference leaves of it.

        That is 1 / (Es/N0); zero where the interference alone is too much.
        """
        disturbed: float = 0.0 if c_i_db is None else 10.0 ** (-c_i_db / 10.0)
        return [max(whole - disturbed, 0.0) for whole in self._whole]

    @cached_property
    def _whole(self) -> tuple[float, ...]:
        return tuple(10.0 ** (-(m.es_n0_db + self.implementation_db) / 10.0) for m in self.family)


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
    symbols_hz = [min(fits, power * room) for room in modem.room(c_i_db)]
    rates = [m.bits_per_symbol * hz for m, hz in zip(modem.family, symbols_hz, strict=True)]
    best = rates.index(max(rates))
    return Carried(modcod=modem.family[best], symbol_rate_hz=symbols_hz[best])


def least_carrier(
    rate_bps: float, modem: Modem, *, width_hz: float | None = None, c_i_db: float | None = None
) -> Carried:
    """The carrier that brings a rate for the least power, in a width and beside interference, where given.

    Where none fits the width it is the densest, wider than there is room; where interference leaves none, the
    most robust.
    """
    symbols_hz = [rate_bps / m.bits_per_symbol for m in modem.family]
    heard = [k for k, room in enumerate(modem.room(c_i_db)) if room > 0.0]
    if not heard:
        best = min(range(len(symbols_hz)), key=lambda k: modem.family[k].es_n0_db)
    else:
        room, fits = modem.room(c_i_db), modem.symbols_hz(width_hz)
        narrow = [k for k in heard if symbols_hz[k] <= fits]
        best = (
            min(narrow, key=lambda k: symbols_hz[k] / room[k])
            if narrow
            else min(heard, key=symbols_hz.__getitem__)
        )
    return Carried(modcod=modem.family[best], symbol_rate_hz=symbols_hz[best])
