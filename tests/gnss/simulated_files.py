"""The simulated receiver of examples/receiver as RINEX files: known places, known noise, no real signal.

`python -m tests.gnss.simulated_files`, from the top of the source tree, writes them again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from tests.formats.rinex_text import epoch_3, labelled, nav_header, record, types_3
from tests.gnss.simulate import KLOBUCHAR, Case, ephemerides, observations

from serai.earth import places_ecef_m
from serai.formats.ephemerides import Ephemerides
from serai.formats.rinex.nav_layouts import GALILEO_E1_E5B_CLOCK, KEPLER
from serai.formats.rinex.observations import Observations
from serai.gnss.signals import carrier_hz

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "receiver"
C = 299_792_458.0
Y2000 = np.datetime64("2000-01-01T00:00:00", "ns")
GPST_BEHIND_TAI_S, BDT_BEHIND_GPST_S = 19, 14
WEEK_S = 604_800
FIRST_WEEK = {"G": "1980-01-06", "E": "1980-01-06", "C": "2006-01-01"}  # RINEX counts GST's weeks as GPS's

SITE_M = places_ecef_m(24.86, 67.01, 20.0)  # on a roof in Karachi that nobody built
BASE_M = places_ecef_m(24.88, 67.03, 15.0)  # three kilometres away
CODES = {"G": ("1C", "2W"), "E": ("1C",), "C": ("2I", "6I")}
BASE_CODES = {system: codes[:1] for system, codes in CODES.items()}
CODE_NOISE_M, PHASE_NOISE_M, CLOCK_NOISE_M = 0.2, 0.003, 0.4


def files() -> dict[str, str]:
    """The three files by their names, always the same."""
    site = _observed(SITE_M, CODES, 12.0, seed=1)
    base = _observed(BASE_M, BASE_CODES, -30.0, seed=2)
    return {
        "site.obs": _observations(site, "SITE", SITE_M),
        "base.obs": _observations(base, "BASE", BASE_M),
        "site.nav": _navigation(sorted({*site.satellites, *base.satellites})),
    }


def _case(place_m: np.ndarray, codes: dict[str, tuple[str, ...]], clock_m: float) -> Case:
    """An hour by the minute; each satellite's clock is off by decimetres, the same for both receivers."""
    late = np.random.default_rng(0).normal(scale=CLOCK_NOISE_M, size=(3, 60))
    wrong = {
        f"{system}{prn:02d}": (lambda r, _v, m=float(late[k, prn - 1]): (np.zeros_like(r), m))
        for k, system in enumerate(CODES)
        for prn in range(1, 60)
    }
    clocks = dict.fromkeys(codes, clock_m)
    return Case(place_m, codes, epochs=61, step_s=60.0, clock_m=clocks, phases=True, wrong=wrong)


def _observed(place_m: np.ndarray, codes: dict[str, tuple[str, ...]], clock_m: float, seed: int):
    seen = observations(_case(place_m, codes, clock_m))
    random = np.random.default_rng(seed)
    system = np.array([seen.satellites[k][0] for k in seen.satellite])
    values = dict(seen.values)
    for code in sorted(values):
        noise = random.normal(size=len(system))
        for own in sorted(set(system)):
            wave = 1.0 if code[0] == "C" or code not in seen.codes[own] else C / carrier_hz(own, code[1:], 0)
            scale = CODE_NOISE_M if code[0] == "C" else PHASE_NOISE_M / wave
            noise[system == own] *= scale
        values[code] = values[code] + noise
    return replace(seen, values=values)


def _time(tai_ns: int, system: str = "G") -> np.datetime64:
    """A moment in the system's own time, as the files write it."""
    behind = GPST_BEHIND_TAI_S + (BDT_BEHIND_GPST_S if system == "C" else 0)
    return Y2000 + np.timedelta64(int(tai_ns), "ns") - np.timedelta64(behind, "s")


def _words(time: np.datetime64) -> list[str]:
    return str(time.astype("M8[s]")).replace("T", "-").replace(":", "-").split("-")


def _observations(seen: Observations, marker: str, place_m: np.ndarray) -> str:
    first = _words(_time(seen.tai_ns[0]))
    head = (
        labelled(f"{'3.05':>9}           OBSERVATION DATA    M", "RINEX VERSION / TYPE")
        + labelled("SIMULATED: no receiver, no antenna, no signal", "COMMENT")
        + labelled(marker, "MARKER NAME")
        + labelled(f"{'0':<20}{'SIMULATED':<20}0", "REC # / TYPE / VERS")
        + labelled(f"{'0':<20}{'NONE':<20}", "ANT # / TYPE")
        + labelled("".join(f"{v:14.4f}" for v in np.round(place_m, -2)), "APPROX POSITION XYZ")
        + labelled(f"{0:14.4f}{0:14.4f}{0:14.4f}", "ANTENNA: DELTA H/E/N")
        + types_3(seen.codes)
        + labelled(f"{seen.interval_s:10.3f}", "INTERVAL")
        + labelled(
            "".join(f"{int(w):6d}" for w in first[:5]) + f"{int(first[5]):13.7f}     GPS", "TIME OF FIRST OBS"
        )
        + labelled("", "END OF HEADER")
    )
    epochs = []
    for e, tai_ns in enumerate(seen.tai_ns):
        rows = []
        for k in np.flatnonzero(seen.epoch == e):
            name = seen.satellites[seen.satellite[k]]
            rows.append((name, [float(seen.values[code][k]) for code in seen.codes[name[0]]]))
        epochs.append(epoch_3(" ".join(_words(_time(tai_ns))) + ".0000000", rows))
    return head + "".join(epochs)


def _navigation(satellites: list[str]) -> str:
    iono = "".join(
        labelled(f"GPS{letter} " + "".join(f"{v:12.4e}" for v in part), "IONOSPHERIC CORR")
        for letter, part in (("A", KLOBUCHAR[:4]), ("B", KLOBUCHAR[4:]))
    )
    case = _case(SITE_M, CODES, 0.0)
    comment = labelled("SIMULATED: no satellite flies these orbits", "COMMENT")
    records = []
    for system in CODES:
        table = ephemerides(case, system)
        for k, prn in enumerate(table.prn.tolist()):
            if (name := f"{system}{prn:02d}") in satellites:
                records.append(_record(name, table, k))
    return nav_header("3.05", more=comment + iono) + "".join(records)


def _record(name: str, table: Ephemerides, k: int) -> str:
    toe = _time(table.toe_tai_ns[k], table.system)
    week, second = divmod(
        int((toe - np.datetime64(FIRST_WEEK[table.system])) / np.timedelta64(1, "s")), WEEK_S
    )
    beside = {"toe": second, "ttr": second, "week": week, "fit_h": 4.0, "l2_codes": 1.0, "l2p_flag": 0.0}
    beside |= {"data_sources": GALILEO_E1_E5B_CLOCK + 0b101, "aode": 1.0, "aodc": 1.0}
    numbers = [
        None if part == "-" else float(table[part][k] if part in table else beside[part])
        for part in KEPLER[table.system, table.message]
    ]
    return record(f"{name} {' '.join(_words(_time(table.toc_tai_ns[k], table.system)))}", numbers)


def write() -> None:
    """Write the files into examples/receiver."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="ascii")


if __name__ == "__main__":
    write()
