"""Siren networks and the table they are read from."""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.earth import Place
from serai.pool import Right
from serai.tables import Cell, Column, Provenance, Role, Row, TableSpec
from serai.tables.column import FRACTION, ID, LATITUDE, LONGITUDE, NAME, POSITIVE, TEXT
from serai.world import RuleSet

SIREN = Right("siren")  # to sound another's sirens


@dataclass(frozen=True, slots=True, kw_only=True)
class Siren:
    """A siren network: where its control room stands, how soon it sounds, the share of people it reaches."""

    at: Place
    delay_s: float | None
    reach: float | None
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnRules:
    """Which sirens count."""

    reach_min: float = 0.5  # of the people of a district: a network that reaches fewer warns nobody


def siren(row: Row) -> Siren:
    """The siren network in a row of sirens.csv."""
    lat_deg, lon_deg = row.number("lat_deg"), row.number("lon_deg")
    assert lat_deg is not None
    assert lon_deg is not None
    place = Place(lat_deg=lat_deg, lon_deg=lon_deg)
    return Siren(
        at=place, delay_s=row.number("delay_s"), reach=row.number("reach"), provenance=row.provenance
    )


WARN_RULES = RuleSet("warn", WarnRules)
SIRENS = TableSpec(
    name="sirens.csv",
    role=Role.ASSET,
    columns={
        "id": ID,
        "name": NAME,
        "owner": TEXT,
        "lat_deg": LATITUDE,
        "lon_deg": LONGITUDE,
        "delay_s": POSITIVE,
        "reach": FRACTION,
        "groups": Column(Cell.LIST),
    },
    record=siren,
)
