"""NeQuick-G beside the EU's input and output verification data and the Joint Research Centre's own checks.

The 108 slant contents belong to "Ionospheric Correction Algorithm for Galileo Single Frequency Users", issue
1.2 (2016); they were read from a public copy (tpl2go/NequickG), which prints places to 0.01 deg and contents
to 0.01 TECU. The values on the way are those of the unit tests of NeQuickG_JRC (2019).
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from serai.earth import azimuth_elevation_range, places_ecef_m
from serai.gnss.atmosphere import nequick, nequick_profile, nequick_tables
from serai.gnss.atmosphere.nequick_tables import FO_F2_ORDERS, M3000_ORDERS

# Half of the last digit of the places moves a content by as much; with the places of the same stations to a
# metre (recalled) the largest difference falls from 0.038 to 0.021, and the rms to 0.003 to 0.007.
TECU = 0.04
RMS_TECU = 0.013
# The document cuts its integral at 1000 and 2000 km; cut as we do, the contents leave the published ones by
# what the document's own integration leaves of the integral.
AS_PUBLISHED = ((1000.0, 2000.0), (0.001, 0.01, 0.01))
NEARLY_WHOLE = ((60.0, 90.0, 110.0, 120.0, 200.0, 300.0, 500.0, 1000.0, 2000.0, 5000.0), (1e-6,) * 11)
OURS_TECU, OURS_RMS_TECU = 0.15, 0.03
OF_THE_INTEGRAL_TECU = 0.04
ON_THE_WAY = 1e-5  # the tolerance of those unit tests
EPOCH = date(1858, 11, 17)
LEVELS = {
    "high": (236.831641, -0.39362878, 0.00402826613),
    "medium": (121.129893, 0.351254133, 0.0134635348),
    "low": (2.580271, 0.127628236, 0.0252748384),
}
# Month, hour (UT), receiver's longitude, latitude (deg), height (m), the satellite's, TECU.
VECTORS = {
    "high": """
4 0 297.66 82.49 78.11 8.23 54.29 20281546.18 20.40
4 0 297.66 82.49 78.11 -158.03 24.05 20275295.43 53.45
4 0 297.66 82.49 78.11 -30.86 41.04 19953770.93 25.91
4 4 297.66 82.49 78.11 -85.72 53.69 20544786.65 18.78
4 4 297.66 82.49 78.11 -130.77 54.40 20121312.46 20.00
4 4 297.66 82.49 78.11 140.68 35.85 19953735.00 37.81
4 8 297.66 82.49 78.11 -126.28 51.26 20513440.10 21.31
4 8 297.66 82.49 78.11 84.26 54.68 20305726.79 27.72
4 8 297.66 82.49 78.11 -96.21 37.33 19956072.48 24.13
4 12 297.66 82.49 78.11 81.09 35.20 20278071.03 49.30
4 12 297.66 82.49 78.11 175.57 51.89 19995445.72 26.61
4 12 297.66 82.49 78.11 4.25 53.43 20107681.66 29.21
4 16 297.66 82.49 78.11 14.89 32.88 20636367.33 37.95
4 16 297.66 82.49 78.11 -70.26 50.63 20043030.82 23.93
4 16 297.66 82.49 78.11 -130.60 49.21 20288021.34 26.97
4 20 297.66 82.49 78.11 -52.46 24.28 19831557.96 48.45
4 20 297.66 82.49 78.11 -165.78 35.06 20196268.24 41.71
4 20 297.66 82.49 78.11 168.73 52.58 20288372.95 27.79
4 0 307.19 5.25 -25.76 -89.48 -29.05 20081457.33 240.59
4 0 307.19 5.25 -25.76 -46.73 -24.08 19975517.42 152.19
4 0 307.19 5.25 -25.76 -99.26 34.47 20275286.46 204.92
4 4 307.19 5.25 -25.76 -46.61 54.84 20258938.89 124.39
4 4 307.19 5.25 -25.76 -85.72 53.68 20544786.61 140.16
4 4 307.19 5.25 -25.76 -18.13 14.17 20267783.18 95.52
4 8 307.19 5.25 -25.76 7.14 -19.55 20226657.45 26.47
4 8 307.19 5.25 -25.76 -48.38 -31.04 20069586.93 21.34
4 8 307.19 5.25 -25.76 -58.59 21.93 20008556.82 21.68
4 12 307.19 5.25 -25.76 -102.83 -40.74 20153844.84 169.86
4 12 307.19 5.25 -25.76 -0.60 10.75 20272829.17 178.43
4 12 307.19 5.25 -25.76 -120.35 11.00 20283503.35 146.95
4 16 307.19 5.25 -25.76 -70.26 50.63 20043030.72 198.43
4 16 307.19 5.25 -25.76 -72.73 -9.78 19936049.27 149.02
4 16 307.19 5.25 -25.76 -66.77 2.37 19986966.89 133.16
4 20 307.19 5.25 -25.76 -1.57 -7.90 20373709.74 255.31
4 20 307.19 5.25 -25.76 0.44 50.83 19975412.45 292.41
4 20 307.19 5.25 -25.76 10.94 44.72 20450566.19 336.74
""",
    "medium": """
4 0 40.19 -3.00 -23.32 76.65 -41.43 20157673.93 18.26
4 0 40.19 -3.00 -23.32 -13.11 -4.67 20194168.22 35.84
4 0 40.19 -3.00 -23.32 26.31 -39.04 20671871.64 17.18
4 4 40.19 -3.00 -23.32 79.33 -55.34 20679595.44 36.00
4 4 40.19 -3.00 -23.32 107.19 -10.65 19943686.06 76.77
4 4 40.19 -3.00 -23.32 56.35 47.54 20322471.38 38.01
4 8 40.19 -3.00 -23.32 7.14 -19.55 20226657.34 69.17
4 8 40.19 -3.00 -23.32 51.96 -1.90 20218595.37 59.53
4 8 40.19 -3.00 -23.32 89.22 -40.56 20055109.63 101.26
4 12 40.19 -3.00 -23.32 90.78 -28.26 20081398.25 127.83
4 12 40.19 -3.00 -23.32 35.75 -14.88 20010521.91 81.34
4 12 40.19 -3.00 -23.32 81.09 35.20 20278071.09 113.92
4 16 40.19 -3.00 -23.32 14.89 32.88 20636367.52 91.07
4 16 40.19 -3.00 -23.32 2.04 11.23 20394926.95 96.70
4 16 40.19 -3.00 -23.32 22.79 -35.87 20125991.19 71.45
4 20 40.19 -3.00 -23.32 54.11 3.15 20251696.28 48.06
4 20 40.19 -3.00 -23.32 95.06 17.94 20246498.07 77.64
4 20 40.19 -3.00 -23.32 -1.81 -52.00 20332764.38 50.10
4 0 115.89 -31.80 12.78 119.90 -8.76 19941513.27 24.84
4 0 115.89 -31.80 12.78 165.14 -13.93 20181976.57 43.94
4 0 115.89 -31.80 12.78 76.65 -41.43 20157673.77 19.90
4 4 115.89 -31.80 12.78 107.19 -10.65 19943685.24 46.25
4 4 115.89 -31.80 12.78 79.33 -55.34 20679595.29 46.10
4 4 115.89 -31.80 12.78 64.90 -17.58 20177185.06 64.59
4 8 115.89 -31.80 12.78 127.35 23.46 19837695.71 88.58
4 8 115.89 -31.80 12.78 89.22 -40.56 20055109.56 40.62
4 8 115.89 -31.80 12.78 148.31 -29.93 20109263.99 40.82
4 12 115.89 -31.80 12.78 90.78 -28.26 20081398.25 14.48
4 12 115.89 -31.80 12.78 133.47 -24.87 19975574.41 13.63
4 12 115.89 -31.80 12.78 166.97 -3.87 20196778.56 27.69
4 16 115.89 -31.80 12.78 124.09 -14.31 20100697.90 6.96
4 16 115.89 -31.80 12.78 154.31 -45.19 20116286.17 7.48
4 16 115.89 -31.80 12.78 -167.50 -43.24 20095343.13 13.87
4 20 115.89 -31.80 12.78 131.65 -31.56 20066111.12 4.36
4 20 115.89 -31.80 12.78 115.68 -52.78 20231909.06 4.35
4 20 115.89 -31.80 12.78 50.87 -50.69 20186511.77 6.97
""",
    "low": """
4 0 141.13 39.14 117.00 165.14 -13.93 20181976.50 36.44
4 0 141.13 39.14 117.00 85.59 36.64 20015444.79 14.24
4 0 141.13 39.14 117.00 119.90 -8.76 19941513.27 23.54
4 4 141.13 39.14 117.00 107.19 -10.65 19943685.88 77.49
4 4 141.13 39.14 117.00 38.39 51.98 20457198.52 29.28
4 4 141.13 39.14 117.00 -130.77 54.40 20121312.41 23.02
4 8 141.13 39.14 117.00 179.50 51.35 19967933.94 13.62
4 8 141.13 39.14 117.00 97.28 21.46 19941941.52 24.28
4 8 141.13 39.14 117.00 84.26 54.68 20305726.98 15.90
4 12 141.13 39.14 117.00 62.65 54.77 20370905.24 16.33
4 12 141.13 39.14 117.00 115.63 -1.28 20165065.92 11.05
4 12 141.13 39.14 117.00 81.09 35.20 20278071.22 14.25
4 16 141.13 39.14 117.00 124.09 -14.31 20100698.19 8.12
4 16 141.13 39.14 117.00 -130.60 49.21 20288020.98 6.45
4 16 141.13 39.14 117.00 161.97 13.35 20265041.53 4.69
4 20 141.13 39.14 117.00 84.18 36.59 19953853.27 6.06
4 20 141.13 39.14 117.00 54.67 51.65 20511861.27 8.28
4 20 141.13 39.14 117.00 -136.92 46.53 20309713.36 10.78
4 0 204.54 19.80 3754.69 165.14 -13.93 20181976.58 94.98
4 0 204.54 19.80 3754.69 179.32 9.92 20274303.54 60.87
4 0 204.54 19.80 3754.69 -144.16 -15.44 20007317.84 72.83
4 4 204.54 19.80 3754.69 -130.77 54.40 20121312.45 30.77
4 4 204.54 19.80 3754.69 -99.26 37.44 20066769.88 36.18
4 4 204.54 19.80 3754.69 -85.72 53.69 20544786.60 37.25
4 8 204.54 19.80 3754.69 178.35 -7.05 20372509.81 1.62
4 8 204.54 19.80 3754.69 -125.97 2.30 20251559.90 0.12
4 8 204.54 19.80 3754.69 179.50 51.35 19967934.29 0.56
4 12 204.54 19.80 3754.69 158.88 -12.61 20145417.20 1.77
4 12 204.54 19.80 3754.69 -146.53 22.03 20069033.97 0.64
4 12 204.54 19.80 3754.69 -153.30 -39.75 20672066.87 2.99
4 16 204.54 19.80 3754.69 -140.58 51.70 20455387.61 2.16
4 16 204.54 19.80 3754.69 -167.50 -43.24 20095343.11 3.11
4 16 204.54 19.80 3754.69 -164.50 27.08 20494802.61 1.22
4 20 204.54 19.80 3754.69 -172.71 -20.37 20225145.06 24.53
4 20 204.54 19.80 3754.69 -136.92 46.53 20309713.37 13.14
4 20 204.54 19.80 3754.69 -82.52 20.64 19937791.48 38.20
""",
}


def contents(level: str, cuts: nequick.Cuts) -> tuple[np.ndarray, np.ndarray]:
    k = nequick_tables.packed(*LEVELS[level])
    rows = np.array([[float(v) for v in line.split()] for line in VECTORS[level].split("\n") if line])
    found = [
        nequick.slant_tecu(
            k,
            int(month),
            hour,
            *np.radians([lat, lon]),
            h / 1e3,
            *np.radians([sat_lat, sat_lon]),
            sat_h / 1e3,
            nequick_tables.room(),
            cuts,
        )
        for month, hour, lon, lat, h, sat_lon, sat_lat, sat_h, _ in rows
    ]
    return np.array(found), rows[:, 8]


@pytest.mark.parametrize("level", LEVELS)
def test_slant_contents_are_the_published_ones(level):
    for cuts, largest, rms in (
        (AS_PUBLISHED, TECU, RMS_TECU),
        (nequick.CUTS, OURS_TECU, OURS_RMS_TECU),
    ):
        found, published = contents(level, cuts)
        off = found - published
        print(level, len(off), "largest", np.abs(off).max(), "rms", np.sqrt(np.mean(off**2)))
        assert len(off) == 36
        assert np.abs(off).max() < largest
        assert np.sqrt(np.mean(off**2)) < rms


@pytest.mark.parametrize("level", LEVELS)
def test_our_cuts_are_nearer_to_the_integral_than_the_documents(level):
    whole, _ = contents(level, NEARLY_WHOLE)
    ours, theirs = (np.abs(contents(level, cuts)[0] - whole).max() for cuts in (nequick.CUTS, AS_PUBLISHED))
    print(level, "ours", ours, "the document's", theirs)
    assert ours < OF_THE_INTEGRAL_TECU
    assert ours < theirs


@pytest.mark.parametrize(
    ("hour", "sunspots", "lon", "lat", "fo_f2", "m3000"),
    [
        (0.0, 186.328060298, 297.438314733, 82.481346266, 6.575612801, 2.366982653),
        (2.666667, 186.328060298, 378.105699987, 74.653105616, 6.289174069, 2.375445167),
        (10.5, 203.036737976, 31.022679098, -8.649092730, 16.638422783, 2.244593590),
    ],
)
def test_the_f2_layer_is_the_reference_implementations(hour, sunspots, lon, lat, fo_f2, m3000):
    k = nequick_tables.packed(*LEVELS["high"])
    numbers = nequick_tables.room()
    nequick_tables.of_the_hour(k, 4, hour, sunspots, numbers)
    critical, factor = numbers, numbers[nequick_tables.FO_F2 :]
    over, there = np.radians(lon), np.radians(lat)
    sin_modip = np.sin(np.radians(nequick_tables.modip_deg(k, lat, lon)))
    where = sin_modip, np.cos(there), np.cos(over), np.sin(over)
    assert nequick_tables.mapped(critical, FO_F2_ORDERS, *where) == pytest.approx(fo_f2, abs=ON_THE_WAY)
    assert nequick_tables.mapped(factor, M3000_ORDERS, *where) == pytest.approx(m3000, abs=ON_THE_WAY)


@pytest.mark.parametrize(
    ("hour", "lon", "lat", "zenith"),
    [
        (0.0, 297.438315, 82.481346, 82.978526),
        (0.833333, 139.790965, 26.595660, 30.664744),
        (12.0, 298.035128, 82.566581, 76.209610),
        (23.833333, 260.236348, 35.803032, 74.148769),
        (23.833333, 114.989502, -50.092818, 83.933196),
    ],
)
def test_the_suns_effective_zenith_angle_is_the_reference_implementations(hour, lon, lat, zenith):
    sine, cosine = nequick_profile.sun(4, hour)
    found = nequick_profile.effective_zenith_deg(np.radians(lat), hour + lon / 15.0, sine, cosine)
    assert found == pytest.approx(zenith, abs=ON_THE_WAY)


@pytest.mark.parametrize(
    ("level", "lon", "lat", "hour", "fo_e"),
    [
        (230.245562, 297.438315, 82.481346, 0.0, 2.409694),
        (248.199580, 40.173216, -3.023059, 1.0, 0.726159),
        (285.871846, 137.301902, -82.090099, 11.0, 0.971728),
    ],
)
def test_the_e_layer_is_the_reference_implementations(level, lon, lat, hour, fo_e):
    sine, cosine = nequick_profile.sun(4, hour)
    zenith = nequick_profile.effective_zenith_deg(np.radians(lat), hour + lon / 15.0, sine, cosine)
    assert nequick_profile.critical_e_mhz(lat, level, zenith, 4) == pytest.approx(fo_e, abs=ON_THE_WAY)


def test_the_layers_are_the_reference_implementations():
    p = nequick_profile.profile(2.409694059, 6.575612801, 2.366982653, 4, 186.328060298)
    assert p.h2 == pytest.approx(412.551921084, abs=ON_THE_WAY)
    assert p.h1 == pytest.approx(266.275960542, abs=ON_THE_WAY)
    assert (p.b2, p.b1_top, p.b1_bottom) == pytest.approx(
        (45.987213389, 43.882788163, 73.137980271), abs=1e-5
    )
    assert (p.a2, p.a1, p.ae) == pytest.approx((21.446387117, 1.310172197, 2.182239112), abs=ON_THE_WAY)
    assert p.top == pytest.approx(50.657704983, abs=ON_THE_WAY)


@pytest.mark.parametrize(
    ("level", "modip", "sfu"),
    [
        ("high", 76.284073, 230.245562),
        ("medium", -23.316310, 120.259398),
        ("low", -71.811295, 123.753978),
        ("low", 33.054571, 34.414374),
    ],
)
def test_the_ionisation_level_is_the_reference_implementations(level, modip, sfu):
    assert nequick.ionisation(np.array(LEVELS[level]), modip) == pytest.approx(sfu, abs=1e-6)


def test_where_galileo_sends_nothing_the_level_is_that_of_a_quiet_sun():
    assert nequick.ionisation(np.zeros(3), 40.0) == 63.7


@pytest.mark.parametrize("satellite", [(-14.31, 124.09, 2.01e7), (10.0, 60.0, 2.3e7), (0.0, 80.0, 3.58e7)])
def test_a_ray_given_by_angles_and_range_is_the_ray_between_two_places(satellite):
    k = nequick_tables.packed(*LEVELS["medium"])
    place_deg, mjd = (-31.8, 115.89, 12.78), 58_210.0  # 2018-04-02
    place, there = (places_ecef_m(*where) for where in (place_deg, satellite))
    azimuth_deg, elevation_deg, range_m = azimuth_elevation_range(place, *place_deg[:2], there)
    azimuth, elevation = np.radians([float(azimuth_deg), float(elevation_deg)])
    lat, lon, over, along = np.radians([*place_deg[:2], *satellite[:2]])
    room = nequick_tables.room()
    direct = nequick.slant_tecu(k, 4, 16.0, lat, lon, 12.78e-3, over, along, satellite[2] / 1e3, room)
    found = nequick.tecu_towards(k, lat, lon, 12.78, azimuth, elevation, float(range_m), 16.0, mjd, room)
    assert elevation > 0.0
    assert found == pytest.approx(direct, rel=1e-6)


def test_a_ray_through_the_earth_has_no_content():
    k = nequick_tables.packed(*LEVELS["high"])
    room = nequick_tables.room()
    assert np.isnan(nequick.slant_tecu(k, 4, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 20_000.0, room))


def test_contents_add_up_along_a_ray():
    """What lies above 700 km and what lies below it are together what lies above the ground."""
    k = nequick_tables.packed(*LEVELS["medium"])
    room = nequick_tables.room()
    below = nequick.slant_tecu(k, 7, 13.0, 0.5, 1.0, 0.0, 0.5, 1.0, 700.0, room)
    above = nequick.slant_tecu(k, 7, 13.0, 0.5, 1.0, 700.0, 0.5, 1.0, 20_000.0, room)
    whole = nequick.slant_tecu(k, 7, 13.0, 0.5, 1.0, 0.0, 0.5, 1.0, 20_000.0, room)
    assert below + above == pytest.approx(whole, rel=2e-3)  # the rule's own tolerance is 1e-3


def test_a_days_month_is_the_calendars():
    for days in range(50_000, 70_000):
        assert nequick.month_of(days + 0.5) == (EPOCH + timedelta(days)).month
