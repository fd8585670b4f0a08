"""What an answer depends on beside the pool: Earth orientation, weather, ages, rules."""

from serai.world.almanac import Almanac
from serai.world.weather import ClearSky, Rain, Weather
from serai.world.world import Rules, World

__all__ = ["Almanac", "ClearSky", "Rain", "Rules", "Weather", "World"]
