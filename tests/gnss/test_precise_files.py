"""Precise orbits and clocks alone: without messages, in several files, and for single points on two bands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.gnss.made_up import ESBC_M, esbc_text

from serai.errors import Refused
from serai.formats.precise.sp3 import read_sp3
from serai.formats.rinex.clock import read_clocks
from serai.gnss.positioning import Job
from serai.gnss.satellites.precise import Precise, clocks_of_several, orbits_of_several

NOON = slice(1430, 1460)


@pytest.fixture(scope="module")
def files(shared_data, tmp_path_factory):
    folder, day = tmp_path_factory.mktemp("precise"), shared_data / "gnss/esbc2020"
    file, nav = esbc_text(shared_data)
    (folder / "a.obs").write_text(str(file.some(NOON)))
    (folder / "a.nav").write_text(nav)
    return {
        "observations": folder / "a.obs",
        "navigation": [folder / "a.nav"],
        "sp3": day / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz",
        "clk": day / "GRG0MGXFIN_20201770000_01D_30S_CLK.CLK.gz",
        "systems": "GE",
    }


def halves(table, many):
    """A table as two of half a day each, the row between them in both."""
    cut = len(table.tai_ns) // 2
    parts = []
    for own in (slice(0, cut + 1), slice(cut, None)):
        columns = {name: getattr(table, name)[:, own] for name in many}
        parts.append(replace(table, tai_ns=table.tai_ns[own], **columns))
    return parts


def test_two_half_days_are_the_day(files):
    orbits, clocks = read_sp3(files["sp3"]), read_clocks(files["clk"])
    whole = Precise.of(orbits, clocks)
    of_orbits = halves(orbits, ("r_m", "clock_s", "predicted", "manoeuvre"))
    of_clocks = halves(clocks, ("clock_s", "sigma_s"))
    joined = Precise.of(orbits_of_several(of_orbits), clocks_of_several(of_clocks))
    assert joined.satellites == tuple(sorted(whole.satellites))
    order = [whole.satellites.index(name) for name in joined.satellites]
    assert np.array_equal(joined.tai_ns, whole.tai_ns)
    assert np.array_equal(joined.r_m, whole.r_m[order], equal_nan=True)
    assert np.array_equal(joined.clock_s, whole.clock_s[order], equal_nan=True)


def test_a_satellite_of_one_file_only_is_unknown_in_the_other_and_frames_are_not_mixed(files):
    orbits = read_sp3(files["sp3"])
    first, second = halves(orbits, ("r_m", "clock_s", "predicted", "manoeuvre"))
    rest = {n: getattr(second, n)[1:] for n in ("r_m", "clock_s", "predicted", "manoeuvre")}
    joined = orbits_of_several([first, replace(second, satellites=second.satellites[1:], **rest)])
    lost = joined.satellites.index(orbits.satellites[0])
    assert np.isnan(joined.r_m[lost, len(first.tai_ns) :]).all()
    assert np.isfinite(joined.r_m[lost, : len(first.tai_ns)]).any()
    with pytest.raises(Refused, match="are in different frames"):
        orbits_of_several([first, replace(second, frame="IGS20")])


def test_ppp_needs_no_broadcast_messages(files):
    with_them = Job(**files, mode="ppp").track()
    without = Job(**{**files, "navigation": []}, mode="ppp").track()
    assert without.solved.all()
    assert np.abs(with_them.position_m - without.position_m).max() < 0.02  # of an hour not converged
    told = {s: str(why) for s, why in without.not_used.systems.items()}
    assert told["C"] == "not asked for (--systems)"


def test_single_points_on_two_bands_stand_on_precise_orbits_without_messages(files):
    track = Job(**{**files, "navigation": []}, dual=True).track()
    assert track.solved.all()
    assert set(track.mode) == {"spp"}
    assert "(precise orbits)" in track.frame
    assert np.abs(track.errors_enu_m(ESBC_M)).max() < 4.0
    with pytest.raises(Refused, match="precise clocks are made for pairs of frequencies"):
        Job(**files).track()


def test_without_orbits_of_any_kind_the_refusal_asks_for_messages(files):
    with pytest.raises(Refused, match="no navigation file was given"):
        Job(observations=files["observations"], navigation=[]).track()
