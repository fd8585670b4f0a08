"""Events of the antenna within a file: told with their time, and heeded where a place is held still."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gnss.made_up import ESBC_M, esbc_text

from serai.errors import Refused
from serai.formats.rinex.observations import read_observations
from serai.gnss.observations.site_events import antenna_deltas_m, left_at_ns
from serai.gnss.output.reference_point import Placing
from serai.gnss.positioning import Job

EPOCHS = slice(0, 20)


def record(body, label):
    return f"{body:<60}{label}\n"


def height(up_m):
    return record(f"{up_m:14.4f}{0:14.4f}{0:14.4f}", "ANTENNA: DELTA H/E/N")


def event(flag, *records):
    return f">{'':30}{flag}{len(records):3d}\n" + "".join(records)


@pytest.fixture(scope="module")
def day(shared_data):
    obs, nav = esbc_text(shared_data)
    return obs.some(EPOCHS), nav


def with_event(file, said, before=10):
    epochs = list(file.epochs)
    epochs.insert(before, said)
    return file.header + "".join(epochs)


@pytest.mark.parametrize("flag", [2, 3])
def test_an_event_that_moves_the_antenna_is_told_with_the_epoch_that_comes_next(day, flag):
    found = read_observations(with_event(day[0], event(flag)).encode())
    assert [(e.flag, e.tai_ns, e.moves) for e in found.events] == [(flag, int(found.tai_ns[10]), True)]
    assert left_at_ns(found) == int(found.tai_ns[10])


@pytest.mark.parametrize("before", [0, 20])
def test_an_event_before_the_first_epoch_or_after_the_last_changes_no_place(day, before):
    found = read_observations(with_event(day[0], event(3), before).encode())
    assert len(found.events) == 1
    assert left_at_ns(found) is None


def test_comments_and_cycle_slips_are_no_events_of_the_antenna(day):
    assert read_observations(with_event(day[0], event(4, record("hello", "COMMENT"))).encode()).events == ()


def test_another_height_counts_from_its_epoch_on_and_moves_the_marker_by_so_much(day, tmp_path):
    text = with_event(day[0], event(4, height(1.216)))
    found = read_observations(text.encode())
    assert antenna_deltas_m(found)[:, 0].tolist() == [0.216] * 10 + [1.216] * 10
    (tmp_path / "a.obs").write_text(text, encoding="ascii")
    (tmp_path / "b.obs").write_text(str(day[0]), encoding="ascii")
    (tmp_path / "a.nav").write_text(day[1], encoding="ascii")
    asked = {"navigation": [tmp_path / "a.nav"], "placing": Placing(marker=True)}
    tracks = [Job(observations=tmp_path / name, **asked).track() for name in ("a.obs", "b.obs")]
    moved = tracks[0].errors_enu_m(ESBC_M) - tracks[1].errors_enu_m(ESBC_M)
    assert np.abs(moved[:10]).max() < 1e-6
    assert moved[10:] == pytest.approx(np.tile([0.0, 0.0, -1.0], (10, 1)), abs=1e-3)


def test_a_position_held_still_over_a_move_is_refused_with_what_to_do(day, tmp_path, shared_data):
    (tmp_path / "a.obs").write_text(with_event(day[0], event(3)), encoding="ascii")
    orbits = shared_data / "gnss/esbc2020"
    asked = {
        "observations": tmp_path / "a.obs",
        "navigation": [],
        "mode": "ppp",
        "sp3": orbits / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz",
        "clk": orbits / "GRG0MGXFIN_20201770000_01D_30S_CLK.CLK.gz",
    }
    with pytest.raises(Refused) as told:
        Job(**asked).track()
    assert str(told.value) == (
        "a.obs: a new site is occupied (event 3) at 2020-06-25T00:04:42Z, so that its positions are not of "
        "one place: add --kinematic, or give the part before or after alone"
    )
    assert Job(**asked, kinematic=True).track().solved[1:].all()
