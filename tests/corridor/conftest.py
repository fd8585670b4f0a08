"""A small valid corridor: two members, three satellites, two stations, two needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from serai.corridor import Corridor, read
from serai.needs import Answer, MeasureKind, Need, Opportunity, Plan
from serai.pool import Pool, Right
from serai.tables import Cell, Column, Columns, CorridorRefused, Role, Row, TableSpec
from serai.time import Span
from serai.world import RuleSet, World

TOML = """\
[corridor]
name = "Two Valleys"
id = "two-valleys"
start = "2026-08-22T00:00:00Z"
days = 1
map = [20, -10, 130, 60]
summary = "a corridor of two members"

[files]
members = "members.csv"
satellites = "satellites.csv"
elements = "elements.csv"
stations = "stations.csv"
terms = "terms.csv"
needs = "needs.csv"
measures = "measures.csv"
events = "events.csv"
rain = "rain.csv"
clear_sky = "clear_sky.csv"
cameras = "cameras.csv"
towns = "towns.csv"
wires = "wires.csv"

[rules]
request_step_s = 600  # every ten minutes

[sources.elements]
publisher = "CelesTrak"
snapshot = "2026-08-22T01:49:00Z"
"""

PROVENANCE = ",source,as_of,basis,basis_of,note"
KNOWN = ",a handbook,2026-08-22,published,,"

# Design orbits, not those of any real satellite; a geostationary one at 38.2 E is added to them.
ELEMENTS = """\
OBJECT_NAME,OBJECT_ID,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,ARG_OF_PERICENTER,MEAN_ANOMALY,\
EPHEMERIS_TYPE,CLASSIFICATION_TYPE,NORAD_CAT_ID,ELEMENT_SET_NO,REV_AT_EPOCH,BSTAR,MEAN_MOTION_DOT,MEAN_MOTION_DDOT
EYE 1,2026-001A,2026-08-21T12:00:00.000000,14.8,0.001,98.0,10.0,90.0,270.0,0,U,270001,999,1,0.0001,0.00001,0
EYE 2,2026-001B,2026-08-21T13:00:00.000000,14.8,0.001,98.0,10.0,90.0,90.0,0,U,99002,999,1,0.0001,0.00001,0
"""

TABLES = {
    "members": """\
id,name,kind,country,home_page,role
china,China,nation,CN,,shares images
pakistan,Pakistan,nation,PK,,shares a station
""",
    "satellites": """\
id,name,norad,cospar,owner,operator,country,role,orbit,status,declared_lon_deg,declared_altitude_km,\
declared_inclination_deg,groups
eye-1,Eye 1,270001,2026-001A,china,,CN,images,LEO,in service,,630,98,constellation:eye
eye-2,Eye 2,99002,2026-001B,china,,CN,images,LEO,in service,,630,98,constellation:eye
star-1,Star 1,40000,2026-002A,pakistan,,PK,talks,GEO,in service,38.2,35786,0,slot:38e
""",
    "stations": """\
id,name,country,owner,operator,lat_deg,lon_deg,height_m,mask,role,status,groups
kashi,Kashi,CN,china,,39.5,75.93,1300,5,receives,in service,
karachi,Karachi,PK,pakistan,,24.9,67.1,10,0:5 90:10 180:3,receives,in service,landing:karachi
""",
    "terms": """\
id,right,owner,what,assets,stations,for,when,state,finest_resolution_m,delay_h,delay,forwardable,cost,conditions
T01,image,china,images,eye-1;eye-2,,corridor,standing,in force,2,12,,yes,free,
T02,downlink,china,passes,group:constellation:eye,karachi,pakistan,on request,candidate,,,,,,
""",
    "needs": """\
id,title,service,who,party,lon_min,lat_min,lon_max,lat_max,priority,what,season,mask,environment,\
given_lost,substitutes_to_test,cameras_wanted,town
N01,Flood in the lower valley,look,rescuers,pakistan,66.5,25,70.5,29,1,daily map,Jun-Oct,10,open,eye-2,,radar,
N02,Herds in the upper valley,look,herders,china,74,38,78,40,3,a map a week,all,10,valley,,,optical,rest-house
""",
    "measures": """\
need,measure,unit,better,threshold,breakthrough,goal,share_required,share_over
N01,revisit,h,lower,24,12,6,0.95,
N01,resolution,m,lower,20,10,5,,
N02,revisit,h,lower,168,,72,0.9,year
""",
    "events": """\
id,name,start,end,assets_lost,kind,what_failed,what_still_worked,lesson
E01,Kashi down in the flood,2026-08-22,2026-08-25,kashi,what-if,the road,Karachi,
""",
    "rain": """\
kind,place,name,lat_deg,lon_deg,r001_mm_h,rain_height_km,isotherm_0_height_km,topographic_height_km
need,N01,Lower valley,27,68.5,27.3,5.07,4.71,0.05
""",
    "clear_sky": """\
need,lat_deg,lon_deg,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec,kind
N01,27,68.5,0.8,0.8,0.8,0.7,0.7,0.6,0.5,0.6,0.7,0.8,0.8,0.8,sunshine
""",
    "cameras": """\
satellite,camera,resolution_m
eye-1,radar,10
eye-2,optical,2
""",
    "towns": """\
id,name,lat_deg,lon_deg
rest-house,Rest House,30,70
market,Market,31,71
""",
    "wires": """\
id,name,owner,a,b,status,groups
wire-1,Wire One,pakistan,rest-house,market,operational,landing:karachi
""",
}


@dataclass(frozen=True)
class Camera:
    """A fitting that this test's service understands."""

    camera: str
    resolution_m: float | None


@dataclass(frozen=True)
class Town:
    """A plain fact."""

    id: str


@dataclass(frozen=True)
class Wire:
    """What an asset row becomes."""

    a: str
    b: str


CAMERAS = TableSpec(
    name="cameras",
    role=Role.FITTING,
    on="satellite",
    columns={
        "satellite": Column(required=True),
        "camera": Column(choices=("radar", "optical")),
        "resolution_m": Column(Cell.NUMBER, low=0),
    },
    record=lambda row: Camera(row.text("camera"), row.number("resolution_m")),
)
TOWNS = TableSpec(
    name="towns",
    role=Role.FACT,
    columns={
        "id": Column(required=True),
        "name": Column(),
        "lat_deg": Column(Cell.NUMBER),
        "lon_deg": Column(Cell.NUMBER),
    },
    record=lambda row: Town(row.text("id")),
)
WIRES = TableSpec(
    name="wires.csv",  # with or without its ending
    role=Role.ASSET,
    columns={
        "id": Column(required=True),
        "name": Column(),
        "owner": Column(),
        "a": Column(of=("towns",)),
        "b": Column(of=("towns",)),
        "status": Column(),
        "groups": Column(Cell.LIST),
    },
    record=lambda row: Wire(row.text("a"), row.text("b")),
)


@dataclass(frozen=True)
class LookRules:
    """What the small service asks of a look."""

    look_min_s: float = 1.0
    sun_min_deg: float = 10.0


@dataclass(frozen=True)
class Looking:
    """A service as small as can be."""

    name: str = "look"
    measures: Mapping[str, MeasureKind] = field(
        default_factory=lambda: {
            "revisit": MeasureKind(units=("h",), interval=True, sets_period=True),
            "resolution": MeasureKind(units=("m", "cm")),
        }
    )
    rights: Sequence[Right] = (Right.IMAGE, Right.DOWNLINK)
    rules: Sequence[RuleSet] = (RuleSet("look", LookRules),)
    tables: Sequence[TableSpec] = (CAMERAS, WIRES)
    need_columns: Columns = field(
        default_factory=lambda: {
            "cameras_wanted": Column(Cell.LIST, required=True, expected="the cameras that would do"),
            "town": Column(of=("towns",)),
        }
    )

    def request(self, row: Row) -> object:
        if "telescope" in row.list("cameras_wanted"):
            raise ValueError("nobody carries a telescope")
        return row.list("cameras_wanted")

    def bookable(self, need: Need, pool: Pool, world: World, within: Span) -> list[Opportunity]:
        raise NotImplementedError

    def answer(self, need: Need, pool: Pool, world: World, plan: Plan, within: Span) -> Answer:
        raise NotImplementedError


SERVICES = (Looking(),)


@dataclass(frozen=True)
class Valleys:
    """The folder of the small corridor, and the ways to spoil it."""

    path: Path

    def change(self, table: str, old: str, new: str) -> None:
        """Replace a text in one of its files, which must be there."""
        file = self.file(table)
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file.name}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, table: str, row: str) -> None:
        """One more row, without its provenance."""
        with self.file(table).open("a", encoding="utf-8") as file:
            file.write(row + ("" if table == "elements" else KNOWN) + "\n")

    def file(self, table: str) -> Path:
        return self.path / ("corridor.toml" if table == "corridor" else f"{table}.csv")

    def read(self) -> Corridor:
        return read(self.path, SERVICES, [TOWNS])

    def refusal(self) -> list[str]:
        """Every sentence of the refusal."""
        with pytest.raises(CorridorRefused) as refused:
            self.read()
        return [str(p) for p in refused.value.problems]


def with_provenance(text: str) -> str:
    """A table's rows with the five columns that every row ends with."""
    header, *rows = text.splitlines()
    return "\n".join([header + PROVENANCE, *(row + KNOWN for row in rows)]) + "\n"


def geostationary(longitude_deg: float, norad: int, name: str, drift_deg_day: float = 0.0) -> str:
    """An OMM row of a satellite that hangs over a longitude at 2026-08-22T00:00:00Z."""
    from serai.earth import Orientation
    from serai.earth.frames import gmst_rad
    from serai.time import Instant, tai_ns_array

    at = Instant.from_utc("2026-08-21T00:00:00Z")
    gmst_deg = float(gmst_rad(tai_ns_array([at]), Orientation.none())[0]) * 180 / 3.141592653589793
    anomaly = (gmst_deg + longitude_deg - drift_deg_day) % 360
    motion = 1.0027379 + drift_deg_day / 360
    fields = [name, "2026-002A", "2026-08-21T00:00:00", f"{motion:.8f}", 0.0001, 0.01, 0, 0, f"{anomaly:.4f}"]
    return ",".join(str(f) for f in (*fields, 0, "U", norad, 999, 1, 0, 0, 0))


@pytest.fixture
def valleys(tmp_path: Path) -> Valleys:
    """The small corridor, valid."""
    folder = tmp_path / "two-valleys"
    folder.mkdir()
    (folder / "corridor.toml").write_text(TOML, encoding="utf-8")
    (folder / "elements.csv").write_text(
        ELEMENTS + geostationary(38.2, 40000, "STAR 1") + "\n", encoding="utf-8"
    )
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(with_provenance(text), encoding="utf-8")
    return Valleys(folder)
