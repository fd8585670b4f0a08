"""What one beam carries to one place: from its published rate or capacity, else from link budgets.

Each direction has its budget with the place's own rain as a stated margin. A direction whose EIRP or G/T
nobody published stays unknown and is named; a payload class may stand in, and the answer then says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from serai.connect.fittings import Beam
from serai.connect.link_budgets import Direction, Link, as_of, both_ways, common_band, payload_of
from serai.needs import Weak
from serai.pool import Asset
from serai.radio import Budget, Terminal
from serai.tables import Basis
from serai.wording import Reason, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """Bits per second that certainly pass and that might pass; ``missing`` names what nobody published."""

    certain_bps: float
    hopeful_bps: float
    missing: Reason | str = ""
    weak: tuple[Weak, ...] = ()
    budgets: tuple[Budget, ...] = ()


def trunk(link: Link, asked_bps: float) -> Capability:
    """What a beam brings to a fixed earth station, which may lease as much of it as it can use.

    One carrier of the station's own terminal is certain. More may pass with more carriers: up to what the
    terminal's own power allows, where that is known, and never more than the beam's capacity, which is that
    of its whole area and so is nobody's for certain.
    """
    ways = both_ways(link, asked_bps) if _speaks(link) else ()
    alone = _one_terminal(link, ways) if _speaks(link) else Capability(certain_bps=0.0, hopeful_bps=math.inf)
    if link.beam.user_rate_bps is not None and alone.budgets:
        return alone  # a service for single terminals: what one gets is what there is
    upward = ways[-1].by_power_bps if ways else None
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
    return _one_terminal(link, both_ways(link, asked_bps))


def _one_terminal(link: Link, ways: tuple[Direction, ...]) -> Capability:
    beam, terminal = link.beam, link.terminal
    budgets = tuple(way.budget for way in ways)
    most = beam.capacity_bps if beam.capacity_bps is not None else math.inf
    if beam.user_rate_bps is not None:
        rate_bps = min(beam.user_rate_bps, most)
        weak = _weak(link.asset, beam)
        return Capability(certain_bps=rate_bps, hopeful_bps=rate_bps, weak=weak, budgets=budgets)
    if terminal is None:
        missing = missing_cell(link.asset, beam, "user_rate_bps")
        return Capability(certain_bps=0.0, hopeful_bps=most, missing=missing)
    known = [way.most_bps for way in ways if way.most_bps is not None]
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
        rates = [way.most_bps for way in both_ways(replace(link, terminal=terminal), asked_bps)]
        known = [r for r in rates if r is not None]
        if len(known) == 2 and min(known) >= asked_bps:
            able.append((terminal.eirp_dbw, terminal.id, terminal, min(known)))
    return min(able)[2:] if able else None


def _speaks(link: Link) -> bool:
    return link.terminal is not None and bool(common_band(link.beam, link.terminal))


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
    payload = payload_of(link)
    if payload.eirp_dbw.value is None:
        return missing_cell(asset, beam, "eirp_dbw")
    if payload.g_over_t_dbk.value is None:
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
    payload = payload_of(link)
    taken = (payload.eirp_dbw.source, payload.g_over_t_dbk.source)
    if proxy is not None and any(source.startswith(as_of(proxy)) for source in taken):
        what = reason("connect.weak.payload", satellite=asset.name, stand_in=proxy.name)
        out.append(Weak(what=what, basis=Basis.ASSUMED))
    basis = max(terminal.provenance.of("eirp_dbw"), terminal.provenance.of("g_over_t_dbk"))
    if basis > Basis.DERIVED:
        out.append(Weak(what=reason("connect.weak.terminal", terminal=terminal.name), basis=basis))
    out.append(Weak(what=reason("connect.weak.gateway_leg", satellite=asset.name), basis=Basis.ASSUMED))
    return tuple(out)
