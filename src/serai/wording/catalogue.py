"""The catalogue: every sentence by its key, a folder of TOML files a language, a file a room of the house.

The file `radio.toml` holds the keys `radio.*`. A sentence in it is a template: `{name}` or `{name:how}`,
where `how` is one of the ways of saying a value in `serai.wording.reasons`, or a format of Python's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

ENGLISH = "en"
PSEUDO = (
    "pseudo"  # English with every text of the catalogue in brackets: what stands outside is not translated
)
OPEN, SHUT = "⟦", "⟧"


@cache
def entries(language: str = ENGLISH) -> Mapping[str, str]:
    """Every template of a language by its key; those of the pseudo-language are English."""
    found: dict[str, str] = {}
    for file in sorted(_folder(language).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            found |= _room(file.name.removesuffix(".toml"), language)
    return MappingProxyType(found)


def template(key: str, language: str = ENGLISH) -> str | None:
    """The template of a key, of which only its room's file is read; None where there is none."""
    return _room(key.partition(".")[0], language).get(key)


@cache
def _room(room: str, language: str) -> Mapping[str, str]:
    """The templates of one room of the house; none where it has no file."""
    file = _folder(language) / f"{room}.toml"
    return _flat(room, tomllib.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _folder(language: str) -> Traversable:
    return files("serai.wording") / "languages" / (ENGLISH if language == PSEUDO else language)


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are."""
    folder = files("serai.wording") / "languages"
    return tuple(sorted(f.name for f in folder.iterdir() if f.is_dir() and not f.name.startswith("_")))


def _flat(key: str, table: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            found |= _flat(f"{key}.{name}", value)
        else:
            found[f"{key}.{name}"] = str(value)
    return found
