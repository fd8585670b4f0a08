"""Export of positions for other programs: CSV, RTKLIB's .pos and GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np

from serai.gnss.constants import GPST_BEHIND_TAI_S
from serai.gnss.solution import Track
from serai.time import utc_texts

CSV_COLUMNS = (
    "time",
    "x_m",
    "y_m",
    "z_m",
    "lat_deg",
    "lon_deg",
    "height_m",
    "clock_m",
    "satellites",
    "mode",
    "sigma_e_m",
    "sigma_n_m",
    "sigma_u_m",
)
PROTECTION_COLUMNS = ("hpl_m", "vpl_m")  # beside them where the corrections bound the error
RTKLIB_QUALITY = (
    ("fixed", 1), ("float", 2), ("sbas", 3), ("dfmc", 3), ("dgnss", 4), ("b2b", 4), ("ssr", 4), ("spp", 5),
    ("ppp", 6), ("ppp-b2b", 6), ("ppp-ssr", 6),
)  # fmt: skip


def records(track: Track) -> Iterator[dict[str, str | float | int | None]]:
    """The table of DESIGN section 6, a record per epoch with a position; times in UTC."""
    keep = np.flatnonzero(track.solved)
    lat, lon, height = (values[keep] for values in track.geodetic())
    sigma, clock = track.sigmas_enu_m()[keep], first_clock_m(track)[keep]
    for k, (e, time) in enumerate(zip(keep, utc_texts(track.tai_ns[keep], decimals=3), strict=True)):
        x, y, z = (round(float(value), 4) for value in track.position_m[e])
        yield {
            "time": time,
            "x_m": x,
            "y_m": y,
            "z_m": z,
            "lat_deg": round(float(lat[k]), 9),
            "lon_deg": round(float(lon[k]), 9),
            "height_m": round(float(height[k]), 4),
            "clock_m": None if np.isnan(clock[k]) else round(float(clock[k]), 4),
            "satellites": int(track.satellites[e]),
            "mode": track.mode[e],
            "sigma_e_m": round(float(sigma[k, 0]), 4),
            "sigma_n_m": round(float(sigma[k, 1]), 4),
            "sigma_u_m": round(float(sigma[k, 2]), 4),
            **_protection(track, int(e)),
        }


def _protection(track: Track, epoch: int) -> dict[str, float | None]:
    """HPL and VPL of an epoch; nothing where the track has none."""
    if track.protection_m is None:
        return {}
    levels = track.protection_m[epoch].tolist()
    return {
        name: None if np.isnan(level) else round(level, 3)
        for name, level in zip(PROTECTION_COLUMNS, levels, strict=True)
    }


def csv_lines(track: Track) -> Iterator[str]:
    """The same as comma-separated text, empty where a figure is not known."""
    yield ",".join(CSV_COLUMNS if track.protection_m is None else (*CSV_COLUMNS, *PROTECTION_COLUMNS))
    for record in records(track):
        yield ",".join("" if value is None else str(value) for value in record.values())


def first_clock_m(track: Track) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The receiver clock (e,) against the first system that has one at each epoch, metres."""
    found = np.full(len(track), np.nan)
    for g in range(track.clocks_m.shape[1]):
        found = np.where(np.isnan(found), track.clocks_m[:, g], found)
    return found


def pos_lines(track: Track) -> Iterator[str]:
    """RTKLIB's solution file: GPS time, latitude, longitude, height, quality, satellites, deviations.

    Deviations of two axes together are the square root of their covariance, with its sign, as RTKLIB has it.
    """
    yield "% program   : serai"
    yield f"% (lat/lon/height={track.frame}, Q=1:fix,2:float,3:sbas,4:dgps,5:single,6:ppp,ns=# of satellites)"
    yield (
        "%  GPST                  latitude(deg) longitude(deg)  height(m)   Q  ns   sdn(m)   sde(m)   sdu(m)"
        "  sdne(m)  sdeu(m)  sdun(m) age(s)  ratio"
    )
    lat, lon, height = track.geodetic()
    sigma, quality = track.sigmas_enu_m(), dict(RTKLIB_QUALITY)
    local = track.covariances_enu_m2()
    mixed = np.stack([local[:, 1, 0], local[:, 0, 2], local[:, 2, 1]], axis=1)  # ne, eu, un
    mixed = np.sign(mixed) * np.sqrt(np.abs(mixed))
    gpst = track.tai_ns + (-GPST_BEHIND_TAI_S) * 1_000_000_000
    for e in np.flatnonzero(track.solved):
        moment = np.datetime64("2000-01-01", "ns") + np.timedelta64(int(gpst[e]), "ns")
        time = str(moment.astype("datetime64[ms]")).replace("-", "/").replace("T", " ")
        yield (
            f"{time} {lat[e]:14.9f} {lon[e]:14.9f} {height[e]:10.4f} {quality[track.mode[e]]:3d} "
            f"{track.satellites[e]:3d} {sigma[e, 1]:8.4f} {sigma[e, 0]:8.4f} {sigma[e, 2]:8.4f} "
            f"{mixed[e, 0]:8.4f} {mixed[e, 1]:8.4f} {mixed[e, 2]:8.4f} {0.0:6.2f} {0.0:6.1f}"
        )


def geojson_lines(track: Track) -> Iterator[str]:
    """A GeoJSON feature (RFC 7946): the track as a line (a point for one epoch) of
    longitude, latitude, height, with its times.
    """
    keep = np.flatnonzero(track.solved)
    lat, lon, height = (values[keep] for values in track.geodetic())
    places = np.round(np.stack([lon, lat, height], axis=1), 9).tolist()
    geometry = (
        {"type": "Point", "coordinates": places[0]}
        if len(places) == 1
        else {"type": "LineString", "coordinates": places}
    )
    yield json.dumps(
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {
                "frame": track.frame,
                "times": utc_texts(track.tai_ns[keep], decimals=3),
                "modes": [track.mode[e] for e in keep],
            },
        }
    )
