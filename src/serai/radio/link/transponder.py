"""A transparent transponder: what a carrier leaves it with, for what it comes in with.

A carrier drives the transponder by its flux density at the satellite. Its *input back-off* is how far that
stands below the flux density that saturates (SFD); the *output back-off* how far the output stands below the
saturated EIRP. One of many carriers rides on the others' operating point and is passed on dB for dB; a
carrier alone follows the transfer curve, and automatic level control (ALC) holds it while it can.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from serai.errors import Refused
from serai.radio.link.budget import Line, LineKind, Stated
from serai.radio.propagation.itu.p525 import free_space_loss_db
from serai.tables import Basis
from serai.wording import reason

FADES = ("rain_db", "cloud_db", "scintillation_db", "combined_db", "trees_db", "ionosphere_db")
SLOW = ("rain_db", "cloud_db", "combined_db")  # what uplink power control can follow
SLACK_DB = 0.05  # of a figure's last digit: a hub set to saturation is at it


class TransponderRefused(Refused):
    """A transponder cannot be driven as its file says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transponder:
    """One transparent transponder, by the figures of an operator's line-up; None is not given.

    ``sfd_dbw_m2`` is the flux density that saturates it from the uplink's place; ``saturated_eirp_dbw`` its
    EIRP towards the downlink's. ``ibo_db`` and ``obo_db`` are those of the whole transponder, which
    ``carriers`` equal ones share (a lease of an eighth: 8). ``curve`` holds (input, output) back-offs from
    saturation on; beyond its last point output follows input. ``c_im_db`` is that of the carrier at its
    nominal drive. ``where`` names its table for refusals.
    """

    saturated_eirp_dbw: float | None = None
    sfd_dbw_m2: float | None = None
    ibo_db: float | None = None
    obo_db: float | None = None
    carriers: float = 1.0
    curve: tuple[tuple[float, float], ...] = ()
    alc_db: float = 0.0
    c_im_db: float | None = None
    basis: Basis = Basis.ASSUMED
    source: str = ""
    where: str = "transponder"
    told: bool = True

    @property
    def shared_db(self) -> float:
        """How far one of the equal carriers stands below all of them."""
        return 10.0 * math.log10(self.carriers)

    def back_off_db(self, input_db: float) -> float | None:
        """The output back-off for an input back-off, of the whole transponder; None without a curve."""
        points = dict(self.curve)
        if self.ibo_db is not None and self.obo_db is not None:
            points.setdefault(self.ibo_db, self.obo_db)
        if not points:
            return None
        points.setdefault(0.0, 0.0)
        known = sorted(points.items())
        last_in, last_out = known[-1]
        if input_db >= last_in:
            return last_out + input_db - last_in
        return float(np.interp(input_db, [p[0] for p in known], [p[1] for p in known]))


LINEAR = Transponder(told=False)  # nothing said of it: the carrier goes through dB for dB


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """What the uplink brings, in clear sky and in the weather (losses of ``FADES`` are the weather).

    ``power_control_db`` is what the uplink's power control puts against the weather.
    """

    where: str
    frequency_hz: float
    eirp_dbw: float | None
    free_space_db: float | None
    losses: Mapping[str, Stated]
    power_control_db: float = 0.0

    @property
    def fade_db(self) -> float | None:
        """How much less reaches the satellite than in clear sky, after power control; None is unknown."""
        parts = [self.losses[name].value for name in FADES if name in self.losses]
        if any(p is None for p in parts):
            return None
        return sum(p for p in parts if p is not None) - self.power_control_db

    @property
    def flux_dbw_m2(self) -> float | None:
        """The flux density at the satellite in clear sky, gases and the antenna's losses taken off."""
        lost = [stated.value for name, stated in self.losses.items() if name not in FADES]
        if self.eirp_dbw is None or self.free_space_db is None or any(v is None for v in lost):
            return None
        a_square_metre_db = float(free_space_loss_db(self.frequency_hz, 1.0)) - 10.0 * math.log10(4 * math.pi)
        spread_db = self.free_space_db - a_square_metre_db
        return self.eirp_dbw - sum(v for v in lost if v is not None) - spread_db


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A carrier behind a transponder: its EIRP, how far it fell by the weather, its C/IM, and the lines."""

    eirp_dbw: Stated
    fall_db: float | None
    c_im_db: Stated | None
    lines: tuple[Line, ...]


def through(transponder: Transponder, drive: Drive, stated_eirp: Stated) -> Passed:
    """A carrier through a transponder. ``stated_eirp`` is that of the carrier in clear sky, where given.

    A hub that drives beyond saturation is refused, with by how much.
    """
    flux = drive.flux_dbw_m2
    entered = None if flux is None or transponder.sfd_dbw_m2 is None else transponder.sfd_dbw_m2 - flux
    if entered is not None:
        _refuse_beyond(transponder, drive, entered, flux or 0.0)
    whole_in = _whole_input_db(transponder, entered)
    whole_out = transponder.obo_db if whole_in is None else transponder.back_off_db(whole_in)
    clear = _clear_eirp(transponder, stated_eirp, entered, whole_in, whole_out)
    fall = _fall_db(transponder, drive.fade_db, whole_in)
    value = None if clear.value is None or fall is None else clear.value - fall
    eirp = Stated(value=value, basis=clear.basis, source=clear.source)
    c_im = None
    if transponder.c_im_db is not None:
        left = None if fall is None else transponder.c_im_db - fall
        c_im = Stated(value=left, basis=transponder.basis, source=transponder.source)
    weather = any(name in drive.losses for name in FADES)
    lines = _lines(transponder, drive, entered, whole_in, whole_out, clear, fall if weather else 0.0)
    return Passed(eirp_dbw=eirp, fall_db=fall, c_im_db=c_im, lines=lines)


def _whole_input_db(transponder: Transponder, entered_db: float | None) -> float | None:
    """The input back-off of the whole transponder: as stated of many carriers, else by what drives it."""
    if entered_db is None:
        return transponder.ibo_db
    if transponder.carriers > 1.0 and transponder.ibo_db is not None:
        return transponder.ibo_db
    return max(entered_db - transponder.shared_db, 0.0)


def _refuse_beyond(transponder: Transponder, drive: Drive, entered_db: float, flux: float) -> None:
    beyond = transponder.shared_db - entered_db
    if beyond > SLACK_DB and drive.eirp_dbw is not None:
        raise TransponderRefused(
            "radio.beyond_saturation",
            where=drive.where,
            beyond_db=beyond,
            flux=flux,
            saturates=transponder.sfd_dbw_m2,
            all=(
                reason("radio.of_all", carriers=transponder.carriers, times_db=transponder.shared_db)
                if transponder.carriers > 1.0
                else ""
            ),
            most_dbw=drive.eirp_dbw - beyond,
            percent=100.0 * 10.0 ** (-beyond / 10.0),
        )


def _clear_eirp(
    transponder: Transponder,
    stated: Stated,
    entered: float | None,
    whole_in: float | None,
    whole_out: float | None,
) -> Stated:
    """The carrier's EIRP in clear sky: as stated, else of the saturated one, backed off and shared."""
    top = transponder.saturated_eirp_dbw
    if stated.value is not None or top is None:
        return stated
    if whole_out is None:
        return Stated(value=None, source=str(reason("radio.needs_back_off", where=transponder.where)))
    basis = max(transponder.basis, Basis.DERIVED)
    if entered is None or whole_in is None:
        words = reason("radio.shared_out", saturated=top, back_off=whole_out, share=transponder.shared_db)
        return Stated(value=top - whole_out - transponder.shared_db, basis=basis, source=str(words))
    words = reason("radio.driven", saturated=top, entered=entered, gained=whole_in - whole_out)
    return Stated(value=top - entered + whole_in - whole_out, basis=basis, source=str(words))


def _fall_db(transponder: Transponder, fade_db: float | None, whole_in: float | None) -> float | None:
    """How far the carrier falls when what drives it does."""
    if fade_db is None:
        return None
    left = fade_db - min(max(fade_db, 0.0), transponder.alc_db)
    if transponder.carriers > 1.0 or whole_in is None:
        return left
    before, after = transponder.back_off_db(whole_in), transponder.back_off_db(max(whole_in + left, 0.0))
    return left if before is None or after is None else after - before


def _lines(
    transponder: Transponder,
    drive: Drive,
    entered: float | None,
    whole_in: float | None,
    whole_out: float | None,
    clear: Stated,
    fall: float | None,
) -> tuple[Line, ...]:
    """What a reader needs to check the carrier's EIRP; of a transponder not told, only that it falls."""
    lines = []

    def line(
        name: str, value: float | None, unit: str, kind: LineKind, source: str = "", *, told: bool = False
    ) -> None:
        basis = transponder.basis if told else Basis.DERIVED
        lines.append(
            Line(name=f"transponder: {name}", value=value, unit=unit, kind=kind, basis=basis, source=source)
        )

    info = LineKind.INFORMATION
    flux = drive.flux_dbw_m2
    if transponder.told and flux is not None:
        line("flux density", flux, "dBW/m2", LineKind.SUBTOTAL, str(reason("radio.in_clear_sky")))
    for name, value, unit, told in (
        ("saturation flux density", transponder.sfd_dbw_m2, "dBW/m2", True),
        ("saturated EIRP", transponder.saturated_eirp_dbw, "dBW", True),
        ("carriers", transponder.carriers if transponder.carriers > 1.0 else None, "", True),
        ("input back-off of the carrier", entered, "dB", False),
        ("input back-off in all", whole_in, "dB", whole_in == transponder.ibo_db),
        ("output back-off in all", whole_out, "dB", whole_out == transponder.obo_db),
    ):
        if value is not None:
            line(name, value, unit, info, transponder.source if told else "", told=told)
    if transponder.told and clear.value is not None:
        line("carrier EIRP in clear sky", clear.value, "dBW", LineKind.SUBTOTAL, clear.source)
    if fall is None or fall != 0.0:
        line(
            "carrier falls with its drive", fall, "dB", LineKind.INFORMATION, str(_how_it_falls(transponder))
        )
    return tuple(lines)


def _how_it_falls(transponder: Transponder) -> object:
    if not transponder.told:
        return reason("radio.falls_assumed")
    if transponder.carriers > 1.0:
        return reason("radio.falls_linear")
    return reason("radio.falls_by_curve", alc=transponder.alc_db)
