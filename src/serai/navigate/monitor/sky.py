"""How high each satellite of a file stands over a known place, epoch by epoch, by its broadcast messages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.satellites.broadcast import Broadcast, with_messages
from serai.gnss.signals import SYSTEMS, single_frequency
from serai.gnss.solution import enu

Floats = NDArray[np.float64]

EVERY_NS = (
    300 * 10**9
)  # between these moments elevations are taken as straight: wrong by 0.5 deg at the zenith


def elevations_deg(observations: Observations, navigation: Navigation, place_m: Floats) -> Floats:
    """(satellites, epochs) the elevation of the file's satellites, degrees; NaN without a usable message."""
    times = np.asarray(observations.tai_ns, dtype=np.int64)
    grid = np.arange(times[0], times[-1] + EVERY_NS, EVERY_NS)
    found = np.full((len(observations.satellites), len(times)), np.nan)
    place = {name: k for k, name in enumerate(observations.satellites)}
    up = enu(np.asarray(place_m, dtype=np.float64))[2]
    letters = "".join(dict.fromkeys(n[0] for n in observations.satellites if n[0] in SYSTEMS))
    for system, options in with_messages(single_frequency(letters), navigation).codes.items():
        if not options:
            continue
        orbits = Broadcast.of(navigation, {system: options[0]})
        names = [name for name in orbits.satellites if name in place]
        satellite, moment = np.repeat(np.arange(len(names)), len(grid)), np.tile(grid, len(names))
        position, _, _ = orbits.states(orbits.select(names, satellite, moment), moment, np.zeros(len(moment)))
        away = position - place_m
        with np.errstate(invalid="ignore"):
            sine = (away @ up) / np.linalg.norm(away, axis=1)
        angle = np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))).reshape(len(names), len(grid))
        for k, name in enumerate(names):
            found[place[name]] = np.interp(times.astype(np.float64), grid.astype(np.float64), angle[k])
    return found
