"""Pictures of `serai attenuation`: availability against margin at a place, and the rain margin on a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from serai.cli.console import echo

if TYPE_CHECKING:
    from serai.radio.propagation.attenuation_table import PathCase
    from serai.radio.propagation.maps import Maps


def draw_place(file: Path, case: PathCase, maps: Maps, older: bool) -> None:
    """Availability against margin at the place of a case, for its frequency and those of other bands."""
    import numpy as np

    from serai.files import put
    from serai.radio.propagation.attenuation_table import PathCase, answers
    from serai.radio.propagation.maps import MapMissing
    from serai.report.drawing.margins import availability_picture
    from serai.wording import harmless

    percents = np.geomspace(5.0, 0.001, 40)
    curves = []
    asked = case.figures["frequency_ghz"] or 20.0
    others = [ghz for ghz in (6.0, 12.0, 20.0, 30.0) if abs(ghz - asked) > 0.1 * asked]
    for ghz in (asked, *others):
        rows = [
            PathCase(figures={**case.figures, "frequency_ghz": ghz, "percent": float(p)}) for p in percents
        ]
        found = [a.decibels for a in answers(rows, maps, older=older)]
        whole = all(f["total_db"] is not None for f in found)
        values = np.array([f["total_db" if whole else "rain_db"] or np.nan for f in found], dtype=float)
        if np.isfinite(values).any():
            curves.append((f"{ghz:g} GHz{'' if whole else ', rain'}", values))
    f = case.figures
    title = (
        f"Margin and availability at {f['lat_deg']:g}, {f['lon_deg']:g}, {f['elevation_deg']:g} deg elevation"
    )
    if not curves:
        raise MapMissing("P.837-7 R001")
    put(file, harmless(availability_picture(percents, sorted(curves, key=lambda c: c[1][0]), title)))
    echo(f"written: {file}", err=True)


def draw_map(file: Path, ghz: float, elevation: float, percent: float, bundle: Path | None) -> None:
    """The rain margin over the corridor's box for one frequency, elevation and share of the year."""
    import numpy as np

    from serai.files import put
    from serai.radio.propagation.attenuation import ELEVATION, FREQUENCY, PERCENT
    from serai.radio.propagation.attenuation import attenuation as over
    from serai.radio.propagation.limits import refuse_outside
    from serai.radio.propagation.maps import MapMissing, maps_at_hand
    from serai.radio.propagation.site_climate import ground_at
    from serai.report.drawing.margins import margin_map
    from serai.wording import harmless

    for limit, value in ((FREQUENCY, ghz), (ELEVATION, elevation), (PERCENT, percent)):
        refuse_outside(limit, value)
    lat, lon = np.arange(-10.0, 55.1, 0.5), np.arange(-20.0, 150.1, 0.5)
    maps = maps_at_hand(bundle)
    if not maps.has_all("P.837-7 R001", "P.839-4 h0", "P.1511-3 height"):
        raise MapMissing("P.837-7 R001")
    found = ground_at(maps, lat_deg=lat[:, None], lon_deg=lon, percent=percent)
    rain = over(
        found.ground, lat_deg=lat[:, None], frequency_ghz=ghz, elevation_deg=elevation, percent=percent
    ).rain_db
    title = f"Rain margin for {100.0 - percent:g} % of the year: {ghz:g} GHz, {elevation:g} deg elevation"
    places = (
        ("Karachi", 24.9, 67.0),
        ("Kashi", 39.5, 76.0),
        ("Gezira", 14.4, 33.5),
        ("Jakarta", -6.2, 106.8),
        ("Tunis", 36.8, 10.2),
        ("Sanya", 18.3, 109.5),
    )
    put(file, harmless(margin_map(lat, lon, rain, title, places)))
    echo(f"written: {file}", err=True)
