"""Compiling what works in bulk before it is needed: `python -m serai.precompile`, once after installing.

Where nobody did, the first bulk command compiles it and says so in one line. The result is kept beside the
modules (or, where those cannot be written, in the user's cache folder) until they change.
"""

from __future__ import annotations

import sys

import numpy as np

from serai.access.limits import above
from serai.access.strips import StripSensor, strips_of
from serai.access.sweep import Best, gathered, sweep
from serai.access.tracked import Tracked
from serai.connect.graph import Arcs
from serai.connect.year.reduction import Tie
from serai.connect.year.reliability import joined_share
from serai.earth import Orientation, Place
from serai.earth.samples import AreaSamples
from serai.formats import MeanElements
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.gnss.atmosphere.ionosphere import broadcast_ionosphere
from serai.gnss.atmosphere.nequick_slant import contents_tecu
from serai.gnss.estimators.lambda_method import integer_least_squares
from serai.gnss.estimators.single_point import single_point
from serai.gnss.measurements.ranges import ranges
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.signals import single_frequency
from serai.jit import announced
from serai.navigate.geometry import normals
from serai.observe.areas.places import OverPlaces
from serai.observe.measures import RequestToHand
from serai.orbit import Sgp4
from serai.report.drawing.cheapest import cheapest
from serai.time import Instant, Span

EPOCH = Instant.from_utc("2026-01-01T00:00:00Z")


def precompile() -> None:
    """Compile what works in bulk, or load it: passes, networks, a path's year, positions, ways by sea."""
    _pass()
    _area()
    _network()
    _year()
    _position()
    cheapest(np.ones((2, 2)), 0, 3)


def _pass() -> None:
    """One satellite over one place for an hour, and when it passes abeam."""
    place, hour = Place(lat_deg=0.0, lon_deg=0.0), Span.of(EPOCH, 3_600.0)
    low = _low()
    gathered(sweep([low], [place], above(0.0), hour, Orientation.none(), best=Best.HIGHEST_ELEVATION))
    Tracked.of([low], hour, Orientation.none()).abeam(place)


def _area() -> None:
    """The strips of one satellite over a few places for half a day, and what they hold."""
    lon, lat = np.array([0.0, 1.0]), np.array([0.0, 0.5])
    places = AreaSamples.at(lon, lat, np.full(2, 0.5), "km2")
    sensor, day = StripSensor(off_nadir_deg=60.0, width_m=2e6), Span.of(EPOCH, 86_400.0)
    for in_turn in (True, False):
        sweep = strips_of([_low()], [[sensor]], places, day, Orientation.none(), sun_deg=0.0, in_turn=in_turn)
        sweep.joined(np.arange(len(sweep.strips)))
    judge = RequestToHand(requests_s=np.zeros(1), threshold_s=1.0)
    over = OverPlaces(of=judge, covers=np.ones((1, 1), dtype=bool), weight=np.ones(1))
    over.shares(np.ones(1), np.ones((1, 1)), np.ones((1, 1), dtype=bool))


def _low() -> Sgp4:
    """A satellite in low orbit."""
    low = MeanElements(
        object_name="warm",
        object_id="",
        norad=1,
        epoch=EPOCH,
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
    return Sgp4(low)


def _network() -> None:
    """What flows over one link, and the quickest way; and the solution of one cell by five satellites."""
    one = np.ones(1, dtype=np.int64)
    arcs = Arcs.of(0 * one, one, np.ones(1, dtype=bool), 2)
    arcs.flow(one)
    arcs.before(np.ones(1))
    seen = np.ones((5, 1), dtype=bool)
    of_all = np.random.default_rng(1).normal(size=(5, 3, 1))
    for weight in (None, np.ones((5, 1))):
        normals(of_all, seen, weight, np.zeros(5, dtype=np.intp), 1).solve()


def _year() -> None:
    """Two ends joined by a link of one cause."""
    joined_share([Tie(a=0, b=1, causes=frozenset({0}))], 0, 1, np.array([0.9]))


def _position() -> None:
    """One epoch of six satellites, made up, which gives no position; and two ambiguities."""
    satellites = [f"G{k:02d}" for k in range(1, 7)]
    head = f"{'     3.04           OBSERVATION DATA    G':<60}RINEX VERSION / TYPE\n"
    head += f"{'G    1 C1C':<60}SYS / # / OBS TYPES\n{'':<60}END OF HEADER\n"
    measured = "".join(f"{name}{22e6 + 1e5 * k:14.3f}\n" for k, name in enumerate(satellites))
    observed = f"{head}> 2026 01 01 00 00  0.0000000  0  6\n{measured}"
    elements = [0.0] * 31
    elements[10], elements[11], elements[14] = 5_153.6, 345_600.0, 0.9  # root of the axis, toe, inclination
    elements[21] = 2_399.0  # the week of 1 January 2026
    sent = f"{'     3.04           N: GNSS NAV DATA    G':<60}RINEX VERSION / TYPE\n"
    sent += f"{f'GAL  {100.0:12.4E}{0.0:12.4E}{0.0:12.4E}{0.0:12.4E}':<60}IONOSPHERIC CORR\n"
    sent += f"{'':<60}END OF HEADER\n"
    for k, name in enumerate(satellites):
        elements[16] = float(k)  # the argument of perigee
        cells = [f"{value:19.12E}" for value in elements]
        sent += f"{name} 2026 01 01 00 00 00{''.join(cells[:3])}\n"
        sent += "".join(f"    {''.join(cells[at : at + 4])}\n" for at in range(3, 31, 4))
    seen, messages = read_observations(observed.encode()), read_navigation(sent.encode())
    choice = single_frequency("G")
    single_point(seen, messages, choice, "G")
    rows = ranges(seen, Broadcast.of(messages, {"G": ["1C"]}), choice, "G")
    contents_tecu(rows, broadcast_ionosphere(messages), 0.24 * rows.sat_m[0])  # below the first of them
    integer_least_squares(np.array([0.1, 0.2]), np.eye(2))


if __name__ == "__main__":
    with announced(lambda says: print(f"serai: {says}", file=sys.stderr)):  # noqa: T201 (a command of its own)
        precompile()
