"""What tells a file's content from another's, whatever it is called."""

from __future__ import annotations

from pathlib import Path

from serai.files import digest


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return digest(path)
