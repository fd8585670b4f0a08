"""Observe: images of places, from request to hand."""

from serai.observe.fittings import SENSORS, Sensor
from serai.observe.request import ImageRequest
from serai.observe.service import Observe

__all__ = ["SENSORS", "ImageRequest", "Observe", "Sensor"]
