"""Files as the text that a table keeps, and back without loss: names with their text, or bytes in base64."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256

from serai.files import json_of

SHORT = 16  # digits of a hash that name a document for people


def packed(files: Mapping[str, bytes]) -> str:
    """Files as one JSON object; a file that is no UTF-8 stands as {"base64": …}."""
    return json.dumps(
        {name: _said(files[name]) for name in sorted(files)}, ensure_ascii=False, separators=(",", ":")
    )


def unpacked_files(body: str, name: str) -> dict[str, bytes]:
    """The files of a body, byte for byte as they were packed."""
    return {file: _raw(said) for file, said in json_of(body, name).items()}


def sha256_of(what: str | bytes) -> str:
    """The SHA-256 of bytes, or of a text in UTF-8."""
    return sha256(what.encode() if isinstance(what, str) else what).hexdigest()


def _said(raw: bytes) -> str | dict[str, str]:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return {"base64": b64encode(raw).decode()}


def _raw(said: str | Mapping[str, str]) -> bytes:
    return said.encode() if isinstance(said, str) else b64decode(said["base64"])
