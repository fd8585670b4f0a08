"""An RTCM 3 stream of a receiver is positioned as its file would be: GMSD7 (Tanegashima), 2012-10-14."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.earth import geodetic
from serai.errors import Refused
from serai.formats.rtcm import ephemerides, read_rtcm
from serai.gnss.estimators.single_point import single_point
from serai.gnss.observations.reading import read_receiver
from serai.gnss.positioning import NO_NAVIGATION, Job
from serai.gnss.signals import ionosphere_free
from serai.time import Instant

NEAR = Instant.from_utc("2012-10-14T02:00:00Z")
TANEGASHIMA = (30.5565, 131.0156)  # of the IGS site GMSD, to some tens of metres


@pytest.fixture(scope="module")
def stream(shared_data):
    path = shared_data / "gnss/rtcm/GMSD7_20121014.rtcm3"
    navigation = replace(NO_NAVIGATION, tables=ephemerides(read_rtcm(path), near=NEAR))
    return path, navigation, read_receiver(path, navigation)


def test_every_epoch_of_gps_has_a_position_where_the_station_stands(stream):
    _, navigation, observed = stream
    track = single_point(observed, navigation, ionosphere_free("GR"), "GR")
    gps = np.unique(observed.epoch[np.array([n[0] == "G" for n in observed.satellites])[observed.satellite]])
    assert len(gps) == 257
    assert track.solved[gps].mean() > 0.9  # the others had four satellites or fewer
    lat, lon, _ = geodetic(np.nanmedian(track.position_m, axis=0))
    assert (lat, lon) == pytest.approx(TANEGASHIMA, abs=2e-4)


def test_phases_are_cycles_that_go_with_the_codes_and_doppler_with_both(stream):
    _, _, observed = stream
    k = observed.satellites.index("G23")
    own = np.flatnonzero(observed.satellite == k)
    metres = observed.values["L1C"][own] * 299_792_458.0 / 1_575.42e6
    assert np.std(np.diff(observed.values["C1C"][own] - metres)) < 1.0
    rate = np.diff(observed.values["L1C"][own]) / (np.diff(observed.tai_ns[observed.epoch[own]]) / 1e9)
    assert rate == pytest.approx(-observed.values["D1C"][own][1:], abs=5.0)
    assert 20.0 < np.nanmedian(observed.values["S1C"][own]) < 60.0


def test_a_stream_without_a_date_is_refused_with_what_to_give(stream):
    path = stream[0]
    with pytest.raises(
        Refused, match=r"tells no date: give a broadcast navigation file of its day \(--nav\)"
    ):
        read_receiver(path, NO_NAVIGATION)


def test_a_stream_of_corrections_alone_says_that_it_holds_no_observations(shared_data, stream):
    with pytest.raises(Refused, match="is an RTCM 3 stream without observations"):
        read_receiver(shared_data / "gnss/rtcm/idd2023229c.rtc", stream[1])


def test_the_command_positions_a_stream(stream, tmp_path):
    path, navigation, _ = stream
    (tmp_path / "day.nav").write_text(lnav_text(navigation.tables["G", "LNAV"]), encoding="ascii")
    track = Job(observations=path, navigation=[tmp_path / "day.nav"], systems="G", dual=True).track()
    assert geodetic(np.nanmedian(track.position_m, axis=0))[:2] == pytest.approx(TANEGASHIMA, abs=2e-4)


def lnav_text(table):
    """GPS messages as a navigation file of RINEX 3."""
    out = [
        f"{'     3.04           N: GNSS NAV DATA    G: GPS':<60}RINEX VERSION / TYPE\n",
        f"{'':<60}END OF HEADER\n",
    ]
    names = [
        "iode",
        "crs",
        "delta_n",
        "m0",
        "cuc",
        "e",
        "cus",
        "sqrt_a",
        "toe",
        "cic",
        "omega0",
        "cis",
        "i0",
        "crc",
        "omega",
        "omega_dot",
        "idot",
        "l2_codes",
        "week",
        "l2p",
        "ura_m",
        "health",
        "tgd_s",
        "iodc",
        "ttr",
        "fit",
        "-",
        "-",
    ]
    for k, prn in enumerate(table.prn.tolist()):
        at = np.datetime64("2000-01-01", "ns") + np.timedelta64(int(table.toc_tai_ns[k]) - 19 * 10**9, "ns")
        clock = str(at.astype("M8[s]")).replace("-", " ").replace("T", " ").replace(":", " ")
        gpst = Instant(int(table.toe_tai_ns[k])).gpst()
        given = {"toe": gpst[1], "week": float(gpst[0]), "ttr": gpst[1] - 3600.0}
        numbers = [given.get(n, float(table[n][k]) if n in table else 0.0) for n in names]
        head = "".join(f"{float(table[n][k]):19.12E}" for n in ("af0", "af1", "af2"))
        out.append(f"G{prn:02d} {clock}{head}\n")
        out += ["    " + "".join(f"{v:19.12E}" for v in numbers[a : a + 4]) + "\n" for a in range(0, 28, 4)]
    return "".join(out)
