"""Our rain beside the ITU-R validation workbook 8.3.0 (P.838-3 and P.618-14, 64 cases).

ours | theirs | tolerance | why: the workbook prints every column to all its digits and both sides work in
double precision, so 1e-6 of the value is far above rounding and far below any mistake.
"""

from __future__ import annotations

import numpy as np

from serai.radio import rain_attenuation_db, specific_attenuation_db_km
from serai.radio.p838 import coefficients

RELATIVE = 1e-6
CASES = 48  # at least


def test_specific_attenuation_is_that_of_the_workbook(itu_columns):
    elevation, f, rate, tilt, k, alpha, gamma = itu_columns("P.838-3 Sp.Att", "FGHINOP")
    assert len(f) >= CASES
    ours_k, ours_alpha = coefficients(f, elevation, tilt)
    np.testing.assert_allclose(ours_k, k, rtol=RELATIVE)
    np.testing.assert_allclose(ours_alpha, alpha, rtol=RELATIVE)
    np.testing.assert_allclose(specific_attenuation_db_km(rate, f, elevation, tilt), gamma, rtol=RELATIVE)


def test_rain_attenuation_of_a_slant_path_is_that_of_the_workbook(itu_columns):
    lat, height, f, elevation, tilt, percent, rain_height, r001, theirs = itu_columns(
        "P.618-14 A_Rain", "CFGHIJKLU"
    )
    assert len(f) >= CASES
    ours = rain_attenuation_db(
        r001_mm_h=r001,
        rain_height_km=rain_height,
        height_km=height,
        lat_deg=lat,
        elevation_deg=elevation,
        frequency_ghz=f,
        percent=percent,
        tilt_deg=tilt,
    )
    np.testing.assert_allclose(ours, theirs, rtol=RELATIVE)
