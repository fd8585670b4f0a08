"""How much work something is, by what Python is asked to do: the same on every machine, quick or slow."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def calls(once: Callable[[], object]) -> int:
    """How many functions of Python are called while something is done a second time.

    The first time imports and compiles; arrays and compiled kernels count as nothing, so that a loop which
    should be an array stands out.
    """
    once()
    count = 0

    def seen(_frame: FrameType, event: str, _given: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        once()
    finally:
        sys.setprofile(before)
    return count
