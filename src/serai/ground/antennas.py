"""Dishes: the antennas of ground stations, as the corridor's dishes.csv lists them."""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.pool import Asset
from serai.tables import Cell, Column, Provenance, Role, Row, TableSpec
from serai.tables.column import COUNT, NUMBER, POSITIVE
from serai.wording import reason

IMAGE_RECEIVE = "image receive"
# Bands as tables name them, from the longest waves to light
BANDS = ("VHF", "UHF", "L", "S", "C", "X", "Ku", "K", "Ka", "Q", "V", "E", "optical")
USES = (IMAGE_RECEIVE, "ttc", "hub", "direct broadcast")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dish:
    """The antennas of one kind at a station; None is a figure that nobody published.

    ``antennas`` of this kind work at once. ``uses`` says what they are for: taking in images,
    commanding satellites (ttc), a hub of a communication network, or direct broadcast.
    """

    station: str
    bands: tuple[str, ...] = ()
    antennas: int | None = None
    min_elevation_deg: float | None = None
    g_over_t_dbk: float | None = None
    max_rate_bps: float | None = None
    uses: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def takes_images(self) -> bool:
        """Whether images come down here."""
        return IMAGE_RECEIVE in self.uses

    def hears(self, bands: tuple[str, ...]) -> bool:
        """Whether it hears one of some bands; taken to where those of either side are not known."""
        return not bands or not self.bands or not set(bands).isdisjoint(self.bands)


def image_dishes(station: Asset) -> tuple[Dish, ...]:
    """The dishes of a station that take in images; empty when it has none."""
    return tuple(d for d in station.fitted(Dish) if d.takes_images)


def image_antennas(station: Asset) -> int:
    """How many images can come down at a station at once; an unknown number of antennas counts as one."""
    return max(1, sum(d.antennas if d.antennas is not None else 1 for d in image_dishes(station)))


def _dish(row: Row) -> Dish:
    return Dish(
        station=row.text("station"),
        bands=row.list("bands"),
        antennas=row.count("antennas"),
        min_elevation_deg=row.number("min_elevation_deg"),
        g_over_t_dbk=row.number("g_over_t_dbk"),
        max_rate_bps=row.number("max_rate_bps"),
        uses=row.list("uses"),
        provenance=row.provenance,
    )


DISHES = TableSpec(
    name="dishes",
    columns={
        "station": Column(required=True, of=("stations",), expected=reason("tables.id_of_station")),
        "bands": Column(Cell.LIST, choices=BANDS),
        "antennas": COUNT,
        "min_elevation_deg": Column(Cell.NUMBER, low=-2.0, high=90.0),
        "g_over_t_dbk": NUMBER,
        "max_rate_bps": POSITIVE,
        "uses": Column(Cell.LIST, choices=USES),
    },
    record=_dish,
    role=Role.FITTING,
    on="station",
    about="the antennas of stations: bands, how many, how low they look, how fast they receive, what for",
)
