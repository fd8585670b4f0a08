"""Epochs that a station may judge by: those it heard the sky at, from the place that is known.

An antenna that is cut off, snowed in or jammed loses every system at once, and systems that are run apart do
not fail together: such epochs are no outage of theirs. After an event that moves the antenna nothing is known
of its place.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.observations.inputs import Observations
from serai.gnss.observations.site_events import left_at_ns

LEAST_SYSTEMS = 2  # that fall silent together, for the silence to be the station's
LEAST_SATELLITES = 4.0  # of a system at once (median), for it to count
SILENT = 0.5  # of its usual satellites (median); with fewer it has fallen silent (assumed)


def deaf(observations: Observations, systems: str) -> NDArray[np.bool_]:
    """(e,) whether every system was heard with less than half of its usual satellites at once.

    False throughout where fewer than two systems are usually there: one alone may have failed itself.
    """
    epochs = len(observations.tai_ns)
    ranged = np.zeros(len(observations.epoch), dtype=bool)
    for code, values in observations.values.items():
        if code[0] == "C":
            ranged |= np.isfinite(values)
    letters = np.array([name[0] for name in observations.satellites])[observations.satellite]
    silent = []
    for system in systems:
        count = np.bincount(observations.epoch[ranged & (letters == system)], minlength=epochs)
        some = count[count > 0]
        usual = float(np.median(some)) if len(some) else 0.0
        if usual >= LEAST_SATELLITES:
            silent.append(count < SILENT * usual)
    if len(silent) < LEAST_SYSTEMS:
        return np.zeros(epochs, dtype=bool)
    together: NDArray[np.bool_] = np.all(silent, axis=0)
    return together


def moved(observations: Observations) -> NDArray[np.bool_]:
    """(e,) whether the antenna is no longer at the place it had at first."""
    left = left_at_ns(observations)
    at = observations.tai_ns
    gone: NDArray[np.bool_] = np.zeros(len(at), dtype=bool) if left is None else at >= left
    return gone
