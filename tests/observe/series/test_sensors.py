"""Two sensors over one place: what was planted between them is found within what is told, and taken out."""

from __future__ import annotations

import json

import numpy as np
import pytest

import serai
from serai.cli import main
from serai.observe.series.charts import NEVER
from tests.observe.series.made import written_stack

DATES, ROWS, COLUMNS = 160, 8, 8
BIAS, DRIFT, STEP, STEP_AT = 0.05, 0.02, -0.06, 100
WITHIN = 3.0  # standard deviations told


def two_sensors(seed=0, *, bias=BIAS, drift=DRIFT, step=STEP, b_from=0):
    """Four years of two sensors in turn; B shows more, drifts, and steps at the date STEP_AT."""
    rng = np.random.default_rng(seed)
    days = 9.0 * np.arange(DATES)
    season = 0.5 + 0.2 * np.cos(2.0 * np.pi * days / 365.25)
    haze = 0.01 * rng.standard_normal(DATES)
    ndvi = (season + haze)[:, None, None] + 0.02 * rng.standard_normal((DATES, ROWS, COLUMNS))
    is_b = (np.arange(DATES) % 2 == 1) & (np.arange(DATES) >= b_from)
    middle = days[is_b].mean()
    ndvi[is_b] += (bias + drift * (days[is_b] - middle) / 365.25)[:, None, None]
    ndvi[is_b & (np.arange(DATES) >= STEP_AT)] += step
    times = np.datetime64("2021-01-01T10:00:00") + (days * 86_400).astype("timedelta64[s]")
    return {
        "ndvi": ndvi.astype(np.float32),
        "timestamps": times.astype(str),
        "sensor": np.where(is_b, "B", "A"),
    }


@pytest.mark.parametrize("seed", range(4))
def test_bias_drift_and_step_are_found_within_what_is_told(tmp_path, seed):
    found = serai.monitor(written_stack(tmp_path / "s.npz", two_sensors(seed)))
    (one,) = found.sensors
    assert (one.sensor, one.reference) == ("B", "A")
    for value, sigma, true in (
        (one.bias, one.bias_sigma, BIAS),
        (one.drift, one.drift_sigma, DRIFT),
        (one.step, one.step_sigma, STEP),
    ):
        assert abs(value - true) < WITHIN * sigma
        assert sigma < 0.02
    assert abs(one.step_at - STEP_AT) <= 2
    assert one.step_of == "B"


@pytest.mark.parametrize("seed", range(4))
def test_no_step_is_told_where_none_is(tmp_path, seed):
    found = serai.monitor(written_stack(tmp_path / "s.npz", two_sensors(seed, step=0.0)))
    assert found.sensors[0].step_at == -1


def test_the_joined_record_has_no_false_break_and_as_measured_it_has(tmp_path):
    stack = written_stack(tmp_path / "s.npz", two_sensors(bias=0.2, drift=0.0, step=0.0, b_from=120))
    joined = serai.monitor(stack, history="2023-12-15")
    assert (joined.maps["confirmed"] != NEVER).mean() < 0.05
    only_b = two_sensors(bias=0.0, drift=0.0, step=-0.3)
    stack = written_stack(tmp_path / "t.npz", only_b)
    assert (serai.monitor(stack).maps["confirmed"] == NEVER).mean() > 0.95


@pytest.mark.parametrize("seed", range(4))
def test_a_step_of_the_reference_is_told_as_its_own_and_the_joined_record_has_no_break(tmp_path, seed):
    made = two_sensors(seed, bias=0.0, drift=0.0, step=0.0)
    stepped = (made["sensor"] == "A") & (np.arange(DATES) >= STEP_AT)
    made["ndvi"][stepped] += 0.15
    stack = written_stack(tmp_path / "s.npz", made)
    found = serai.monitor(stack, history="2023-06-01")
    (one,) = found.sensors
    assert (one.reference, one.step_of) == ("A", "A")
    assert abs(one.step + 0.15) < WITHIN * one.step_sigma
    assert abs(one.step_at - STEP_AT) <= 2
    shift = np.array(found.stack.shift)
    own = made["sensor"] == "A"
    assert np.median(shift[stepped]) - np.median(shift[own & ~stepped]) == pytest.approx(-one.step)
    joined, as_measured = (
        (one.maps["confirmed"] != NEVER).mean()
        for one in (found, serai.monitor(stack, history="2023-06-01", harmonise=False))
    )
    assert joined < 0.05
    assert joined < as_measured


def test_a_change_of_the_ground_that_both_sensors_show_is_no_step(tmp_path):
    made = two_sensors(0, step=0.0)
    made["ndvi"][STEP_AT:] -= 0.3
    found = serai.monitor(written_stack(tmp_path / "s.npz", made), history="2023-06-01")
    assert found.sensors[0].step_at == -1
    assert (found.maps["confirmed"] != NEVER).mean() > 0.95


def test_a_sensor_without_an_overlap_is_left_as_it_is_and_told(tmp_path):
    made = two_sensors()
    made["sensor"] = np.where(np.arange(DATES) < 100, "A", "B")
    found = serai.monitor(written_stack(tmp_path / "s.npz", made))
    (one,) = found.sensors
    assert str(one.why) == "B is not compared with A: 0 dates in common, and 8 are needed"
    assert set(found.stack.shift) == {0.0}


def test_the_command_tells_what_was_taken_out(tmp_path, capsys):
    stack = str(written_stack(tmp_path / "s.npz", two_sensors()))
    assert main(["monitor", stack]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "B beside A: bias 0.0" in said
    assert "a step of -0.0" in said
    assert main(["monitor", stack, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sensors"][0]["reference"] == "A"
    assert main(["monitor", stack, "--json", "--as-measured"]) == 0
    assert json.loads(capsys.readouterr().out)["sensors"] == []
