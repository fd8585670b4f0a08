"""Newer outside data, politely: elements, Earth orientation."""

from serai.fetch.earth_tables import EarthTable, FetchedTable, fetch_table
from serai.fetch.elements import CELESTRAK, Fetched, Renewal, fetch_elements
from serai.fetch.http import AskedAlready, FetchRefused
from serai.fetch.orientation import OrientationAtHand, orientation_at_hand

__all__ = [
    "CELESTRAK",
    "AskedAlready",
    "EarthTable",
    "FetchRefused",
    "Fetched",
    "FetchedTable",
    "OrientationAtHand",
    "Renewal",
    "fetch_elements",
    "fetch_table",
    "orientation_at_hand",
]
