"""The columns of a table of windows: the same for CSV, JSON, the screen and a notebook."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float | None
CUT = ("", "start", "end", "both")  # which ends of a window are those of the period


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of a kind of window are called; azimuths only where they are asked for.

    ``called`` is the kind's own name, for one and for several.
    """

    called: tuple[str, str]
    place: str
    start: str
    end: str
    best: str
    best_at: str
    azimuths: tuple[str, str, str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The header, in order."""
        return (
            "satellite",
            self.place,
            self.start,
            self.end,
            self.best,
            "uncertainty_s",
            self.best_at,
            *(self.azimuths or ()),
            "duration_s",
            "cut",
            "uncertainty_90_s",
            "norad",
            "age_days",
        )


PASSES = Columns(
    called=("pass", "passes"),
    place="station",
    start="rise",
    end="set",
    best="max_elevation_deg",
    best_at="max_elevation_at",
    azimuths=("rise_azimuth_deg", "max_elevation_azimuth_deg", "set_azimuth_deg"),
)
LOOKS = Columns(
    called=("look", "looks"),
    place="point",
    start="start",
    end="end",
    best="off_nadir_deg",
    best_at="off_nadir_at",
)
