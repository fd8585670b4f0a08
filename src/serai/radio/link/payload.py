"""Payload classes: published payloads of a kind, used in place of one whose figures nobody published.

An answer that rests on a class says so: the figure is of that kind of satellite, not of this one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.tables import Cell, Column, Provenance, Role, Row, TableSpec
from serai.tables.column import COUNT, ID, LIST, NAME, NUMBER, POSITIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadClass:
    """One class of communication payload; None is a figure that nobody published.

    With ``obo_db`` the EIRP is the saturated one, and the output back-off comes off it.
    """

    id: str
    name: str
    bands: tuple[str, ...] = ()
    eirp_dbw: float | None = None
    g_over_t_dbk: float | None = None
    obo_db: float | None = None
    c_im_db: float | None = None
    bandwidth_hz: float | None = None
    voice_channels: int | None = None
    provenance: Provenance = field(default_factory=Provenance)


def _payload_class(row: Row) -> PayloadClass:
    return PayloadClass(
        id=row.text("id"),
        name=row.text("name"),
        bands=row.list("band"),
        eirp_dbw=row.number("eirp_dbw"),
        g_over_t_dbk=row.number("g_over_t_dbk"),
        obo_db=row.number("obo_db"),
        c_im_db=row.number("c_im_db"),
        bandwidth_hz=row.number("bandwidth_hz"),
        voice_channels=row.count("voice_channels"),
        provenance=row.provenance,
    )


PAYLOAD_CLASSES = TableSpec(
    name="payload_classes",
    columns={
        "id": ID,
        "name": NAME,
        "band": LIST,
        "eirp_dbw": NUMBER,
        "g_over_t_dbk": NUMBER,
        "obo_db": Column(Cell.NUMBER, low=0.0, high=60.0),
        "c_im_db": Column(Cell.NUMBER, low=0.0, high=60.0),
        "bandwidth_hz": POSITIVE,
        "voice_channels": COUNT,
    },
    record=_payload_class,
    role=Role.FACT,
    about="published payloads that stand in, marked as such, for payloads whose figures are unknown",
)
