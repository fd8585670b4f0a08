"""What the figures of a leg come to: its ends, its place in a beam, further losses, and who disturbs it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from serai.errors import Refused
from serai.radio.link.antenna import (
    contour_level_db,
    earth_station_gain_dbi,
    half_power_width_deg,
    parabolic_gain_dbi,
    pointing_loss_db,
    scan_loss_db,
)
from serai.radio.link.budget import Stated
from serai.radio.propagation.itu import p531, p681
from serai.radio.propagation.limits import refuse_outside
from serai.tables import Basis
from serai.wording import Reason, reason

EFFICIENCY = 0.6  # of a dish, where the file does not say (assumed)


class BudgetRefused(Refused):
    """A budget file cannot be read as written."""


def losses_of(where: str, n: Mapping[str, float], f_hz: float) -> dict[str, Stated]:
    """What a leg loses by a dish that points away, an array that looks aside, trees and the ionosphere."""
    found: dict[str, Stated] = {}

    def put(name: str, value: float, how: Reason) -> None:
        if name in n:
            raise BudgetRefused("radio.worked_out_too", where=where, name=name, how=how)
        found[name] = Stated(value=value, basis=Basis.DERIVED, source=str(how))

    if "pointing_deg" in n:
        wide = needed(where, n, "diameter_m", "pointing_deg")
        lost = float(pointing_loss_db(n["pointing_deg"], half_power_width_deg(f_hz, wide)))
        how = reason("radio.by_pointing", off_deg=n["pointing_deg"], diameter_m=wide)
        put("pointing_loss_db", lost, how)
    if "scan_deg" in n:
        lost = float(scan_loss_db(n["scan_deg"], n.get("scan_power", 1.5)))
        put("scan_db", lost, reason("radio.by_scan", scan_deg=n["scan_deg"]))
    if "trees_percent" in n:
        theta, percent = needed(where, n, "elevation_deg", "trees_percent"), n["trees_percent"]
        limits = ((p681.FREQUENCY, f_hz / 1e9), (p681.ELEVATION, theta), (p681.PERCENT, percent))
        for limit, value in limits:
            refuse_outside(limit, value, where)
        lost = float(p681.tree_shadowing_db(f_hz / 1e9, theta, percent))
        put("trees_db", lost, reason("radio.by_trees", percent=percent, elevation_deg=theta))
    if "s4" in n:
        percent = needed(where, n, "s4_percent", "s4")
        refuse_outside(p531.FREQUENCY, f_hz / 1e9, where)
        lost = float(p531.scintillation_fade_db(n["s4"], percent))
        put("ionosphere_db", lost, reason("radio.by_ionosphere", s4=n["s4"], percent=percent))
    return found


def radiated(where: str, n: Mapping[str, float], given: Stated, f_hz: float) -> Stated:
    """The EIRP as given, of a dish and its power, or at a place between a beam's centre and its edge."""
    if given.value is None and "power_w" in n:
        gain = _gain(where, n, f_hz, "power_w")
        words = f"{n['power_w']:g} W into a {n['diameter_m']:g} m dish, {gain:.1f} dBi"
        return Stated(value=gain + _db(n["power_w"]), basis=Basis.DERIVED, source=words)
    return _in_beam(where, n, given, "eirp_dbw")


def received(where: str, n: Mapping[str, float], given: Stated, f_hz: float) -> Stated:
    """The G/T as given, of a dish and its noise, or at a place between a beam's centre and its edge."""
    if given.value is None and "system_k" in n:
        gain = _gain(where, n, f_hz, "system_k")
        words = f"{n['diameter_m']:g} m dish, {gain:.1f} dBi, {n['system_k']:g} K"
        return Stated(value=gain - _db(n["system_k"]), basis=Basis.DERIVED, source=words)
    return _in_beam(where, n, given, "g_over_t_dbk")


def interference(
    where: str, name: str, n: Mapping[str, float], stated: Callable[[str], Stated], f_hz: float
) -> Stated | None:
    """C/I as given, or from a neighbouring satellite that the dish hears beside its axis (S.465-6)."""
    if "neighbour_deg" not in n:
        return stated("c_i_db") if "c_i_db" in n else None
    if name != "downlink" or "c_i_db" in n:
        raise BudgetRefused("radio.neighbour", where=where)
    away, other = n["neighbour_deg"], needed(where, n, "neighbour_eirp_dbw", "neighbour_deg")
    gain = _gain(where, n, f_hz, "neighbour_deg")
    aside = float(earth_station_gain_dbi(away, f_hz, n["diameter_m"]))
    ours = stated("eirp_dbw")
    words = f"a satellite {away:g} deg aside with {other:g} dBW; {gain - aside:.1f} dB off axis (S.465-6)"
    value = None if ours.value is None else ours.value - other + gain - aside
    return Stated(value=value, basis=max(ours.basis, Basis.DERIVED), source=words)


def _in_beam(where: str, n: Mapping[str, float], centre: Stated, name: str) -> Stated:
    edge = f"edge_{name}"
    if edge not in n or centre.value is None:
        return centre
    off, edge_deg = needed(where, n, "beam_off_deg", edge), needed(where, n, "beam_edge_deg", edge)
    if off > edge_deg:
        raise BudgetRefused("radio.outside_beam", where=where, off_deg=off, edge_deg=edge_deg)
    level = float(contour_level_db(centre.value, n[edge], off, edge_deg))
    words = f"{centre.value:g} at the beam's centre, {n[edge]:g} at {edge_deg:g} deg, here {off:g} deg"
    return Stated(value=level, basis=max(centre.basis, Basis.DERIVED), source=words)


def _gain(where: str, n: Mapping[str, float], f_hz: float, needs: str) -> float:
    return float(
        parabolic_gain_dbi(f_hz, needed(where, n, "diameter_m", needs), n.get("efficiency", EFFICIENCY))
    )


def needed(where: str, n: Mapping[str, float], name: str, by: str) -> float:
    """A figure that another one needs, or the refusal that it is missing."""
    if name not in n:
        raise BudgetRefused("radio.needs", where=where, by=by, name=name)
    return n[name]


def _db(value: float) -> float:
    return 10.0 * math.log10(value)
