"""ESBC's day with its codes called as other makers call them, and with I/NAV alone: the same figures.

Ours | the original's figures | tolerance | why
H and V rms, renamed | the same | 5 % | asked; only what the codes are called is different
H and V rms, I/NAV alone | the same, F/NAV beside | 5 % | asked; another clock, delays by two BGDs
RTKLIB | of the same renamed files | not above theirs, one frequency | as for the original
"""

from __future__ import annotations

import pytest
from tests.against.gnss.test_position_esbc import ARP_M
from tests.against.rtklib import run
from tests.gnss.made_up import esbc_text, messages

from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.gnss.estimators.single_point import single_point
from serai.gnss.output.accuracy import spread, spread_of
from serai.gnss.signals import Choice, ionosphere_free, single_frequency
from serai.gnss.solution import enu

SAME = 0.05
HOURS = slice(0, 360)  # three
FNAV = 258  # data sources: F/NAV E5a-I, clock of E1 and E5a (RINEX 3.05, table A8)
MAKERS = {
    "as it is": {},
    "Trimble": {
        "G": (("2L", "2X"), ("5Q", "5X")),
        "E": (("1C", "1X"), ("5Q", "5X"), ("7Q", "7X"), ("8Q", "8X"), ("6C", "6X")),
        "C": (("2I", "2X"), ("6I", "6X"), ("7I", "7X")),
    },
    "converters": {
        "G": (("1W", "1P"), ("2W", "2P"), ("2L", "2C")),
        "E": (("1C", "1B"), ("5Q", "5I"), ("7Q", "7I"), ("8Q", "8I")),
        "C": (("2I", "2Q"), ("6I", "6Q")),
    },
    "Javad": {
        "G": (("2L", "2X"), ("5Q", "5X")),
        "E": (("1C", "1X"), ("7Q", "7X")),
        "R": (("2C", "2P"),),
    },
}


def renamed(header, pairs):
    """The header's types of observations by other names; of a system that has both, the two change places."""
    system, lines = "", []
    for line in header.splitlines(keepends=True):
        if "SYS / # / OBS TYPES" in line:
            system = line[0] if line[0] != " " else system
            for one, other in pairs.get(system, ()):
                for kind in "CLDS":
                    line = (
                        line.replace(kind + one, "????")
                        .replace(kind + other, kind + one)
                        .replace("????", kind + other)
                    )
        lines.append(line)
    return "".join(lines)


@pytest.fixture(scope="module")
def day(shared_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("renamed")
    text, nav = esbc_text(shared_data)
    some = text.some(HOURS)
    for maker, pairs in MAKERS.items():
        (folder / f"{maker}.obs").write_text(
            renamed(some.header, pairs) + "".join(some.epochs), encoding="ascii"
        )
    (folder / "all.nav").write_text(nav, encoding="ascii")
    start = nav.index("\n", nav.index("END OF HEADER")) + 1
    inav = [m for m in messages(nav) if m[0][0] != "E" or float(m[5][23:42].replace("D", "e")) != FNAV]
    (folder / "inav.nav").write_text(nav[:start] + "".join(f"{line}\n" for m in inav for line in m), "ascii")
    return folder


@pytest.fixture(scope="module")
def original(day):
    return read_observations(day / "as it is.obs"), read_navigation(day / "all.nav")


@pytest.fixture(scope="module")
def as_it_is(original):
    """The original's figures by systems and frequencies, each found once."""
    found = {}

    def told(choose, systems):
        if (choose, systems) not in found:
            found[choose, systems] = figures(*original, choose(systems), systems)
        return found[choose, systems]

    return told


def figures(observations, navigation, choice, systems):
    found = spread(single_point(observations, navigation, choice, systems), ARP_M)
    return found.h_rms_m, found.v_rms_m


@pytest.mark.parametrize("choose", [single_frequency, ionosphere_free])
@pytest.mark.parametrize("systems", ["G", "E", "GREC"])
@pytest.mark.parametrize("maker", list(MAKERS)[1:])
def test_codes_by_another_makers_names_give_the_same_figures(day, original, as_it_is, maker, systems, choose):
    other = read_observations(day / f"{maker}.obs")
    told = figures(other, original[1], choose(systems), systems)
    assert told == pytest.approx(as_it_is(choose, systems), rel=SAME)


@pytest.mark.parametrize("maker", MAKERS)
def test_renamed_codes_stay_as_near_as_rtklib_with_the_same_file(day, original, maker):
    found = run(day, {}, "GREC", day / f"{maker}.obs", day / "all.nav")
    theirs = spread_of((found.position_m - ARP_M) @ enu(ARP_M).T)
    mine = figures(read_observations(day / f"{maker}.obs"), original[1], single_frequency("GREC"), "GREC")
    print(maker, mine, theirs)
    assert mine[0] <= theirs.h_rms_m
    assert mine[1] <= theirs.v_rms_m


@pytest.mark.parametrize("second", ["5Q", "7Q", "8Q"])
def test_galileo_by_inav_alone_is_as_near_on_every_pair(day, original, second):
    alone = read_navigation(day / "inav.nav")
    assert {message for system, message in alone.tables if system == "E"} == {"INAV"}
    pair = Choice({"E": (("1C", second),)})
    told = figures(original[0], alone, pair, "E")
    assert told == pytest.approx(figures(*original, pair, "E"), rel=SAME)


def test_all_systems_with_inav_alone_are_as_near(day, original, as_it_is):
    alone = read_navigation(day / "inav.nav")
    for choose in (single_frequency, ionosphere_free):
        told = figures(original[0], alone, choose("GREC"), "GREC")
        assert told == pytest.approx(as_it_is(choose, "GREC"), rel=SAME)
