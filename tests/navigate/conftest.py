"""A small world for navigation: three constellations of design orbits, two GEOs, and the services on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from serai.access import Mask
from serai.earth import Box, Orientation
from serai.navigate import (
    CarriesCorrections,
    CorrectionService,
    NavSignal,
    OpenService,
    PositionRequest,
    RangeError,
)
from serai.needs import Measure, Need
from serai.orbit import Circle, geostationary_slot, walker
from serai.pool import Asset, Party, Pool
from serai.tables import Basis, Provenance
from serai.time import Instant, Span
from serai.world import Almanac, Rules, World

START = Instant.from_utc("2026-08-22T00:00:00Z")
ORIENTATION = Orientation.none()
GEO_M = 42_164_172.0
PUBLISHED = Provenance(basis=Basis.PUBLISHED)


def nav(asset_id: str, motion: object, system: str, prn: str, *more: object, **how: object) -> Asset:
    signal = NavSignal(
        system=system,
        prn=prn,
        signals=("L1", "E6-B") if system == "Galileo" else ("L1",),
        health=str(how.get("health", "healthy")),
        use=bool(how.get("use", True)),
        provenance=PUBLISHED,
    )
    return Asset(
        id=asset_id,
        name=asset_id.upper(),
        kind="satellite",
        owner=system.lower(),
        motion=motion,  # type: ignore[arg-type]
        fittings=(signal, *more),
        groups=frozenset({f"constellation:{system.lower()}"}),
    )


def at_longitude(lon_deg: float) -> Circle:
    """A geostationary satellite over a longitude at START."""
    zero = Circle(radius_m=GEO_M, inclination_deg=0.0, epoch=START)
    here = geostationary_slot(zero, START, ORIENTATION).longitude_deg
    return Circle(radius_m=GEO_M, inclination_deg=0.0, raan_deg=lon_deg - here, epoch=START)


def open_service(asset_id: str, system: str) -> Asset:
    fitting = OpenService(systems=(system,), status="operational", pdop_max=6.0, provenance=PUBLISHED)
    return Asset(id=asset_id, name=f"{system} open service", kind="service", owner="x", fittings=(fitting,))


def correction(asset_id: str, name: str, **how: object) -> Asset:
    figures: dict[str, object] = {
        "kind": "PPP",
        "country": "CN",
        "systems": ("GPS", "BeiDou"),
        "signals": ("B2b",),
        "area": Box(lon_min=-180, lat_min=-90, lon_max=180, lat_max=90),
        "min_carriers": 1,
        "carrier_mask_deg": 7.0,
        "min_corrected": 4,
        "pdop_max": 6.0,
        "h95_m": 0.2,
        "v95_m": 0.4,
        "static_h95_m": None,
        "static_v95_m": None,
        "convergence_min": 15.0,
        "availability": None,
        "time_to_alert_s": None,
        "horizontal_alert_m": None,
        "vertical_alert_m": None,
        "link": ("broadcast",),
        "status": "operational",
        "provenance": PUBLISHED,
    }
    figures.update(how)
    fitting = CorrectionService(**figures)  # type: ignore[arg-type]
    return Asset(
        id=asset_id, name=name, kind="service", owner="x", country=fitting.country, fittings=(fitting,)
    )


def error(item: str, system: str, value: float, statistic: str = "sigma") -> RangeError:
    slug = f"{item} {system}".lower().replace(" ", "-")
    return RangeError(
        id=slug,
        item=item,
        system=system,
        condition="",
        value_m=value,
        statistic=statistic,
        use="",
        provenance=PUBLISHED,
    )


ERRORS = (
    error("signal-in-space range error (orbit+clock)", "GPS", 0.6, "rms"),
    error("signal-in-space range error (orbit+clock)", "Galileo", 0.2, "rms"),
    error("signal-in-space range error (orbit+clock)", "BeiDou-3", 0.5, "rms"),
    error("signal-in-space range error", "QZSS", 2.6, "95 %"),
    error("ionosphere residual after Klobuchar", "zenith, mid-latitude, quiet", 2.0, "rms"),
    error("ionosphere residual after Klobuchar", "zenith, equatorial crest, active", 4.0, "rms"),
    error("ionosphere residual after Klobuchar", "zenith, night", 0.75, "rms"),
    error("troposphere residual", "all", 0.12),
    error("airborne receiver noise", "all", 0.15),
    error("code multipath and non-line-of-sight", "open sky", 0.4),
    error("code multipath and non-line-of-sight", "harbour (water and cranes)", 1.5),
    error("receiver code noise", "mass-market receiver", 0.5),
    error("offset of system time from UTC", "GPS", 8.994, "95 %"),
    error("SBAS fast correction variance, UDREI 6", "SBAS", 1.14),
    error("SBAS vertical ionosphere variance, GIVEI 12", "SBAS", 1.82),
)


@dataclass(frozen=True, kw_only=True)
class Small:
    """The assets of the small world, and how to make pools, worlds and needs of them."""

    assets: tuple[Asset, ...]
    within: Span
    errors: tuple[RangeError, ...] = ERRORS
    parties: tuple[Party, ...] = field(
        default=(
            Party(id="farm", name="Farm", kind="user", country="TN"),
            Party(id="airport", name="Airport", kind="user", country="IN"),
        )
    )

    def pool(self, *more: Asset, without: tuple[str, ...] = ()) -> Pool:
        kept = (*(a for a in self.assets if a.id not in without), *more)
        return Pool(assets=kept, parties={p.id: p for p in self.parties}, facts=self.errors)

    def world(self, pool: Pool, step_s: float = 900.0) -> World:
        motions = {a.id: a.motion for a in pool.assets if a.motion is not None}
        return World(
            at=START,
            orientation=ORIENTATION,
            almanac=Almanac(motions, ORIENTATION),
            rules=Rules(positioning_step_s=step_s),
        )

    def need(self, *measures: Measure, **how: object) -> Need:
        figures: dict[str, object] = {
            "id": "N99",
            "title": "A tractor, Medjez el-Bab",
            "service": "navigate",
            "box": Box(lon_min=66.5, lat_min=25.0, lon_max=70.5, lat_max=29.0),
            "measures": measures,
            "party": "farm",
            "mask": Mask.constant(10.0),
            "request": PositionRequest(corrections=("broadcast",)),
        }
        figures.update(how)
        return Need(**figures)  # type: ignore[arg-type]


def measure(name: str, threshold: float, share: float = 0.95, unit: str = "m") -> Measure:
    return Measure(name=name, unit=unit, lower_is_better=True, threshold=threshold, share_required=share)


@pytest.fixture(scope="session")
def small() -> Small:
    """GPS, Galileo and BeiDou of 24 each, two BeiDou GEOs at 80 and 110.5 E that carry PPP-B2b."""
    assets: list[Asset] = []
    for system, letter, height_m, phasing in (
        ("GPS", "G", 20_180_000.0, 2),
        ("Galileo", "E", 23_222_000.0, 1),
        ("BeiDou", "C", 21_528_000.0, 1),
    ):
        motions = walker(
            24, 6 if letter == "G" else 3, phasing, altitude_m=height_m, inclination_deg=55.5, epoch=START
        )
        assets += [
            nav(f"{system.lower()}-{k + 1}", motion, system, f"{letter}{k + 19:02d}")
            for k, motion in enumerate(motions)
        ]
    carries = CarriesCorrections(
        service="ppp-b2b", prn="", signal="B2b", status="heard", provenance=PUBLISHED
    )
    for name, lon_deg in (("bds-g2", 80.0), ("bds-g3", 110.5)):
        assets.append(nav(name, at_longitude(lon_deg), "BeiDou", "C60", carries))
    assets += [
        open_service("gps-sps", "GPS"),
        open_service("gal-os", "Galileo"),
        open_service("bds-os", "BeiDou"),
        correction("ppp-b2b", "BeiDou PPP-B2b (B2b signal)"),
    ]
    return Small(assets=tuple(assets), within=Span(START, START.plus(seconds=86_400.0)))


@pytest.fixture(scope="session")
def a_measure() -> Callable[..., Measure]:
    """Make a measure: name, threshold, share required, unit."""
    return measure


@pytest.fixture(scope="session")
def a_correction() -> Callable[..., Asset]:
    """Make a correction service: id, name, and any of its figures."""
    return correction


@pytest.fixture(scope="session")
def a_satellite() -> Callable[..., Asset]:
    """Make a navigation satellite: id, motion, system, number."""
    return nav


@pytest.fixture(scope="session")
def over() -> Callable[[float], Circle]:
    """A geostationary satellite over a longitude."""
    return at_longitude


@pytest.fixture(scope="session")
def declared() -> Callable[[str, str], Asset]:
    """A constellation's open service: id, system."""
    return open_service


@pytest.fixture(scope="session")
def a_range_error() -> Callable[..., RangeError]:
    """Make a row of range_errors.csv: item, system, value, statistic."""
    return error
