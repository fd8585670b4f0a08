"""platforms.csv: what a satellite's platform allows its sensors, as far as anybody published it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import MappingProxyType

from serai.pool import Asset
from serai.tables import Cell, Column, Provenance, Role, Row, TableSpec
from serai.tables.column import POSITIVE
from serai.wording import reason

SLEW, DUTY, POWER, STORAGE = "slew", "duty", "power", "storage"
LIMITS = (SLEW, DUTY, POWER, STORAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """How a satellite turns, how long it images, what it keeps on board; None: nobody says.

    A turn in roll takes its angle at ``slew_deg_s``, then ``settle_s``. Looks that begin within any one orbit
    last ``duty_s`` together at most, and draw ``imaging_wh`` at most at ``imaging_w`` each. A look fills
    ``storage_bits`` at ``record_bps``, until the pass that brings it down ends.
    """

    satellite: str
    slew_deg_s: float | None = None
    settle_s: float | None = None
    duty_s: float | None = None
    imaging_w: float | None = None
    imaging_wh: float | None = None
    storage_bits: float | None = None
    record_bps: float | None = None
    provenance: Provenance = field(default_factory=Provenance)


def platform_of(satellite: Asset) -> Platform:
    """What is known of a satellite's platform: of several rows the strictest figures; nothing without any."""
    rows = satellite.fitted(Platform)

    def told(name: str, strictest: Callable[[list[float]], float]) -> float | None:
        figures = [getattr(row, name) for row in rows if getattr(row, name) is not None]
        return strictest(figures) if figures else None

    return Platform(
        satellite=satellite.id,
        slew_deg_s=told("slew_deg_s", min),
        settle_s=told("settle_s", max),
        duty_s=told("duty_s", min),
        imaging_w=told("imaging_w", max),
        imaging_wh=told("imaging_wh", min),
        storage_bits=told("storage_bits", min),
        record_bps=told("record_bps", max),
    )


def orbit_s(satellite: Asset) -> float | None:
    """How long a revolution takes, seconds; None where its motion does not say."""
    period_s = getattr(satellite.motion, "period_s", None)  # of a satellite on elements
    return period_s if isinstance(period_s, float) else None


def unknown_limits(satellite: Asset) -> tuple[str, ...]:
    """The limits that a plan does not count for a satellite, because nobody told a figure that they need."""
    one, turns = platform_of(satellite), orbit_s(satellite)
    needed = {
        SLEW: (one.slew_deg_s,),
        DUTY: (one.duty_s, turns),
        POWER: (one.imaging_w, one.imaging_wh, turns),
        STORAGE: (one.storage_bits, one.record_bps),
    }
    return tuple(limit for limit, figures in needed.items() if None in figures)


def _platform(row: Row) -> Platform:
    return Platform(
        satellite=row.text("satellite"),
        slew_deg_s=row.number("slew_deg_s"),
        settle_s=row.number("settle_s"),
        duty_s=row.number("duty_s"),
        imaging_w=row.number("imaging_w"),
        imaging_wh=row.number("imaging_wh"),
        storage_bits=row.number("storage_bits"),
        record_bps=row.number("record_bps"),
        provenance=row.provenance,
    )


PLATFORMS = TableSpec(
    name="platforms",
    columns=MappingProxyType(
        {
            "satellite": Column(required=True, of=("satellites",), expected=reason("tables.id_of_satellite")),
            "slew_deg_s": POSITIVE,
            "settle_s": Column(Cell.NUMBER, low=0.0),
            "duty_s": POSITIVE,
            "imaging_w": POSITIVE,
            "imaging_wh": POSITIVE,
            "storage_bits": POSITIVE,
            "record_bps": POSITIVE,
        }
    ),
    record=_platform,
    role=Role.FITTING,
    on="satellite",
    about="how satellites turn, how long and with what energy they image, what they keep on board",
)
