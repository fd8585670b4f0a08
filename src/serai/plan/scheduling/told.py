"""Reasons of a schedule for people: names instead of ids, clocks instead of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from serai.wording import Reason, reason

MOMENTS = frozenset(("at", "start", "end", "from_", "to", "in_hand", "due"))  # values that are times


def in_words(what: Reason, names: Mapping[str, Reason | str], clock: Callable[[int], Reason | str]) -> Reason:
    """The same reason with the things in it called by their names, and its times told by a clock."""

    def said(name: str, value: object) -> object:
        if isinstance(value, Reason):
            return in_words(value, names, clock)
        if isinstance(value, tuple):
            return tuple(said("", one) for one in value)
        if isinstance(value, str):
            return names.get(value, value)
        if name in MOMENTS and isinstance(value, int):
            return clock(value)
        return value

    return reason(what.key, **{name: said(name, value) for name, value in what.values.items()})
