"""What was asked, read out of the plain values that came: each checked where it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from serai.time import Instant

Asked = Mapping[str, object]


def names(asked: Asked, key: str) -> tuple[str, ...]:
    """Some names; none where they were left out."""
    said = asked.get(key)
    return tuple(str(one) for one in said) if isinstance(said, Sequence) and not isinstance(said, str) else ()


def objects(asked: Asked, key: str) -> tuple[Mapping[str, object], ...]:
    """Some objects of JSON; none where they were left out."""
    said = asked.get(key)
    return tuple(one for one in said if isinstance(one, Mapping)) if isinstance(said, Sequence) else ()


def text(asked: Asked, key: str) -> str:
    """A text; empty where it was left out."""
    said = asked.get(key)
    return "" if said is None else str(said)


def figure(asked: Asked, key: str) -> float | None:
    """A number; None where it was left out."""
    said = asked.get(key)
    return float(said) if isinstance(said, int | float) else None


def moment(asked: Asked, key: str) -> Instant | None:
    """A moment that was spelled in UTC; None where it was left out."""
    said = asked.get(key)
    return None if said is None else Instant.from_utc(str(said))
