"""Our scintillation, totals and fades beside the ITU-R validation workbook 8.3.0: P.618-14 and P.1623-1.

ours | theirs | tolerance | why: every column is printed to all its digits, so 1e-6 dB is far above rounding.
"""

from __future__ import annotations

import numpy as np
import pytest

from serai.radio.propagation.itu import p618_scintillation as low
from serai.radio.propagation.itu import p618_total, p1623

WITHIN = 1e-6  # dB


def test_scintillation_in_48_cases(itu_book):
    f, elevation, diameter, efficiency, percent, wet, theirs = itu_book.columns(
        "P.618-14 A_Scint", "G H I J K L R"
    )
    assert len(f) == 48
    ours = low.scintillation_db(
        wet_refractivity=wet,
        frequency_ghz=f,
        elevation_deg=elevation,
        diameter_m=diameter,
        percent=percent,
        efficiency=efficiency,
    )
    np.testing.assert_allclose(ours, theirs, atol=WITHIN, rtol=0)


def test_deep_fades_below_five_degrees_in_54_cases(itu_book):
    lat, gradient, f, percent, apparent, terrain, factor, theirs = itu_book.columns(
        "P.618-14 A_scint_Deep", "C E G I J M N O"
    )
    assert len(f) == 54
    ours = low.geoclimatic_factor(gradient, lat, terrain)
    np.testing.assert_allclose(ours, factor, rtol=1e-12)
    fade = low.deep_fade_db(
        geoclimatic=ours, lat_deg=lat, frequency_ghz=f, apparent_deg=apparent, percent=percent
    )
    np.testing.assert_allclose(fade, theirs, atol=WITHIN, rtol=0)


def test_shallow_fades_below_five_degrees_in_54_cases(itu_book):
    names = "D F H M W J K L R O AA"
    lat, gradient, f, apparent, end_mrad, percent, diameter, efficiency, at_5, terrain, theirs = (
        itu_book.columns("P.618-14 A_Scint_Shallow", names)
    )
    assert len(f) == 54
    ours = low.shallow_fade_db(
        geoclimatic=low.geoclimatic_factor(gradient, lat, terrain),
        lat_deg=lat,
        frequency_ghz=f,
        apparent_deg=apparent,
        apparent_at_5_deg=np.degrees(end_mrad / 1e3),
        percent=percent,
        at_5_deg_db=at_5,
        diameter_m=diameter,
        efficiency=efficiency,
    )
    np.testing.assert_allclose(ours, theirs, atol=WITHIN, rtol=0)


def test_total_attenuation_from_its_four_parts_in_48_cases(itu_book):
    *parts, theirs = itu_book.columns("P.618-14 Att_Tot", "O P Q R S")
    assert len(theirs) == 48
    np.testing.assert_allclose(p618_total.total_db(*parts), theirs, atol=WITHIN, rtol=0)
    assert float(p618_total.held_percent(0.01)) == 5.0


def test_cross_polarisation_in_64_cases(itu_book):
    *given, theirs = itu_book.columns("P.618-14 XPD", "K H I G J T")
    assert len(theirs) == 64
    np.testing.assert_allclose(p618_total.cross_polarisation_db(*given), theirs, atol=WITHIN, rtol=0)


def test_a_satellite_that_moves_over_85_elevations(itu_book):
    sheet = "P.618-14 A_Rain (non-GSO)"
    middle, norm, away, margin, outage, part = itu_book.columns(sheet, "N M O P Q R")
    assert len(middle) == 85
    every, share = np.arange(90) + 0.5, itu_book.columns(sheet, "L")[0]
    assert len(share) == 90
    ours = p618_total.non_gso(
        every,
        share,
        altitude_km=1100.0,
        zenith_margin_db=15.0,
        lowest_deg=5.0,
        outage_percent=lambda elevation, _: np.interp(elevation, middle, outage),
    )
    np.testing.assert_allclose(ours.range_km, away, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours.margin_db, margin, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours.used_percent, norm, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours.view_percent * ours.outage_percent / 100.0, part, atol=WITHIN, rtol=0)
    assert ours.available_percent == pytest.approx(itu_book.cell(sheet, "T25"), abs=WITHIN)


def test_how_long_fades_last_in_11_cases(itu_book):
    duration, a, elevation, f, total, number, time, count, seconds = itu_book.columns(
        "P.1623-1 Fade Dur", "C D E F H R S T U"
    )
    assert len(f) == 11
    ours = p1623.fades_longer(
        duration, attenuation_db=a, elevation_deg=elevation, frequency_ghz=f, total_s=total
    )
    np.testing.assert_allclose(ours.share_of_number, number, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours.share_of_time, time, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours.number, count, rtol=WITHIN)
    np.testing.assert_allclose(ours.time_s, seconds, rtol=WITHIN)


def test_how_fast_fades_grow_in_100_cases(itu_book):
    slope, density, above, either = itu_book.columns("P.1623-1 Fade Slope", "F I J K")
    assert len(slope) == 100
    ours = p1623.fade_slopes(slope, attenuation_db=10.0, cut_off_hz=0.02, over_s=1.0)
    np.testing.assert_allclose(ours.exceeded, above, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours.size_exceeded, either, atol=WITHIN, rtol=0)
    # The workbook's density is not the derivative of its own distribution: it divides the slope by the square
    # of the spread inside the bracket. Ours is that derivative; theirs is reproduced here, term by term.
    step = 1e-6
    more = p1623.fade_slopes(slope + step, attenuation_db=10.0, cut_off_hz=0.02, over_s=1.0)
    less = p1623.fade_slopes(slope - step, attenuation_db=10.0, cut_off_hz=0.02, over_s=1.0)
    np.testing.assert_allclose(ours.density, (less.exceeded - more.exceeded) / (2 * step), atol=1e-6)
    spread = float(ours.spread_db_s)
    printed = 2.0 / (np.pi * spread * (1.0 + (slope / spread**2) ** 2))
    np.testing.assert_allclose(printed, density, rtol=1e-9)
