"""IONEX files: maps at their times on their grid, with what is missing left unknown."""

from __future__ import annotations

import numpy as np
import pytest
from tests.formats.rinex_text import labelled

from serai.formats.ionex import read_ionex
from serai.formats.refusal import BadFile
from serai.time import Instant

LATITUDES, COLUMNS = (5.0, 0.0, -5.0), 17  # seventeen longitudes take two lines


def one_map(kind: str, hour: int, first: int) -> str:
    """Node (i, j) holds first + 100 i + j; the last of all is missing."""
    out = labelled("     1", f"START OF {kind} MAP")
    out += labelled(f"  2020     6    25{hour:6d}     0     0", "EPOCH OF CURRENT MAP")
    for i, lat in enumerate(LATITUDES):
        out += labelled(f"  {lat:6.1f}{-40.0:6.1f}{40.0:6.1f}{5.0:6.1f}{450.0:6.1f}", "LAT/LON1/LON2/DLON/H")
        nodes = [first + 100 * i + j for j in range(COLUMNS)]
        nodes[-1] = 9999 if i == 2 else nodes[-1]
        for at in range(0, COLUMNS, 16):
            out += "".join(f"{n:5d}" for n in nodes[at : at + 16]) + "\n"
    return out + labelled("     1", f"END OF {kind} MAP")


def ionex(*maps: str, end: bool = True, exponent: int = -1) -> bytes:
    text = (
        labelled("     1.0            IONOSPHERE MAPS     GPS", "IONEX VERSION / TYPE")
        + labelled("  COSZ", "MAPPING FUNCTION")
        + labelled("  6371.0", "BASE RADIUS")
        + labelled("   450.0 450.0   0.0", "HGT1 / HGT2 / DHGT")
        + labelled("     5.0  -5.0  -5.0", "LAT1 / LAT2 / DLAT")
        + labelled("   -40.0  40.0   5.0", "LON1 / LON2 / DLON")
        + labelled(f"{exponent:6d}", "EXPONENT")
        + labelled("DIFFERENTIAL CODE BIASES", "START OF AUX DATA")
        + labelled("   G01    -9.876     0.012", "PRN / BIAS / RMS")
        + labelled("    02     1.500     0.012", "PRN / BIAS / RMS")
        + labelled("", "END OF HEADER")
        + "".join(maps)
        + (labelled("", "END OF FILE") if end else "")
    )
    return text.encode()


WHOLE = ionex(one_map("TEC", 0, 100), one_map("TEC", 24, 200), one_map("RMS", 0, 10))


def test_nodes_stand_at_their_time_latitude_and_longitude():
    maps = read_ionex(WHOLE)
    assert maps.tecu.shape == (2, 3, 17)
    assert maps.tecu[0, 1, 2] == pytest.approx(20.2)
    assert maps.tecu[1, 0, 16] == pytest.approx(21.6)
    assert np.isnan(maps.tecu[0, 2, 16]), "9999 is not known"
    assert maps.lat_deg.tolist() == [5.0, 0.0, -5.0]
    assert maps.lon_deg[[0, -1]].tolist() == [-40.0, 40.0]
    assert maps.tai_ns[0] == Instant.from_utc("2020-06-25T00:00:00Z").tai_ns
    assert np.diff(maps.tai_ns).tolist() == [86_400 * 10**9], "hour 24 is the next midnight"
    assert (maps.height_m, maps.base_radius_m, maps.mapping) == (450_000.0, 6_371_000.0, "COSZ")


def test_what_only_some_maps_have_is_unknown_for_the_others():
    rms = read_ionex(WHOLE).rms_tecu
    assert rms is not None
    assert rms[0, 0, 0] == pytest.approx(1.0)
    assert np.isnan(rms[1]).all()
    assert read_ionex(ionex(one_map("TEC", 0, 1))).rms_tecu is None


def test_code_biases_are_in_seconds():
    assert read_ionex(WHOLE).bias_s == pytest.approx({"G01": -9.876e-9, "G02": 1.5e-9})


def test_the_exponent_of_the_file_holds():
    assert read_ionex(ionex(one_map("TEC", 0, 100), exponent=0)).tecu[0, 0, 0] == 100.0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (WHOLE[:-400], "'END OF FILE'|17 numbers"),
        (WHOLE.replace(b"  302", b"  3x2", 1), "17 numbers for each of 3"),
        (ionex(one_map("TEC", 0, 1), one_map("TEC", 25, 1)), "a map with its time"),
        (ionex(one_map("TEC", 0, 1), end=False), "'END OF FILE'"),
    ],
)
def test_a_fault_is_refused_or_counted(text, says):
    with pytest.raises(BadFile, match=says):
        read_ionex(text)
    assert sum(read_ionex(text, lenient=True).skipped.values()) >= 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "an IONEX file"),
        (ionex(), "at least one map"),
        (WHOLE.replace(b"LAT1 / LAT2 / DLAT", b"COMMENT           "), "LAT1 / LAT2 / DLAT"),
        (WHOLE.replace(b"END OF HEADER", b"COMMENT      "), "END OF HEADER"),
        (WHOLE.replace(b"   -40.0  40.0   5.0", b"   -40.0  40.0   0.0"), "LON1"),
    ],
)
def test_what_is_no_ionex_file_is_refused(text, says):
    with pytest.raises(BadFile, match=says):
        read_ionex(text, lenient=True)
