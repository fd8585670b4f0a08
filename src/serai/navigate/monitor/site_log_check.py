"""A file's header against the station's site log: the receiver, antenna, height and place of that time."""

from __future__ import annotations

import numpy as np

from serai.formats.site_log import Installed, SiteLog, installed_at
from serai.gnss.observations.inputs import Observations
from serai.wording import Reason, reason

HEIGHT_M = 0.001  # headers and logs tell the antenna's height to a tenth of a millimetre
PLACE_M = 100.0  # approximate positions of a header and of a log may differ by so much (assumed)
MODEL = 15  # columns of an antenna's model; its radome follows (rcvr_ant.tab)


def header_differences(observations: Observations, log: SiteLog) -> tuple[Reason, ...]:
    """What a file's header says otherwise than the log of that time; a blank field differs in nothing."""
    moment = int(observations.tai_ns[0])
    receiver, antenna = installed_at(log.receivers, moment), installed_at(log.antennas, moment)
    if receiver is None and antenna is None:
        return (reason("monitor.log_silent"),)
    told = (
        _name(observations, log),
        _receiver(observations, receiver),
        _antenna(observations, antenna),
        _height(observations, antenna),
        _place(observations, log),
    )
    return tuple(one for one in told if one is not None)


def _name(observations: Observations, log: SiteLog) -> Reason | None:
    here = observations.marker[:4].upper()
    if not here or not log.name or here == log.name:
        return None
    return reason("monitor.log_marker", header=here, log=log.name)


def _receiver(observations: Observations, logged: Installed | None) -> Reason | None:
    here = observations.receiver.strip()
    if logged is None or not here or here == logged.kind:
        return None
    return reason("monitor.log_receiver", header=here, log=logged.kind)


def _antenna(observations: Observations, logged: Installed | None) -> Reason | None:
    """The model and, where both tell it, the radome."""
    if logged is None:
        return None
    model, radome = observations.antenna[:MODEL].strip(), observations.antenna[MODEL:].strip()
    theirs, dome = logged.kind[:MODEL].strip(), logged.radome or logged.kind[MODEL:].strip()
    domes_differ = bool(radome and dome) and radome != dome
    if not model or (model == theirs and not domes_differ):
        return None
    return reason("monitor.log_antenna", header=f"{model} {radome}".strip(), log=f"{theirs} {dome}".strip())


def _height(observations: Observations, logged: Installed | None) -> Reason | None:
    """Height, east and north over the marker; an east or north that the log leaves blank is nought."""
    if logged is None or not np.isfinite(logged.delta_une_m[0]):
        return None
    here, there = np.asarray(observations.antenna_delta_hen_m), np.nan_to_num(logged.delta_une_m)
    there = there[[0, 2, 1]]  # up, north, east as up, east, north
    if float(np.abs(here - there).max()) <= HEIGHT_M:
        return None
    header, log = (tuple(f"{v:.4f}" for v in values) for values in (here, there))
    return reason("monitor.log_height", header=header, log=log)


def _place(observations: Observations, log: SiteLog) -> Reason | None:
    if observations.approx_position_m is None or log.position_m is None:
        return None
    far = float(np.linalg.norm(np.asarray(observations.approx_position_m) - log.position_m))
    return reason("monitor.log_place", far=(far, "m")) if far > PLACE_M else None
