"""The corridor's tables that navigate understands, and how their rows become fittings and facts."""

from __future__ import annotations

from types import MappingProxyType

from serai.earth import Box
from serai.errors import Refused
from serai.navigate.fittings import (
    LINKS,
    SYSTEMS,
    CarriesCorrections,
    CorrectionService,
    NavSignal,
    OpenService,
    RangeError,
    SearchAndRescue,
)
from serai.tables import Cell, Column, Columns, Role, Row, TableSpec
from serai.tables.column import COUNT, FRACTION, ID, LIST, NAME, NUMBER, POSITIVE, TEXT, YES_NO


class AreaUnreadable(Refused):
    """A service area with some of its four edges."""


def _nav_signal(row: Row) -> NavSignal:
    return NavSignal(
        system=row.text("system"),
        prn=row.text("prn"),
        signals=row.list("signals"),
        health=row.text("health"),
        use=row.yes("use") is True,
        provenance=row.provenance,
    )


def _carrier(row: Row) -> CarriesCorrections:
    return CarriesCorrections(
        service=row.text("service"),
        prn=row.text("prn"),
        signal=row.text("signal"),
        status=row.text("status"),
        provenance=row.provenance,
    )


def _area(row: Row) -> Box | None:
    edges = [row.number(c) for c in ("lon_min", "lat_min", "lon_max", "lat_max")]
    if all(e is None for e in edges):
        return None
    west, south, east, north = edges
    if west is None or south is None or east is None or north is None:
        raise AreaUnreadable("tables.area_edges")
    return Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north)


def _service(row: Row) -> OpenService | CorrectionService | SearchAndRescue:
    kind, status = row.text("kind"), row.text("status")
    if kind == "GNSS":
        return OpenService(
            systems=row.list("systems"),
            status=status,
            pdop_max=row.number("pdop_max"),
            h95_m=row.number("h95_m"),
            v95_m=row.number("v95_m"),
            availability=row.number("availability"),
            provenance=row.provenance,
        )
    if kind == "SAR":
        return SearchAndRescue(
            systems=row.list("systems"),
            area=_area(row),
            min_carriers=row.count("min_carriers"),
            carrier_mask_deg=row.number("carrier_mask_deg"),
            h95_m=row.number("h95_m"),
            delay_min=row.number("convergence_min"),
            status=status,
            provenance=row.provenance,
        )
    return CorrectionService(
        kind=kind,
        country=row.text("country"),
        systems=row.list("systems"),
        signals=row.list("signals"),
        area=_area(row),
        min_carriers=row.count("min_carriers"),
        carrier_mask_deg=row.number("carrier_mask_deg"),
        min_corrected=row.count("min_corrected"),
        pdop_max=row.number("pdop_max"),
        h95_m=row.number("h95_m"),
        v95_m=row.number("v95_m"),
        static_h95_m=row.number("static_h95_m"),
        static_v95_m=row.number("static_v95_m"),
        convergence_min=row.number("convergence_min"),
        availability=row.number("availability"),
        time_to_alert_s=row.number("time_to_alert_s"),
        horizontal_alert_m=row.number("horizontal_alert_m"),
        vertical_alert_m=row.number("vertical_alert_m"),
        link=row.list("link"),
        status=status,
        provenance=row.provenance,
    )


def _range_error(row: Row) -> RangeError:
    return RangeError(
        id=row.text("id"),
        item=row.text("item"),
        system=row.text("system"),
        condition=row.text("condition"),
        value_m=row.number("value_m"),
        statistic=row.text("statistic"),
        use=row.text("use"),
        provenance=row.provenance,
    )


_LONGITUDE = Column(Cell.NUMBER, low=-180, high=180)
_LATITUDE = Column(Cell.NUMBER, low=-90, high=90)
_MASK = Column(Cell.NUMBER, low=-90, high=90)

_SIGNALS: Columns = MappingProxyType(
    {
        "satellite": ID,
        "system": Column(required=True, choices=SYSTEMS),
        "prn": TEXT,
        "signals": LIST,
        "health": Column(required=True, choices=("healthy", "unhealthy", "unknown", "partly")),
        "use": YES_NO,
    }
)
_CARRIERS: Columns = MappingProxyType(
    {
        "service": ID,
        "satellite": Column(required=True, of=("satellites", "stations")),
        "prn": TEXT,
        "signal": TEXT,
        "status": Column(required=True, choices=("heard", "not proven", "off")),
    }
)
_SERVICES: Columns = MappingProxyType(
    {
        "id": ID,
        "name": NAME,
        "kind": Column(required=True, choices=("GNSS", "SBAS", "PPP", "PPP-RTK", "CORS", "GBAS", "SAR")),
        "owner": ID,
        "country": TEXT,
        "systems": Column(Cell.LIST, choices=SYSTEMS),
        "signals": LIST,
        "service_area": TEXT,
        "lon_min": _LONGITUDE,
        "lat_min": _LATITUDE,
        "lon_max": _LONGITUDE,
        "lat_max": _LATITUDE,
        "min_carriers": COUNT,
        "carrier_mask_deg": _MASK,
        "min_corrected": COUNT,
        "pdop_max": POSITIVE,
        "h95_m": POSITIVE,
        "v95_m": POSITIVE,
        "convergence_min": POSITIVE,
        "availability": FRACTION,
        "time_to_alert_s": POSITIVE,
        "horizontal_alert_m": POSITIVE,
        "vertical_alert_m": POSITIVE,
        "link": Column(Cell.LIST, choices=LINKS),
        "static_h95_m": POSITIVE,
        "static_v95_m": POSITIVE,
        "status": Column(
            required=True, choices=("operational", "test", "not available", "unknown", "degraded")
        ),
        "groups": LIST,
    }
)
_RANGE_ERRORS: Columns = MappingProxyType(
    {
        "id": ID,
        "item": NAME,
        "system": TEXT,
        "condition": TEXT,
        "value_m": NUMBER,
        "statistic": TEXT,
        "use": TEXT,
    }
)

TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        name="services",
        columns=_SERVICES,
        record=_service,
        role=Role.ASSET,
        about="Navigation and correction services: where, by which rule, how good, in which state.",
    ),
    TableSpec(
        name="signals",
        columns=_SIGNALS,
        record=_nav_signal,
        role=Role.FITTING,
        on="satellite",
        about="The ranging signals of each navigation satellite and their health.",
    ),
    TableSpec(
        name="carriers",
        columns=_CARRIERS,
        record=_carrier,
        role=Role.FITTING,
        on="satellite",
        refers=("service",),
        about="Which satellites broadcast which correction service.",
    ),
    TableSpec(
        name="range_errors",
        columns=_RANGE_ERRORS,
        record=_range_error,
        role=Role.FACT,
        about="The figures of the range-error budget.",
    ),
)
