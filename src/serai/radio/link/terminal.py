"""What a user holds: terminals by their radio figures, as the corridor's terminals.csv lists them."""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.tables import Provenance, Role, Row, TableSpec
from serai.tables.column import ID, LIST, NAME, NUMBER, POSITIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """One kind of terminal; None is a figure that nobody published.

    ``bands`` are letter bands; rates are what its maker or network states, down to it and up from it.
    """

    id: str
    name: str
    bands: tuple[str, ...] = ()
    eirp_dbw: float | None = None
    g_over_t_dbk: float | None = None
    rate_down_bps: float | None = None
    rate_up_bps: float | None = None
    services: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)


def _terminal(row: Row) -> Terminal:
    return Terminal(
        id=row.text("id"),
        name=row.text("name"),
        bands=row.list("band"),
        eirp_dbw=row.number("eirp_dbw"),
        g_over_t_dbk=row.number("g_over_t_dbk"),
        rate_down_bps=row.number("rate_bps_down"),
        rate_up_bps=row.number("rate_bps_up"),
        services=row.list("services"),
        provenance=row.provenance,
    )


TERMINALS = TableSpec(
    name="terminals",
    columns={
        "id": ID,
        "name": NAME,
        "band": LIST,
        "eirp_dbw": NUMBER,
        "g_over_t_dbk": NUMBER,
        "rate_bps_down": POSITIVE,
        "rate_bps_up": POSITIVE,
        "services": LIST,
    },
    record=_terminal,
    role=Role.FACT,
    about="terminals that people on the ground hold, with their radio figures",
)
