"""GAGAN's sigmas as one of its satellites sent them on 2023-11-04, against the typical ones we assume.

Decoded here after RTCA DO-229: messages 2 to 5 carry the fast-correction indices (UDREI, 14 is "not
monitored"), 18 the ionosphere grid points, 26 their vertical indices (GIVEI). Only the band of 60 to 95 E.
"""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from serai.navigate.integrity import TYPICAL_GIVEI, TYPICAL_UDREI

NOT_MONITORED = 14
MIDDLE = list(range(-55, 60, 5))
WIDE = [-75, -65, *MIDDLE, 65, 75]
COLUMNS = (
    (60, WIDE),
    (65, MIDDLE),
    (70, WIDE),
    (75, MIDDLE),
    (80, WIDE),
    (85, MIDDLE),
    (90, [*WIDE, 85]),
    (95, MIDDLE),
)
GRID = [(lat, lon) for lon, latitudes in COLUMNS for lat in latitudes]  # band 6 of DO-229, table A-14


@pytest.fixture(scope="module")
def gagan(shared_data):
    """The UDREI of every monitored GPS satellite, and the GIVEI of each grid point of the band."""
    udrei: list[int] = []
    points: list[tuple[int, int]] = []
    givei: dict[int, int] = {}
    numbers: list[int] = []
    log = gzip.decompress((shared_data / "gnss/sbas/308c_sbas.txt.gz").read_bytes()).decode()
    for line in log.splitlines():
        _, _, sender, *_, message = line.split()
        bits = bin(int(message, 16))[2:].zfill(256)
        if sender != "128" or int(bits[:8], 2) not in (0x53, 0x9A, 0xC6):  # L1 preambles; L5 has its own
            continue
        kind, body = int(bits[8:14], 2), bits[14:]
        if kind == 1:
            numbers = [k + 1 for k in range(210) if body[k] == "1"]
        elif kind == 18 and int(body[4:8], 2) == 6:
            points = [GRID[k] for k in range(201) if body[10 + k] == "1"]
        elif kind == 26 and int(body[:4], 2) == 6:
            block = int(body[4:8], 2)
            givei |= {15 * block + k: int(body[17 + 13 * k : 21 + 13 * k], 2) for k in range(15)}
        elif 2 <= kind <= 5:
            of_gps = range(13 * (kind - 2), min(13 * (kind - 1), sum(n <= 32 for n in numbers)))
            udrei += [int(body[160 + 4 * (k % 13) : 164 + 4 * (k % 13)], 2) for k in of_gps]
    at = {place: givei[k] for k, place in enumerate(points) if k in givei}
    return np.array([u for u in udrei if u < NOT_MONITORED]), at


def test_the_typical_udrei_is_the_median_of_monitored_gps_satellites(gagan):
    udrei, _ = gagan
    assert len(udrei) > 5_000
    assert np.median(udrei) == TYPICAL_UDREI


def test_the_typical_givei_is_the_grid_s_over_northern_pakistan(gagan):
    _, at = gagan
    assert at[35, 70] == at[35, 75] == TYPICAL_GIVEI


def test_over_india_the_grid_is_better_than_the_typical_one(gagan):
    _, at = gagan
    assert max(at[lat, lon] for lat in (20, 25) for lon in (75, 80)) < TYPICAL_GIVEI


def test_the_grid_reaches_west_of_karachi(gagan):
    _, at = gagan
    assert (25, 65) in at
    assert at[25, 65] < NOT_MONITORED
