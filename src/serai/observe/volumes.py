"""What the passes of a need's period bring to each station, and what rain takes from them there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from serai.ground import ContactRules, StationVolume, image_dishes, station_volumes
from serai.needs import Heading, Table, TableCell, TableRow
from serai.needs.exhibit import Text
from serai.observe.fittings import Sensor
from serai.observe.scene import Scene
from serai.orbit import Fixed
from serai.pool import Asset
from serai.radio import BANDS, UNKNOWN, RainHere, RainMargin, Stated
from serai.time import Span
from serai.wording import Reason, reason
from serai.world import World

BAND = "X"  # in which images come down
PERCENT = 0.5  # of an average year: the margin that holds for 99.5 % of it
COLUMNS = ("station", "passes", "lasts", "brings", "known", "rain", "silent")
WORDS = ("station", "silent")  # the columns that hold no figure


def volumes(case: Scene, world: World) -> Table:
    """What the passes of the judged period bring to each station where a term lets the data come down."""
    rates = {s: _downlink(case.pool[s].fitted(Sensor)) for s in case.reach.satellites}
    found = station_volumes(case.reach, case.pool, rates, within=case.period.within, allowed=case.allowed)
    rain = {v.station: _rain(case.pool[v.station], world) for v in found if v.passes}
    heard = [v for v in found if v.passes]
    return volumes_table(heard, rain, case.period.within, lambda own: case.pool[own].name)


def volumes_table(
    heard: Sequence[StationVolume],
    rain: dict[str, RainMargin | None],
    within: Span,
    name: Callable[[str], str],
) -> Table:
    """The stations as a table; ``name`` gives what people call an asset."""
    return Table(
        key="station_volumes",
        title=_says("title"),
        about=_says("about", start=within.start.utc(), end=within.end.utc()),
        label=_says("label"),
        headings=tuple(Heading(text=_says(c), figure=c not in WORDS) for c in COLUMNS),
        rows=tuple(_row(v, rain[v.station], name) for v in heard),
        of="stations",
        shared=True,
    )


def _row(v: StationVolume, rain: RainMargin | None, name: Callable[[str], str]) -> TableRow:
    names = tuple(name(own) for own in v.silent)
    return TableRow(
        about=v.station,
        cells=_cells(v, rain, name(v.station), names),
        says=_sentence(v, rain, name(v.station), names),
        weight=(v.known_bits, v.passes),
        values=MappingProxyType(
            {
                "station": v.station,
                "passes": v.passes,
                "seconds": round(v.seconds),
                "known_passes": v.known_passes,
                "bits_per_pass": v.bits_per_pass,
                "known_bits": v.known_bits,
                "at_most_bits": v.at_most_bits,
                "basis": None if v.basis is None else str(v.basis),
                "silent": list(v.silent),
                "rain_db": None if rain is None else rain.margin_db,
                "rain_by": "" if rain is None else rain.says(),
            }
        ),
    )


def _cells(
    v: StationVolume, rain: RainMargin | None, station: str, silent: tuple[str, ...]
) -> tuple[TableCell, ...]:
    if v.bits_per_pass is None:
        unknown = TableCell(text=reason("voice.unknown"), known=False)
        data = (unknown, unknown)
    else:
        part = _says("part", known=v.known_passes, passes=v.passes)
        data = (
            TableCell(text=_says("size", bits=v.bits_per_pass), under=str(v.basis)),
            TableCell(text=_says("size", bits=v.known_bits), under="" if v.bits is not None else part),
        )
    taken = TableCell(text=reason("voice.unknown"))
    if rain is not None:
        taken = TableCell(text=_says("taken", db=rain.margin_db), source=rain.says())
    return (
        TableCell(text=station),
        TableCell(text=str(v.passes)),
        TableCell(text=_says("length", minutes=v.seconds / v.passes / 60.0)),
        *data,
        taken,
        TableCell(text=_says("names", silent=silent)),
    )


def _sentence(v: StationVolume, rain: RainMargin | None, station: str, silent: tuple[str, ...]) -> Reason:
    """One station's passes in words: "Kashi hears 97 passes, 64 GB a pass in 31 of them (recalled) ..."."""
    wet: Text = "" if rain is None else _says("in_rain", db=rain.margin_db)
    heard = _says("heard", station=station, passes=v.passes, rain=wet)
    if v.bits_per_pass is None:
        return _says("none_known", heard=heard, silent=silent)
    each, basis = v.bits_per_pass, str(v.basis)
    if v.bits is not None:
        return _says("all_known", heard=heard, each=each, basis=basis)
    return _says("some_known", heard=heard, each=each, known=v.known_passes, basis=basis, silent=silent)


def _says(key: str, **values: object) -> Reason:
    return reason(f"exhibit.station_volumes.{key}", **values)


def _rain(station: Asset, world: World) -> RainMargin | None:
    """What rain takes in X band at the lowest elevation of a contact; None where rain or band is unknown."""
    bands = {b for dish in image_dishes(station) for b in dish.bands}
    if BAND not in bands or not isinstance(station.motion, Fixed):
        return None
    place = station.motion.place
    here = RainHere(rain=world.weather.rain_at(place), place=place, percent=PERCENT)
    lowest_deg = world.rules_of(ContactRules).contact_elevation_deg
    return here.margin(elevation_deg=lowest_deg, frequency_hz=BANDS[BAND].down_hz)


def _downlink(sensors: Sequence[Sensor]) -> Stated:
    """The rate at which a satellite sends down, as one of its sensors' rows states it."""
    best = max(sensors, key=lambda s: s.rate_bps or 0.0, default=None)
    if best is None or best.rate_bps is None:
        return UNKNOWN
    return Stated(value=best.rate_bps, basis=best.provenance.of("rate_bps"))
