"""What is fitted to assets for navigation: ranging signals, corrections, services; and range-error facts."""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.earth import Box
from serai.tables import Provenance

SYSTEMS = ("GPS", "BeiDou", "Galileo", "GLONASS", "QZSS", "NavIC")
LINKS = ("broadcast", "internet")
UNKNOWN = "unknown"  # the status of a service of which nobody says whether it works
WORKING = ("operational", "degraded")  # a service of any other status never answers a need


@dataclass(frozen=True, slots=True, kw_only=True)
class NavSignal:
    """The ranging signals of one satellite, and whether they may be used."""

    system: str
    prn: str
    signals: tuple[str, ...]
    health: str
    use: bool
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def counts(self) -> bool:
        """Whether a receiver would use it: set to be used, and not flagged unhealthy."""
        return self.use and self.health != "unhealthy"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriesCorrections:
    """A satellite that broadcasts a correction service."""

    service: str
    prn: str
    signal: str
    status: str
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def heard(self) -> bool:
        """Whether the signal is known to be on the air ("not proven" is not)."""
        return self.status == "heard"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenService:
    """A constellation's own positioning service (kind GNSS).

    ``h95_m`` and ``v95_m`` are the published 95 % errors, ``availability`` the share of time promised with a
    PDOP of ``pdop_max`` at most; None is unknown.
    """

    systems: tuple[str, ...]
    status: str
    pdop_max: float | None
    h95_m: float | None = None
    v95_m: float | None = None
    availability: float | None = None
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def works(self) -> bool:
        """Whether its ranges may be used at all."""
        return self.status in WORKING


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionService:
    """A service that makes positioning better or safer (SBAS, PPP, PPP-RTK, CORS, GBAS); None is unknown.

    ``area`` is where it is promised. ``min_carriers`` satellites that carry it must stand above
    ``carrier_mask_deg``; ``min_corrected`` satellites of ``systems`` must be in view with a PDOP of
    ``pdop_max`` at most. Errors are 95 % figures after ``convergence_min``.
    """

    kind: str
    country: str
    systems: tuple[str, ...]
    signals: tuple[str, ...]
    area: Box | None
    min_carriers: int | None
    carrier_mask_deg: float | None
    min_corrected: int | None
    pdop_max: float | None
    h95_m: float | None
    v95_m: float | None
    static_h95_m: float | None
    static_v95_m: float | None
    convergence_min: float | None
    availability: float | None
    time_to_alert_s: float | None
    horizontal_alert_m: float | None
    vertical_alert_m: float | None
    link: tuple[str, ...]
    status: str
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def works(self) -> bool:
        """Whether it is operational (or degraded but running)."""
        return self.status in WORKING


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAndRescue:
    """A 406 MHz search-and-rescue payload service (kind SAR): error and delay of a beacon's location."""

    systems: tuple[str, ...]
    area: Box | None
    min_carriers: int | None
    carrier_mask_deg: float | None
    h95_m: float | None
    delay_min: float | None
    status: str
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def works(self) -> bool:
        """Whether it is operational."""
        return self.status in WORKING


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeError:
    """One published, recalled or assumed figure of the range-error budget, metres (a ratio has no unit)."""

    id: str
    item: str
    system: str
    condition: str
    value_m: float | None
    statistic: str
    use: str
    provenance: Provenance = field(default_factory=Provenance)
