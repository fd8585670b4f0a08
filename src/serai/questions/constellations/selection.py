"""A virtual constellation as a corridor of its own: the satellites that it selects, and those on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from serai.corridor import Corridor
from serai.earth import Orientation
from serai.errors import Refused
from serai.needs import Need
from serai.observe.constellations import Constellation, constellation_named, members_of, with_paper
from serai.observe.request import ImageRequest
from serai.orbit import Circle, PaperOrbit
from serai.pool import Pool

ON_THE_LINE = "paper"  # the id of a constellation that the command line makes of orbits on paper


def only_constellation(opened: object, name: str) -> Corridor:
    """A corridor with no satellites but those of one of its constellations, those on paper among them.

    A satellite on paper begins its orbit at the corridor's start, whatever period is asked about.
    """
    if not isinstance(opened, Corridor):
        raise Refused("questions.constellation_of")
    one = constellation_named(opened.pool, name)
    members = members_of(one, opened.pool, _need_of(opened, one))
    left = opened.pool.losing(
        frozenset(a.id for a in opened.pool.assets if a.kind == "satellite" and a.id not in members)
    )
    return replace(opened, pool=with_paper(left, one, opened.start, Orientation.published()))


def and_constellation(corridor: Corridor, name: str) -> Corridor:
    """The corridor with the satellites that a constellation has on paper, as if they flew."""
    one = constellation_named(corridor.pool, name)
    if not one.orbits:
        raise Refused("questions.nothing_on_paper", name=one.name)
    return replace(corridor, pool=with_paper(corridor.pool, one, corridor.start, Orientation.published()))


def and_on_paper(corridor: Corridor, orbits: Sequence[str], like: str) -> Corridor:
    """The corridor with satellites on paper beside its own, with the sensors and terms of one of those."""
    if not orbits:
        if like:
            raise Refused("questions.like_alone")
        return corridor
    if not like:
        raise Refused("questions.paper_like")
    one = Constellation(
        id=ON_THE_LINE,
        name=ON_THE_LINE,
        orbits=tuple(PaperOrbit.read(orbit) for orbit in orbits),
        like=_one_satellite(corridor.pool, like),
    )
    return replace(corridor, pool=with_paper(corridor.pool, one, corridor.start, Orientation.published()))


def _one_satellite(pool: Pool, word: str) -> str:
    """The one satellite that a word names, by id."""
    if word in pool and pool[word].kind == "satellite":
        return word
    found = sorted(name for name in pool.named(word) if pool[name].kind == "satellite")
    if len(found) != 1:
        raise Refused("questions.like_one", word=word, count=len(found))
    return found[0]


def on_paper_in(pool: Pool) -> frozenset[str]:
    """The satellites of a pool that exist on paper alone, by id."""
    return frozenset(a.id for a in pool.assets if a.kind == "satellite" and isinstance(a.motion, Circle))


def _need_of(corridor: Corridor, one: Constellation) -> Need[ImageRequest] | None:
    """The need that a constellation is made for, which must ask for images."""
    if not one.need:
        return None
    need = next(n for n in (*corridor.needs, *corridor.unasked) if n.id == one.need)
    if need.service != "observe":
        raise Refused("questions.need_looks_not", need=need.id, service=need.service)
    return need
