"""Grids and batches of the bulk propagator: whole spans, the widest step that is exact, no node unknown."""

from __future__ import annotations

import numpy as np
import pytest
from tests.access.orbits import EPOCH, GEOSTATIONARY, LOW, MEDIUM, MOLNIYA, TRANSFER
from tests.access.orbits import satellite as satellite_at
from tests.orbit.known import ORBITS, satellite

from serai.earth import Orientation, Place
from serai.errors import Refused
from serai.orbit import Fixed, walker
from serai.orbit.tracks import FEWEST, TrackGrid, Tracks, widest_step_s
from serai.time import Instant, Span

T0 = Instant.from_utc("2026-08-22T00:00:00Z")
NONE = Orientation.none()
LOW_M, HIGH_M = 3e-3, 8e-3  # what the widest step is chosen for; 1e-5 deg is 35 mm from 200 km


@pytest.mark.parametrize(
    ("name", "step_s"),
    [("ISS (ZARYA)", 120.0), ("BEIDOU-3 M1", 600.0), ("BEIDOU-3 G2", 600.0), ("MERIDIAN 9", 30.0)],
)
def test_slower_orbits_take_wider_steps(name, step_s):
    assert widest_step_s(satellite(name)) == step_s


@pytest.mark.parametrize(
    "one", [LOW, TRANSFER, MOLNIYA, MEDIUM, GEOSTATIONARY, satellite_at(15_000.0), satellite_at(200.0, 0.73)]
)
def test_a_polynomial_through_eight_nodes_is_exact_between_them(one):
    tracks = Tracks([one], Span.of(EPOCH, 86_400.0), NONE)
    (batch,) = tracks.batches()
    nodes = np.empty((1, 3, len(batch.grid)))
    tracks.fill(batch, nodes)
    weights = [np.prod([(3.5 - j) / (k - j) for j in range(8) if j != k]) for k in range(8)]
    inner = len(batch.grid) - 7
    middle = sum(weight * nodes[0, :, k : k + inner] for k, weight in enumerate(weights))
    exact = one.state(batch.grid.tai_ns[3:-4] + batch.grid.step_ns // 2, NONE)[0].T
    assert np.abs(middle - exact).max() < (LOW_M if one.perigee_km < 2_000.0 else HIGH_M)


def test_a_circle_is_stepped_by_its_speed_and_the_unknown_by_minutes():
    low = walker(1, 1, 0, altitude_m=550_000.0, inclination_deg=53.0, epoch=T0)[0]
    assert widest_step_s(low) == 120.0
    assert widest_step_s(Fixed(Place(lat_deg=0.0, lon_deg=0.0))) == 60.0


@pytest.mark.parametrize("seconds", [0.001, 1.0, 59.0, 119.999, 86_400.0, 604_800.123])
def test_a_grid_covers_its_span_with_nodes_to_spare(seconds):
    span = Span.of(T0, seconds)
    grid = TrackGrid.over(span, 120.0, NONE)
    assert len(grid) >= FEWEST
    assert grid.tai_ns[int(grid.begin)] == span.start.tai_ns
    assert grid.at_ns(np.array([grid.end]))[0] == pytest.approx(span.end.tai_ns, abs=1)
    assert grid.begin >= 4
    assert len(grid) - 1 - grid.end > 3


def test_a_span_to_the_very_end_of_earth_orientation_is_searched_without_nodes_beyond_it():
    table = Orientation.published()
    span = Span(table.ends.plus(seconds=-3_600.0), table.ends)
    grid = TrackGrid.over(span, 120.0, table)
    assert grid.tai_ns[-1] <= table.ends.tai_ns
    assert len(grid) - 1 == pytest.approx(grid.end, abs=1e-6)


def test_a_span_of_no_length_is_refused():
    with pytest.raises(Refused, match="a span above zero seconds"):
        TrackGrid.over(Span(T0, T0), 60.0, NONE)


def test_batches_hold_every_motion_once():
    motions = [*(satellite(name) for name in ORBITS), Fixed(Place(lat_deg=1.0, lon_deg=2.0))]
    tracks = Tracks(motions, Span.of(T0, 7 * 86_400.0), NONE)
    which = np.concatenate([batch.which for batch in tracks.batches(100_000)])
    assert sorted(which.tolist()) == list(range(len(motions)))
