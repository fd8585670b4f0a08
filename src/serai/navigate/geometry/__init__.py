"""The sky over a need's places, and what positions it gives."""

from serai.navigate.geometry.normals import Normals, Solution, normals
from serai.navigate.geometry.sky import Bools, Floats, Sky, directions, sky

__all__ = ["Bools", "Floats", "Normals", "Sky", "Solution", "directions", "normals", "sky"]
