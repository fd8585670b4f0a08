"""How often an area is mapped again: maps of a share of it, one after the other, by a pool of satellites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from serai.observe.areas.maps import MadeMap
from serai.pool.naming import asset_name
from serai.questions.areas.to_hand import RegionRow, RegionToHand
from serai.questions.constellations.membership import LocalTimes, local_times


@dataclass(frozen=True, slots=True, kw_only=True)
class Remapped:
    """How often maps come into hand: how many, and seconds between them; None where there is nothing to say.

    ``mean_s`` is between maps in hand one after the other, ``worst_s`` the longest without a new one, the
    period's two ends included.
    """

    maps: int
    mean_s: float | None
    worst_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutMember:
    """A satellite of the pool: how many of its looks the maps use, and how often maps come without it."""

    satellite: str
    name: str
    owner: str
    used: int
    without: Remapped


@dataclass(frozen=True, eq=False, kw_only=True)
class AreaRevisit:
    """Maps of ``share`` of an area, one after the other, and what each satellite adds to them."""

    region: RegionToHand

    @property
    def share(self) -> float:
        """The share of the area that a map covers."""
        return self.region.new_map_share

    @cached_property
    def maps(self) -> tuple[MadeMap, ...]:
        """The maps, each of looks taken after those of the one before."""
        return self.region.found.maps(self.share)

    @cached_property
    def ranked(self) -> tuple[RegionRow, ...]:
        """The looks that come into hand, to which the maps refer."""
        return tuple(row for row in self.region.rows if row.rank)

    @cached_property
    def remapped(self) -> Remapped:
        """How often maps are in hand."""
        return remapped(self.maps, self.region.span.duration_s)

    @cached_property
    def members(self) -> tuple[WithoutMember, ...]:
        """Every satellite whose looks the maps use, and what is left without it: whom it costs most first."""
        used = [self.ranked[k].satellite for made in self.maps for k in made.looks.tolist()]
        told: list[WithoutMember] = []
        for satellite in dict.fromkeys(used):
            others = np.array([row.satellite != satellite for row in self.ranked], dtype=bool)
            left = remapped(self.region.found.maps(self.share, others), self.region.span.duration_s)
            owner = next(row.owner for row in self.ranked if row.satellite == satellite)
            told.append(
                WithoutMember(
                    satellite=satellite,
                    name=asset_name(self.region.corridor.pool, satellite),
                    owner=owner,
                    used=used.count(satellite),
                    without=left,
                )
            )
        return tuple(sorted(told, key=lambda m: (m.without.maps, -m.without.worst_s, m.name)))

    @cached_property
    def local_times(self) -> LocalTimes:
        """When by the mean Sun the looks in hand are taken."""
        lon_deg = self.region.outline.box().centre().lon_deg
        return local_times([row.start for row in self.ranked], lon_deg)


def remapped(maps: Sequence[MadeMap], length_s: float) -> Remapped:
    """How often maps are in hand over a period."""
    at_s = np.array([made.in_hand_s for made in maps])
    between = np.diff(at_s)
    edges = np.concatenate([[0.0], at_s[at_s < length_s], [length_s]])
    return Remapped(
        maps=len(maps),
        mean_s=float(between.mean()) if len(between) else None,
        worst_s=float(np.diff(edges).max()),
    )
