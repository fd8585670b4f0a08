"""What a station hears of what stands above it: satellites tracked against those expected by their messages.

A receiver that tracks some satellites only, a mask, an antenna cut or navigation files without a system's
messages are the station's limits, and no service is blamed for them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.satellites.broadcast import Broadcast, with_messages
from serai.gnss.signals import LAST_BEIDOU_2
from serai.gnss.solution import enu
from serai.navigate.monitor.as_broadcast import AsSent
from serai.navigate.monitor.services import B1C, ServiceUse

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

EVERY_NS = 300 * 10**9  # satellites above the mask are counted so often


def untold_systems(systems: str, navigation: Navigation) -> str:
    """The letters of systems that no message in the navigation files is of."""
    told = {system for (system, _), table in navigation.tables.items() if len(table)}
    return "".join(system for system in systems if system not in told)


def tracked_share(
    served: ServiceUse, observations: Observations, navigation: Navigation, place_m: Floats, mask_deg: float
) -> float:
    """Of the satellites above the mask with a usable message, the share tracked; 1 without any.

    Tracked is what has a range by any of the service's codes. It is the median of the epochs: what a receiver
    cannot track it never does, and an outage of an hour is none of its limits.
    """
    times = np.asarray(observations.tai_ns, dtype=np.int64)
    epochs = np.flatnonzero(np.append(True, np.diff(times // EVERY_NS) != 0)[: len(times)])
    expected, heard = np.zeros(len(epochs)), np.zeros(len(epochs))
    for system, options in with_messages(served.choice, navigation).codes.items():
        if not options:
            continue
        codes = next((o for o in options if all(f"C{c}" in observations.values for c in o)), options[0])
        orbits = AsSent(Broadcast.of(navigation, {system: codes}))
        names = tuple(n for n in orbits.broadcast.satellites if not _without(n, served))
        up = _above(orbits, names, times[epochs], place_m, mask_deg)
        has = _tracked(observations, names, epochs, {c for option in options for c in option[:1]})
        expected += up.sum(axis=0)
        heard += (up & has).sum(axis=0)
    some = expected > 0
    return float(np.median(heard[some] / expected[some])) if some.any() else 1.0


def _without(name: str, served: ServiceUse) -> bool:
    """Whether a satellite sends none of a service's codes: BeiDou-2 has no B1C."""
    return served.choice.codes.get("C") == B1C and name[0] == "C" and int(name[1:]) <= LAST_BEIDOU_2


def _above(
    orbits: AsSent, names: tuple[str, ...], tai_ns: Integers, place_m: Floats, mask_deg: float
) -> NDArray[np.bool_]:
    """(satellites, epochs) whether each stands above the mask by a message that may be used."""
    satellite = np.repeat(np.arange(len(names)), len(tai_ns))
    moment = np.tile(tai_ns, len(names))
    chosen = orbits.select(names, satellite, moment)
    position, _, _ = orbits.states(chosen, moment, np.zeros(len(moment)))
    away = position - place_m
    with np.errstate(invalid="ignore"):
        sine = (away @ enu(np.asarray(place_m, dtype=np.float64))[2]) / np.linalg.norm(away, axis=1)
        up: NDArray[np.bool_] = (chosen >= 0) & (sine > np.sin(np.radians(mask_deg)))
    return up.reshape(len(names), len(tai_ns))


def _tracked(
    observations: Observations, names: tuple[str, ...], epochs: Integers, codes: set[str]
) -> NDArray[np.bool_]:
    """(satellites, epochs) whether each has a range by any of some codes."""
    has = np.zeros(len(observations.epoch), dtype=bool)
    for code in codes:
        if f"C{code}" in observations.values:
            has |= np.isfinite(observations.values[f"C{code}"])
    slot = np.full(len(observations.tai_ns), -1, dtype=np.int64)
    slot[epochs] = np.arange(len(epochs))
    place = {name: k for k, name in enumerate(names)}
    row = np.array([place.get(n, -1) for n in observations.satellites], dtype=np.int64)
    satellite, epoch = row[observations.satellite], slot[observations.epoch]
    keep = has & (satellite >= 0) & (epoch >= 0)
    found = np.zeros((len(names), len(epochs)), dtype=bool)
    found[satellite[keep], epoch[keep]] = True
    return found
