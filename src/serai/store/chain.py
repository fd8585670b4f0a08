"""A hash chain: each event's text holds the SHA-256 of the one before, so that no change stays hidden.

An event is one line of JSON: ``{"previous":…,"seq":…,"kind":…,"subject":…,"at":…,"by":…,"values":{…}}``. Its
hash is the SHA-256 of that line in UTF-8, so that anybody can verify an export with `sha256sum`. A chain
alone shows what was changed, left out or moved inside it; what was cut off its end, or written anew as a
whole, is shown by a head that was told before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from serai.errors import Refused

NOTHING = "0" * 64  # what the first event has before it
PLAIN = re.compile(r"[^\x00-\x1f\"\\]{1,200}")  # stands in JSON as it is: verifying need not read JSON
_HEAD = re.compile(r"(\d+):([0-9a-f]{64})")

Link = tuple[int, str, str, str, str]  # seq, kind, subject, text and hash, as they are stored


class NotAHead(Refused):
    """A text that is not the head of a chain."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last event of a chain: its number and hash, written ``12:9f…``; once told, it proves the rest."""

    seq: int
    hash: str

    @classmethod
    def read(cls, text: str) -> ChainHead:
        """The head that a text gives; refused (`NotAHead`) where it gives none."""
        found = _HEAD.fullmatch(text.strip())
        if found is None:
            raise NotAHead("store.not_a_head", got=text)
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


EMPTY = ChainHead(0, NOTHING)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk along a chain found: how many events stand, the last of them, and the first fault."""

    events: int
    head: ChainHead
    fault: str = ""  # changed, moved, cut or other; empty where all is well
    at: int = 0  # the number of the event that is wrong

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.fault


def event_text(
    after: ChainHead, *, kind: str, subject: str, at: str, by: str, values: Mapping[str, object]
) -> str:
    """The line of the event that follows a head; kind and subject are plain texts."""
    if not PLAIN.fullmatch(kind) or not PLAIN.fullmatch(subject):
        raise Refused("store.not_plain", got=f"{kind} {subject}")
    rest = json.dumps(
        {"at": at, "by": by, "values": values},
        ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    return f"{_beginning(after.hash, after.seq + 1, kind, subject)}{rest[1:]}"


def hashed(text: str) -> str:
    """The hash of an event's line."""
    return sha256(text.encode()).hexdigest()


def _beginning(previous: str, seq: int, kind: str, subject: str) -> str:
    return f'{{"previous":"{previous}","seq":{seq},"kind":"{kind}","subject":"{subject}",'


def verified(links: Iterable[Link], told: ChainHead | None = None) -> Verified:
    """Walk along a chain from its first event: the first that was changed, moved or left out is named.

    With a head that was told before, an end that was cut off and a chain that was written anew are found
    too: events may have been added since, but the event of that number must have that hash.
    """
    last, seq = NOTHING, 0
    for number, kind, subject, text, kept in links:
        seq += 1
        if number != seq:
            return Verified(seq - 1, ChainHead(seq - 1, last), "moved", seq)
        if not text.startswith(_beginning(last, seq, kind, subject)):
            return Verified(seq - 1, ChainHead(seq - 1, last), "changed", seq)
        last = sha256(text.encode()).hexdigest()
        if last != kept:
            return Verified(seq - 1, ChainHead(seq - 1, last), "changed", seq)
        if told is not None and seq == told.seq and last != told.hash:
            return Verified(seq, ChainHead(seq, last), "other", seq)
    head = ChainHead(seq, last)
    cut = told is not None and told.seq > seq
    return Verified(seq, head, "cut" if cut else "", seq + 1 if cut else 0)
