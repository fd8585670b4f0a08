"""Observe: images of places, from request to hand."""

from serai.observe.fittings import SENSORS, Sensor
from serai.observe.service import Observe
from serai.observe.wants import ImageRequest

__all__ = ["SENSORS", "ImageRequest", "Observe", "Sensor"]
