"""Radio: bands, terminals and payloads, what the path takes from a signal, and the budget of a link."""

from serai.radio.link.bands import BANDS, Band, band
from serai.radio.link.budget import UNKNOWN, Budget, Line, LineKind, Stated, link_budget
from serai.radio.link.pass_budget import pass_budget
from serai.radio.link.payload import PAYLOAD_CLASSES, PayloadClass
from serai.radio.link.rain import RainHere, RainMargin, clear_air, percent_lost
from serai.radio.link.terminal import TERMINALS, Terminal
from serai.radio.propagation.itu.p525 import free_space_loss_db
from serai.radio.propagation.itu.p618 import rain_attenuation_db
from serai.radio.propagation.itu.p838 import specific_attenuation_db_km

TABLES = (TERMINALS, PAYLOAD_CLASSES)

__all__ = [
    "BANDS",
    "PAYLOAD_CLASSES",
    "TABLES",
    "TERMINALS",
    "UNKNOWN",
    "Band",
    "Budget",
    "Line",
    "LineKind",
    "PayloadClass",
    "RainHere",
    "RainMargin",
    "Stated",
    "Terminal",
    "band",
    "clear_air",
    "free_space_loss_db",
    "link_budget",
    "pass_budget",
    "percent_lost",
    "rain_attenuation_db",
    "specific_attenuation_db_km",
]
