"""Every sentence that the source asks for stands in the catalogue, with the values that it is said with."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from serai.wording import fields
from serai.wording.catalogue import entries

SOURCE = Path(__file__).resolve().parents[2] / "src" / "serai"


def asked() -> Iterator[tuple[str, ast.Call]]:
    """Each `reason("room.key", ...)` of the source whose key is written out: where, and the call."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reason":
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def test_every_reason_stands_in_the_catalogue_and_gets_every_value_of_its_sentence():
    wrong = []
    for where, call in asked():
        key = call.args[0]
        if not isinstance(key, ast.Constant):
            continue  # a key put together from a name: the stories and the pseudo-language try those
        given = {k.arg for k in call.keywords}
        if key.value not in entries():
            wrong.append(f"{where}: no {key.value!r} in the catalogue")
        elif None not in given and not fields(key.value) <= given:
            wrong.append(f"{where}: {key.value} lacks {sorted(fields(key.value) - given)}")
    assert wrong == []
    assert len(list(asked())) > 50
