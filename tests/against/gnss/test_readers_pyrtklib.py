"""What our readers read of a real day, and what RTKLIB reads of the same files (through pyrtklib).

ours | theirs | tolerance | why
rows of observations | obs.n | 0 | both count satellites of epochs
codes, phases, Doppler | P, L, D of sampled rows | 0 | both turn the same decimals into doubles
ephemerides by kind | nav.n, ng, ns | 0 | RTKLIB drops repeated ones only in its own later step
elements | nav.eph fields of every record | 1 ulp | RTKLIB sums digits in steps
SP3 positions and clocks | nav.peph | 1e-6 m, 1e-18 s | kilometres and microseconds times a power of ten
"""

from __future__ import annotations

import gzip
from pathlib import Path

import hatanaka
import numpy as np
import pyrtklib
import pytest

from serai.formats.precise.sp3 import read_sp3
from serai.formats.rinex.navigation import Navigation, read_navigation
from serai.formats.rinex.observations import Observations, read_observations
from serai.time import Instant

DAY = "gnss/esbc2020"
FREQUENCIES = 3  # that pyrtklib's RTKLIB keeps of a satellite
STEP = 97  # of sampled rows; a prime, so that every satellite and code comes up
ULP = 2.3e-16  # relative
SP3_M = 1e-6
SP3_S = 1e-17


@pytest.fixture(scope="module")
def files(shared_data, tmp_path_factory) -> dict[str, Path]:
    """The day's files, unpacked as RTKLIB wants them."""
    folder = tmp_path_factory.mktemp("esbc")
    named = {"obs": "*MO.crx.gz", "nav": "*MN.rnx.gz", "sp3": "*ORB.SP3.gz"}
    out = {}
    for kind, pattern in named.items():
        (packed,) = (shared_data / DAY).glob(pattern)
        raw = gzip.decompress(packed.read_bytes())
        out[kind] = folder / f"esbc.{kind}"
        out[kind].write_bytes(hatanaka.crx2rnx(raw) if kind == "obs" else raw)
    return out


@pytest.fixture(scope="module")
def theirs(files) -> tuple[pyrtklib.obs_t, pyrtklib.nav_t]:
    obs, nav, station = pyrtklib.obs_t(), pyrtklib.nav_t(), pyrtklib.sta_t()
    assert pyrtklib.readrnx(str(files["obs"]), 1, "", obs, nav, station) == 1
    assert pyrtklib.readrnx(str(files["nav"]), 1, "", obs, nav, station) == 1
    pyrtklib.readsp3(str(files["sp3"]), nav, 0)
    return obs, nav


@pytest.fixture(scope="module")
def seen(files) -> Observations:
    return read_observations(files["obs"])


@pytest.fixture(scope="module")
def heard(files) -> Navigation:
    return read_navigation(files["nav"])


def gpst(time: pyrtklib.gtime_t) -> int:
    """TAI ns of RTKLIB's GPS time, whose seconds count from 1970 as if GPST were UTC."""
    return Instant.from_gpst(0, time.time - 315_964_800 + time.sec).tai_ns


def test_every_satellite_of_every_epoch_is_there(seen, theirs):
    assert len(seen.epoch) == theirs[0].n


def test_sampled_observations_are_equal(seen, theirs):
    data = theirs[0].data
    compared = 0
    for row in range(0, theirs[0].n, STEP):
        other = data[row]
        name = next(s for s in seen.satellites if pyrtklib.satid2no(rtklib_name(s)) == other.sat)
        assert seen.satellites[seen.satellite[row]] == name
        assert abs(int(seen.tai_ns[seen.epoch[row]]) - gpst(other.time)) < 1000
        for k in range(FREQUENCIES):
            code = pyrtklib.code2obs(other.code[k])
            for kind, value in (("C", other.P[k]), ("L", other.L[k]), ("D", other.D[k])):
                if code and value != 0.0:
                    mine = seen.values[kind + code][row]
                    assert mine == (pytest.approx(value, rel=1e-7) if kind == "D" else value), (name, code)
                    compared += 1
    assert compared > 5000


def test_every_ephemeris_is_there(heard, theirs):
    tables = heard.tables
    assert sum(len(t) for (s, _), t in tables.items() if s not in "RS") == theirs[1].n
    assert len(tables["R", "FDMA"]) == theirs[1].ng
    assert len(tables["S", "SBAS"]) == theirs[1].ns


def test_the_elements_of_every_gps_and_beidou_ephemeris_are_equal(heard, theirs):
    fields = {
        "e": "e", "i0": "i0", "omega0": "OMG0", "omega": "omg", "m0": "M0", "delta_n": "deln",
        "omega_dot": "OMGd",
        "idot": "idot", "crc": "crc", "crs": "crs", "cuc": "cuc", "cus": "cus", "cic": "cic", "cis": "cis",
        "af0": "f0", "af1": "f1", "af2": "f2",
    }  # fmt: skip
    rows: dict[tuple[int, int, int], list[dict[str, float]]] = {}
    for (system, message), table in heard.tables.items():
        if system not in "GC":
            continue
        for k in range(len(table)):
            number = pyrtklib.satid2no(f"{system}{table.prn[k]:02d}")
            key = (number, int(table.toe_tai_ns[k]), int(table.toc_tai_ns[k]))
            mine = {name: table[name][k] for name in fields}
            rows.setdefault(key, []).append({**mine, "a": table["sqrt_a"][k] ** 2, "message": message})
    compared = 0
    for k in range(theirs[1].n):
        other = theirs[1].eph[k]
        candidates = rows.get((other.sat, gpst(other.toe), gpst(other.toc)))
        if candidates is None:
            continue
        assert any(
            all(one[m] == pytest.approx(getattr(other, t), rel=ULP, abs=1e-300) for m, t in fields.items())
            and one["a"] == pytest.approx(other.A, rel=2 * ULP)
            for one in candidates
        ), k
        compared += 1
    assert compared == len(heard.tables["G", "LNAV"]) + sum(len(heard.tables["C", d]) for d in ("D1", "D2"))


def test_glonass_states_and_clocks_are_equal(heard, theirs):
    table = heard.tables["R", "FDMA"]
    other = {
        (theirs[1].geph[k].sat, gpst(theirs[1].geph[k].toe)): theirs[1].geph[k] for k in range(theirs[1].ng)
    }
    for k in range(0, len(table), 7):
        one = other[pyrtklib.satid2no(f"R{table.prn[k]:02d}"), int(table.toe_tai_ns[k])]
        assert [one.pos[a] for a in range(3)] == pytest.approx(table.r_m[k].tolist(), rel=ULP)
        assert [one.acc[a] for a in range(3)] == pytest.approx(table.a_mps2[k].tolist(), rel=ULP, abs=1e-18)
        assert (-one.taun, one.gamn) == pytest.approx((-table["tau_n_s"][k], table["gamma_n"][k]), rel=ULP)
        assert one.frq == table["channel"][k]


def test_precise_orbits_and_clocks_are_equal(files, theirs):
    table = read_sp3(files["sp3"])
    assert theirs[1].ne == len(table.tai_ns)
    for epoch in range(0, len(table.tai_ns), 13):
        other = theirs[1].peph[epoch]
        assert gpst(other.time) == table.tai_ns[epoch]
        for k, name in enumerate(table.satellites):
            number = pyrtklib.satid2no(name) - 1
            there = [other.pos[number, a] for a in range(4)]
            assert np.abs(table.r_m[k, epoch] - there[:3]).max() < SP3_M
            assert abs(table.clock_s[k, epoch] - there[3]) < SP3_S


def rtklib_name(name: str) -> str:
    """RTKLIB numbers SBAS by PRN and QZSS from 193."""
    number = int(name[1:])
    return {"S": str(100 + number), "J": str(192 + number)}.get(name[0], name)
