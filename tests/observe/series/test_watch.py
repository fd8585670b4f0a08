"""A place watched from end to end: what was planted is found, and how the work is cut changes nothing."""

from __future__ import annotations

import json

import numpy as np
import pytest

import serai
from serai.cli import main
from serai.observe.series import watch
from serai.observe.series.alarms import beyond_alarms
from serai.observe.series.charts import NEVER
from serai.observe.series.record import DateRecord
from serai.wording import reason
from tests.observe.series.made import BROKEN, DROP, DROP_AT, dropped, written_stack


@pytest.fixture
def stack(tmp_path):
    return written_stack(tmp_path / "ndvi.npz", dropped())


@pytest.fixture
def small_rows(monkeypatch):
    monkeypatch.setattr(watch, "PIXELS", 30)  # three rows at a time


def texts(row):
    return [value for value in row if not isinstance(value, float)]


def figures(rows):
    return [[value for value in row if isinstance(value, float)] for row in rows]


def same(one, other):
    for name in ("series", "breaks"):
        rows, others = (
            [[getattr(row, field) for field in row.__slots__] for row in getattr(found, name)]
            for found in (one, other)
        )
        assert [texts(row) for row in rows] == [texts(row) for row in others]
        assert np.allclose(figures(rows), figures(others), rtol=1e-9, equal_nan=True)
    assert one.limits == other.limits
    for name in one.maps:
        assert np.array_equal(one.maps[name], other.maps[name], equal_nan=name != "watched"), name


def test_a_planted_drop_is_found_where_and_when_it_began(stack):
    found = serai.monitor(stack)
    broken = np.zeros(found.stack.shape, bool)
    broken[BROKEN] = True
    first = found.maps["first_disturbed"]
    assert (first[broken] != NEVER).all()
    valid = dropped()["valid"]
    for row, column in np.argwhere(broken):
        began = DROP_AT + int(np.argmax(valid[DROP_AT:, row, column]))
        assert first[row, column] == began
    assert (first[~broken] == NEVER).mean() > 0.95
    assert found.maps["departure"][broken] == pytest.approx(-DROP, abs=0.1)


@pytest.mark.usefixtures("small_rows")
def test_maximum_and_valid_count_are_those_of_plain_numpy(stack):
    found, made = serai.monitor(stack), dropped()
    plain = np.where(made["valid"], made["ndvi"], -np.inf).max(axis=0)
    assert np.array_equal(found.maps["maximum"], plain)
    assert np.array_equal(found.maps["valid_count"], made["valid"].sum(axis=0))
    assert found.valid_share == pytest.approx(made["valid"].mean())


def test_maps_of_the_real_series_are_those_of_plain_numpy(shared_data):
    path = shared_data / "monitor" / "ndvi_slovenia_2015_2017.npz"
    found = serai.monitor(path, history="2016-12-31")
    with np.load(path) as made:
        ndvi, valid = made["ndvi"], made["valid"]
    assert np.array_equal(found.maps["maximum"], np.where(valid, ndvi, -np.inf).max(axis=0))
    assert np.array_equal(found.maps["valid_count"], valid.sum(axis=0))
    assert len(found.series) == 68
    assert found.until == 32


def test_neither_rows_nor_threads_nor_memory_change_the_answer(stack, monkeypatch):
    whole = serai.monitor(stack, threads=1)
    monkeypatch.setattr(watch, "PIXELS", 10)
    same(serai.monitor(stack, threads=3, memory_mb=0.01), whole)


@pytest.mark.usefixtures("small_rows")
def test_a_run_that_was_killed_goes_on_and_ends_the_same(stack, tmp_path, monkeypatch):
    whole = serai.monitor(stack)
    done = []
    plain = watch.found_in

    def dies(rows, *rest):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(1)
        return plain(rows, *rest)

    monkeypatch.setattr(watch, "found_in", dies)
    with pytest.raises(KeyboardInterrupt):
        serai.monitor(stack, out=tmp_path / "o", threads=1)
    kept = sorted(p.name for p in (tmp_path / "o" / "parts").iterdir())
    assert "plan.json" in kept
    again = []
    monkeypatch.setattr(watch, "found_in", lambda rows, *rest: again.append(1) or plain(rows, *rest))
    same(serai.monitor(stack, out=tmp_path / "o"), whole)
    assert len(again) == 4 - (len(kept) - 1)


def test_parts_of_another_run_are_refused(stack, tmp_path):
    serai.monitor(stack, out=tmp_path / "o")
    with pytest.raises(serai.Refused, match="holds parts of another run"):
        serai.monitor(stack, out=tmp_path / "o", history="2024-12-31")


@pytest.mark.usefixtures("small_rows")
def test_segments_are_cut_at_the_planted_drop_when_they_are_asked_for(stack, tmp_path):
    out = tmp_path / "o"
    assert main(["monitor", str(stack), "--segments", "--out", str(out)]) == 0
    with np.load(out / "maps.npz") as maps:
        broken = np.zeros((12, 10), bool)
        broken[BROKEN] = True
        assert (maps["segment_broken"][0][broken] >= DROP_AT).mean() > 0.9
        assert (maps["segment_count"][~broken] == 1).mean() > 0.9
    assert "segment_count" not in serai.monitor(stack).maps


def test_a_date_without_values_is_told_with_its_cause(stack):
    found = serai.monitor(stack)
    assert [str(one.cause) for one in found.series if one.valid == 0.0] == ["cloud", "cloud"]
    assert all(np.isnan(one.value) and np.isfinite(one.expected) for one in found.series if one.valid == 0.0)


@pytest.mark.parametrize(
    ("values", "low", "at"),
    [
        ((0.5, 0.1, 0.1, 0.5, 0.1, 0.1, 0.1), True, [6]),
        ((0.1, 0.5, 0.5, 0.1, 0.5, 0.5, 0.5), False, [6]),
        ((0.1, 0.1, np.nan, 0.1, 0.1, 0.1, 0.5), True, [3]),
        ((0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3), True, []),  # at the limit is neither
        ((0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3), False, []),
        ((0.1, 0.1, 0.1, 0.5, 0.1, 0.1, 0.1), True, [2, 6]),
    ],
)
def test_a_value_beyond_its_limit_alarms_at_the_third_date_in_a_row(values, low, at):
    times = [f"2024-01-{k + 1:02}T00:00:00Z" for k in range(len(values))]
    series = tuple(
        DateRecord(time, "", 1.0, reason("series.seen"), value, 0.3, 0.0, 1.0)
        for time, value in zip(times, values, strict=True)
    )
    found = list(beyond_alarms(series, 0.3, 3, "ndvi", low=low))
    assert [one.time for one in found] == [times[k] for k in at]
    assert all(one.why.key == ("series.below_alarm" if low else "series.above_alarm") for one in found)


def test_alarms_wait_for_their_confirmation(stack):
    found = serai.monitor(stack, alarm_share=0.05, below=0.35)
    (share, low) = found.alarms if found.alarms[0].why.key == "series.share_alarm" else found.alarms[::-1]
    assert share.why.key == "series.share_alarm"
    assert share.first == found.stack.times[DROP_AT]
    assert share.time > share.first
    assert "of the area has changed" in str(share.why)
    assert str(low.why).startswith("ndvi of the area is 0.")
    assert not serai.monitor(stack, alarm_share=0.5, below=-1.0).alarms


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--history", "2023-01-02"], "runs from 2023-01-01T10:00:00Z to"),
        (["--history", "2026-11-01"], "give --history DATE"),
        (["--layer", "evi"], "has no layer 'evi'"),
        (["--csv", "--json"], "expected --csv or --json"),
    ],
)
def test_the_command_refuses_in_one_sentence(stack, words, says, capsys):
    assert main(["monitor", str(stack), *words]) == 1
    told = capsys.readouterr()
    assert says in told.err
    assert not told.out
    assert told.err.count("\n") == 1


def test_all_cloud_is_refused(tmp_path, capsys):
    made = dropped()
    made["valid"][:] = False
    assert main(["monitor", str(written_stack(tmp_path / "s.npz", made))]) == 1
    assert "no value of s.npz is valid on any date" in capsys.readouterr().err


def test_the_command_writes_all_whole_and_leaves_no_parts(stack, tmp_path, capsys):
    out = tmp_path / "o"
    assert main(["monitor", str(stack), "--out", str(out), "--alarm-share", "5"]) == 0
    said = capsys.readouterr().out
    assert max(len(line) for line in said.splitlines()) <= 110
    assert "12 " in said
    names = sorted(p.name for p in out.iterdir())
    assert names == ["change.svg", "maps.npz", "record.json", "series.csv", "series.svg"]
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert record["dates"] == 60
    with np.load(out / "maps.npz") as maps:
        first = maps["first_disturbed"][BROKEN]
        assert (maps["times"][first] >= record["breaks"][0]["first_disturbed"]).all()
    assert (out / "series.csv").read_text(encoding="utf-8").count("\n") == 61
