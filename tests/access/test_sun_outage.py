"""Sun outages of many links at once are those of each link alone."""

from __future__ import annotations

import numpy as np

from serai.access import Mask
from serai.access.sun_outage import sun_outages
from serai.earth import Orientation, Place
from serai.orbit import Fixed
from serai.time import Instant, Span

BELT_M = 35_786_034.0
SATELLITES = [Fixed(Place(lat_deg=0.0, lon_deg=lon, height_m=BELT_M)) for lon in (38.0, 77.0, -100.0)]
PLACES = [Place(lat_deg=lat, lon_deg=lon) for lat, lon in ((24.86, 67.01), (39.5, 75.93), (-33.9, 18.4))]
MASKS = [Mask.constant(5.0), Mask.read("0:5 90:5 91:80 200:80 201:5"), Mask.constant(5.0)]
PERIOD = Span.of(Instant.from_utc("2026-09-25T00:00:00Z"), 20 * 86_400.0)
NONE = Orientation.none()


def test_outages_of_all_links_at_once_are_those_of_each_alone():
    whole = sun_outages(SATELLITES, PLACES, MASKS, 1.0, PERIOD, NONE)
    assert len(whole) > 8
    for k, satellite in enumerate(SATELLITES):
        for j, (place, mask) in enumerate(zip(PLACES, MASKS, strict=True)):
            alone = sun_outages([satellite], [place], [mask], 1.0, PERIOD, NONE)
            mine = whole.where(whole.pair == k * len(PLACES) + j)
            assert mine.start_ns.tolist() == alone.start_ns.tolist()
            assert mine.end_ns.tolist() == alone.end_ns.tolist()
            assert mine.best.tolist() == alone.best.tolist()
    assert (np.diff(whole.pair) >= 0).all()


def test_a_mask_over_the_satellite_leaves_its_place_without_an_outage_and_the_others_as_they_are():
    shut = [MASKS[0], Mask.constant(80.0), MASKS[2]]
    whole, less = (sun_outages(SATELLITES, PLACES, masks, 1.0, PERIOD, NONE) for masks in (MASKS, shut))
    assert not (less.pair % len(PLACES) == 1).any()
    assert (less.pair % len(PLACES) == 0).sum() == (whole.pair % len(PLACES) == 0).sum() > 0


def test_out_of_season_there_is_none():
    summer = Span.of(Instant.from_utc("2026-06-20T00:00:00Z"), 3 * 86_400.0)
    assert len(sun_outages(SATELLITES, PLACES, MASKS, 1.0, summer, NONE)) == 0
