"""The digital maps of Study Group 3 that the models read: which sheet, of which edition, on which grid.

A sheet is known by a key such as 'P.837-7 R001'. The grids and the names of the official text files are
those of the data products that come with each Recommendation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PERCENTS_836 = (
    0.1,
    0.2,
    0.3,
    0.5,
    1.0,
    2.0,
    3.0,
    5.0,
    10.0,
    20.0,
    30.0,
    50.0,
    60.0,
    70.0,
    80.0,
    90.0,
    95.0,
    99.0,
)
PERCENTS_2145 = (0.01, 0.02, 0.03, 0.05, *PERCENTS_836)
MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGrid:
    """The grid of a sheet: its first point, its steps, its rows and columns."""

    lat_first_deg: float
    lat_step_deg: float
    lon_first_deg: float
    lon_step_deg: float
    rows: int
    columns: int


NORTHWARD_075 = SheetGrid(
    lat_first_deg=-90.0, lat_step_deg=0.75, lon_first_deg=-180.0, lon_step_deg=0.75, rows=241, columns=481
)
NORTHWARD_0125 = SheetGrid(
    lat_first_deg=-90.0, lat_step_deg=0.125, lon_first_deg=-180.0, lon_step_deg=0.125, rows=1441, columns=2881
)
NORTHWARD_025 = SheetGrid(
    lat_first_deg=-90.0, lat_step_deg=0.25, lon_first_deg=-180.0, lon_step_deg=0.25, rows=721, columns=1441
)
MONTHLY_RAIN = SheetGrid(
    lat_first_deg=-90.125,
    lat_step_deg=0.25,
    lon_first_deg=-180.125,
    lon_step_deg=0.25,
    rows=722,
    columns=1442,
)
SOUTHWARD_15 = SheetGrid(
    lat_first_deg=90.0, lat_step_deg=-1.5, lon_first_deg=0.0, lon_step_deg=1.5, rows=121, columns=241
)
SOUTHWARD_1125 = SheetGrid(
    lat_first_deg=90.0, lat_step_deg=-1.125, lon_first_deg=0.0, lon_step_deg=1.125, rows=161, columns=321
)
COARSE_GROUND = SheetGrid(
    lat_first_deg=90.5, lat_step_deg=-0.5, lon_first_deg=-0.5, lon_step_deg=0.5, rows=363, columns=723
)
FINE_GROUND = SheetGrid(
    lat_first_deg=90.125,
    lat_step_deg=-1.0 / 12.0,
    lon_first_deg=-180.125,
    lon_step_deg=1.0 / 12.0,
    rows=2164,
    columns=4324,
)
GEOID = SheetGrid(
    lat_first_deg=90.0 + 1.0 / 6.0,
    lat_step_deg=-1.0 / 12.0,
    lon_first_deg=-180.0 - 1.0 / 6.0,
    lon_step_deg=1.0 / 12.0,
    rows=2165,
    columns=4325,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One map: its Recommendation with edition, what it shows, its grid, and where its file may be found.

    ``official`` is the name of the official text file, as a pattern; ``package`` the file of the `itur` 0.4.0
    package that holds it, or empty; ``of_package`` the edition that file is of, where it is an older one
    that the edition in force kept unchanged (asserted in tests/against/radio/test_itu_maps.py).
    """

    recommendation: str
    shows: str
    frame: SheetGrid
    official: str
    package: str = ""
    of_package: str = ""

    @property
    def key(self) -> str:
        """Such as 'P.837-7 R001'."""
        return f"{self.recommendation} {self.shows}"

    def is_file(self, path: str) -> bool:
        """Whether an official file's path ends in this sheet's name."""
        return re.search(rf"(^|/){self.official}$", path, re.IGNORECASE) is not None


def percent_name(percent: float) -> str:
    """How the official files write a percent: 0.01 as '001', 0.5 as '05', 10 as '10'."""
    return f"{percent:g}".replace(".", "")


def _sheets() -> Iterator[Sheet]:
    yield from _rain_and_temperature()
    yield from _ground()
    for p in PERCENTS_836:
        yield from _exceeded(p)
    yield Sheet(
        recommendation="P.836-6",
        shows="ground",
        frame=COARSE_GROUND,
        official=r"TOPO_0DOT5\.TXT",
        package="836/v6_topo_0dot5.npz",
    )
    yield from _recent()


def _rain_and_temperature() -> Iterator[Sheet]:
    """Rain rate and height, and the temperature at the ground, of the year and of its months."""
    yield Sheet(
        recommendation="P.837-7",
        shows="R001",
        frame=NORTHWARD_0125,
        official=r"R001\.TXT",
        package="837/v7_r001.npz",
    )
    for m in MONTHS:
        yield Sheet(
            recommendation="P.837-7",
            shows=f"MT {m:02d}",
            frame=MONTHLY_RAIN,
            official=rf"MT_Month{m:02d}\.TXT",
            package=f"837/v7_mt_month{m:02d}.npz",
        )
        yield Sheet(
            recommendation="P.1510-1",
            shows=f"T {m:02d}",
            frame=NORTHWARD_075,
            official=rf"T_Month{m:02d}\.TXT",
            package=f"1510/v1_t_month{m:02d}.npz",
        )
    yield Sheet(
        recommendation="P.1510-1",
        shows="T",
        frame=NORTHWARD_075,
        official=r"T_Annual\.TXT",
        package="1510/v1_t_annual.npz",
    )
    yield Sheet(
        recommendation="P.839-4",
        shows="h0",
        frame=SOUTHWARD_15,
        official=r"h0\.txt",
        package="839/v4_esa0height.npz",
    )


def _ground() -> Iterator[Sheet]:
    """The height of the ground, and of the geoid above the ellipsoid."""
    yield Sheet(
        recommendation="P.1511-3",
        shows="height",
        frame=FINE_GROUND,
        official=r"TOPO\.(dat|txt)",
        package="1511/v2_topo.npz",
        of_package="P.1511-2",
    )
    yield Sheet(
        recommendation="P.1511-3",
        shows="geoid",
        frame=GEOID,
        official=r"EGM2008\.(dat|txt)",
        package="1511/v2_egm2008.npz",
        of_package="P.1511-2",
    )


def _exceeded(percent: float) -> Iterator[Sheet]:
    """What is exceeded in a percent of the year: wet refractivity, water vapour and cloud water."""
    name = percent_name(percent)
    yield Sheet(
        recommendation="P.453-14",
        shows=f"Nwet {percent:g}",
        frame=NORTHWARD_075,
        official=rf"NWET_Annual_{name}\.TXT",
        package=f"453/v13_nwet_annual_{name}.npz",
        of_package="P.453-13",
    )
    for shows, stem in (("rho", "rho"), ("V", "v"), ("VSCH", "vsch")):
        yield Sheet(
            recommendation="P.836-6",
            shows=f"{shows} {percent:g}",
            frame=SOUTHWARD_1125,
            official=rf"{shows}_{name}_v4\.TXT",
            package=f"836/v6_{stem}_{name}.npz",
        )
    yield Sheet(
        recommendation="P.840-7",
        shows=f"Lred {percent:g}",
        frame=SOUTHWARD_1125,
        official=rf"Lred_{name}_v4\.TXT",
        package=f"840/v7_lred_{name}.npz",
    )


def _recent() -> Iterator[Sheet]:
    """The sheets that no package carries: only the official files have them."""
    for p in PERCENTS_2145:
        yield Sheet(
            recommendation="P.840-9",
            shows=f"L {p:g}",
            frame=NORTHWARD_025,
            official=rf"L_{percent_name(p)}\.TXT",
        )
    for letter in ("T", "P", "V", "RHO"):
        scale = "VSCH" if letter == "RHO" else f"{letter}SCH"
        of = {"mean": rf"{letter}_mean\.TXT", "scale": rf"{letter}_Annual/{scale}\.TXT"}
        of["ground"] = rf"{letter}_Annual/Z_ground\.TXT"
        of |= {f"{p:g}": rf"{letter}_{percent_name(p)}\.TXT" for p in PERCENTS_2145}
        for shows, official in of.items():
            yield Sheet(
                recommendation="P.2145-0", shows=f"{letter} {shows}", frame=NORTHWARD_025, official=official
            )


def sheets() -> dict[str, Sheet]:
    """Every sheet by its key."""
    return {sheet.key: sheet for sheet in _sheets()}
