"""Satellites in each other's sight, against a scan that walks along the straight way between them."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access.links import link_windows
from serai.earth import Orientation
from serai.errors import Refused
from serai.orbit import walker
from serai.time import Span

from .orbits import EPOCH, GEOSTATIONARY, LOW, MOLNIYA

NONE = Orientation.none()
DAY = Span.of(EPOCH, 86_400.0)
NEAREST_M = 0.1  # its moment is sought to a millisecond
A_M, B_M = 6_378_137.0, 6_356_752.314_245


def clearance_m(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How far the straight ways between positions (n, 3) pass over the ellipsoid stretched to a sphere."""
    a, b = a * [1.0, 1.0, A_M / B_M], b * [1.0, 1.0, A_M / B_M]
    d = b - a
    share = np.clip(-np.sum(a * d, axis=1) / np.sum(d * d, axis=1), 0.0, 1.0)
    return np.linalg.norm(a + share[:, None] * d, axis=1) - A_M


def test_links_are_those_of_a_scan():
    motions = [
        *walker(8, 4, 1, altitude_m=780e3, inclination_deg=86.4, epoch=EPOCH),
        LOW,
        GEOSTATIONARY,
        MOLNIYA,
    ]
    pairs = np.array([(i, j) for i in range(len(motions)) for j in range(i + 1, len(motions))])
    found = link_windows(motions, pairs, DAY, NONE, clearance_m=80e3, largest_m=45_000e3)
    moments = EPOCH.tai_ns + np.arange(0, 86_400, 10, dtype=np.int64) * 10**9
    where = [motion.state(moments, NONE)[0] for motion in motions]
    assert len(found) > 200
    for row, (i, j) in enumerate(pairs):
        apart = np.linalg.norm(where[i] - where[j], axis=1)
        clear = (clearance_m(where[i], where[j]) >= 80e3) & (apart <= 45_000e3)
        mine = found.where(found.pair == row)
        seen = np.zeros(len(moments), bool)
        for start, end in zip(mine.start_ns, mine.end_ns, strict=True):
            seen |= (moments >= start) & (moments <= end)
        assert np.array_equal(seen, clear), (i, j)
        for start, end, best in zip(mine.start_ns, mine.end_ns, mine.best, strict=True):
            inside = (moments >= start) & (moments <= end)
            assert not inside.any() or best <= apart[inside].min() + NEAREST_M


def test_neighbours_in_a_plane_never_lose_each_other():
    ring = walker(12, 1, 0, altitude_m=1_200e3, inclination_deg=53.0, epoch=EPOCH)
    found = link_windows(ring, np.array([[0, 1], [0, 6]]), DAY, NONE)
    assert found.pair.tolist() == [0]
    assert (found.cut_start.all(), found.cut_end.all()) == (True, True)


def test_a_link_to_a_satellite_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="there are satellites 0 to 0, but a link names 3"):
        link_windows([LOW], np.array([[0, 3]]), DAY, NONE)
