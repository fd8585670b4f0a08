"""Whose rain a user's place has: its own where the corridor carries it, else that of the need."""

from __future__ import annotations

from serai.connect.endpoints import Ends
from serai.needs import Need
from serai.radio import RainHere
from serai.world import World


def rain_here(place: int, need: Need, ends: Ends, world: World, percent: float) -> RainHere:
    """The rain of one of a user's places: a fixed site's own (the nearest known within 150 km), else the
    need's, which is that of the centre of its box.
    """
    at = ends.places[place]
    own = world.weather.rain_at(at) if ends.fixed else None
    return RainHere(rain=own or world.weather.rain_at(at, need.id), place=at, percent=percent)
