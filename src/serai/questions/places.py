"""The places that a question is about: a table of them, named places, or a corridor's own stations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from serai.earth import Place
from serai.errors import Refused
from serai.formats.places import NamedPlace, read_places
from serai.orbit import Fixed
from serai.questions.sky import nearest_name

if TYPE_CHECKING:
    from serai.corridor import Corridor

Places = str | Path | Mapping[str, Place] | Sequence[NamedPlace]


def places_of(given: Places) -> tuple[NamedPlace, ...]:
    """Places by name: of a CSV file (columns id, lat_deg, lon_deg, height_m, mask) or as they are given."""
    if isinstance(given, str | Path):
        return tuple(read_places(given))
    if isinstance(given, Mapping):
        return tuple(NamedPlace(name, place) for name, place in given.items())
    return tuple(given)


def stations_of(corridor: Corridor) -> tuple[NamedPlace, ...]:
    """The stations of a corridor, with the horizon each sees."""
    from serai.ground.horizon import Horizon

    return tuple(
        NamedPlace(asset.id, asset.motion.place, next((str(h.mask) for h in asset.fitted(Horizon)), ""))
        for asset in corridor.pool.assets
        if isinstance(asset.motion, Fixed) and asset.kind == "station"
    )


def only(sites: Sequence[NamedPlace], wanted: Sequence[str]) -> tuple[NamedPlace, ...]:
    """The stations that are named, in that order; all of them where none is."""
    by_fold = {site.id.casefold(): site for site in sites}
    for word in wanted:
        if word.casefold() not in by_fold:
            close = get_close_matches(word.casefold(), list(by_fold), n=1)
            hint = nearest_name([by_fold[name].id for name in close])
            raise Refused("questions.no_station", word=word, count=len(sites), hint=hint)
    return tuple(by_fold[word.casefold()] for word in wanted) if wanted else tuple(sites)
