"""One pool of several nations' satellites, stations, cables and navigation systems, and what it can promise.

`import serai` is light: a public name is loaded from the module that defines it when it is first used.
"""

from __future__ import annotations

import importlib
from types import MappingProxyType
from typing import Any

__version__ = "0.1.0"
JSON_VERSION = 1  # of the fields that programs may rely on (docs/stable.md); raised when one goes or changes

# The public names and the module each comes from, in the order a reader meets them: a corridor is opened,
# its needs are assessed, its losses are tried, single questions are asked. A name is listed here once its
# module exists, and no room of the house may be called by it: the second access would find the room.
PUBLIC = MappingProxyType(
    {
        "open_corridor": "serai.outcome.outcome",
        "assess": "serai.outcome.outcome",
        "Outcome": "serai.outcome.outcome",
        "single_points": "serai.questions.single_points",
        "passes": "serai.questions.passes",
        "looks": "serai.questions.looks",
        "revisit": "serai.questions.revisit",
        "position": "serai.questions.position",
        "attenuation": "serai.questions.attenuation",
        "budget": "serai.questions.budget",
        "monitor": "serai.questions.images.monitor",
        "compare": "serai.outcome.change",
        "Change": "serai.outcome.change",
        "advice": "serai.outcome.advice",
        "write_report": "serai.report",
        "plot": "serai.report",
        "needs_rows": "serai.report",
        "geojson": "serai.report",
        "State": "serai.needs",
        "Instant": "serai.time",
        "Span": "serai.time",
        "Place": "serai.earth",
        "Refused": "serai.errors",
    }
)


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use (PEP 562)."""
    if name not in PUBLIC:
        raise AttributeError(
            f"module 'serai' has no attribute {name!r}; its public names are {', '.join(PUBLIC)}"
        )
    return getattr(importlib.import_module(PUBLIC[name]), name)


def __dir__() -> list[str]:
    """List what is promised, and nothing else."""
    return sorted(("__version__", *PUBLIC))
