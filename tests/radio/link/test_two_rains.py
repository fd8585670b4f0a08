"""Two grounds with rain of their own, against a double sum that knows nothing of legs and transponders."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import numpy as np
import pytest

from serai.radio.link.budget_file import read_budget
from serai.radio.link.modcod import FAMILIES, named
from serai.radio.propagation.attenuation import Ground, attenuation

KU = Path(__file__).resolve().parents[3] / "examples" / "ku_vsat.toml"
WITHIN = 0.003  # percent of the year: 121 steps of ours against 2,000 here
EDGES = np.exp(np.linspace(math.log(0.001), math.log(5.0), 2001))
PERCENT = np.concatenate([[0.001], np.sqrt(EDGES[1:] * EDGES[:-1]), [5.0]])
OFTEN = np.concatenate([[0.001], np.diff(EDGES), [95.0]])  # what is rarer or more frequent: as at the bounds
SYMBOLS_DB, BOLTZMANN_DB = 10.0 * math.log10(30e6), -228.599
METRE = 299_792_458.0


def spread_db(ghz, km):
    return 20.0 * math.log10(4.0 * math.pi * km * 1e3 * ghz * 1e9 / METRE)


def noise(ratio_db):
    return 10.0 ** (-ratio_db / 10.0)


def air(place, ghz, diameter_m, efficiency):
    own = Ground(**{k: v for k, v in place.items() if k in Ground.__dataclass_fields__})
    return attenuation(
        own,
        lat_deg=place["lat_deg"],
        frequency_ghz=ghz,
        elevation_deg=place["elevation_deg"],
        percent=PERCENT,
        diameter_m=diameter_m,
        efficiency=efficiency,
    )


@pytest.fixture(scope="module")
def sky():
    places = tomllib.loads(KU.read_text(encoding="utf-8"))["places"]
    return air(places["hub"], 14.25, 6.0, 0.6), air(places["site"], 11.7, 1.2, 0.65)


def available(sky, needs_db, *, held_db, falls):
    """The percent of the year for which C/(N+I) of both legs suffices, every pair of skies weighed."""
    up, down = sky
    fade = up.total_db - up.gas_db
    left = fade - np.clip(fade, 0.0, held_db)
    clear = down.gas_db + down.cloud_db
    hotter = 275.0 * (noise(clear) - noise(clear + down.rain_db))
    gain = 10.0 * math.log10(0.65 * (math.pi * 1.2 * 11.7e9 / METRE) ** 2)
    c_n_up = 62.0 + 2.4 - spread_db(14.25, 37500) - up.total_db - BOLTZMANN_DB - SYMBOLS_DB
    c_n_down = 46.0 - spread_db(11.7, 37200) - 0.4 - down.total_db + gain - BOLTZMANN_DB - SYMBOLS_DB
    c_n_down = c_n_down - 10.0 * np.log10(150.0 + hotter)
    above = noise(c_n_up) + noise(22.0 - (fade if falls else 0.0))
    below = noise(c_n_down[None, :] - left[:, None]) + noise(18.0 - left)[:, None]
    closes = above[:, None] + below <= noise(needs_db)
    return float(OFTEN @ closes @ OFTEN) / 100.0


def ours(tmp_path, *changes):
    text = KU.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    return read_budget(tmp_path / "x.toml")[0].available_percent


FIXED = ('family = "DVB-S2X"', 'modcod = "8PSK 3/5"')
LEVEL = ("alc_db = 12.0", "alc_db = 0.0")


@pytest.mark.parametrize(("held_db", "changes"), [(12.0, ()), (0.0, (LEVEL,))])
def test_two_rains_are_out_as_often_as_a_sum_over_every_pair_of_skies_says(sky, tmp_path, held_db, changes):
    least = min(m.es_n0_db for m in FAMILIES["DVB-S2X"]) + 1.0
    fixed = named("8PSK 3/5").es_n0_db + 1.0
    summed = [available(sky, needs, held_db=held_db, falls=True) for needs in (least, fixed)]
    found = [ours(tmp_path, *changes), ours(tmp_path, FIXED, *changes)]
    assert found == pytest.approx(summed, abs=WITHIN)


def test_a_c_i_that_stayed_and_outages_merely_added_would_each_promise_more(sky, tmp_path):
    needs = named("8PSK 3/5").es_n0_db + 1.0
    right, stays = (available(sky, needs, held_db=12.0, falls=falls) for falls in (True, False))
    assert (right, stays) == pytest.approx((99.507, 99.541), abs=WITHIN)
    assert ours(tmp_path, FIXED) == pytest.approx(right, abs=WITHIN)
