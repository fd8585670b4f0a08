"""Idempotency keys: the same key with the same request is answered as before, and done once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Header, Response
from pydantic import BaseModel

from serai.serve.desks import absent_alike
from serai.serve.served import JSON, Served
from serai.serve.trust.caller import Caller
from serai.serve.trust.once import KeptAnswer, asked_hash, kept_answer, once
from serai.serve.worker.messages import json_bytes

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$",
        description="The same key is the same act, however often it is sent.",
    ),
]  # fmt: skip


def done_once(
    here: Served,
    caller: Caller,
    key: str,
    act: str,
    asked: BaseModel | bytes | None,
    does: Callable[[], object],
    status: int = 200,
) -> Response:
    """The answer to an act, done where it was not; `trust.once` keeps it in the database for a week."""
    with absent_alike(here.database, caller):
        found = _found(here, caller, key, _said(act, asked), does, status)
    return _told(found)


def done_before(
    here: Served, caller: Caller, key: str, act: str, asked: BaseModel | bytes | None
) -> Response | None:
    """The answer to an act that was done; None where it was not, so that what is long may come before it."""
    found = kept_answer(here.database, caller, key, _said(act, asked))
    return None if found is None else _told(found)


def _said(act: str, asked: BaseModel | bytes | None) -> str:
    if isinstance(asked, BaseModel):
        asked = asked.model_dump_json().encode()
    return asked_hash("POST", act, asked or b"")


def _told(found: KeptAnswer) -> Response:
    return Response(found.body, found.status, {"Idempotent-Replayed": str(found.again).lower()}, JSON)


def _found(
    here: Served, caller: Caller, key: str, said: str, does: Callable[[], object], status: int
) -> KeptAnswer:
    return once(
        here.database, caller, key, said, lambda: KeptAnswer(status, json_bytes(does()).decode()),
        here.settings.now_second,
    )  # fmt: skip
