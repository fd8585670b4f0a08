"""Masks with narrow towers: every gap behind one is found, as dense sampling has it."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access import Mask, above_mask, limits, windows
from serai.access.sweep import gathered, sweep
from serai.earth import Orientation, Place, azimuth_elevation_range
from serai.orbit import Ephemeris
from serai.questions.passes import passes
from serai.time import Span
from tests.access.orbits import EPOCH, LOW, MEDIUM, MOLNIYA, satellite

NONE = Orientation.none()
SINDH = Place(lat_deg=27.0, lon_deg=68.0)
STEP_NS = 50_000_000
SPAN = Span.of(EPOCH, 43_200.0)
TOWER = Mask.read("0:5 100:5 101:80 102:5")
STEEP = satellite(500.0, 0.001, 27.0, raan_deg=40.0, norad=77)  # over the place's zenith again and again


def margin_deg(motion, mask, tai_ns):
    """The elevation over the mask, by plain geometry and straight lines between its points."""
    r, _ = motion.state(tai_ns, NONE)
    azimuth, elevation, _ = azimuth_elevation_range(SINDH.ecef_m(), SINDH.lat_deg, SINDH.lon_deg, r)
    points = np.array(mask.points)
    turn = np.array([360.0, 0.0])
    around = np.concatenate([points[-1:] - turn, points, points[:1] + turn])
    return elevation - np.interp(azimuth, around[:, 0], around[:, 1])


def agrees(table, motion, mask):
    """Edges where samples 0.05 s apart change their sign, and nowhere else."""
    moments = np.arange(SPAN.start.tai_ns, SPAN.end.tai_ns, STEP_NS)
    held = margin_deg(motion, mask, moments) >= 0.0
    turns = moments[1:][np.diff(held.astype(np.int8)) != 0]
    edges = np.concatenate([table.start_ns[~table.cut_start], table.end_ns[~table.cut_end]])
    for turn in turns:
        assert np.abs(edges - turn).min() <= STEP_NS, "every change that is sampled is an edge"
    for start, end in zip(table.start_ns, table.end_ns, strict=True):
        assert margin_deg(motion, mask, np.array([(start + end) // 2]))[0] >= -1e-6
    for end, start in zip(table.end_ns[:-1], table.start_ns[1:], strict=True):
        assert margin_deg(motion, mask, np.array([(start + end) // 2]))[0] <= 1e-6
    for edge in edges:
        assert abs(margin_deg(motion, mask, np.array([edge]))[0]) < 1e-3, "on the mask itself"
    return turns


def random_mask(seed):
    """A low horizon with towers 0.2 to 3 degrees wide, up to 85 degrees high."""
    made = np.random.default_rng(seed)
    points = {0.0: 5.0}
    for azimuth in np.sort(made.uniform(3.0, 355.0, 12)):
        wide = float(made.uniform(0.1, 1.5))
        points[round(float(azimuth) - wide, 3)] = float(made.uniform(2.0, 8.0))
        points[round(float(azimuth), 3)] = float(made.uniform(20.0, 85.0))
        points[round(float(azimuth) + wide, 3)] = float(made.uniform(2.0, 8.0))
    return Mask(tuple(sorted(points.items())))


@pytest.mark.parametrize("motion", [LOW, STEEP, MEDIUM, MOLNIYA], ids=["low", "steep", "medium", "molniya"])
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_every_gap_behind_a_tower_is_found(motion, seed):
    mask = TOWER if seed is None else random_mask(seed)
    table = gathered(sweep([motion], [SINDH], limits.above(mask), SPAN, NONE)).table
    turns = agrees(table, motion, mask)
    if seed is not None:
        plain = gathered(sweep([motion], [SINDH], limits.above(5.0), SPAN, NONE)).table
        assert len(turns) > 2 * len(plain), "towers cut passes in parts"


def test_an_assessments_search_finds_the_same_gaps():
    sky = Ephemeris.of([LOW, STEEP], SPAN, NONE)
    mask = random_mask(1)
    table = windows(above_mask(sky, [0, 1], [SINDH], mask), SPAN, best=False)
    for k, motion in enumerate((LOW, STEEP)):
        agrees(table.where(table.pair == k), motion, mask)


def test_a_pass_behind_a_tower_is_two_windows_of_passes():
    """The tower stands where a pass goes: one second of it would be lost by any step of seconds."""
    bare = passes([STEEP.elements], {"s": SINDH}, start=EPOCH, days=0.5, mask=5.0, orientation=NONE)
    whole = next(iter(bare))
    rise, highest = whole["rise_azimuth_deg"], whole["max_elevation_azimuth_deg"]
    azimuth = (rise + np.sign((highest - rise + 180.0) % 360.0 - 180.0) * 3.0) % 360.0
    tower = f"0:5 {azimuth:.2f}:5 {azimuth + 0.05:.2f}:80 {azimuth + 0.1:.2f}:5"
    cut = passes([STEEP.elements], {"s": SINDH}, start=EPOCH, days=0.5, mask=tower, orientation=NONE)
    inside = [row for row in cut if whole["rise"] <= row["rise"] and row["set"] <= whole["set"]]
    assert len(inside) == 2
    assert inside[0]["rise"] == whole["rise"]
    assert inside[1]["set"] == whole["set"]
    assert inside[0]["duration_s"] + inside[1]["duration_s"] < whole["duration_s"]


def test_a_mask_of_every_degree_is_searched_from_point_to_point():
    """A surveyed horizon, 360 points: the windows are those of the samples."""
    made = np.random.default_rng(9)
    mask = Mask(tuple((float(a), float(made.uniform(0.0, 15.0))) for a in range(360)))
    table = gathered(sweep([LOW], [SINDH], limits.above(mask), SPAN, NONE)).table
    agrees(table, LOW, mask)
