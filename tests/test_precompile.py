"""The first compilation is said in one line; what is kept is kept as long as what it is made of."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numba as nb

from serai import jit
from serai.earth import places_ecef_m
from serai.gnss.estimators.single_point import single_point
from serai.gnss.signals import single_frequency
from serai.jit import SAYS, announced
from serai.precompile import precompile
from tests.gnss.simulate import Case, navigation, observations


def test_the_first_compilation_is_announced_once():
    said: list[str] = []
    with announced(said.append):
        assert nb.njit(lambda x: x + 1)(1) == 2
        assert nb.njit(lambda x: x + 2)(1) == 3
    nb.njit(lambda x: x + 3)(1)
    assert said == [SAYS]


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


def test_a_change_of_anything_imported_changes_the_stamp(tmp_path, monkeypatch):
    monkeypatch.setattr(jit, "_PACKAGE", tmp_path)
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

    def stamp():
        jit._source.cache_clear()
        jit._imported.cache_clear()
        return jit.stamp(tmp_path / "part" / "top.py")

    first = stamp()
    (tmp_path / "stranger.py").write_text("C = 2\n")
    assert stamp() == first
    seen = {first}
    for name in ("constants", "part/__init__", "part/deep", "part/middle", "part/top"):
        file = tmp_path / f"{name}.py"
        file.write_text(file.read_text() + "# changed\n")
        assert stamp() not in seen
        seen.add(stamp())
    jit._source.cache_clear()
    jit._imported.cache_clear()


def test_one_epoch_loads_no_scipy_linalg_which_numba_would_load_with_its_first_kernel():
    lines = (
        "import sys; import serai.questions.position; import numba.np.arraymath",
        "assert not [m for m in sys.modules if m.startswith('scipy.linalg')], 'scipy.linalg was loaded'",
        "import scipy.linalg",  # and nothing stands in its way afterwards
    )
    subprocess.run([sys.executable, "-c", "; ".join(lines)], check=True)


def test_functions_are_kept_under_the_stamp():
    from serai.access.compiled import kernel

    stamped = f"search_{jit.stamp(Path(kernel.__file__)):08x}"
    assert kernel.search.py_func.__qualname__ == stamped
