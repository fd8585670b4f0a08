"""The first compilation is said in one line; what is kept is kept as long as what it is made of."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numba as nb
from tests.gnss.simulate import Case, navigation, observations

from serai.access.compiled import kernel
from serai.earth import places_ecef_m
from serai.gnss.estimators.single_point import single_point
from serai.gnss.signals import single_frequency
from serai.jit import SAYS, announced, stamp
from serai.jit.announcing import compiling
from serai.jit.compiler import _numba
from serai.precompile import precompile


def numba_alone(text: str):
    """A function that was never compiled before, and is kept nowhere."""
    _numba()  # the door of serai, by which it hears of what numba does
    return nb.njit(eval(text))


def test_the_first_compilation_is_announced_once():
    said: list[str] = []
    with announced(said.append):
        for number in (1, 2):
            added = numba_alone(f"lambda x: x + {number}")
            assert added(1) == 1 + number
    assert numba_alone("lambda x: x + 3")(1) == 4
    assert said == [SAYS]


def test_everyone_who_waits_is_told_once_and_leaves_when_done():
    inner: list[str] = []
    outer: list[str] = []
    with announced(outer.append):
        with announced(inner.append):
            compiling()
            compiling()
        compiling()
    compiling()
    assert (inner, outer) == ([SAYS], [SAYS])


def test_what_is_compiled_already_is_not_announced():
    precompile()
    said: list[str] = []
    with announced(said.append):
        precompile()
    assert said == []


def test_a_position_finds_all_compiled():
    precompile()
    place_m = places_ecef_m(24.86, 67.01, 8.0)
    case = Case(place_m=place_m, codes={"G": ("1C",)}, epochs=2)
    nav = navigation(case)
    galileo = replace(nav.iono[0], model="nequick", system="E", parameters=(30.0, 0.03, 0.004, 0.0))
    said: list[str] = []
    with announced(said.append):
        track = single_point(
            observations(case), replace(nav, iono=(*nav.iono, galileo)), single_frequency("G"), "G"
        )
    assert track.solved.all()
    assert said == []


def forget():
    for kept in (stamp._imported, stamp._source):
        kept.cache_clear()


def test_a_change_of_anything_imported_changes_the_stamp(tmp_path, monkeypatch):
    monkeypatch.setattr(stamp, "_PACKAGE", tmp_path)
    (tmp_path / "part").mkdir()
    for name, text in (
        ("part/__init__", ""),
        ("part/top", "from serai.part.middle import f\nfrom serai.part import (\n    deep,\n    h,\n)\n"),
        ("part/deep", ""),
        ("part/middle", "from serai.part import g\nfrom serai.constants import C\n"),
        ("constants", "C = 1\n"),
        ("stranger", "C = 1\n"),
    ):
        (tmp_path / f"{name}.py").write_text(text)

    def of_now():
        forget()
        return stamp.stamp(tmp_path / "part" / "top.py")

    first = of_now()
    (tmp_path / "stranger.py").write_text("C = 2\n")
    assert of_now() == first
    seen = {first}
    for name in ("constants", "part/__init__", "part/deep", "part/middle", "part/top"):
        file = tmp_path / f"{name}.py"
        file.write_text(file.read_text() + "# changed\n")
        assert of_now() not in seen
        seen.add(of_now())
    forget()


def test_one_epoch_loads_no_scipy_linalg_which_numba_would_load_with_its_first_kernel():
    lines = (
        "import sys; import serai.questions.position; from serai.jit.compiler import _numba",
        "assert not {'numba', 'scipy.linalg'} & set(sys.modules), 'numba or scipy.linalg was loaded'",
        "_numba(); import numba.np.arraymath",
        "assert not [m for m in sys.modules if m.startswith('scipy.linalg')], 'scipy.linalg was loaded'",
        "import scipy.linalg",  # and nothing stands in its way afterwards
    )
    subprocess.run([sys.executable, "-c", "; ".join(lines)], check=True)


def test_functions_are_kept_under_the_stamp():
    stamped = f"search_{stamp.stamp(Path(kernel.__file__)):08x}"
    assert kernel.search.name == stamped
    assert kernel.search.dispatcher.py_func.__qualname__ == stamped
