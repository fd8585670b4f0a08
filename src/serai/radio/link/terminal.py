"""What a user holds: terminals by their radio figures, as the corridor's terminals.csv lists them."""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.tables import Cell, Column, Provenance, Role, Row, TableSpec
from serai.tables.column import ID, LIST, NAME, NUMBER, POSITIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """One kind of terminal; None is a figure that nobody published.

    ``bands`` are letter bands; rates are what its maker or network states, down to it and up from it.
    ``other_losses_db`` is taken off both ways (the body, a polarisation that does not match, shadowing);
    ``system_k`` is its noise in clear sky, by which the noise behind rain is worked out.
    """

    id: str
    name: str
    bands: tuple[str, ...] = ()
    eirp_dbw: float | None = None
    g_over_t_dbk: float | None = None
    other_losses_db: float | None = None
    system_k: float | None = None
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
        other_losses_db=row.number("other_losses_db"),
        system_k=row.number("system_k"),
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
        "other_losses_db": Column(Cell.NUMBER, low=0.0, high=60.0),
        "system_k": Column(Cell.NUMBER, low=1.0, high=10_000.0),
        "rate_bps_down": POSITIVE,
        "rate_bps_up": POSITIVE,
        "services": LIST,
    },
    record=_terminal,
    role=Role.FACT,
    about="terminals that people on the ground hold, with their radio figures",
)
