"""The bytes of a file by the door of `serai.files`, for the readers of this room."""

from __future__ import annotations

from serai.files import Source, content

__all__ = ["Source", "bytes_of"]


def bytes_of(source: Source) -> tuple[bytes, str]:
    """Give the unpacked bytes of a file, or of bytes themselves, and the name for messages."""
    return content(source)
