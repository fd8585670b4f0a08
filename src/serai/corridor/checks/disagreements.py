"""What a folder declares of its satellites against what their elements say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from serai.corridor.checks.remark import Remark, RemarkKind
from serai.corridor.corridor import Corridor
from serai.corridor.elements import day, out_of_elements
from serai.corridor.fittings import Spacecraft
from serai.corridor.slots import out_of_slot
from serai.corridor.tables import IN_SERVICE
from serai.orbit import OrbitKind, Sgp4, fit_for, largest_age_s, orbit_kind
from serai.pool import Asset
from serai.tables import Row
from serai.wording import Reason, reason

DAY_S = 86_400.0
# Declared longitudes are whole degrees or tenths; a kept slot is at most 0.2 deg wide. Below what puts the
# satellite out of use (slots.SLOT_TOLERANCE_DEG) it is only said.
LONGITUDE_DEG = 0.3
DRIFT_DEG_DAY = 0.1  # five times what a kept satellite drifts between manoeuvres
# Declared altitudes are often design figures, or rounded to 10 km, and orbits sink by some km a year.
ALTITUDE_KM = 25.0
ALTITUDE_SHARE = 0.02  # ... and to 2 % for the high ones: a graveyard orbit is 200 to 300 km above the belt
# Sun-synchronous orbits turn by up to 0.1 deg a year, inclined GEOs and MEOs by up to 0.9; a wrong id by
# more.
INCLINATION_DEG = 1.0
AHEAD_DAYS = 1.0  # a snapshot taken on the day of the start holds epochs of that day
ORBITS: Mapping[str, tuple[float, float]] = {
    "LEO": (0.0, 2_000.0),
    "MEO": (2_000.0, 33_000.0),
    "IGSO": (35_000.0, 36_600.0),
    "GEO": (35_000.0, 36_600.0),
}


def disagreements(corridor: Corridor, rows: list[Row]) -> Iterator[Remark]:
    """Every satellite whose row and elements do not agree, or whose elements are missing, old or new."""
    for row in rows:
        asset = corridor.pool[row.text("id")]
        for kind, says in _of_one(corridor, asset, in_service=row.text("status") in IN_SERVICE):
            yield Remark(kind=kind, file=row.file, line=row.line, says=says)


def _of_one(corridor: Corridor, asset: Asset, *, in_service: bool) -> Iterator[tuple[RemarkKind, Reason]]:
    (craft,) = asset.fitted(Spacecraft)
    motion = asset.motion
    usable = isinstance(motion, Sgp4) and not out_of_elements(motion, corridor.start)
    if not usable or not isinstance(motion, Sgp4):
        if in_service:
            yield RemarkKind.ELEMENTS, reason("checks.out", satellite=asset.name, why=asset.out)
        return
    yield from _identity(asset, craft, motion)
    if in_service:
        yield from _shape(asset, craft, motion)
        yield from _slot(corridor, asset, craft, motion)
        yield from _age(corridor, asset, motion)


def _identity(asset: Asset, craft: Spacecraft, motion: Sgp4) -> Iterator[tuple[RemarkKind, Reason]]:
    told, found = craft.cospar, motion.elements.object_id
    if told and found and told != found:
        yield (
            RemarkKind.IDENTITY,
            reason(
                "checks.another_satellite",
                satellite=asset.name,
                declared=told,
                norad=craft.norad,
                found=found,
                name=motion.elements.object_name,
            ),
        )


def _shape(asset: Asset, craft: Spacecraft, motion: Sgp4) -> Iterator[tuple[RemarkKind, Reason]]:
    of = day(motion.elements.epoch)
    mean_km = motion.mean_altitude_km
    declared_km = craft.declared_altitude_km
    if declared_km is not None and abs(mean_km - declared_km) > max(
        ALTITUDE_KM, ALTITUDE_SHARE * declared_km
    ):
        yield (
            RemarkKind.ELSEWHERE,
            reason("checks.altitude", satellite=asset.name, declared_km=declared_km, of=of, km=mean_km),
        )
    elif craft.orbit in ORBITS and not ORBITS[craft.orbit][0] <= mean_km <= ORBITS[craft.orbit][1]:
        yield (
            RemarkKind.ELSEWHERE,
            reason("checks.orbit", satellite=asset.name, declared=craft.orbit, of=of, km=mean_km),
        )
    declared_deg = craft.declared_inclination_deg
    if declared_deg is not None and abs(motion.inclination_deg - declared_deg) > INCLINATION_DEG:
        yield (
            RemarkKind.ELSEWHERE,
            reason(
                "checks.inclination",
                satellite=asset.name,
                declared_deg=declared_deg,
                of=of,
                deg=motion.inclination_deg,
            ),
        )


def _slot(
    corridor: Corridor, asset: Asset, craft: Spacecraft, motion: Sgp4
) -> Iterator[tuple[RemarkKind, Reason]]:
    if craft.orbit == "GEO" and craft.declared_lon_deg is not None:
        says = out_of_slot(
            asset.name, craft.declared_lon_deg, motion, corridor.start, LONGITUDE_DEG, DRIFT_DEG_DAY
        )
        if says:
            assert isinstance(says, Reason)
            yield RemarkKind.ELSEWHERE, says if asset.usable else reason("checks.answers_nothing", why=says)


def _age(corridor: Corridor, asset: Asset, motion: Sgp4) -> Iterator[tuple[RemarkKind, Reason]]:
    days, kind = motion.age_s(corridor.start) / DAY_S, orbit_kind(motion.elements)
    if days < -AHEAD_DAYS:
        of = day(motion.elements.epoch)
        yield RemarkKind.ELEMENTS, reason("checks.ahead", satellite=asset.name, of=of, days=-days)
        return
    use = "look" if kind is OrbitKind.LEO else "cover"
    if fit_for(use, kind, days * DAY_S):
        return
    largest = largest_age_s(use, kind) / DAY_S
    if not largest:
        limit = reason("checks.never_measured")
    elif kind is OrbitKind.LEO:
        limit = reason("checks.a_look_bears", days=largest)
    else:
        limit = reason("checks.coverage_bears", days=largest)
    yield RemarkKind.ELEMENTS, reason("checks.too_old", satellite=asset.name, days=days, limit=limit)
