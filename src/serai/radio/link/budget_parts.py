"""What the figures of a leg come to: its ends, its place in a beam, further losses, and who disturbs it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from serai.errors import Refused
from serai.radio.link.antenna import (
    contour_level_db,
    half_power_width_deg,
    parabolic_gain_dbi,
    pointing_loss_db,
    scan_loss_db,
)
from serai.radio.link.budget import Stated
from serai.radio.link.patterns import off_axis_gain_dbi
from serai.radio.propagation.itu import p531, p681
from serai.radio.propagation.limits import refuse_outside
from serai.tables import Basis
from serai.wording import Reason, reason

EFFICIENCY = 0.6  # of a dish, where the file does not say (assumed)
ROOM_K = 290.0  # of a feed and of what noise figures are stated at
CHAIN = ("antenna_k", "lnb_k", "lnb_nf_db", "lnb_gain_db", "cable_db", "receiver_nf_db")


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


def radiated(
    where: str, n: Mapping[str, float], given: Stated, f_hz: float, *, silent: bool = False
) -> Stated:
    """The EIRP as given, of a dish and its power, or at a place between a beam's centre and its edge.

    ``silent``: the table says that nobody published it.
    """
    if given.value is None and "power_w" in n:
        gain = _gain(where, n, f_hz, "power_w")
        feed = n.get("feed_db", 0.0)
        words = f"{n['power_w']:g} W into a {n['diameter_m']:g} m dish, {gain:.1f} dBi"
        words += f", {feed:g} dB of feed" if feed else ""
        return Stated(value=gain + _db(n["power_w"]) - feed, basis=Basis.DERIVED, source=words)
    if given.value is None:
        lacks = _not_published(where) if silent else reason("radio.no_transmitter", where=where)
        return Stated(value=None, source=str(lacks))
    return _in_beam(where, n, given, "eirp_dbw")


def received(
    where: str, n: Mapping[str, float], given: Stated, f_hz: float, *, silent: bool = False
) -> tuple[Stated, float | None]:
    """The G/T and the noise temperature behind it: as given, or of a dish and its receiving chain.

    The temperature is at the antenna's flange, before the feed (None where it is not said). A G/T at a
    place may be between a beam's centre and its edge. Without any of them the leg is refused, unless it is
    said (``silent``) that nobody published its G/T.
    """
    if given.value is not None:
        return _in_beam(where, n, given, "g_over_t_dbk"), n.get("system_k")
    if "system_k" in n:
        for name in CHAIN:
            if name in n:
                how = reason("radio.by_chain")
                raise BudgetRefused("radio.worked_out_too", where=where, name="system_k", how=how)
        at_flange, words = n["system_k"], f"{n['system_k']:g} K"
    elif "lnb_k" in n or "lnb_nf_db" in n:
        at_flange = chain_k(where, n)
        words = f"{at_flange:.0f} K at the flange by its chain"
    elif silent:
        return Stated(value=None, source=str(_not_published(where))), None
    else:
        raise BudgetRefused("radio.no_receiver", where=where)
    gain = _gain(where, n, f_hz, "system_k" if "system_k" in n else "lnb_k")
    words = f"{n['diameter_m']:g} m dish, {gain:.1f} dBi, {words}"
    return Stated(value=gain - _db(at_flange), basis=Basis.DERIVED, source=words), at_flange


def _not_published(where: str) -> Reason:
    return reason("radio.not_published", where=where)


def chain_k(where: str, n: Mapping[str, float]) -> float:
    """The noise temperature of a receiving chain at the antenna's flange, K, by Friis.

    The antenna hears ``antenna_k``; the feed loses ``feed_db`` at ``feed_k`` (290 K where left out); then the
    LNB, and behind its gain the cable and the receiver.
    """
    if "lnb_k" in n and "lnb_nf_db" in n:
        raise BudgetRefused("radio.lnb_twice", where=where)
    antenna = needed(where, n, "antenna_k", "lnb_k" if "lnb_k" in n else "lnb_nf_db")
    lnb = n["lnb_k"] if "lnb_k" in n else ROOM_K * float(10.0 ** (n["lnb_nf_db"] / 10.0) - 1.0)
    behind = 0.0
    if "cable_db" in n or "receiver_nf_db" in n:
        gain: float = 10.0 ** (needed(where, n, "lnb_gain_db", "cable_db or receiver_nf_db") / 10.0)
        figure: float = 10.0 ** ((n.get("cable_db", 0.0) + n.get("receiver_nf_db", 0.0)) / 10.0)
        behind = ROOM_K * (figure - 1.0) / gain
    lost = float(10.0 ** (n.get("feed_db", 0.0) / 10.0))
    return antenna + (lost - 1.0) * n.get("feed_k", ROOM_K) + lost * (lnb + behind)


def interference(n: Mapping[str, float], stated: Callable[[str], Stated]) -> dict[str, Stated]:
    """The carrier over those who disturb it in clear sky, as given: in all, or its twin's polarisation."""
    return {key: stated(key) for key in ("c_i_db", "cross_polar_db") if key in n}


def beside(where: str, name: str, n: Mapping[str, float], f_hz: float, pattern: str) -> Stated | None:
    """What a carrier of 0 dBW has over the satellite beside, None where none is given.

    A downlink hears it beside its dish's axis; an uplink shares its satellite with what a station that looks
    at the other one radiates past it. Powers are those in the carrier's own bandwidth.
    """
    if "neighbour_deg" not in n:
        return None
    away = n["neighbour_deg"]
    if name == "downlink":
        other = needed(where, n, "neighbour_eirp_dbw", "neighbour_deg")
        gain = _gain(where, n, f_hz, "neighbour_deg")
        aside = _aside(where, pattern, away, f_hz, n["diameter_m"])
        words = f"{away:g} deg aside with {other:g} dBW; {gain - aside:.1f} dB off axis ({pattern})"
        return Stated(value=gain - aside - other, basis=Basis.DERIVED, source=words)
    power = needed(where, n, "neighbour_power_dbw", "neighbour_deg")
    wide = needed(where, n, "neighbour_diameter_m", "neighbour_deg")
    aside = _aside(where, pattern, away, f_hz, wide)
    words = f"a {wide:g} m dish with {power:g} dBW that looks {away:g} deg aside, {aside:.1f} dBi ({pattern})"
    return Stated(value=-power - aside, basis=Basis.DERIVED, source=words)


def _aside(where: str, pattern: str, away_deg: float, f_hz: float, diameter_m: float) -> float:
    gain = float(off_axis_gain_dbi(pattern, away_deg, f_hz, diameter_m))
    if math.isnan(gain):
        raise BudgetRefused("radio.small_dish", where=where, diameter_m=diameter_m, pattern=pattern)
    return gain


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
