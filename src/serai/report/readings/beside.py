"""The pages of single needs that stand beside that of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from serai.needs import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesBeside:
    """Paths by need: the ladders at its place, and what its images show over the years."""

    ladders: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    watched: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def watched_pages(needs: tuple[Need, ...], folder: Path) -> Mapping[str, str]:
    """The pages that `serai monitor` wrote into folders of this one called by their needs: paths by need."""
    there = {need.id: f"{need_file(need.id)}/{need_file(need.id)}.html" for need in needs}
    return MappingProxyType({need: path for need, path in there.items() if (folder / path).is_file()})


def need_file(need: str) -> str:
    """A need's id as a file is called; an id may hold what no file's name may."""
    return quote(need, safe="")
