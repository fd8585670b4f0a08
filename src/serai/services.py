"""The services of a corridor: the one place that names all three, and where a fourth would be added."""

from __future__ import annotations

from serai.connect import Connect
from serai.ground import TABLES as GROUND_TABLES
from serai.navigate import Navigate
from serai.needs import Service
from serai.observe import Observe
from serai.radio import TABLES as RADIO_TABLES
from serai.tables import TableSpec

SERVICES: tuple[Service, ...] = (Navigate(), Connect(), Observe())
SHARED_TABLES: tuple[TableSpec, ...] = (*GROUND_TABLES, *RADIO_TABLES)


def service(name: str) -> Service:
    """The service that a need calls by this name; KeyError when there is none."""
    for one in SERVICES:
        if one.name == name:
            return one
    raise KeyError(name)
