"""Several breaks: planted ones are found with their dates; a published pixel, as far as the rules agree."""

from __future__ import annotations

import numpy as np
import pytest

from serai.observe.series.segments import SegmentRules, segments

DAYS = 12.0 * np.arange(220)


def made(steps, bands=1, seed=0, noise=0.02):
    """Seven years of a season with steps of so much from some dates on, in bands of different size."""
    rng = np.random.default_rng(seed)
    level = sum((size * (np.arange(220) >= at) for at, size in steps), np.zeros(220))
    season = 0.5 + 0.15 * np.cos(2.0 * np.pi * DAYS / 365.25) + level
    each = np.arange(1, bands + 1)[:, None] * (season + noise * rng.standard_normal((bands, 220)))
    return each[:, :, None].astype(np.float32), rng.random((220, 1)) < 0.8


@pytest.mark.parametrize("bands", [1, 4])
@pytest.mark.parametrize("seed", range(3))
def test_planted_breaks_are_found_and_begin_on_their_date(bands, seed):
    planted = ((70, -0.3), (150, 0.25))
    values, valid = made(planted, bands, seed)
    found = segments(DAYS, values, valid)
    assert found.count[0] == 3
    known = np.flatnonzero(valid[:, 0])
    for k, (at, _) in enumerate(planted):
        first = known[np.searchsorted(known, at)]
        assert found.broken[0, k] == first
        assert found.last[0, k] < first <= found.first[0, k + 1] + 1
    assert found.first[0, 0] == known[0]
    assert found.last[0, 2] >= known[-2]  # a last date that is off is not taken before others confirm it
    assert found.broken[0, 2] == -1


def test_a_season_without_a_break_is_one_segment():
    counts = [segments(DAYS, *made((), 1, seed)).count[0] for seed in range(20)]
    assert np.mean(np.array(counts) == 1) >= 0.95


def test_one_date_of_haze_is_no_break():
    values, valid = made(())
    values[0, 100] += 0.6
    valid[100] = True
    found = segments(DAYS, values, valid)
    assert found.count[0] == 1


def test_a_change_that_too_few_dates_confirm_is_none_yet():
    values, valid = made(((216, -0.3),))
    valid[:] = True
    found = segments(DAYS, values, valid)
    assert (found.count[0], found.last[0, 0], found.broken[0, 0]) == (1, 215, -1)


def test_a_last_date_that_is_off_a_little_waits_for_others_to_confirm_it():
    values, valid = made((), seed=1)
    valid[:] = True
    season = 0.5 + 0.15 * np.cos(2.0 * np.pi * DAYS / 365.25)
    values[0, 216:, 0] = season[216:] - 0.08  # four deviations: off, and no outlier
    found = segments(DAYS, values, valid)
    assert (found.count[0], found.last[0, 0], found.broken[0, 0]) == (1, 215, -1)


def test_too_few_dates_are_no_segment():
    values, valid = made(())
    valid[12:] = False
    assert segments(DAYS, values, valid).count[0] == 0


def test_pixels_do_not_touch_each_other():
    parts = [made(((60 + 20 * k, -0.3),), 2, k) for k in range(4)]
    together = segments(
        DAYS, np.concatenate([v for v, _ in parts], 2), np.concatenate([k for _, k in parts], 1)
    )
    for n, (values, valid) in enumerate(parts):
        alone = segments(DAYS, values, valid)
        assert np.array_equal(together.broken[n], alone.broken[0])


def test_the_published_pixel_of_landsat(shared_data):
    """Of its seven changes between segments of two or more dates, those that this rule shares."""
    rows = np.loadtxt(shared_data / "monitor/landsat_pixels/test_3657_3610_observations.csv", delimiter=",")
    told = np.loadtxt(shared_data / "monitor/landsat_pixels/test_3657_3610_coefficients.csv", delimiter=",")
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    days, bands = rows[:, 0], rows[:, [2, 3, 4, 5, 6]]
    once = np.r_[True, np.diff(days) > 0]
    clear = np.isin(rows[:, 8], (0, 1)) & (bands > 0).all(axis=1) & (bands < 10_000).all(axis=1) & once
    found = segments(days, bands.T[:, :, None].astype(np.float32), clear[:, None], SegmentRules(chance=0.95))
    seen = days[clear]
    ours = np.searchsorted(seen, days[found.first[0, 1 : found.count[0]]])
    published = {(int(a) - 366, int(b) - 366) for a, b in told[:, :2] if b > a}
    theirs = np.searchsorted(seen, sorted(a for a, _ in published)[1:])
    shared = sum(int(np.abs(ours - at).min()) <= 2 for at in theirs)
    assert found.count[0] == len(published) == 8
    assert shared >= 2
