"""Secrets that are shown once and kept as a hash: of sessions, keys and invitations; and random names.

A token has 256 random bits, so that its plain SHA-256 cannot be searched back; a password has few, and is
hashed by `passwords`. Each begins with what it is, so that a leaked one is known for what it is, and that
`quiet` finds it in a line of a log.
"""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest
from secrets import token_hex, token_urlsafe

SESSION, KEY, INVITATION = "serai-session-", "serai-key-", "serai-invitation-"
BITS = 256


def new_token(kind: str) -> str:
    """A secret of a kind (`SESSION`, `KEY`, `INVITATION`); shown once, and kept by `hashed` alone."""
    return kind + token_urlsafe(BITS // 8)


def hashed(token: str) -> str:
    """What is kept of a token: its SHA-256, hexadecimal."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_of(session: str) -> str:
    """The token against forged requests (CSRF) that goes with a session's.

    Made of the session's own token, which a forger does not have, and not to be made of the hash that is
    kept; a page reads it once after the log-in and sends it in a header with everything that changes.
    """
    return sha256(b"serai csrf\x00" + session.encode("utf-8", "surrogatepass")).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def random_name() -> str:
    """A name that tells nothing: 128 random bits, hexadecimal."""
    return token_hex(16)
