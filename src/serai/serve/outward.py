"""Names of requests and orders as they are shown outside: random ones, for those of the store are counted.

Only the operator of the machine, who reads the same database by commands, sees the store's own (R1, R1-2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from serai.errors import Refused
from serai.serve.trust.caller import Caller, is_local
from serai.serve.trust.outside import inside_name, outside_names
from serai.store.database import Database
from serai.wording import Reason

OWN = re.compile(r"(R\d+(?:-\d+)?)(/\d+)?")  # a request, an order, a use of an order
KIND = "name"
FIELDS = frozenset({"id", "request", "order", "offer", "subject", "use", "uses"})  # that hold such names


def inside(database: Database, caller: Caller, name: str) -> str:
    """The store's own name of what a caller names; refused as absent where it was never shown."""
    if is_local(caller):
        return name
    found = inside_name(database, KIND, name)
    if found is None:
        raise Refused("serve.absent")
    return found


def outward(database: Database, caller: Caller, told: Any) -> Any:
    """A body with names as they are shown to a caller."""
    if is_local(caller):
        return told
    own: set[str] = set()

    def noted(name: str) -> str:
        own.add(name)
        return name

    _walk(told, "", noted)
    names = outside_names(database, KIND, own) if own else {}
    return _walk(told, "", lambda name: names[name])


def outward_refusal(database: Database, caller: Caller, why: Refused) -> Refused:
    """A refusal in which names are as they are shown to a caller."""
    before: Reason = why.reason
    after: Reason = replace(before, values=outward(database, caller, dict(before.values)))
    return why if after.values == dict(before.values) else Refused(after)


def _walk(told: Any, field: str, names: Callable[[str], str]) -> Any:
    """A value with every name of the store in it replaced, in the fields that hold such."""
    if isinstance(told, Mapping):
        return {key: _walk(value, str(key), names) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return type(told)(_walk(value, field, names) for value in told)
    found = OWN.fullmatch(told) if isinstance(told, str) and field in FIELDS else None
    return told if found is None else f"{names(found[1])}{found[2] or ''}"
