"""How early or late satellites come on week-old elements, against the elements of the week after.

ours | theirs | tolerance | measured | why
timing_uncertainty_s, median at 7 days | catalogues of 2026-08-15 and 22 | a factor of 2.5 | 0.48 to 1.6 |
    a table of three ages, made from other satellites of each kind; the medium orbits were BeiDou's alone
"""

from __future__ import annotations

import numpy as np
import pytest

from serai.formats import read_csv
from serai.orbit import OrbitKind, Sgp4, orbit_kind, timing_uncertainty_s

FACTOR = 2.5
AT_MOST = 300  # satellites of a kind, spread over the catalogue
DAY_S = 86_400.0


@pytest.fixture(scope="module")
def weeks(shared_data):
    """Each satellite's elements of one week and of the next, by catalogue number."""
    older, newer = (
        {one.norad: one for one in read_csv(shared_data / "orbits" / f"gp_active_{day}T0149Z.csv.gz")}
        for day in ("2026-08-15", "2026-08-22")
    )
    return {n: (older[n], newer[n]) for n in older.keys() & newer.keys() if older[n].epoch != newer[n].epoch}


@pytest.mark.parametrize("kind", [kind for kind in OrbitKind if kind is not OrbitKind.OTHER])
def test_week_old_elements_are_early_or_late_by_what_is_promised(kind, weeks):
    pairs = [weeks[n] for n in sorted(weeks) if orbit_kind(weeks[n][1]) is kind]
    late_s, age_s = [], []
    for old, new in pairs[:: max(1, len(pairs) // AT_MOST)]:
        at = np.array([new.epoch.tai_ns])
        _, r, v = Sgp4(new).teme_km(at)
        _, stale, _ = Sgp4(old).teme_km(at)
        late_s.append(abs(float((stale - r)[0] @ v[0] / (v[0] @ v[0]))))
        age_s.append(new.epoch.seconds_since(old.epoch))
    of_a_week = np.array(age_s) > 5 * DAY_S
    promised, _ = timing_uncertainty_s(kind, float(np.median(np.array(age_s)[of_a_week])))
    assert promised is not None
    assert promised / FACTOR < np.nanmedian(np.array(late_s)[of_a_week]) < promised * FACTOR
