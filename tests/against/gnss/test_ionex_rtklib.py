"""Delays by an IONEX file: ours and RTKLIB's (iontec, maps turned with the Sun, single-layer mapping).

ours | theirs | tolerance | why
delay on L1 of 200 rays | iontec | 1e-5 of it | the file's own figures, Earth and shell radius are the same
"""

from __future__ import annotations

import numpy as np
import pyrtklib
import pytest
from tests.formats.rinex_text import labelled

from serai.formats.ionex import read_ionex
from serai.gnss.atmosphere.ionosphere import of_maps, slant_delay_m
from serai.gnss.atmosphere.tec_maps import mjd_of
from serai.time import Instant

AGREE = 1e-5
START = Instant.from_utc("2020-06-25T00:00:00Z").tai_ns
LATITUDES, LONGITUDES = np.arange(87.5, -87.6, -2.5), np.arange(-180.0, 180.1, 5.0)


def ionex() -> bytes:
    """Thirteen maps, two hours apart, with a bulge under the Sun and a tilt from south to north."""
    text = labelled("     1.0            IONOSPHERE MAPS     GPS", "IONEX VERSION / TYPE")
    for hour, label in ((0, "EPOCH OF FIRST MAP"), (24, "EPOCH OF LAST MAP")):
        text += labelled(f"  2020     6{25 + hour // 24:6d}{hour % 24:6d}     0     0", label)
    text += labelled("  7200", "INTERVAL") + labelled("    13", "# OF MAPS IN FILE")
    text += labelled("  COSZ", "MAPPING FUNCTION") + labelled("    10.0", "ELEVATION CUTOFF")
    text += labelled("  6371.0", "BASE RADIUS") + labelled("     2", "MAP DIMENSION")
    text += labelled("   450.0 450.0   0.0", "HGT1 / HGT2 / DHGT")
    text += labelled("    87.5 -87.5  -2.5", "LAT1 / LAT2 / DLAT")
    text += labelled("  -180.0 180.0   5.0", "LON1 / LON2 / DLON") + labelled("    -1", "EXPONENT")
    text += labelled("", "END OF HEADER")
    for k in range(13):
        text += labelled(f"{k + 1:6d}", "START OF TEC MAP")
        day, hour = divmod(2 * k, 24)
        text += labelled(f"  2020     6{25 + day:6d}{hour:6d}     0     0", "EPOCH OF CURRENT MAP")
        for lat in LATITUDES:
            text += labelled(f"  {lat:6.1f}-180.0 180.0   5.0 450.0", "LAT/LON1/LON2/DLON/H")
            sun = np.radians(LONGITUDES + 30.0 * k - 180.0)
            nodes = np.round(150 + 0.8 * lat + 100 * np.cos(np.radians(lat)) * np.cos(sun) ** 3).astype(int)
            for at in range(0, len(nodes), 16):
                text += "".join(f"{n:5d}" for n in nodes[at : at + 16]) + "\n"
        text += labelled(f"{k + 1:6d}", "END OF TEC MAP")
    return (text + labelled("", "END OF FILE")).encode()


def test_rays_anywhere_at_any_time_are_delayed_as_rtklib_has_it(tmp_path):
    path = tmp_path / "made.20i"
    path.write_bytes(ionex())
    nav = pyrtklib.nav_t()
    pyrtklib.readtec(str(path), nav, 0)
    assert nav.nt == 13
    model = of_maps(read_ionex(path))
    k = model.over(np.array([START]))
    random = np.random.default_rng(3)
    worst = 0.0
    for _ in range(200):
        lat, lon = random.uniform(-1.4, 1.4), random.uniform(-3.1, 3.1)
        azimuth, elevation = random.uniform(0.0, 6.28), random.uniform(0.2, 1.57)
        second = float(random.uniform(0.0, 86_000.0))
        tai = np.array([START + round(second * 1e9)])
        time = pyrtklib.gtime_t()
        time.time, time.sec = 1_593_043_200 + int(second), second % 1.0  # it takes the maps' UT for GPS time
        place, ray = pyrtklib.Arr1Ddouble(3), pyrtklib.Arr1Ddouble(2)
        place[0], place[1], place[2], ray[0], ray[1] = lat, lon, 0.0, azimuth, elevation
        delay, variance = pyrtklib.Arr1Ddouble(1), pyrtklib.Arr1Ddouble(1)
        assert pyrtklib.iontec(time, nav, place, ray, 1, delay, variance) == 1
        at = float(mjd_of(tai)[0])
        mine = slant_delay_m(model.number, k, lat, lon, azimuth, elevation, 0.0, 0.0, 0.0, at)[0]
        worst = max(worst, abs(mine / delay[0] - 1.0))
    print("worst", worst)
    assert worst == pytest.approx(0.0, abs=AGREE)
