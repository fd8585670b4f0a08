"""Passwords: kept as a memory-hard hash, scrypt (RFC 7914) of Python's own library. docs/decisions/0019."""

from __future__ import annotations

import binascii
import hashlib
from base64 import b64decode, b64encode
from hmac import compare_digest
from secrets import token_bytes
from unicodedata import normalize

from serai.errors import Refused

COST = (2**15, 8, 3)  # N, r, p: 32 MB and 0.2 s; OWASP Password Storage Cheat Sheet, one of its equal choices
MEMORY_B = 2**26  # what OpenSSL may take for it
SALT_B, HASH_B = 16, 32
SHORTEST, LONGEST = 12, 200  # characters; length instead of rules on letters (NIST SP 800-63B, 5.1.1.2)


class WeakPassword(Refused):
    """A password that is too short, too long, or the person's own name."""


def refuse_weak(password: str, name: str) -> None:
    """Refuse (`WeakPassword`) a password that is guessed first."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword("trust.password_length", least=SHORTEST, most=LONGEST, got=len(password))
    plain = password.casefold()
    if len(set(plain)) < 4 or (
        len(name) > 2 and plain.replace(name.casefold(), "").strip("0123456789") == ""
    ):
        raise WeakPassword("trust.password_plain")


def password_hash(password: str) -> str:
    """What is kept of a password: ``scrypt$N$r$p$salt$hash``, the last two in base64."""
    n, r, p = COST
    salt = token_bytes(SALT_B)
    made = _scrypt(password, salt, n, r, p)
    return f"scrypt${n}${r}${p}${b64encode(salt).decode()}${b64encode(made).decode()}"


def fits(password: str, kept: str) -> bool:
    """Whether a password is the one that was kept; as long a work where none was kept."""
    try:
        _, n, r, p, salt, made = kept.split("$")
        again = _scrypt(password, b64decode(salt, validate=True), int(n), int(r), int(p))
        return compare_digest(again, b64decode(made, validate=True))
    except (ValueError, binascii.Error):
        _scrypt(password, b"\x00" * SALT_B, *COST)
        return False


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    said = normalize("NFKC", password).encode("utf-8", "surrogatepass")  # one password, however it was typed
    return hashlib.scrypt(said, salt=salt, n=n, r=r, p=p, maxmem=MEMORY_B, dklen=HASH_B)
