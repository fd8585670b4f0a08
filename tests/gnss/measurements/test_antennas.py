"""Antennas in precise positions: synthetic phase centres with known truth, in the standard's own file."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gnss.simulate import START as BROADCAST_START
from tests.gnss.simulate import Case, navigation
from tests.gnss.simulate_precise import RECEIVER, SENT_MM, Day, antex, observations, orbits

from serai.earth import Orientation, places_ecef_m, sun_ecef_unit
from serai.errors import Refused
from serai.formats.antex import read_antex
from serai.gnss.estimators.ppp import precise_point
from serai.gnss.estimators.ppp_rows import ppp_rows
from serai.gnss.measurements.antennas import PhaseCentres, nearest
from serai.gnss.satellites.attitude import body_axes
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.satellites.broadcast_errors import broadcast_errors
from serai.gnss.satellites.precise import Precise

PLACE_M = places_ecef_m(35.0, 70.0, 400.0)
# Printed to 0.01 mm, drawn by straight lines between nodes of 1, 5 and 30 deg: tenths of a millimetre of
# range, three times that in the pair.
KNOWN_M = 0.001


def mean_error(systems: str, antennas: bytes | None, *, point_antennas: bool = False) -> np.ndarray:
    day = Day(place_m=PLACE_M, systems=systems, antennas=not point_antennas)
    seen, precise = observations(day), orbits(day)
    given = PhaseCentres.of(read_antex(antennas), RECEIVER) if antennas is not None else None
    rows = ppp_rows(seen, precise, systems, PLACE_M + 20.0, given)
    track = precise_point(rows, np.tile(PLACE_M + 5.0, (len(seen.tai_ns), 1)), precise.frame)
    assert track.solved.all()
    return track.errors_enu_m(PLACE_M)[-40:].mean(axis=0)


@pytest.mark.parametrize("systems", ["GE", "C", "GEC"])
def test_antennas_that_are_points_and_those_of_the_file_give_the_same_place(systems):
    plain = mean_error(systems, None, point_antennas=True)
    given = mean_error(systems, antex(systems))
    print(systems, "points", plain, "with the file", given)
    assert np.abs(plain).max() < KNOWN_M
    assert np.abs(given).max() < KNOWN_M


def test_what_leaving_the_file_away_costs():
    error = mean_error("GE", None)
    print("without the file", error)
    assert np.linalg.norm(error) > 0.03, "decimetres of offset do not vanish by themselves"


def test_a_satellite_without_an_antenna_is_left_out():
    day = Day(place_m=PLACE_M, epochs=2)
    seen, precise = observations(day), orbits(day)
    name = seen.satellites[0]
    rows = ppp_rows(seen, precise, "GE", PLACE_M, PhaseCentres.of(read_antex(antex("GE", name)), RECEIVER))
    used = {rows.names[k] for k in rows.satellite}
    assert used == set(seen.satellites) - {name}


def test_a_receiver_that_the_file_does_not_know_is_refused_by_name():
    file = read_antex(antex())
    with pytest.raises(
        Refused, match=r"no receiver antenna 'SERAI-CHOKE SCIS'; of that type it has SERAI-CHOKE NONE"
    ):
        PhaseCentres.of(file, "SERAI-CHOKE     SCIS")
    with pytest.raises(Refused, match="the observations name no receiver antenna"):
        PhaseCentres.of(file, "")


def test_a_receiver_frequency_that_is_missing_takes_the_nearest():
    receiver = PhaseCentres.of(read_antex(antex()), RECEIVER).receiver
    assert [nearest(receiver, *code) for code in (("E", "1C"), ("E", "5Q"), ("C", "2I"), ("R", "1C"))] == [
        "G01",
        "G02",
        "G01",
        "G01",
    ]


def test_broadcast_orbits_are_of_the_antenna_and_precise_ones_of_the_centre_of_mass():
    case = Case(place_m=PLACE_M, codes={"G": ("1W", "2W")})
    broadcast = Broadcast.of(navigation(case), {"G": ["1W", "2W"]})
    names = broadcast.satellites
    tai = BROADCAST_START + np.arange(-12, 13) * 300_000_000_000
    zero, every = np.zeros(len(tai)), np.zeros(len(tai), np.int64)
    sun = sun_ecef_unit(tai, Orientation.none())
    a = 1575.42**2 / (1575.42**2 - 1227.60**2)
    offset = (a * np.array(SENT_MM["G01"]) + (1.0 - a) * np.array(SENT_MM["G02"])) / 1e3
    rows, clocks = [], []
    for name in names:
        r, v, clock = broadcast.states(broadcast.select([name], every, tai), tai, zero)
        axes = body_axes(r, sun, np.zeros(len(tai), bool))
        rows.append(r - np.einsum("i,nij->nj", offset, axes))
        clocks.append(clock[:, 0] + 2.0 * np.einsum("nk,nk->n", r, v) / 299_792_458.0**2)
    precise = Precise(tuple(names), tai, np.array(rows), tai, np.array(clocks), "IGS20")
    without = broadcast_errors(broadcast, precise, "G")
    given = broadcast_errors(broadcast, precise, "G", read_antex(antex("G")))
    print(without, given)
    assert given.orbit_3d_m < 2e-3  # the Sun seen from a place 2 m away, and the file's rounding
    assert given.sisre_m < 2e-3
    assert without.orbit_3d_m == pytest.approx(np.hypot(*offset[:2]), rel=0.2), "what is sideways stays"


def test_axes_are_right_handed_look_down_and_turn_to_the_sun():
    sat = np.array([[26e6, 0.0, 0.0], [0.0, 42e6, 1e5]])
    sun = np.array([[0.6, 0.8, 0.0], [0.0, 0.6, 0.8]])
    axes = body_axes(sat, sun, np.array([False, True]))
    assert np.allclose(np.einsum("nij,nkj->nik", axes, axes), np.eye(3), atol=1e-12)
    assert np.allclose(np.linalg.det(axes), 1.0)
    assert axes[0] @ sun[0] == pytest.approx([0.8, 0.0, -0.6], abs=2e-4), "the Sun stands between x and -z"
    assert axes[1, 0] == pytest.approx([-1.0, 0.0, 0.0], abs=1e-2), "a geostationary one flies along x, east"
