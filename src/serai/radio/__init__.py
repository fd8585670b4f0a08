"""Radio: bands, terminals and payloads, what the path takes from a signal, and the budget of a link."""

from serai.radio.link.availability import noise_behind_rain
from serai.radio.link.bands import BANDS, Band, band
from serai.radio.link.budget import UNKNOWN, Budget, Line, LineKind, Stated
from serai.radio.link.carried import DATA_MODEM, PHONE_MODEM, Carried, Modem, least_carrier, most_carried
from serai.radio.link.link import Carrier, Leg, way_budget
from serai.radio.link.pass_budget import pass_budget
from serai.radio.link.payload import PAYLOAD_CLASSES, PayloadClass
from serai.radio.link.rain import CLOUDS, RainHere, RainMargin, gases, percent_lost
from serai.radio.link.terminal import TERMINALS, Terminal
from serai.radio.propagation.itu.p525 import free_space_loss_db
from serai.radio.propagation.itu.p618 import rain_attenuation_db
from serai.radio.propagation.itu.p838 import specific_attenuation_db_km

TABLES = (TERMINALS, PAYLOAD_CLASSES)

__all__ = [
    "BANDS",
    "CLOUDS",
    "DATA_MODEM",
    "PAYLOAD_CLASSES",
    "PHONE_MODEM",
    "TABLES",
    "TERMINALS",
    "UNKNOWN",
    "Band",
    "Budget",
    "Carried",
    "Carrier",
    "Leg",
    "Line",
    "LineKind",
    "Modem",
    "PayloadClass",
    "RainHere",
    "RainMargin",
    "Stated",
    "Terminal",
    "band",
    "free_space_loss_db",
    "gases",
    "least_carrier",
    "most_carried",
    "noise_behind_rain",
    "pass_budget",
    "percent_lost",
    "rain_attenuation_db",
    "specific_attenuation_db_km",
    "way_budget",
]
