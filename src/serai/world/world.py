"""What an answer depends on beside the pool: Earth orientation, weather, and the rules of judging."""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.earth import Orientation
from serai.time import Instant
from serai.world.almanac import Almanac
from serai.world.weather import Weather


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How often things are judged, and the few figures that every corridor may set for itself."""

    positioning_step_s: float = 300.0  # DESIGN, "How a need is judged": every 5 minutes
    request_step_s: float = 600.0  # ... images at request instants every 10 minutes
    contact_min_s: float = 120.0  # the Sindh study's shortest contact that brings an image down
    contact_elevation_deg: float = 5.0  # ... and its lowest elevation
    look_min_s: float = 1.0  # a look shorter than this images nothing


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything outside the pool, with its age: always an argument, never a global."""

    at: Instant
    orientation: Orientation
    almanac: Almanac
    weather: Weather = field(default_factory=Weather)
    rules: Rules = field(default_factory=Rules)

    def __repr__(self) -> str:
        return f"World(at {self.at.utc(0)})"
