"""No sentence stands in the catalogue of a room that nothing in the source says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from serai.wording.catalogue import entries

SOURCE = Path(__file__).resolve().parents[2] / "src" / "serai"


def keys() -> Iterator[str]:
    """What the source may say, as patterns of keys: whole ones, and those put together from a name."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (p.value if isinstance(p, ast.Constant) else None for p in node.values)
                yield "".join(r"[\w-]+" if part is None else re.escape(str(part)) for part in parts)


@pytest.fixture(scope="module")
def said() -> re.Pattern[str]:
    rooms = ("connect", "observe", "plan", "radio")
    return re.compile("|".join({k for k in keys() if k.startswith(tuple(f"{r}\\." for r in rooms))}))


@pytest.mark.parametrize("room", ["connect", "observe", "plan", "radio"])
def test_every_sentence_of_a_room_is_said_somewhere(room, said):
    own = [key for key in entries() if key.startswith(f"{room}.")]
    assert own
    assert [key for key in own if not said.fullmatch(key)] == []
