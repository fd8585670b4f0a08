"""Idempotency keys: the same key with the same request is answered as before, and done once.

What the store does is the same when it is done again (a request by its key, a placing, a confirmation, a
report): the keys here spare a caller the difference in the answer, for as long as this server runs.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, TypeVar

from fastapi import Header

from serai.errors import Refused
from serai.serve.trust.caller import Caller
from serai.serve.worker.messages import json_bytes

T = TypeVar("T")
MOST = 10_000
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$",
        description="The same key is the same act, however often it is sent.",
    ),
]  # fmt: skip


class Repeated:
    """What was answered to each caller's keys, the oldest forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[bytes, object]] = OrderedDict()

    def once(self, caller: Caller, key: str, asked: object, does: Callable[[], T]) -> T:
        """What an act gave, done once; refused where the key stood for another act."""
        whose, digest = (f"{caller.organisation}\x1f{caller.person}", key), sha256(json_bytes(asked)).digest()
        with self._lock:
            if whose in self._kept:
                before, answer = self._kept[whose]
                if before != digest:
                    raise Refused("serve.key_reused", key=key)
                return answer  # type: ignore[return-value]  # the same act gives the same kind of answer
        found = does()
        with self._lock:
            self._kept[whose] = (digest, found)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found
