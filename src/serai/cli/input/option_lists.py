"""What the words of a command line mean where an option takes several values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

SEVERAL = (
    "--need",
    "--without",
    "--cables",
    "--with",
    "--satellite",
    "--paper",
    "--station",
    "--columns",
    "--sensor",
)  # the options that take one value or more


def spread(words: Sequence[str]) -> list[str]:
    """Write `--without a b` as `--without a --without b`, which is what the parser reads.

    The values of such an option run to the next option, except a word that is a folder (it exists as one, or
    is written as a path): that is the command's FOLDER. After `--` nothing is changed.
    """
    spread_words: list[str] = []
    option: str | None = None
    awaited = False
    for position, word in enumerate(words):
        if word == "--":
            return [*spread_words, *words[position:]]
        if word.startswith("-"):
            option = word if word in SEVERAL else None
            awaited = option is not None
        elif option is not None and not awaited:
            if _is_folder(word):
                option = None
            else:
                spread_words.append(option)
        else:
            awaited = False
        spread_words.append(word)
    return spread_words


def _is_folder(word: str) -> bool:
    return "/" in word or word in (".", "..") or Path(word).is_dir()
