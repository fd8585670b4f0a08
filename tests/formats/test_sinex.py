"""SINEX files: coordinates with their epochs, and the instruments they belong to."""

from __future__ import annotations

import numpy as np
import pytest

from serai.formats.refusal import BadFile
from serai.formats.sinex import read_sinex
from serai.time import Instant

WHOLE = b"""%=SNX 2.02 IGN 20:332:69442 IGN 20:312:75600 20:320:43200 C     6 2 S E
+SITE/ID
*CODE PT __DOMES__ T _STATION DESCRIPTION__ _LONGITUDE_ _LATITUDE__ HEIGHT_
 HERE  A 49419M001 P Here                   191 56 16.3  65 36 53.9   162.5
-SITE/ID
+SITE/ANTENNA
 HERE  A ---- P 07:202:00000 00:000:00000 TRM29659.00     SCIT 4622A
-SITE/ANTENNA
+SITE/ECCENTRICITY
 HERE  A ---- P 07:202:00000 00:000:00000 UNE   0.0083   0.0010  -0.0020
-SITE/ECCENTRICITY
+SOLUTION/ESTIMATE
*INDEX _TYPE_ CODE PT SOLN _REF_EPOCH__ UNIT S ___ESTIMATED_VALUE___ __STD_DEV__
     1 STAX   HERE  A    1 20:316:43200 m    2 -2.58361490947259e+06 5.84252e-04
     2 STAY   HERE  A    1 20:316:43200 m    2 -5.46237001779658e+05 3.53027e-04
     3 STAZ   HERE  A    1 20:316:43200 m    2  5.78650167543308e+06 1.35529e-03
     4 VELX   HERE  A    1 20:316:43200 m/y  2 -1.50000000000000e-02 1.00000e-04
     5 VELY   HERE  A    1 20:316:43200 m/y  2  2.50000000000000e-02 1.00000e-04
     6 VELZ   HERE  A    1 20:316:43200 m/y  2  5.00000000000000e-03 1.00000e-04
     7 XPO    ---- --    1 20:316:43200 mas  2  5.00000000000000e-03 1.00000e-04
-SOLUTION/ESTIMATE
%ENDSNX
"""


def test_a_station_has_its_position_epoch_and_antenna():
    (here,) = read_sinex(WHOLE).of("here")
    assert here.r_m.tolist() == [-2.58361490947259e6, -5.46237001779658e5, 5.78650167543308e6]
    assert here.sigma_m.tolist() == [5.84252e-4, 3.53027e-4, 1.35529e-3]
    assert here.v_mpy.tolist() == [-0.015, 0.025, 0.005]
    assert here.epoch_tai_ns == Instant.from_utc("2020-11-11T12:00:00Z").tai_ns
    assert (here.domes, here.antenna) == ("49419M001", "TRM29659.00     SCIT")
    assert here.eccentricity_une_m.tolist() == [0.0083, 0.001, -0.002]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (WHOLE.replace(b"%ENDSNX\n", b""), "the line '%ENDSNX'"),
        (
            WHOLE.replace(b"-5.46237001779658e+05", b"-5.46237001779x58e+05"),
            "an epoch 'YY:DDD:SSSSS', an estimate",
        ),
        (WHOLE.replace(b"20:316:43200 m/y", b"20:400:43200 m/y", 1), "an epoch 'YY:DDD:SSSSS', an estimate"),
    ],
)
def test_a_fault_is_refused_or_counted(text, says):
    with pytest.raises(BadFile, match=says):
        read_sinex(text)
    assert sum(read_sinex(text, lenient=True).skipped.values()) == 1


def test_what_is_no_sinex_file_is_refused():
    with pytest.raises(BadFile, match="a SINEX file"):
        read_sinex(b"noise", lenient=True)


def test_the_stations_of_a_week_stand_on_the_ground(shared_data):
    week = read_sinex(shared_data / "gnss/truth/igs20P2131_wocov.snx.gz")
    assert len(week.stations) == 1685 // 3 or len(week.stations) > 500
    radius = np.array([np.linalg.norm(one.r_m) for one in week.stations])
    assert 6.355e6 < radius.min() < radius.max() < 6.385e6
    (zimmerwald,) = week.of("ZIMM")
    assert zimmerwald.r_m == pytest.approx([4_331_296.9, 567_556.1, 4_633_134.2], abs=1.0)
