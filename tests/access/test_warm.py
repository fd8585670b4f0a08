"""The first compilation is said in one line; what is kept is kept as long as what it is made of."""

from __future__ import annotations

import numba as nb

from serai.access import compiling
from serai.access.warm import SAYS, announced, warm


def test_the_first_compilation_is_announced_once():
    said: list[str] = []
    with announced(said.append):
        assert nb.njit(lambda x: x + 1)(1) == 2
        assert nb.njit(lambda x: x + 2)(1) == 3
    nb.njit(lambda x: x + 3)(1)
    assert said == [SAYS]


def test_what_is_compiled_already_is_not_announced():
    warm()
    said: list[str] = []
    with announced(said.append):
        warm()
    assert said == []


def test_every_file_of_the_search_is_in_the_stamp(root):
    folder = root / "src" / "serai" / "access"
    compiled = {
        file.name for file in folder.glob("*.py") if "\n@compiled\n" in file.read_text(encoding="utf-8")
    }
    assert compiled <= set(compiling.SOURCES)
    assert all((folder / name).is_file() for name in compiling.SOURCES)


def test_functions_are_kept_under_the_stamp():
    from serai.access import kernel

    assert kernel.search.py_func.__qualname__ == f"search_{compiling._STAMP:08x}"
