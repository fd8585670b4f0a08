"""Once a satellite has decayed it has no position: judged by the law that the dead do not rise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.access.orbits import satellite
from tests.orbit.known import elements

from serai.access.limits import above
from serai.access.sweep import gathered, sweep
from serai.earth import Orientation, Place
from serai.formats import MeanElements, read_csv
from serai.orbit import Sgp4, error_text
from serai.orbit.lifetime import BEYOND_SERIES, DECAYED
from serai.orbit.sgp4 import describes, teme_batch
from serai.orbit.tracks import Tracks
from serai.time import Instant, Span

NONE = Orientation.none()
DAY_NS = 86_400 * 10**9
EARTH_KM = 6_378.135
RISEN = 1.06  # of an apogee: drag lifts nothing, a manoeuvre in the drag term by less


def dragged() -> Sgp4:
    """A set whose drag brings it down in a day, and which SGP4 lets fly again at 136,717 km."""
    return Sgp4(
        MeanElements(
            object_name="DRAGGED",
            object_id="2020-001A",
            norad=44444,
            epoch=Instant.from_utc("2026-02-27T02:58:39.852Z"),
            mean_motion_rev_day=15.92146194,
            eccentricity=0.001,
            inclination_deg=97.5,
            raan_deg=100.0,
            arg_perigee_deg=90.0,
            mean_anomaly_deg=270.0,
            bstar=0.044853,
        )
    )


def radii_km(motion: Sgp4, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    moments = motion.elements.epoch.tai_ns + np.rint(days * DAY_NS).astype(np.int64)
    codes, r, _ = teme_batch([motion], moments)
    return codes[0], np.linalg.norm(r[0], axis=1) / 1e3


def test_a_set_that_sgp4_lets_rise_again_has_no_pass_days_later():
    ghost = dragged()
    codes, _, _ = ghost.satrec.sgp4_array(
        np.full(9, ghost.satrec.jdsatepoch), ghost.satrec.jdsatepochF + np.linspace(4.0, 6.0, 9)
    )
    assert not codes.all()  # the library still has positions, days after the end
    span = Span.of(Instant.from_utc("2026-03-04T00:00:00Z"), 86_400.0)
    found = gathered(sweep([ghost], [Place(lat_deg=39.5, lon_deg=76.0)], above(0.0), span, NONE))
    assert len(found.table) == 0
    assert found.errors.tolist() == [DECAYED]


@given(
    perigee_km=st.floats(90.0, 700.0),
    eccentricity=st.floats(0.0, 0.3),
    bstar=st.floats(-4.0, -1.0).map(lambda power: 10.0**power),
)
@settings(max_examples=60)
def test_after_the_first_moment_without_a_position_there_is_none(perigee_km, eccentricity, bstar):
    motion = satellite(perigee_km, eccentricity, bstar=bstar)
    codes, r = radii_km(motion, np.geomspace(1e-3, 400.0, 3_000))
    gone = np.isnan(r)
    assert np.array_equal(gone, codes != 0)
    assert not (gone[:-1] & ~gone[1:]).any()
    assert np.nanmax(r, initial=0.0) < RISEN * (motion.apogee_km + EARTH_KM)


@given(bstar=st.floats(-3.0, -0.7).map(lambda power: -(10.0**power)))
@settings(max_examples=30)
def test_drag_of_the_wrong_sign_ends_where_its_series_does(bstar):
    motion = satellite(495.0, bstar=bstar)
    codes, r = radii_km(motion, np.linspace(0.0, 400.0, 2_000))
    assert set(codes.tolist()) <= {0, 1, DECAYED, BEYOND_SERIES}
    known = r[codes == 0]
    assert (known > 0.98 * (motion.perigee_km + EARTH_KM)).all()
    assert (known < RISEN * (motion.apogee_km + EARTH_KM)).all()
    assert "drag term" in error_text(BEYOND_SERIES)


def test_looking_back_before_the_epoch_ends_with_the_series_too():
    motion = satellite(250.0, bstar=0.01)
    codes, r = radii_km(motion, np.linspace(-400.0, 0.0, 2_000))
    assert codes[0] != 0
    assert codes[-1] == 0
    assert np.nanmax(r) < RISEN * (motion.apogee_km + EARTH_KM)


def test_an_orbit_high_above_the_air_is_described_without_end():
    year = np.array([366.0 * 1_440.0])
    assert describes([satellite(800.0, bstar=0.0)], year) == (-np.inf, np.inf)
    assert describes([Sgp4(elements("PAKSAT-1R"))], year) == (-np.inf, np.inf)


def test_a_flight_from_ground_to_ground_ends_on_the_ground():
    motion = satellite(-51.7, 0.03)
    codes, r = radii_km(motion, np.linspace(0.0, 5.0, 5_000))
    gone = codes != 0
    assert gone[-1]
    assert not (gone[:-1] & ~gone[1:]).any()
    assert (r[~gone] > EARTH_KM - 1.0).all()


@pytest.mark.parametrize("date", ["2026-08-15T0149Z", "2026-08-22T0149Z"])
def test_no_catalogued_satellite_is_a_ghost(shared_data, date):
    """At +0, +14, +30 and +366 days every position is one between the ground and its apogee."""
    motions = [Sgp4(one) for one in read_csv(shared_data / "orbits" / f"gp_active_{date}.csv.gz")]
    apogee = np.array([motion.apogee_km for motion in motions]) + EARTH_KM
    begin = Instant.from_utc(f"{date[:13]}:{date[13:15]}:00Z").tai_ns
    for days in (0, 14, 30, 366):
        codes, r, _ = teme_batch(motions, begin + days * DAY_NS + np.arange(0, 7_200, 900) * 10**9)
        radius = np.linalg.norm(r, axis=2) / 1e3
        assert np.array_equal(np.isnan(radius), codes != 0)
        assert (np.nanmax(np.where(codes == 0, radius, 0.0), axis=1) < RISEN * apogee).all()
        assert (np.where(codes == 0, radius, 1e9) >= EARTH_KM).all()
        if days < 300:
            _bulk_agrees(motions, begin + days * DAY_NS)


def _bulk_agrees(motions: list[Sgp4], begin_ns: int) -> None:
    """The compiled propagator has a position where the library's guarded one has, and none elsewhere."""
    tracks = Tracks(motions[::7], Span.of(Instant(begin_ns), 7_200.0), NONE)
    for batch in tracks.batches():
        nodes = np.empty((len(batch.which), 3, len(batch.grid)))
        codes = tracks.fill(batch, nodes)
        theirs, _, _ = teme_batch([tracks.motions[k] for k in batch.which], batch.grid.tai_ns)
        assert np.array_equal(np.isnan(nodes[:, 0]), theirs != 0)
        assert np.array_equal(codes != 0, (theirs != 0).any(axis=1))


def test_what_the_moon_and_the_sun_pull_down_ends_when_its_mean_perigee_comes_to_the_ground():
    """Highly eccentric orbits: at the end the perigee stands on the ground, a day before above it."""
    ends = 0
    for node in range(0, 360, 30):
        motion = Sgp4(
            MeanElements(
                object_name="HIGH",
                object_id="2020-001A",
                norad=44444,
                epoch=Instant.from_utc("2026-02-27T00:00:00Z"),
                mean_motion_rev_day=2.006,
                eccentricity=0.745,
                inclination_deg=63.4,
                raan_deg=float(node),
                arg_perigee_deg=270.0,
                mean_anomaly_deg=0.0,
                bstar=0.0,
            )
        )
        (end,) = describes([motion], np.array([3_000.0 * 1_440.0]))[1].tolist()
        if not np.isfinite(end):
            continue
        ends += 1
        one = motion.satrec
        heights = []
        for minutes in (end - 1_440.0, end):
            one.sgp4(one.jdsatepoch, one.jdsatepochF + minutes / 1_440.0)
            heights.append((one.am * (1.0 - one.em) - 1.0) * EARTH_KM)
        assert heights[0] > heights[1]
        assert -40.0 < heights[1] < 0.0
    assert ends > 2
