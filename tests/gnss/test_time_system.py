"""Epochs written in another time system than the header names are refused with the likely one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.gnss.made_up import esbc_text, moved_observations, part

from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.gnss.estimators.diagnosis import NoPosition
from serai.gnss.estimators.time_system import refuse_other_system
from serai.gnss.positioning import Job

EPOCHS = slice(0, 240, 12)


@pytest.fixture(scope="module")
def day(shared_data):
    file, nav = esbc_text(shared_data)
    return file.some(EPOCHS), nav


def says(file, system):
    old = "GPS         TIME OF FIRST OBS"
    assert old in file.header
    return replace(file, header=file.header.replace(old, f"{system}         TIME OF FIRST OBS"))


@pytest.mark.parametrize(
    ("system", "seconds"), [("GLO", "18 s"), ("UTC", "18 s"), ("BDT", "14 s"), ("TAI", "19 s")]
)
@pytest.mark.parametrize("systems", ["GREC", "G"])
def test_gps_time_under_another_name_is_refused_with_its_cause(day, tmp_path, system, seconds, systems):
    (tmp_path / "a.obs").write_text(str(says(day[0], system)))
    (tmp_path / "a.nav").write_text(day[1])
    with pytest.raises(NoPosition) as refused:
        Job(observations=tmp_path / "a.obs", navigation=[tmp_path / "a.nav"], systems=systems).track()
    said = str(refused.value)
    assert said.startswith(f"a.obs says that its epochs are in {system} time, but its ranges fit GPS time, ")
    assert f"fit GPS time, {seconds} away: there they agree to " in said
    assert said.endswith("correct the time system in its header (TIME OF FIRST OBS)")


@pytest.mark.parametrize(
    ("later_s", "named"), [(-18, "UTC"), (3 * 3600 - 18, "Moscow time (UTC + 3 h)"), (-14, "BeiDou time")]
)
def test_epochs_in_another_time_under_the_name_of_gps_are_named(day, later_s, named):
    nav = read_navigation(day[1].encode())
    obs = read_observations(str(moved_observations(day[0], later_s)).encode())
    with pytest.raises(NoPosition, match=f"its ranges fit {named[:3]}") as refused:
        refuse_other_system("a.obs", obs, nav, "GREC")
    assert f"its ranges fit {named}, " in str(refused.value)


def test_a_receiver_of_galileos_or_qzss_time_is_no_other_time(day):
    nav = read_navigation(day[1].encode())
    for system in ("GPS", "GAL", "QZS"):
        refuse_other_system("a.obs", read_observations(str(says(day[0], system)).encode()), nav, "GREC")


def test_a_false_range_or_too_few_ranges_are_no_other_time(day):
    nav = read_navigation(day[1].encode())
    obs = read_observations(str(day[0]).encode())
    values = dict(obs.values)
    values["C1C"] = values["C1C"].copy()
    first = obs.epoch * 1000 + obs.satellite
    spoilt = np.isin(first, [first[obs.rows_of(e)][3] for e in range(len(obs.tai_ns))])
    values["C1C"][spoilt] += 3e5
    refuse_other_system("a.obs", replace(obs, values=values), nav, "GREC")
    shifted = replace(obs, tai_ns=obs.tai_ns + 18 * 10**9)
    names = [n for n in obs.satellites if n[0] == "G"][:4]
    keep = np.isin(obs.satellite, [obs.satellites.index(n) for n in names])
    four = replace(
        shifted,
        epoch=obs.epoch[keep],
        satellite=obs.satellite[keep],
        values={c: v[keep] for c, v in obs.values.items()},
        lli={c: v[keep] for c, v in obs.lli.items()},
    )
    refuse_other_system("a.obs", four, nav, "G")  # four ranges fit any time


def test_right_files_are_left_alone_and_a_part_of_them_too(day):
    nav = read_navigation(day[1].encode())
    obs = read_observations(str(day[0]).encode())
    for some in (obs, part(obs, 0, 1), part(obs, 0, 2)):
        refuse_other_system("a.obs", some, nav, "GREC")
