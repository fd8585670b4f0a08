"""Files and observations spoilt, moved or written anew from real ones, so that the right answer is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import numpy as np

from serai.earth import geodetic, up_unit
from serai.errors import Refused
from serai.formats.compact import expanded
from serai.formats.rinex.observations import Observations
from serai.formats.source import bytes_of
from serai.gnss.signals import carrier_hz

C = 299_792_458.0
# rad/s: IS-GPS-200N, Galileo OS SIS ICD 2.1, BDS-SIS-ICD-B1I-3.0
EARTH_RATE = {"G": 7.2921151467e-5, "E": 7.2921151467e-5, "C": 7.2921150e-5}
MARKER_M = np.array([3582104.8043, 532590.2202, 5232755.0888])  # ESBC, ITRF2014 at 2020.48
ESBC_M = MARKER_M + 0.216 * up_unit(*geodetic(MARKER_M)[:2])  # its antenna reference point
EPOCH = np.datetime64("2000-01-01", "ns")


@dataclass(frozen=True)
class File:
    """An observation file of RINEX 3 as its header's lines and its epochs' texts."""

    header: str
    epochs: tuple[str, ...]

    def __str__(self) -> str:
        return self.header + "".join(self.epochs)

    def some(self, *which) -> File:
        """The epochs of some slices, one after another."""
        return replace(self, epochs=tuple(e for part in which for e in self.epochs[part]))

    def with_place(self, xyz) -> File:
        """Another header position; None takes the record out."""
        lines = []
        for line in self.header.splitlines():
            if line.rstrip().endswith("APPROX POSITION XYZ"):
                if xyz is None:
                    continue
                line = "".join(f"{v:14.4f}" for v in xyz).ljust(60) + "APPROX POSITION XYZ"
            lines.append(line + "\n")
        return replace(self, header="".join(lines))


@cache
def esbc_text(shared: Path) -> tuple[File, str]:
    """ESBC's day: its observations in epochs, and its navigation file."""
    day = shared / "gnss/esbc2020"
    obs, nav = (
        expanded(*bytes_of(day / name)).decode("ascii")
        for name in (
            "ESBC00DNK_R_20201770000_01D_30S_MO.crx.gz",
            "ESBC00DNK_R_20201770000_01D_MN.rnx.gz",
        )
    )
    start = obs.index("\n", obs.index("END OF HEADER")) + 1
    return File(obs[:start], tuple(">" + e for e in obs[start:].split(">")[1:])), nav


def moved_observations(file: File, by_s: int) -> File:
    """The same signals at another date (GPS time)."""
    epochs = []
    for text in file.epochs:
        then = np.datetime64(_iso(text[2:21]), "s") + np.timedelta64(by_s, "s")
        epochs.append("> " + _rinex(then) + text[21:])
    header = []
    for line in file.header.splitlines(keepends=True):
        if "TIME OF FIRST OBS" in line or "TIME OF LAST OBS" in line:
            then = np.datetime64(_iso(line[:43].split(".")[0]), "s") + np.timedelta64(by_s, "s")
            y, mo, d, h, mi, s = _rinex(then).split()
            line = "".join(f"{int(v):6d}" for v in (y, mo, d, h, mi)) + f"{int(s):13.7f}" + line[43:]
        header.append(line)
    return File("".join(header), tuple(epochs))


def moved_navigation(text: str, by_s: int, utc_by_s=None, systems: str = "GREC") -> str:
    """The same sky at another date: times, weeks, and nodes turned with the Earth.

    ``utc_by_s`` takes the UTC of a message (seconds since 2000) to its new UTC.
    """
    start = text.index("\n", text.index("END OF HEADER")) + 1
    out = []
    for record in messages(text):
        system = record[0][0]
        if system not in systems:
            continue
        then = np.datetime64(_iso(record[0][4:23]), "s")
        if system == "R":
            at = int((then - EPOCH) / np.timedelta64(1, "s"))
            then = EPOCH.astype("M8[s]") + np.timedelta64(utc_by_s(at) if utc_by_s else at + by_s, "s")
        else:
            then = then + np.timedelta64(by_s, "s")
            toe, node, week = _field(record[3], 0), _field(record[3], 2), _field(record[5], 2)
            sent = _field(record[7], 0)
            weeks, second = divmod(toe + by_s, 604_800)
            record[3] = _put(_put(record[3], 0, second), 2, node + EARTH_RATE[system] * (second - toe))
            record[5] = _put(record[5], 2, week + weeks)
            record[7] = _put(record[7], 0, sent + second - toe)
        record[0] = record[0][:4] + _rinex(then) + record[0][23:]
        out += record
    return text[:start] + "\n".join(out) + "\n"


def clock_ahead(observations: Observations, after: int, ms: float, *, phases: bool) -> Observations:
    """The receiver's clock set ahead from an epoch on, its labels kept: by codes alone or with the phases.

    What is read at a label was then measured ``ms`` earlier: Doppler takes it there.
    """
    late = observations.epoch >= after
    values = dict(observations.values)
    for code in [c for c in values if c[0] in "CL"]:
        hz = np.array([_hz(observations, name, code[1:]) for name in observations.satellites])
        hz = hz[observations.satellite]
        cycles = np.nan_to_num(_doppler(values, code)) * ms * 1e-3
        if code[0] == "C":
            there = values[code] + C * ms * 1e-3 + C / hz * cycles
        else:
            there = values[code] + cycles + (hz * ms * 1e-3 if phases else 0.0)
        values[code] = np.where(late, there, values[code])
    return replace(observations, values=MappingProxyType(values))


def pushed(observations: Observations, satellite: str, by_m, epochs: slice = slice(None)) -> Observations:
    """Every code of a satellite longer by ``by_m`` (a number, or one per epoch) in some epochs."""
    count = len(observations.tai_ns)
    add = np.zeros(count)
    add[epochs] = np.broadcast_to(by_m, count)[epochs]
    here = np.asarray(observations.satellite) == observations.satellites.index(satellite)
    shift = np.where(here, add[observations.epoch], 0.0)
    values = {k: v + shift if k[0] == "C" else v for k, v in observations.values.items()}
    return replace(observations, values=MappingProxyType(values))


def part(observations: Observations, first: int, last: int) -> Observations:
    """Some epochs of many."""
    keep = (observations.epoch >= first) & (observations.epoch < last)
    return replace(
        observations,
        tai_ns=observations.tai_ns[first:last],
        flags=observations.flags[first:last],
        clock_offset_s=observations.clock_offset_s[first:last],
        epoch=(observations.epoch[keep] - first).astype(np.int32),
        satellite=observations.satellite[keep],
        values=MappingProxyType({k: v[keep] for k, v in observations.values.items()}),
        lli=MappingProxyType({k: v[keep] for k, v in observations.lli.items()}),
    )


def only(observations: Observations, keep) -> Observations:
    """The rows that a boolean array keeps."""
    return replace(
        observations,
        epoch=observations.epoch[keep],
        satellite=observations.satellite[keep],
        values=MappingProxyType({k: v[keep] for k, v in observations.values.items()}),
        lli=MappingProxyType({k: v[keep] for k, v in observations.lli.items()}),
    )


def as_rinex_2(observations: Observations) -> str:
    """The GPS part of an observation file in RINEX 2.11: C1, L1, P2, L2."""
    head = (
        ("     2.11           OBSERVATION DATA    G (GPS)", "RINEX VERSION / TYPE"),
        ("OLD", "MARKER NAME"),
        ("     4    C1    L1    P2    L2", "# / TYPES OF OBSERV"),
        ("", "END OF HEADER"),
    )
    out = ["".join(f"{body:<60}{label}\n" for body, label in head)]
    names = np.array(observations.satellites)[observations.satellite]
    gps = np.char.startswith(names, "G")
    columns = [observations.values[c] for c in ("C1C", "L1C", "C2W", "L2W")]
    for e, tai in enumerate(observations.tai_ns):
        rows = np.flatnonzero((observations.epoch == e) & gps)
        then = EPOCH + np.timedelta64(int(tai) - 19 * 10**9, "ns")
        y, mo, d, h, mi, s = _rinex(then.astype("M8[s]")).split()
        line = f" {int(y) % 100:02d} {int(mo):2d} {int(d):2d} {int(h):2d} {int(mi):2d}{float(s):11.7f}  0"
        said = f"{line}{len(rows):3d}"
        for at in range(0, len(rows), 12):
            here = "".join(names[rows[at : at + 12]])
            out.append((said if at == 0 else " " * 32) + here + "\n")
        for row in rows:
            fields = ("" if np.isnan(c[row]) else f"{c[row]:.3f}" for c in columns)
            out.append("".join(f"{v:>14}  " for v in fields).rstrip() + "\n")
    return "".join(out)


def as_rinex_4(navigation: str) -> str:
    """The GPS part of a RINEX 3 navigation file in RINEX 4: each message under its name."""
    start = navigation.index("\n", navigation.index("END OF HEADER")) + 1
    alpha, beta = (
        next(line for line in navigation.splitlines() if line.startswith(name))[5:53]
        for name in ("GPSA", "GPSB")
    )
    numbers = [float(text[k : k + 12]) for text in (alpha, beta) for k in range(0, 48, 12)]
    first = navigation[start:].splitlines()[0][4:23]
    put = "".join
    out = [
        f"{'     4.00           NAVIGATION DATA     G':<60}RINEX VERSION / TYPE\n",
        f"{'':<60}END OF HEADER\n",
        "> ION G01 LNAV\n",
        f"    {first}{put(f'{n:19.12E}' for n in numbers[:3])}\n",
        f"    {put(f'{n:19.12E}' for n in numbers[3:7])}\n    {numbers[7]:19.12E}\n",
    ]
    out += [
        f"> EPH {lines[0][:3]} LNAV\n" + "".join(f"{line}\n" for line in lines)
        for lines in messages(navigation)
        if lines[0][0] == "G"
    ]
    return "".join(out)


def messages(navigation: str):
    """The messages of a RINEX 3 navigation file, each as its lines."""
    start = navigation.index("\n", navigation.index("END OF HEADER")) + 1
    lines = navigation[start:].splitlines()
    begins = [k for k, line in enumerate(lines) if line[:1].strip()] + [len(lines)]
    return [lines[a:b] for a, b in pairwise(begins)]


def _doppler(values, code):
    """The Doppler of a code, or that of any code of its band."""
    own = values.get("D" + code[1:])
    if own is not None and np.isfinite(own).any():
        return own
    band = [values[c] for c in values if c[:2] == "D" + code[1]]
    return band[0] if band else np.zeros(len(values[code]))


def _hz(observations, name, code):
    try:
        return carrier_hz(name[0], code, observations.glonass_channels.get(name))
    except Refused:
        return np.nan


def _iso(text: str) -> str:
    y, mo, d, h, mi, s = text.split()
    return f"{int(y):04d}-{int(mo):02d}-{int(d):02d}T{int(h):02d}:{int(mi):02d}:{int(float(s)):02d}"


def _rinex(then) -> str:
    return str(then.astype("M8[s]")).replace("-", " ").replace("T", " ").replace(":", " ")


def _field(line: str, k: int) -> float:
    return float(line[4 + 19 * k : 23 + 19 * k].replace("D", "E"))


def _put(line: str, k: int, value: float) -> str:
    return line[: 4 + 19 * k] + f"{value:19.12E}" + line[23 + 19 * k :]
