"""Which satellites PPP-B2b corrects: what its GEOs were heard to say, against our picture of its network.

Three logs of an hour (2023-08-11, 2025-02-15, 2025-08-21) are decoded here after the PPP-B2b ICD 1.0: message
type 1 carries the satellite mask, type 4 the clock corrections; a satellite is corrected while its clock
correction is a number (-16384 and -16383 say that there is none). Ours: corrected is what stands above the
horizon at the middle of the service area, 32.5 N 105 E, by the broadcast orbits of the same hours.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from serai.earth import Box
from serai.navigate import CorrectionService
from serai.navigate.monitoring import corrected

CHINA_AND_AROUND = Box(lon_min=75, lat_min=10, lon_max=135, lat_max=55)
LOGS = (
    ("gnss/b2b/233h_bdsb2b.txt.gz", "gnss/b2b/233h_rnx.nav.gz"),
    ("gnss/b2b/223v_bdsb2b.txt.gz", "gnss/b2b/NAV223.23p.gz"),
    ("gnss/b2b/046r_bdsb2b.txt.gz", "gnss/sbas/046r_rnx.nav.gz"),
)
NO_CORRECTION = 16_383
AGREEMENT = 0.85  # a point cannot stand for a network: satellites near its horizon come and go


def heard(path: Path, number: str = "60") -> dict[tuple[str, int], bool]:
    """Whether each satellite had a clock correction for most of each five minutes, from one GEO's log."""
    masks: dict[str, list[int]] = {}
    votes: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        _, second, sender, *_, message = line.split()
        if sender != number:
            continue
        bits = bin(int(message, 16))[2:].zfill(len(message) * 4)
        kind, body = int(bits[:6], 2), bits[6:]
        if kind == 1:
            masks[body[23:27]] = [k + 1 for k in range(255) if body[27 + k] == "1"]
        elif kind == 4 and body[23:27] in masks:
            mask, first = masks[body[23:27]], 23 * int(body[27:32], 2)
            for k in range(min(23, len(mask) - first)):
                raw = int(body[35 + 18 * k : 50 + 18 * k], 2)
                value = raw - 32_768 if raw >= 16_384 else raw
                slot = mask[first + k]
                name = f"C{slot:02d}" if slot <= 63 else f"G{slot - 63:02d}"
                votes[name, round(float(second) / 300) * 300].append(abs(value) < NO_CORRECTION)
    return {key: sum(v) > len(v) / 2 for key, v in votes.items()}


@pytest.fixture(scope="module")
def compared(shared_data, broadcast_orbits):
    """(n,) heard corrected, and (n, 3) where the satellite stood."""
    said, stood = [], []
    for log, navigation in LOGS:
        orbits = broadcast_orbits(shared_data / navigation)
        for (name, second), yes in heard(shared_data / log).items():
            if name in orbits.rows:
                position = orbits.position_m(name, float(second), 14_400.0)
                if np.isfinite(position).all():
                    said.append(yes)
                    stood.append(position)
    return np.array(said), np.array(stood)


def service() -> CorrectionService:
    return CorrectionService(
        kind="PPP", country="CN", systems=("BeiDou", "GPS"), signals=("B2b",), area=CHINA_AND_AROUND,
        min_carriers=1, carrier_mask_deg=7.0, min_corrected=4, pdop_max=6.0, h95_m=None, v95_m=None,
        static_h95_m=None, static_v95_m=None, convergence_min=None, availability=None, time_to_alert_s=None,
        horizontal_alert_m=None, vertical_alert_m=None, link=("broadcast",), status="operational",
    )  # fmt: skip


def test_what_is_above_the_horizon_in_the_middle_of_china_is_what_is_corrected(compared):
    said, stood = compared
    ours = corrected(service(), stood[:, None, :])[:, 0]
    assert len(said) > 1_000
    assert (ours == said).mean() > AGREEMENT


def test_the_number_of_corrected_satellites_is_right_to_a_tenth(compared):
    said, stood = compared
    ours = corrected(service(), stood[:, None, :])[:, 0]
    assert ours.sum() == pytest.approx(said.sum(), rel=0.1)


def test_a_service_for_the_whole_earth_corrects_every_satellite():
    everywhere = Box(lon_min=-180, lat_min=-90, lon_max=180, lat_max=90)
    far = np.array([[[-26_000_000.0, 0.0, 0.0]]])
    assert not corrected(service(), far).any()
    assert corrected(replace(service(), area=everywhere), far).all()
