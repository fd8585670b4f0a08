"""What a need asks of observation: which sensors would do, and how long the data take on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from serai.needs import Need
from serai.observe.fittings import KINDS
from serai.tables import Cell, Column, Columns, Row
from serai.tables.column import NUMBER, POSITIVE, TEXT

HOUR_S = 3600.0
SHARE = Column(Cell.NUMBER, low=0.0, high=100.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRequest:
    """What a need asks of a place watched over years, and what it asks for when an alarm comes.

    ``layer`` is an array or an index of the stack. An alarm comes when the share ``changed`` of what is
    watched has changed, or when the area's value stays below or above a limit; None is no such alarm.
    Then it asks for another look, as fine as ``again_m``, of use for ``again_s``.
    """

    layer: str
    changed: float | None = None
    below: float | None = None
    above: float | None = None
    again_m: float | None = None
    again_s: float = 24.0 * HOUR_S


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRequest:
    """The kinds of sensor that a need accepts, and the time from station or portal to the user's hands.

    ``processing_s`` (raw data to image) and ``last_mile_s`` (image to the people who need it) are None
    where nobody gave them.
    """

    sensors: tuple[str, ...]
    processing_s: float | None = None
    last_mile_s: float | None = None
    watch: WatchRequest | None = None

    @property
    def on_ground_s(self) -> float | None:
        """From data on the ground to the image in hand; None when a part is unknown."""
        if self.processing_s is None or self.last_mile_s is None:
            return None
        return self.processing_s + self.last_mile_s


NEED_COLUMNS: Columns = MappingProxyType(
    {
        "area": TEXT,
        "sensors": Column(Cell.LIST, choices=KINDS),
        "processing_h": POSITIVE,
        "last_mile_h": POSITIVE,
        "watch_layer": TEXT,
        "alarm_changed_percent": SHARE,
        "alarm_below": NUMBER,
        "alarm_above": NUMBER,
        "look_again_m": POSITIVE,
        "look_again_h": POSITIVE,
    }
)


def request(row: Row) -> ImageRequest:
    """What a row of needs.csv asks of observation."""
    processing_h, last_mile_h = row.number("processing_h"), row.number("last_mile_h")
    return ImageRequest(
        sensors=row.list("sensors"),
        processing_s=None if processing_h is None else processing_h * HOUR_S,
        last_mile_s=None if last_mile_h is None else last_mile_h * HOUR_S,
        watch=_watch(row),
    )


def _watch(row: Row) -> WatchRequest | None:
    """What a row asks of a watched place; nothing where it names no layer."""
    layer, percent = row.text("watch_layer"), row.number("alarm_changed_percent")
    if not layer:
        return None
    return WatchRequest(
        layer=layer,
        changed=None if percent is None else percent / 100.0,
        below=row.number("alarm_below"),
        above=row.number("alarm_above"),
        again_m=row.number("look_again_m"),
        again_s=(row.number("look_again_h") or 24.0) * HOUR_S,
    )


def asked_of(need: Need[ImageRequest]) -> ImageRequest:
    """What a need asks of observation; no sensor would do where it names none."""
    return ImageRequest(sensors=()) if need.request is None else need.request
