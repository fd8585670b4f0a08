"""Names in a row, counts with their nouns, and sentences."""

from __future__ import annotations

from collections.abc import Iterable


def listed(names: Iterable[str], word: str = "and") -> str:
    """Names in a row, each once.

    >>> listed(["Karachi", "Gwadar", "Karachi"])
    'Karachi and Gwadar'
    """
    each = list(dict.fromkeys(names))
    return ", ".join(each[:-1]) + f" {word} {each[-1]}" if len(each) > 1 else "".join(each)


def some(names: Iterable[str], most: int) -> str:
    """Names in a row, the first few of them when there are many.

    >>> some(["Kashi", "Miyun", "Sanya", "Mohe"], 2)
    'Kashi, Miyun and 2 more'
    """
    every = list(names)
    if len(every) <= most + 1:
        return ", ".join(every)
    return f"{', '.join(every[:most])} and {len(every) - most} more"


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """A count with its noun.

    >>> plural(1, "need"), plural(1136, "pass", "passes")
    ('1 need', '1,136 passes')
    """
    return f"{count} {noun}" if count == 1 else f"{count:,} {nouns or noun + 's'}"


def sentence(text: str) -> str:
    """A text with a capital at its start and a full stop at its end."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if not text or text.endswith((".", "?", "!")) else ".")
