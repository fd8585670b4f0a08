"""What a process that answers tells the server: one byte for what it is, then JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from serai.errors import Refused
from serai.files import json_of
from serai.pool.pool import NotInPool
from serai.wording import harmless_json

STARTED, PART, REFUSED, FAULT, DONE = b"S", b"P", b"R", b"F", b"D"


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """Why a question was not answered: the sentence and its key, and whether a name was not found."""

    key: str
    detail: str
    absent: bool = False

    @classmethod
    def by(cls, refused: Refused, language: str) -> NotAnswered:
        """Of a refusal, said in a language."""
        return cls(refused.key, refused.said(language), isinstance(refused, NotInPool))


def started(pid: int) -> bytes:
    """That a process has begun, and its number."""
    return STARTED + str(pid).encode()


def part(what: Mapping[str, object] | bytes) -> bytes:
    """A part of an answer: JSON, in which a NaN would be a fault and is refused, or bytes as they are."""
    return PART + (what if isinstance(what, bytes) else json_bytes(what))


def json_bytes(what: object) -> bytes:
    """A value as JSON, with nothing in it that commands a terminal or hides."""
    text = json.dumps(what, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return harmless_json(text).encode()


def refusal(refused: Refused, language: str) -> bytes:
    """That the question is refused, and why."""
    why = NotAnswered.by(refused, language)
    return REFUSED + json_bytes({"key": why.key, "detail": why.detail, "absent": why.absent})


def read_refusal(body: bytes) -> NotAnswered:
    """The refusal that a message tells."""
    said = json_of(body.decode(), "refusal")
    return NotAnswered(str(said["key"]), str(said["detail"]), bool(said["absent"]))
