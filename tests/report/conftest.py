"""A made-up assessment of 36 needs, small enough to build at once, for everything that shows one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from serai.access import Mask
from serai.connect import CableSegment, Site
from serai.corridor import Corridor
from serai.earth import Box, Orientation, Place
from serai.formats import MeanElements
from serai.ground import StationVolume
from serai.needs import (
    Booking,
    Budgets,
    Exhibit,
    Figure,
    Lane,
    Left,
    Measure,
    Need,
    Notes,
    Opportunity,
    Plan,
    Series,
    Shares,
    Table,
    Use,
    Weak,
    judge,
    out_of_season,
)
from serai.observe.volumes import volumes_table
from serai.orbit import Fixed, Sgp4
from serai.outcome import outcome as outcome_module
from serai.outcome.outcome import Outcome
from serai.pool import Asset, Party, Pool, Right, Standing, Term, Terms
from serai.radio import Carrier, Leg, RainMargin, Stated, way_budget
from serai.tables import Basis, Provenance
from serai.time import Instant, Span

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START = Instant.from_utc("2026-08-22T00:00:00Z")
DAY = Span(START, START.plus(seconds=86_400.0))
TIMES = START.tai_ns + np.arange(288, dtype=np.int64) * 300_000_000_000
SOURCE = Provenance(
    source="https://agency.example/tables & notes <2026>", as_of="2026-08-22", basis=Basis.RECALLED
)
STORY = {
    "navigate": ("bds-3-g2", "bds-3-m1"),
    "connect": ("paksat-mm1", "karachi"),
    "observe": ("gaofen-3-02", "kashi"),
}

# id, service, priority, title, west, south, east, north, share reached, value, unit, threshold
NEEDS = """
N01 observe 1 Pakistan flood 2022: Sindh/Balochistan extent|66.5 25.0 70.5 29.0|1.0 1.9 h 12
N02 connect 1 Pakistan flood: relief teams on the net|66.5 25.0 70.5 29.0|1.0 60 calls 20
N03 navigate 1 Pakistan flood: boat navigation and drop points|66.5 25.0 70.5 29.0|1.0 2.4 m 10
N04 observe 2 Gilgit / Karakoram landslide and glacier lake watch|72.5 35.0 76.5 37.0|0.8 118 h 120
N05 connect 2 Karakoram Highway cable and road corridor|73.0 33.6 75.5 36.9|1.0 1e11 bit/s 1e9
N06 observe 2 Sudan Gezira drought and crop condition|32.0 13.0 34.5 15.5|0.93 283 h 192
N07 observe 2 Darfur displacement sites, roads and wells|22.0 11.5 27.0 15.5|nan 0 h 72
N08 connect 1 Khartoum/Port Sudan humanitarian link|32.0 15.0 37.5 20.0|1.0 5e7 bit/s 2e7
N09 navigate 1 Tunisian precision farming, Medjez el-Bab|9.4 36.5 10.0 36.9|0.0 nan m 0.1
N10 observe 1 Arabian Sea maritime awareness|58.0 15.0 68.0 24.0|0.52 5.2 h 3
N11 navigate 1 Gwadar/Karachi harbour approach|61.5 24.5 67.2 25.5|1.0 1.6 m 10
N12 navigate 2 Islamabad/Gilgit/Skardu approaches (mountain airports)|73.0 33.4 76.0 36.0|0.41 52 m 40
N13 navigate 2 Central Asia rail survey Kashgar-Osh-Andijan|71.0 39.5 76.5 41.5|1.0 0.018 m 0.02
N14 observe 3 Central Asia rail: slope and settlement|71.0 39.5 76.5 41.5|1.0 96 h 288
N15 connect 1 Lao mountain relief, Luang Prabang/Houaphan|101.5 19.5 104.5 21.0|0.99 45 s 300
N16 observe 2 Lao mountain relief: landslide mapping|101.5 19.5 104.5 21.0|0.9 14 h 24
N17 observe 2 Mekong mainstream and Tonle Sap level and extent|102.0 9.5 107.0 18.5|1.0 20 h 24
N18 connect 3 Mekong gauges: data return|102.0 9.5 107.0 18.5|1.0 240 s 3600
N19 observe 1 North Indian Ocean cyclone warning|60.0 5.0 95.0 25.0|1.0 0.25 h 0.5
N20 connect 1 Cyclone warning broadcast to fishing boats|60.0 5.0 95.0 22.0|0.62 700 s 600
N21 observe 3 Maldives coast and reef change|72.5 -0.8 73.9 7.2|1.0 96 h 720
N22 connect 2 Maldives atolls backup connectivity|72.5 -0.8 73.9 7.2|nan 0 bit/s 5e8
N23 observe 2 Kazakhstan wheat, Kostanay-Akmola|60.5 50.0 72.0 54.5|1.0 62 h 192
N24 navigate 2 Kazakhstan steppe auto-steer beyond cell cover|60.5 50.0 72.0 54.5|0.97 0.22 m 0.3
N25 observe 2 Dust storms Taklamakan-Karakum-Mesopotamia|42.0 27.0 90.0 45.0|1.0 0.4 h 0.5
N26 observe 3 South Asia smog and fires, Indus-Ganga|70.0 24.0 90.0 33.0|1.0 5.0 h 24
N27 navigate 1 Search and rescue beacons, Arabian Sea and Karakoram|58.0 5.0 80.0 38.0|1.0 2200 m 5000
N28 connect 1 Pakistan bandwidth when the Red Sea is cut|61.0 24.0 75.0 36.9|1.0 4e10 bit/s 5e9
N29 observe 2 National imagery return for Sudan/Egypt users|22.0 3.5 38.5 31.7|0.31 8.9 h 6
N30 observe 3 CPEC/rail works: long-term land change|60.9 23.6 77.8 37.1|1.0 340 h 2160
N31 observe 2 Strait of Malacca: oil spill and vessel watch|98.0 1.0 104.5 6.5|0.66 4.1 h 3
N32 observe 2 Indonesia: peat fires, haze and floods|100.0 -4.5 117.5 2.5|1.0 2.1 h 3
N33 connect 1 Indonesia and Andaman Sea: tsunami warnings|92.0 -9.0 118.0 12.0|0.994 20 s 300
N34 navigate 1 Power grid and mobile network timing|62.0 24.8 67.5 25.5|1.0 42 ns 1000
N35 navigate 2 Autonomous trucks, Khorgos dry port to Almaty|76.5 43.2 80.5 44.3|nan 0 m 0.3
N36 connect 3 Project camp beyond cable and road, Thar desert|69.5 24.2 71.0 25.8|1.0 2.4e7 bit/s 1e7
"""
WHY = {
    "N09": (
        "the one BeiDou GEO in view of Medjez el-Bab (BDS-3 G2, 80 E) is above 7 deg for 51 % of the time; "
        "PPP-B2b needs 95 %"
    ),
    "N10": "no station hears these radars while they look at the Arabian Sea, so images wait for Kashi",
}
REMEDIES = {
    "N09": ("a reference station within 20 km would reach 2 cm",),
    "N10": ("candidate term T26 (take it at Karachi) would bring the wait to 20 min",),
}
STATIONS = """
kashi Kashi 39.5 75.93 aircas CN
miyun Miyun 40.45 116.86 aircas CN
sanya Sanya 18.31 109.31 aircas CN
lijiang Lijiang 26.8 100.2 aircas CN
karachi Karachi 24.95 67.14 suparco PK
islamabad Rawat/Islamabad satellite ground station 33.52 73.18 suparco PK
khartoum Khartoum (assumed SRSS-1/ISRA site) 15.55 32.53 isra SD
cairo Cairo Space City (MisrSat-2) 30.03 31.7 egsa EG
"""
SITES = """
marseille Marseille 43.29 5.37 FR
abu-talat Abu Talat 31.07 29.7 EG
zafarana Zafarana 29.12 32.65 EG
jeddah Jeddah 21.49 39.18 SA
djibouti Djibouti 11.59 43.15 DJ
fujairah Fujairah 25.12 56.33 AE
karachi-landing Karachi landing 24.8 66.98 PK
mumbai Mumbai 19.08 72.88 IN
colombo Colombo 6.93 79.87 LK
male Malé 4.17 73.5 MV
tuas Tuas 1.34 103.65 SG
khunjerab Khunjerab 36.85 75.43 PK
rawalpindi Rawalpindi 33.6 73.05 PK
"""
LINKS = (
    "marseille abu-talat submarine",
    "abu-talat zafarana submarine",
    "zafarana jeddah submarine",
    "jeddah djibouti submarine",
    "djibouti karachi-landing submarine",
    "jeddah fujairah submarine",
    "fujairah karachi-landing submarine",
    "karachi-landing mumbai submarine",
    "mumbai colombo submarine",
    "colombo male submarine",
    "colombo tuas submarine",
    "khunjerab rawalpindi terrestrial",
)
GEOS = (("bds-3-g2", "BDS-3 G2", 80.0), ("bds-3-g1", "BDS-3 G1", 160.0), ("paksat-mm1", "PakSat-MM1", 38.2))
LEOS = (("gaofen-3-02", "Gaofen-3 02", 98.4), ("hj-2e", "HJ-2E", 97.4), ("prsc-s1", "PRSC-S1", 97.5))


def volume(station: str, passes: int, known: int, *silent: str) -> StationVolume:
    """What the passes over one station bring."""
    return StationVolume(
        station=station,
        passes=passes,
        seconds=540.0 * passes,
        known_passes=known,
        known_bits=4.86e11 * known,
        at_most_bits=None,
        basis=Basis.RECALLED if known else None,
        silent=silent,
    )


VOLUMES = (volume("kashi", 5, 3, "prsc-s1"), volume("miyun", 1, 0, "miyun", "hj-2e"))
WET = RainMargin(margin_db=0.29, r001_mm_h=12.0, rain_height_km=4.0, percent=0.5)


def brought_down(among: Pool) -> Table:
    """The table that an observe answer shows of them."""
    heard = [v for v in VOLUMES if v.station in among]
    rain = {"kashi": WET, "miyun": None}
    return volumes_table(heard, rain, DAY, lambda own: among[own].name)


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """An answer whose share is what it was told, and nothing without the assets it hangs on."""

    need: Need
    notes: Notes
    share: tuple[float, ...]
    rests_on: np.ndarray

    def held(self, alive):
        whole = alive[:, self.rests_on].all(axis=1)
        share = np.nan_to_num(np.array(self.share, dtype=float), nan=0.0)
        hope = np.where(np.isnan(np.array(self.share, dtype=float)), 1.0, share)
        return Shares(*(np.where(whole[:, None], one, one * 0.3) for one in (share, hope)))


@dataclass(frozen=True, kw_only=True)
class MadeUpWorld:
    """As much of the world as a page reads."""

    at: Instant = START
    orientation: Orientation = field(default_factory=Orientation.published)


def elements(
    number: int, name: str, *, revolutions: float, inclination_deg: float, raan_deg: float
) -> MeanElements:
    return MeanElements(
        object_name=name.upper(),
        object_id="2020-001A",
        norad=number,
        epoch=START.plus(seconds=-0.4 * 86_400.0 * (number % 5)),
        mean_motion_rev_day=revolutions,
        eccentricity=0.0003,
        inclination_deg=inclination_deg,
        raan_deg=raan_deg,
        arg_perigee_deg=0.0,
        mean_anomaly_deg=0.0,
        bstar=0.0,
        ndot=0.0,
        nddot=0.0,
        ephemeris_type=0,
        classification="U",
        element_set_no=999,
        rev_at_epoch=1,
    )


def asset(own: str, name: str, kind: str, owner: str, **more) -> Asset:
    return Asset(id=own, name=name, kind=kind, owner=owner, provenance=SOURCE, **more)


def pool() -> Pool:
    assets = []
    for number, (own, name, lon) in enumerate(GEOS):
        # The Greenwich angle at the epoch brings the satellite over its longitude: 330.7 deg on this day.
        epoch_turn = -0.4 * (number % 5) * 360.9856
        one = elements(
            number,
            name,
            revolutions=1.00271,
            inclination_deg=0.02,
            raan_deg=(330.7 + lon + epoch_turn) % 360.0,
        )
        groups = frozenset({"constellation:beidou"} if own.startswith("bds") else ())
        assets.append(
            asset(own, name, "satellite", "csno" if groups else "suparco", motion=Sgp4(one), groups=groups)
        )
    for number, (own, name, inclination) in enumerate(LEOS, start=10):
        one = elements(number, name, revolutions=14.8, inclination_deg=inclination, raan_deg=30.0 * number)
        assets.append(asset(own, name, "satellite", "cresda", motion=Sgp4(one)))
    assets.append(asset("srss-1", "SRSS-1", "satellite", "isra", out="no NORAD number, so no elements"))
    assets.append(
        asset("bds-3-m1", "BDS-3 M1", "satellite", "csno", groups=frozenset({"constellation:beidou"}))
    )
    for line in STATIONS.strip().splitlines():
        own, rest = line.split(" ", 1)
        name, lat, lon, owner, country = rest.rsplit(" ", 4)
        place = Fixed(Place(lat_deg=float(lat), lon_deg=float(lon)))
        assets.append(asset(own, name, "station", owner, country=country, motion=place))
    sites = []
    for line in SITES.strip().splitlines():
        own, rest = line.split(" ", 1)
        name, lat, lon, country = rest.rsplit(" ", 3)
        at = Place(lat_deg=float(lat), lon_deg=float(lon))
        sites.append(Site(id=own, name=name, country=country, at=at, kind="landing", provenance=SOURCE))
    for line in LINKS:
        a, b, kind = line.split()
        groups = frozenset({"corridor:red-sea"} if "jeddah" in line else ())
        segment = CableSegment(system="peace", kind=kind, a=a, b=b, provenance=SOURCE)
        assets.append(asset(f"{a}-{b}", f"{a} to {b}", "link", "ptcl", fittings=(segment,), groups=groups))
    parties = {
        own: Party(id=own, name=name, kind="agency", country="CN")
        for own, name in (
            ("aircas", "AIRCAS"),
            ("suparco", "SUPARCO"),
            ("csno", "CSNO"),
            ("cresda", "CRESDA"),
        )
    }
    karachi = Term(
        id="T26",
        right=Right.DOWNLINK,
        owner="cresda",
        what="Gaofen-3 passes may come down at Karachi",
        assets=("owner:cresda",),
        stations=("karachi",),
        grantees=("country:PK",),
        standing=Standing.CANDIDATE,
    )
    return Pool(assets=tuple(assets), parties=parties, terms=Terms((karachi,)), facts=tuple(sites))


def need_of(line: str) -> tuple[Need, str, float, str, float]:
    head, box, rest = line.split("|")
    own, service, priority, title = head.split(" ", 3)
    west, south, east, north = (float(v) for v in box.split())
    share, value, unit, threshold = rest.split()
    higher = unit in ("bit/s", "calls")
    measure = Measure(
        name={"h": "request_to_hand", "m": "horizontal_error_95", "bit/s": "rate"}.get(unit, "delivery"),
        unit=unit,
        lower_is_better=not higher,
        threshold=float(threshold),
        goal=float(threshold) * (4.0 if higher else 0.25),
        share_required=0.95,
    )
    need = Need(
        id=own,
        title=title,
        service=service,
        box=Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north),
        measures=(measure,),
        who="NDMA & provincial <authorities>",
        party="suparco",
        priority=int(priority),
        what="one map a day",
        months=frozenset({10, 11, 12, 1} if own == "N26" else range(1, 13)),
        mask=Mask.constant(10.0),
        provenance=SOURCE,
    )
    return need, share, float(value), unit, float(threshold)


def answer_of(line: str, among: Pool, lost: frozenset[str] = frozenset()) -> MadeUp:
    need, share_text, value, _, threshold = need_of(line)
    measure = need.measures[0]
    share = float(share_text)
    hangs_on = STORY[need.service]
    if lost & set(hangs_on):
        share *= 0.3
    rng = np.random.default_rng(int(need.id[1:]))
    good = rng.permutation(len(TIMES)) < round((0.0 if np.isnan(share) else share) * len(TIMES))
    good.sort() if need.service != "observe" else None
    value = threshold if np.isnan(value) else value
    fits = value <= threshold if measure.lower_is_better else value >= threshold
    bad = threshold * (3.0 if measure.lower_is_better else 0.2)
    values = np.where(good, value if fits else threshold, bad)
    missing = f"EIRP of {need.title.split()[0]} (beams.csv, eirp_dbw)" if np.isnan(share) else ""
    served = share > 0.0
    figure = Figure(
        measure=measure,
        tai_ns=TIMES,
        values=values,
        typical=value if served else None,
        worst=None if not served else value,
        missing=missing,
    )
    leg = Leg(
        name="downlink",
        frequency_hz=2.18e9,
        range_m=3.79e7,
        elevation_deg=52.0,
        eirp_dbw=Stated(value=45.0, basis=Basis.ASSUMED, source="as of its class"),
        g_over_t_dbk=Stated(value=None),
        losses={"rain_db": Stated(value=0.1, basis=Basis.DERIVED, source="P.618-14")},
    )
    carrier = Carrier(required_db=Stated(value=46.0))
    budget = way_budget("Tiantong-1 03 down to a handset in Sindh", (leg,), carrier).of_one_leg()
    path = tuple(a for a in hangs_on if a in among)
    wave = np.arange(288) / 30.0
    quality = Lane(
        title="Navigation quality",
        about="how good positions are",
        tai_ns=TIMES,
        drawn=Series(name="", values=np.round(22 + 4 * np.sin(wave)), unit="satellites", decimals=0),
        beside=(
            Series(name="PDOP", values=1.4 + 0.2 * np.cos(wave)),
            Series(name="error", values=np.full(288, 2.1), unit="m"),
        ),
    )
    exhibits: list[Exhibit] = []
    if need.id == "N01":
        exhibits.append(brought_down(among))
    if need.service == "navigate" and served:
        exhibits.append(quality)
    if need.id in ("N20", "N22"):
        exhibits.append(Budgets(budgets=(budget,)))
    return MadeUp(
        need=need,
        notes=Notes(
            figures=(figure,),
            path=path if served else (),
            why=WHY.get(need.id, f"{need.title} is served by {' and '.join(hangs_on)}"),
            remedies=REMEDIES.get(need.id, ()),
            weak=(
                Weak(what="the radar's duty cycle", basis=Basis.ASSUMED),
                Weak(what="mask of Kashi", basis=Basis.RECALLED),
            ),
            exhibits=tuple(exhibits),
            flags=("HJ-2E: elements are 9.2 days old, too old for this use",) if need.id == "N10" else (),
        ),
        share=(share,),
        rests_on=np.array([a.id in hangs_on and need.priority == 1 for a in among.assets]),
    )


def plan(among: Pool) -> Plan:
    bookings = []
    for k in range(18):
        satellite = LEOS[k % 3][0]
        at = START.plus(seconds=1800.0 + 4500.0 * k)
        look = Span(at, at.plus(seconds=20.0))
        down = Span(at.plus(seconds=600.0), at.plus(seconds=1080.0))
        station = ("kashi", "miyun", "sanya")[k % 3]
        if station not in among:
            continue
        for own, uses, carries in (
            (f"look-{k}", (Use(asset=satellite, span=look),), ""),
            (f"pass-{k}", (Use(asset=station, span=down, share=0.25),), f"look-{k}"),
        ):
            counts = uses[0].span.end
            chosen = Opportunity(id=own, need="N01", uses=uses, counts_at=counts, why="the earliest")
            bookings.append(Booking(opportunity=chosen, need="N01", reason="the earliest", carries=carries))
    left = (Left(need="N31", reason="none of 3 opportunities fits: Sanya is taken"),)
    return Plan(bookings=tuple(bookings), left=left, span=DAY)


def made_up(*struck: str) -> Outcome:
    whole = pool()
    among = whole.without(*struck) if struck else whole
    lost = frozenset(a.id for a in whole.assets) - frozenset(a.id for a in among.assets)
    found = [answer_of(line, among, lost) for line in NEEDS.strip().splitlines()]
    answers = tuple(a for a in found if a.need.in_season(START))
    corridor = Corridor(
        folder=Path("made-up"),
        id="made-up",
        name="Belt & Road corridor <made up>",
        start=START,
        map=Box(lon_min=-5.0, lat_min=-12.0, lon_max=135.0, lat_max=58.0),
        pool=among,
        needs=tuple(a.need for a in found),
        summary="a corridor that nobody built",
        sources={"elements": {"publisher": "CelesTrak", "as of": "2026-08-22T01:49Z"}},
    )
    judged = [judge(a, len(among.assets), DAY) for a in found]
    outcome = Outcome(
        corridor=corridor,
        world=MadeUpWorld(),
        at=START,
        days=1.0,
        assessments=tuple(a if a.need.in_season(START) else out_of_season(a) for a in judged),
        answers=answers,
        plan=plan(among),
        struck=struck,
    )
    place = {a.need.id: i for i, a in enumerate(answers)}
    hung = tuple(
        replace(a, hangs_on=tuple(x.id for x in outcome.scan.hangs_on(place[a.need.id])))
        if a.need.id in place
        else a
        for a in outcome.assessments
    )
    return replace(outcome, assessments=hung)


@pytest.fixture(scope="session", autouse=True)
def _nothing_shared():
    """A made-up world has no sky in which needs could share anything."""
    real = outcome_module.shared_by

    def by(one, needs, pool, world, within):
        return () if isinstance(world, MadeUpWorld) else real(one, needs, pool, world, within)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outcome_module, "shared_by", by)
        yield


@pytest.fixture(scope="session")
def outcome() -> Outcome:
    return made_up()


@pytest.fixture(scope="session")
def without_kashi() -> Outcome:
    return made_up("kashi")


@pytest.fixture(scope="session")
def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"needs a browser, one of {', '.join(BROWSERS)} (on Debian: apt-get install chromium)")
    return found
