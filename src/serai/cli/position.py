"""`serai position`: where was this receiver, by its observations and the satellites' orbits?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.options import Json
from serai.cli.progress import progress
from serai.errors import Refused

if TYPE_CHECKING:
    from serai.navigate.receivers.errors import Spread
    from serai.navigate.receivers.job import Job
    from serai.navigate.receivers.track import Floats, Track


class Mode(StrEnum):
    """How positions are computed."""

    SPP = "spp"
    DGNSS = "dgnss"
    RTK = "rtk"
    PPP = "ppp"


def position(
    observations: Annotated[
        list[Path],
        typer.Argument(metavar="OBS", help="The receiver's observations: RINEX, also Hatanaka and gzip."),
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
        typer.Option(metavar="GREC", help="G GPS, R GLONASS, E Galileo, C BeiDou, J QZSS, I NavIC."),
    ] = "GREC",
    mode: Annotated[
        Mode, typer.Option(help="spp: codes alone; dgnss, rtk: against a base; ppp: precise.")
    ] = Mode.SPP,
    dual: Annotated[
        bool, typer.Option("--dual", help="Two frequencies: free of the ionosphere (spp), two bands (rtk).")
    ] = False,
    kinematic: Annotated[
        bool, typer.Option("--kinematic", help="The antenna may move between epochs (ppp).")
    ] = False,
    mask: Annotated[float, typer.Option(min=0.0, max=60.0, help="Lowest elevation, degrees.")] = 10.0,
    ionosphere: Annotated[
        str,
        typer.Option(
            metavar="MODEL",
            help="For one frequency: broadcast (those sent, weighted), klobuchar, klobuchar-b1i, "
            "ntcm, bdgim, ionex:FILE or none.",
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
    pos: Annotated[Path | None, typer.Option(metavar="FILE", help="Write RTKLIB's .pos too.")] = None,
    nmea: Annotated[Path | None, typer.Option(metavar="FILE", help="Write NMEA sentences too.")] = None,
    geojson: Annotated[Path | None, typer.Option(metavar="FILE", help="Write GeoJSON too.")] = None,
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
    """
    from serai.navigate.receivers.errors import spread
    from serai.navigate.receivers.job import Job
    from serai.navigate.receivers.placed import Placing
    from serai.navigate.receivers.written import csv_lines, geojson_lines, nmea_lines, pos_lines

    known = _xyz("--truth", truth)
    job = Job(
        observations=observations[0],
        navigation=[*(nav or []), *observations[1:]],  # the words after --nav FILE name more of them
        systems=systems.upper(),
        mode=mode.value,
        dual=dual,
        kinematic=kinematic,
        mask_deg=mask,
        sp3=sp3,
        clk=clk,
        base=base,
        base_m=_xyz("--base-position", base_position),
        ionosphere=ionosphere,
        antex=antex,
        antenna=antenna,
        blq=blq,
        placing=Placing(frame=frame, plate=plate, marker=marker),
        corrections=corrections,
        sender=sender,
        heed_test=not under_test,
    )
    with progress() as tell:
        track = job.track(tell)
    for path, lines in ((pos, pos_lines), (nmea, nmea_lines), (geojson, geojson_lines)):
        if path is not None:
            path.write_text("\n".join(lines(track)) + "\n", encoding="utf-8")
    error = spread(track, known) if known is not None else None
    if json:
        typer.echo(_json(job, track, error))
        return
    if csv:
        typer.echo("\n".join(csv_lines(track)))
    typer.echo(_words(job, track, error), err=csv)


def _xyz(option: str, text: str | None) -> Floats | None:
    """The three numbers of an option such as X,Y,Z."""
    if text is None:
        return None
    import numpy as np

    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 3:
        raise Refused(f"{option} takes three numbers X,Y,Z in metres, Earth-fixed, got {text!r}")
    return np.array(numbers)


def _words(job: Job, track: Track, error: Spread | None) -> str:
    from collections import Counter

    import numpy as np

    modes = Counter(m for m, solved in zip(track.mode, track.solved, strict=True) if solved)
    middle = np.nanmedian(track.position_m, axis=0)
    sigma = np.nanmedian(track.sigmas_enu_m(), axis=0)
    deviations = f"east {sigma[0]:.3f}, north {sigma[1]:.3f}, up {sigma[2]:.3f} m"
    solved = f"{int(track.solved.sum())} of {len(track)} epochs have a position"
    lines = [
        f"{job.observations.name}: {solved}: {', '.join(f'{n} {m}' for m, n in modes.items())}",
        f"median X {middle[0]:.4f}  Y {middle[1]:.4f}  Z {middle[2]:.4f} m; frame: {track.frame}",
        f"satellites {np.median(track.satellites):.0f}; one sigma {deviations}",
    ]
    if track.notes:
        lines += _corrected(job, track)
    if error is not None:
        lines.append(f"against the known position: {error}")
    return "\n".join(lines)


def _corrected(job: Job, track: Track) -> list[str]:
    """What a correction service gave: its share of the epochs, the bounds, why the others went without."""
    from collections import Counter

    import numpy as np

    name = job.corrections.name if job.corrections is not None else ""
    lines = [f"corrected by {name}: {100 * track.solved.mean():.1f} % of the epochs"]
    if track.protection_m is not None:
        levels = [
            f"{what} {np.nanmedian(of):.1f} m"
            for what, of in zip(("HPL", "VPL"), track.protection_m.T, strict=True)
            if np.isfinite(of).any()
        ]
        lines.append(f"median protection levels, precision approach: {', '.join(levels)}")
    reasons = Counter(note for note in track.notes if note)
    lines += [f"{count} epochs without: {note}" for note, count in reasons.most_common(3)]
    return lines


def _json(job: Job, track: Track, error: Spread | None) -> str:
    from dataclasses import asdict
    from json import dumps

    from serai.navigate.receivers.written import records

    answer = {
        "file": job.observations.name,
        "mode": job.mode,
        "systems": job.systems,
        "frame": track.frame,
        "epochs": len(track),
        "solved": int(track.solved.sum()),
        "error": None if error is None else asdict(error),
        "positions": list(records(track)),
        **_service(job, track),
    }
    return dumps(answer, ensure_ascii=False)


def _service(job: Job, track: Track) -> dict[str, object]:
    """What was corrected, where corrections were asked for."""
    from serai.time import utc_texts

    if job.corrections is None:
        return {}
    missed = [e for e, note in enumerate(track.notes) if note]
    times = utc_texts(track.tai_ns[missed], decimals=3)
    return {
        "corrections": {
            "file": job.corrections.name,
            "sender": job.sender,
            "share": round(float(track.solved.mean()), 4),
            "without": [{"time": time, "why": track.notes[e]} for time, e in zip(times, missed, strict=True)],
        }
    }
