"""Files as they come: cut, of another day, doubled, in pieces. The right answer or one sentence."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gnss.made_up import (
    ESBC_M,
    as_rinex_2,
    as_rinex_4,
    esbc_text,
    messages,
    moved_navigation,
    moved_observations,
    part,
)

from serai.earth import places_ecef_m
from serai.errors import Refused
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.formats.source import bytes_of
from serai.gnss.positioning import Job

EVERY = slice(0, 2880, 40)  # 72 epochs of the day, 20 minutes apart
# Where the last step of the iteration ended, and how the median of C1C - C1W, taken over a file's epochs,
# moves with a few epochs less.
SAME_M = 0.01
FIT_M = 3.0  # no epoch of the whole day is further from the truth than this (measured: 1.5)


@pytest.fixture(scope="module")
def day(shared_data):
    return esbc_text(shared_data)


@pytest.fixture
def solve(tmp_path, day):
    def run(observed, navigated=None, **asked):
        texts = observed if isinstance(observed, list) else [observed]
        paths = [tmp_path / f"site{k}.obs" for k in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(str(text), encoding="ascii")
        nav = tmp_path / "site.nav"
        nav.write_text(day[1] if navigated is None else navigated, encoding="ascii")
        return Job(observations=paths[0], further=paths[1:], navigation=[nav], **asked).track()

    return run


@pytest.fixture(scope="module")
def whole(day, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "a.obs").write_text(str(day[0].some(EVERY)), encoding="ascii")
    (folder / "a.nav").write_text(day[1], encoding="ascii")
    return Job(observations=folder / "a.obs", navigation=[folder / "a.nav"]).track()


def farthest_m(track):
    return float(np.abs(track.errors_enu_m(ESBC_M)[track.solved]).max())


def test_observations_cut_within_an_epoch_are_refused_by_line_or_read_up_to_there(day, solve, whole):
    text = str(day[0].some(EVERY))
    cut = text[: len(text) - 700]
    line = cut.count("\n", 0, cut.rindex(">")) + 1
    with pytest.raises(Refused, match=f"site0.obs, line {line}: expected as many lines as this epoch says"):
        solve(cut)
    track = solve(cut, lenient=True)
    assert np.abs(track.position_m[:-1] - whole.position_m[: len(track) - 1]).max() < SAME_M
    assert len(track) in (len(whole) - 1, len(whole))
    assert read_observations(cut.encode(), lenient=True).skipped["epochs cut short"] == 1


def test_navigation_cut_within_a_message_is_refused_by_line_or_read_up_to_there(day, solve):
    nav = day[1][: len(day[1]) // 2 + 37]
    with pytest.raises(Refused, match=r"site.nav, line \d+: expected 8 lines for INAV of a satellite"):
        solve(day[0].some(EVERY), nav)
    assert farthest_m(solve(day[0].some(EVERY), nav, lenient=True)) < FIT_M
    assert read_navigation(nav.encode(), lenient=True).skipped["records not read"] == 1


def test_navigation_of_another_day_is_refused_with_both_days_and_the_gap(day, solve, shared_data):
    nav = bytes_of(shared_data / "gnss/nagoya2024/base.nav")[0].decode()
    with pytest.raises(Refused) as told:
        solve(day[0].some(EVERY), nav)
    said = str(told.value)
    assert "runs from 2020-06-24T23:59:42Z to 2020-06-25T23:39:42Z" in said
    assert "are of 2024-06-24" in said
    assert "1459 days away: give those of the same day" in said


def test_one_navigation_file_of_another_day_among_several_is_refused_by_name(day, tmp_path, shared_data):
    (tmp_path / "a.obs").write_text(str(day[0].some(EVERY)), encoding="ascii")
    (tmp_path / "a.nav").write_text(day[1], encoding="ascii")
    files = [tmp_path / "a.nav", shared_data / "gnss/nagoya2024/base.nav"]
    with pytest.raises(Refused, match=r"the messages of base.nav are of 2024-06-24"):
        Job(observations=tmp_path / "a.obs", navigation=files).track()


def test_orbits_or_a_base_of_another_day_are_refused_by_name_and_time(day, solve, shared_data, tmp_path):
    week = 7 * 86_400
    obs, nav = moved_observations(day[0].some(EVERY), week), moved_navigation(day[1], week)
    sp3 = shared_data / "gnss/esbc2020/GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz"
    with pytest.raises(Refused, match=r"site0.obs runs from 2020-07-01T23:59:42Z.*ORB.SP3.gz from 2020-06-2"):
        solve(obs, nav, mode="ppp", sp3=sp3)
    base = shared_data / "gnss/nagoya2024/base.obs.gz"
    with pytest.raises(Refused, match=r"base.obs.gz from 2024-06-24T08:19:42Z .*give one of the same time"):
        solve(obs, nav, mode="rtk", base=base, base_m=ESBC_M)
    (tmp_path / "bare.obs").write_text(day[0].header, encoding="ascii")
    with pytest.raises(Refused, match=r"bare.obs holds no epoch, only a header"):
        solve(obs, nav, mode="rtk", base=tmp_path / "bare.obs", base_m=ESBC_M)


def test_no_common_system_is_refused_with_what_each_has(day, solve):
    obs = day[0].some(EVERY)
    with pytest.raises(Refused, match=r"has observations of .*GLONASS.*, but NavIC was asked for"):
        solve(obs, systems="I")
    gps = "\n".join(line for lines in messages(day[1]) if lines[0][0] == "G" for line in lines)
    bare = day[1][: day[1].index("\n", day[1].index("END OF HEADER")) + 1] + gps + "\n"
    with pytest.raises(Refused, match=r"have messages of GPS, but .* are of Galileo: no system in common"):
        solve(obs, bare, systems="E")


def test_epochs_twice_or_out_of_order_are_refused_by_line_or_passed_over(day, solve, whole):
    obs = day[0].some(EVERY)
    for bad, kept in (
        (obs.some(slice(0, 5), slice(4, None)), list(range(72))),
        (obs.some(slice(0, 5), slice(6, 8), slice(5, 6), slice(8, None)), [k for k in range(72) if k != 5]),
    ):
        with pytest.raises(
            Refused, match=r"site0.obs, line \d+: expected an epoch later than the one before"
        ):
            solve(bad)
        track = solve(bad, lenient=True)
        assert (track.tai_ns == whole.tai_ns[kept]).all()
        assert np.abs(track.position_m - whole.position_m[kept]).max() < 2.0 * SAME_M  # noise is the file's


@pytest.mark.parametrize("place", [(1.0, 0, 0), (1000.0, 0, 0), (0, 5e5, 0), "zero", "none"])
def test_a_header_position_wrong_or_absent_changes_nothing(day, solve, whole, place):
    told = {"zero": (0.0, 0.0, 0.0), "none": None}
    xyz = told[place] if place in told else ESBC_M + np.array(place)
    track = solve(day[0].some(EVERY).with_place(xyz))
    assert np.abs(track.position_m - whole.position_m).max() < SAME_M


def test_an_hour_without_observations_leaves_the_rest_as_it_is(day, solve, whole):
    track = solve(day[0].some(EVERY).some(slice(0, 30), slice(33, None)))
    kept = [k for k in range(72) if not 30 <= k < 33]
    assert np.abs(track.position_m - whole.position_m[kept]).max() < SAME_M


def test_two_files_that_overlap_are_one_day_in_any_order(day, solve, whole):
    obs = day[0].some(EVERY)
    halves = [obs.some(slice(30, None)), obs.some(slice(0, 33))]
    track = solve(halves)
    assert (track.tai_ns == whole.tai_ns).all()
    assert np.abs(track.position_m - whole.position_m).max() < SAME_M


def test_files_of_two_receivers_are_refused(day, solve):
    obs = day[0].some(slice(0, 3))
    with pytest.raises(Refused, match=r"are of different receivers \(ESBC00DNK, OTHER\)"):
        solve([obs, str(obs).replace("ESBC00DNK" + " " * 51, f"{'OTHER':<60}")])


def test_an_empty_file_and_a_header_alone_are_refused(day, solve):
    with pytest.raises(Refused, match=r"site0.obs, line 1: expected a RINEX file"):
        solve("")
    with pytest.raises(Refused, match=r"site0.obs holds no epoch, only a header"):
        solve(day[0].header)


def test_a_rover_of_rinex_2_a_base_of_rinex_3_and_navigation_of_rinex_4_fix_as_one_version_does(
    shared_data, tmp_path
):
    nagoya = shared_data / "gnss/nagoya2024"
    rover = part(read_observations(nagoya / "rover.obs.gz"), 0, 60)
    (tmp_path / "rover.obs").write_text(as_rinex_2(rover), encoding="ascii")
    nav = bytes_of(nagoya / "base.nav")[0].decode()
    (tmp_path / "four.nav").write_text(as_rinex_4(nav), encoding="ascii")
    base_m, rover_m = (
        places_ecef_m(*(float(v) for v in (nagoya / f"{name}_position.txt").read_text().split()))
        for name in ("base", "rover")
    )
    track = Job(
        observations=tmp_path / "rover.obs",
        navigation=[tmp_path / "four.nav"],
        base=nagoya / "base.obs.gz",
        base_m=base_m,
        mode="rtk",
        systems="G",
        dual=True,
    ).track()
    assert track.mode == ("fixed",) * 60
    assert np.abs(track.errors_enu_m(rover_m)).max() < 0.03  # the truth is a mean, the phases are new ones
