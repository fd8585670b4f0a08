"""What a satellite looks with: the corridor's sensors.csv, one row per sensor mode that matters."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.tables import Cell, Column, Provenance, Role, Row, TableSpec
from serai.tables.column import NAME, POSITIVE, TEXT, YES_NO
from serai.wording import reason

KINDS = (
    "radar",
    "optical",
    "hyperspectral",
    "stereo",
    "wide-field",
    "ocean-colour",
    "weather-imager",
    "geo-imager",
    "scatterometer",
    "atmosphere",
    "altimeter",
    "precipitation-radar",
)
SEES_BY_NIGHT = ("radar", "scatterometer", "altimeter", "precipitation-radar", "geo-imager", "weather-imager")
SEES_GROUND_ONLY = (
    "optical",
    "hyperspectral",
    "stereo",
    "wide-field",
    "ocean-colour",
)  # weather imagers watch clouds
STATION, OPEN, BROADCAST = "station", "open", "broadcast"
GENEROUS_INCIDENCE_DEG = 50.0  # what a sensor of unknown reach is given at best
WHOLE_SIDES = ("left", "right", "both")
ANGLE = Column(Cell.NUMBER, low=0.0, high=90.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """One mode of one sensor; None is a figure that nobody published.

    A radar reaches what it passes abeam at an incidence in its band, on the sides that it can look to;
    any other sensor reaches what it passes within ``off_nadir_max_deg``. A geostationary imager scans
    all it sees every ``image_every_min``. ``delivery`` says how its data come down: at stations (which
    must be booked), through its owner's open archive, or broadcast to all in view.
    """

    satellite: str
    name: str
    kind: str
    modes: str = ""
    resolution_m: float | None = None
    swath_km: float | None = None
    off_nadir_max_deg: float | None = None
    incidence_min_deg: float | None = None
    incidence_max_deg: float | None = None
    sides: str = ""
    daylight: bool | None = None
    image_every_min: float | None = None
    delivery: tuple[str, ...] = ()
    rate_bps: float | None = None
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def needs_daylight(self) -> bool:
        """Whether it images by sunlight only; where nobody says, those that look at the ground do."""
        return self.daylight if self.daylight is not None else self.kind not in SEES_BY_NIGHT

    @property
    def needs_clear_sky(self) -> bool:
        """Whether cloud hides from it what it looks for."""
        return self.kind in SEES_GROUND_ONLY

    @property
    def has_band(self) -> bool:
        """Whether its reach is a band of incidence."""
        return self.incidence_min_deg is not None and self.incidence_max_deg is not None

    @property
    def reach_known(self) -> bool:
        """Whether somebody published how far it can look."""
        return self.has_band or self.off_nadir_max_deg is not None

    def reaches(
        self,
        off_nadir_deg: NDArray[np.float64],
        incidence_deg: NDArray[np.float64],
        right: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        """Where a point passed abeam so is within reach (elementwise); a generous band if it is unknown."""
        if self.has_band:
            assert self.incidence_min_deg is not None
            assert self.incidence_max_deg is not None
            within = (incidence_deg >= self.incidence_min_deg) & (incidence_deg <= self.incidence_max_deg)
        elif self.off_nadir_max_deg is not None:
            within = off_nadir_deg <= self.off_nadir_max_deg
        else:
            within = incidence_deg <= GENEROUS_INCIDENCE_DEG
        if self.kind == "radar" and self.sides in ("left", "right"):
            within = within & (right if self.sides == "right" else ~right)
        return within


def _sensor(row: Row) -> Sensor:
    return Sensor(
        satellite=row.text("satellite"),
        name=row.text("sensor"),
        kind=row.text("kind"),
        modes=row.text("modes") or ", ".join(row.list("modes")),
        resolution_m=row.number("resolution_m"),
        swath_km=row.number("swath_km"),
        off_nadir_max_deg=row.number("off_nadir_max_deg"),
        incidence_min_deg=row.number("incidence_min_deg"),
        incidence_max_deg=row.number("incidence_max_deg"),
        sides=row.text("sides"),
        daylight=row.yes("daylight"),
        image_every_min=row.number("image_every_min"),
        delivery=row.list("delivery"),
        rate_bps=row.number("rate_bps"),
        provenance=row.provenance,
    )


SENSORS = TableSpec(
    name="sensors",
    columns={
        "satellite": Column(required=True, of=("satellites",), expected=reason("tables.id_of_satellite")),
        "sensor": NAME,
        "kind": Column(required=True, choices=KINDS),
        "modes": TEXT,
        "resolution_m": POSITIVE,
        "swath_km": POSITIVE,
        "off_nadir_max_deg": ANGLE,
        "incidence_min_deg": ANGLE,
        "incidence_max_deg": ANGLE,
        "sides": Column(choices=WHOLE_SIDES),
        "daylight": YES_NO,
        "image_every_min": POSITIVE,
        "delivery": Column(Cell.LIST, choices=(STATION, OPEN, BROADCAST)),
        "rate_bps": POSITIVE,
    },
    record=_sensor,
    role=Role.FITTING,
    on="satellite",
    about="what satellites look with: resolution, reach, daylight, and how the data come down",
)
