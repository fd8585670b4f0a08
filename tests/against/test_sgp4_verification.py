"""The official SGP4 verification: 33 satellites, near Earth and deep space, and seven failures.

ours | theirs | tolerance | why
Sgp4.teme_km | tcppver.out (AIAA 2006-6753), shipped with the sgp4 package | 2e-7 km, 2e-9 km/s | 1.6e-7 km |
    eight and nine decimals are printed; one deep-space case amplifies the last bit of its elements
first error code of each case | the list in the sgp4 package's own tests | equal |
the file was made in mode 'i' | mode 'a' | | 0.96 km | what the other mode would have cost (23599)
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import sgp4
from sgp4.api import WGS72, Satrec

from serai.formats import MeanElements, read_tle
from serai.formats.tle import checksum
from serai.orbit import Sgp4

POSITION_KM = 2e-7
VELOCITY_KMPS = 2e-9
FILES = Path(sgp4.__file__).parent
WITHOUT_CHECKSUM = ("33333", "33334", "33335")  # made up for the verification, their checksums are not theirs
Case = tuple[str, MeanElements, np.ndarray, np.ndarray]


def _made_good(line: str) -> str:
    return line[:68] + str(checksum(line)) if line[2:7] in WITHOUT_CHECKSUM else line[:69]


def _minutes(start: float, stop: float, step: float) -> np.ndarray:
    return np.append(np.arange(start, stop, step), stop)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Number, elements, minutes after the epoch asked for, and rows printed (minutes, km, km/s)."""
    lines = [line for line in (FILES / "SGP4-VER.TLE").read_text().splitlines() if line[:2] in ("1 ", "2 ")]
    printed: list[tuple[str, list[list[float]]]] = []
    for line in (FILES / "tcppver.out").read_text().splitlines():
        if line.rstrip().endswith("xx"):
            printed.append((line.split()[0], []))
        elif line.strip():
            printed[-1][1].append([float(number) for number in line.split()[:7]])
    found = []
    for (number, rows), first, second in zip(printed, lines[::2], lines[1::2], strict=True):
        elements = read_tle(f"{_made_good(first)}\n{_made_good(second)}\n")[0]
        asked = _minutes(*(float(part) for part in second[69:].split()))
        found.append((number, elements, asked, np.array(rows)))
    return found


def moments(elements: MeanElements, minutes: np.ndarray) -> np.ndarray:
    return elements.epoch.tai_ns + np.rint(minutes * 60e9).astype(np.int64)


def test_the_verification_is_there_in_full(cases):
    assert len(cases) == 33
    assert sum(len(rows) for _, _, _, rows in cases) == 667


def test_positions_and_velocities_are_the_printed_ones(cases):
    for number, elements, _, rows in cases:
        if number == "33334":
            continue  # fails at its epoch; the file repeats the line before it
        codes, r, v = Sgp4(elements).teme_km(moments(elements, rows[:, 0]))
        assert not codes.any(), number
        assert np.abs(r - rows[:, 1:4]).max() < POSITION_KM, number
        assert np.abs(v - rows[:, 4:7]).max() < VELOCITY_KMPS, number


def test_failures_are_the_listed_ones_in_their_order(cases):
    first_codes = []
    for _, elements, asked, _ in cases:
        codes, r, _ = Sgp4(elements).teme_km(moments(elements, asked))
        if codes.any():
            first_codes.append(int(codes[np.argmax(codes != 0)]))
        assert (np.isnan(r).any(axis=1) == (codes != 0)).all()
    assert first_codes == [1, 1, 6, 6, 4, 3, 6]


def test_the_printed_file_was_made_in_the_improved_mode(cases):
    """In mode 'a' one satellite, and only one, is elsewhere: by nearly a kilometre."""
    apart = {}
    for number, elements, _, rows in cases:
        old = Satrec()
        source = Sgp4(elements).satrec
        old.sgp4init(
            WGS72, "a", 0, source.jdsatepoch + source.jdsatepochF - 2_433_281.5, elements.bstar, 0.0, 0.0,
            source.ecco, source.argpo, source.inclo, source.mo, source.no_kozai, source.nodeo,
        )  # fmt: skip
        found = np.array([old.sgp4_tsince(minutes)[1] for minutes in rows[:, 0]])
        apart[number] = float(np.nanmax(np.abs(found - rows[:, 1:4]))) if number != "33334" else 0.0
    assert math.isclose(apart.pop("23599"), 0.960, abs_tol=1e-3)
    assert max(apart.values()) < 1e-5
