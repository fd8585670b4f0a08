"""Radio: bands, terminals and payloads, what the path takes from a signal, and the budget of a link."""

from serai.radio.bands import BANDS, Band, band
from serai.radio.budget import UNKNOWN, Budget, Kind, Line, Stated, link_budget
from serai.radio.contact_rules import CONTACT_RULES, ContactRules
from serai.radio.contacts import (
    Contacts,
    contacts,
    downlink_allowed,
    downlink_terms,
    image_stations,
    passes_for,
)
from serai.radio.dish import DISHES, Dish, image_antennas, image_dishes
from serai.radio.free import free_contacts
from serai.radio.p525 import free_space_loss_db
from serai.radio.p618 import rain_attenuation_db
from serai.radio.p838 import specific_attenuation_db_km
from serai.radio.pass_budget import pass_budget
from serai.radio.payload import PAYLOAD_CLASSES, PayloadClass
from serai.radio.rain import RainHere, RainMargin, clear_air, percent_lost
from serai.radio.terminal import TERMINALS, Terminal
from serai.radio.volumes import StationVolume, station_volumes

TABLES = (DISHES, TERMINALS, PAYLOAD_CLASSES)

__all__ = [
    "BANDS",
    "CONTACT_RULES",
    "DISHES",
    "PAYLOAD_CLASSES",
    "TABLES",
    "TERMINALS",
    "UNKNOWN",
    "Band",
    "Budget",
    "ContactRules",
    "Contacts",
    "Dish",
    "Kind",
    "Line",
    "PayloadClass",
    "RainHere",
    "RainMargin",
    "Stated",
    "StationVolume",
    "Terminal",
    "band",
    "clear_air",
    "contacts",
    "downlink_allowed",
    "downlink_terms",
    "free_contacts",
    "free_space_loss_db",
    "image_antennas",
    "image_dishes",
    "image_stations",
    "link_budget",
    "pass_budget",
    "passes_for",
    "percent_lost",
    "rain_attenuation_db",
    "specific_attenuation_db_km",
    "station_volumes",
]
