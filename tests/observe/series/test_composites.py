"""Composites before plain numpy; their periods before the calendar; dates filled where nothing was seen."""

from __future__ import annotations

import numpy as np
import pytest

import serai
from serai.cli import main
from serai.errors import Refused
from serai.observe.series.composites import composites, periods_of
from serai.observe.series.pixels import WatchRules
from tests.observe.series.made import dropped, written_stack

TIMES = ["2023-11-30T23:59:59Z", "2023-12-01T00:00:00Z", "2024-01-31T12:00:00Z", "2024-04-01T00:00:00Z"]


@pytest.mark.parametrize(
    ("kind", "numbers", "first"),
    [
        (
            "month",
            (0, 1, 2, 5),
            ("2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"),
        ),
        ("quarter", (0, 0, 1, 2), ("2023-10-01", "2024-01-01", "2024-04-01")),
        ("year", (0, 0, 1, 1), ("2023-01-01", "2024-01-01")),
        ("3660", (0, 0, 0, 0), ("2023-11-30",)),
        ("62", (0, 0, 1, 1), ("2023-11-30", "2024-01-31")),
    ],
)
def test_periods_are_those_of_the_calendar(kind, numbers, first):
    assert periods_of(TIMES, kind) == (numbers, first)


@pytest.mark.parametrize("kind", ["week", "0", "3661", "-3", "1.5", "\N{SUPERSCRIPT TWO}", ""])
def test_what_is_no_period_is_refused(kind):
    with pytest.raises(Refused, match="expected month, quarter or year, or a number of days from 1 to 3660"):
        periods_of(TIMES, kind)


def test_a_composite_is_the_median_of_what_is_valid():
    rng = np.random.default_rng(0)
    values, valid = rng.random((7, 50)).astype(np.float32), rng.random((7, 50)) < 0.4
    filled = np.full((7, 50), 0.25, np.float32)
    filled[:, 0] = np.nan
    found, count = composites(values, valid, filled, (0, 0, 0, 2, 2, 2, 2))
    for k, at in ((0, slice(0, 3)), (2, slice(3, 7))):
        for n in range(50):
            some = values[at, n][valid[at, n]]
            assert count[k, n] == len(some)
            said = np.median(some) if len(some) else filled[at, n].mean()
            assert found[k, n] == pytest.approx(said, nan_ok=True)
    assert np.isnan(found[1]).all()
    assert not count[1].any()


def test_the_command_keeps_composites_and_filled_dates(tmp_path, capsys):
    made = dropped()
    stack, out = written_stack(tmp_path / "s.npz", made), tmp_path / "o"
    assert main(["monitor", str(stack), "--composite", "quarter", "--fill", "--out", str(out)]) == 0
    capsys.readouterr()
    with np.load(out / "maps.npz") as maps:
        assert maps["composite"].shape == (12, 12, 10)
        assert maps["composite_from"].tolist()[:2] == ["2023-01-01", "2023-04-01"]
        first = made["valid"][:5].sum(axis=0)
        assert np.array_equal(maps["composite_count"][0], first)
        assert np.array_equal(maps["filled"][made["valid"]], made["ndvi"][made["valid"]])
        hidden = ~made["valid"]
        assert (maps["filled_sigma"][hidden] > 0.0).all()
        off = (maps["filled"] - made["ndvi"])[hidden][:400]
        assert np.sqrt((off**2).mean()) < 0.05
    plain = serai.monitor(stack, rules=WatchRules(confirm=4))
    assert not {"composite", "filled"} & set(plain.maps)
