"""Newer outside data, politely: elements, Earth orientation."""

from serai.fetch.elements import CELESTRAK, Fetched, Renewal, fetch_elements
from serai.fetch.http import AskedAlready, FetchRefused
from serai.fetch.orientation import OrientationAtHand, orientation_at_hand

__all__ = [
    "CELESTRAK",
    "AskedAlready",
    "FetchRefused",
    "Fetched",
    "OrientationAtHand",
    "Renewal",
    "fetch_elements",
    "orientation_at_hand",
]
