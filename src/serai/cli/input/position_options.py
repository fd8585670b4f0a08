"""The options of `serai position`, and all that was said together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Mode(StrEnum):
    """How positions are computed."""

    SPP = "spp"
    DGNSS = "dgnss"
    RTK = "rtk"
    PPP = "ppp"


Observations = Annotated[
    list[Path],
    typer.Argument(
        metavar="OBS", help="The receiver's observations, one file or several: RINEX, Hatanaka, gzip."
    ),
]
Nav = Annotated[
    list[Path] | None, typer.Option("--nav", metavar="FILE...", help="Broadcast navigation files.")
]
Sp3 = Annotated[
    list[Path] | None,
    typer.Option("--sp3", metavar="FILE", help="Precise orbits; again for the next day's file."),
]
Clk = Annotated[
    list[Path] | None,
    typer.Option("--clk", metavar="FILE", help="Precise clocks; again for the next day's file."),
]
Base = Annotated[Path | None, typer.Option(metavar="OBS", help="A base station's observations (rtk, dgnss).")]
BasePosition = Annotated[
    str | None,
    typer.Option(metavar="X,Y,Z", help="Where the base's antenna is: Earth-fixed metres."),
]
Corrections = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Corrections: a log of SBAS or PPP-B2b, or RTCM 3 (spp, ppp)."),
]
Sender = Annotated[
    int | None, typer.Option(metavar="PRN", help="Whose corrections, where the log has several.")
]
UnderTest = Annotated[
    bool, typer.Option("--under-test", help="Use SBAS that says it is under test all the same.")
]
Systems = Annotated[
    str,
    typer.Option(metavar="GREC", help="G GPS, R GLONASS, E Galileo, C BeiDou, J QZSS, I NavIC, S SBAS."),
]
Way = Annotated[Mode, typer.Option(help="spp: codes alone; dgnss, rtk: against a base; ppp: precise.")]
Dual = Annotated[
    bool,
    typer.Option("--dual", help="Two frequencies: free of the ionosphere (spp, dgnss), two bands (rtk)."),
]
Kinematic = Annotated[bool, typer.Option("--kinematic", help="The antenna may move between epochs (ppp).")]
BothWays = Annotated[
    bool,
    typer.Option("--both-ways", help="Forwards and backwards, so that no epoch has to converge (ppp)."),
]
Mask = Annotated[float, typer.Option(min=0.0, max=60.0, help="Lowest elevation, degrees.")]
Ionosphere = Annotated[
    str,
    typer.Option(
        metavar="MODEL",
        help="For one frequency: broadcast (those sent, weighted), klobuchar, klobuchar-b1i, "
        "ntcm, nequick, bdgim, ionex:FILE or none.",
    ),
]
Antex = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Phase centres of antennas, for ppp and rtk.")
]
Antenna = Annotated[
    str | None,
    typer.Option(metavar="'TYPE RADOME'", help="The receiver's antenna, where the header is wrong."),
]
Blq = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Ocean loading coefficients of the station (ppp).")
]
Frame = Annotated[
    str | None,
    typer.Option(
        metavar="NAME[@YEAR]", help="Transform into this frame, such as ITRF2014@2020.48 or ETRF2000."
    ),
]
Plate = Annotated[
    str | None, typer.Option(metavar="NAME", help="What carries the station to another epoch: EURA ...")
]
Marker = Annotated[
    bool, typer.Option("--marker", help="Tell the marker's position, by the header's heights.")
]
Truth = Annotated[
    str | None,
    typer.Option(metavar="X,Y,Z", help="Where the antenna is known to be: say how far off the answer is."),
]
Lenient = Annotated[
    bool, typer.Option("--lenient", help="Pass over what is wrong in the files, and say how much.")
]
Pos = Annotated[Path | None, typer.Option(metavar="FILE", help="Write RTKLIB's .pos too.")]
Nmea = Annotated[Path | None, typer.Option(metavar="FILE", help="Write NMEA sentences too.")]
Geojson = Annotated[Path | None, typer.Option(metavar="FILE", help="Write GeoJSON too.")]
Pictures = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Draw track, errors, sky and residuals as SVG files."),
]
Csv = Annotated[bool, typer.Option("--csv", help="A line per epoch on standard output.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that was said on the command line of `serai position`, by the options' names."""

    observations: list[Path]
    nav: list[Path] | None
    sp3: list[Path] | None
    clk: list[Path] | None
    base: Path | None
    base_position: str | None
    corrections: Path | None
    sender: int | None
    under_test: bool
    systems: str
    mode: Mode
    dual: bool
    kinematic: bool
    both_ways: bool
    mask: float
    ionosphere: str
    antex: Path | None
    antenna: str | None
    blq: Path | None
    frame: str | None
    plate: str | None
    marker: bool
    truth: str | None
    lenient: bool
    pos: Path | None
    nmea: Path | None
    geojson: Path | None
    pictures: Path | None
    csv: bool
    json: bool

    def given(self, *names: str) -> tuple[str, ...]:
        """Those of some options that were given."""
        values = ((name, getattr(self, name[2:].replace("-", "_"))) for name in names)
        return tuple(name for name, value in values if value is not None and value is not False)
