"""Two-line element sets."""

from __future__ import annotations

import pytest

from serai.errors import Refused
from serai.formats import BadElements, catalogue_number, read_elements, read_tle
from serai.formats.tle import checksum
from serai.time import Instant

VANGUARD = """\
VANGUARD 1
1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
"""


def test_every_column_is_read():
    (one,) = read_tle(VANGUARD)
    assert (one.object_name, one.object_id, one.norad, one.classification) == (
        "VANGUARD 1",
        "1958-002B",
        5,
        "U",
    )
    # 0.78495062 of a day after midnight of day 179 is 18:50:19.733568, to the last digit
    assert one.epoch == Instant.from_utc("2000-06-27T18:50:19.733568Z")
    assert (one.ndot, one.nddot, one.bstar) == (2.3e-7, 0.0, 2.8098e-5)
    assert (one.ephemeris_type, one.element_set_no, one.rev_at_epoch) == (0, 475, 41366)
    assert (one.inclination_deg, one.raan_deg, one.eccentricity) == (34.2682, 348.7242, 0.1859667)
    assert (one.arg_perigee_deg, one.mean_anomaly_deg, one.mean_motion_rev_day) == (
        331.7664,
        19.3264,
        10.82419157,
    )


def test_a_name_is_not_needed_and_a_zero_before_it_is_no_part_of_it(tmp_path):
    bare = VANGUARD.partition("\n")[2]
    assert read_tle(bare)[0].object_name == ""
    path = tmp_path / "two.tle"
    path.write_text("# a note\n0 VANGUARD 1\n" + bare + "\n" + bare)
    assert [one.object_name for one in read_elements(path)] == ["VANGUARD 1", ""]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("25544", 25_544),
        ("    5", 5),
        ("A0000", 100_000),
        ("E8493", 148_493),
        ("J2931", 182_931),
        ("Z9999", 339_999),
    ],
)
def test_alpha_5_numbers_are_those_of_space_track(text, number):
    assert catalogue_number(text) == number


def test_a_letter_stands_for_itself_in_both_lines():
    first, second = (line.replace("00005", "T0002") for line in VANGUARD.splitlines()[1:])
    text = "\n".join(line[:68] + str(checksum(line)) for line in (first, second))
    assert read_tle(text)[0].norad == 270_002


def changed(at: int, to: str, line: int = 2) -> str:
    """Vanguard's set with one line changed and its checksum made good again."""
    lines = VANGUARD.splitlines()
    text = lines[line][:at] + to + lines[line][at + len(to) :]
    lines[line] = text[:68] + str(checksum(text))
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (VANGUARD.replace("13667\n", "13668\n"), "line 3, column '69': expected the checksum 7, got '8'"),
        (changed(8, "190.0000"), "line 3, column '9-16': expected degrees from 0 to 180"),
        (changed(26, "18x9667"), "line 3, column '27-33': expected seven digits"),
        (
            changed(2, "00007"),
            "line 3, column '3-7': expected the catalogue number of line 1, 5, got '00007'",
        ),
        (changed(52, " 0.00000000"), "line 3, column '53-63': expected revolutions per day above 0"),
        (changed(20, "xyz", line=1), "line 2, column '19-32': expected an epoch such as"),
        (changed(20, "400", line=1), "line 2, column '19-32': expected an epoch such as"),
        ("\n".join(VANGUARD.splitlines()[:2]), "expected line 2 after line 1"),
        ("\n".join(VANGUARD.splitlines()[::2]) + "\n", "expected line 1 before line 2"),
        (VANGUARD.replace("13667\n", "136\n"), "expected a line of 69 characters"),
    ],
)
def test_a_broken_set_is_refused_with_its_line_and_columns(text, says):
    with pytest.raises(BadElements) as told:
        read_tle(text)
    assert says in str(told.value)


def test_an_empty_or_other_text_is_refused():
    with pytest.raises(Refused, match="holds no element sets"):
        read_tle("not an element set\n\n")
