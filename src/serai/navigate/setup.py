"""Setting up the ways of serving one need from its sky."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from serai.navigate.corrected import CorrectedPositioning
from serai.navigate.corrections import INTEGRITY, Candidate
from serai.navigate.fittings import UNKNOWN, CarriesCorrections, OpenService, SearchAndRescue
from serai.navigate.geometry import Bools, Floats, Normals, Sky, normals
from serai.navigate.integrity import TYPICAL_GIVEI, TYPICAL_UDREI, sigma_m
from serai.navigate.monitoring import corrected
from serai.navigate.range_errors import RangeErrorBudget, RangeErrors
from serai.navigate.request import asked_of
from serai.navigate.rescue import Rescue
from serai.navigate.signals import RangingSatellites
from serai.navigate.ways import OpenPositioning
from serai.needs import Need
from serai.pool import Asset, Pool
from serai.wording import Reason, reason

ANY_PDOP = np.inf
STATION = "station"
WITHOUT_PPP = ("BeiDou-2", "BeiDou-3 GEO")  # no PPP service was heard to correct them (PPP-B2b: C19 to C46)


@dataclass(frozen=True, kw_only=True)
class Build:
    """Makes the ways of one need."""

    need: Need
    pool: Pool
    sky: Sky
    row: dict[str, int]
    satellites: RangingSatellites
    ranged: Sky
    direction: Floats
    seen: Bools
    sigma_m: Floats
    positions: Floats
    budget: RangeErrorBudget
    errors: RangeErrors
    step_s: float

    def open(self) -> OpenPositioning:
        limits = [
            s.pdop_max
            for a in self.pool.whole.assets
            for s in a.fitted(OpenService)
            if s.pdop_max is not None
        ]
        clocks = self.satellites.clocks
        with np.errstate(invalid="ignore"):
            weight = 1.0 / self.sigma_m**2
        return OpenPositioning(
            name="open positioning",
            weighted=self._normals(self.seen, weight),
            plain=self._normals(self.seen, None),
            pdop_max=max(limits, default=ANY_PDOP),
            utc_offset_95_ns=np.array([self.budget.utc_offset_95_ns.get(c, np.nan) for c in clocks]),
            horizontal=self.need.measure("horizontal_error_95"),
            lacking=self.budget.missing,
        )

    def corrected(self, candidate: Candidate) -> CorrectedPositioning:
        service = candidate.service
        chosen = self.satellites.of_systems(service.systems)
        if candidate.lacks and not service.systems:
            chosen = np.ones_like(chosen)  # nobody published them: at best all
        if service.kind.startswith("PPP"):
            chosen &= ~np.isin(self.satellites.generation, WITHOUT_PPP)
        reached = corrected(service, self.positions) & chosen[:, None]
        seen = self.seen & np.tile(reached, (1, len(self.sky.places)))
        carriers = [a for a in candidate.carriers if a.id in self.row]
        at = np.array([self.row[a.id] for a in carriers], dtype=np.intp)
        floor = -90.0 if service.carrier_mask_deg is None else service.carrier_mask_deg
        protecting, lacking = self._protecting(candidate, seen)
        return CorrectedPositioning(
            candidate=candidate,
            at=self.pool.place_of[candidate.asset.id],
            carriers=np.array([self.pool.place_of[a.id] for a in carriers], dtype=np.intp),
            carried=self.sky.only(at).above(self.need.mask, floor),
            least_carriers=_least_carriers(candidate),
            normals=self._normals(seen, None),
            least_corrected=service.min_corrected or 0,
            pdop_max=ANY_PDOP if service.pdop_max is None else service.pdop_max,
            promised=np.repeat(
                candidate.inside | (bool(candidate.lacks) and service.area is None), len(self.sky.tai_ns)
            ),
            instants=len(self.sky.tai_ns),
            step_s=self.step_s,
            horizontal=self.need.measure("horizontal_error_95"),
            still=asked_of(self.need).still,
            protecting=protecting,
            lacking_protection=lacking,
        )

    def _normals(self, seen: Bools, weight: Floats | None) -> Normals:
        return normals(self.direction, seen, weight, self.satellites.clock, len(self.satellites.clocks))

    def _protecting(self, candidate: Candidate, seen: Bools) -> tuple[Normals | None, Reason | str]:
        """The corrected satellites with integrity weights, or the figure that is missing."""
        asked = any("protection" in m.name for m in self.need.measures)
        if not asked or candidate.service.kind not in INTEGRITY:
            return None, ""
        wanted = {
            "fast_m": self.errors.exactly(f"SBAS fast correction variance, UDREI {TYPICAL_UDREI}"),
            "vertical_ionosphere_m": self.errors.exactly(
                f"SBAS vertical ionosphere variance, GIVEI {TYPICAL_GIVEI}"
            ),
            "troposphere_m": self.errors.find("troposphere residual"),
            "noise_m": self.errors.find("airborne receiver noise"),
        }
        figures = {k: r.value_m for k, r in wanted.items() if r is not None and r.value_m is not None}
        lacking = [k for k in wanted if k not in figures]
        if lacking:
            return None, reason(f"navigate.missing.protection.{lacking[0]}")
        weight = 1.0 / sigma_m(self.ranged.elevation_deg, **figures) ** 2
        return self._normals(seen, weight), ""

    def rescues(self) -> tuple[Rescue, ...]:
        """Those that work, then those whose state nobody published, each in the order of the pool."""
        found = [
            (asset, service)
            for asset in self.pool.assets
            for service in asset.fitted(SearchAndRescue)
            if service.status == UNKNOWN or (service.works and asset.usable)
        ]
        found.sort(key=lambda each: each[1].status == UNKNOWN)
        return tuple(self._rescue(asset, service) for asset, service in found)

    def _rescue(self, asset: Asset, service: SearchAndRescue) -> Rescue:
        before = self._heard_carriers(asset)
        repeaters = [a for a in before if a.kind != STATION]
        carriers = [a for a in repeaters if a.id in self.row]
        terminals = [a for a in before if a.kind == STATION]
        at = np.array([self.row[a.id] for a in carriers], dtype=np.intp)
        floor = -90.0 if service.carrier_mask_deg is None else service.carrier_mask_deg
        delay = None if service.delay_min is None else service.delay_min * 60.0
        figures = {"beacon_location": service.h95_m, "beacon_delay": delay}
        unknown = _unknown_of(asset, service, repeaters, terminals)
        return Rescue(
            asset=asset,
            at=self.pool.place_of[asset.id],
            carriers=np.array([self.pool.place_of[a.id] for a in carriers], dtype=np.intp),
            carried=self.sky.only(at).above(self.need.mask, floor),
            least_carriers=(service.min_carriers or 1) if repeaters else 0,
            terminals=np.array(
                [self.pool.place_of[a.id] for a in terminals if a.id in self.pool], dtype=np.intp
            ),
            needs_terminal=bool(terminals),
            figures=figures,
            lacking={
                name: unknown or reason(f"navigate.missing.{name}", name=asset.name)
                for name, value in figures.items()
                if unknown or value is None
            },
        )

    def _heard_carriers(self, service: Asset) -> list[Asset]:
        """What is known to carry a service and whose place is known, before any loss."""
        return [
            a
            for a, c in self.pool.whole.fitted_with(CarriesCorrections)
            if c.service == service.id and c.heard and a.motion is not None
        ]


def _least_carriers(candidate: Candidate) -> int:
    """How many carriers a service needs in view; none where nobody ever said what carries it, at best."""
    if candidate.lacks and not candidate.carried_before:
        return 0
    return candidate.service.min_carriers or 1


def _unknown_of(
    asset: Asset, service: SearchAndRescue, carriers: Sequence[Asset], terminals: Sequence[Asset]
) -> Reason | None:
    """What nobody published of a rescue service without which none of its figures can be judged.

    Its figures are promises of the whole chain: without the ground terminals that hear the repeaters in the
    pool, nobody can say that they hold here.
    """
    if service.status == UNKNOWN:
        return reason("navigate.missing.status", name=asset.name)
    if not carriers:
        return reason("navigate.missing.carriers", name=asset.name)
    if service.min_carriers is None:
        return reason("navigate.missing.least_carriers", name=asset.name)
    if not terminals:
        return reason("navigate.missing.terminals", name=asset.name)
    return None
