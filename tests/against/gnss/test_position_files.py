"""What `serai position` writes, read by others: NMEA by pynmeagps, .pos by RTKLIB's pos2kml."""

from __future__ import annotations

import io
import shutil
import subprocess

import numpy as np
import pynmeagps
import pytest
from tests.gnss.simulate import Case, navigation, observations

from serai.earth import places_ecef_m
from serai.gnss.estimators.single_point import single_point
from serai.gnss.output.export import pos_lines
from serai.gnss.output.nmea import nmea_lines
from serai.gnss.signals import single_frequency

PRINTED_DEG = 2e-9  # minutes to 1e-7, degrees to 1e-9
KASHI = places_ecef_m(39.47, 75.99, 1290.0)
DURBAN = places_ecef_m(-29.86, 31.02, 10.0)
WEST = places_ecef_m(10.0, -16.25, 2.0)


def track_at(place):
    case = Case(place, {"G": ("1C",), "E": ("1C",), "C": ("2I",)})
    return single_point(observations(case), navigation(case), single_frequency("GEC"), "GEC")


@pytest.mark.parametrize("place", [KASHI, DURBAN, WEST], ids=["Kashi", "Durban", "Bissau"])
def test_every_nmea_sentence_is_read_with_its_check_sum_and_says_the_same(place):
    track = track_at(place)
    text = "\r\n".join(nmea_lines(track)) + "\r\n"
    read = pynmeagps.NMEAReader(io.BytesIO(text.encode("ascii")), quitonerror=pynmeagps.ERR_RAISE)
    messages = [message for _, message in read]
    assert len(messages) == text.count("$")
    lat, lon, height = track.geodetic()
    for e, gga in enumerate(m for m in messages if m.msgID == "GGA"):
        assert gga.lat == pytest.approx(lat[e], abs=PRINTED_DEG)
        assert gga.lon == pytest.approx(lon[e], abs=PRINTED_DEG)
        assert gga.alt == pytest.approx(height[e], abs=5.1e-4)
        assert (gga.quality, gga.numSV) == (1, track.satellites[e])
    for rmc in (m for m in messages if m.msgID == "RMC"):
        assert (str(rmc.date), rmc.status, rmc.posMode) == ("2024-03-05", "A", "A")
    told = [getattr(m, f"svid_{k:02d}") for m in messages if m.msgID == "GSA" for k in range(1, 13)]
    assert sum(n != "" for n in told) == track.satellites.sum()


def test_rtklib_reads_the_pos_file_and_finds_the_same_places(tmp_path):
    program = shutil.which("pos2kml")
    if program is None:
        pytest.skip("needs RTKLIB's pos2kml (Debian: rtklib)")
    track = track_at(DURBAN)
    (tmp_path / "a.pos").write_text("\n".join(pos_lines(track)) + "\n", encoding="ascii")
    subprocess.run([program, "a.pos"], cwd=tmp_path, check=True, capture_output=True)
    kml = (tmp_path / "a.kml").read_text(encoding="utf-8")
    points = [part.split("</coordinates>")[0] for part in kml.split("<Point>")[1:]]
    points = np.array([[float(v) for v in p.split("<coordinates>")[1].split(",")] for p in points])
    lat, lon, _ = track.geodetic()
    assert len(points) >= len(track)
    assert points[-len(track) :, 0] == pytest.approx(lon, abs=PRINTED_DEG)
    assert points[-len(track) :, 1] == pytest.approx(lat, abs=PRINTED_DEG)
