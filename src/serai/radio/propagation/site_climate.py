"""The figures of places from the digital maps at hand, for ``attenuation``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.attenuation import Ground
from serai.radio.propagation.itu import p835, p836, p839, p1511
from serai.radio.propagation.itu.p618_total import held_percent
from serai.radio.propagation.itu.p1144 import around, at_percent
from serai.radio.propagation.itu.p2145 import Surface
from serai.radio.propagation.map_sheets import PERCENTS_836, PERCENTS_2145
from serai.radio.propagation.maps import Maps

F = NDArray[np.float64]
GROUND = "P.1511-3 height"
DEEPEST_KM = 2.0  # no gorge lies further below the ground of its cell of P.1511-3
Put = Callable[[str, ArrayLike, str], None]  # a figure, its value and its source


@dataclass(frozen=True, kw_only=True)
class ClimateFigures:
    """The figures that the maps gave, and for each where it came from."""

    ground: Ground
    sources: dict[str, str]


def ground_at(
    maps: Maps,
    *,
    lat_deg: ArrayLike,
    lon_deg: ArrayLike,
    percent: ArrayLike,
    height_km: ArrayLike | None = None,
    older: bool = False,
) -> ClimateFigures:
    """Every figure that the maps at hand give for places, at the editions in force; the rest stays unknown.

    ``older`` also takes what older maps allow, and says so in the sources: cloud water of P.840-7 for that
    of P.840-9, and for P.2145-0 the vapour of P.836-6, the temperature of P.1510-1 and the pressure of the
    reference atmosphere of P.835-6. Percent broadcasts with the places, and so does ``height_km``; NaN in it
    takes the map's height.
    """
    lat, lon = np.asarray(lat_deg, dtype=float), np.asarray(lon_deg, dtype=float)
    held = held_percent(percent)
    given: dict[str, ArrayLike] = {}
    sources: dict[str, str] = {}

    def put(name: str, value: ArrayLike, source: str) -> None:
        given[name], sources[name] = value, source

    _height(maps, lat, lon, height_km, put)
    _rain(maps, lat, lon, put)
    _clouds(maps, lat, lon, held, put, older=older)
    height = given.get("height_km")
    if height is not None:
        air_km, why = _in_the_air(maps, lat, lon, np.asarray(height, dtype=float))

        def put_air(name: str, value: ArrayLike, source: str) -> None:
            put(name, value, source + why)

        if maps.has("P.2145-0 T mean"):
            _surface(maps, lat, lon, air_km, held, put_air)
        elif older and maps.has("P.836-6 ground"):
            _older_surface(maps, lat, lon, air_km, held, put_air)
    return ClimateFigures(ground=Ground(**given), sources=sources)


def _height(maps: Maps, lat: F, lon: F, height_km: ArrayLike | None, put: Put) -> None:
    given = np.asarray(np.nan if height_km is None else height_km, dtype=float)
    if np.isfinite(given).all():
        put("height_km", given, "given")
    elif maps.has(GROUND):
        mapped = p1511.height_m(maps.grid(GROUND), lat, lon) / 1e3
        put("height_km", np.where(np.isfinite(given), given, mapped), maps.source(GROUND))


def _in_the_air(maps: Maps, lat: F, lon: F, height_km: F) -> tuple[F, str]:
    """The heights for which surface air is worked out: those of the places, but never far underground.

    Pressure and vapour grow by the exponential of the depth, so a height of 0 left standing for a place in
    the mountains would be given several times the vapour of any place on Earth. The words say it.
    """
    if not maps.has(GROUND):
        return height_km, ""
    ground_km = p1511.height_m(maps.grid(GROUND), lat, lon) / 1e3
    buried = height_km < ground_km - DEEPEST_KM
    words = f"; at the map's ground where a height lies over {DEEPEST_KM:g} km below it"
    return np.where(buried, ground_km, height_km), words if buried.any() else ""


def _rain(maps: Maps, lat: F, lon: F, put: Put) -> None:
    """Rain rate and height, and the wet refractivity of scintillation."""
    rate, height, wet = "P.837-7 R001", "P.839-4 h0", "P.453-14 Nwet 50"
    if maps.has(rate):
        put("r001_mm_h", maps.grid(rate).bilinear(lat, lon), maps.source(rate))
    if maps.has(height):
        put("rain_height_km", p839.rain_height_at_km(maps.grid(height), lat, lon), maps.source(height))
    if maps.has(wet):
        put("wet_refractivity", maps.grid(wet).bilinear(lat, lon), maps.source(wet))


def _clouds(maps: Maps, lat: F, lon: F, held: F, put: Put, *, older: bool) -> None:
    if maps.has_all(*(f"P.840-9 L {p:g}" for p in PERCENTS_2145)):
        water = _liquid(maps, "P.840-9 L", PERCENTS_2145, lat, lon, held)
        put("liquid_kg_m2", water, maps.source("P.840-9 L 5"))
    elif older and maps.has("P.840-7 Lred 5"):
        reduced = _liquid(maps, "P.840-7 Lred", PERCENTS_836, lat, lon, held)
        put("reduced_kg_m2", reduced, "older: " + maps.source("P.840-7 Lred 5"))


def _liquid(maps: Maps, shows: str, percents: tuple[float, ...], lat: F, lon: F, held: F) -> F:
    known = around(percents, held)
    layers = np.stack([maps.grid(f"{shows} {p:g}").bilinear(lat, lon) for p in known])
    return at_percent(known, layers, held)


def _surface(maps: Maps, lat: F, lon: F, height_km: ArrayLike, held: F, put: Put) -> None:
    names = {
        "P": ("pressure_hpa", "pressure_exceeded_hpa"),
        "T": ("temperature_k", "temperature_exceeded_k"),
        "RHO": ("vapour_g_m3", "vapour_exceeded_g_m3"),
        "V": ("", "column_kg_m2"),
    }
    for letter, (mean, exceeded) in names.items():
        surface = Surface(
            mean=maps.grid(f"P.2145-0 {letter} mean"),
            exceeded=maps.grids("P.2145-0", letter, around(PERCENTS_2145, held)),
            scale=maps.grid(f"P.2145-0 {letter} scale"),
            ground_km=maps.grid(f"P.2145-0 {letter} ground"),
            linear=letter == "T",
        )
        source = maps.source(f"P.2145-0 {letter} mean")
        if mean:
            put(mean, surface.mean_at(lat, lon, height_km), source)
        put(exceeded, surface.exceeded_at(lat, lon, height_km, held), source)


def _older_surface(maps: Maps, lat: F, lon: F, height_km: F, held: F, put: Put) -> None:
    ground = maps.grid("P.836-6 ground")
    in_metres = type(ground)(
        lat_first_deg=ground.lat_first_deg,
        lat_step_deg=ground.lat_step_deg,
        lon_first_deg=ground.lon_first_deg,
        lon_step_deg=ground.lon_step_deg,
        values=ground.values * 1e3,
    )
    for name, shows in (("vapour_g_m3", "rho"), ("column_kg_m2", "V")):
        at = np.asarray(50.0) if name == "vapour_g_m3" else held
        near = around(PERCENTS_836, at)
        value = p836.exceeded_at(
            maps.grids("P.836-6", shows, near),
            maps.grids("P.836-6", "VSCH", near),
            in_metres,
            lat_deg=lat,
            lon_deg=lon,
            height_m=height_km * 1e3,
            percent=at,
        )
        median = ", the median for the mean" if name == "vapour_g_m3" else ""
        put(name, value, f"older: {maps.source(f'P.836-6 {shows} 50')}{median}")
    put("temperature_k", maps.grid("P.1510-1 T").bilinear(lat, lon), f"older: {maps.source('P.1510-1 T')}")
    put("pressure_hpa", p835.pressure_hpa(height_km), "older: the reference atmosphere of ITU-R P.835-6")
