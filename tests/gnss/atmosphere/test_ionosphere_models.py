"""BDGIM beside its authors' own program, maps beside their definition, and how a model is asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.gnss.simulate import START, Case, navigation, observations

from serai.earth import azimuth_elevation_range, geodetic, places_ecef_m
from serai.errors import Refused
from serai.formats.ephemerides import IonosphereParameters as Sent
from serai.formats.ionex import IonosphereMaps
from serai.gnss.atmosphere import bdgim, klobuchar_b1i, tec_maps
from serai.gnss.atmosphere.ionosphere import (
    NUMBER,
    Ionosphere,
    broadcast_ionosphere,
    of_maps,
    slant_delay_m,
)
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.observations.inputs import merged
from serai.gnss.positioning import Job
from serai.gnss.signals import single_frequency

DAY = 86_400_000_000_000
# The authors' program (bdgim.c, Aerospace Information Research Institute, CAS, 2021), compiled and run: the
# nine coefficients, place, satellite and hour of its own example, and its vertical contents elsewhere.
NINE = (
    13.82642069,
    -1.78004616,
    5.172,
    3.1303094,
    -4.58961329,
    0.32483867,
    -0.07802383,
    1.2431259,
    0.37763627,
)
MJD = 59_158.0  # 2020-11-05
CONTENTS = [  # hour, latitude and longitude of the pierce point (deg), TECU
    (17.0, 40.0, 116.0, 5.727030649),
    (0.0, 0.0, 0.0, 10.408733279),
    (3.3, -55.0, -140.0, 12.071486507),
    (6.1, 27.0, 68.0, 23.712986650),
    (12.4, 10.0, 20.0, 33.416696583),
    (14.9, 70.0, 25.0, 4.144121054),
    (19.7, -20.0, -60.0, 32.776586528),
    (23.99, 35.0, 179.0, 18.344177591),
]
RECEIVER_M = np.array([-2_159_945.3149, 4_383_237.1901, 4_085_412.3177])
SATELLITE_M = np.array([-34_342_443.2642, 24_456_393.0586, 12_949.4754])
EXAMPLE_M = 1.4716  # its delay with the interface document's mapping instead of its own (which gives 1.4414)
SPHERE_M = 5e-3  # it takes angles on a sphere; 0.15 deg of elevation


@pytest.mark.parametrize(("hour", "lat", "lon", "content"), CONTENTS)
def test_bdgim_gives_the_contents_of_its_authors_program(hour, lat, lon, content):
    k = bdgim.coefficients_over([(MJD - 3.0, NINE)], np.array([MJD, MJD + 1.0]))
    found = bdgim.vertical_tecu(k, float(np.radians(lat)), float(np.radians(lon)), MJD + hour / 24.0)
    assert found == pytest.approx(content, abs=2e-9)  # printed to 1e-9


def test_bdgim_gives_the_delay_of_the_programs_example():
    lat, lon, _ = (float(v) for v in geodetic(RECEIVER_M))
    az, el, _ = azimuth_elevation_range(RECEIVER_M, lat, lon, SATELLITE_M)
    lat, lon, az, el = (float(np.radians(v)) for v in (lat, lon, az, el))
    at = MJD + 17.0 / 24.0
    k = bdgim.coefficients_over([(MJD, NINE)], np.array([at]))
    content = bdgim.vertical_tecu(k, *bdgim.pierce_point(lat, lon, az, el), at)
    delay = content * bdgim.slant_factor(el) * 40.3e16 / 1575.42e6**2
    assert delay == pytest.approx(EXAMPLE_M, abs=SPHERE_M)


def test_bdgim_takes_the_newest_message_sent_before_each_moment():
    small, large = NINE, (30.0, *NINE[1:])
    both = bdgim.coefficients_over([(MJD + 0.5, large), (MJD, small)], np.array([MJD, MJD + 0.9]))
    alone = [bdgim.coefficients_over([(MJD, row)], np.array([MJD, MJD + 0.9])) for row in (small, large)]
    for k, hour in ((alone[0], 11.9), (alone[1], 12.1)):
        at = MJD + hour / 24.0
        assert bdgim.vertical_tecu(both, 0.3, 1.0, at) == bdgim.vertical_tecu(k, 0.3, 1.0, at)


def earth(times: int = 3, **more: object) -> IonosphereMaps:
    """Maps every two hours whose content rises linearly over latitude, longitude and time."""
    lat, lon = np.arange(87.5, -87.6, -2.5), np.arange(-180.0, 180.1, 5.0)
    hours = 2.0 * np.arange(times)
    tecu = 40.0 + 0.1 * lat[None, :, None] + 0.05 * lon[None, None, :] + hours[:, None, None]
    given = {
        "version": 1.0,
        "mapping": "COSZ",
        "tai_ns": START + (hours * 3.6e12).astype(np.int64),
        "lat_deg": lat,
        "lon_deg": lon,
        "height_m": 450e3,
        "base_radius_m": 6_371e3,
        "tecu": tecu,
        "rms_tecu": np.full_like(tecu, 4.0),
        "bias_s": {},
        "skipped": {},
    }
    return IonosphereMaps(**(given | more))  # type: ignore[arg-type]


def content(k, lat, lon, hours):
    at = float(tec_maps.mjd_of(np.array([START]))[0]) + hours / 24.0
    return tec_maps.vertical_tecu(k, float(np.radians(lat)), float(np.radians(lon)), at)


def test_maps_are_read_between_nodes_and_turned_with_the_sun_between_times():
    k = tec_maps.packed(earth())
    assert content(k, 12.3, 33.3, 2.0) == pytest.approx(40.0 + 1.23 + 0.05 * 33.3 + 2.0)
    # An hour after a map its content is 15 deg further west: a place takes what was 15 deg east of it.
    early, late = 40.0 + 1.23 + 0.05 * (33.3 + 15.0), 42.0 + 1.23 + 0.05 * (33.3 - 15.0)
    assert content(k, 12.3, 33.3, 1.0) == pytest.approx(0.5 * (early + late))
    assert content(k, 12.3, 33.3 - 360.0, 2.0) == pytest.approx(content(k, 12.3, 33.3, 2.0))


def test_a_content_fixed_under_the_sun_stays_fixed_between_maps():
    whole = earth(times=13)
    sun = whole.lon_deg[None, None, :] + 15.0 * 2.0 * np.arange(13)[:, None, None]
    k = tec_maps.packed(
        replace(whole, tecu=50.0 + 20.0 * np.cos(np.radians(sun)) + np.zeros_like(whole.tecu))
    )
    for hours in (0.4, 3.0, 7.7, 23.9):  # 5 deg nodes of a cosine of 20: 0.02 at most between them
        assert content(k, 10.0, 40.0, hours) == pytest.approx(
            50.0 + 20.0 * np.cos(np.radians(40.0 + 15.0 * hours)), abs=0.03
        )


def test_maps_know_the_poles_and_nothing_beside_a_missing_node():
    whole = earth()
    holed = whole.tecu.copy()
    holed[:, 30, 40] = np.nan
    k = tec_maps.packed(replace(whole, tecu=holed))
    assert np.isfinite(content(k, 89.0, 0.0, 0.0))
    lat, lon = whole.lat_deg[30], whole.lon_deg[40]
    assert np.isnan(content(k, lat - 1.0, lon - 1.0, 0.0))
    assert np.isfinite(content(k, lat - 1.0, lon - 6.0, 0.0))


def test_maps_reach_slant_content_by_one_over_the_cosine_at_their_height():
    k = tec_maps.packed(earth())
    assert tec_maps.slant_factor(k, float(np.pi / 2)) == pytest.approx(1.0)
    z = np.arcsin(6_371.0 / 6_821.0 * np.cos(np.radians(20.0)))
    assert tec_maps.slant_factor(k, float(np.radians(20.0))) == pytest.approx(1.0 / np.cos(z))


def test_maps_say_how_much_they_leave_and_refuse_other_mappings():
    assert of_maps(earth()).left == pytest.approx(0.1, rel=0.1)
    assert of_maps(earth(rms_tecu=None)).left == 0.25
    with pytest.raises(Refused, match="QFAC"):
        of_maps(earth(mapping="QFAC"))


PLACE_M = places_ecef_m(25.0, 67.0, 30.0)
SIMULATED = Case(place_m=PLACE_M, codes={"G": ("1C",), "E": ("1C",)}, epochs=3)


def with_bdgim():
    nav = navigation(SIMULATED)
    sent = Sent(
        model="bdgim", system="C", satellite="C20", tai_ns=START - DAY // 4, region="", parameters=NINE
    )
    return replace(nav, iono=(*nav.iono, sent))


def moved_by(model: str | Ionosphere) -> np.ndarray:
    track = single_point(
        observations(SIMULATED), with_bdgim(), single_frequency("GE"), "GE", PointSettings(ionosphere=model)
    )
    return track.errors_enu_m(PLACE_M)[0]


def test_each_model_that_is_named_is_the_one_used():
    assert np.abs(moved_by("klobuchar")).max() < 1e-3, "the simulated delays are Klobuchar's"
    apart = [moved_by(model) for model in ("klobuchar", "bdgim", of_maps(earth()), "none")]
    heights = [round(float(error[2]), 2) for error in apart]
    assert len(set(heights)) == 4, heights
    assert max(map(abs, heights)) < 20.0


def test_rays_that_maps_do_not_know_are_not_used():
    half = earth(lat_deg=np.arange(30.0, -30.1, -2.5), tecu=np.full((3, 25, 73), 30.0), rms_tecu=None)
    rows = single_point(
        observations(SIMULATED),
        with_bdgim(),
        single_frequency("GE"),
        "GE",
        PointSettings(ionosphere=of_maps(half)),
    )
    assert 4 <= rows.satellites[0] < (rows.rows.first[1] - rows.rows.first[0])


def test_what_cannot_be_had_is_refused_in_a_sentence():
    nav = with_bdgim()
    with pytest.raises(Refused, match=r"no parameters for the ionosphere model 'nequick'; it has those of"):
        broadcast_ionosphere(nav, "nequick")
    with pytest.raises(
        Refused, match=r"no parameters for the ionosphere model 'ntcm'; it has those of klobuchar"
    ):
        broadcast_ionosphere(nav, "ntcm")
    late = earth(tai_ns=START + DAY + np.arange(3) * 7_200_000_000_000)
    with pytest.raises(Refused, match="give the maps of that day"):
        moved_by(of_maps(late))
    with pytest.raises(Refused, match="no ionosphere model is called 'bent'"):
        Job(observations=None, navigation=(), ionosphere="bent")._ionosphere()


GALILEO = Sent(
    model="nequick", system="E", satellite="", tai_ns=None, region="", parameters=(28.25, 7.8e-3, 1.0e-2, 0.0)
)


def test_the_mean_of_both_is_taken_where_gps_and_galileo_sent_theirs():
    nav = navigation(SIMULATED)
    both = broadcast_ionosphere(replace(nav, iono=(*nav.iono, GALILEO)))
    assert (both.name, both.galileo) == ("klobuchar+nequick-g", (28.25, 7.8e-3, 1.0e-2))
    assert broadcast_ionosphere(nav).name == "klobuchar"
    alone = broadcast_ionosphere(replace(nav, iono=(GALILEO,)))
    assert (alone.name, alone.galileo) == ("nequick-g", both.galileo)
    ray = 0.97, 0.15, 3.0, 0.4, 20.0, 43_200.0, 310.0, MJD
    delay, one, other = (
        slant_delay_m(NUMBER[name], both.parameters, *ray)[0]
        for name in ("klobuchar+nequick-g", "klobuchar", "nequick-g")
    )
    assert other == pytest.approx(20.0 * 40.3e16 / 1575.42e6**2)
    share = 1.0 / (1.0 + 0.731**2)  # of NeQuick-G: inverse squares of 1 and 0.731
    assert delay == pytest.approx((1.0 - share) * one + share * other)
    assert both.left == pytest.approx(0.5 * (1.0 + 0.731**-2) ** -0.5)


def test_of_several_messages_that_nearest_in_time_is_taken_whatever_their_order():
    nav = navigation(SIMULATED)
    early, late = (
        replace(nav.iono[0], tai_ns=START + k * DAY, parameters=(1e-8 * (k + 1), *nav.iono[0].parameters[1:]))
        for k in (0, 1)
    )
    japan = replace(early, region="JAPN", parameters=(9e-8, *early.parameters[1:]))
    nothing = replace(early, parameters=(0.0,) * 8)
    for sent in ((early, late, japan, nothing), (nothing, japan, late, early)):
        given = replace(nav, iono=sent)
        for about, alpha in ((START + DAY // 4, 1e-8), (START + DAY, 2e-8)):
            assert broadcast_ionosphere(given, None, about).parameters[0] == alpha
    both = merged([replace(nav, iono=(replace(early, tai_ns=None),)), replace(nav, iono=(late,))])
    assert broadcast_ionosphere(both, None, START).parameters[0] == 1e-8


def test_bdgim_alone_is_taken_where_nothing_else_was_sent():
    nav = with_bdgim()
    assert broadcast_ionosphere(replace(nav, iono=nav.iono[1:])).name == "bdgim"
    assert broadcast_ionosphere(nav).name == "klobuchar"


def test_beidou_2s_eight_parameters_are_not_taken_for_klobuchars():
    """BDS-SIS-ICD-B1I-3.0, 5.2.4.7: a whole cosine about 14 h over geographic latitude, on B1I."""
    k = np.array([2e-8, 1e-8, -3e-8, 0.0, 1.2e5, 0.0, -1e5, 0.0, 0.0])
    lat, phi = np.radians(45.0), 0.25
    amplitude, period = 2e-8 + 1e-8 * phi - 3e-8 * phi**2, 1.2e5 - 1e5 * phi**2
    for second, share in ((50_400.0, 1.0), (50_400.0 + period / 8.0, np.cos(np.pi / 4.0)), (0.0, 0.0)):
        delay = klobuchar_b1i.vertical_delay_m(k, lat, 0.0, second)
        assert delay == pytest.approx(299_792_458.0 * (5e-9 + amplitude * share))
    assert klobuchar_b1i.vertical_delay_m(k, -lat, 0.0, 50_400.0) > 299_792_458.0 * amplitude
    nav = navigation(SIMULATED)
    alone = replace(nav, iono=(replace(nav.iono[0], system="C"),))
    assert broadcast_ionosphere(alone).name == "klobuchar-b1i"
    up = slant_delay_m(6, k, lat, 0.0, 0.0, np.pi / 2, 0.0, 50_400.0, 100.0, MJD)[0]
    assert up == pytest.approx(299_792_458.0 * (5e-9 + amplitude) * (1561.098 / 1575.42) ** 2, rel=1e-4)
