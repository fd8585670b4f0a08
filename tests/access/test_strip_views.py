"""How a strip's middle is seen, before plain geometry on the ellipsoid and the Sun's own elevation."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access.strip_views import strip_views
from serai.access.strips import StripSensor, edge_rings_deg, strips_of
from serai.earth import Box, Orientation, Place, geodetic, sun_ecef_unit, sun_elevation_deg
from serai.earth.outline import Outline
from serai.orbit import PaperOrbit
from serai.time import Instant, Span

T0 = Instant.from_utc("2026-06-20T00:00:00Z")
SKY = Orientation.none()
CAMERA = StripSensor(off_nadir_deg=45.0, width_m=60e3)


@pytest.fixture(scope="module")
def seen():
    orbit = PaperOrbit.read("sun@600,10:30").circles(T0, SKY)
    samples = Outline.of_box(Box(lon_min=67.0, lat_min=24.0, lon_max=69.0, lat_max=27.0)).samples(256)
    sweep = strips_of(orbit, [[CAMERA]], samples, Span.of(T0, 10 * 86_400.0), SKY, sun_deg=-90.0)
    assert len(sweep.strips) >= 6
    return orbit[0], sweep.strips, strip_views(sweep, sweep.strips, SKY)


def test_the_middle_lies_within_its_strip():
    orbit = PaperOrbit.read("sun@600,10:30").circles(T0, SKY)
    samples = Outline.of_box(Box(lon_min=67.0, lat_min=24.0, lon_max=69.0, lat_max=27.0)).samples(256)
    sweep = strips_of(orbit, [[CAMERA]], samples, Span.of(T0, 5 * 86_400.0), SKY, sun_deg=-90.0)
    views, rings = strip_views(sweep, sweep.strips, SKY), edge_rings_deg(sweep, sweep.strips)
    aside = np.minimum(np.abs(sweep.strips.low_m), np.abs(sweep.strips.high_m))
    assert aside.max() > 100e3  # so that the other side of the track would be another place
    for ring, lon, lat in zip(rings, views.lon_deg, views.lat_deg, strict=True):
        assert Outline.of_polygons([[ring]]).contains(np.array([lon]), np.array([lat])).all()


def test_the_sun_over_a_strip_is_that_of_its_middle(seen):
    _, strips, views = seen
    for k, at in enumerate(strips.at_ns.tolist()):
        place = Place(lat_deg=float(views.lat_deg[k]), lon_deg=float(views.lon_deg[k]))
        assert views.sun_deg[k] == pytest.approx(
            float(sun_elevation_deg(place, np.array([at]), SKY)[0]), abs=1e-6
        )


def test_the_suns_azimuth_points_at_the_place_below_it(seen):
    """By spherical trigonometry to the sub-solar point, which knows no east and north."""
    _, strips, views = seen
    for k, at in enumerate(strips.at_ns.tolist()):
        lat0, lon0, _ = geodetic(sun_ecef_unit(np.array([at]), SKY) * 1.5e11)
        a, b = np.radians(views.lat_deg[k]), np.radians(float(lat0[0]))
        d = np.radians(float(lon0[0]) - views.lon_deg[k])
        azimuth = np.degrees(
            np.arctan2(np.sin(d) * np.cos(b), np.cos(a) * np.sin(b) - np.sin(a) * np.cos(b) * np.cos(d))
        )
        apart = (views.azimuth_deg[k] - azimuth + 180.0) % 360.0 - 180.0
        assert apart == pytest.approx(
            0.0, abs=0.2
        )  # the ellipsoid's vertical is up to 0.2 deg off the sphere's


def test_a_pixel_grows_with_the_range_and_across_the_track_with_the_obliqueness_too(seen):
    motion, strips, views = seen
    r, _ = motion.state(strips.at_ns, SKY)
    for k in range(len(strips)):
        place = Place(lat_deg=float(views.lat_deg[k]), lon_deg=float(views.lon_deg[k])).ecef_m()
        height = float(geodetic(r[k][None])[2][0])
        along = np.linalg.norm(r[k] - place) / height
        assert views.along[k] == pytest.approx(along, rel=2e-3)  # states between rows of 10 s are 100 m off
        assert views.across[k] == pytest.approx(along / np.cos(np.radians(strips.incidence_deg[k])), rel=0.02)
        assert 1.0 <= views.along[k] <= views.across[k]
    assert views.across.max() > 1.3


def test_the_sun_glints_where_the_sight_is_its_mirror_image(seen):
    motion, strips, views = seen
    r, _ = motion.state(strips.at_ns, SKY)
    sun = sun_ecef_unit(strips.at_ns, SKY)
    for k in range(len(strips)):
        here = Place(lat_deg=float(views.lat_deg[k]), lon_deg=float(views.lon_deg[k]))
        up, sight = here.up(), (r[k] - here.ecef_m()) / np.linalg.norm(r[k] - here.ecef_m())
        half = sight + sun[k]  # level water mirrors where the vertical halves the angle between Sun and sight
        half /= np.linalg.norm(half)
        # the mirror's tilt is at least half of how far the sight lies from the image, and at most all of it
        tilt = np.degrees(np.arccos(np.clip(half @ up, -1.0, 1.0)))
        assert tilt - 0.1 <= views.glint_deg[k] <= 2.0 * tilt + 0.1
