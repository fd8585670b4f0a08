"""What the words of an option mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serai.time import Instant


def instant(text: str | None) -> Instant | None:
    """The instant that an option names in UTC, or None when it was left out."""
    if text is None:
        return None
    from serai.time import Instant

    return Instant.from_utc(text)
