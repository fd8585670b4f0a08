"""What an answer depends on beside the pool: Earth orientation, weather, ages, rules."""

from serai.world.almanac import Almanac
from serai.world.rules import Rules, RuleSet
from serai.world.weather import ClearSky, Rain, SkyChance, Weather
from serai.world.world import World

__all__ = ["Almanac", "ClearSky", "Rain", "RuleSet", "Rules", "SkyChance", "Weather", "World"]
