"""What an answer depends on beside the pool: Earth orientation, weather, and the rules of judging."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from serai.earth import Orientation
from serai.time import Instant
from serai.world.almanac import Almanac
from serai.world.rules import Rules
from serai.world.weather import Weather

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything outside the pool, with its age: always an argument, never a global.

    ``rules`` are the steps of judging; ``own_rules`` what services and shared parts declare for themselves.
    """

    at: Instant
    orientation: Orientation
    almanac: Almanac
    weather: Weather = field(default_factory=Weather)
    rules: Rules = field(default_factory=Rules)
    own_rules: tuple[object, ...] = ()

    def __repr__(self) -> str:
        return f"World(at {self.at.utc(0)})"

    def rules_of(self, kind: type[T]) -> T:
        """The rules that a part of serai declared for itself, as the corridor sets them."""
        return next((one for one in self.own_rules if isinstance(one, kind)), None) or kind()
