"""Machine code called without numba answers what the function says, and is made anew when its source is."""

from __future__ import annotations

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.jit import alone, announced, compiled
from serai.jit.compiler import NotAlone
from serai.jit.kept import keep, kept
from serai.jit.machine_code import MachineCode, kinds_of

COMMAND = """
import sys
from serai.cli import main
code = main(sys.argv[1:])
print(*sorted({'numba', 'scipy'} & sys.modules.keys()), file=sys.stderr)
sys.exit(code)
"""


@compiled
def _half(x):
    return 0.5 * x


@alone
def _moments(values, weights, power, twice, out):
    total, count = 0.0, 0
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            if values[i, j] > 0.0:
                total += weights[j] * math.atan2(values[i, j], 2.0) ** power
                count += 1
        out[i] = _half(total) if twice else total
    return total, count


@alone
def _filled(out, value):
    for i in range(len(out)):
        out[i] = value


@alone
def _hypotenuse(a, b):
    return math.sqrt(a * a + b * b)


@alone
def _counted(out):
    return len(out)


class Weighted(NamedTuple):
    values: np.ndarray
    weight: float
    within: tuple[int, int]


@alone
def _weighed(first, of, out):
    for i in range(of.within[0], of.within[1]):
        out[i] = first + of.weight * of.values[i]
    return of.weight


@alone
def _allocates(n):
    return np.empty(n).sum()


@alone
def _answers_an_array(out):
    return out


def plainly(values, weights, power, twice):
    total, count, out = 0.0, 0, []
    for row in values.tolist():
        for value, weight in zip(row, weights.tolist(), strict=True):
            if value > 0.0:
                total += weight * math.atan2(value, 2.0) ** power
                count += 1
        out.append(0.5 * total if twice else total)
    return total, count, out


@given(
    rows=st.integers(0, 4),
    columns=st.integers(1, 5),
    power=st.integers(1, 3),
    twice=st.booleans(),
    seed=st.integers(0, 99),
)
def test_machine_code_answers_what_python_answers(rows, columns, power, twice, seed):
    source = np.random.default_rng(seed)
    wide = source.normal(size=(columns, 2 * rows)).T
    weights = source.normal(size=columns)
    for values in (wide[::2], np.ascontiguousarray(wide[::2]), np.asfortranarray(wide[::2])):
        out = np.full(len(values), np.nan)
        total, count = _moments(values, weights, power, twice, out)
        told, counted, rest = plainly(values, weights, power, twice)
        assert count == counted
        assert total == pytest.approx(told, rel=1e-12, abs=1e-12)
        assert out.tolist() == pytest.approx(rest, rel=1e-12, abs=1e-12)


def test_one_number_none_and_kinds_of_arrays_come_back_as_they_are():
    assert _hypotenuse(3.0, 4.0) == 5.0
    assert _counted(np.empty(7)) == 7
    assert _counted(np.empty(7, np.uint8)) == 7
    codes, reals = np.zeros(3, np.uint8), np.zeros(3)
    assert _filled(codes, 200) is None
    assert _filled(reals, -1) is None
    assert (codes.tolist(), reals.tolist()) == ([200] * 3, [-1.0] * 3)


def test_a_tuple_and_one_within_it_are_taken_as_what_they_hold():
    out = np.zeros(4)
    assert _weighed(1.0, Weighted(np.arange(4.0), 10.0, (1, 3)), out) == 10.0
    assert out.tolist() == [0.0, 11.0, 21.0, 0.0]
    assert _weighed(1, Weighted(np.arange(4), 10.0, (0, 4)), out) == 10.0  # integers: other machine code
    assert out.tolist() == [1.0, 11.0, 21.0, 31.0]
    with pytest.raises(TypeError, match="got str"):
        _weighed(1.0, Weighted(np.arange(4.0), 10.0, (1, "3")), out)


def test_two_tuples_are_not_taken_for_one():
    """Where one ends is part of what the machine code is made for."""
    array = np.zeros(1)
    assert kinds_of([(array,), array]) != kinds_of([(array, array)]) != kinds_of([array, (array,)])


def test_what_is_no_number_is_refused_before_any_machine_code_sees_it():
    with pytest.raises(TypeError, match="got str"):
        _hypotenuse("3", 4.0)
    with pytest.raises(TypeError, match="got datetime64"):
        _counted(np.zeros(2, "datetime64[s]"))
    with pytest.raises(TypeError, match="of 0 axes"):
        _counted(np.array(1.0))


@pytest.mark.parametrize(("function", "arg"), [(_allocates, 3), (_answers_an_array, np.zeros(2))])
def test_what_cannot_stand_alone_is_told_to_its_author(function, arg):
    with pytest.raises(NotAlone):
        function(arg)


def test_threads_share_one_function():
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(_hypotenuse, [3.0] * 50, [4.0] * 50)) == [5.0] * 50


def test_what_is_kept_comes_back_and_what_is_damaged_does_not(tmp_path):
    source = tmp_path / "part.py"
    code = MachineCode("symbol", ("tuple", "int64", "float64"), bytes(range(256)) * 3)
    assert kept(source, "part.f_00000001", "cpu d1C i") is None
    keep(source, "part.f_00000001", "cpu d1C i", code)
    assert kept(source, "part.f_00000001", "cpu d1C i") == code
    assert kept(source, "part.f_00000001", "cpu d1C f") is None
    assert kept(source, "part.f_00000002", "cpu d1C i") is None
    (file,) = (tmp_path / "__pycache__").iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert kept(source, "part.f_00000001", "cpu d1C i") is None


def test_a_new_stamp_sweeps_out_the_code_of_the_old_one_and_no_other(tmp_path):
    source = tmp_path / "part.py"
    code = MachineCode("symbol", (), b"raw")
    for name in ("part.f_00000001", "part.g_00000001", "part.f_more_00000001", "part.f_00000002"):
        keep(source, name, "cpu", code)
    names = {file.name.split(".")[1] for file in (tmp_path / "__pycache__").iterdir()}
    assert names == {"g_00000001", "f_more_00000001", "f_00000002"}


def test_where_the_folder_cannot_be_written_the_users_own_is(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    (tmp_path / "__pycache__").write_text("no folder")
    keep(tmp_path / "part.py", "part.f_00000001", "cpu", MachineCode("symbol", (), b"raw"))
    assert list((tmp_path / "mine" / "serai" / "compiled").iterdir())
    assert kept(tmp_path / "part.py", "part.f_00000001", "cpu") == MachineCode("symbol", (), b"raw")


@pytest.mark.parametrize("more", [[], ["--dual"], ["--ionosphere", "nequick"]])
def test_a_receiver_is_positioned_without_numba_and_scipy(tmp_path, more):
    """The hour of the example, as well as one epoch: all that its kernels need is given to them."""
    root = Path(__file__).resolve().parents[2]
    sent = (root / "examples" / "receiver" / "site.nav").read_text()
    galileo = f"GAL {''.join(f'{k:12.4e}' for k in (60.0, 0.1, 0.004, 0.0)):56s}IONOSPHERIC CORR\n"
    at = sent.index("    18     ")
    (tmp_path / "site.nav").write_text(sent[:at] + galileo + sent[at:])
    words = ["position", "examples/receiver/site.obs", "--nav", str(tmp_path / "site.nav"), *more]
    for _ in range(2):  # the first may compile
        run = subprocess.run(
            [sys.executable, "-c", COMMAND, *words], capture_output=True, text=True, check=True, cwd=root
        )
    assert "positions   61 of 61 epochs" in run.stdout
    assert run.stderr.strip() == ""


def test_passes_are_found_without_numba_and_scipy(tmp_path):
    said: list[str] = []
    words = [
        *("passes", "--elements", "examples/gp.tle", "--stations", "examples/stations.csv"),
        *("--start", "2026-08-22T00:00:00Z", "--days", "1", "--mask", "10", "--csv"),
    ]
    (tmp_path / "gp.tle").write_text(
        "1 25544U 98067A   26234.00000000  .00010000  00000-0  18000-3 0  999\n"
        "2 25544  51.6400 100.0000 0005000  50.0000 310.0000 15.50000000 1000\n"
    )
    words[2] = str(tmp_path / "gp.tle")
    root = Path(__file__).resolve().parents[2]
    for _ in range(2):  # the first may have to compile
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, *words], capture_output=True, text=True, cwd=root, check=False
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") > 5
    assert done.stderr.splitlines()[-1] == ""
    with announced(said.append):
        assert _hypotenuse(6.0, 8.0) == 10.0
    assert said == []
