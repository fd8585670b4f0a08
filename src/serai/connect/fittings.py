"""What connects: beams of satellites, segments of cable, message and phone services, and the sites they join.

Every figure that nobody published is None. The tables are beams.csv, links.csv, messengers.csv and sites.csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from serai.earth import Box, Place
from serai.pool import Asset, Pool
from serai.tables import Cell, Column, Columns, Provenance, Role, Row, TableSpec
from serai.tables.column import (
    COUNT,
    FRACTION,
    ID,
    LATITUDE,
    LIST,
    LONGITUDE,
    NAME,
    NUMBER,
    POSITIVE,
    TEXT,
    YES_NO,
)
from serai.wording import reason

WAYS = ("voice", "message", "data", "broadcast")
EDGE = Column(Cell.NUMBER, low=-180.0, high=360.0, expected=reason("tables.longitude_east"))
PARALLEL = Column(Cell.NUMBER, low=-90.0, high=90.0, expected=reason("tables.latitude"))
BOX: Columns = {"lon_min": EDGE, "lat_min": PARALLEL, "lon_max": EDGE, "lat_max": PARALLEL}
ELEVATION = Column(Cell.NUMBER, low=0.0, high=90.0)

BACK_OFF = Column(Cell.NUMBER, low=0.0, high=60.0)

# What a service of each kind carries; a phone sends texts too, and so does broadband.
CARRIES: Mapping[str, frozenset[str]] = {
    "two-way message": frozenset({"message"}),
    "one-way broadcast": frozenset({"broadcast"}),
    "voice": frozenset({"voice", "message"}),
    "iot": frozenset({"message"}),
    "broadband": frozenset({"data", "message"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A landing, city, exchange or border crossing: a node of the ground network, never an asset.

    ``interconnect`` are the owners whose cables hand over to each other here; empty leaves it open to all.
    """

    id: str
    name: str
    country: str
    at: Place
    kind: str = ""
    interconnect: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    def node(self, owner: str) -> str:
        """Where an owner's cables end here: with those that hand over to each other, or by themselves.

        What ends by itself begins, ends and passes through here on its owner's own cables only.
        """
        apart = self.interconnect and owner not in self.interconnect
        return f"{self.id} ({owner})" if apart else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Beam:
    """What one satellite offers over one area. ``box`` is None where nobody said which area.

    With ``obo_db`` the EIRP is the saturated one, and the output back-off comes off it; ``c_im_db`` is the
    carrier to intermodulation of the transponder.
    """

    name: str
    bands: tuple[str, ...] = ()
    coverage: str = ""
    box: Box | None = None
    services: frozenset[str] = frozenset()
    eirp_dbw: float | None = None
    g_over_t_dbk: float | None = None
    obo_db: float | None = None
    c_im_db: float | None = None
    capacity_bps: float | None = None
    user_rate_bps: float | None = None
    voice_channels: int | None = None
    payload_class: str = ""
    min_elevation_deg: float | None = None
    terminal: str = ""
    tariff: str = ""
    gateways: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class CableSegment:
    """A stretch of cable, fibre or microwave between two sites. ``latency_ms`` is one way."""

    system: str
    kind: str
    a: str
    b: str
    length_km: float | None = None
    capacity_bps: float | None = None
    latency_ms: float | None = None
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Messenger:
    """A message, phone or broadband service, and where it may be used.

    ``satellites`` are asset ids and risk groups that carry it; empty where its own satellites are not in
    the pool or it needs none. ``countries`` empty means no rule per country. ``latency_ms`` is there and
    back, as its users measure it; ``delivery_s`` is the typical time once a satellite is in view. ``success``
    is the chance of one sending; ``acknowledged`` whether the sender learns of it, None where nobody says;
    ``tariff`` is what its source says that it costs.
    """

    kinds: tuple[str, ...]
    satellites: tuple[str, ...] = ()
    box: Box | None = None
    countries: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    min_elevation_deg: float | None = None
    message_bits: float | None = None
    rate_bps: float | None = None
    delivery_s: float | None = None
    success: float | None = None
    acknowledged: bool | None = None
    latency_ms: float | None = None
    terminal: str = ""
    tariff: str = ""
    status: str = ""
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def carries(self) -> frozenset[str]:
        """The ways of connecting it offers, of voice, message, data and broadcast."""
        return frozenset[str]().union(*(CARRIES[k] for k in self.kinds))


def messengers(pool: Pool) -> Iterator[tuple[Asset, Messenger]]:
    """Every message, phone and broadband service of a pool, those out of order too."""
    for asset in pool.assets:
        for messenger in asset.fitted(Messenger):
            yield asset, messenger


def _box(row: Row) -> Box | None:
    west, south, east, north = (row.number(c) for c in ("lon_min", "lat_min", "lon_max", "lat_max"))
    if west is None or south is None or east is None or north is None:
        return None
    return Box(lon_min=_around(west), lat_min=south, lon_max=_around(east), lat_max=north)


def _around(lon_deg: float) -> float:
    return lon_deg - 360.0 if lon_deg > 180.0 else lon_deg


def _site(row: Row) -> Site:
    return Site(
        id=row.text("id"),
        name=row.text("name"),
        country=row.text("country"),
        at=Place(lat_deg=row.number("lat_deg") or 0.0, lon_deg=row.number("lon_deg") or 0.0),
        kind=row.text("kind"),
        interconnect=row.list("interconnect"),
        provenance=row.provenance,
    )


def _beam(row: Row) -> Beam:
    return Beam(
        name=row.text("beam"),
        bands=row.list("bands"),
        coverage=row.text("coverage"),
        box=_box(row),
        services=frozenset(row.list("services")),
        eirp_dbw=row.number("eirp_dbw"),
        g_over_t_dbk=row.number("g_over_t_dbk"),
        obo_db=row.number("obo_db"),
        c_im_db=row.number("c_im_db"),
        capacity_bps=row.number("capacity_bps"),
        user_rate_bps=row.number("user_rate_bps"),
        voice_channels=row.count("voice_channels"),
        payload_class=row.text("payload_class"),
        min_elevation_deg=row.number("min_elevation_deg"),
        terminal=row.text("terminal"),
        tariff=row.text("tariff"),
        gateways=row.list("gateways"),
        provenance=row.provenance,
    )


def _segment(row: Row) -> CableSegment:
    return CableSegment(
        system=row.text("system"),
        kind=row.text("kind"),
        a=row.text("a"),
        b=row.text("b"),
        length_km=row.number("length_km"),
        capacity_bps=row.number("capacity_bps"),
        latency_ms=row.number("latency_ms"),
        provenance=row.provenance,
    )


def _messenger(row: Row) -> Messenger:
    return Messenger(
        kinds=row.list("kind"),
        satellites=row.list("satellites"),
        box=_box(row),
        countries=row.list("countries"),
        bands=row.list("band"),
        min_elevation_deg=row.number("min_elevation_deg"),
        message_bits=row.number("message_bits"),
        rate_bps=row.number("rate_bps"),
        delivery_s=row.number("delivery_s"),
        success=row.number("success"),
        acknowledged=row.yes("acknowledged"),
        latency_ms=row.number("latency_ms"),
        terminal=row.text("terminal"),
        tariff=row.text("tariff"),
        status=row.text("status"),
        provenance=row.provenance,
    )


SITES = TableSpec(
    name="sites",
    columns={
        "id": ID,
        "name": NAME,
        "country": TEXT,
        "lat_deg": LATITUDE,
        "lon_deg": LONGITUDE,
        "kind": Column(choices=("landing", "city", "exchange", "border")),
        "interconnect": Column(Cell.LIST, of=("members",)),
    },
    record=_site,
    role=Role.FACT,
    about="landing sites, cities, exchanges and borders: the nodes of the ground network",
)

BEAMS = TableSpec(
    name="beams",
    columns={
        "satellite": ID,
        "beam": TEXT,
        "bands": LIST,
        "coverage": TEXT,
        **BOX,
        "services": Column(Cell.LIST, choices=WAYS),
        "eirp_dbw": NUMBER,
        "g_over_t_dbk": NUMBER,
        "obo_db": BACK_OFF,
        "c_im_db": BACK_OFF,
        "capacity_bps": POSITIVE,
        "user_rate_bps": POSITIVE,
        "voice_channels": COUNT,
        "payload_class": Column(of=("payload_classes",)),
        "min_elevation_deg": ELEVATION,
        "terminal": Column(of=("terminals",)),
        "tariff": TEXT,
        "gateways": Column(Cell.LIST, of=("stations", "sites")),
    },
    record=_beam,
    role=Role.FITTING,
    on="satellite",
    about="what each communication satellite offers, over which area",
)

LINKS = TableSpec(
    name="links",
    columns={
        "id": ID,
        "name": NAME,
        "system": TEXT,
        "kind": Column(required=True, choices=("submarine", "terrestrial", "microwave")),
        "owner": Column(required=True, of=("members",)),
        "a": Column(required=True, of=("sites",)),
        "b": Column(required=True, of=("sites",)),
        "length_km": POSITIVE,
        "capacity_bps": POSITIVE,
        "latency_ms": POSITIVE,
        "status": TEXT,
        "groups": LIST,
    },
    record=_segment,
    role=Role.ASSET,
    about="cables, land fibre and microwave, as segments between named sites",
)

MESSENGERS = TableSpec(
    name="messengers",
    columns={
        "id": ID,
        "name": NAME,
        "owner": Column(required=True, of=("members",)),
        "kind": Column(Cell.LIST, required=True, choices=tuple(CARRIES)),
        "satellites": LIST,
        **BOX,
        "countries": LIST,
        "band": LIST,
        "min_elevation_deg": ELEVATION,
        "message_bits": POSITIVE,
        "rate_bps": POSITIVE,
        "delivery_s": POSITIVE,
        "success": FRACTION,
        "acknowledged": YES_NO,
        "status": TEXT,
        "latency_ms": POSITIVE,
        "terminal": Column(of=("terminals",)),
        "tariff": TEXT,
        "groups": LIST,
    },
    record=_messenger,
    role=Role.ASSET,
    refers=("satellites",),
    about="message, phone and broadband services, and where they may be used",
)
