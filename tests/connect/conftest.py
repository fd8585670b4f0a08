"""A small corridor: geostationary satellites that stand still, a Walker star of phones, a few cables.

The fixture ``small`` hands its builders to the tests: ``small.pool()``, ``small.need(...)`` and so on.
"""

from __future__ import annotations

from types import MappingProxyType, SimpleNamespace

import pytest

from serai.access import Mask
from serai.connect import Beam, CableSegment, Connect, LinkRequest, Messenger, Site
from serai.earth import Box, Orientation, Place
from serai.needs import Measure, Need, Plan, State, judge
from serai.orbit import Fixed, walker
from serai.pool import Asset, Party, Pool, Terms
from serai.radio import PayloadClass, Terminal
from serai.tables import Basis, Provenance
from serai.time import Instant, Span
from serai.world import Almanac, Rain, Weather, World

START = Instant.from_utc("2026-08-22T00:00:00Z")
PUBLISHED = Provenance(basis=Basis.PUBLISHED)
ASIA = Box(lon_min=75, lat_min=10, lon_max=135, lat_max=55)
WIDE = Box(lon_min=20, lat_min=-5, lon_max=90, lat_max=50)
GEO_M = 35_786_000.0
NO_TERMS = Terms()


def slot(lon_deg: float) -> Fixed:
    return Fixed(Place(lat_deg=0.0, lon_deg=lon_deg, height_m=GEO_M))


def satellite(asset_id, name, lon_deg, *fittings, groups=(), owner="cn", out=""):
    return Asset(
        id=asset_id,
        name=name,
        kind="satellite",
        owner=owner,
        motion=slot(lon_deg),
        fittings=tuple(fittings),
        groups=frozenset(groups),
        out=out,
    )


def service(asset_id, name, *, out="", groups=(), **fields):
    fitting = Messenger(provenance=PUBLISHED, **fields)
    return Asset(
        id=asset_id,
        name=name,
        kind="messenger",
        owner="cn",
        fittings=(fitting,),
        out=out,
        groups=frozenset(groups),
    )


def cable(asset_id, name, a, b, *, capacity_bps=1e12, length_km=1000.0, groups=(), basis=Basis.PUBLISHED):
    fitting = CableSegment(
        system=name,
        kind="submarine",
        a=a,
        b=b,
        length_km=length_km,
        capacity_bps=capacity_bps,
        provenance=Provenance(basis=basis),
    )
    return Asset(
        id=asset_id, name=name, kind="link", owner="pk", fittings=(fitting,), groups=frozenset(groups)
    )


def site(site_id, name, country, lat_deg, lon_deg):
    return Site(id=site_id, name=name, country=country, at=Place(lat_deg=lat_deg, lon_deg=lon_deg))


SITES = (
    site("karachi", "Karachi", "PK", 24.9, 67.0),
    site("djibouti", "Djibouti", "DJ", 11.6, 43.1),
    site("marseille", "Marseille", "FR", 43.3, 5.4),
    site("fujairah", "Fujairah", "AE", 25.1, 56.3),
    site("singapore", "Singapore", "SG", 1.3, 103.8),
    site("rawalpindi", "Rawalpindi", "PK", 33.6, 73.1),
    site("kashgar", "Kashgar", "CN", 39.5, 76.0),
    site("kelibia", "Kelibia", "TN", 36.85, 11.09),
    site("mazara", "Mazara del Vallo", "IT", 37.65, 12.59),
)
RED_SEA = ("corridor:red-sea", "landing:karachi")

CABLES = (
    cable("peace-west", "PEACE Karachi-Djibouti", "karachi", "djibouti", length_km=2800, groups=RED_SEA[1:]),
    cable(
        "peace-red-sea",
        "PEACE Djibouti-Marseille",
        "djibouti",
        "marseille",
        length_km=6200,
        groups=RED_SEA[:1],
    ),
    cable("smw4", "SEA-ME-WE 4 Karachi-Marseille", "karachi", "marseille", length_km=9000, groups=RED_SEA),
    cable(
        "smw5-east",
        "SEA-ME-WE 5 Karachi-Singapore",
        "karachi",
        "singapore",
        length_km=6000,
        groups=RED_SEA[1:],
        basis=Basis.ASSUMED,
    ),
    cable("karachi-pindi", "Karachi-Rawalpindi fibre", "karachi", "rawalpindi", length_km=1500),
    cable(
        "pkcn",
        "China-Pakistan fibre",
        "rawalpindi",
        "kashgar",
        capacity_bps=1e11,
        length_km=1300,
        groups=("corridor:karakoram-highway",),
    ),
    cable(
        "hannibal",
        "Hannibal",
        "kelibia",
        "mazara",
        length_km=178,
        groups=("landing:kelibia", "landing:mazara"),
    ),
    cable("didon", "Didon", "kelibia", "mazara", length_km=170, groups=("landing:kelibia", "landing:mazara")),
)


def star() -> list[Asset]:
    """Sixty-six satellites at 780 km in six polar planes, as Iridium flies."""
    orbits = walker(66, 6, 2, altitude_m=780_000.0, inclination_deg=86.4, epoch=START, star=True)
    return [
        Asset(
            id=f"star-{k}",
            name=f"Star {k}",
            kind="satellite",
            owner="us",
            motion=orbit,
            groups=frozenset({"constellation:star"}),
        )
        for k, orbit in enumerate(orbits)
    ]


def corridor_pool(*more: Asset, facts=(), terms=NO_TERMS) -> Pool:
    voice = Beam(
        name="phone",
        bands=("L",),
        box=WIDE,
        services=frozenset({"voice", "message"}),
        payload_class="class-gmr",
        provenance=PUBLISHED,
    )
    wide = Beam(
        name="Ku", bands=("Ku",), box=WIDE, services=frozenset({"data", "broadcast"}), provenance=PUBLISHED
    )
    assets = (
        satellite("g2", "BDS-3 G2", 80.0, groups=("constellation:beidou",)),
        satellite("g3", "BDS-3 G3", 110.5, groups=("constellation:beidou",)),
        satellite("thuraya-2", "Thuraya-2", 44.0, voice, owner="ae"),
        satellite("paksat", "PakSat-MM1", 38.2, wide, owner="pk"),
        *star(),
        service(
            "rsmc",
            "RSMC",
            kinds=("two-way message",),
            satellites=("g2", "g3"),
            box=ASIA,
            delivery_s=10.0,
            success=0.996,
        ),
        service(
            "star",
            "Star phones",
            kinds=("voice",),
            satellites=("group:constellation:star",),
            min_elevation_deg=8.2,
            delivery_s=20.0,
        ),
        service(
            "lisp",
            "Sky broadband",
            out="not licensed",
            kinds=("broadband",),
            countries=("BD",),
            rate_bps=1e8,
            latency_ms=40.0,
        ),
        *CABLES,
        *more,
    )
    gmr = PayloadClass(
        id="class-gmr",
        name="GEO phone payload of the Garuda class",
        bands=("L",),
        eirp_dbw=73.0,
        g_over_t_dbk=15.0,
        voice_channels=11_000,
        provenance=PUBLISHED,
    )
    vsat = Terminal(
        id="vsat",
        name="Ku VSAT 1.2 m, 4 W",
        bands=("Ku",),
        eirp_dbw=48.7,
        g_over_t_dbk=19.9,
        provenance=PUBLISHED,
    )
    parties = {"ndma": Party(id="ndma", name="NDMA", kind="agency", country="PK")}
    return Pool(
        assets=assets,
        parties=MappingProxyType(parties),
        terms=terms,
        facts=(*SITES, gmr, vsat, *facts),
    )


def world_of(pool: Pool, rain: tuple[Rain, ...] = ()) -> World:
    motions = {a.id: a.motion for a in pool.assets if a.motion is not None}
    orientation = Orientation.none()
    return World(
        at=START,
        orientation=orientation,
        almanac=Almanac(motions, orientation),
        weather=Weather(rain=rain),
    )


def measure(name, unit, threshold, share_required=0.98, lower=True):
    return Measure(
        name=name,
        unit=unit,
        lower_is_better=lower,
        threshold=threshold,
        share_required=share_required,
    )


def need(*measures, box=(66.5, 25.0, 70.5, 29.0), mask="10", party="ndma", need_id="N02", **asked):
    west, south, east, north = box
    return Need(
        id=need_id,
        title="a need",
        service="connect",
        box=Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north),
        measures=tuple(measures),
        party=party,
        mask=Mask.read(mask),
        request=LinkRequest(**asked),
    )


def answer(asked: Need, pool: Pool, world: World | None = None, days: float = 0.5):
    span = Span(START, START.plus(seconds=days * 86_400.0))
    return Connect().answer(asked, pool, world or world_of(pool), Plan(), span)


def state(asked: Need, pool: Pool, world: World | None = None) -> tuple[State, object]:
    found = answer(asked, pool, world)
    within = Span(START, START.plus(seconds=43_200.0))
    return judge(found, len(pool.assets), within).state, found


@pytest.fixture(scope="session")
def small() -> SimpleNamespace:
    """Builders of the small corridor, and the questions asked of it."""
    return SimpleNamespace(
        START=START,
        PUBLISHED=PUBLISHED,
        ASIA=ASIA,
        WIDE=WIDE,
        CABLES=CABLES,
        SITES=SITES,
        slot=slot,
        satellite=satellite,
        service=service,
        cable=cable,
        site=site,
        pool=corridor_pool,
        world=world_of,
        measure=measure,
        need=need,
        answer=answer,
        state=state,
    )


@pytest.fixture(scope="session")
def half_day() -> Span:
    return Span(START, START.plus(seconds=43_200.0))
