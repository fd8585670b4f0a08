"""A station's header against its site log, and its place by PPP file by file: what differs and what jumps."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.gnss.made_up import ESBC_M
from tests.gnss.simulate_precise import Day, observations, orbits
from tests.navigate.monitor.test_station import POSITION, folder, look, morning, of_kind, services

from serai.cli.app import main
from serai.earth import places_ecef_m
from serai.errors import Refused
from serai.formats.site_log import installed_at, read_site_log
from serai.gnss.solution import enu
from serai.navigate.monitor.alarms import AlarmKind
from serai.navigate.monitor.conformance import watch
from serai.navigate.monitor.daily_place import DailyPlace, daily_place, jumps
from serai.navigate.monitor.evaluation import Limits
from serai.navigate.monitor.site_log_check import header_differences
from serai.navigate.monitor.state import load, save
from serai.time import Instant

__all__ = ["folder", "look", "morning", "services"]

KARACHI = places_ecef_m(24.86, 67.01, 8.0)
LOG = """     ESBC00DNK Site Information Form (site log)
     International GNSS Service
1.   Site Identification of the GNSS Monument
     Site Name                : Esbjerg
     Four Character ID        : ESBC
2.   Site Location Information
     Approximate Position (ITRF)
       X coordinate (m)       : {x:.1f}
       Y coordinate (m)       : {y:.1f}
       Z coordinate (m)       : {z:.1f}
3.   GNSS Receiver Information
3.1  Receiver Type            : OLD RECEIVER
     Date Installed           : 2010-01-01T00:00Z
     Date Removed             : 2018-05-01T12:00Z
3.2  Receiver Type            : {receiver}
     Date Installed           : 2018-05-01T12:00Z
     Date Removed             : (CCYY-MM-DDThh:mmZ)
3.x  Receiver Type            : (A20, from rcvr_ant.tab; see instructions)
     Date Installed           : (CCYY-MM-DDThh:mmZ)
4.   GNSS Antenna Information
4.1  Antenna Type             : {antenna}
     Marker->ARP Up Ecc. (m)  : {up:.4f}
     Marker->ARP North Ecc(m) :
     Marker->ARP East Ecc(m)  : {east:.4f}
     Antenna Radome Type      : {radome}
     Date Installed           : 2010-01-01
     Date Removed             : (CCYY-MM-DDThh:mmZ)
4.x  Antenna Type             : (A20, from rcvr_ant.tab; see instructions)
"""


@pytest.fixture
def logged(morning, tmp_path):
    """Reads a log that says what the morning's header says, but for what is given."""
    obs = morning[0]
    x, y, z = obs.approx_position_m
    up, east, _ = obs.antenna_delta_hen_m
    says = {"x": x, "y": y, "z": z, "receiver": obs.receiver.strip(), "up": up, "east": east}
    says |= {"antenna": obs.antenna[:15].strip(), "radome": obs.antenna[15:].strip()}

    def read(**changed):
        path = tmp_path / "esbc.log"
        path.write_text(LOG.format(**{**says, **changed}), encoding="ascii")
        return read_site_log(path)

    return read


def test_a_header_that_agrees_with_the_log_differs_in_nothing(morning, logged):
    assert header_differences(morning[0], logged()) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"receiver": "ANOTHER MAKE"}, "receiver"),
        ({"antenna": "LEIAR25.R4"}, "antenna"),
        ({"radome": "SNOW"}, "antenna"),
        ({"up": 0.3}, "height"),
        ({"east": 0.01}, "height"),
        ({"x": 3582000.0}, "away"),
    ],
)
def test_what_differs_is_named_with_both(morning, logged, changed, said):
    (one,) = header_differences(morning[0], logged(**changed))
    assert said in str(one)


def test_another_station_and_a_time_without_an_entry_are_named(morning, logged):
    other = replace(morning[0], marker="NYA1")
    assert [str(d) for d in header_differences(other, logged())] == [
        "the header names NYA1, and the site log is of ESBC"
    ]
    early = replace(morning[0], tai_ns=morning[0].tai_ns - int(20 * 365.25 * 86_400) * 10**9)
    assert [str(d) for d in header_differences(early, logged())] == [
        "the site log has neither a receiver nor an antenna at that time"
    ]


def test_blanks_differ_in_nothing(morning, logged):
    blank = replace(morning[0], marker="", receiver="", antenna="", approx_position_m=None)
    assert header_differences(blank, logged()) == ()


def test_the_entry_of_the_moment_is_taken_at_its_edges(logged):
    log = logged()
    change = Instant.from_utc("2018-05-01T12:00:00Z").tai_ns
    assert installed_at(log.receivers, change - 1).kind == "OLD RECEIVER"
    assert installed_at(log.receivers, change).kind != "OLD RECEIVER"
    assert len(log.receivers) == 2  # the template's block is none
    assert installed_at(log.receivers, Instant.from_utc("2009-01-01T00:00:00Z").tai_ns) is None


def test_what_is_no_site_log_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("1. nothing\n", encoding="ascii")
    with pytest.raises(Refused, match=r"notes.txt holds no receiver and no antenna of a site log"):
        read_site_log(path)


def a_day(place_m):
    day = Day(place_m, epochs=130, step_s=120.0, antennas=False)
    obs, precise = observations(day), orbits(day)
    return daily_place(obs, precise, KARACHI, 10.0)


@pytest.mark.parametrize("moved_m", [(0.0, 0.0, 0.0), (0.05, 0.0, 0.0), (0.0, -0.04, 0.1)])
def test_a_station_that_stands_elsewhere_is_told_by_how_much(moved_m):
    found = a_day(KARACHI + enu(KARACHI).T @ np.array(moved_m))
    assert found.enu_m == pytest.approx(moved_m, abs=0.01)
    assert max(found.sigma_m) < 0.05


def test_a_short_file_and_orbits_of_another_time_give_no_place():
    day = Day(KARACHI, epochs=119, step_s=120.0, antennas=False)
    assert daily_place(observations(day), orbits(day), KARACHI, 10.0) is None
    whole = replace(day, epochs=130)
    precise = orbits(whole)
    week = 7 * 86_400 * 10**9
    late = replace(precise, tai_ns=precise.tai_ns + week, clock_ns=precise.clock_ns + week)
    assert daily_place(observations(whole), late, KARACHI, 10.0) is None


def place(k, east=0.0, up=0.0):
    return DailyPlace(begin=10 * k, end=10 * k + 9, enu_m=(east, 0.0, up), sigma_m=(0.001, 0.001, 0.002))


@pytest.mark.parametrize(
    ("places", "at"),
    [
        ([place(0), place(1, 0.029, 0.059), place(2)], []),
        ([place(0), place(1), place(2, 0.031)], [2]),
        ([place(0), place(1), place(2, up=-0.061), place(3, up=-0.06), place(4, up=-0.06)], [2]),
        ([place(0), place(1, 0.5), place(2)], [1, 2]),
        ([place(0)], []),
        ([], []),
    ],
)
def test_a_jump_is_told_once_where_it_begins(places, at):
    assert [one.begin // 10 for one, _ in jumps(places)] == at


def test_slow_motion_below_the_limit_is_no_jump():
    assert jumps([place(k, 0.001 * k) for k in range(50)]) == []


def test_a_jump_is_an_alarm_and_the_state_keeps_the_places(look, services, tmp_path):
    one = look().files[0]
    day = 86_400 * 10**9
    files = [
        replace(
            one,
            file=f"{k}.obs",
            begin=one.begin + k * day,
            end=one.end + k * day,
            alarms=(),
            place=DailyPlace(
                begin=one.begin + k * day,
                end=one.end + k * day,
                enu_m=(0.2 * (k == 2), 0.0, 0.0),
                sigma_m=(0.001, 0.001, 0.002),
            ),
        )
        for k in range(3)
    ]
    (alarm,) = of_kind(watch(files, services, Limits()), AlarmKind.MOVED)
    assert (alarm.begin, alarm.worst) == (files[2].begin, pytest.approx(0.2))
    save(tmp_path / "s.json", ESBC_M, {f.file: f for f in files})
    assert load(tmp_path / "s.json", ESBC_M)["2.obs"].place == files[2].place


def test_the_command_tells_what_differs(folder, logged, capsys, tmp_path):
    logged(receiver="ANOTHER MAKE")
    words = ["station", str(folder / "in"), "--position", POSITION, "--site-log", str(tmp_path / "esbc.log")]
    assert main(words) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "hour0.obs: the header names the receiver" in told
    assert main([*words, "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert all("ANOTHER MAKE" in f["differs_from_site_log"][0] for f in files)
