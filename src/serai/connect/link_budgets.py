"""The budgets of one beam to and from one terminal, line by line as `serai budget` draws them up.

Each direction is the user's leg; the gateway's is in no figure, and the answer says so. Rain is that of the
place for the share of time asked. Figures that nobody published stay unknown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from serai.connect.fittings import Beam
from serai.pool import Asset
from serai.radio import (
    CLOUDS,
    DATA_MODEM,
    PHONE_MODEM,
    UNKNOWN,
    Band,
    Budget,
    Carrier,
    Leg,
    Modem,
    PayloadClass,
    RainHere,
    Stated,
    Terminal,
    band,
    gases,
    least_carrier,
    most_carried,
    noise_behind_rain,
    way_budget,
)
from serai.tables import Basis

PHONE_BANDS = frozenset({"VHF", "UHF", "L", "S"})  # where terminals are handhelds and their carriers narrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a place sees a satellite at its lowest: elevation (deg) and range (m)."""

    elevation_deg: float
    range_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One beam, one terminal (None where the need names none), one place: what its budgets are drawn from."""

    asset: Asset
    beam: Beam
    terminal: Terminal | None
    proxy: PayloadClass | None
    look: Look
    rain: RainHere


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A beam's figures with what they rest on: its own, else (assumed) those of the class standing in."""

    eirp_dbw: Stated
    g_over_t_dbk: Stated
    bandwidth_hz: float | None
    c_im_db: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """One direction of a link: its budget, and the rates that it allows (None with an unknown line).

    ``most_bps`` is what one carrier brings in the beam's width, ``by_power_bps`` in any.
    """

    budget: Budget
    most_bps: float | None
    by_power_bps: float | None


def common_band(beam: Beam, terminal: Terminal) -> str:
    """The first band of a beam that a terminal speaks, or empty."""
    return next((b for b in beam.bands if b in terminal.bands), "")


def both_ways(link: Link, asked_bps: float, one_of: int | None = None) -> tuple[Direction, ...]:
    """Down to a terminal and up from it, in the first band that both speak; none when there is none.

    ``one_of`` so many equal carriers share the payload's EIRP (the calls of a phone payload).
    """
    terminal = link.terminal
    found = band(common_band(link.beam, terminal)) if terminal is not None else None
    if terminal is None or found is None:
        return ()
    payload = payload_of(link)
    eirp = payload.eirp_dbw
    if one_of is not None and eirp.value is not None:
        share = f"{eirp.source}, one of {one_of:,} channels"
        eirp = replace(eirp, value=eirp.value - 10.0 * math.log10(one_of), source=share)
    down = _leg(link, terminal, "downlink", found.down_hz, (eirp, _own(terminal, "g_over_t_dbk")), payload)
    up = _leg(
        link,
        terminal,
        "uplink",
        found.up_hz,
        (_own(terminal, "eirp_dbw"), payload.g_over_t_dbk),
        payload,
    )
    return (
        _direction(link, found, f"down to {terminal.name}", down, payload, asked_bps),
        _direction(link, found, f"up from {terminal.name}", up, payload, asked_bps),
    )


def payload_of(link: Link) -> Payload:
    """The figures of a beam, its output back-off taken off its EIRP where there is one."""
    beam, proxy = link.beam, link.proxy

    def one(own: float | None, column: str, of_class: float | None) -> Stated:
        if own is not None:
            return Stated(value=own, basis=beam.provenance.of(column), source="beams.csv")
        if proxy is None or of_class is None:
            return UNKNOWN
        return Stated(value=of_class, basis=Basis.ASSUMED, source=as_of(proxy))

    eirp = one(beam.eirp_dbw, "eirp_dbw", proxy.eirp_dbw if proxy else None)
    back_off = one(beam.obo_db, "obo_db", proxy.obo_db if proxy else None)
    if eirp.value is not None and back_off.value:
        words = f"{eirp.source}, {eirp.value:g} dBW less {back_off.value:g} dB of output back-off"
        basis = max(eirp.basis, back_off.basis)
        eirp = Stated(value=eirp.value - back_off.value, basis=basis, source=words)
    return Payload(
        eirp_dbw=eirp,
        g_over_t_dbk=one(beam.g_over_t_dbk, "g_over_t_dbk", proxy.g_over_t_dbk if proxy else None),
        bandwidth_hz=proxy.bandwidth_hz if proxy else None,
        c_im_db=one(beam.c_im_db, "c_im_db", proxy.c_im_db if proxy else None),
    )


def as_of(proxy: PayloadClass) -> str:
    """What a figure of a class that stands in rests on."""
    return f"as of a {proxy.name}"


def _own(terminal: Terminal, column: str) -> Stated:
    value = terminal.eirp_dbw if column == "eirp_dbw" else terminal.g_over_t_dbk
    return Stated(value=value, basis=terminal.provenance.of(column), source=terminal.name)


def _leg(
    link: Link,
    terminal: Terminal,
    name: str,
    frequency_hz: float,
    ends: tuple[Stated, Stated],
    payload: Payload,
) -> Leg:
    """The user's leg in the air of the place: gases and clouds always, rain for the share of time asked."""
    look, place = link.look, link.rain.at
    margin = link.rain.margin(elevation_deg=look.elevation_deg, frequency_hz=frequency_hz)
    losses = {
        "gas_db": gases(place, elevation_deg=look.elevation_deg, frequency_hz=frequency_hz),
        "rain_db": (
            UNKNOWN
            if margin is None
            else Stated(value=margin.margin_db, basis=Basis.DERIVED, source=margin.says())
        ),
        "cloud_db": CLOUDS,
    }
    if terminal.other_losses_db is not None:
        basis = terminal.provenance.of("other_losses_db")
        losses["other_db"] = Stated(value=terminal.other_losses_db, basis=basis, source=terminal.name)
    hotter = None
    if name == "downlink" and terminal.system_k is not None:
        hotter = noise_behind_rain(
            losses["gas_db"].value, losses["cloud_db"].value, losses["rain_db"].value, terminal.system_k
        )
    return Leg(
        name=name,
        frequency_hz=frequency_hz,
        eirp_dbw=ends[0],
        g_over_t_dbk=ends[1],
        range_m=look.range_m,
        elevation_deg=look.elevation_deg,
        losses=losses,
        interference={} if payload.c_im_db.value is None else {"c_im_db": payload.c_im_db},
        noise_rise_db=hotter,
    )


def _direction(link: Link, found: Band, way: str, leg: Leg, payload: Payload, asked_bps: float) -> Direction:
    modem = PHONE_MODEM if found.name in PHONE_BANDS else DATA_MODEM
    title = f"{link.asset.name}, {found.name} band, {way}"
    c_im = _in_weather(leg, payload)
    budget = way_budget(title, (leg,), _carrier(modem, asked_bps, payload.bandwidth_hz, c_im)).of_one_leg()
    c_n0 = budget.value("C/N0")
    if c_n0 is None:
        return Direction(budget=budget, most_bps=None, by_power_bps=None)
    most = most_carried(c_n0, modem, width_hz=payload.bandwidth_hz, c_i_db=c_im)
    return Direction(
        budget=budget,
        most_bps=most.rate_bps,
        by_power_bps=most_carried(c_n0, modem, c_i_db=c_im).rate_bps,
    )


def _in_weather(leg: Leg, payload: Payload) -> float | None:
    """C/IM as the leg's carrier has it: on the uplink it falls with what drives the transponder."""
    c_im, rain = payload.c_im_db.value, leg.losses["rain_db"].value
    if c_im is None or rain is None or leg.name == "downlink":
        return c_im
    return c_im - rain - (leg.losses["cloud_db"].value or 0.0)


def _carrier(modem: Modem, asked_bps: float, width_hz: float | None, c_im_db: float | None) -> Carrier:
    """The carrier that brings what is asked for the least power; of no rate asked, none."""
    if asked_bps <= 0.0:
        return Carrier()
    sent = least_carrier(asked_bps, modem, width_hz=width_hz, c_i_db=c_im_db)
    return Carrier(
        bandwidth_hz=sent.symbol_rate_hz,
        symbol_rate_hz=sent.symbol_rate_hz,
        family=(sent.modcod,),
        implementation_db=modem.implementation_db,
    )
