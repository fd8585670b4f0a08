"""The shape of the tree: small rooms, small files, functions that decide one thing, one meaning a name."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from types import MappingProxyType

import serai

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "serai"
FILES_IN_A_FOLDER = 25
MEDIAN_LINES = 120
LINES_IN_A_FUNCTION = 80
BRANCHES = 12
SHARE_ABOVE = 0.025  # of all functions may have more branches
DOORS_TO_COMPILING = ("compiled", "alone", "fused", "vectorised", "inlined")

# Tests that follow no room: what the whole does, beside other codes, and told as stories.
OF_THE_WHOLE = ("against", "stories")

# Names of classes that two rooms use, each with the reason why both keep it.
SAME_NAME = MappingProxyType(
    {
        "Scene": "what decides a need's figures, each service's own: one word for all",
        "Unread": "a message whose form is not known, of SBAS and of PPP-B2b: one meaning, two kinds of bits",
    }
)


@dataclass(frozen=True, slots=True)
class Function:
    """One function of serai: where it stands, its lines, its branches, and whether it is compiled."""

    where: str
    lines: int
    branches: int
    compiled: bool


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(HOUSE.rglob("*.py"))}


@cache
def functions() -> tuple[Function, ...]:
    return tuple(
        Function(
            where=f"{path.relative_to(HOUSE)}: {node.name}",
            lines=(node.end_lineno or node.lineno) - node.lineno + 1,
            branches=branches(node),
            compiled=any(ast.unparse(d) in DOORS_TO_COMPILING for d in node.decorator_list),
        )
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def branches(function: ast.AST) -> int:
    """The ways through a function (McCabe 1976): one, and one more for each decision in it."""
    ways = 1
    for node in ast.walk(function):
        if isinstance(node, ast.If | ast.For | ast.While | ast.ExceptHandler | ast.IfExp | ast.Assert):
            ways += 1
        elif isinstance(node, ast.BoolOp):
            ways += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            ways += 1 + len(node.ifs)
    return ways


def test_no_folder_is_flat_and_crowded():
    crowded = {
        str(folder.relative_to(ROOT)): count
        for top in (HOUSE, ROOT / "tests")
        for folder in [top, *(p for p in top.rglob("*") if p.is_dir())]
        if (count := len(list(folder.glob("*.py")))) > FILES_IN_A_FOLDER
    }
    assert not crowded


def test_half_of_the_files_are_short():
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in trees()]
    assert median(lengths) < MEDIAN_LINES


def test_no_function_outside_the_compiled_ones_is_long():
    long = [f"{f.where}: {f.lines}" for f in functions() if f.lines > LINES_IN_A_FUNCTION and not f.compiled]
    assert not long, "\n".join(long)


def test_few_functions_decide_many_things():
    many = sorted((f for f in functions() if f.branches > BRANCHES), key=lambda f: -f.branches)
    told = "\n".join(f"{f.branches} {f.where}" for f in many)
    assert len(many) <= SHARE_ABOVE * len(functions()), f"{len(many)} of {len(functions())}:\n{told}"


def test_a_name_of_a_class_has_one_meaning():
    rooms: dict[str, list[str]] = defaultdict(list)
    for path, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                rooms[node.name].append(str(path.relative_to(HOUSE)))
    twice = {name: where for name, where in rooms.items() if len(where) > 1}
    assert twice.keys() - SAME_NAME.keys() == set(), twice
    assert SAME_NAME.keys() - twice.keys() == set(), "no longer needed in SAME_NAME"


def test_the_tests_mirror_the_tree():
    tests = ROOT / "tests"
    strays = [
        str(folder.relative_to(tests))
        for folder in tests.rglob("*")
        if folder.is_dir() and any(folder.glob("test_*.py"))
        if folder.relative_to(tests).parts[0] not in OF_THE_WHOLE
        if not (HOUSE / folder.relative_to(tests)).is_dir()
    ]
    assert not strays
    without = [
        room.name for room in HOUSE.iterdir() if (room / "__init__.py").is_file() and not has_tests(room.name)
    ]
    assert not without


def has_tests(room: str) -> bool:
    folder = ROOT / "tests" / room
    return folder.is_dir() and any(folder.rglob("test_*.py"))


def test_no_room_has_the_name_of_a_public_function():
    """`serai.assess` and a package `assess` cannot both be: the second access finds the module."""
    rooms = {path.stem for path in HOUSE.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert rooms & set(serai.PUBLIC) == set()
