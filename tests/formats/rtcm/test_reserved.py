"""Observations of satellites and signals that RTCM reserves: left out, and never a fault of the program."""

from __future__ import annotations

import pytest
from tests.files.messages import NEAR, msm
from tests.formats.rtcm.test_rtcm import frame

from serai.formats import rtcm


def seen(payload: bytes) -> rtcm.MsmObservations:
    return rtcm.observations(rtcm.read_rtcm(frame(payload)), near=NEAR)


@pytest.mark.parametrize(
    ("number", "satellites", "named"),
    [
        (1077, (1, 64), ["G01"]),
        (1087, (24, 25, 64), ["R24"]),
        (1097, (36, 51, 52, 53), ["E36"]),  # GIOVE-A and B, and none
        (1107, (1, 39, 40), ["S20", "S58"]),
        (1117, (10, 11), ["J10"]),
        (1127, (63, 64), ["C63"]),
        (1137, (14, 15), ["I14"]),
    ],
)
def test_a_satellite_without_a_number_is_left_out(number, satellites, named):
    rows = seen(msm(number, satellites, (2, 15)))
    assert sorted(set(rows.satellite.tolist())) == named
    assert len(rows) == 2 * len(named)


def test_the_others_keep_their_ranges_where_two_reserved_ones_stand_between():
    def told(satellites: tuple[int, ...]) -> bytes:
        whole = [(70 + k, 8) for k in range(len(satellites))]
        extra = [(0, 4)] * len(satellites) + [(0, 10)] * len(satellites) + [(0, 14)] * len(satellites)
        cells = [(0, 20), (0, 24), (0, 10), (0, 1), (640, 10), (0, 15)]
        fields = [field for field in cells for _ in satellites]
        return msm(1087, satellites, (2,), [*whole, *extra, *fields])

    rows = seen(told((3, 25, 26, 64)))
    assert rows.satellite.tolist() == ["R03"]
    assert rows.pseudorange_m[0] == pytest.approx(70 * 299_792.458)


def test_a_reserved_signal_keeps_its_row_without_a_code():
    assert sorted(seen(msm(1077, (5,), (2, 32))).code.tolist()) == ["1C", "1X"]
    assert sorted(seen(msm(1077, (5,), (2, 1))).code.tolist()) == ["", "1C"]
