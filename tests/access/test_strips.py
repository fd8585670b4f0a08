"""The strips that satellites sweep of an area, beside a raster of 1 km cells that shares no code with them.

The judge takes the satellite second by second from the sgp4 package's states, finds by brute force when each
cell is nearest, and counts cells; distances over the ground are those of PROJ's geodesics.
"""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod, Transformer
from shapely.geometry import Polygon

from serai.access.strips import Strips, StripSensor, Sweeping, edge_rings_deg, strips_of
from serai.earth import Box, Orientation
from serai.earth.outline import Outline
from serai.formats import MeanElements
from serai.orbit import Sgp4
from serai.time import Instant, Span

START = Instant.from_utc("2026-08-22T00:00:00Z")
TO_GROUND = Transformer.from_crs("EPSG:4978", "EPSG:4979", always_xy=True)
FROM_GROUND = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
GEOD = Geod(ellps="WGS84")
RASTER_TOLERANCE = 0.01  # of the area: what is asked of areas of at least 100 km across


def satellite(raan_deg: float = 40.0, inclination_deg: float = 97.9) -> Sgp4:
    return Sgp4(
        MeanElements(
            object_name="SWEEPER", object_id="", norad=1, epoch=START, mean_motion_rev_day=14.8,
            eccentricity=0.001, inclination_deg=inclination_deg, raan_deg=raan_deg, arg_perigee_deg=90.0,
            mean_anomaly_deg=10.0, bstar=1e-5, ndot=0.0, nddot=0.0,
        )
    )  # fmt: skip


def swept(
    outline: Outline,
    sensor: StripSensor,
    days: float = 1.0,
    motion: Sgp4 | None = None,
    sun_deg: float = -90.0,
    samples: int = 4_096,
) -> Sweeping:
    span = Span.of(START, days * 86_400.0)
    motions = [motion or satellite()]
    return strips_of(motions, [[sensor]], outline.samples(samples), span, Orientation.none(), sun_deg=sun_deg)


def cells(box: Box) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Centres (longitude, latitude) of cells about 1 km wide, and each one's weight."""
    rows = np.arange(box.lat_min + 0.0045, box.lat_max, 0.009)
    lon, lat, weight = [], [], []
    for row in rows:
        count = max(1, round(box.width_deg * 111.3 * np.cos(np.radians(row))))
        lon.append(box.lon_min + (np.arange(count) + 0.5) * box.width_deg / count)
        lat.append(np.full(count, row))
        weight.append(np.full(count, np.cos(np.radians(row)) * box.width_deg / count))
    return np.concatenate(lon), np.concatenate(lat), np.concatenate(weight)


def angles(motion: Sgp4, at: Instant, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Off nadir and incidence (deg) at which each place is passed abeam, by brute force every second."""
    moments = at.tai_ns + np.arange(-500, 501) * 1_000_000_000
    r, _ = motion.state(moments, Orientation.none())
    site = np.stack(FROM_GROUND.transform(lon, lat, np.zeros(len(lon))), axis=1)
    nearest = np.empty(len(lon), dtype=int)
    for first in range(0, len(lon), 20_000):
        some = site[first : first + 20_000]
        closing = np.sum(r * r, axis=1)[None, :] - 2.0 * some @ r.T
        nearest[first : first + 20_000] = closing.argmin(axis=1)
    way = r[nearest] - site
    under_lon, under_lat, height = TO_GROUND.transform(*r[nearest].T)
    under = np.stack(FROM_GROUND.transform(under_lon, under_lat, height - 1000.0), axis=1)
    down, up = (
        r[nearest] - under,
        np.stack(FROM_GROUND.transform(lon, lat, np.full(len(lon), 1000.0)), axis=1) - site,
    )

    def between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        cosine = np.sum(a * b, axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
        return np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))

    return between(way, down), between(way, up)


@pytest.mark.parametrize(
    "box",
    [
        Box.read("66.5,25,70.5,29"),
        Box.read("176,-20,-176,-14"),  # across the date line
        Box.read("-180,84,180,90"),  # over the pole
    ],
    ids=["Sindh", "date line", "pole"],
)
def test_what_is_covered_is_what_a_raster_of_cells_counts(box):
    outline = Outline.of_box(box)
    sensor = StripSensor(off_nadir_deg=25.0)
    found = swept(outline, sensor, days=4.0)
    lon, lat, weight = cells(box)
    assert len(found.strips) >= 2
    for k in range(min(len(found.strips), 4)):
        off_nadir, incidence = angles(satellite(), Instant(int(found.strips.at_ns[k])), lon, lat)
        raster = weight[(off_nadir <= 25.0) & (incidence <= 80.0)].sum() / weight.sum()
        assert found.strips.covered[k] / outline.size == pytest.approx(raster, abs=RASTER_TOLERANCE)


def test_a_radars_band_of_incidence_is_what_a_raster_counts():
    box = Box.read("66.5,25,70.5,29")
    outline = Outline.of_box(box)
    found = swept(outline, StripSensor(incidence_deg=(20.0, 50.0), side=1, one_side=True), days=3.0)
    lon, lat, weight = cells(box)
    assert (found.strips.low_m > 0.0).all()  # to the right of the track
    for k in range(min(len(found.strips), 3)):
        _, incidence = angles(satellite(), Instant(int(found.strips.at_ns[k])), lon, lat)
        band = weight[(incidence >= 20.0) & (incidence <= 50.0)].sum() / weight.sum()
        assert found.strips.covered[k] / outline.size == pytest.approx(band, abs=RASTER_TOLERANCE)


def covered_by_ring(ring: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    return np.asarray(Outline(Polygon(ring)).contains(lon, lat))


def test_a_strip_is_as_wide_as_its_swath_and_covers_what_its_outline_does():
    box = Box.read("64,22,72,31")
    outline = Outline.of_box(box)
    found = swept(outline, StripSensor(off_nadir_deg=35.0, width_m=60_000.0), days=2.0)
    lon, lat, weight = cells(box)
    rings = edge_rings_deg(found, found.strips)
    assert len(rings) >= 2
    for k, ring in enumerate(rings):
        n = (len(ring) - 1) // 2
        left, right = ring[:n], ring[n : 2 * n][::-1]
        _, _, across_m = GEOD.inv(left[:, 0], left[:, 1], right[:, 0], right[:, 1])
        assert np.asarray(across_m) == pytest.approx(60_000.0, rel=2e-3)
        raster = weight[covered_by_ring(ring, lon, lat)].sum() / weight.sum()
        assert found.strips.covered[k] / outline.size == pytest.approx(raster, abs=RASTER_TOLERANCE)


def test_together_they_cover_the_union_and_never_more_than_all():
    outline = Outline.of_box(Box.read("64,22,72,31"))
    found = swept(outline, StripSensor(off_nadir_deg=35.0, width_m=60_000.0), days=10.0, samples=16_384)
    everything = np.arange(len(found.strips))
    added, laid = found.joined(everything)
    assert added[0] == pytest.approx(found.strips.covered[0])  # the first lies where it covers most
    assert (added <= found.strips.covered * (1.0 + 1e-9)).all()
    assert added.sum() <= outline.size * (1.0 + 1e-9)
    lon, lat, weight = cells(Box.read("64,22,72,31"))
    union = np.zeros(len(lon), dtype=bool)
    for ring, more in zip(edge_rings_deg(found, laid), added, strict=True):
        if more > 0.0:
            union |= covered_by_ring(ring, lon, lat)
    assert added.sum() / outline.size == pytest.approx(
        weight[union].sum() / weight.sum(), abs=RASTER_TOLERANCE
    )


def test_what_one_look_sees_again_adds_nothing():
    outline = Outline.of_box(Box.read("66.5,25,67,25.5"))
    found = swept(outline, StripSensor(off_nadir_deg=45.0), days=2.0)
    twice = np.array([0, 0])
    added, _ = found.joined(twice)
    assert added[1] == 0.0


def test_by_night_a_camera_sees_nothing_and_a_radar_does():
    outline = Outline.of_box(Box.read("66.5,25,70.5,29"))
    radar = swept(outline, StripSensor(off_nadir_deg=30.0), days=3.0)
    camera = swept(outline, StripSensor(off_nadir_deg=30.0, daylight=True), days=3.0, sun_deg=10.0)
    assert 0 < len(camera.strips) < len(radar.strips)
    assert set(camera.strips.flyover.tolist()) < set(radar.strips.flyover.tolist())


def test_a_satellite_that_never_comes_so_far_north_sweeps_nothing_there():
    outline = Outline.of_box(Box.read("60.5,52,72,54.5"))
    tilted = satellite(inclination_deg=41.0)
    assert len(swept(outline, StripSensor(incidence_deg=(20.0, 50.0)), days=3.0, motion=tilted).strips) == 0


def test_lines_are_covered_by_their_length():
    path = Outline.of_lines([np.array([[66.0, 25.0], [70.0, 29.0]])])
    found = swept(path, StripSensor(off_nadir_deg=50.0), days=3.0)
    assert found.strips.covered.max() == pytest.approx(path.size, rel=1e-9)


def test_a_flyover_of_the_whole_earth_passes_each_place_once():
    whole = Outline.of_box(Box.read("-180,-90,180,90"))
    found = swept(whole, StripSensor(off_nadir_deg=20.0), days=0.25)
    added, _ = found.joined(np.arange(len(found.strips)))
    assert 0.0 < added.sum() < whole.size
    strips: Strips = found.strips
    assert ((strips.end_ns - strips.start_ns) < 50 * 60e9).all()


def test_who_covers_a_place_first_is_told_and_the_strip_is_drawn_over_it():
    """Also where a strip is laid elsewhere than where it covers most: its moments are of what it adds."""
    outline = Outline.of_box(Box.read("64,22,72,31"))
    found = swept(outline, StripSensor(off_nadir_deg=35.0, width_m=60_000.0), days=10.0)
    everything = np.arange(len(found.strips))
    added, laid = found.joined(everything)
    first, weight = found.first_to_cover(everything), found.samples.weight
    counted = np.bincount(first[first >= 0], weight[first >= 0], len(everything))
    assert counted == pytest.approx(added)
    assert (first < 0).sum() == pytest.approx((outline.size - added.sum()) / weight[0], abs=0.5)
    moved = np.flatnonzero((laid.low_m != found.strips.low_m) & (added > 0.01 * outline.size))
    assert len(moved) > 2
    for k in moved:
        mine = first == k
        over = covered_by_ring(edge_rings_deg(found, laid.where(np.array([k])))[0], *ground(found, mine))
        assert over.mean() > 0.99


def ground(found: Sweeping, mine: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return found.samples.lon_deg[mine], found.samples.lat_deg[mine]
