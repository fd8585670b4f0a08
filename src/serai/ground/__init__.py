"""The ground segment that services share: antennas, horizons, contacts, availability, volumes."""

from serai.ground.antennas import BANDS, DISHES, Dish, image_antennas, image_dishes
from serai.ground.availability import free_contacts
from serai.ground.contact_rules import CONTACT_RULES, ContactRules
from serai.ground.contacts import (
    Contacts,
    contacts,
    downlink_allowed,
    downlink_terms,
    image_stations,
    passes_for,
    tracked,
)
from serai.ground.horizon import Horizon
from serai.ground.volumes import StationVolume, station_volumes

TABLES = (DISHES,)

__all__ = [
    "BANDS",
    "CONTACT_RULES",
    "DISHES",
    "TABLES",
    "ContactRules",
    "Contacts",
    "Dish",
    "Horizon",
    "StationVolume",
    "contacts",
    "downlink_allowed",
    "downlink_terms",
    "free_contacts",
    "image_antennas",
    "image_dishes",
    "image_stations",
    "passes_for",
    "station_volumes",
    "tracked",
]
