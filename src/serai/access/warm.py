"""Compiling the kernels before they are needed: `python -m serai.access.warm`, once after installing.

Where nobody did, the first bulk command compiles them and says so in one line. The result is kept beside the
modules (or, where those cannot be written, in the user's cache folder) until they change.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from numba.core import event

from serai.access.limits import above
from serai.access.sweep import Best, gathered, sweep
from serai.earth import Orientation, Place
from serai.formats import MeanElements
from serai.orbit.sgp4 import Sgp4
from serai.time import Instant, Span

SAYS = "compiling the orbit and window kernels, once (about 20 s) ..."


class _Once(event.Listener):
    """Says a sentence when numba first begins to compile; what comes from its cache is not compiled."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say: Callable[[str], None] | None = say

    def on_start(self, _: Any) -> None:
        if self._say is not None:
            say, self._say = self._say, None
            say(SAYS)

    def on_end(self, _: Any) -> None:
        """Nothing is said when a function is done."""


@contextmanager
def announced(say: Callable[[str], None]) -> Iterator[None]:
    """While inside, the first compilation is announced by one sentence."""
    with event.install_listener("numba:compile", _Once(say)):
        yield


def warm() -> None:
    """Compile every kernel, or load it, by a search of one satellite over one place for an hour."""
    epoch = Instant.from_utc("2026-01-01T00:00:00Z")
    low = MeanElements(
        object_name="warm",
        object_id="",
        norad=1,
        epoch=epoch,
        mean_motion_rev_day=15.0,
        eccentricity=0.001,
        inclination_deg=97.0,
        raan_deg=0.0,
        arg_perigee_deg=0.0,
        mean_anomaly_deg=0.0,
        bstar=0.0,
        ndot=0.0,
        nddot=0.0,
    )
    place, hour = Place(lat_deg=0.0, lon_deg=0.0), Span.of(epoch, 3_600.0)
    gathered(sweep([Sgp4(low)], [place], above(0.0), hour, Orientation.none(), best=Best.HIGHEST_ELEVATION))


if __name__ == "__main__":
    with announced(lambda says: print(f"serai: {says}", file=sys.stderr)):  # noqa: T201 (a command of its own)
        warm()
