"""`serai position`: where was this receiver, by its observations and the satellites' orbits?"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from serai.cli.console import echo, print_json
from serai.cli.input import position_options as options
from serai.cli.input.options import Json
from serai.cli.input.position_checks import refuse_together
from serai.cli.progress import watched
from serai.errors import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from serai.cli.input.position_options import Asked
    from serai.gnss.output.accuracy import Spread
    from serai.gnss.solution import Track
    from serai.questions.position import Settings


def position(
    observations: options.Observations,
    nav: options.Nav = None,
    sp3: options.Sp3 = None,
    clk: options.Clk = None,
    base: options.Base = None,
    base_position: options.BasePosition = None,
    corrections: options.Corrections = None,
    sender: options.Sender = None,
    under_test: options.UnderTest = False,
    systems: options.Systems = "GREC",
    mode: options.Way = options.Mode.SPP,
    dual: options.Dual = False,
    kinematic: options.Kinematic = False,
    both_ways: options.BothWays = False,
    mask: options.Mask = 10.0,
    ionosphere: options.Ionosphere = "broadcast",
    antex: options.Antex = None,
    antenna: options.Antenna = None,
    blq: options.Blq = None,
    frame: options.Frame = None,
    plate: options.Plate = None,
    marker: options.Marker = False,
    truth: options.Truth = None,
    lenient: options.Lenient = False,
    pos: options.Pos = None,
    nmea: options.Nmea = None,
    geojson: options.Geojson = None,
    pictures: options.Pictures = None,
    csv: options.Csv = False,
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
      serai position site.obs --mode ppp --sp3 day.sp3 --sp3 next.sp3 --clk day.clk --json
      serai position site.obs --nav site.nav --truth X,Y,Z --pictures drawings
    """
    asked = options.Asked(**locals())
    with _rare_collections():
        answer(asked)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """While inside, Python looks for cycles of dead objects seldom: what is imported for a position lives on.

    That search is a tenth of the time of one epoch.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def answer(asked: Asked) -> None:
    """Compute the positions that were asked for and print them."""
    from serai.cli.input.coordinates import xyz
    from serai.gnss.output.accuracy import spread
    from serai.questions.position import position as computed

    refuse_together(asked)
    known = None if asked.truth is None else xyz("--truth", asked.truth)
    observed = _observed(asked.observations)
    navigation = [*(asked.nav or []), *(path for path in asked.observations if path not in observed)]
    settings = _settings(asked, observed)
    with watched() as tell:
        track = computed(observed[0], navigation, progress=tell, **settings)
    _write(asked, track, observed[0].stem, known)
    error = spread(track, known) if known is not None else None
    if asked.json:
        _print_json(asked, observed[0].name, track, error)
    else:
        _print(asked, observed[0].name, track, error)


def _observed(files: list[Path]) -> list[Path]:
    """The receiver's own files: the words after --nav FILE name more of them, told by what they hold."""
    from serai.formats.rinex.kind import FileKind, kind_of

    observed = [p for p in files if len(files) == 1 or kind_of(p) is FileKind.OBSERVATIONS]
    if not observed:
        raise Refused("cli.no_observations", file=str(files[0]))
    return observed


def _settings(asked: Asked, observed: list[Path]) -> Settings:
    """What is asked for, as the positioning takes it."""
    from serai.cli.input.coordinates import xyz
    from serai.gnss.output.reference_point import Placing

    base_m = None if asked.base_position is None else xyz("--base-position", asked.base_position)
    return {
        "further": observed[1:],
        "lenient": asked.lenient,
        "systems": asked.systems.upper(),
        "mode": asked.mode.value,
        "dual": asked.dual,
        "kinematic": asked.kinematic,
        "both_ways": asked.both_ways,
        "mask_deg": asked.mask,
        "sp3": asked.sp3 or (),
        "clk": asked.clk or (),
        "base": asked.base,
        "base_m": base_m,
        "ionosphere": asked.ionosphere,
        "antex": asked.antex,
        "antenna": asked.antenna,
        "blq": asked.blq,
        "placing": Placing(frame=asked.frame, plate=asked.plate, marker=asked.marker),
        "corrections": asked.corrections,
        "sender": asked.sender,
        "heed_test": not asked.under_test,
    }


def _write(asked: Asked, track: Track, stem: str, known: NDArray[np.float64] | None) -> None:
    """The files that were asked for beside the answer."""
    from serai.files import put
    from serai.gnss.output.export import geojson_lines, pos_lines
    from serai.gnss.output.nmea import nmea_lines

    for path, lines in ((asked.pos, pos_lines), (asked.nmea, nmea_lines), (asked.geojson, geojson_lines)):
        if path is not None:
            put(path, "\n".join(lines(track)) + "\n")
    if asked.pictures is not None:
        from serai.report.drawing.position import write_pictures

        write_pictures(track, asked.pictures, stem, known)


def _print_json(asked: Asked, name: str, track: Track, error: Spread | None) -> None:
    from serai.gnss.output.corrections_told import corrections_json
    from serai.gnss.output.told import position_json

    plain = position_json(name, asked.mode.value, asked.systems.upper(), track, error)
    if asked.corrections is not None:
        plain |= {"corrections": corrections_json(asked.corrections.name, asked.sender, track)}
    print_json(plain, indent=None)


def _print(asked: Asked, name: str, track: Track, error: Spread | None) -> None:
    """The answer for people; beside --csv it stands on standard error."""
    from serai.gnss.output.corrections_told import corrections_text
    from serai.gnss.output.export import csv_lines
    from serai.gnss.output.told import position_text

    if asked.csv:
        echo("\n".join(csv_lines(track)))
    echo(position_text(name, track, error), err=asked.csv)
    single = asked.mode is options.Mode.SPP and not asked.dual and asked.corrections is None
    if single and asked.ionosphere == "none":
        echo("ionosphere: left out as asked; its 2 to 50 m are in no sigma", err=asked.csv)
    if asked.corrections is not None:
        echo(corrections_text(asked.corrections.name, track), err=asked.csv)
