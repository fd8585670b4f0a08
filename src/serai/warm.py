"""Compiling what works in bulk before it is needed: `python -m serai.warm`, once after installing.

Where nobody did, the first bulk command compiles it and says so in one line. The result is kept beside the
modules (or, where those cannot be written, in the user's cache folder) until they change.
"""

from __future__ import annotations

import sys

from serai.access.limits import above
from serai.access.sweep import Best, gathered, sweep
from serai.compiling import announced
from serai.earth import Orientation, Place
from serai.formats import MeanElements
from serai.orbit import Sgp4
from serai.time import Instant, Span


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
