"""Numbers and names as an operator reads them."""

from __future__ import annotations

import pytest

from serai.navigate.words import brief, listed, longitude, number, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.215, "0.215"),
        (3.14159, "3.14"),
        (57.0, "57"),
        (5000.0, "5000"),
        (0.02, "0.02"),
        (0.0, "0"),
        (100.0, "100"),
    ],
)
def test_numbers_have_three_digits_and_no_exponent(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(1.0, "100 %"), (0.99, "99 %"), (0.9965, "99.65 %"), (0.99999, "99.99 %"), (0.51, "51 %"), (0.0, "0 %")],
)
def test_a_share_is_100_percent_only_when_it_is_all_of_the_time(share, text):
    assert percent(share) == text


def test_lists_longitudes_and_names_read_well():
    assert listed(["GPS"]) == "GPS"
    assert listed(["GPS", "BeiDou", "Galileo"]) == "GPS, BeiDou and Galileo"
    assert longitude(79.98) == "80 E"
    assert longitude(110.47) == "110.5 E"
    assert longitude(-5.0) == "5 W"
    assert brief("Pak-SBAS (payload of PakSat-MM1)") == "Pak-SBAS"
