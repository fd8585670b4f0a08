"""The horizon of a station: the mask below which its antennas see nothing."""

from __future__ import annotations

from dataclasses import dataclass

from serai.access import Mask
from serai.tables import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The sky that a station sees: the elevation below which something stands in the way."""

    mask: Mask


def horizon(row: Row) -> tuple[Horizon, ...]:
    """The horizon that a row of stations.csv gives; nothing when nobody published one."""
    mask = row.value("mask")
    return (Horizon(mask=mask),) if isinstance(mask, Mask) else ()
