"""Every refusal is a key of the catalogue and its values; only the text of the modules is read.

A refusal, or a reason that it is made of, is made by ``Refused("room.key", name=value)``, by a subclass
without an ``__init__`` of its own, by ``super().__init__`` in one that has it, or by ``reason(...)``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from serai.wording import fields
from serai.wording.catalogue import entries

SOURCE = Path(__file__).resolve().parent.parent / "src" / "serai"
# Files of the catalogue that hold refusals and what they are made of, and nothing else.
REFUSAL_FILES = (
    "errors",
    "time",
    "earth",
    "formats",
    "orbit",
    "access",
    "radio",
    "corridor",
    "fetch",
    "pool",
    "tables",
    "checks",
    "gnss",
    "monitor",
    "plan_faults",
    "store",
)
BASE = "Refused"


@dataclass(frozen=True, slots=True)
class Saying:
    """One place in the source where a sentence is made: by what, with which arguments."""

    where: str
    maker: str
    call: ast.Call
    inside: ast.AST

    @property
    def key(self) -> str | None:
        """The key, where it is written out."""
        first = self.call.args[0] if self.call.args else None
        return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


@cache
def modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(SOURCE.rglob("*.py"))
    }


@cache
def refusals() -> dict[str, bool]:
    """Every class that derives from Refused, by name, and whether it has an `__init__` of its own."""
    classes = [
        node for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    found = {BASE: False}
    while True:
        more = [c for c in classes if c.name not in found and any(base_of(b) in found for b in c.bases)]
        if not more:
            return found
        for one in more:
            inherited = any(found.get(base_of(base), False) for base in one.bases)
            found[one.name] = inherited or has_init(one)


def base_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def has_init(node: ast.ClassDef) -> bool:
    return any(isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in node.body)


@cache
def sayings() -> tuple[Saying, ...]:
    return tuple(
        saying
        for path, tree in modules().items()
        for saying in sayings_in(path, tree, tree, in_refusal=False)
    )


def sayings_in(path: str, node: ast.AST, inside: ast.AST, *, in_refusal: bool) -> Iterator[Saying]:
    for child in ast.iter_child_nodes(node):
        within = child if isinstance(child, ast.FunctionDef) else inside
        if isinstance(child, ast.ClassDef) and child.name == BASE:
            continue  # what all of them share hands on what it is given
        refusal = in_refusal
        if isinstance(child, ast.ClassDef):
            refusal = child.name in refusals() and child.name != BASE
        if isinstance(child, ast.Call) and (maker := maker_of(child, in_refusal=in_refusal)):
            yield Saying(f"{path}, line {child.lineno}", maker, child, inside)
        yield from sayings_in(path, child, within, in_refusal=refusal)


def maker_of(call: ast.Call, *, in_refusal: bool) -> str:
    """`Refused`, `reason` or the class that makes a sentence of a key; '' for any other call."""
    if in_refusal and ast.unparse(call.func) == "super().__init__":
        return BASE
    name = base_of(call.func)
    if name == "reason" and isinstance(call.func, ast.Name):
        return name
    return name if refusals().get(name) is False else ""


def is_reason(node: ast.expr, inside: ast.AST) -> bool:
    """Whether a variable holds a reason: another refusal's, a parameter of that type, or one just made."""
    if isinstance(node, ast.Attribute):
        return node.attr == "reason"
    if not isinstance(node, ast.Name):
        return False
    for one in ast.walk(inside):
        if isinstance(one, ast.arg) and one.arg == node.id and one.annotation is not None:
            return ast.unparse(one.annotation) == "Reason"
        if isinstance(one, ast.AnnAssign) and base_of(one.target) == node.id:
            return ast.unparse(one.annotation) == "Reason"
        if isinstance(one, ast.Assign) and any(base_of(target) == node.id for target in one.targets):
            return isinstance(one.value, ast.Call) and base_of(one.value.func) == "reason"
    return False


def fault_of(saying: Saying) -> str:
    """What is wrong with the key and values that are written there; '' where nothing is."""
    key, named = saying.key, {keyword.arg for keyword in saying.call.keywords}
    if saying.maker == "reason" and (key is None or None in named):
        return ""  # a family of whys whose key is put together: the room's own tests say all of them
    if key is None:
        held = bool(saying.call.args) and is_reason(saying.call.args[0], saying.inside)
        return "" if held and not named else "expected a key of the catalogue, written out, or a reason"
    if key not in entries():
        return f"no sentence of the catalogue has the key {key!r}"
    if len(saying.call.args) > 1:
        return "the values of a sentence are named"
    wanted = set(fields(key))
    return "" if named == wanted else f"{key} is said with {sorted(wanted)}, not {sorted(map(str, named))}"


def test_every_refusal_and_every_reason_names_a_sentence_and_gives_exactly_its_values():
    faults = [f"{s.where}: {wrong}" for s in sayings() if (wrong := fault_of(s))]
    assert not faults, "\n".join(faults)


def test_every_sentence_of_a_refusal_is_said_somewhere():
    said = {s.key for s in sayings()}
    strays = [key for key in entries() if key.partition(".")[0] in REFUSAL_FILES and key not in said]
    assert not strays, "nothing says: " + ", ".join(strays)


def test_no_refusal_has_a_key_beside_that_of_its_sentence():
    own = [
        f"{path}, line {node.lineno}: {node.name}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name in refusals() and node.name != BASE
        for one in node.body
        if isinstance(one, ast.Assign | ast.AnnAssign) and "key" in ast.unparse(one).partition("=")[0]
    ]
    assert not own, "\n".join(own)


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("raise Refused('a place is nowhere')", "no sentence of the catalogue has the key"),
        ("raise Refused('earth.nowhere')", "no sentence of the catalogue has the key"),
        ("raise Refused(f'{place} is nowhere')", "expected a key of the catalogue"),
        ("raise Refused('earth.latitude')", "is said with ['lat_deg'], not []"),
        ("raise Refused('earth.latitude', lat_deg=1, lon_deg=2)", "not ['lat_deg', 'lon_deg']"),
        ("raise Refused('earth.latitude', 91.0)", "the values of a sentence are named"),
        ("raise Refused('earth.latitude', **values)", "not ['None']"),
        ("words = 'too far'\nraise Refused(words)", "expected a key of the catalogue"),
        ("expected = reason('earth.latitude')", "is said with ['lat_deg']"),
        ("raise Refused('earth.latitude', lat_deg=91.0)", ""),
        ("says = reason('earth.latitude', lat_deg=91.0)\nraise Refused(says)", ""),
        ("raise Refused(wrong.reason)", ""),
        ("why = reason(f'navigate.by.{by}', **values)", ""),
    ],
)
def test_the_reading_finds(source: str, wrong: str):
    tree = ast.parse(source)
    found = [fault_of(s) for s in sayings_in("here.py", tree, tree, in_refusal=False)]
    assert [one for one in found if one] == ([] if not wrong else [one for one in found if wrong in one])
    assert bool(wrong) == any(found)
