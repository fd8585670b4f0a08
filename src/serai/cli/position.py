"""`serai position`: where was this receiver, by its observations and the satellites' orbits?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from serai.cli.options import Json
from serai.cli.progress import watched
from serai.errors import Refused


class Mode(StrEnum):
    """How positions are computed."""

    SPP = "spp"
    DGNSS = "dgnss"
    RTK = "rtk"
    PPP = "ppp"


def position(
    observations: Annotated[
        list[Path],
        typer.Argument(
            metavar="OBS", help="The receiver's observations, one file or several: RINEX, Hatanaka, gzip."
        ),
    ],
    nav: Annotated[
        list[Path] | None, typer.Option("--nav", metavar="FILE...", help="Broadcast navigation files.")
    ] = None,
    sp3: Annotated[Path | None, typer.Option(metavar="FILE", help="Precise orbits.")] = None,
    clk: Annotated[Path | None, typer.Option(metavar="FILE", help="Precise clocks.")] = None,
    base: Annotated[
        Path | None, typer.Option(metavar="OBS", help="A base station's observations (rtk, dgnss).")
    ] = None,
    base_position: Annotated[
        str | None,
        typer.Option(metavar="X,Y,Z", help="Where the base's antenna is: Earth-fixed metres."),
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Corrections: a log of SBAS or PPP-B2b, or RTCM 3 (spp, ppp)."),
    ] = None,
    sender: Annotated[
        int | None, typer.Option(metavar="PRN", help="Whose corrections, where the log has several.")
    ] = None,
    under_test: Annotated[
        bool, typer.Option("--under-test", help="Use SBAS that says it is under test all the same.")
    ] = False,
    systems: Annotated[
        str,
        typer.Option(metavar="GREC", help="G GPS, R GLONASS, E Galileo, C BeiDou, J QZSS, I NavIC, S SBAS."),
    ] = "GREC",
    mode: Annotated[
        Mode, typer.Option(help="spp: codes alone; dgnss, rtk: against a base; ppp: precise.")
    ] = Mode.SPP,
    dual: Annotated[
        bool,
        typer.Option("--dual", help="Two frequencies: free of the ionosphere (spp, dgnss), two bands (rtk)."),
    ] = False,
    kinematic: Annotated[
        bool, typer.Option("--kinematic", help="The antenna may move between epochs (ppp).")
    ] = False,
    both_ways: Annotated[
        bool,
        typer.Option("--both-ways", help="Forwards and backwards, so that no epoch has to converge (ppp)."),
    ] = False,
    mask: Annotated[float, typer.Option(min=0.0, max=60.0, help="Lowest elevation, degrees.")] = 10.0,
    ionosphere: Annotated[
        str,
        typer.Option(
            metavar="MODEL",
            help="For one frequency: broadcast (those sent, weighted), klobuchar, klobuchar-b1i, "
            "ntcm, nequick, bdgim, ionex:FILE or none.",
        ),
    ] = "broadcast",
    antex: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Phase centres of antennas, for ppp and rtk.")
    ] = None,
    antenna: Annotated[
        str | None,
        typer.Option(metavar="'TYPE RADOME'", help="The receiver's antenna, where the header is wrong."),
    ] = None,
    blq: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Ocean loading coefficients of the station (ppp).")
    ] = None,
    frame: Annotated[
        str | None,
        typer.Option(
            metavar="NAME[@YEAR]", help="Transform into this frame, such as ITRF2014@2020.48 or ETRF2000."
        ),
    ] = None,
    plate: Annotated[
        str | None, typer.Option(metavar="NAME", help="What carries the station to another epoch: EURA ...")
    ] = None,
    marker: Annotated[
        bool, typer.Option("--marker", help="Tell the marker's position, by the header's heights.")
    ] = False,
    truth: Annotated[
        str | None,
        typer.Option(
            metavar="X,Y,Z", help="Where the antenna is known to be: say how far off the answer is."
        ),
    ] = None,
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Pass over what is wrong in the files, and say how much.")
    ] = False,
    pos: Annotated[Path | None, typer.Option(metavar="FILE", help="Write RTKLIB's .pos too.")] = None,
    nmea: Annotated[Path | None, typer.Option(metavar="FILE", help="Write NMEA sentences too.")] = None,
    geojson: Annotated[Path | None, typer.Option(metavar="FILE", help="Write GeoJSON too.")] = None,
    pictures: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Draw track, errors, sky and residuals as SVG files."),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="A line per epoch on standard output.")] = False,
    json: Json = False,
) -> None:
    """Where was this receiver?

    The position is the antenna's, Earth-fixed in the frame of the orbits used and at the epoch of the
    observations, which the answer names; --frame and --marker ask for another.

    \b
    Examples:
      serai position site.obs --nav site.nav --csv
      serai position site.obs --nav site.nav --systems GC --dual
      serai position rover.obs --nav day.nav --mode rtk --base base.obs --base-position X,Y,Z
      serai position site.obs --nav day.nav --mode ppp --sp3 day.sp3 --clk day.clk --json
      serai position site.obs --nav site.nav --truth X,Y,Z --pictures drawings
    """
    from serai.cli.coordinates import xyz
    from serai.cli.position_checks import refuse_together
    from serai.formats.rinex.kind import Kind, kind_of
    from serai.gnss.output.accuracy import spread
    from serai.gnss.output.export import csv_lines, geojson_lines, pos_lines
    from serai.gnss.output.nmea import nmea_lines
    from serai.gnss.output.reference_point import Placing
    from serai.gnss.positioning import Job
    from serai.report.drawing.position import write_pictures
    from serai.report.terminal.corrections import corrections_json, corrections_text
    from serai.report.terminal.position import position_json, position_text

    refuse_together(
        mode.value,
        {
            "--base": base is not None,
            "--base-position": base_position is not None,
            "--sp3": sp3 is not None,
            "--clk": clk is not None,
            "--kinematic": kinematic,
            "--both-ways": both_ways,
            "--corrections": corrections is not None,
            "--sender": sender is not None,
            "--under-test": under_test,
            "--antex": antex is not None,
            "--antenna": antenna is not None,
            "--frame": frame is not None,
            "--plate": plate is not None,
            "--dual": dual,
            "--csv": csv,
            "--json": json,
        },
    )
    known = None if truth is None else xyz("--truth", truth)
    # the words after --nav FILE name more of them: a file is told by what it holds
    observed = [p for p in observations if len(observations) == 1 or kind_of(p) is Kind.OBSERVATIONS]
    if not observed:
        raise Refused(f"{observations[0]} holds no observations; name the receiver's file, then --nav FILE")
    job = Job(
        observations=observed[0],
        further=observed[1:],
        lenient=lenient,
        navigation=[*(nav or []), *(path for path in observations if path not in observed)],
        systems=systems.upper(),
        mode=mode.value,
        dual=dual,
        kinematic=kinematic,
        both_ways=both_ways,
        mask_deg=mask,
        sp3=sp3,
        clk=clk,
        base=base,
        base_m=None if base_position is None else xyz("--base-position", base_position),
        ionosphere=ionosphere,
        antex=antex,
        antenna=antenna,
        blq=blq,
        placing=Placing(frame=frame, plate=plate, marker=marker),
        corrections=corrections,
        sender=sender,
        heed_test=not under_test,
    )
    with watched() as tell:
        track = job.track(tell)
    for path, lines in ((pos, pos_lines), (nmea, nmea_lines), (geojson, geojson_lines)):
        if path is not None:
            path.write_text("\n".join(lines(track)) + "\n", encoding="utf-8")
    if pictures is not None:
        write_pictures(track, pictures, job.observations.stem, known)
    error = spread(track, known) if known is not None else None
    if json:
        from json import dumps

        answer = position_json(job.observations.name, job.mode, job.systems, track, error)
        if corrections is not None:
            answer |= {"corrections": corrections_json(corrections.name, sender, track)}
        typer.echo(dumps(answer, ensure_ascii=False, allow_nan=False))
        return
    if csv:
        typer.echo("\n".join(csv_lines(track)))
    typer.echo(position_text(job.observations.name, track, error), err=csv)
    if ionosphere == "none" and mode is Mode.SPP and not dual and corrections is None:
        typer.echo("ionosphere: left out as asked; its 2 to 50 m are in no sigma", err=csv)
    if corrections is not None:
        typer.echo(corrections_text(corrections.name, track), err=csv)
