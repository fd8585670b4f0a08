"""What one beam carries to one place: from its published rate or capacity, else from link budgets.

Each direction has its budget with the place's own rain as a stated margin. A direction whose EIRP or G/T
nobody published stays unknown and is named; a payload class may stand in, and the answer then says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from serai.connect.fittings import Beam
from serai.needs import Weak
from serai.pool import Asset
from serai.radio import (
    UNKNOWN,
    Budget,
    PayloadClass,
    RainHere,
    Stated,
    Terminal,
    band,
    clear_air,
    link_budget,
)
from serai.tables import Basis
from serai.wording import Reason, reason

# Energy per bit that a carrier needs: DVB-S2 QPSK 1/2 at quasi error-free, Es/N0 1.00 dB with 0.99 bit/symbol
# (ETSI EN 302 307-1 V1.4.1, table 13), and 2 dB for implementation (assumed).
REQUIRED_EB_N0_DB = 1.05 + 2.0
BIT_PER_S_PER_HZ = 0.8  # the same carrier with a roll-off of 0.2 (assumed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a place sees a satellite at its lowest: elevation (deg) and range (m)."""

    elevation_deg: float
    range_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """Bits per second that certainly pass and that might pass; ``missing`` names what nobody published."""

    certain_bps: float
    hopeful_bps: float
    missing: Reason | str = ""
    weak: tuple[Weak, ...] = ()
    budgets: tuple[Budget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One beam, one terminal (None where the need names none), one place: what its budgets are drawn from."""

    asset: Asset
    beam: Beam
    terminal: Terminal | None
    proxy: PayloadClass | None
    look: Look
    rain: RainHere


def trunk(link: Link, asked_bps: float) -> Capability:
    """What a beam brings to a fixed earth station, which may lease as much of it as it can use.

    One carrier of the station's own terminal is certain. More may pass with more carriers: up to what the
    terminal's own power allows, where that is known, and never more than the beam's capacity, which is that
    of its whole area and so is nobody's for certain.
    """
    alone = user(link, asked_bps) if _speaks(link) else Capability(certain_bps=0.0, hopeful_bps=math.inf)
    if link.beam.user_rate_bps is not None and alone.budgets:
        return alone  # a service for single terminals: what one gets is what there is
    upward = by_power_bps(alone.budgets[-1]) if alone.budgets else None
    power = upward if upward is not None else math.inf
    capacity = link.beam.capacity_bps
    hopeful = max(min(power, capacity if capacity is not None else math.inf), alone.certain_bps)
    if capacity is None:
        missing = missing_cell(link.asset, link.beam, "capacity_bps")
    else:
        missing = reason("connect.missing.part", satellite=link.asset.name, capacity=capacity)
    return replace(alone, hopeful_bps=hopeful, missing=missing if hopeful > alone.certain_bps else "")


def user(link: Link, asked_bps: float) -> Capability:
    """What a beam carries to and from one terminal: its stated user rate, else the lesser of two budgets."""
    beam, terminal = link.beam, link.terminal
    budgets = both_ways(link, asked_bps)
    most = beam.capacity_bps if beam.capacity_bps is not None else math.inf
    if beam.user_rate_bps is not None:
        rate_bps = min(beam.user_rate_bps, most)
        weak = _weak(link.asset, beam)
        return Capability(certain_bps=rate_bps, hopeful_bps=rate_bps, weak=weak, budgets=budgets)
    if terminal is None:
        missing = missing_cell(link.asset, beam, "user_rate_bps")
        return Capability(certain_bps=0.0, hopeful_bps=most, missing=missing)
    known = [r for r in map(attainable_bps, budgets) if r is not None]
    limits = [r for r in (terminal.rate_down_bps, terminal.rate_up_bps) if r is not None]
    hopeful = min([*known, *limits, most])
    weak = _weak_terms(link, budgets)
    if len(known) < len(budgets) or not budgets:
        return Capability(
            certain_bps=0.0,
            hopeful_bps=hopeful,
            missing=_missing(link, terminal),
            weak=weak,
            budgets=budgets,
        )
    return Capability(certain_bps=hopeful, hopeful_bps=hopeful, weak=weak, budgets=budgets)


def smallest_that_carries(
    link: Link, asked_bps: float, terminals: Iterable[Terminal]
) -> tuple[Terminal, float] | None:
    """The terminal of least EIRP with which a link would carry a rate, and what it then carries; or None."""
    able = []
    for terminal in terminals:
        if terminal.eirp_dbw is None or not common_band(link.beam, terminal):
            continue
        rates = [attainable_bps(b) for b in both_ways(replace(link, terminal=terminal), asked_bps)]
        known = [r for r in rates if r is not None]
        if len(known) == 2 and min(known) >= asked_bps:
            able.append((terminal.eirp_dbw, terminal.id, terminal, min(known)))
    return min(able)[2:] if able else None


def both_ways(link: Link, asked_bps: float, one_of: int | None = None) -> tuple[Budget, ...]:
    """The budgets down to a terminal and up from it, in the first band that both speak; none when none.

    ``one_of`` so many equal carriers share the payload's EIRP (the calls of a phone payload).
    """
    terminal, look, asset = link.terminal, link.look, link.asset
    found = band(common_band(link.beam, terminal)) if terminal is not None else None
    if terminal is None or found is None:
        return ()
    eirp, g_over_t, width_hz = _payload(link)
    if one_of is not None and eirp.value is not None:
        share = f"{eirp.source}, one of {one_of:,} channels"
        eirp = replace(eirp, value=eirp.value - 10.0 * math.log10(one_of), source=share)
    asked = Stated(
        value=10.0 * math.log10(asked_bps) + REQUIRED_EB_N0_DB if asked_bps > 0 else None,
        basis=Basis.ASSUMED,
        source=f"{asked_bps:.3g} bit/s at Eb/N0 {REQUIRED_EB_N0_DB:.2f} dB (DVB-S2 QPSK 1/2 and 2 dB)",
    )
    basis = terminal.provenance
    down = (eirp, Stated(value=terminal.g_over_t_dbk, basis=basis.of("g_over_t_dbk"), source=terminal.name))
    up = (Stated(value=terminal.eirp_dbw, basis=basis.of("eirp_dbw"), source=terminal.name), g_over_t)
    out = []
    for way, (radiated, received) in (("down to", down), ("up from", up)):
        frequency_hz = found.down_hz if way == "down to" else found.up_hz
        out.append(
            link_budget(
                f"{asset.name}, {found.name} band, {way} {terminal.name}",
                frequency_hz=frequency_hz,
                range_m=look.range_m,
                elevation_deg=look.elevation_deg,
                eirp_dbw=radiated,
                g_over_t_dbk=received,
                rain_db=_rain(link.rain, look, frequency_hz),
                clear_air_db=clear_air(
                    link.rain.place, elevation_deg=look.elevation_deg, frequency_hz=frequency_hz
                ),
                bandwidth_hz=width_hz if width_hz.value is not None else None,
                required_c_n0_dbhz=asked,
            )
        )
    return tuple(out)


def by_power_bps(budget: Budget) -> float | None:
    """The rate at which a budget's margin is just used up, in any bandwidth; None with an unknown line."""
    c_n0 = budget.value("C/N0")
    return None if c_n0 is None else math.pow(10.0, (c_n0 - REQUIRED_EB_N0_DB) / 10.0)


def attainable_bps(budget: Budget) -> float | None:
    """The rate that passes in the budget's bandwidth, where it gives one; None with an unknown line."""
    rate_bps, width_db = by_power_bps(budget), budget.value("bandwidth")
    if rate_bps is None or width_db is None:
        return rate_bps
    return min(rate_bps, BIT_PER_S_PER_HZ * math.pow(10.0, width_db / 10.0))


def common_band(beam: Beam, terminal: Terminal) -> str:
    """The first band of a beam that a terminal speaks, or empty."""
    return next((b for b in beam.bands if b in terminal.bands), "")


def _rain(rain: RainHere, look: Look, frequency_hz: float) -> Stated:
    margin = rain.margin(elevation_deg=look.elevation_deg, frequency_hz=frequency_hz)
    if margin is None:
        return UNKNOWN
    return Stated(value=margin.margin_db, basis=Basis.DERIVED, source=margin.says())


def _speaks(link: Link) -> bool:
    return link.terminal is not None and bool(common_band(link.beam, link.terminal))


def _payload(link: Link) -> tuple[Stated, Stated, Stated]:
    """EIRP, G/T and bandwidth of a beam: its own, else those of the class that stands in, as assumed."""
    beam, proxy = link.beam, link.proxy

    def one(own: float | None, column: str, of_class: float | None) -> Stated:
        if own is not None:
            return Stated(value=own, basis=beam.provenance.of(column), source="beams.csv")
        if proxy is None or of_class is None:
            return UNKNOWN
        return Stated(value=of_class, basis=Basis.ASSUMED, source=_as_of(proxy))

    return (
        one(beam.eirp_dbw, "eirp_dbw", proxy.eirp_dbw if proxy else None),
        one(beam.g_over_t_dbk, "g_over_t_dbk", proxy.g_over_t_dbk if proxy else None),
        one(None, "bandwidth_hz", proxy.bandwidth_hz if proxy else None),
    )


def _as_of(proxy: PayloadClass) -> str:
    return f"as of a {proxy.name}"


def missing_cell(asset: Asset, beam: Beam, column: str) -> Reason:
    """The cell of beams.csv that nobody filled in."""
    of = f"{asset.name} ({beam.name})" if beam.name and beam.name not in asset.name else asset.name
    return reason(f"connect.missing.{column}", beam=of)


def lacking(link: Link) -> Reason:
    """What nobody published without which the budgets of a link cannot be drawn up, or its terminal."""
    if link.terminal is None:
        return reason("connect.missing.no_terminal", satellite=link.asset.name)
    return _missing(link, link.terminal)


def _missing(link: Link, terminal: Terminal) -> Reason:
    asset, beam = link.asset, link.beam
    if not common_band(beam, terminal):
        return reason("connect.missing.band", satellite=asset.name, terminal=terminal.name)
    eirp, g_over_t, _ = _payload(link)
    if eirp.value is None:
        return missing_cell(asset, beam, "eirp_dbw")
    if g_over_t.value is None:
        return missing_cell(asset, beam, "g_over_t_dbk")
    if terminal.eirp_dbw is None:
        return reason("connect.missing.terminal_eirp", terminal=terminal.name)
    if terminal.g_over_t_dbk is None:
        return reason("connect.missing.terminal_g_over_t", terminal=terminal.name)
    return reason("connect.missing.rain")


def _weak(asset: Asset, beam: Beam) -> tuple[Weak, ...]:
    basis = beam.provenance.of("user_rate_bps")
    if basis <= Basis.DERIVED:
        return ()
    return (Weak(what=reason("connect.weak.user_rate", satellite=asset.name), basis=basis),)


def _weak_terms(link: Link, budgets: tuple[Budget, ...]) -> tuple[Weak, ...]:
    asset, terminal, proxy = link.asset, link.terminal, link.proxy
    if not budgets or terminal is None:
        return ()
    out = []
    if proxy is not None and any(stated.source == _as_of(proxy) for stated in _payload(link)):
        payload = reason("connect.weak.payload", satellite=asset.name, stand_in=proxy.name)
        out.append(Weak(what=payload, basis=Basis.ASSUMED))
    basis = max(terminal.provenance.of("eirp_dbw"), terminal.provenance.of("g_over_t_dbk"))
    if basis > Basis.DERIVED:
        out.append(Weak(what=reason("connect.weak.terminal", terminal=terminal.name), basis=basis))
    return tuple(out)
