"""The services of a corridor: the one place that names all three, and where a fourth would be added."""

from __future__ import annotations

from serai.connect import Connect
from serai.errors import Refused
from serai.ground import TABLES as GROUND_TABLES
from serai.navigate import Navigate
from serai.needs import Service
from serai.observe import Observe
from serai.plan.own_use import OWN_USE
from serai.plan.platforms import PLATFORMS
from serai.plan.quotas import QUOTAS
from serai.plan.shares import SHARES
from serai.pool import Right
from serai.radio import TABLES as RADIO_TABLES
from serai.tables import TableSpec

SERVICES: tuple[Service, ...] = (Navigate(), Connect(), Observe())
SHARED_TABLES: tuple[TableSpec, ...] = (*GROUND_TABLES, *RADIO_TABLES, QUOTAS, OWN_USE, SHARES, PLATFORMS)


class RightUnclaimed(Refused):
    """A right that a term grants and no service makes use of."""


def claiming(right: Right) -> tuple[str, ...]:
    """The services whose needs a term of this right can help; RightUnclaimed when there is none."""
    names = tuple(one.name for one in SERVICES if right in one.rights)
    if not names:
        known = tuple(dict.fromkeys(r.value for one in SERVICES for r in one.rights))
        raise RightUnclaimed("services.unclaimed", right=right.value, known=known)
    return names


def service(name: str) -> Service:
    """The service that a need calls by this name; KeyError when there is none."""
    for one in SERVICES:
        if one.name == name:
            return one
    raise KeyError(name)
